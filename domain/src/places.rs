//! Places at family events: what is held, who may hold it, and how none is promised twice.
//!
//! An event has pools (people, tables, seats on a bus). A booking takes places from one or more of
//! them, all or none.

mod booking;
mod ids;
mod reference;
mod takes;

pub use booking::{Mode, Outcome};
pub use ids::{BookingId, EpochId, EventId, KioskId, PoolId};
pub use reference::{BookingReference, NotABookingReference};
pub use takes::{NotTakes, Takes};
