//! The cards with which families find their bookings again: those the server told of, and of
//! bookings made here until it does. Each is sealed under what the family knows.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, params};
use visits_domain::booking_card::SealedBookingCard;
use visits_domain::sealing::LookupKey;

use super::{Store, StoreError};

pub(super) fn put(db: &Connection, card: &SealedBookingCard) -> Result<(), StoreError> {
    db.prepare_cached("INSERT OR REPLACE INTO booking_card VALUES (?1, ?2, ?3)")?
        .execute(params![card.lookup.0, card.until.to_string(), card.sealed.0])?;
    Ok(())
}

pub(super) fn forget(db: &Connection, lookup: &[u8]) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM booking_card WHERE lookup = ?1")?.execute([lookup])?;
    Ok(())
}

/// Those of events that are past.
pub(super) fn sweep(db: &Connection, today: NaiveDate) -> Result<(), StoreError> {
    db.execute("DELETE FROM booking_card WHERE until < ?1", [today.to_string()])?;
    Ok(())
}

impl Store {
    /// The sealed card of this look-up key, with nonce.
    pub fn booking_card(&self, lookup: LookupKey) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT sealed FROM booking_card WHERE lookup = ?1")?
            .query_row([lookup.0], |row| row.get(0))
            .optional()?)
    }
}
