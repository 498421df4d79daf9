//! The record of who did what: rows that are only ever added, each marked over the one before.

use visits_domain::site::SiteCode;

use super::Write;
use crate::error::Error;

/// A row of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From 1 without gaps.
    pub seq: i64,
    /// Microseconds.
    pub at: i64,
    /// The account, or `server` for what it does by itself.
    pub who: String,
    /// A word of [`crate::audit::Noted`].
    pub act: String,
    /// The id of what it was done to.
    pub about: String,
    /// Over this row and the mark before.
    pub mark: Vec<u8>,
}

/// The end of a site's chain, locked until the transaction ends: its number and mark.
pub async fn lock_end(tx: &mut Write, site: SiteCode) -> Result<(i64, Vec<u8>), Error> {
    sqlx::query(
        "INSERT INTO audit_ends (site, seq, mark) VALUES ($1, 0, $2) ON CONFLICT (site) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(Vec::<u8>::new())
    .execute(tx.conn())
    .await?;
    let lock = tx.either(" FOR UPDATE", "");
    let sql = format!("SELECT seq, mark FROM audit_ends WHERE site = $1{lock}");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(site.as_str()).fetch_one(tx.conn()).await?)
}

/// Adds a row at the end, which [`lock_end`] has locked.
pub async fn add(tx: &mut Write, site: SiteCode, entry: &Entry) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO audit (site, seq, at, who, act, about, mark) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(site.as_str())
    .bind(entry.seq)
    .bind(entry.at)
    .bind(entry.who.as_str())
    .bind(entry.act.as_str())
    .bind(entry.about.as_str())
    .bind(entry.mark.as_slice())
    .execute(tx.conn())
    .await?;
    sqlx::query("UPDATE audit_ends SET seq = $2, mark = $3 WHERE site = $1")
        .bind(site.as_str())
        .bind(entry.seq)
        .bind(entry.mark.as_slice())
        .execute(tx.conn())
        .await?;
    Ok(())
}
