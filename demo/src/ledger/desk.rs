//! The desk's day, family by family: once as it was played, once as the pages show it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// How far a family has come. Each stage has those before it behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The ID of every adult was seen.
    IdSeen,
    /// Its number was called.
    Called,
    /// It is through search.
    Searched,
    /// It is in the hall.
    InHall,
    /// It has been in the hall and left.
    Left,
}

impl Stage {
    /// All, in their order.
    pub const ALL: [Self; 5] =
        [Self::IdSeen, Self::Called, Self::Searched, Self::InHall, Self::Left];

    /// As the row says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::IdSeen => "ID seen",
            Self::Called => "Called",
            Self::Searched => "Through search",
            Self::InHall => "In the hall",
            Self::Left => "Left",
        }
    }
}

/// How one visit ended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ended {
    /// Whose it was.
    pub family: String,
    /// The Ministry's code.
    pub code: String,
    /// How many of them the file names, each on a line.
    pub people: usize,
}

/// The desk's day. A family is a visit's reference, or the name of somebody who is on no list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskDay {
    /// Families whose ID was seen, and how far each of them has come.
    pub stages: BTreeMap<String, Stage>,
    /// Families in the hall who are on the roll-call.
    pub on_roll_call: BTreeSet<String>,
    /// Visits whose outcome is exported.
    pub ended: BTreeSet<Ended>,
}

/// How many families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The ID of every adult was seen.
    pub id_seen: usize,
    /// Called, or further.
    pub called: usize,
    /// In the hall, by *Today*.
    pub in_hall: usize,
    /// In the hall, by the roll-call.
    pub in_hall_on_roll_call: usize,
    /// Have been in the hall and left.
    pub left: usize,
    /// With an outcome in the file.
    pub outcomes_exported: usize,
}

impl DeskDay {
    /// The families at a stage.
    pub fn at(&self, stage: Stage) -> BTreeSet<String> {
        self.which(|is| is == stage)
    }

    fn which(&self, holds: impl Fn(Stage) -> bool) -> BTreeSet<String> {
        let found = self.stages.iter().filter(|(_, stage)| holds(**stage));
        found.map(|(family, _)| family.clone()).collect()
    }

    /// How many.
    pub fn counts(&self) -> Counts {
        Counts {
            id_seen: self.stages.len(),
            called: self.which(|stage| stage >= Stage::Called).len(),
            in_hall: self.at(Stage::InHall).len(),
            in_hall_on_roll_call: self.on_roll_call.len(),
            left: self.at(Stage::Left).len(),
            outcomes_exported: self.ended.len(),
        }
    }

    /// Where the pages show something else than was played: one short sentence each, that names
    /// nobody.
    pub fn differences(&self, shown: &Self) -> Vec<String> {
        let by_stage = |name, holds: &dyn Fn(Stage) -> bool| {
            differ(name, &self.which(holds), &shown.which(holds))
        };
        let found = [
            by_stage("id_seen", &|_| true),
            by_stage("called", &|stage| stage >= Stage::Called),
            by_stage("in_hall", &|stage| stage == Stage::InHall),
            differ("in_hall_on_roll_call", &self.on_roll_call, &shown.on_roll_call),
            by_stage("left", &|stage| stage == Stage::Left),
            differ("outcomes_exported", &self.ended, &shown.ended),
        ];
        found.into_iter().flatten().collect()
    }
}

fn differ<T: Ord>(name: &str, played: &BTreeSet<T>, shown: &BTreeSet<T>) -> Option<String> {
    let others = if played.len() == shown.len() { ", and not the same" } else { "" };
    (played != shown)
        .then(|| format!("{name}: {} played, {} on the pages{others}", played.len(), shown.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(stages: &[(&str, Stage)]) -> DeskDay {
        let stages = stages.iter().map(|(family, stage)| ((*family).to_owned(), *stage));
        DeskDay { stages: stages.collect(), ..DeskDay::default() }
    }

    #[test]
    fn a_stage_has_those_before_it_behind_it() {
        let day = day(&[("a", Stage::IdSeen), ("b", Stage::InHall), ("c", Stage::Left)]);
        let Counts { id_seen, called, in_hall, left, .. } = day.counts();
        assert_eq!([id_seen, called, in_hall, left], [3, 2, 1, 1]);
    }

    #[test]
    fn every_difference_is_said() {
        let played = day(&[("a", Stage::Left), ("b", Stage::InHall)]);
        assert!(played.differences(&played.clone()).is_empty());
        assert_eq!(
            played.differences(&day(&[("a", Stage::InHall), ("b", Stage::InHall)])),
            ["in_hall: 1 played, 2 on the pages", "left: 1 played, 0 on the pages"]
        );
        assert_eq!(
            played.differences(&day(&[("b", Stage::Left), ("a", Stage::InHall)])),
            [
                "in_hall: 1 played, 1 on the pages, and not the same",
                "left: 1 played, 1 on the pages, and not the same"
            ]
        );
    }

    #[test]
    fn an_outcome_with_a_line_too_few_is_another_one() {
        let ended = |people| Ended { family: "a".to_owned(), code: "X".to_owned(), people };
        let day = |people| DeskDay { ended: [ended(people)].into(), ..DeskDay::default() };
        assert_eq!(
            day(2).differences(&day(1)),
            ["outcomes_exported: 1 played, 1 on the pages, and not the same"]
        );
    }
}
