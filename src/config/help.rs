//! The doors to help: whether they are open here, and which numbers stand behind *Talk to someone
//! in private*.

use serde::Deserialize;
use visits_domain::help::{Nation, Point};

use super::Words;

/// What fits a button at the largest text size. Characters.
const NAME_CHARACTERS: usize = 24;

/// What fits a line of a list at the largest text size, beside a number. Characters.
const LINE_CHARACTERS: usize = 50;

/// *Find help*.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HelpConfig {
    /// Whether its door stands on Welcome.
    pub on: bool,
    /// Where most families live: its services are shown until a family says otherwise.
    pub nation: Nation,
    /// Places from which families come, for the distance to a service.
    pub place: Vec<HelpPlace>,
}

impl Default for HelpConfig {
    fn default() -> Self {
        Self { on: true, nation: Nation::England, place: Vec::new() }
    }
}

/// A place from which families come.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HelpPlace {
    /// As families call it.
    pub name: Words,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east; west is below zero.
    pub longitude: f64,
}

impl HelpPlace {
    /// Where it is. What is not on the earth was refused when the file was read.
    pub fn point(&self) -> Option<Point> {
        Point::from_degrees(self.latitude, self.longitude)
    }
}

/// *Talk to someone in private*.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TalkConfig {
    /// Whether its door stands on Welcome.
    pub on: bool,
    /// Whom to ring: safer custody, help lines.
    pub line: Vec<TalkLine>,
}

impl Default for TalkConfig {
    fn default() -> Self {
        Self { on: true, line: Vec::new() }
    }
}

/// Somebody to ring.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TalkLine {
    /// Who answers, in English.
    pub en: String,
    /// Who answers, in Welsh.
    pub cy: String,
    /// As it is dialled.
    pub number: String,
}

impl TalkLine {
    /// Who answers.
    pub fn words(&self) -> Words {
        Words { en: self.en.clone(), cy: self.cy.clone() }
    }
}

/// What cannot be meant, with the key's name.
pub(super) fn problem(
    help: &HelpConfig,
    talk: &TalkConfig,
    is_telephone: fn(&str) -> bool,
) -> Option<(&'static str, &'static str)> {
    let checks = [
        (
            help.place.iter().any(|place| place.point().is_none()),
            "help.place",
            "has a latitude of -90 to 90 and a longitude of -180 to 180",
        ),
        (
            help.place.iter().any(|place| place.name.is_longer_than(NAME_CHARACTERS)),
            "help.place",
            "has a name of at most 24 characters in every language, so that it fits at every size",
        ),
        (
            talk.line.iter().any(|line| line.words().is_longer_than(LINE_CHARACTERS)),
            "talk.line",
            "has at most 50 characters in every language, so that it fits at every size",
        ),
        (
            talk.line.iter().any(|line| !is_telephone(&line.number)),
            "talk.line.number",
            "has 3 to 16 digits, with spaces where you like",
        ),
    ];
    checks.into_iter().find(|(wrong, ..)| *wrong).map(|(_, key, problem)| (key, problem))
}
