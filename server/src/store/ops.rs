//! How things stand, for whoever watches over the server.

use super::Db;
use crate::error::Error;

/// A site.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SiteState {
    /// Its code.
    pub site: String,
    /// When its list was brought up to date. Microseconds.
    pub list_as_of: Option<i64>,
}

/// A kiosk in use.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KioskState {
    /// Its site.
    pub site: String,
    /// The letter of its numbers.
    pub letter: String,
    /// Records it had not sent.
    pub unsent: i64,
    /// When it was heard from. Microseconds.
    pub last_seen: Option<i64>,
}

/// All sites and kiosks.
pub async fn all(db: &Db) -> Result<(Vec<SiteState>, Vec<KioskState>), Error> {
    let sites = sqlx::query_as("SELECT site, list_as_of FROM sites ORDER BY site");
    let kiosks = sqlx::query_as(
        "SELECT site, letter, unsent, last_seen FROM kiosks WHERE revoked IS NULL \
         ORDER BY site, letter",
    );
    Ok((sites.fetch_all(db.pool()).await?, kiosks.fetch_all(db.pool()).await?))
}

/// Writes something that changes nothing, and makes it durable.
pub async fn can_write(db: &Db) -> Result<(), Error> {
    let mut tx = db.write().await?;
    sqlx::query("UPDATE server_life SET since = since").execute(tx.conn()).await?;
    tx.commit().await
}
