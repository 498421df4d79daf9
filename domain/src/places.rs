//! Places at family events: what is held, who may hold it, and how none is promised twice.
//!
//! An event has pools (people, tables, seats on a bus). A booking takes places from one or more of
//! them, all or none. The server's [`Ledger`] grants places to a kiosk's epoch; the kiosk spends
//! them out of its [`Purse`] and asks nobody. `docs/adr/0015-escrow.md` says what is guaranteed and
//! what is not.

mod booking;
mod books;
mod changing;
mod drawing;
mod fleet;
mod granting;
mod ids;
mod ledger;
mod purse;
mod reference;
mod takes;
mod taking;
mod waiting;

pub use booking::{Mode, Outcome};
pub use books::{Books, Outcry};
pub use changing::{Change, Nth, Taken};
pub use fleet::{Beginning, Begun, Cover, Epoch, EpochState, Fleet};
pub(crate) use ids::id;
pub use ids::{BookingId, EpochId, EventId, KioskId, PoolId};
pub use ledger::{Booking, FamilyMark, Grant, Ledger, Standing, Trouble};
pub use purse::{Purse, Purseful, Told};
pub use reference::{BookingReference, NotABookingReference};
pub use takes::{NotTakes, Takes};
pub use taking::Claim;
