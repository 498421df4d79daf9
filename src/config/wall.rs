//! What a call board is told in `kiosk.toml`: how it takes its turns, and how it sounds.

use std::time::Duration;

use serde::Deserialize;

/// The wall screen (`visits-kiosk --role call-board`).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CallBoardConfig {
    /// One language after the other. False: all at once, side by side.
    pub languages_in_turn: bool,
    /// Numbers that do not fit on one page, and languages in turn, change so often. At least 5.
    pub turn_seconds: u16,
}

impl Default for CallBoardConfig {
    fn default() -> Self {
        Self { languages_in_turn: false, turn_seconds: 12 }
    }
}

impl CallBoardConfig {
    /// How long each page and each language stands.
    pub fn turn(&self) -> Duration {
        Duration::from_secs(self.turn_seconds.into())
    }
}

/// What a call board lets people hear. Without a player or a voice it is silent, and no harm is
/// done.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SoundConfig {
    /// Whether anything is heard at all.
    pub on: bool,
    /// 0 to 100.
    pub volume: u8,
    /// Two soft notes before each number.
    pub chime: bool,
    /// The number is spoken, in every language that is offered.
    pub speech: bool,
    /// How fast.
    pub words_a_minute: u16,
}

impl Default for SoundConfig {
    fn default() -> Self {
        Self { on: true, volume: 60, chime: true, speech: true, words_a_minute: 130 }
    }
}
