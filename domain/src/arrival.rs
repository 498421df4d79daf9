//! An arrival: what a family tells a kiosk, and the number it gets.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::site::KioskLetter;
use crate::visit::VisitHandle;

/// The number a family is called by: the kiosk's letter and its own counter of the day (`A12`).
/// It needs no network, and no two kiosks of a site can give the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArrivalNumber {
    /// The kiosk that gave it.
    pub kiosk: KioskLetter,
    /// From 1, anew each day.
    pub count: u16,
}

/// The text is not a letter and a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an arrival number is a kiosk's letter and a number, such as A12")]
pub struct NotAnArrivalNumber;

impl fmt::Display for ArrivalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kiosk, self.count)
    }
}

impl FromStr for ArrivalNumber {
    type Err = NotAnArrivalNumber;

    fn from_str(text: &str) -> Result<Self, NotAnArrivalNumber> {
        let mut chars = text.chars();
        let letter = chars.next().ok_or(NotAnArrivalNumber)?;
        let kiosk = KioskLetter::try_from(letter).map_err(|_| NotAnArrivalNumber)?;
        let digits = chars.as_str();
        let plain = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        let count = digits.parse().ok().filter(|_| plain).ok_or(NotAnArrivalNumber)?;
        Ok(Self { kiosk, count })
    }
}

impl TryFrom<String> for ArrivalNumber {
    type Error = NotAnArrivalNumber;
    fn try_from(text: String) -> Result<Self, NotAnArrivalNumber> {
        text.parse()
    }
}

impl From<ArrivalNumber> for String {
    fn from(number: ArrivalNumber) -> Self {
        number.to_string()
    }
}

/// A language by its code (`en`, `cy`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English
    #[default]
    En,
    /// Cymraeg
    Cy,
}

impl Language {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Cy];

    /// ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Cy => "cy",
        }
    }

    /// Its name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Cy => "Cymraeg",
        }
    }
}

/// Something the visits team can help with. Never a diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A quiet space.
    Quiet,
    /// No steps.
    StepFree,
    /// Hearing loop, or someone who speaks clearly.
    Hearing,
    /// With a baby.
    Baby,
    /// Help with the language.
    Language,
}

impl Need {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Quiet, Self::StepFree, Self::Hearing, Self::Baby, Self::Language];
}

/// How many stand at the kiosk. Counts, never names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Of the site's adult age or over.
    pub adults: u8,
    /// Below it, babies too.
    pub children: u8,
}

/// How the family was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Surname and date of birth.
    Name,
    /// Visit reference and date of birth.
    Reference,
}

/// A family has checked in. Its id is the record's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// The number it was given.
    pub number: ArrivalNumber,
    /// The visit it is for.
    pub visit: VisitHandle,
    /// The local day.
    pub date: NaiveDate,
    /// When, by the kiosk's clock corrected by what it measured against the server.
    pub at: DateTime<Utc>,
    /// Who is here.
    pub party: Party,
    /// They said that it is their first visit.
    pub first_visit: bool,
    /// What they asked for.
    pub needs: Vec<Need>,
    /// The language on the screen.
    pub language: Language,
    /// How they were found.
    pub route: Route,
}

/// More of a party have come: the same visit, the same number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The number the party had already.
    pub number: ArrivalNumber,
    /// The visit.
    pub visit: VisitHandle,
    /// The local day.
    pub date: NaiveDate,
    /// When.
    pub at: DateTime<Utc>,
    /// Who has come now, on top of who was here.
    pub party: Party,
}

impl From<Joined> for Arrival {
    /// As an observation of its own: the family was asked nothing more.
    fn from(joined: Joined) -> Self {
        Self {
            number: joined.number,
            visit: joined.visit,
            date: joined.date,
            at: joined.at,
            party: joined.party,
            first_visit: false,
            needs: Vec::new(),
            language: Language::En,
            route: Route::Reference,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_it_is_written() {
        let number: ArrivalNumber = "A12".parse().expect("a number");
        assert_eq!(number.to_string(), "A12");
        for bad in ["", "A", "12", "a1", "A012", "I3", "A+1", "A70000", "A1 ", "Å1"] {
            assert_eq!(bad.parse::<ArrivalNumber>(), Err(NotAnArrivalNumber), "{bad}");
        }
    }
}
