//! Uploaded lists between preview and confirmation: sealed, for an hour.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use visits_domain::site::SiteCode;

use super::{Db, Write};
use crate::error::Error;

/// Keeps one; what the same person uploaded before is forgotten.
pub async fn put(
    tx: &mut Write,
    site: SiteCode,
    (id, by): (Uuid, &str),
    sealed: &[u8],
    expires: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query("DELETE FROM import_previews WHERE site = $1 AND by_whom = $2")
        .bind(site.as_str())
        .bind(by)
        .execute(tx.conn())
        .await?;
    sqlx::query(
        "INSERT INTO import_previews (site, id, by_whom, expires, sealed) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(site.as_str())
    .bind(id.to_string())
    .bind(by)
    .bind(expires.timestamp_micros())
    .bind(sealed)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes one out. None: it was used, has run out, or is somebody else's.
pub async fn take(
    tx: &mut Write,
    site: SiteCode,
    (id, by): (Uuid, &str),
    now: DateTime<Utc>,
) -> Result<Option<Vec<u8>>, Error> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as(
        "DELETE FROM import_previews \
         WHERE site = $1 AND id = $2 AND by_whom = $3 AND expires > $4 RETURNING sealed",
    )
    .bind(site.as_str())
    .bind(id.to_string())
    .bind(by)
    .bind(now.timestamp_micros())
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| row.0))
}

/// Forgets what has run out, of all sites.
pub async fn forget_expired(db: &Db, now: DateTime<Utc>) -> Result<(), Error> {
    let old: Option<(i64,)> =
        sqlx::query_as("SELECT expires FROM import_previews WHERE expires <= $1 LIMIT 1")
            .bind(now.timestamp_micros())
            .fetch_optional(db.pool())
            .await?;
    if old.is_none() {
        return Ok(());
    }
    let mut tx = db.write().await?;
    sqlx::query("DELETE FROM import_previews WHERE expires <= $1")
        .bind(now.timestamp_micros())
        .execute(tx.conn())
        .await?;
    tx.commit().await
}
