//! Our needs and stages as two taxonomies of the standard. Their ids are made from our words, so
//! they are the same on every server and for good.

use std::collections::HashMap;

use uuid::Uuid;
use visits_domain::help::{HelpNeed, Said, Stage};

use super::read::derived;

/// Under this the ids of our terms are made.
const TERM: &str = "taxonomy-term";

/// A need or a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// What a family needs.
    Need(HelpNeed),
    /// Where it is on its way.
    Stage(Stage),
}

/// Needs, or stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// What families need.
    Needs,
    /// Stages of the journey.
    Stages,
}

impl List {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Needs, Self::Stages];

    /// Its id.
    pub fn id(self) -> Uuid {
        derived("taxonomy", &[self.word()])
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Needs => "Needs of families of people in prison",
            Self::Stages => "Stages of a family's journey through the criminal justice system",
        }
    }

    /// What it is.
    pub fn description(self) -> &'static str {
        match self {
            Self::Needs => "What a family may need help with, in words that a family would choose.",
            Self::Stages => "Where a family is, from an arrest until somebody is home again.",
        }
    }

    /// Its terms.
    pub fn terms(self) -> Vec<Term> {
        match self {
            Self::Needs => HelpNeed::ALL.iter().copied().map(Term::Need).collect(),
            Self::Stages => Stage::ALL.iter().copied().map(Term::Stage).collect(),
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Needs => "needs",
            Self::Stages => "stages",
        }
    }
}

impl Term {
    /// Its id.
    pub fn id(self) -> Uuid {
        derived(TERM, &[self.list().word(), self.word()])
    }

    /// To which it belongs.
    pub fn list(self) -> List {
        match self {
            Self::Need(_) => List::Needs,
            Self::Stage(_) => List::Stages,
        }
    }

    /// The word under which it is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Need(need) => need.as_str(),
            Self::Stage(stage) => stage.as_str(),
        }
    }

    /// In both languages.
    pub fn title(self) -> Said {
        match self {
            Self::Need(need) => need.title(),
            Self::Stage(stage) => stage.title(),
        }
    }
}

/// Our terms by their ids: a feed that we served is read back.
#[derive(Clone, Debug)]
pub struct Taxonomy(HashMap<Uuid, Term>);

impl Default for Taxonomy {
    fn default() -> Self {
        let terms = List::ALL.into_iter().flat_map(List::terms);
        Self(terms.map(|term| (term.id(), term)).collect())
    }
}

impl Taxonomy {
    /// The term of an id.
    pub fn term(&self, id: Uuid) -> Option<Term> {
        self.0.get(&id).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_has_an_id_of_its_own_that_stays() {
        let taxonomy = Taxonomy::default();
        assert_eq!(taxonomy.0.len(), HelpNeed::ALL.len() + Stage::ALL.len());
        let money = Term::Need(HelpNeed::Money);
        assert_eq!(taxonomy.term(money.id()), Some(money));
        assert_eq!(money.id().get_version_num(), 8);
        assert_ne!(List::Needs.id(), List::Stages.id());
    }
}
