//! Organisations that refer families by machine, and the hashes of their keys.

use chrono::{DateTime, Utc};
use visits_domain::site::SiteCode;

use super::{Db, Write};
use crate::error::Error;

/// An organisation that refers families by machine. Times in microseconds.
#[derive(Clone, Debug, sqlx::FromRow)]
#[allow(clippy::struct_field_names, reason = "as its column is called")]
pub struct Partner {
    /// Its id.
    pub partner: String,
    /// What people call it.
    pub name: String,
    /// Since when.
    pub added: i64,
    /// When its key ended.
    pub ended: Option<i64>,
}

/// The partners of a site.
pub async fn all(db: &Db, site: SiteCode) -> Result<Vec<Partner>, Error> {
    Ok(sqlx::query_as(
        "SELECT partner, name, added, ended FROM referral_partners WHERE site = $1 \
         ORDER BY CASE WHEN ended IS NULL THEN 0 ELSE 1 END, name, partner",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?)
}

/// Adds one with the hash of its key.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    (partner, name, key_hash): (&str, &str, &str),
    (who, now): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO referral_partners (site, partner, name, key_hash, added, added_by) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(site.as_str())
    .bind(partner)
    .bind(name)
    .bind(key_hash)
    .bind(now.timestamp_micros())
    .bind(who)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Its key opens nothing any more. False: it did not.
pub async fn end(
    tx: &mut Write,
    site: SiteCode,
    partner: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE referral_partners SET ended = $3 \
         WHERE site = $1 AND partner = $2 AND ended IS NULL",
    )
    .bind(site.as_str())
    .bind(partner)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whose key this is: the site, its id and its name.
pub async fn of_key(db: &Db, key_hash: &str) -> Result<Option<(SiteCode, String, String)>, Error> {
    let row: Option<(String, String, String)> = sqlx::query_as(
        "SELECT site, partner, name FROM referral_partners WHERE key_hash = $1 AND ended IS NULL",
    )
    .bind(key_hash)
    .fetch_optional(db.pool())
    .await?;
    Ok(row.and_then(|(site, partner, name)| Some((site.parse().ok()?, partner, name))))
}
