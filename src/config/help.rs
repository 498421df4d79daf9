//! The doors to help: whether they are open here, and which numbers stand behind *Talk to someone
//! in private*.

use serde::Deserialize;

use super::Words;

/// What fits a line of a list at the largest text size, beside a number. Characters.
const LINE_CHARACTERS: usize = 50;

/// *Find help*.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HelpConfig {
    /// Whether its door stands on Welcome.
    pub on: bool,
}

impl Default for HelpConfig {
    fn default() -> Self {
        Self { on: true }
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
    talk: &TalkConfig,
    is_telephone: fn(&str) -> bool,
) -> Option<(&'static str, &'static str)> {
    let checks = [
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
