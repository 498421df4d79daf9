//! Which day suits whom, and what may be asked for. Pure, and the same for the screens.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDateTime, Utc};
use visits_domain::arrival::Party;
use visits_domain::event::{Access, Facility, Kind, PoolKind};
use visits_domain::places::{PoolId, Takes};
use visits_domain::wire::{Event, Pool};

use super::{Days, event};
use crate::session::Session;

/// Who is coming, as families say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coming {
    /// Up to three years.
    Toddler,
    /// Four to twelve.
    Child,
    /// From thirteen.
    Teenager,
    /// Somebody in a wheelchair.
    Wheelchair,
    /// Somebody for whom noise is too much.
    Quiet,
}

impl Coming {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Toddler, Self::Child, Self::Teenager, Self::Wheelchair, Self::Quiet];

    /// Whether there is something for them.
    fn finds_something(self, event: &Event) -> bool {
        let any = |from: u8, to: u8| {
            event.ages.is_some_and(|ages| ages.youngest <= to && from <= ages.oldest)
        };
        match self {
            Self::Toddler => any(0, 3),
            Self::Child => any(4, 12),
            Self::Teenager => any(13, 17),
            Self::Wheelchair => event.access.contains(&Access::StepFree),
            Self::Quiet => {
                let rooms = [Facility::QuietRoom, Facility::SensorySpace];
                event.event_kind == Kind::SensorySession
                    || rooms.iter().any(|room| event.facilities.contains(room))
            }
        }
    }
}

/// Whether families see it at all: a day that is over is gone, and some are for staff alone.
pub fn is_shown(event: &Event, now: NaiveDateTime) -> bool {
    event.event_kind.is_public()
        && event.booking.is_on_kiosks()
        && now < event.date.and_time(event.end)
}

/// Whether it is for all who are coming, and of a kind that was chosen.
pub fn suits(event: &Event, days: &Days) -> bool {
    (days.kinds.is_empty() || days.kinds.contains(&event.event_kind))
        && days.coming.iter().all(|who| who.finds_something(event))
}

/// The kinds of days that there are, in their order: only these are worth a choice.
pub fn kinds(events: &[Event], now: NaiveDateTime) -> Vec<Kind> {
    let shown = events.iter().filter(|event| is_shown(event, now));
    let kinds: BTreeSet<Kind> = shown.map(|event| event.event_kind).collect();
    kinds.into_iter().collect()
}

/// Buses and cars that the prison sends, in their order.
pub fn buses(event: &Event) -> impl Iterator<Item = &Pool> {
    event.pools.iter().filter(|pool| pool.counts == PoolKind::Seats)
}

/// Why no place can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    /// It does not take place.
    Cancelled,
    /// Not before this moment.
    NotYet(DateTime<Utc>),
    /// Families could ask until a while ago.
    Closed,
    /// It is not on the list any more.
    Gone,
    /// It was changed: what was typed does not fit it now.
    Edited,
}

/// Whether a place can be asked for at this moment; none: it can.
pub fn shut(event: &Event, now: DateTime<Utc>) -> Option<Shut> {
    if event.cancelled {
        Some(Shut::Cancelled)
    } else if now < event.window.opens {
        Some(Shut::NotYet(event.window.opens))
    } else if event.window.is_open_at(now) {
        None
    } else {
        Some(Shut::Closed)
    }
}

/// What this screen can say of the places that are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// For more than a large family.
    Some,
    /// For one family, perhaps two.
    Few,
    /// None here; the server may have some.
    NoneHere,
}

/// What this screen may promise of people and tables.
pub fn left(event: &Event, places: &BTreeMap<PoolId, u32>) -> Left {
    let families = |pool: &Pool| {
        let here = places.get(&pool.pool).copied().unwrap_or(0);
        match pool.counts {
            PoolKind::People => Some(here / u32::from(event.most_people.max(1))),
            PoolKind::Tables => Some(here),
            PoolKind::Seats => None,
        }
    };
    let some = |pool: &Pool| places.get(&pool.pool).is_some_and(|n| *n > 0);
    let counted = || event.pools.iter().filter(|pool| pool.counts != PoolKind::Seats);
    match counted().filter_map(families).min() {
        Some(2..) => Left::Some,
        Some(_) if counted().all(some) => Left::Few,
        _ => Left::NoneHere,
    }
}

/// Children alone may come where they come without the adult who brings them.
fn fewest_adults(event: &Event) -> u8 {
    u8::from(event.event_kind != Kind::ChildrenOnly)
}

/// Whether so many may come.
pub(super) fn may_come(event: &Event, party: Party) -> bool {
    let children =
        if event.ages.is_some() || event.born.is_some() { event.most_children } else { 0 };
    party.adults >= fewest_adults(event)
        && party.children <= children
        && (1..=event.most_people).contains(&party.adults.saturating_add(party.children))
}

/// The party after so many more or fewer, if the event allows it.
pub fn counted(session: &Session, events: &[Event], adults: i8, children: i8) -> Option<Party> {
    let party = session.draft.party?;
    let changed = Party {
        adults: party.adults.checked_add_signed(adults)?,
        children: party.children.checked_add_signed(children)?,
    };
    may_come(event(session, events)?, changed).then_some(changed)
}

/// What the party takes: a place for each, a table for all, a seat for each where they come with
/// the bus.
pub(super) fn takes(event: &Event, party: Party, bus: Option<PoolId>) -> Option<Takes> {
    let people = u32::from(party.adults) + u32::from(party.children);
    let units = event.pools.iter().filter_map(|pool| match pool.counts {
        PoolKind::People => Some((pool.pool, people)),
        PoolKind::Tables => Some((pool.pool, 1)),
        PoolKind::Seats => (bus == Some(pool.pool)).then_some((pool.pool, people)),
    });
    Takes::new(units).ok()
}

/// The bus that a booking takes, if it takes one.
pub(super) fn bus_of(event: &Event, takes: &Takes) -> Option<PoolId> {
    buses(event).map(|pool| pool.pool).find(|pool| takes.of(*pool) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;
    use visits_domain::event::{Ages, Both, Window};
    use visits_domain::places::{EventId, Mode};

    fn pool(id: u128, counts: PoolKind) -> Pool {
        Pool { pool: PoolId(Uuid::from_u128(id)), counts, name: Both::default() }
    }

    fn family_day() -> Event {
        let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).expect("a time");
        let moment = |text: &str| text.parse().expect("a moment");
        Event {
            event: EventId(Uuid::from_u128(1)),
            event_kind: Kind::FamilyDay,
            title: Both::default(),
            words: Both::default(),
            place: Both::default(),
            date: "2026-06-20".parse().expect("a day"),
            start: time(10),
            end: time(12),
            ages: Ages::between(2, 11),
            born: None,
            first: Both::default(),
            facilities: vec![Facility::QuietRoom],
            access: vec![],
            booking: Mode::AskAndStaffDecide,
            window: Window {
                opens: moment("2026-06-01T08:00:00Z"),
                closes: moment("2026-06-18T17:00:00Z"),
            },
            most_children: 3,
            most_people: 5,
            pools: vec![
                pool(1, PoolKind::People),
                pool(2, PoolKind::Tables),
                pool(3, PoolKind::Seats),
            ],
            ballot: None,
            cancelled: false,
        }
    }

    #[test]
    fn a_day_is_for_those_who_find_something_there() {
        let of = |coming: &[Coming]| {
            let mut days = Days::default();
            days.coming.extend(coming);
            days
        };
        let day = family_day();
        for (coming, is_for) in [
            (&[][..], true),
            (&[Coming::Toddler, Coming::Child, Coming::Quiet], true),
            (&[Coming::Teenager], false),
            (&[Coming::Child, Coming::Wheelchair], false),
        ] {
            assert_eq!(suits(&day, &of(coming)), is_for, "{coming:?}");
        }
        let mut days = Days::default();
        days.kinds.insert(Kind::HomeworkClub);
        assert!(!suits(&day, &days));
    }

    #[test]
    fn a_final_visit_a_day_for_staff_and_a_day_that_is_over_are_not_shown() {
        let at = |text: &str| text.parse().expect("a time");
        let day = family_day();
        assert!(is_shown(&day, at("2026-06-20T11:59:00")));
        assert!(!is_shown(&day, at("2026-06-20T12:00:00")));
        let staff = Event { booking: Mode::StaffOnly, ..family_day() };
        assert!(!is_shown(&staff, at("2026-06-02T12:00:00")));
        let last = Event { event_kind: Kind::FinalVisit, ..family_day() };
        assert!(!is_shown(&last, at("2026-06-02T12:00:00")));
    }

    #[test]
    fn a_party_of_nobody_of_forty_or_of_too_many_children_may_not_come() {
        let party = |adults, children| Party { adults, children };
        let day = family_day();
        for (adults, children, may) in [
            (0, 0, false),
            (1, 0, true),
            (2, 3, true),
            (3, 3, false),
            (1, 4, false),
            (40, 0, false),
            (0, 2, false),
            (255, 255, false),
        ] {
            assert_eq!(may_come(&day, party(adults, children)), may, "{adults} {children}");
        }
        let alone = Event { event_kind: Kind::ChildrenOnly, ..family_day() };
        assert!(may_come(&alone, party(0, 2)) && !may_come(&alone, party(0, 0)));
        let grown_ups = Event { ages: None, ..family_day() };
        assert!(!may_come(&grown_ups, party(1, 1)));
    }

    #[test]
    fn a_place_each_one_table_and_seats_for_those_who_come_by_bus() {
        let day = family_day();
        let party = Party { adults: 1, children: 2 };
        let of = |bus| {
            let takes = takes(&day, party, bus).expect("takes");
            day.pools.iter().map(|pool| takes.of(pool.pool)).collect::<Vec<_>>()
        };
        assert_eq!(of(None), [3, 1, 0]);
        assert_eq!(of(Some(day.pools[2].pool)), [3, 1, 3]);
        let with = takes(&day, party, Some(day.pools[2].pool)).expect("takes");
        assert_eq!(bus_of(&day, &with), Some(day.pools[2].pool));
    }

    #[test]
    fn what_is_left_is_said_of_the_pool_with_the_least() {
        let day = family_day();
        let of = |people, tables| {
            let ids = day.pools.iter().map(|pool| pool.pool);
            left(&day, &ids.zip([people, tables, 0]).collect())
        };
        assert_eq!(of(20, 9), Left::Some);
        assert_eq!(of(20, 1), Left::Few);
        assert_eq!(of(3, 9), Left::Few);
        assert_eq!(of(0, 9), Left::NoneHere);
        assert_eq!(left(&day, &BTreeMap::new()), Left::NoneHere);
    }

    #[test]
    fn asking_begins_ends_and_is_over_when_the_day_is_cancelled() {
        let at = |text: &str| text.parse().expect("a moment");
        let day = family_day();
        assert_eq!(shut(&day, at("2026-06-02T12:00:00Z")), None);
        assert_eq!(shut(&day, at("2026-06-18T17:00:00Z")), Some(Shut::Closed));
        let early = shut(&day, at("2026-05-30T12:00:00Z"));
        assert_eq!(early, Some(Shut::NotYet(day.window.opens)));
        let cancelled = Event { cancelled: true, ..family_day() };
        assert_eq!(shut(&cancelled, at("2026-06-02T12:00:00Z")), Some(Shut::Cancelled));
    }
}
