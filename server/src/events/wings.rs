//! Whose turn it is: when each wing had its last one. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use visits_domain::event::State;

use super::Event;

/// The wings of these events with the day of their last turn, who waits longest first. A wing is
/// the same however it is written large or small. What was cancelled was nobody's turn.
pub fn last_turns(events: &[Event]) -> Vec<(&str, NaiveDate)> {
    let mut last: BTreeMap<String, (&str, NaiveDate)> = BTreeMap::new();
    let held = events.iter().filter(|event| event.state != State::Cancelled);
    let held = held.filter(|event| event.plan.kind.is_public());
    let turns = held
        .flat_map(|event| event.plan.wings.iter().map(move |wing| (wing.as_str(), event.plan.day)));
    for (wing, day) in turns {
        let known = last.entry(wing.to_lowercase()).or_insert((wing, day));
        if known.1 <= day {
            *known = (wing, day);
        }
    }
    let mut turns: Vec<(&str, NaiveDate)> = last.into_values().collect();
    turns.sort_by_key(|(wing, day)| (*day, *wing));
    turns
}

#[cfg(test)]
mod tests {
    use visits_domain::event::Kind;
    use visits_domain::places::EventId;

    use super::*;
    use crate::events::plan::{self, Known};
    use crate::events::typed::Typed;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn event(on: &str, wings: &str, state: State) -> Event {
        let fields = ["title", "words", "place"];
        let mut typed = Typed::blank(day("2026-01-01").into(), (4, 6));
        for field in fields.iter().flat_map(|stem| [format!("{stem}_en"), format!("{stem}_cy")]) {
            typed.set(field, "x");
        }
        for (name, value) in
            [("day", on), ("start", "10:00"), ("end", "12:00"), ("people", "20"), ("wings", wings)]
        {
            typed.set(name, value);
        }
        let now = day("2026-01-01").into();
        let known = Known { now, most_children: 4, most_people: 6, before: None };
        let plan = plan::read(&typed, known).expect("a plan");
        Event { id: EventId(uuid::Uuid::nil()), version: 1, state, commitment: None, plan }
    }

    #[test]
    fn the_wing_that_waits_longest_comes_first() {
        let mut secret = event("2026-09-01", "Elm", State::Open);
        secret.plan.kind = Kind::FinalVisit;
        let events = [
            event("2026-03-01", "Oak\nRowan", State::Open),
            event("2026-06-01", "rowan", State::Draft),
            event("2026-08-01", "Oak", State::Cancelled),
            secret,
        ];
        let turns = last_turns(&events);
        assert_eq!(turns, [("Oak", day("2026-03-01")), ("rowan", day("2026-06-01"))]);
    }
}
