//! Sites: their settings, keys and counters.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use visits_domain::reference::ReferenceRule;
use visits_domain::site::SiteCode;
use visits_domain::visit::ArrivalWindow;
use visits_domain::wire::SiteKeys;

use super::{Db, Write};
use crate::error::Error;
use crate::keys;

/// What differs from prison to prison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// From this age on a visitor shows ID and has a card. Years.
    pub adult_age: u32,
    /// The shape of the site's references.
    pub reference: ReferenceRule,
    /// When families may check in. Staff see who is late by it.
    pub window: ArrivalWindow,
    /// Cards by reference reach so many days beyond today: a family that mistakes the week is
    /// told which day it is; two weeks is how far most prisons take bookings.
    pub reference_days: u32,
    /// Cards by name reach so many days beyond today. By name only today's visits open; two more
    /// let a kiosk go on over a weekend with the cable out.
    pub name_days: u32,
    /// Whether families may be found by name at all.
    pub by_name: bool,
    /// How many of one party may come to an event.
    pub party: PartyLimits,
    /// Urgent talks.
    pub talks: TalkSettings,
}

/// What happens with an urgent talk that nobody takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TalkSettings {
    /// After so long it is told to more people.
    pub escalate_seconds: u32,
    /// Whom, by role and extension: never a name.
    pub told: String,
}

impl Default for TalkSettings {
    /// Two minutes: long enough to walk to a screen and press, short for somebody who waits.
    fn default() -> Self {
        Self { escalate_seconds: 120, told: String::new() }
    }
}

/// How many of one party may come to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyLimits {
    /// Adults and children.
    pub people: u8,
    /// Children among them.
    pub children: u8,
}

impl Default for PartyLimits {
    /// What most prisons allow at a visit.
    fn default() -> Self {
        Self { people: 6, children: 4 }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            adult_age: 18,
            reference: ReferenceRule::default(),
            window: ArrivalWindow::default(),
            reference_days: 14,
            name_days: 2,
            by_name: true,
            party: PartyLimits::default(),
            talks: TalkSettings::default(),
        }
    }
}

/// A site as it is stored.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its prison code.
    pub code: SiteCode,
    /// What people call it.
    pub name: String,
    /// What differs here.
    pub settings: Settings,
    /// What kiosks seal and hash with.
    pub keys: SiteKeys,
    /// Grows with every import and setting that changes cards.
    pub list_version: i64,
    /// When the visit list was last brought up to date. Microseconds.
    pub list_as_of: Option<i64>,
    /// The `list_version` for which cards were sealed last.
    pub sealed_version: i64,
    /// The local day for which cards were sealed last.
    pub sealed_day: Option<String>,
    late_minutes: i64,
    late_day: Option<String>,
}

impl Site {
    /// How late visits run on a day. Minutes.
    pub fn late_minutes_on(&self, day: NaiveDate) -> u16 {
        let said_today = self.late_day.as_deref() == Some(day.to_string().as_str());
        if said_today { u16::try_from(self.late_minutes).unwrap_or(0) } else { 0 }
    }
}

type Stored = (
    String,
    String,
    String,
    Vec<u8>,
    Vec<u8>,
    i64,
    Option<i64>,
    i64,
    Option<String>,
    i64,
    Option<String>,
);

const COLUMNS: &str = "SELECT site, name, settings, salt, writing_key, list_version, list_as_of, \
                       sealed_version, sealed_day, late_minutes, late_day FROM sites";

fn from_row(row: Stored) -> Result<Site, Error> {
    let code = row.0.parse().map_err(|_| sqlx::Error::Decode("a stored site code".into()))?;
    Ok(Site {
        code,
        name: row.1,
        settings: serde_json::from_str(&row.2)?,
        keys: keys::stored_site_keys(row.3, row.4),
        list_version: row.5,
        list_as_of: row.6,
        sealed_version: row.7,
        sealed_day: row.8,
        late_minutes: row.9,
        late_day: row.10,
    })
}

/// Adds a site with its keys.
pub async fn add(
    tx: &mut Write,
    code: SiteCode,
    name: &str,
    keys: &SiteKeys,
    reading_key: &[u8],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let added = sqlx::query(
        "INSERT INTO sites (site, name, settings, salt, writing_key, reading_key, list_version, \
         sealed_version, late_minutes, added) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, $7) \
         ON CONFLICT (site) DO NOTHING",
    )
    .bind(code.as_str())
    .bind(name)
    .bind(serde_json::to_string(&Settings::default())?)
    .bind(keys.salt.salt.0.as_slice())
    .bind(keys.writing.0.0.as_slice())
    .bind(reading_key)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    if added.rows_affected() == 0 {
        return Err(Error::SiteExists(code));
    }
    sqlx::query("INSERT INTO site_seq (site, seq, board) VALUES ($1, 0, 0)")
        .bind(code.as_str())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// All sites, by code.
pub async fn all(db: &Db) -> Result<Vec<Site>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} ORDER BY site"));
    let rows = sqlx::query_as::<_, Stored>(sql).fetch_all(db.pool()).await?;
    rows.into_iter().map(from_row).collect()
}

/// One site, if there is one of this code.
pub async fn find(db: &Db, code: SiteCode) -> Result<Option<Site>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE site = $1"));
    let row =
        sqlx::query_as::<_, Stored>(sql).bind(code.as_str()).fetch_optional(db.pool()).await?;
    row.map(from_row).transpose()
}

/// One site.
pub async fn get(db: &Db, code: SiteCode) -> Result<Site, Error> {
    find(db, code).await?.ok_or(Error::UnknownSite(code))
}

/// Reads a site and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &mut Write, code: SiteCode) -> Result<Site, Error> {
    // Not FOR UPDATE: a row that is added elsewhere and refers to the site need not wait, and
    // cannot wait in a circle.
    let locking = tx.either(" FOR NO KEY UPDATE", "");
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE site = $1{locking}"));
    let row =
        sqlx::query_as::<_, Stored>(sql).bind(code.as_str()).fetch_optional(tx.conn()).await?;
    row.map(from_row).transpose()?.ok_or(Error::UnknownSite(code))
}

/// The locked private key.
pub async fn reading_key(db: &Db, code: SiteCode) -> Result<Vec<u8>, Error> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT reading_key FROM sites WHERE site = $1")
        .bind(code.as_str())
        .fetch_optional(db.pool())
        .await?;
    row.map(|row| row.0).ok_or(Error::UnknownSite(code))
}

/// The locked private keys of all sites.
pub async fn reading_keys(tx: &mut Write) -> Result<Vec<(SiteCode, Vec<u8>)>, Error> {
    let rows: Vec<(String, Vec<u8>)> =
        sqlx::query_as("SELECT site, reading_key FROM sites").fetch_all(tx.conn()).await?;
    let read = |(site, key): (String, Vec<u8>)| {
        let site = site.parse().map_err(|_| sqlx::Error::Decode("a stored site code".into()))?;
        Ok((site, key))
    };
    rows.into_iter().map(read).collect()
}

/// The visit list was brought up to date: cards must be sealed anew.
pub async fn list_changed(tx: &mut Write, code: SiteCode, at: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query(
        "UPDATE sites SET list_version = list_version + 1, list_as_of = $2 WHERE site = $1",
    )
    .bind(code.as_str())
    .bind(at.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Cards must be sealed anew, though nothing is new on the list.
pub async fn must_seal(tx: &mut Write, code: SiteCode) -> Result<(), Error> {
    sqlx::query("UPDATE sites SET list_version = list_version + 1 WHERE site = $1")
        .bind(code.as_str())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Sets what differs here: cards must be sealed anew.
pub async fn set_settings(tx: &mut Write, code: SiteCode, to: &Settings) -> Result<(), Error> {
    sqlx::query("UPDATE sites SET settings = $2, list_version = list_version + 1 WHERE site = $1")
        .bind(code.as_str())
        .bind(serde_json::to_string(to)?)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Sets the salt: cards must be sealed anew.
pub async fn set_salt(tx: &mut Write, code: SiteCode, salt: &[u8]) -> Result<(), Error> {
    sqlx::query("UPDATE sites SET salt = $2, list_version = list_version + 1 WHERE site = $1")
        .bind(code.as_str())
        .bind(salt)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Cards of this list are sealed for this day.
pub async fn sealed(
    tx: &mut Write,
    code: SiteCode,
    version: i64,
    day: NaiveDate,
) -> Result<(), Error> {
    sqlx::query("UPDATE sites SET sealed_version = $2, sealed_day = $3 WHERE site = $1")
        .bind(code.as_str())
        .bind(version)
        .bind(day.to_string())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Visits of a day run so many minutes late.
pub async fn running_late(
    tx: &mut Write,
    code: SiteCode,
    day: NaiveDate,
    minutes: u16,
) -> Result<(), Error> {
    sqlx::query("UPDATE sites SET late_minutes = $2, late_day = $3 WHERE site = $1")
        .bind(code.as_str())
        .bind(i64::from(minutes))
        .bind(day.to_string())
        .execute(tx.conn())
        .await?;
    Ok(())
}
