//! Everything that is not a number at once: the one sentence, too early, too late, nobody there,
//! and asking for a person.

use std::time::Duration;

use chrono::NaiveDate;
use visits_domain::arrival::Route;

use crate::album::VARIANTS;
use crate::day::{A, B, Day, DayError};
use crate::family::{self, Answer};
use crate::kiosk::KioskError;
use crate::visit_list::Visit;

/// A day on which nobody on the list was born.
fn nobodys_birthday() -> NaiveDate {
    NaiveDate::from_ymd_opt(1931, 7, 30).unwrap_or_default()
}

/// Everybody who must hear one and the same sentence hears it.
pub fn the_one_sentence(day: &mut Day) -> Result<(), DayError> {
    let open = day.list.open[0].clone();
    family::say_who(&mut day.kiosks[A], Route::Name, "nobody")?;
    let told = family::say_born(&mut day.kiosks[A], nobodys_birthday())?;
    day.expect(A, told, Answer::Desk, "an unknown name")?;
    day.album.all(&mut day.kiosks[A], "outcome-desk")?;
    family::finish(&mut day.kiosks[A])?;
    for route in [Route::Name, Route::Reference] {
        let told = family::look_up(&mut day.kiosks[A], route, &open, nobodys_birthday())?;
        day.expect(A, told, Answer::Desk, "a wrong date of birth")?;
        family::finish(&mut day.kiosks[A])?;
    }
    let (closed, unknown) = (day.list.closed.clone(), day.list.unknown.clone());
    let (cancelled, alike) = (day.list.cancelled.clone(), day.list.alike[0].clone());
    for (route, visit, what) in [
        (Route::Reference, closed.clone(), "a closed visit"),
        (Route::Name, closed, "a closed visit, by name"),
        (Route::Reference, unknown, "an undecided visit"),
        (Route::Reference, cancelled, "a cancelled visit"),
        (Route::Name, alike, "two people of one name and birthday"),
        (Route::Name, day.list.another_day.clone(), "another day, by name"),
    ] {
        day.is_told(A, route, &visit, Answer::Desk, what)?;
        family::finish(&mut day.kiosks[A])?;
    }
    Ok(())
}

/// By reference a family hears when to come.
pub fn is_told_when(
    day: &mut Day,
    visit: &Visit,
    answer: Answer,
    picture: &str,
) -> Result<(), DayError> {
    day.is_told(A, Route::Reference, visit, answer, "another time")?;
    day.album.all(&mut day.kiosks[A], picture)?;
    family::finish(&mut day.kiosks[A])?;
    Ok(())
}

/// What is typed cannot be meant: the field says so.
pub fn slips_of_the_finger(day: &mut Day) -> Result<(), DayError> {
    let Day { kiosks, album, .. } = day;
    let screen = &mut kiosks[A];
    let mut state = album.state("message");
    for variant in VARIANTS {
        family::make_it(screen, variant)?;
        screen.press(&["Check in for a visit", "Check in"])?;
        screen.press(&["Next"])?;
        screen.wait_for(&["Please type your surname first."])?;
        state.take(screen, "-no-surname")?;
        screen.type_keys("x")?;
        screen.press(&["Next"])?;
        screen.wait_for(&["When were you born?"])?;
        screen.type_keys("31021990")?;
        screen.press(&["Next"])?;
        screen.wait_for(&["That day is not in the calendar. Look again."])?;
        state.take(screen, "-no-such-day")?;
        screen.press(&["Start again"])?;
        family::gone(screen)?;
        family::make_it(screen, variant)?;
        family::open_reference(screen)?;
        screen.type_keys("abc")?;
        screen.press(&["Next"])?;
        screen.wait_for(&["Part of it is missing."])?;
        state.take(screen, "-short-reference")?;
        screen.press(&["Start again"])?;
        family::gone(screen)?;
    }
    Ok(())
}

/// *Make it easier* and the list of languages.
pub fn tries_every_button(day: &mut Day) -> Result<(), DayError> {
    let Day { kiosks, album, .. } = day;
    let screen = &mut kiosks[A];
    let mut state = album.state("easier");
    for variant in VARIANTS {
        family::make_it(screen, variant)?;
        screen.press(&["Make it easier"])?;
        state.take(screen, "")?;
        screen.press(&["Black on white"])?;
        state.take(screen, "-black-on-white")?;
        screen.press(&["Black on white"])?;
        screen.press(&["Done"])?;
    }
    let mut state = album.state("language");
    for variant in VARIANTS {
        family::make_it(screen, variant)?;
        screen.press(&["Check in for a visit", "Check in"])?;
        let buttons = family::language_buttons(screen);
        screen.press_labels(buttons)?;
        screen.wait_for(&["Choose your language"])?;
        state.take(screen, "")?;
        screen.press(&["Done"])?;
        screen.press(&["Start again"])?;
        family::gone(screen)?;
    }
    Ok(())
}

/// Somebody leaves in the middle: a warning, a second chance, and everything is wiped.
pub fn walks_away(day: &mut Day) -> Result<(), DayError> {
    let Day { kiosks, album, .. } = day;
    let screen = &mut kiosks[A];
    let mut state = album.state("still-there");
    for variant in VARIANTS {
        family::make_it(screen, variant)?;
        screen.press(&["Check in for a visit", "Check in"])?;
        screen.type_keys("half a na")?;
        screen.advance(Duration::from_secs(46))?;
        screen.wait_for(&["Are you still there?"])?;
        state.take(screen, "")?;
        screen.press(&["I’m still here"])?;
        screen.wait_for(&["Type your surname"])?;
        screen.advance(Duration::from_secs(46))?;
        screen.wait_for(&["Are you still there?"])?;
        screen.advance(Duration::from_secs(26))?;
        family::gone(screen)?;
    }
    Ok(())
}

/// *Ask a person* from *Welcome*, up to the seat.
fn asks(day: &mut Day, kiosk: usize) -> Result<(), KioskError> {
    let screen = &mut day.kiosks[kiosk];
    screen.wait_for(&[family::WELCOME])?;
    screen.press(&["Ask a person"])?;
    screen.wait_for(&["Where are you sitting?"]).map(|_| ())
}

fn sits(day: &mut Day, kiosk: usize, answer: &str) -> Result<(), KioskError> {
    let screen = &mut day.kiosks[kiosk];
    screen.press(&["By the window"])?;
    screen.wait_for(&[answer]).map(|_| ())
}

/// Online: staff have it, and then somebody has seen it.
pub fn asks_for_a_person(day: &mut Day) -> Result<(), DayError> {
    asks(day, A)?;
    day.album.all(&mut day.kiosks[A], "ask-person")?;
    sits(day, A, "Staff have it")?;
    day.album.all(&mut day.kiosks[A], "ask-staff-have-it")?;
    day.desk.staff.take_ask()?;
    day.kiosks[A].wait_for(&["Seen by a member of staff"])?;
    day.album.all(&mut day.kiosks[A], "ask-seen")?;
    family::finish(&mut day.kiosks[A])?;
    Ok(())
}

/// Online, and nobody comes.
pub fn asks_and_nobody_comes(day: &mut Day) -> Result<(), DayError> {
    asks(day, A)?;
    sits(day, A, "Staff have it")?;
    let screen = &mut day.kiosks[A];
    screen.advance(Duration::from_secs(601))?;
    if screen.wait_for(&["Are you still there?", "Please find a person now."])? == 0 {
        screen.press(&["I’m still here"])?;
        screen.wait_for(&["Please find a person now."])?;
    }
    day.album.all(screen, "ask-expired")?;
    family::finish(screen)?;
    day.desk.staff.take_ask().or(Ok(())) // it may have run out on the page too
}

/// The request goes out and no answer comes back: nobody can say whether it was read.
pub fn asks_and_cannot_tell(day: &mut Day) -> Result<(), DayError> {
    day.cables[A].cut_answers(true);
    asks(day, A)?;
    sits(day, A, "We can’t tell whether it was sent")?;
    day.album.all(&mut day.kiosks[A], "ask-cannot-tell")?;
    family::finish(&mut day.kiosks[A])?;
    day.cables[A].cut_answers(false);
    day.desk.staff.take_ask().or(Ok(())) // it may not have been sent: that is what the screen said
}

/// Offline: it was not sent.
pub fn asks_in_vain(day: &mut Day) -> Result<(), DayError> {
    asks(day, B)?;
    sits(day, B, "It was not sent")?;
    day.album.all(&mut day.kiosks[B], "ask-not-sent")?;
    family::finish(&mut day.kiosks[B])?;
    Ok(())
}
