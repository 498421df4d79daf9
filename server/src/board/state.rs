//! How far a party has come. Pure.

use visits_domain::visit::Timing;

use super::{Day, Row};
use crate::clock::{local, moment};
use crate::outcome::Outcome;
use crate::store::arrivals::Seen;
use crate::store::visits::Visit;

/// How far a party has come, in the order of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not here yet.
    Expected,
    /// Not here, and check-in has closed.
    Late,
    /// Has a number.
    Arrived,
    /// Here, and something has to be settled first.
    AtDesk,
    /// The ID of every adult who is here was seen.
    IdSeen,
    /// Its number was called.
    Called,
    /// Through search.
    Searched,
    /// In the hall.
    InHall,
    /// Has been in the hall and left.
    Left,
    /// Came and did not get in.
    Refused,
    /// Did not come.
    DidNotArrive,
}

pub(super) fn of(day: &Day<'_>, visit: &Visit, row: &Row, seen: &[&Seen]) -> State {
    let steps = &row.progress;
    match &steps.outcome {
        Some((Outcome::VisitorDidNotArrive, _)) if seen.is_empty() => return State::DidNotArrive,
        // They came after all: somebody has to decide.
        Some((Outcome::VisitorDidNotArrive, _)) => return State::AtDesk,
        Some((outcome, _)) if !outcome.took_place() => return State::Refused,
        Some(_) | None => {}
    }
    if steps.left.is_some() {
        State::Left
    } else if steps.hall.is_some() {
        State::InHall
    } else if steps.searched.is_some() {
        State::Searched
    } else if seen.is_empty() {
        not_here(day, visit)
    } else {
        before_search(row, seen)
    }
}

fn not_here(day: &Day<'_>, visit: &Visit) -> State {
    match day.settings.window.timing(&visit.slot, day.now) {
        Timing::Over => State::DidNotArrive,
        Timing::Late => State::Late,
        Timing::AnotherDay | Timing::Early(_) | Timing::InWindow => State::Expected,
    }
}

fn before_search(row: &Row, seen: &[&Seen]) -> State {
    let steps = &row.progress;
    if steps.desk.is_some() || row.cancelled || row.moved {
        State::AtDesk
    } else if steps.called.is_some() {
        State::Called
    } else if ids_are_seen(&row.people, seen.iter().map(|seen| usize::from(seen.party.adults))) {
        State::IdSeen
    } else if row.desk || row.by_hand {
        State::AtDesk
    } else {
        State::Arrived
    }
}

/// The ID of every adult who is here was seen. Adults whom staff have noted as absent are not
/// waited for, whatever number was given at the kiosk.
pub fn ids_are_seen(people: &[super::Person], here: impl Iterator<Item = usize>) -> bool {
    use crate::outcome::Attendance::Absent;
    let adults = || people.iter().filter(|person| person.adult);
    let ticked = adults().filter(|person| person.seen).count();
    let may_be_here = adults().filter(|p| p.seen || p.attendance != Some(Absent)).count();
    ticked > 0 && ticked >= here.sum::<usize>().min(may_be_here)
}

/// They came after check-in had closed.
pub(super) fn came_late(day: &Day<'_>, visit: &Visit, seen: &Seen) -> bool {
    let at = local(moment(seen.at));
    matches!(day.settings.window.timing(&visit.slot, at), Timing::Late | Timing::Over)
}
