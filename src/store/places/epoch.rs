//! The epoch to which places are granted. It ends with the start of the machine and with the life
//! of the server: whatever could have undone what this disk says. What a copy of this disk holds
//! of grants is therefore of no worth to anybody.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use visits_domain::places::EpochId;
use visits_domain::wire::{EpochBegan, EpochEnded, Happening, PlacesAct};

use super::super::outbox::{self, Stamp};
use super::super::{StoreError, get_json, put_json};

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Current {
    epoch: EpochId,
    boot: Uuid,
    bookings: u32,
}

fn read(db: &Connection) -> Result<Option<Current>, StoreError> {
    get_json(db, "epoch")
}

/// The epoch whose grants may be spent in this start of the machine.
pub(super) fn current(db: &Connection, boot: Uuid) -> Result<Option<EpochId>, StoreError> {
    Ok(read(db)?.filter(|current| current.boot == boot).map(|current| current.epoch))
}

/// The epoch that is written down, of whichever start.
pub(super) fn written(db: &Connection) -> Result<Option<EpochId>, StoreError> {
    Ok(read(db)?.map(|current| current.epoch))
}

pub(super) fn count_booking(db: &Connection) -> Result<(), StoreError> {
    let Some(current) = read(db)? else { return Ok(()) };
    let bookings = current.bookings.saturating_add(1);
    put_json(db, "epoch", &Current { bookings, ..current })
}

/// Nothing that was granted until now is spent any more.
pub(in super::super) fn end(db: &Connection) -> Result<(), StoreError> {
    if let Some(Current { epoch, bookings, .. }) = read(db)? {
        put_json(db, "epoch-before", &EpochEnded { epoch, bookings })?;
        db.execute("DELETE FROM meta WHERE key = 'epoch'", [])?;
    }
    db.execute("DELETE FROM place_grant", [])?;
    Ok(())
}

/// A person has written an epoch off.
pub(in super::super) fn void(db: &Connection, epoch: EpochId) -> Result<(), StoreError> {
    if written(db)? == Some(epoch) { end(db) } else { Ok(()) }
}

/// Begins an epoch when there are family events, the server has been heard, and none goes on that
/// began in this start of the machine.
pub(super) fn begin_if_due(
    db: &Connection,
    boot: Uuid,
    stamp: &mut impl FnMut() -> Stamp,
) -> Result<bool, StoreError> {
    let is_on = get_json(db, "places-on")?.unwrap_or(false);
    let generation: Option<Uuid> = get_json(db, "generation")?;
    let (Some(generation), true, None) = (generation, is_on, current(db, boot)?) else {
        return Ok(false);
    };
    end(db)?;
    let before: Option<EpochEnded> = get_json(db, "epoch-before")?;
    let began = EpochBegan { epoch: EpochId(stamp().id), generation, before };
    put_json(db, "epoch", &Current { epoch: began.epoch, boot, bookings: 0 })?;
    outbox::append(db, stamp(), &Happening::Places(PlacesAct::EpochBegan(began)))?;
    Ok(true)
}
