//! What happened here and must reach the server: written with the change itself, sent in
//! sequence, kept until long after it was acknowledged.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde_json::value::RawValue;
use uuid::Uuid;
use visits_domain::wire::{Happening, Record};

use super::{Store, StoreError, get_json, put_json};

/// Who says that something happened, and when. Made by the caller.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// `UUIDv7`.
    pub id: Uuid,
    /// The start of this machine.
    pub epoch: Uuid,
    /// For retention.
    pub at: DateTime<Utc>,
}

pub(super) fn append(
    db: &Connection,
    stamp: Stamp,
    happening: &Happening,
) -> Result<(), StoreError> {
    let body = serde_json::to_string(happening)
        .map_err(|_| StoreError::Unreadable { what: "happening" })?;
    db.prepare_cached(
        "INSERT INTO outbox (seq, id, epoch, body, at)
         VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM outbox), ?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        stamp.id.as_bytes(),
        stamp.epoch.as_bytes(),
        body,
        stamp.at.timestamp_micros()
    ])?;
    Ok(())
}

impl Store {
    /// The next records to send, at most `most`, after what was acknowledged.
    pub fn batch(&self, most: usize) -> Result<Vec<Record>, StoreError> {
        let mut rows = self.db.prepare_cached(
            "SELECT seq, id, epoch, body FROM outbox WHERE seq > ?1 ORDER BY seq LIMIT ?2",
        )?;
        let rows = rows.query_map(
            params![self.acknowledged()?, i64::try_from(most).unwrap_or(i64::MAX)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        rows.map(|row| {
            let (seq, id, epoch, body): (i64, [u8; 16], [u8; 16], String) = row?;
            let body = RawValue::from_string(body)
                .map_err(|_| StoreError::Unreadable { what: "record" })?;
            let seq = seq.unsigned_abs();
            Ok(Record::new(seq, Uuid::from_bytes(id), Uuid::from_bytes(epoch), body))
        })
        .collect()
    }

    /// The server has everything up to here. Lower than before: it was restored from a copy, and
    /// the records since are sent again.
    pub fn acknowledge(&mut self, seq: u64) -> Result<(), StoreError> {
        if seq == self.acknowledged()?.unsigned_abs() {
            return Ok(());
        }
        // Beyond what was written here: the server speaks of another disk.
        let last: u64 = self
            .db
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM outbox")?
            .query_row([], |row| row.get::<_, i64>(0))?
            .unsigned_abs();
        put_json(&self.db, "acknowledged", &seq.min(last))
    }

    /// Records that the server has not acknowledged.
    pub fn unsent(&self) -> Result<u64, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT count(*) FROM outbox WHERE seq > ?1")?
            .query_row([self.acknowledged()?], |row| row.get::<_, i64>(0))?
            .unsigned_abs())
    }

    fn acknowledged(&self) -> Result<i64, StoreError> {
        let seq: u64 = get_json(&self.db, "acknowledged")?.unwrap_or(0);
        Ok(i64::try_from(seq).unwrap_or(i64::MAX))
    }
}
