//! Help for families: what they may need and when, which services there are, in which order a
//! family sees them, and what it asks for.
//!
//! Nothing here says who looked: what is counted is a need and whether anything was found.

mod contact;
mod hours;
mod ids;
mod matching;
mod need;
mod service;
mod stage;
mod talk;

pub use contact::{Contact, NotAContact};
pub use hours::{Hours, is_open};
pub use ids::{RequestId, ServiceId, TalkId};
pub use matching::{CHECKED_FOR, Filters, Seek, in_order, is_met, matches};
pub use need::HelpNeed;
pub use service::{Nation, Phone, Place, Point, Service};
pub use stage::{Segment, Stage};
pub use talk::{About, Receipt};

use crate::arrival::Language;

/// A fixed text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// English.
    pub en: &'static str,
    /// Cymraeg.
    pub cy: &'static str,
}

impl Said {
    /// The text of a language.
    pub const fn of(self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::Cy => self.cy,
        }
    }
}
