//! Asking for a person.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::arrival::ArrivalNumber;

/// Somebody at a kiosk asks for a person. Sent at once or not at all: it is never stored on the
/// kiosk and never queued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Made by the kiosk; sending it twice asks once.
    pub id: Uuid,
    /// Where they sit, in words that staff know.
    pub seat: Option<String>,
    /// Their number, where they have one.
    pub number: Option<ArrivalNumber>,
    /// The language on the screen, ISO 639-1.
    pub language: String,
    /// After so long without anybody it is withdrawn, on both sides. Seconds.
    pub expires_seconds: u32,
    /// Whom they ask for.
    #[serde(default)]
    pub whom: Whom,
}

/// Whom somebody asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// Any member of staff.
    #[default]
    Staff,
    /// A volunteer who knows how a first visit goes.
    Volunteer,
}

/// The server has stored the ask and shows it on every open staff page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskStored {
    /// The ask.
    pub ask: Uuid,
}
