//! Sums of a family day: what families were told on the screens against what the staff page shows.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::booking::Told;

/// What one family was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// People; and one table.
    pub people: usize,
    /// When it asked.
    pub told: Told,
    /// It has cancelled since.
    pub cancelled: bool,
}

/// How the page shows a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// A place is held, or approved.
    Held,
    /// On the waiting list.
    Waiting,
    /// Cancelled, declined, or promised with no place left.
    Without,
}

/// The page of an event's bookings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// People at most.
    pub people: usize,
    /// Tables at most.
    pub tables: usize,
    /// By reference.
    pub bookings: BTreeMap<String, Stands>,
}

/// The sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Tables that the event has. Each family takes one.
    pub places: usize,
    /// Families whom a screen told that a place is held.
    pub held: usize,
    /// Families whom a screen told a number on the waiting list.
    pub waiting: usize,
    /// Families whose wish was written down.
    pub asked_for: usize,
    /// People or tables promised on screens above what there is.
    pub overbooked: usize,
    /// Promised on a screen, and the page shows no place.
    pub promised_and_lost: usize,
    /// Places that a family waits for while nobody holds them.
    pub stranded: usize,
}

impl Sums {
    /// Nobody was promised what there is not, and nothing lies about.
    pub fn agree(&self) -> bool {
        self.overbooked == 0 && self.promised_and_lost == 0 && self.stranded == 0
    }
}

/// Adds up.
pub fn sums(wishes: &BTreeMap<String, Wish>, shown: &Shown) -> Sums {
    let told = |told: Told| wishes.values().filter(|wish| wish.told == told).count();
    let promised = || wishes.iter().filter(|(_, w)| w.told == Told::Held && !w.cancelled);
    let people: usize = promised().map(|(_, wish)| wish.people).sum();
    let stands = |reference: &String| shown.bookings.get(reference).copied();
    let lost = promised().filter(|(reference, _)| stands(reference) != Some(Stands::Held));
    let of = |which: Stands| {
        wishes.iter().filter(move |(reference, _)| stands(reference) == Some(which))
    };
    let (mut left_people, mut left_tables) = (shown.people, shown.tables);
    for (_, wish) in of(Stands::Held) {
        left_people = left_people.saturating_sub(wish.people);
        left_tables = left_tables.saturating_sub(1);
    }
    let mut stranded = 0;
    for (_, wish) in of(Stands::Waiting) {
        if wish.people <= left_people && left_tables > 0 {
            (left_people, left_tables) = (left_people - wish.people, left_tables - 1);
            stranded += 1;
        }
    }
    Sums {
        places: shown.tables,
        held: told(Told::Held),
        waiting: told(Told::Waiting),
        asked_for: told(Told::AskedFor),
        overbooked: people.saturating_sub(shown.people)
            + promised().count().saturating_sub(shown.tables),
        promised_and_lost: lost.count(),
        stranded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(people: usize, told: Told) -> Wish {
        Wish { people, told, cancelled: false }
    }

    fn page(people: usize, tables: usize, bookings: &[(&str, Stands)]) -> Shown {
        let bookings = bookings.iter().map(|(name, stands)| ((*name).to_owned(), *stands));
        Shown { people, tables, bookings: bookings.collect() }
    }

    fn of(wishes: &[(&str, Wish)], shown: &Shown) -> Sums {
        let wishes = wishes.iter().map(|(name, wish)| ((*name).to_owned(), *wish)).collect();
        sums(&wishes, shown)
    }

    #[test]
    fn a_day_on_which_every_promise_is_kept_agrees() {
        let wishes = [
            ("a", wish(3, Told::Held)),
            ("b", wish(3, Told::AskedFor)),
            ("c", wish(5, Told::Waiting)),
            ("d", Wish { cancelled: true, ..wish(4, Told::Held) }),
        ];
        let bookings = [
            ("a", Stands::Held),
            ("b", Stands::Held),
            ("c", Stands::Waiting),
            ("d", Stands::Without),
        ];
        let sums = of(&wishes, &page(8, 3, &bookings));
        assert!(sums.agree(), "{sums:?}");
        assert_eq!((sums.places, sums.held, sums.waiting, sums.asked_for), (3, 2, 1, 1));
    }

    #[test]
    fn every_fault_is_counted() {
        let (a, b) = (("a", wish(3, Told::Held)), ("b", wish(3, Told::Held)));
        let both = [("a", Stands::Held), ("b", Stands::Held)];
        assert_eq!(of(&[a, b], &page(5, 2, &both)).overbooked, 1, "one person");
        assert_eq!(of(&[a, b], &page(9, 1, &both)).overbooked, 1, "one table");
        assert_eq!(of(&[a, b], &page(9, 2, &both[..1])).promised_and_lost, 1);
        let waits = [("a", Stands::Held), ("b", Stands::Waiting)];
        let sums = of(&[a, ("b", wish(3, Told::AskedFor))], &page(9, 2, &waits));
        assert_eq!((sums.stranded, sums.promised_and_lost), (1, 0));
    }
}
