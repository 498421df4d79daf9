//! What kiosks have sent, word for word, and what could not be applied.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use visits_domain::site::{KioskLetter, SiteCode};
use visits_domain::wire::Record;

use super::kiosks::Device;
use super::progress::Mark;
use super::{Db, Write, rows};
use crate::error::Error;
use crate::keys::hex;

/// What the server holds under a number already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The hash it came with.
    pub hash: Vec<u8>,
    /// Its content was not what its hash said; the whole record may replace it.
    pub damaged: bool,
}

/// The word for a record whose content is not what its hash says.
pub const DAMAGED: &str = "damaged";

/// The records of a kiosk in a range of numbers.
pub async fn held(
    tx: &mut Write,
    device: &Device,
    (from, to): (i64, i64),
) -> Result<HashMap<i64, Held>, Error> {
    let rows: Vec<(i64, Vec<u8>, Option<String>)> = sqlx::query_as(
        "SELECT seq, hash, trouble FROM records \
         WHERE site = $1 AND kiosk = $2 AND seq >= $3 AND seq <= $4",
    )
    .bind(device.site()?.as_str())
    .bind(device.id())
    .bind(from)
    .bind(to)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows
        .into_iter()
        .map(|(seq, hash, trouble)| {
            (seq, Held { hash, damaged: trouble.as_deref() == Some(DAMAGED) })
        })
        .collect())
}

/// The numbers stored above one, in order. Asked only when there was a gap.
pub async fn numbers_above(tx: &mut Write, device: &Device, above: i64) -> Result<Vec<i64>, Error> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT seq FROM records WHERE site = $1 AND kiosk = $2 AND seq > $3 ORDER BY seq",
    )
    .bind(device.site()?.as_str())
    .bind(device.id())
    .bind(above)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The ids of what is stored up to a number.
pub async fn ids_to(tx: &mut Write, device: &Device, to: i64) -> Result<HashSet<String>, Error> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT id FROM records WHERE site = $1 AND kiosk = $2 AND seq <= $3")
            .bind(device.site()?.as_str())
            .bind(device.id())
            .bind(to)
            .fetch_all(tx.conn())
            .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Numbers, ids and bodies of what is stored above one number and up to another, that nothing is the matter
/// with, in order. Asked only when there was a gap.
pub async fn between(
    tx: &mut Write,
    device: &Device,
    (above, to): (i64, i64),
) -> Result<Vec<(i64, String, String)>, Error> {
    Ok(sqlx::query_as(
        "SELECT seq, id, body FROM records WHERE site = $1 AND kiosk = $2 AND seq > $3 AND seq <= $4 \
         AND trouble IS NULL ORDER BY seq",
    )
    .bind(device.site()?.as_str())
    .bind(device.id())
    .bind(above)
    .bind(to)
    .fetch_all(tx.conn())
    .await?)
}

/// Stores records, each with what is the matter with it, if anything.
pub async fn add(
    tx: &mut Write,
    device: &Device,
    records: &[(Record, Option<&'static str>)],
    received: DateTime<Utc>,
) -> Result<(), Error> {
    let site = device.site()?;
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO records (site, kiosk, seq, id, epoch, hash, body, received, trouble) \
             VALUES",
            9,
            // Only a damaged record is ever sent here a second time.
            "ON CONFLICT (site, kiosk, seq) DO UPDATE SET id = excluded.id, \
             epoch = excluded.epoch, hash = excluded.hash, body = excluded.body, \
             trouble = excluded.trouble",
        ),
        records,
        |(record, trouble), values| {
            values.text(site.as_str()).text(device.id()).int(number(record));
            values.text(record.id.to_string()).text(record.epoch.to_string());
            values.blob(&record.hash.0).text(record.body.get());
            values.int(received.timestamp_micros()).maybe_text(*trouble);
        },
    )
    .await
}

/// Keeps records that came under a number that others have.
pub async fn add_conflicts(
    tx: &mut Write,
    device: &Device,
    records: &[Record],
    received: DateTime<Utc>,
) -> Result<(), Error> {
    let site = device.site()?;
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO record_conflicts (site, kiosk, seq, hash_text, id, body, received) \
             VALUES",
            7,
            "ON CONFLICT (site, kiosk, seq, hash_text) DO NOTHING",
        ),
        records,
        |record, values| {
            values.text(site.as_str()).text(device.id()).int(number(record));
            values.text(hex(&record.hash.0)).text(record.id.to_string());
            values.text(record.body.get()).int(received.timestamp_micros());
        },
    )
    .await
}

/// Forgets clashes that have come under numbers of their own since.
pub async fn settle_conflicts(
    tx: &mut Write,
    device: &Device,
    fresh: &[Record],
) -> Result<(), Error> {
    let site = device.site()?;
    let open: Vec<(String,)> =
        sqlx::query_as("SELECT id FROM record_conflicts WHERE site = $1 AND kiosk = $2")
            .bind(site.as_str())
            .bind(device.id())
            .fetch_all(tx.conn())
            .await?;
    let has_come = |id: &String| fresh.iter().any(|record| record.id.to_string() == *id);
    for (id,) in open.into_iter().filter(|(id,)| has_come(id)) {
        sqlx::query("DELETE FROM record_conflicts WHERE site = $1 AND kiosk = $2 AND id = $3")
            .bind(site.as_str())
            .bind(device.id())
            .bind(id)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

/// Numbers, first and last, that a device has no more.
pub type Gap = (i64, i64);

/// Keeps what will never come, for staff.
pub async fn add_gaps(
    tx: &mut Write,
    device: &Device,
    gaps: &[Gap],
    noticed: DateTime<Utc>,
) -> Result<(), Error> {
    let site = device.site()?;
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO record_gaps (site, kiosk, first_seq, last_seq, noticed) VALUES",
            5,
            "ON CONFLICT (site, kiosk, first_seq) DO NOTHING",
        ),
        gaps,
        |(first, last), values| {
            values.text(site.as_str()).text(device.id()).int(*first).int(*last);
            values.int(noticed.timestamp_micros());
        },
    )
    .await
}

/// A record's number as it is stored.
pub fn number(record: &Record) -> i64 {
    i64::try_from(record.seq).unwrap_or(i64::MAX)
}

/// A record that was set aside, with what is needed to judge it again.
pub struct SetAside {
    /// The kiosk's id.
    pub kiosk: String,
    /// The letter of the kiosk's numbers, then those of its earlier lives.
    pub letters: Vec<KioskLetter>,
    /// What it sent.
    pub record: Record,
    /// When it came. Microseconds.
    pub received: i64,
    /// What is the matter.
    pub trouble: String,
}

#[derive(sqlx::FromRow)]
struct SetAsideRow {
    kiosk: String,
    letters: String,
    seq: i64,
    id: String,
    epoch: String,
    body: String,
    received: i64,
    trouble: String,
}

/// So many at a time: far more than a day of all kiosks of a site, and no more than one import can
/// judge.
const SET_ASIDE_AT_MOST: i64 = 5_000;

/// The records of these two troubles, the newest ones, in the order in which they came.
pub async fn set_aside(
    tx: &mut Write,
    site: SiteCode,
    [one, other]: [&'static str; 2],
) -> Result<Vec<SetAside>, Error> {
    let mut rows: Vec<SetAsideRow> = sqlx::query_as(
        "SELECT r.kiosk, k.letter || k.former_letters AS letters, r.seq, r.id, r.epoch, r.body, r.received, r.trouble \
         FROM records r JOIN kiosks k ON k.site = r.site AND k.kiosk = r.kiosk \
         WHERE r.site = $1 AND r.resolved IS NULL AND (r.trouble = $2 OR r.trouble = $3) \
         ORDER BY r.received DESC, r.kiosk, r.seq DESC LIMIT $4",
    )
    .bind(site.as_str())
    .bind(one)
    .bind(other)
    .bind(SET_ASIDE_AT_MOST)
    .fetch_all(tx.conn())
    .await?;
    rows.reverse();
    Ok(rows.into_iter().filter_map(set_aside_of).collect())
}

fn set_aside_of(row: SetAsideRow) -> Option<SetAside> {
    let body = serde_json::value::RawValue::from_string(row.body).ok()?;
    let (id, epoch) = (row.id.parse().ok()?, row.epoch.parse().ok()?);
    Some(SetAside {
        letters: row.letters.chars().filter_map(|l| KioskLetter::try_from(l).ok()).collect(),
        kiosk: row.kiosk,
        record: Record::new(row.seq.unsigned_abs(), id, epoch, body),
        received: row.received,
        trouble: row.trouble,
    })
}

/// Notes what is the matter with a record now, if anything.
pub async fn set_trouble(
    tx: &mut Write,
    site: SiteCode,
    one: &SetAside,
    trouble: Option<&'static str>,
) -> Result<(), Error> {
    sqlx::query("UPDATE records SET trouble = $4 WHERE site = $1 AND kiosk = $2 AND seq = $3")
        .bind(site.as_str())
        .bind(one.kiosk.as_str())
        .bind(number(&one.record))
        .bind(trouble)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A record that staff should look at.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Trouble {
    /// The kiosk's letter.
    pub letter: String,
    /// Its number.
    pub seq: i64,
    /// When it came. Microseconds.
    pub received: i64,
    /// What is the matter.
    pub what: String,
    /// The record's id.
    pub id: String,
    /// What the kiosk said, where it can be read.
    pub body: String,
}

/// The newest records that could not be applied and that nobody has dealt with.
pub async fn exceptions(db: &Db, site: SiteCode) -> Result<Vec<Trouble>, Error> {
    Ok(sqlx::query_as(
        "SELECT k.letter, r.seq, r.received, r.trouble AS what, r.id, r.body FROM records r \
         JOIN kiosks k ON k.site = r.site AND k.kiosk = r.kiosk \
         WHERE r.site = $1 AND r.trouble IS NOT NULL AND r.resolved IS NULL \
         ORDER BY r.received DESC, r.seq LIMIT 100",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?)
}

/// What was lost for good, newest first.
pub async fn gaps(db: &Db, site: SiteCode) -> Result<Vec<Trouble>, Error> {
    Ok(sqlx::query_as(
        "SELECT k.letter, g.first_seq AS seq, g.noticed AS received, 'lost' AS what, '' AS id, \
         '' AS body \
         FROM record_gaps g JOIN kiosks k ON k.site = g.site AND k.kiosk = g.kiosk \
         WHERE g.site = $1 ORDER BY g.noticed DESC, g.first_seq LIMIT 100",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?)
}

/// The newest records whose number was used twice.
pub async fn conflicts(db: &Db, site: SiteCode) -> Result<Vec<Trouble>, Error> {
    Ok(sqlx::query_as(
        "SELECT k.letter, c.seq, c.received, 'conflict' AS what, c.id, c.body \
         FROM record_conflicts c \
         JOIN kiosks k ON k.site = c.site AND k.kiosk = c.kiosk \
         WHERE c.site = $1 AND c.resolved IS NULL ORDER BY c.received DESC, c.seq LIMIT 100",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?)
}

/// A record in trouble, by its id: what is the matter and what it says. None: there is none, or
/// somebody has dealt with it.
pub async fn in_trouble(
    tx: &mut Write,
    site: SiteCode,
    id: &str,
) -> Result<Option<(String, String)>, Error> {
    Ok(sqlx::query_as(
        "SELECT trouble, body FROM records \
         WHERE site = $1 AND id = $2 AND trouble IS NOT NULL AND resolved IS NULL \
         UNION ALL SELECT 'conflict', body FROM record_conflicts \
         WHERE site = $1 AND id = $2 AND resolved IS NULL LIMIT 1",
    )
    .bind(site.as_str())
    .bind(id)
    .fetch_optional(tx.conn())
    .await?)
}

/// Somebody has dealt with a record in trouble.
pub async fn resolve(tx: &mut Write, site: SiteCode, id: &str, mark: &Mark) -> Result<(), Error> {
    for sql in [
        "UPDATE records SET resolved = $3, resolved_by = $4 \
         WHERE site = $1 AND id = $2 AND trouble IS NOT NULL AND resolved IS NULL",
        "UPDATE record_conflicts SET resolved = $3, resolved_by = $4 \
         WHERE site = $1 AND id = $2 AND resolved IS NULL",
    ] {
        sqlx::query(sql)
            .bind(site.as_str())
            .bind(id)
            .bind(mark.at)
            .bind(mark.by.as_str())
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}
