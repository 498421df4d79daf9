//! Safeguarding leads, and the notes that are locked for them.

use chrono::{DateTime, Utc};
use visits_domain::site::SiteCode;

use super::{Db, Write};
use crate::error::Error;

/// The names of a site's leads who have a role there.
pub async fn leads(db: &Db, site: SiteCode) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT p.shown_name FROM safeguarding_leads l \
         JOIN people p ON p.person = l.person \
         JOIN roles r ON r.site = l.site AND r.person = l.person AND r.ended IS NULL \
         WHERE l.site = $1 AND l.ended IS NULL ORDER BY p.name",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Whether somebody is one.
pub async fn is_lead(db: &Db, site: SiteCode, person: &str) -> Result<bool, Error> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT since FROM safeguarding_leads \
         WHERE site = $1 AND person = $2 AND ended IS NULL",
    )
    .bind(site.as_str())
    .bind(person)
    .fetch_optional(db.pool())
    .await?;
    Ok(row.is_some())
}

/// Names one.
pub async fn name_lead(
    tx: &mut Write,
    (site, person): (SiteCode, &str),
    (who, now): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO safeguarding_leads (site, person, since, named_by) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (site, person) DO UPDATE \
         SET since = excluded.since, named_by = excluded.named_by, ended = NULL",
    )
    .bind(site.as_str())
    .bind(person)
    .bind(now.timestamp_micros())
    .bind(who)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// They are none any more. False: they were none.
pub async fn end_lead(
    tx: &mut Write,
    (site, person): (SiteCode, &str),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE safeguarding_leads SET ended = $3 \
         WHERE site = $1 AND person = $2 AND ended IS NULL",
    )
    .bind(site.as_str())
    .bind(person)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A note as it is stored. Times in microseconds.
#[derive(Clone, Debug, sqlx::FromRow)]
#[allow(clippy::struct_field_names, reason = "as its column is called")]
pub struct Note {
    /// Its id.
    pub note: String,
    /// When it was written.
    pub at: i64,
    /// By whom, by name.
    pub who: String,
    /// The talk or the request it came from.
    pub about: Option<String>,
    /// Locked.
    pub text: Vec<u8>,
    /// When a lead read it first.
    pub read_at: Option<i64>,
    /// Which lead, by name.
    pub read_by: Option<String>,
}

/// Writes one.
pub async fn add(tx: &mut Write, site: SiteCode, note: &Note) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO safeguarding_notes (site, note, at, who, about, text) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(site.as_str())
    .bind(note.note.as_str())
    .bind(note.at)
    .bind(note.who.as_str())
    .bind(note.about.as_deref())
    .bind(note.text.as_slice())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// All of a site: those that nobody has read first, then the newest.
pub async fn list(db: &Db, site: SiteCode) -> Result<Vec<Note>, Error> {
    Ok(sqlx::query_as(
        "SELECT note, at, who, about, text, read_at, read_by FROM safeguarding_notes \
         WHERE site = $1 ORDER BY CASE WHEN read_at IS NULL THEN 0 ELSE 1 END, at DESC, note \
         LIMIT 300",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?)
}

/// One of them.
pub async fn find(tx: &mut Write, site: SiteCode, note: &str) -> Result<Option<Note>, Error> {
    Ok(sqlx::query_as(
        "SELECT note, at, who, about, text, read_at, read_by FROM safeguarding_notes \
         WHERE site = $1 AND note = $2",
    )
    .bind(site.as_str())
    .bind(note)
    .fetch_optional(tx.conn())
    .await?)
}

/// A lead reads it. The first one stays.
pub async fn read(
    tx: &mut Write,
    site: SiteCode,
    note: &str,
    (name, now): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE safeguarding_notes SET read_at = $3, read_by = $4 \
         WHERE site = $1 AND note = $2 AND read_at IS NULL",
    )
    .bind(site.as_str())
    .bind(note)
    .bind(now.timestamp_micros())
    .bind(name)
    .execute(tx.conn())
    .await?;
    Ok(())
}
