//! Help and talks: what stood on the screens against what stands on the staff pages.

use std::collections::BTreeSet;

use serde::Serialize;

/// What families were told, and what they looked for in vain.
#[derive(Clone, Debug, Default)]
pub struct HelpDay {
    /// Receipts of those who asked to be contacted, as they stood on the screens.
    pub receipts: BTreeSet<String>,
    /// Urgent talks of which the screen said that a member of staff has seen them.
    pub seen: usize,
    /// Urgent talks of which it said that they were not sent.
    pub not_sent: usize,
    /// Urgent talks of which it said that nobody can tell.
    pub cannot_tell: usize,
    /// What was looked for in vain, in the words of the tiles; once for each time.
    pub in_vain: Vec<String>,
}

/// What the pages of staff show.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Receipts on *Requests*, once for each row.
    pub receipts: Vec<String>,
    /// Urgent talks that somebody has taken.
    pub taken: usize,
    /// The needs in the report of what is missing.
    pub unmet: BTreeSet<String>,
}

/// In `summary.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Receipts read off screens.
    pub requests_sent: usize,
    /// Rows on *Requests*.
    pub requests_on_server: usize,
    /// Urgent talks that somebody took, as the screens say.
    pub talks_taken: usize,
    /// Urgent talks that a screen refused, because it was offline.
    pub talks_refused_offline: usize,
    /// Urgent talks of which a screen could not tell what became of them.
    pub talks_uncertain: usize,
    /// How often something was looked for in vain.
    pub searches_without_result: usize,
    /// Where screens and pages say different things.
    pub help_differences: Vec<String>,
}

impl Sums {
    /// Whether screens and pages say the same.
    pub fn agree(&self) -> bool {
        self.help_differences.is_empty()
    }

    /// The screens against the pages.
    pub fn of(day: &HelpDay, shown: &Shown) -> Self {
        let in_vain: BTreeSet<String> = day.in_vain.iter().cloned().collect();
        let mut differences = Vec::new();
        let mut receipts: Vec<&String> = shown.receipts.iter().collect();
        receipts.sort();
        if !receipts.into_iter().eq(&day.receipts) {
            differences.push("the requests on the page are not those of the screens".to_owned());
        }
        // Of what nobody can tell, the server may have had some.
        if !(day.seen..=day.seen + day.cannot_tell).contains(&shown.taken) {
            differences.push(format!("{} talks were seen and {} taken", day.seen, shown.taken));
        }
        if in_vain != shown.unmet {
            differences.push(format!("in vain {in_vain:?}, in the report {:?}", shown.unmet));
        }
        Self {
            requests_sent: day.receipts.len(),
            requests_on_server: shown.receipts.len(),
            talks_taken: day.seen,
            talks_refused_offline: day.not_sent,
            talks_uncertain: day.cannot_tell,
            searches_without_result: day.in_vain.len(),
            help_differences: differences,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> HelpDay {
        HelpDay {
            receipts: ["a", "b"].map(str::to_owned).into(),
            seen: 1,
            not_sent: 1,
            cannot_tell: 1,
            in_vain: vec!["Drink".to_owned(), "Drink".to_owned()],
        }
    }

    fn shown() -> Shown {
        Shown {
            receipts: ["b", "a"].map(str::to_owned).into(),
            taken: 1,
            unmet: ["Drink".to_owned()].into(),
        }
    }

    #[test]
    fn a_day_without_faults_agrees() {
        let sums = Sums::of(&day(), &shown());
        assert!(sums.help_differences.is_empty(), "{sums:?}");
        assert_eq!((sums.requests_sent, sums.requests_on_server), (2, 2));
        assert_eq!(sums.searches_without_result, 2);
        let heard_of_all = Shown { taken: 2, ..shown() };
        assert!(Sums::of(&day(), &heard_of_all).help_differences.is_empty());
    }

    #[test]
    fn every_fault_is_counted() {
        let twice = ["a", "a", "b"].map(str::to_owned).into();
        for fault in [
            Shown { receipts: vec!["a".to_owned()], ..shown() },
            Shown { receipts: twice, ..shown() },
            Shown { taken: 0, ..shown() },
            Shown { taken: 3, ..shown() },
            Shown { unmet: BTreeSet::new(), ..shown() },
            Shown { unmet: ["Drink", "Money"].map(str::to_owned).into(), ..shown() },
        ] {
            assert_eq!(Sums::of(&day(), &fault).help_differences.len(), 1, "{fault:?}");
        }
    }
}
