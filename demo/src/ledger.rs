//! Sums of a day: what was read off the screens against what stands on the staff page.

use std::collections::{BTreeMap, BTreeSet};

use visits_domain::arrival::ArrivalNumber;

/// The numbers that were read off *Done* screens, each with whose it was.
#[derive(Clone, Debug, Default)]
pub struct Ledger(BTreeMap<String, BTreeSet<String>>);

/// A day's sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    /// Numbers read off *Done* screens.
    pub families_checked_in: usize,
    /// Numbers on the Today page.
    pub arrivals_on_server: usize,
    /// Read on a screen and not on the page.
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

    /// The sums against a page: how often each number stands there.
    pub fn sums(&self, page: &BTreeMap<String, usize>) -> Sums {
        let mut numbers_of: BTreeMap<&String, usize> = BTreeMap::new();
        for family in self.0.values().flatten() {
            *numbers_of.entry(family).or_default() += 1;
        }
        let again = page.values().map(|count| count - 1).sum::<usize>();
        let unseen = page.keys().filter(|number| !self.0.contains_key(*number)).count();
        let of_two = self.0.values().map(|families| families.len() - 1).sum::<usize>();
        let two_of_one = numbers_of.values().map(|numbers| numbers - 1).sum::<usize>();
        Sums {
            families_checked_in: self.0.len(),
            arrivals_on_server: page.values().sum(),
            lost: self.0.keys().filter(|number| !page.contains_key(*number)).count(),
            duplicated: again + unseen + of_two + two_of_one,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(read: &[(&str, &str)], page: &[(&str, usize)]) -> Sums {
        let mut ledger = Ledger::default();
        for (family, number) in read {
            ledger.note(family, number.parse().expect("a number"));
        }
        ledger.sums(&page.iter().map(|(number, count)| ((*number).to_owned(), *count)).collect())
    }

    #[test]
    fn a_day_without_faults_agrees() {
        let read = [("one", "A1"), ("two", "B1"), ("one", "A1")];
        assert!(sums(&read, &[("A1", 1), ("B1", 1)]).agree());
    }

    #[test]
    fn every_fault_is_counted() {
        let lost_duplicated = |s: Sums| (s.lost, s.duplicated);
        let one = [("one", "A1")];
        assert_eq!(lost_duplicated(sums(&one, &[])), (1, 0));
        assert_eq!(lost_duplicated(sums(&one, &[("A1", 2)])), (0, 1));
        assert_eq!(lost_duplicated(sums(&one, &[("A1", 1), ("A701", 1)])), (0, 1));
        let both = [("one", "A1"), ("two", "A1")];
        assert_eq!(lost_duplicated(sums(&both, &[("A1", 1)])), (0, 1));
        let twice = [("one", "A1"), ("one", "A2")];
        assert_eq!(lost_duplicated(sums(&twice, &[("A1", 1), ("A2", 1)])), (0, 1));
    }
}
