//! The desk's side of the day: IDs, calls, search, tables, goodbyes, and how each visit ended.

use crate::day::{Day, DayError, time};
use crate::desk::WalkIn;
use crate::ledger::desk::Stage;
use crate::staff::StaffError;
use crate::visit_list::Visit;

/// Of the families in the hall every so many leave before the day is counted.
const LEAVES_EARLY: usize = 3;
/// Comes without being on any list.
const WALK_IN: WalkIn =
    WalkIn { first: "June", last: "Holloway", born: "1961-04-09", session: "09:30" };

/// One round: who was called goes to a table, who waits shows ID, and so many are called next.
/// `not_yet` has gone for a cup of tea.
pub fn round(day: &mut Day, call: usize, not_yet: Option<&Visit>) -> Result<(), StaffError> {
    for family in day.desk.played().at(Stage::Called) {
        day.desk.seats(&family)?;
    }
    for family in day.desk.who_waits()? {
        if not_yet.is_none_or(|visit| visit.reference != family) {
            day.desk.sees_ids(&family)?;
        }
    }
    if call > 0 {
        day.desk.calls_next(call)?;
    }
    Ok(())
}

/// After the n-th family of the morning: now and then a round. `first` is called by itself later.
pub fn while_they_arrive(day: &mut Day, n: usize, first: &Visit) -> Result<(), StaffError> {
    match n {
        12 => round(day, 4, Some(first)),
        20 => {
            round(day, 0, Some(first))?;
            // Called by mistake, taken back, and called again.
            if let Some(family) = day.desk.calls_next(3)?.last() {
                day.desk.takes_back_call(family)?;
                day.desk.calls(family)?;
            }
            Ok(())
        }
        28 => round(day, 20, Some(first)),
        _ => Ok(()),
    }
}

/// The screen sent them to the desk, which writes their arrival down.
pub fn comes_late(day: &mut Day, visit: &Visit) -> Result<(), StaffError> {
    day.desk.notes_arrival(&visit.reference)?;
    day.desk.sees_ids(&visit.reference)?;
    day.desk.calls(&visit.reference)
}

/// Somebody who is on no list comes in, and everybody who waits goes into the hall.
pub fn walk_in(day: &mut Day) -> Result<(), StaffError> {
    let family = day.desk.writes_down(&WALK_IN)?;
    day.desk.sees_ids(&family)?;
    day.desk.calls(&family)?;
    round(day, 0, None)
}

/// The first session ends: everybody goes home, one of them by mistake too early and then again.
pub fn first_session_ends(day: &mut Day) -> Result<(), StaffError> {
    let mut leaving = day.desk.played().at(Stage::InHall).into_iter();
    if let Some(family) = leaving.next() {
        day.desk.sees_off(&family)?;
        day.desk.takes_back_left(&family)?;
        day.desk.sees_off(&family)?;
    }
    leaving.try_for_each(|family| day.desk.sees_off(&family))
}

/// Families whom the desk saw on paper alone, while their screen was offline: keyed in when their
/// arrivals have come. Nobody calls them any more.
pub fn keys_in_from_paper(day: &mut Day, families: &[Visit]) -> Result<(), StaffError> {
    for visit in families {
        day.desk.sees_ids(&visit.reference)?;
        day.desk.seats(&visit.reference)?;
        day.desk.sees_off(&visit.reference)?;
    }
    Ok(())
}

/// From the desk into the hall; somebody goes home before that.
pub fn second_session(day: &mut Day, goes_home: &Visit) -> Result<(), DayError> {
    day.desk.notes_end(&goes_home.reference, "VISITOR_DECLINED_ENTRY")?;
    for (minute, call) in [(41, 0), (45, 10), (55, 40)] {
        day.at(time(13, minute))?;
        round(day, call, None)?;
    }
    day.at(time(14, 5))?;
    Ok(round(day, 0, None)?)
}

/// Some leave early; one who was said to have left sits in the hall after all.
pub fn some_leave(day: &mut Day) -> Result<(), StaffError> {
    let in_hall: Vec<String> = day.desk.played().at(Stage::InHall).into_iter().collect();
    for family in in_hall.iter().step_by(LEAVES_EARLY) {
        day.desk.sees_off(family)?;
    }
    if let [_, stays, ends, ..] = &in_hall[..] {
        day.desk.sees_off(stays)?;
        day.desk.takes_back_left(stays)?;
        day.desk.notes_end(ends, "VISITOR_COMPLETED_EARLY")?;
    }
    Ok(())
}

/// Who did not come is noted, and then all that the outcome sheet proposes.
pub fn outcomes(day: &mut Day, did_not_come: &Visit) -> Result<(), StaffError> {
    day.desk.notes_end(&did_not_come.reference, "VISITOR_DID_NOT_ARRIVE")?;
    day.desk.notes_proposed_ends()
}
