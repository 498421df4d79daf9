//! What a family is told when it has presented a credential.
//!
//! Everything that could tell a stranger something is one and the same answer:
//! [`Verdict::Desk`]. A dangerous ex-partner knows a surname and a birthday, so by name nothing
//! but "welcome" is ever said; a reference is held by the family alone, so it may say more.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::arrival::{ArrivalNumber, Route};
use crate::card::{Card, CardVisit};
use crate::visit::{ArrivalWindow, Slot, Timing, VisitHandle};

/// What a family is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They can check in for this visit.
    Welcome(CardVisit),
    /// They have this number already; more of them may join. By reference only.
    AlreadyHere(CardVisit, ArrivalNumber),
    /// Past the cut-off: to the desk at once. By reference only.
    Late,
    /// Check-in opens at this local time. By reference only.
    Early(NaiveTime),
    /// The visit is on another day. By reference only.
    AnotherDay(NaiveDate, NaiveTime),
    /// The one sentence for everything else.
    Desk,
}

/// Decides from the cards that opened, each with its day.
pub fn verdict(
    route: Route,
    opened: &[(NaiveDate, Card)],
    now: NaiveDateTime,
    window: ArrivalWindow,
    number_of: impl Fn(VisitHandle) -> Option<ArrivalNumber>,
) -> Verdict {
    let mut visits: Vec<(Slot, &CardVisit)> = opened
        .iter()
        .flat_map(|(date, card)| card.visits.iter().map(|visit| (*date, visit)))
        .map(|(date, visit)| (Slot { date, start: visit.start, end: visit.end }, visit))
        .filter(|(slot, _)| window.timing(slot, now) != Timing::Over)
        .collect();
    visits.sort_by_key(|(slot, _)| *slot);
    match route {
        Route::Name => by_name(&visits, now, window, number_of),
        Route::Reference => by_reference(&visits, now, window, number_of),
    }
}

fn by_name(
    visits: &[(Slot, &CardVisit)],
    now: NaiveDateTime,
    window: ArrivalWindow,
    number_of: impl Fn(VisitHandle) -> Option<ArrivalNumber>,
) -> Verdict {
    visits
        .iter()
        .filter(|(slot, _)| window.timing(slot, now) == Timing::InWindow)
        .find(|(_, visit)| !visit.desk && number_of(visit.visit).is_none())
        .map_or(Verdict::Desk, |(_, visit)| Verdict::Welcome((*visit).clone()))
}

fn by_reference(
    visits: &[(Slot, &CardVisit)],
    now: NaiveDateTime,
    window: ArrivalWindow,
    number_of: impl Fn(VisitHandle) -> Option<ArrivalNumber>,
) -> Verdict {
    // A reference is of one visit; of several the nearest still to come is meant.
    let Some((slot, visit)) = visits.first() else { return Verdict::Desk };
    if visit.desk {
        return Verdict::Desk;
    }
    if let Some(number) = number_of(visit.visit) {
        return Verdict::AlreadyHere((*visit).clone(), number);
    }
    match window.timing(slot, now) {
        Timing::InWindow => Verdict::Welcome((*visit).clone()),
        Timing::Early(opens) => Verdict::Early(opens),
        Timing::AnotherDay => Verdict::AnotherDay(slot.date, slot.start),
        Timing::Late => Verdict::Late,
        Timing::Over => Verdict::Desk,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const WINDOW: ArrivalWindow =
        ArrivalWindow { opens_minutes_before: 60, late_after_minutes: 15 };

    fn visit(handle: u128, start: &str) -> CardVisit {
        let start: NaiveTime = start.parse().expect("a time");
        CardVisit {
            visit: VisitHandle(Uuid::from_u128(handle)),
            start,
            end: start + chrono::TimeDelta::hours(2),
            adults: 2,
            children: 1,
            desk: false,
            language: None,
        }
    }

    fn tell(route: Route, visits: Vec<CardVisit>, now: &str, here: &[u128]) -> Verdict {
        let date = "2026-06-01".parse().expect("a day");
        let card = Card { visits };
        verdict(route, &[(date, card)], now.parse().expect("a time"), WINDOW, |handle| {
            here.contains(&handle.0.as_u128()).then(|| "A12".parse().expect("a number"))
        })
    }

    #[test]
    fn by_name_everything_but_welcome_is_one_answer() {
        let visits = || vec![visit(1, "13:45:00")];
        let desk = || vec![CardVisit { desk: true, ..visit(1, "13:45:00") }];
        let now = "2026-06-01T13:00:00";
        assert_eq!(tell(Route::Name, visits(), now, &[]), Verdict::Welcome(visit(1, "13:45:00")));
        for (visits, now, here) in [
            (visits(), now, vec![1]),
            (visits(), "2026-06-01T12:00:00", vec![]),
            (visits(), "2026-06-01T14:30:00", vec![]),
            (visits(), "2026-05-31T13:00:00", vec![]),
            (visits(), "2026-06-02T13:00:00", vec![]),
            (desk(), now, vec![]),
            (vec![], now, vec![]),
        ] {
            assert_eq!(tell(Route::Name, visits, now, &here), Verdict::Desk, "{now}");
        }
    }

    #[test]
    fn by_reference_a_family_hears_more() {
        let visits = || vec![visit(1, "13:45:00")];
        let number = "A12".parse().expect("a number");
        let time = |text: &str| text.parse::<NaiveTime>().expect("a time");
        for (now, here, told) in [
            ("2026-06-01T13:00:00", vec![], Verdict::Welcome(visit(1, "13:45:00"))),
            ("2026-06-01T13:00:00", vec![1], Verdict::AlreadyHere(visit(1, "13:45:00"), number)),
            ("2026-06-01T12:00:00", vec![], Verdict::Early(time("12:45:00"))),
            ("2026-06-01T14:30:00", vec![], Verdict::Late),
            ("2026-06-01T15:45:00", vec![], Verdict::Desk),
            (
                "2026-05-30T13:00:00",
                vec![],
                Verdict::AnotherDay("2026-06-01".parse().expect("a day"), time("13:45:00")),
            ),
        ] {
            assert_eq!(tell(Route::Reference, visits(), now, &here), told, "{now}");
        }
    }

    #[test]
    fn of_two_visits_of_one_person_the_one_whose_window_is_open_is_meant() {
        let visits = || vec![visit(1, "10:00:00"), visit(2, "13:45:00")];
        let told = tell(Route::Name, visits(), "2026-06-01T13:00:00", &[1]);
        assert_eq!(told, Verdict::Welcome(visit(2, "13:45:00")));
    }
}
