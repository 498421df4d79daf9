//! How a device becomes a kiosk of a site.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::encoding::Bytes;
use crate::sealing::SiteSalt;
use crate::site::{KioskLetter, SiteCode};
use crate::writing::WritingKey;

/// A kiosk shows the one-time code that a manager printed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Enrol {
    /// The code without the fingerprint that may follow it after a dot.
    pub code: String,
    /// [`PROTOCOL`](super::PROTOCOL).
    pub protocol: u16,
    /// The letters under which this device has given numbers that it still keeps, newest first.
    /// It gets the first one again where nobody else has it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<KioskLetter>,
}

/// What a kiosk is told once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Enrolled {
    /// The kiosk's id.
    pub kiosk: Uuid,
    /// The site it belongs to.
    pub site: SiteCode,
    /// The letter of its numbers.
    pub letter: KioskLetter,
    /// Shown with every later call.
    pub token: Bytes,
    /// What cards and writing are sealed with.
    pub keys: SiteKeys,
    /// The private authority's certificate (PEM), pinned from now on. None over loopback HTTP.
    pub authority: Option<String>,
    /// [`PROTOCOL`](super::PROTOCOL).
    pub protocol: u16,
    /// This life of the server: what an earlier life acknowledged, it may not have.
    #[serde(default)]
    pub generation: Uuid,
}

/// The site's public keys. They change when they are rotated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteKeys {
    /// For credentials.
    pub salt: SiteSalt,
    /// For what families type.
    pub writing: WritingKey,
}
