//! Kiosks: enrolment, their marks and their health.

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use visits_domain::places::KioskId;
use visits_domain::site::{KioskLetter, SiteCode};

use super::{Db, Write};
use crate::error::Error;
use crate::keys::hex;

/// A letter of a revoked kiosk is given again when the others are used up and its numbers of the
/// day are surely forgotten.
const LETTER_RESTS: TimeDelta = TimeDelta::days(2);

/// A kiosk that has shown its token.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Device {
    site: String,
    kiosk: String,
    letter: String,
    former_letters: String,
}

impl Device {
    /// Its site.
    pub fn site(&self) -> Result<SiteCode, Error> {
        self.site.parse().map_err(|_| decode("a stored site code"))
    }

    /// Its id.
    pub fn kiosk(&self) -> Result<KioskId, Error> {
        self.kiosk.parse().map_err(|_| decode("a stored kiosk"))
    }

    /// Its id, as text.
    pub fn id(&self) -> &str {
        &self.kiosk
    }

    /// The letter of its numbers, then those of its earlier lives.
    pub fn letters(&self) -> Result<Vec<KioskLetter>, Error> {
        let all = self.letter.chars().chain(self.former_letters.chars());
        all.map(letter).collect()
    }
}

fn decode(what: &'static str) -> Error {
    Error::Database(sqlx::Error::Decode(what.into()))
}

fn letter(stored: char) -> Result<KioskLetter, Error> {
    KioskLetter::try_from(stored).map_err(|_| decode("a stored kiosk letter"))
}

/// A secret as it is stored: its SHA-256. Tokens are random; there is nothing to guess.
pub fn hash_of(secret: &[u8]) -> String {
    hex(&Sha256::digest(secret))
}

/// Stores a one-time enrolment code.
pub async fn add_code(
    tx: &mut Write,
    site: SiteCode,
    code: &str,
    now: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO enrol_codes (site, code_hash, made, expires) VALUES ($1, $2, $3, $4)")
        .bind(site.as_str())
        .bind(hash_of(code.as_bytes()))
        .bind(now.timestamp_micros())
        .bind(expires.timestamp_micros())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Uses a code up. None: it was used, has run out, or never was.
pub async fn spend_code(
    tx: &mut Write,
    code: &str,
    now: DateTime<Utc>,
) -> Result<Option<SiteCode>, Error> {
    let row: Option<(String,)> = sqlx::query_as(
        "UPDATE enrol_codes SET used = $2 \
         WHERE code_hash = $1 AND used IS NULL AND expires > $2 RETURNING site",
    )
    .bind(hash_of(code.as_bytes()))
    .bind(now.timestamp_micros())
    .fetch_optional(tx.conn())
    .await?;
    row.map(|(site,)| site.parse().map_err(|_| decode("a stored site code"))).transpose()
}

/// Adds a kiosk under a free letter: the first it had before, if nobody else has it. The site
/// must be locked.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    (kiosk, token): (Uuid, &[u8]),
    had: &[KioskLetter],
    now: DateTime<Utc>,
) -> Result<KioskLetter, Error> {
    let letter = free_letter(tx, site, had.first().copied(), now).await?;
    let former = had.iter().filter(|l| **l != letter && **l != KioskLetter::DESK);
    let former: String = former.map(|l| char::from(*l)).collect();
    sqlx::query(
        "INSERT INTO kiosks (site, kiosk, letter, token_hash, enrolled, acknowledged, highest, \
         cursor, unsent, clock_offset_ms, version, former_letters) \
         VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, '', $6)",
    )
    .bind(site.as_str())
    .bind(kiosk.to_string())
    .bind(letter.to_string())
    .bind(hash_of(token))
    .bind(now.timestamp_micros())
    .bind(former)
    .execute(tx.conn())
    .await?;
    Ok(letter)
}

async fn free_letter(
    tx: &mut Write,
    site: SiteCode,
    wish: Option<KioskLetter>,
    now: DateTime<Utc>,
) -> Result<KioskLetter, Error> {
    let used: Vec<(String, Option<i64>)> =
        sqlx::query_as("SELECT letter, revoked FROM kiosks WHERE site = $1")
            .bind(site.as_str())
            .fetch_all(tx.conn())
            .await?;
    let rested = (now - LETTER_RESTS).timestamp_micros();
    let never_used = |l: &KioskLetter| !used.iter().any(|(u, _)| *u == l.to_string());
    let free_again = |l: &KioskLetter| {
        let mut holders = used.iter().filter(|(u, _)| *u == l.to_string());
        holders.all(|(_, revoked)| revoked.is_some_and(|at| at < rested))
    };
    wish.filter(|letter| *letter != KioskLetter::DESK)
        .filter(|letter| never_used(letter) || free_again(letter))
        .or_else(|| KioskLetter::of_kiosks().find(never_used))
        .or_else(|| KioskLetter::of_kiosks().find(free_again))
        .ok_or(Error::NoLetterLeft)
}

/// Whose token a caller shows.
pub enum Bearer {
    /// A device of ours.
    Known(Device),
    /// A device that was withdrawn.
    Withdrawn,
    /// Nobody's.
    Unknown,
}

/// Looks a token up.
pub async fn of_token(db: &Db, token: &[u8]) -> Result<Bearer, Error> {
    let found: Option<(String, String, String, String, i64)> = sqlx::query_as(
        "SELECT site, kiosk, letter, former_letters, \
         CASE WHEN revoked IS NULL THEN 0 ELSE 1 END FROM kiosks WHERE token_hash = $1",
    )
    .bind(hash_of(token))
    .fetch_optional(db.pool())
    .await?;
    Ok(match found {
        None => Bearer::Unknown,
        Some((.., 1)) => Bearer::Withdrawn,
        Some((site, kiosk, letter, former_letters, _)) => {
            Bearer::Known(Device { site, kiosk, letter, former_letters })
        }
    })
}

/// How far a kiosk's records have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Mark {
    /// The highest number without a gap below it.
    pub acknowledged: i64,
    /// The highest number stored.
    pub highest: i64,
}

/// Reads a kiosk's mark and keeps other batches of it away. None: it was revoked meanwhile.
pub async fn lock_mark(tx: &mut Write, device: &Device) -> Result<Option<Mark>, Error> {
    let sql = tx.either(
        "SELECT acknowledged, highest FROM kiosks \
         WHERE site = $1 AND kiosk = $2 AND revoked IS NULL FOR UPDATE",
        "SELECT acknowledged, highest FROM kiosks \
         WHERE site = $1 AND kiosk = $2 AND revoked IS NULL",
    );
    Ok(sqlx::query_as(sql)
        .bind(device.site.as_str())
        .bind(device.kiosk.as_str())
        .fetch_optional(tx.conn())
        .await?)
}

/// Moves a kiosk's mark.
pub async fn set_mark(tx: &mut Write, device: &Device, to: Mark) -> Result<(), Error> {
    sqlx::query("UPDATE kiosks SET acknowledged = $3, highest = $4 WHERE site = $1 AND kiosk = $2")
        .bind(device.site.as_str())
        .bind(device.kiosk.as_str())
        .bind(to.acknowledged)
        .bind(to.highest)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The highest number without a gap and the record that has it, for the kiosk's comparison with
/// what it was told before and with its own.
pub struct Acknowledged {
    /// The number.
    pub seq: u64,
    /// The record's id. None: nothing has come yet, or it was deleted.
    pub id: Option<Uuid>,
}

/// Reads it. None: the kiosk was revoked meanwhile.
pub async fn acknowledged(db: &Db, device: &Device) -> Result<Option<Acknowledged>, Error> {
    let mark: Option<(i64, Option<String>)> = sqlx::query_as(
        "SELECT k.acknowledged, (SELECT r.id FROM records r WHERE r.site = k.site \
         AND r.kiosk = k.kiosk AND r.seq = k.acknowledged) \
         FROM kiosks k WHERE k.site = $1 AND k.kiosk = $2 AND k.revoked IS NULL",
    )
    .bind(device.site.as_str())
    .bind(device.kiosk.as_str())
    .fetch_optional(db.pool())
    .await?;
    let read = |(seq, id): (i64, Option<String>)| Acknowledged {
        seq: seq.unsigned_abs(),
        id: id.and_then(|id| id.parse().ok()),
    };
    Ok(mark.map(read))
}

/// What a kiosk says of itself with each held request.
#[derive(Clone, Debug)]
pub struct Health {
    /// Its cursor.
    pub cursor: i64,
    /// Records not sent yet.
    pub unsent: i64,
    /// How far its clock is ahead. Milliseconds.
    pub clock_offset_ms: i64,
    /// Its program's version.
    pub version: String,
    /// Staff have put it out of service.
    pub out_of_service: bool,
}

/// Notes a kiosk's health. The list it shows is the newest when its cursor has passed it.
pub async fn heard_from(
    db: &Db,
    device: &Device,
    health: &Health,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let mut tx = db.write().await?;
    sqlx::query(
        "UPDATE kiosks SET last_seen = $3, cursor = $4, unsent = $5, clock_offset_ms = $6, \
         version = $7, out_of_service = $8, list_as_of = COALESCE((SELECT s.list_as_of FROM feed f \
         JOIN sites s ON s.site = f.site WHERE f.site = $1 AND f.entity = 'list' \
         AND f.seq <= $4 AND s.sealed_version = s.list_version), list_as_of) \
         WHERE site = $1 AND kiosk = $2",
    )
    .bind(device.site.as_str())
    .bind(device.kiosk.as_str())
    .bind(now.timestamp_micros())
    .bind(health.cursor)
    .bind(health.unsent)
    .bind(health.clock_offset_ms)
    .bind(health.version.as_str())
    .bind(i64::from(health.out_of_service))
    .execute(tx.conn())
    .await?;
    tx.commit().await
}

/// A kiosk as staff see it. Times in microseconds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Shown {
    /// Its id.
    pub kiosk: String,
    /// The letter of its numbers.
    pub letter: String,
    /// When it was enrolled.
    pub enrolled: i64,
    /// When it was revoked.
    pub revoked: Option<i64>,
    /// When it was heard from last.
    pub last_seen: Option<i64>,
    /// Records it had not sent then.
    pub unsent: i64,
    /// How far its clock was ahead. Milliseconds.
    pub clock_offset_ms: i64,
    /// Its program's version.
    pub version: String,
    /// The age of the visit list it has.
    pub list_as_of: Option<i64>,
    /// 1: staff have put it out of service.
    pub out_of_service: i64,
}

/// All kiosks of a site, those in use first.
pub async fn all(db: &Db, site: SiteCode) -> Result<Vec<Shown>, Error> {
    Ok(sqlx::query_as(
        "SELECT kiosk, letter, enrolled, revoked, last_seen, unsent, clock_offset_ms, version, \
         list_as_of, out_of_service FROM kiosks WHERE site = $1 \
         ORDER BY CASE WHEN revoked IS NULL THEN 0 ELSE 1 END, letter, enrolled",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?)
}

/// Withdraws a kiosk's token. False: there is no such kiosk in use.
pub async fn revoke(
    tx: &mut Write,
    site: SiteCode,
    kiosk: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE kiosks SET revoked = $3 WHERE site = $1 AND kiosk = $2 AND revoked IS NULL",
    )
    .bind(site.as_str())
    .bind(kiosk)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
