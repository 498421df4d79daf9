//! Guides in our own words, for each stage: what often helps, in both languages. No advice on
//! anybody's case, no number and no address that may be wrong tomorrow: *Find help* has those.

mod children;
mod coming_home;
mod contact;
mod letters;
mod money;

pub use letters::Letter;

use visits_domain::help::{Said, Stage};

/// Something to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Telling the children.
    TellingChildren,
    /// Afraid to lose the children: what is passed on, and what is not.
    LosingChildren,
    /// Before a visit.
    BeforeVisit,
    /// Making the most of a call, from both sides.
    Calls,
    /// School.
    School,
    /// Bills and debts.
    Debts,
    /// Benefits.
    Benefits,
    /// Carers and grandparents.
    Carers,
    /// Home leave and release, with what both sides hope for.
    ComingHome,
}

/// Some sentences under one headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Over them.
    pub title: Said,
    /// One after the other.
    pub points: &'static [Said],
}

const fn both(en: &'static str, cy: &'static str) -> Said {
    Said { en, cy }
}

const fn part(title: Said, points: &'static [Said]) -> Part {
    Part { title, points }
}

impl Topic {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::TellingChildren,
        Self::LosingChildren,
        Self::BeforeVisit,
        Self::Calls,
        Self::School,
        Self::Debts,
        Self::Benefits,
        Self::Carers,
        Self::ComingHome,
    ];

    /// As it stands in the list.
    pub const fn title(self) -> Said {
        match self {
            Self::TellingChildren => both("Telling the children", "Dweud wrth y plant"),
            Self::LosingChildren => both("Afraid of losing the children?", "Ofn colli’r plant?"),
            Self::BeforeVisit => both("Before a visit", "Cyn ymweliad"),
            Self::Calls => both("Making the most of a call", "Gwneud y gorau o alwad"),
            Self::School => both("School", "Yr ysgol"),
            Self::Debts => both("Bills and debts", "Biliau a dyledion"),
            Self::Benefits => both("Benefits", "Budd-daliadau"),
            Self::Carers => both("Carers and grandparents", "Gofalwyr, neiniau a theidiau"),
            Self::ComingHome => both("Home leave, coming home", "Cyfnod gartref, dod adref"),
        }
    }

    /// When on the way it matters most. Empty: at any time.
    pub const fn stages(self) -> &'static [Stage] {
        use Stage::{Arrest, BeforeRelease, Court, FirstWeeks, Home, Inside, Remand};
        match self {
            Self::TellingChildren => &[Arrest, Court, Remand, FirstWeeks],
            Self::School | Self::Debts | Self::Benefits => &[Arrest, Remand, FirstWeeks, Inside],
            Self::BeforeVisit | Self::Calls => &[Remand, FirstWeeks, Inside],
            Self::ComingHome => &[BeforeRelease, Home],
            Self::LosingChildren | Self::Carers => &[],
        }
    }

    /// What it says.
    pub const fn parts(self) -> &'static [Part] {
        match self {
            Self::TellingChildren => children::TELLING,
            Self::LosingChildren => children::LOSING,
            Self::School => children::SCHOOL,
            Self::Carers => children::CARERS,
            Self::BeforeVisit => contact::BEFORE_A_VISIT,
            Self::Calls => contact::CALLS,
            Self::Debts => money::DEBTS,
            Self::Benefits => money::BENEFITS,
            Self::ComingHome => coming_home::COMING_HOME,
        }
    }

    /// A letter that goes with it.
    pub const fn letter(self) -> Option<Letter> {
        match self {
            Self::School => Some(Letter::School),
            Self::Debts => Some(Letter::Creditor),
            Self::Benefits => Some(Letter::Benefits),
            _ => None,
        }
    }
}
