//! Places at family events: what happened at a kiosk, and what it is granted.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::arrival::{Language, Party};
use crate::encoding::Bytes;
use crate::places::{BookingId, EpochId, EventId, KioskId, PoolId, Takes};
use crate::visit::VisitHandle;

/// What happened at a kiosk with places at family events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum PlacesAct {
    /// The kiosk may be granted places from now on, and has given up what it had.
    EpochBegan(EpochBegan),
    /// A family booked places, or asked for them.
    Booked(Booked),
    /// A family changed a booking.
    Changed(BookingChanged),
    /// A family cancelled a booking.
    Cancelled(BookingCancelled),
    /// The kiosk gave places back.
    Returned(PlacesReturned),
}

/// A kiosk began an epoch: nothing that was granted before it is spent any more. Written after all
/// records of the epochs before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochBegan {
    /// The new one.
    pub epoch: EpochId,
    /// The life of the server, as far as the kiosk has heard.
    pub generation: Uuid,
    /// The one before, as the kiosk's disk has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<EpochEnded>,
}

/// An epoch that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochEnded {
    /// Which.
    pub epoch: EpochId,
    /// How many bookings its kiosk made in it, and changes for which it spent places.
    pub bookings: u32,
}

/// A family has booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// Made here.
    pub booking: BookingId,
    /// Where to.
    pub event: EventId,
    /// All of these, or none.
    pub takes: Takes,
    /// *Held*: out of what was granted to this epoch. None: *asked for*, and nothing was promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by: Option<EpochId>,
    /// How many come.
    pub party: Party,
    /// By the kiosk's corrected clock.
    pub at: DateTime<Utc>,
    /// On the screen.
    pub language: Language,
    /// The visit the family had checked in for, where it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitHandle>,
    /// What the family typed, sealed to the site's key: the kiosk cannot read it.
    pub sealed: Bytes,
}

/// A family has changed a booking: fewer or more come, or they wrote something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingChanged {
    /// Which.
    pub booking: BookingId,
    /// Where to.
    pub event: EventId,
    /// Which of its changes this is, from 1, as far as the screen knew.
    pub number: u32,
    /// What it takes from now on.
    pub takes: Takes,
    /// What this screen spent for it, on top of what it took before, and out of which epoch's
    /// grants. None: it takes no more than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent: Option<(EpochId, Takes)>,
    /// How many come.
    pub party: Party,
    /// By the kiosk's corrected clock.
    pub at: DateTime<Utc>,
    /// What the family typed, sealed to the site's key. None: as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Bytes>,
}

/// A family has cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingCancelled {
    /// What.
    pub booking: BookingId,
    /// Where to.
    pub event: EventId,
    /// By the kiosk's corrected clock.
    pub at: DateTime<Utc>,
}

/// A kiosk gave places back. Totals since the epoch began: the highest counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacesReturned {
    /// Out of what was granted to it.
    pub epoch: EpochId,
    /// So many of each, in all.
    pub totals: Vec<(EventId, PoolId, u32)>,
}

/// What one epoch of one kiosk is granted of one pool. The newest is the whole truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// To whom.
    pub kiosk: KioskId,
    /// No other epoch may spend it.
    pub epoch: EpochId,
    /// Whose pool it is.
    pub event: EventId,
    /// The pool.
    pub pool: PoolId,
    /// In all, since the epoch began.
    pub granted: u32,
    /// Give back what is left above this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<u32>,
    /// Grows with every change.
    pub version: u64,
}

/// `POST /api/v1/places`: a family stands here, and there is too little for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacesWanted {
    /// The kiosk's present one.
    pub epoch: EpochId,
    /// Where to.
    pub event: EventId,
    /// What the epoch would have to have been granted in all. Asked twice, it is given once.
    pub totals: Vec<(PoolId, u32)>,
}

/// The answer: what the epoch is granted of these pools now. Too little: there are none, or
/// families wait for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacesAnswer {
    /// One for each pool of which it was ever granted any.
    pub granted: Vec<Granted>,
}

/// `POST /api/v1/bookings`: how does this booking stand?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingAsked {
    /// Where to.
    pub event: EventId,
    /// Which.
    pub booking: BookingId,
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingStands {
    /// Places are set aside.
    Held,
    /// And staff and the prison have said yes.
    Approved,
    /// On the waiting list, at this number.
    Waiting(u32),
    /// In the ballot that is still to be drawn.
    InTheDraw,
    /// Staff or the prison have said no.
    Declined,
    /// Cancelled.
    Ended,
    /// The record has not come.
    NotKnown,
}
