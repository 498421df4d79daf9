//! What the screen may show to everybody: no one's session, no one's name.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use visits_domain::places::PoolId;
use visits_domain::wire::{Board, Event, Waiting};

/// Whether the server can be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// Not tried yet since the start.
    #[default]
    Unknown,
    /// It answered last time.
    Online,
    /// It has not answered since.
    OfflineSince(DateTime<Utc>),
}

/// Public state of this kiosk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Public {
    /// It belongs to a site.
    pub enrolled: bool,
    /// See [`Link`].
    pub link: Link,
    /// When the visit list was brought up to date; none until there is one.
    pub list_as_of: Option<DateTime<Utc>>,
    /// Records that the server has not acknowledged.
    pub unsent: u64,
    /// Numbers called, and whether visits run on time.
    pub board: Board,
    /// Staff have put this kiosk out of service.
    pub out_of_service: bool,
    /// The families who wait for a volunteer: numbers and seats. Shown behind the PIN.
    pub waiting: Waiting,
    /// How things stood with them then; none while the server tells at once.
    pub waiting_as_of: Option<DateTime<Utc>>,
    /// Family days that this kiosk knows of, the next one first.
    pub events: Vec<Event>,
    /// What it may promise of each pool.
    pub places: BTreeMap<PoolId, u32>,
}
