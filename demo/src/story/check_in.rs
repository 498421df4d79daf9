//! Check-ins that are looked at closely.

use visits_domain::arrival::{ArrivalNumber, Route};

use crate::day::{A, Day, DayError};
use crate::family::{self, Answer, Manner};
use crate::visit_list::Visit;

/// The plug is pulled after everything was written and before it was made durable. The family has
/// seen no number; it tries again and must get one.
pub fn is_cut_off_and_tries_again(
    day: &mut Day,
    kiosk: usize,
    visit: &Visit,
) -> Result<ArrivalNumber, DayError> {
    let manner = Manner::plain(Route::Name);
    family::settle(&mut day.kiosks[kiosk], &manner)?;
    day.is_told(kiosk, manner.route, visit, Answer::Welcome, "before the power cut")?;
    let screen = &mut day.kiosks[kiosk];
    family::count_party(screen, visit, 18)?;
    screen.hold_at("check-in-before-commit")?;
    family::answer_the_rest(screen, &manner)?;
    screen.wait_until_held()?;
    day.power_cut(kiosk)?;
    day.checks_in(kiosk, visit, &manner)
}

/// By name, with a picture of every screen.
pub fn by_name_with_pictures(day: &mut Day, visit: &Visit) -> Result<(), DayError> {
    let Day { kiosks, album, .. } = day;
    let screen = &mut kiosks[A];
    screen.wait_for(&[family::WELCOME])?;
    screen.press(&["Check in for a visit"])?;
    screen.type_keys(&visit.lead().typed)?;
    album.all(screen, "surname")?;
    screen.press(&["Next"])?;
    screen.wait_for(&["When were you born?"])?;
    screen.type_keys(&visit.lead().born.format("%d%m").to_string())?;
    album.all(screen, "birth-date")?;
    screen.type_keys(&visit.lead().born.format("%Y").to_string())?;
    screen.press(&["Next"])?;
    screen.wait_for(&["Who is with you today?"])?;
    with_pictures_from_party_on(day, visit, "done")?;
    family::finish(&mut day.kiosks[A])?;
    Ok(())
}

fn with_pictures_from_party_on(
    day: &mut Day,
    visit: &Visit,
    done: &str,
) -> Result<ArrivalNumber, DayError> {
    let Day { kiosks, album, .. } = &mut *day;
    let screen = &mut kiosks[A];
    album.all(screen, "party")?;
    family::count_party(screen, visit, 18)?;
    screen.wait_for(&["Is this your first time here?"])?;
    album.all(screen, "first-time")?;
    screen.press(&["Yes, my first time"])?;
    screen.wait_for(&["Can we help with anything?"])?;
    screen.press(&["A quiet space"])?;
    album.all(screen, "needs")?;
    screen.press(&["Next"])?;
    let number = day.reads_number(A, visit)?;
    day.album.all(&mut day.kiosks[A], done)?;
    Ok(number)
}

/// By reference, with pictures of the screens that are its own.
pub fn by_reference_with_pictures(day: &mut Day, visit: &Visit) -> Result<(), DayError> {
    let Day { kiosks, album, .. } = &mut *day;
    let screen = &mut kiosks[A];
    screen.wait_for(&[family::WELCOME])?;
    family::open_reference(screen)?;
    let letters = visit.reference.replace('-', "");
    screen.type_keys(&letters[..5])?;
    album.all(screen, "reference")?;
    screen.type_keys(&letters[5..])?;
    screen.press(&["Next"])?;
    screen.wait_for(&["An adult’s date of birth"])?;
    album.all(screen, "adult-birth-date")?;
    let told = family::say_born(screen, visit.lead().born)?;
    day.expect(A, told, Answer::Welcome, "by reference")?;
    from_party_on(day, visit)
}

fn from_party_on(day: &mut Day, visit: &Visit) -> Result<(), DayError> {
    family::count_party(&mut day.kiosks[A], visit, 18)?;
    family::answer_the_rest(&mut day.kiosks[A], &Manner::plain(Route::Reference))?;
    day.reads_number(A, visit)?;
    Ok(family::finish(&mut day.kiosks[A])?)
}

/// A code under the scanner on *Welcome* fills in the reference; in the middle of a check-in it
/// asks first.
pub fn by_scanner(day: &mut Day, visit: &Visit, other: &str) -> Result<(), DayError> {
    let Day { kiosks, album, .. } = &mut *day;
    let screen = &mut kiosks[A];
    screen.wait_for(&[family::WELCOME])?;
    screen.scan(&visit.reference)?;
    screen.wait_for(&["An adult’s date of birth"])?;
    let told = family::say_born(screen, visit.lead().born)?;
    screen.scan(other)?;
    screen.wait_for(&["Start a new check-in with this code?"])?;
    album.all(screen, "scan-offer")?;
    screen.press(&["No, go on as before"])?;
    screen.wait_for(&["Who is with you today?"])?;
    day.expect(A, told, Answer::Welcome, "by scanner")?;
    from_party_on(day, visit)
}

/// A family comes back to the kiosk: the same number, and more of it join.
pub fn more_of_us_come(day: &mut Day, visit: &Visit) -> Result<(), DayError> {
    day.is_told(A, Route::Reference, visit, Answer::AlreadyHere, "come back")?;
    day.reads_number(A, visit)?;
    day.album.all(&mut day.kiosks[A], "done-already-here")?;
    day.kiosks[A].press(&["More of us have come"])?;
    day.kiosks[A].wait_for(&["Who is here now?"])?;
    day.album.all(&mut day.kiosks[A], "party-joining")?;
    day.kiosks[A].press(&["That’s us today", "Next"])?;
    day.kiosks[A].wait_for(&["We know you’re all here"])?;
    day.reads_number(A, visit)?;
    day.album.all(&mut day.kiosks[A], "done-joined")?;
    family::finish(&mut day.kiosks[A])?;
    Ok(())
}

/// Staff call a number on their page; the kiosk shows it on *Welcome*, and to the family.
pub fn is_called(day: &mut Day, visit: &Visit, number: ArrivalNumber) -> Result<(), DayError> {
    day.desk.sees_ids(&number.to_string())?;
    day.desk.calls(&number.to_string())?;
    day.kiosks[A].wait_for(&["Now calling, in any order:"])?;
    day.album.all(&mut day.kiosks[A], "welcome-calling")?;
    day.is_told(A, Route::Reference, visit, Answer::Called, "come back when called")?;
    day.reads_number(A, visit)?;
    day.album.all(&mut day.kiosks[A], "done-called")?;
    family::finish(&mut day.kiosks[A])?;
    Ok(())
}
