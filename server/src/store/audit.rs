//! The record of who did what: rows that are only ever added, each marked over the one before.

use sqlx::AssertSqlSafe;
use std::fmt::Write as _;

use visits_domain::site::SiteCode;

use super::rows::Values;
use super::{Db, Write};
use crate::error::Error;

/// A row of the record.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
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

/// The end of a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct End {
    /// The number of the last row; 0 when there is none yet.
    pub seq: i64,
    /// Its mark.
    pub mark: Vec<u8>,
    /// Over both, so that nobody without the key can set an earlier row as the end.
    pub seal: Option<Vec<u8>>,
}

/// The end of a site's chain, locked until the transaction ends. Where somebody took it away the
/// chain goes on after the last row, and shows for ever that it was broken there.
pub async fn lock_end(tx: &mut Write, site: SiteCode) -> Result<End, Error> {
    sqlx::query(
        "INSERT INTO audit_ends (site, seq, mark) \
         SELECT $1, COALESCE(MAX(seq), 0), $2 FROM audit WHERE site = $1 \
         ON CONFLICT (site) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(Vec::<u8>::new())
    .execute(tx.conn())
    .await?;
    let lock = tx.either(" FOR UPDATE", "");
    let sql = format!("SELECT seq, mark, seal FROM audit_ends WHERE site = $1{lock}");
    Ok(sqlx::query_as(AssertSqlSafe(sql)).bind(site.as_str()).fetch_one(tx.conn()).await?)
}

/// Adds a row at the end, which [`lock_end`] has locked.
pub async fn add(tx: &mut Write, site: SiteCode, entry: &Entry, seal: &[u8]) -> Result<(), Error> {
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
    sqlx::query("UPDATE audit_ends SET seq = $2, mark = $3, seal = $4 WHERE site = $1")
        .bind(site.as_str())
        .bind(entry.seq)
        .bind(entry.mark.as_slice())
        .bind(seal)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The end of a site's chain, and whether any row stands beyond it. One statement: both are of
/// one moment. None: there is no end.
pub async fn end(db: &Db, site: SiteCode) -> Result<Option<(End, bool)>, Error> {
    type Row = (i64, Vec<u8>, Option<Vec<u8>>, i64);
    let row: Option<Row> = sqlx::query_as(
        "SELECT e.seq, e.mark, e.seal, \
         (SELECT COUNT(*) FROM audit a WHERE a.site = e.site AND (a.seq > e.seq OR a.seq < 1)) \
         FROM audit_ends e WHERE e.site = $1",
    )
    .bind(site.as_str())
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|(seq, mark, seal, beyond)| (End { seq, mark, seal }, beyond > 0)))
}

/// Where a site's chain begins since its oldest rows were deleted by age: the last one that went.
pub async fn cut(db: &Db, site: SiteCode) -> Result<Option<End>, Error> {
    Ok(sqlx::query_as("SELECT seq, mark, seal FROM audit_cuts WHERE site = $1")
        .bind(site.as_str())
        .fetch_optional(db.pool())
        .await?)
}

/// Rows after a number, in order: `limit` at most.
pub async fn after(db: &Db, site: SiteCode, seq: i64, limit: i64) -> Result<Vec<Entry>, Error> {
    Ok(sqlx::query_as(
        "SELECT seq, at, who, act, about, mark FROM audit \
         WHERE site = $1 AND seq > $2 ORDER BY seq LIMIT $3",
    )
    .bind(site.as_str())
    .bind(seq)
    .bind(limit)
    .fetch_all(db.pool())
    .await?)
}

/// Which rows a person looks for. Times in microseconds.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// From this moment on, and before that one.
    pub between: Option<(i64, i64)>,
    /// Of this account.
    pub who: Option<String>,
    /// Of this kind.
    pub act: Option<String>,
    /// Older than this row.
    pub before: Option<i64>,
}

/// The newest rows that fit: `limit` at most.
pub async fn find(
    db: &Db,
    site: SiteCode,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<Entry>, Error> {
    let mut sql = "SELECT seq, at, who, act, about, mark FROM audit WHERE site = $1".to_owned();
    let mut values = Values::default();
    values.text(site.as_str());
    let mut count = 1;
    let mut place = |condition: &str| {
        count += 1;
        let _ = write!(sql, " AND {condition} ${count}");
    };
    if let Some((from, to)) = filter.between {
        place("at >=");
        place("at <");
        values.int(from).int(to);
    }
    if let Some(who) = &filter.who {
        place("who =");
        values.text(who.as_str());
    }
    if let Some(act) = &filter.act {
        place("act =");
        values.text(act.as_str());
    }
    if let Some(before) = filter.before {
        place("seq <");
        values.int(before);
    }
    let _ = write!(sql, " ORDER BY seq DESC LIMIT {limit}");
    Ok(sqlx::query_as_with(AssertSqlSafe(sql), values.take()).fetch_all(db.pool()).await?)
}

/// Every account that did something at a site.
pub async fn accounts(db: &Db, site: SiteCode) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT DISTINCT who FROM audit WHERE site = $1 ORDER BY who")
            .bind(site.as_str())
            .fetch_all(db.pool())
            .await?;
    Ok(rows.into_iter().map(|(who,)| who).collect())
}
