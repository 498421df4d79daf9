//! The directory: services for families. Feeds are taken in as drafts; staff check, edit and
//! publish; kiosks hear of what is published, and it is served again in the same standard.
//!
//! Nothing that nobody here has checked reaches a kiosk: a feed changes drafts alone that nobody has
//! checked, and of the others it is shown where the feed says otherwise. Nothing is unpublished but by
//! a person.

pub mod acts;
pub mod bring_in;
mod details;
pub mod entry;
pub mod fetch;
mod plain;
pub mod publish;
pub mod read;
pub mod served;
pub mod start;
pub mod taxonomy;
pub mod typed;

use visits_domain::help::ServiceId;

use entry::{Change, Entry, Fields};

pub use bring_in::{Brought, Found};
pub use fetch::NotRead;
pub use read::Report;

/// How far a service is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// For staff alone.
    Draft,
    /// Families see it.
    Published,
    /// Families saw it, or it is not wanted.
    Withdrawn,
}

impl State {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads [`State::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Withdrawn]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A service as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Which.
    pub service: ServiceId,
    /// Where it comes from; empty: written down by hand.
    pub feed: String,
    /// Its id there.
    pub feed_id: String,
    /// How far it is.
    pub state: State,
    /// Raised with each change.
    pub version: i64,
    /// What is kept of it.
    pub entry: Entry,
    /// What its feed said last.
    pub said: Fields,
    /// On which fields staff have decided, and what the feed said of them then.
    pub edited: Fields,
    /// In how many fields the feed says otherwise.
    pub otherwise: usize,
    /// Since when its feed has it no more. Microseconds.
    pub dropped: Option<i64>,
    /// When it changed last. Microseconds.
    pub changed: i64,
}

impl Kept {
    /// Counts anew in how many fields the feed says otherwise.
    fn counted(self) -> Self {
        let otherwise = if self.feed.is_empty() { 0 } else { self.otherwise().len() };
        Self { otherwise, ..self }
    }

    /// Where the feed says otherwise.
    pub fn otherwise(&self) -> Vec<Change> {
        if self.feed.is_empty() {
            return Vec::new();
        }
        entry::otherwise(&self.entry, &self.said, &self.edited)
    }
}

/// One change of one field, as it is written down.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    /// Of which service.
    pub service: ServiceId,
    /// With which version it came.
    pub version: i64,
    /// When. Microseconds.
    pub at: i64,
    /// Who did it: an account, or the feed.
    pub who: String,
    /// What.
    pub change: Change,
}
