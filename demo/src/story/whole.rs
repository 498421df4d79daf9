//! The whole day, from the first light to the end of the last visit.

use visits_domain::arrival::{ArrivalNumber, Route};
use visits_server::import::Report;

use super::{check_in, desk, family_days, help, unhappy};
use crate::day::{A, B, Day, DayError, time};
use crate::family::{self, Answer, Manner};
use crate::ledger::family_day::Sums;
use crate::ledger::help::Sums as HelpSums;
use crate::visit_list::Visit;

/// B's cable is out from this family of the morning …
const CABLE_OUT: usize = 8;
/// … and this one is cut off by a power cut …
const POWER_CUT: usize = 11;
/// … and the cable is in again from this family of the afternoon.
const CABLE_IN: usize = 13;

/// Plays it.
pub fn whole(day: &mut Day) -> Result<(Report, Sums, HelpSums), DayError> {
    let imported = opens(day)?;
    day.at(time(8, 16))?;
    before_the_first_family(day)?;
    let families = morning(day)?;
    quiet_hours(day, &families[0])?;
    afternoon(day)?;
    at_the_desk(day, &families)?;
    let booked = family_days::with_pictures(day)?;
    let helped = help::help(day)?;
    Ok((imported, booked, helped))
}

/// No server yet; no list yet; then the list.
fn opens(day: &mut Day) -> Result<Report, DayError> {
    let mut nobodys = day.starts_without_a_server()?;
    nobodys.wait_for(&["Please go to the desk."])?;
    day.album.state("out-of-service").take(&mut nobodys, "")?;
    drop(nobodys);
    day.kiosks[A].wait_for(&["This screen has no visit list yet."])?;
    day.album.all(&mut day.kiosks[A], "welcome-no-list")?;
    let imported = day.office.import(&day.list.file())?.report;
    day.desk.staff.running_late(0)?;
    for kiosk in &mut day.kiosks {
        kiosk.wait_for(&["Check in for a visit"])?;
        kiosk.wait_for(&["Visits are running on time."])?;
    }
    day.album.all(&mut day.kiosks[A], "welcome")?;
    Ok(imported)
}

fn before_the_first_family(day: &mut Day) -> Result<(), DayError> {
    unhappy::the_one_sentence(day)?;
    let (early, later) = (day.list.open[27].clone(), day.list.another_day.clone());
    unhappy::is_told_when(day, &early, Answer::Early, "outcome-early")?;
    unhappy::is_told_when(day, &later, Answer::AnotherDay, "outcome-another-day")
}

/// Whose turn it is at which kiosk.
fn kiosk_of(family: usize) -> usize {
    if family.is_multiple_of(2) { A } else { B }
}

/// Twenty-nine families; gives them back.
fn morning(day: &mut Day) -> Result<Vec<Visit>, DayError> {
    let first = day.list.open[0].clone();
    let alike = day.list.alike.clone();
    let mut families: Vec<Visit> = day.list.open[..26].to_vec();
    families.push(day.list.twice[0].clone());
    families.extend(alike);
    for (n, visit) in families.iter().enumerate() {
        day.at(Day::one_by_one(time(8, 20), n))?;
        if n == CABLE_OUT {
            cable_out(day)?;
        }
        let kiosk = kiosk_of(n);
        let is_alike = n + 2 >= families.len();
        match n {
            0 => check_in::by_name_with_pictures(day, visit)?,
            2 => check_in::by_reference_with_pictures(day, visit)?,
            4 => check_in::by_scanner(day, visit, &first.reference)?,
            POWER_CUT => drop(check_in::is_cut_off_and_tries_again(day, kiosk, visit)?),
            // By name nobody can tell the two apart: they have their references with them.
            _ if is_alike => drop(day.checks_in(kiosk, visit, &Manner::plain(Route::Reference))?),
            _ => drop(day.checks_in(kiosk, visit, &Manner::of(n))?),
        }
        desk::while_they_arrive(day, n, &first)?;
    }
    Ok(families)
}

/// B's cable is pulled out: it goes on, and says what it is worth.
fn cable_out(day: &mut Day) -> Result<(), DayError> {
    day.cables[B].pull_out();
    day.kiosks[B].wait_for(&["This screen has been offline since"])?;
    day.album.all(&mut day.kiosks[B], "welcome-offline")?;
    unhappy::asks_in_vain(day)
}

/// Between the sessions: the late, the curious, the ones who need somebody.
fn quiet_hours(day: &mut Day, first: &Visit) -> Result<(), DayError> {
    day.at(time(9, 50))?;
    let late = day.list.open[26].clone();
    unhappy::is_told_when(day, &late, Answer::Late, "outcome-late")?;
    desk::comes_late(day, &late)?;
    day.at(time(9, 55))?;
    let number = number_on_done(day, first)?;
    check_in::more_of_us_come(day, first)?;
    check_in::is_called(day, first, number)?;
    day.at(time(10, 5))?;
    day.desk.staff.running_late(20)?;
    day.kiosks[A].wait_for(&["Visits are running about 20 minutes late."])?;
    day.album.all(&mut day.kiosks[A], "welcome-late")?;
    day.desk.staff.running_late(0)?;
    desk::walk_in(day)?;
    day.at(time(10, 15))?;
    unhappy::slips_of_the_finger(day)?;
    unhappy::tries_every_button(day)?;
    day.at(time(10, 30))?;
    unhappy::walks_away(day)?;
    day.at(time(11, 0))?;
    desk::first_session_ends(day)?;
    unhappy::asks_for_a_person(day)?;
    day.at(time(11, 10))?;
    unhappy::asks_and_cannot_tell(day)?;
    day.at(time(11, 20))?;
    unhappy::asks_and_nobody_comes(day)?;
    day.album.all(&mut day.kiosks[B], "welcome-unsent")?;
    Ok(())
}

fn number_on_done(day: &mut Day, visit: &Visit) -> Result<ArrivalNumber, DayError> {
    day.is_told(A, Route::Reference, visit, Answer::AlreadyHere, "come back")?;
    let number = day.reads_number(A, visit)?;
    family::finish(&mut day.kiosks[A])?;
    Ok(number)
}

/// Twenty-four families, one of whom was here in the morning too.
fn afternoon(day: &mut Day) -> Result<(), DayError> {
    let mut families: Vec<Visit> = day.list.open[27..50].to_vec();
    families.insert(1, day.list.twice[1].clone());
    for (n, visit) in families.iter().enumerate() {
        day.at(Day::one_by_one(time(12, 35), n))?;
        if n == CABLE_IN {
            day.cables[B].put_in()?;
        }
        let kiosk = kiosk_of(n);
        if n == 3 {
            offline_with_a_picture(day, visit)?;
        } else {
            day.checks_in(kiosk, visit, &Manner::of(n + 1))?;
        }
    }
    Ok(())
}

/// What B kept to itself in the morning is keyed in; then the session, and how it all ended.
fn at_the_desk(day: &mut Day, morning: &[Visit]) -> Result<(), DayError> {
    day.waits_for_everybody()?;
    let offline = |(n, _): &(usize, &Visit)| *n >= CABLE_OUT && kiosk_of(*n) == B;
    let on_paper = morning.iter().enumerate().filter(offline).map(|(_, visit)| visit.clone());
    desk::keys_in_from_paper(day, &on_paper.collect::<Vec<_>>())?;
    let (goes_home, did_not_come) = (day.list.open[49].clone(), day.list.open[50].clone());
    desk::second_session(day, &goes_home)?;
    day.at(time(14, 30))?;
    desk::some_leave(day)?;
    day.at(time(14, 40))?;
    Ok(desk::outcomes(day, &did_not_come)?)
}

/// At B, which promises nothing while its cable is out.
fn offline_with_a_picture(day: &mut Day, visit: &Visit) -> Result<(), DayError> {
    let manner = Manner::plain(Route::Name);
    family::settle(&mut day.kiosks[B], &manner)?;
    day.is_told(B, manner.route, visit, Answer::Welcome, "offline")?;
    family::count_party(&mut day.kiosks[B], visit, 18)?;
    family::answer_the_rest(&mut day.kiosks[B], &manner)?;
    day.reads_number(B, visit)?;
    day.album.all(&mut day.kiosks[B], "done-offline")?;
    family::finish(&mut day.kiosks[B])?;
    Ok(())
}
