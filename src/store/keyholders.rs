//! Who may open staff and volunteer mode, and whether this kiosk is out of service. A keyholder
//! is a code and a hash: no name.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension as _};
use visits_domain::wire::{Keyholder, KeyholderCode};

use super::{Store, StoreError, get_json, put_json};

const UNREADABLE: StoreError = StoreError::Unreadable { what: "keyholder" };

/// Before the code in the table of keys.
const PREFIX: &str = "keyholder:";

fn key(code: &KeyholderCode) -> String {
    format!("{PREFIX}{}", code.0)
}

pub(super) fn put(db: &Connection, keyholder: &Keyholder) -> Result<(), StoreError> {
    put_json(db, &key(&keyholder.code), keyholder)
}

pub(super) fn forget(db: &Connection, code: &KeyholderCode) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([key(code)])?;
    Ok(())
}

impl Store {
    /// Who has this code.
    pub fn keyholder(&self, code: &KeyholderCode) -> Result<Option<Keyholder>, StoreError> {
        let found: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
            .query_row([key(code)], |row| row.get(0))
            .optional()?;
        found.map(|value| serde_json::from_slice(&value)).transpose().map_err(|_| UNREADABLE)
    }

    /// A hash of the cost that this site's PINs have, if anybody has one.
    pub fn any_pin_hash(&self) -> Result<Option<String>, StoreError> {
        let found: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT value FROM meta WHERE key LIKE ?1 ORDER BY key LIMIT 1")?
            .query_row([format!("{PREFIX}%")], |row| row.get(0))
            .optional()?;
        let keyholder: Option<Keyholder> =
            found.map(|v| serde_json::from_slice(&v)).transpose().map_err(|_| UNREADABLE)?;
        Ok(keyholder.map(|keyholder| keyholder.pin))
    }

    /// Whether staff have put this kiosk out of service.
    pub fn out_of_service(&self) -> Result<bool, StoreError> {
        Ok(get_json(&self.db, "out-of-service")?.unwrap_or(false))
    }

    /// Puts it out of service, or back. It stays so over a restart.
    pub fn set_out_of_service(&mut self, is_out: bool) -> Result<(), StoreError> {
        put_json(&self.db, "out-of-service", &is_out)
    }

    /// Notes that the families who wait were told at `at`. (They are kept with the cursor.)
    pub fn note_waiting(&mut self, at: DateTime<Utc>) -> Result<(), StoreError> {
        put_json(&self.db, "waiting-at", &at)
    }
}
