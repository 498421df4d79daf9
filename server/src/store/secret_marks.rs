//! Which secret of its machines a site's cards are sealed with: a keyed mark, never the secret.

use chrono::{DateTime, Utc};
use visits_domain::site::SiteCode;

use super::{Db, Write};
use crate::error::Error;

/// The mark, if one was noted.
pub async fn find(db: &Db, site: SiteCode) -> Result<Option<Vec<u8>>, Error> {
    let row: Option<(Vec<u8>,)> =
        sqlx::query_as("SELECT mark FROM site_secret_marks WHERE site = $1")
            .bind(site.as_str())
            .fetch_optional(db.pool())
            .await?;
    Ok(row.map(|row| row.0))
}

/// Notes the first mark. One that is there stays.
pub async fn note_first(
    tx: &mut Write,
    site: SiteCode,
    mark: &[u8],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO site_secret_marks (site, mark, noted) VALUES ($1, $2, $3) \
         ON CONFLICT (site) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(mark)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// From now on it is this one.
pub async fn replace(
    tx: &mut Write,
    site: SiteCode,
    mark: &[u8],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO site_secret_marks (site, mark, noted) VALUES ($1, $2, $3) \
         ON CONFLICT (site) DO UPDATE SET mark = excluded.mark, noted = excluded.noted",
    )
    .bind(site.as_str())
    .bind(mark)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}
