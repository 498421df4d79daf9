//! Events, as the server told of them. Nobody's name is in one.

use chrono::NaiveDate;
use rusqlite::Connection;
use uuid::Uuid;
use visits_domain::wire::Event;

use super::{Store, StoreError, put_json};

const UNREADABLE: StoreError = StoreError::Unreadable { what: "event" };

/// Before the id in the table of keys.
const PREFIX: &str = "event:";

fn key(event: Uuid) -> String {
    format!("{PREFIX}{event}")
}

pub(super) fn put(db: &Connection, event: &Event) -> Result<(), StoreError> {
    put_json(db, &key(event.event), event)
}

pub(super) fn forget(db: &Connection, event: Uuid) -> Result<(), StoreError> {
    db.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([key(event)])?;
    Ok(())
}

/// Forgets those of days before `today`.
pub(super) fn sweep(db: &Connection, today: NaiveDate) -> Result<(), StoreError> {
    for event in all(db)?.iter().filter(|event| event.date < today) {
        forget(db, event.event)?;
    }
    Ok(())
}

fn all(db: &Connection) -> Result<Vec<Event>, StoreError> {
    let mut found = db.prepare_cached("SELECT value FROM meta WHERE key LIKE ?1")?;
    let rows = found.query_map([format!("{PREFIX}%")], |row| row.get::<_, Vec<u8>>(0))?;
    let mut events = Vec::new();
    for row in rows {
        events.push(serde_json::from_slice::<Event>(&row?).map_err(|_| UNREADABLE)?);
    }
    events.sort_by_key(|event| (event.date, event.start, event.event));
    Ok(events)
}

impl Store {
    /// All that this kiosk knows of, the next one first. Cancelled ones are among them.
    pub fn events(&self) -> Result<Vec<Event>, StoreError> {
        all(&self.db)
    }
}
