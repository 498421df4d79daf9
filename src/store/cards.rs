//! Sealed cards: kept, found by look-up key, forgotten.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, params};
use visits_domain::sealing::{LookupKey, SealedCard};

use super::{Store, StoreError};

pub(super) fn put(db: &Connection, card: &SealedCard) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO card VALUES (?1, ?2, ?3)
         ON CONFLICT (lookup) DO UPDATE SET date = excluded.date, sealed = excluded.sealed",
    )?
    .execute(params![card.lookup.0, card.date.to_string(), card.sealed.0])?;
    Ok(())
}

pub(super) fn forget(db: &Connection, lookup: &[u8]) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM card WHERE lookup = ?1")?.execute([lookup])?;
    Ok(())
}

impl Store {
    /// The days for which any card is held, from `today` on, in order.
    pub fn card_days(&self, today: NaiveDate) -> Result<Vec<NaiveDate>, StoreError> {
        let mut days = self
            .db
            .prepare_cached("SELECT DISTINCT date FROM card WHERE date >= ?1 ORDER BY date")?;
        let days = days.query_map([today.to_string()], |row| row.get::<_, String>(0))?;
        days.map(|day| day?.parse().map_err(|_| StoreError::Unreadable { what: "date" })).collect()
    }

    /// The sealed card at a key.
    pub fn card(&self, lookup: &LookupKey) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT sealed FROM card WHERE lookup = ?1")?
            .query_row([lookup.0.as_slice()], |row| row.get(0))
            .optional()?)
    }
}
