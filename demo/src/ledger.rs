//! Sums of a day: what was read off the screens against what stands on the staff page.

pub mod desk;
pub mod family_day;
pub mod help;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use visits_domain::arrival::ArrivalNumber;

/// The numbers that were read off *Done* screens, each with whose it was.
#[derive(Clone, Debug, Default)]
pub struct Ledger(BTreeMap<String, BTreeSet<String>>);

/// A day's sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Numbers read off *Done* screens.
    pub families_checked_in: usize,
    /// Numbers on the Today page that kiosks gave.
    pub arrivals_on_server: usize,
    /// Read on a screen, or given by the desk, and not on the page.
    pub lost: usize,
    /// On the page more than once, on the page and on no screen, of two families, or one of two
    /// numbers of a family.
    pub duplicated: usize,
}

impl Sums {
    /// Whether every number is in both places once.
    pub fn agree(&self) -> bool {
        let Self { families_checked_in, arrivals_on_server, lost, duplicated } = *self;
        lost == 0 && duplicated == 0 && families_checked_in == arrivals_on_server
    }
}

impl Ledger {
    /// Somebody's number was read off a screen.
    pub fn note(&mut self, reference: &str, number: ArrivalNumber) {
        self.0.entry(number.to_string()).or_default().insert(reference.to_owned());
    }

    /// Whether all that was read stands on the page.
    pub fn is_on(&self, page: &BTreeMap<String, usize>) -> bool {
        self.0.keys().all(|number| page.contains_key(number))
    }

    /// The sums against a page: how often each number stands there. `by_hand`: those that the desk
    /// gave.
    pub fn sums(&self, page: &BTreeMap<String, usize>, by_hand: &BTreeSet<String>) -> Sums {
        let mut numbers_of: BTreeMap<&String, usize> = BTreeMap::new();
        for family in self.0.values().flatten() {
            *numbers_of.entry(family).or_default() += 1;
        }
        let again = page.values().map(|count| count - 1).sum::<usize>();
        let known = |number: &&String| self.0.contains_key(*number) || by_hand.contains(*number);
        let unseen = page.keys().filter(|number| !known(number)).count();
        let of_two = self.0.values().map(|families| families.len() - 1).sum::<usize>();
        let two_of_one = numbers_of.values().map(|numbers| numbers - 1).sum::<usize>();
        let from_kiosks = page.iter().filter(|(number, _)| !by_hand.contains(*number));
        let all = self.0.keys().chain(by_hand);
        Sums {
            families_checked_in: self.0.len(),
            arrivals_on_server: from_kiosks.map(|(_, count)| count).sum(),
            lost: all.filter(|number| !page.contains_key(*number)).count(),
            duplicated: again + unseen + of_two + two_of_one,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The desk gave Z1.
    fn sums(read: &[(&str, &str)], page: &[(&str, usize)]) -> Sums {
        let mut ledger = Ledger::default();
        for (family, number) in read {
            ledger.note(family, number.parse().expect("a number"));
        }
        let page = page.iter().map(|(number, count)| ((*number).to_owned(), *count)).collect();
        ledger.sums(&page, &["Z1".to_owned()].into())
    }

    #[test]
    fn a_day_without_faults_agrees() {
        let read = [("one", "A1"), ("two", "B1"), ("one", "A1")];
        let sums = sums(&read, &[("A1", 1), ("B1", 1), ("Z1", 1)]);
        assert!(sums.agree() && sums.families_checked_in == 2, "{sums:?}");
    }

    #[test]
    fn every_fault_is_counted() {
        let (one, both) = ([("one", "A1")], [("one", "A1"), ("two", "A1")]);
        let twice = [("one", "A1"), ("one", "A2")];
        for (read, page, (lost, duplicated)) in [
            (&one[..], &[("Z1", 1)][..], (1, 0)),
            (&one, &[("A1", 1)], (1, 0)),
            (&one, &[("A1", 2), ("Z1", 1)], (0, 1)),
            (&one, &[("A1", 1), ("Z1", 2)], (0, 1)),
            (&one, &[("A1", 1), ("A701", 1), ("Z1", 1)], (0, 1)),
            (&one, &[("A1", 1), ("Z1", 1), ("Z2", 1)], (0, 1)),
            (&both, &[("A1", 1), ("Z1", 1)], (0, 1)),
            (&twice, &[("A1", 1), ("A2", 1), ("Z1", 1)], (0, 1)),
        ] {
            let sums = sums(read, page);
            assert_eq!((sums.lost, sums.duplicated), (lost, duplicated), "{read:?} {page:?}");
        }
    }
}
