//! Who received what, when, and on what ground.

use visits_domain::site::SiteCode;

use super::{Db, Write};
use crate::error::Error;

/// An entry of the record. No name of a family.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Microseconds.
    pub at: i64,
    /// The account that handed it out.
    pub who: String,
    /// Who received it, as `privacy::shared::Recipient` writes it.
    pub recipient: String,
    /// A word of `privacy::shared::What`.
    pub what: String,
    /// A word of `privacy::shared::Ground`.
    pub ground: String,
    /// The opaque id of the person it is about, where it is about one.
    pub subject: Option<String>,
    /// The day whose visits it is about.
    pub day: Option<String>,
    /// How many people it is about.
    pub people: i64,
}

/// Adds an entry.
pub async fn add(tx: &mut Write, site: SiteCode, entry: &Entry) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO shared (site, id, at, who, recipient, what, ground, subject, day, people) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(site.as_str())
    .bind(entry.id.as_str())
    .bind(entry.at)
    .bind(entry.who.as_str())
    .bind(entry.recipient.as_str())
    .bind(entry.what.as_str())
    .bind(entry.ground.as_str())
    .bind(entry.subject.as_deref())
    .bind(entry.day.as_deref())
    .bind(entry.people)
    .execute(tx.conn())
    .await?;
    Ok(())
}

const COLUMNS: &str =
    "SELECT id, at, who, recipient, what, ground, subject, day, people FROM shared";

/// The newest entries first.
pub async fn newest(db: &Db, site: SiteCode) -> Result<Vec<Entry>, Error> {
    let sql = format!("{COLUMNS} WHERE site = $1 ORDER BY at DESC, id LIMIT 200");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(site.as_str()).fetch_all(db.pool()).await?)
}

/// What was handed out about a person, oldest first.
pub async fn about(db: &Db, site: SiteCode, subject: &str) -> Result<Vec<Entry>, Error> {
    let sql = format!("{COLUMNS} WHERE site = $1 AND subject = $2 ORDER BY at, id");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(site.as_str())
        .bind(subject)
        .fetch_all(db.pool())
        .await?)
}

/// Whole lists of a day that were handed out, oldest first.
pub async fn lists_of_day(db: &Db, site: SiteCode, day: &str) -> Result<Vec<Entry>, Error> {
    let sql = format!("{COLUMNS} WHERE site = $1 AND day = $2 AND subject IS NULL ORDER BY at, id");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(site.as_str())
        .bind(day)
        .fetch_all(db.pool())
        .await?)
}
