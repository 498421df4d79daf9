//! What happened here and must reach the server: written with the change itself, sent in
//! sequence, kept until long after it was acknowledged.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::value::RawValue;
use uuid::Uuid;
use visits_domain::arrival::Arrival;
use visits_domain::site::KioskLetter;
use visits_domain::wire::{Happening, Record};

use super::{Store, StoreError, get_json, put_json, step_point};

/// Longer than the interval of the server's backups.
const KEPT_FOR: TimeDelta = TimeDelta::days(7);

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
    db.prepare_cached("INSERT INTO outbox (seq, id, epoch, body, at) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            last(db)?.saturating_add(1),
            stamp.id.as_bytes(),
            stamp.epoch.as_bytes(),
            body,
            stamp.at.timestamp_micros()
        ])?;
    Ok(())
}

/// What the server says it has of this device, without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The highest number.
    pub seq: u64,
    /// The id of the record of that number. None: an older server.
    pub id: Option<Uuid>,
}

/// The last number that was used: by a record, or by an earlier life of this device of which the
/// server has told.
fn last(db: &Connection) -> Result<i64, StoreError> {
    let written: i64 = db
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM outbox")?
        .query_row([], |row| row.get(0))?;
    Ok(written.max(acknowledged(db)?))
}

fn acknowledged(db: &Connection) -> Result<i64, StoreError> {
    let seq: u64 = get_json(db, "acknowledged")?.unwrap_or(0);
    Ok(i64::try_from(seq).unwrap_or(i64::MAX))
}

/// The check-ins of all records that are kept, oldest first.
pub(super) fn arrivals(db: &Connection) -> Result<Vec<Arrival>, StoreError> {
    let mut bodies = db.prepare_cached("SELECT body FROM outbox ORDER BY seq")?;
    let bodies = bodies.query_map([], |row| row.get::<_, String>(0))?;
    let mut arrivals = Vec::new();
    for body in bodies {
        if let Ok(Happening::Arrived(arrival)) = serde_json::from_str(&body?) {
            arrivals.push(arrival);
        }
    }
    Ok(arrivals)
}

/// Deletes what was acknowledged a week before `today`, whenever it was written. The last one
/// stays: it holds the sequence.
pub(super) fn sweep(db: &Connection, today: NaiveDate) -> Result<(), StoreError> {
    let now = acknowledged(db)?;
    let mut marks: Vec<(NaiveDate, i64)> = get_json(db, "marks")?.unwrap_or_default();
    let old = today - KEPT_FOR;
    let safe = marks.iter().filter(|(day, _)| *day <= old).map(|(_, seq)| *seq).max();
    if let Some(safe) = safe {
        // A server that was restored since has less than it had.
        db.execute("DELETE FROM outbox WHERE seq < ?1", [safe.min(now)])?;
    }
    marks.retain(|(day, seq)| *day < today && *seq <= now);
    // One mark from before the week is enough, and it must stay.
    let first = marks.iter().rposition(|(day, _)| *day <= old).unwrap_or(0);
    marks.drain(..first);
    marks.push((today, now));
    put_json(db, "marks", &marks)
}

/// Numbers all records after `from` anew, to follow `mark`. Their ids stay, so a record that the
/// server has under its old number has no effect again.
fn renumber(db: &Connection, from: i64, mark: i64) -> Result<(), StoreError> {
    let moved: Vec<i64> = db
        .prepare_cached("SELECT seq FROM outbox WHERE seq > ?1 ORDER BY seq")?
        .query_map([from], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    // Out of the way first: old and new numbers may overlap.
    db.execute("UPDATE outbox SET seq = -seq WHERE seq > ?1", [from])?;
    let mut place = db.prepare_cached("UPDATE outbox SET seq = ?2 WHERE seq = -?1")?;
    for (seq, next) in moved.iter().zip(mark + 1..) {
        place.execute([*seq, next])?;
    }
    put_json(db, "acknowledged", &mark.unsigned_abs())
}

/// A new life at the same site: the records that are to be sent are numbered from 1 again.
pub(super) fn begin_anew(db: &Connection, keep_acknowledged: bool) -> Result<(), StoreError> {
    if !keep_acknowledged {
        db.execute("DELETE FROM outbox WHERE seq <= ?1", [acknowledged(db)?])?;
    }
    db.execute("DELETE FROM meta WHERE key IN ('acknowledged', 'marks')", [])?;
    renumber(db, 0, 0)
}

impl Store {
    /// The next records to send, at most `most`, after what was acknowledged.
    pub fn batch(&self, most: usize) -> Result<Vec<Record>, StoreError> {
        let mut rows = self.db.prepare_cached(
            "SELECT seq, id, epoch, body FROM outbox WHERE seq > ?1 ORDER BY seq LIMIT ?2",
        )?;
        let rows = rows.query_map(
            params![acknowledged(&self.db)?, i64::try_from(most).unwrap_or(i64::MAX)],
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
    /// the records since are sent again. Another record than ours: this disk is a copy that was
    /// put back, its numbers are used, and what was not sent yet gets new ones.
    pub fn acknowledge(&mut self, mark: Mark) -> Result<(), StoreError> {
        let db = self.db.transaction()?;
        let (held, last) = (acknowledged(&db)?, last(&db)?);
        let seq = i64::try_from(mark.seq).unwrap_or(i64::MAX);
        if is_of_another_disk(&db, mark, seq > last)? {
            tracing::error!("this disk is a copy that was put back: its records get new numbers");
            // Where the server has less than was acknowledged here, it may have none of them.
            renumber(&db, if seq > held { held } else { 0 }, seq)?;
        } else if seq != held {
            if seq < held {
                // What is sent again is safe a week from then.
                let mut marks: Vec<(NaiveDate, i64)> = get_json(&db, "marks")?.unwrap_or_default();
                marks.retain(|(_, safe)| *safe <= seq);
                put_json(&db, "marks", &marks)?;
            }
            put_json(&db, "acknowledged", &seq.min(last).unsigned_abs())?;
        }
        step_point!("acknowledge-before-commit");
        Ok(db.commit()?)
    }

    /// How far the server has the records of this kiosk, as it said last.
    pub fn acknowledged(&self) -> Result<u64, StoreError> {
        Ok(acknowledged(&self.db)?.unsigned_abs())
    }

    /// The letters under which numbers were given whose records are kept, newest first.
    pub fn letters_given(&self) -> Result<Vec<KioskLetter>, StoreError> {
        let mut letters = Vec::new();
        let own = self.identity()?.map(|identity| identity.letter);
        let given = arrivals(&self.db)?.into_iter().rev().map(|arrival| arrival.number.kiosk);
        for letter in own.into_iter().chain(given) {
            if !letters.contains(&letter) {
                letters.push(letter);
            }
        }
        Ok(letters)
    }

    /// Records that the server has not acknowledged.
    pub fn unsent(&self) -> Result<u64, StoreError> {
        Ok(self
            .db
            .prepare_cached("SELECT count(*) FROM outbox WHERE seq > ?1")?
            .query_row([acknowledged(&self.db)?], |row| row.get::<_, i64>(0))?
            .unsigned_abs())
    }
}

/// Two disks that hold one record under one number hold the same ones before it: a disk writes
/// its numbers in order and every record has an id of its own.
fn is_of_another_disk(db: &Connection, mark: Mark, is_beyond: bool) -> Result<bool, StoreError> {
    let Some(id) = mark.id else { return Ok(false) };
    let own: Option<[u8; 16]> = db
        .prepare_cached("SELECT id FROM outbox WHERE seq = ?1")?
        .query_row([i64::try_from(mark.seq).unwrap_or(i64::MAX)], |row| row.get(0))
        .optional()?;
    // Deleted long ago: nothing to compare with.
    Ok(own.map_or(is_beyond, |own| Uuid::from_bytes(own) != id))
}
