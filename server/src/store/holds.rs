//! People whose data must stay, and why.

use chrono::{DateTime, NaiveDate, Utc};
use visits_domain::site::SiteCode;

use super::{Db, Write, rows};
use crate::error::Error;

/// A hold as it is stored. Times in microseconds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Hold {
    /// Its id.
    pub id: String,
    /// A word of `privacy::holds::Ground`.
    pub ground: String,
    /// Whom it is about.
    pub first_name: String,
    /// Whom it is about.
    pub last_name: String,
    /// Whom it is about.
    pub born: Option<String>,
    /// In a few words.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The last day.
    pub until_day: String,
    /// Since when.
    pub placed: i64,
    /// By which account.
    pub placed_by: String,
    /// When it ended.
    pub ended: Option<i64>,
}

/// Places a hold on a person, under every key the person has.
pub async fn add(tx: &mut Write, site: SiteCode, hold: &Hold, who: &[String]) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO holds (site, id, ground, first_name, last_name, born, reason, owner, \
         until_day, placed, placed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(site.as_str())
    .bind(hold.id.as_str())
    .bind(hold.ground.as_str())
    .bind(hold.first_name.as_str())
    .bind(hold.last_name.as_str())
    .bind(hold.born.as_deref())
    .bind(hold.reason.as_str())
    .bind(hold.owner.as_str())
    .bind(hold.until_day.as_str())
    .bind(hold.placed)
    .bind(hold.placed_by.as_str())
    .execute(tx.conn())
    .await?;
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO hold_people (site, hold, who) VALUES",
            3,
            "ON CONFLICT (site, hold, who) DO NOTHING",
        ),
        who,
        |who, values| {
            values.text(site.as_str()).text(hold.id.as_str()).text(who.as_str());
        },
    )
    .await
}

const COLUMNS: &str = "SELECT DISTINCT h.id, h.ground, h.first_name, h.last_name, h.born, \
     h.reason, h.owner, h.until_day, h.placed, h.placed_by, h.ended FROM holds h";

/// All holds that stand or have not been forgotten: those that stand first, the newest first.
pub async fn all(db: &Db, site: SiteCode) -> Result<Vec<Hold>, Error> {
    let sql =
        format!("{COLUMNS} WHERE h.site = $1 ORDER BY h.ended DESC, h.placed DESC, h.id LIMIT 200");
    let mut holds: Vec<Hold> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(site.as_str()).fetch_all(db.pool()).await?;
    holds.sort_by_key(|hold| hold.ended.is_some());
    Ok(holds)
}

/// The holds that stand on somebody with one of these keys.
pub async fn on(tx: &mut Write, site: SiteCode, who: &[String]) -> Result<Vec<Hold>, Error> {
    let head = format!(
        "{COLUMNS} JOIN hold_people p ON p.site = h.site AND p.hold = h.id \
         WHERE h.site = $1 AND h.ended IS NULL AND p.who IN"
    );
    rows::select_in(tx.conn(), (&head, "ORDER BY h.placed"), site.as_str(), who).await
}

/// Ends a hold. False: it has ended, or never was.
pub async fn end(
    tx: &mut Write,
    site: SiteCode,
    hold: &str,
    (by, now): (&str, DateTime<Utc>),
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE holds SET ended = $3, ended_by = $4 WHERE site = $1 AND id = $2 AND ended IS NULL",
    )
    .bind(site.as_str())
    .bind(hold)
    .bind(now.timestamp_micros())
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the holds whose last day is past: their ids.
pub async fn end_run_out(
    tx: &mut Write,
    site: SiteCode,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<Vec<String>, Error> {
    let ended: Vec<(String,)> = sqlx::query_as(
        "UPDATE holds SET ended = $3, ended_by = 'server' \
         WHERE site = $1 AND ended IS NULL AND until_day < $2 RETURNING id",
    )
    .bind(site.as_str())
    .bind(today.to_string())
    .bind(now.timestamp_micros())
    .fetch_all(tx.conn())
    .await?;
    Ok(ended.into_iter().map(|row| row.0).collect())
}

/// Forgets some of the holds that ended long ago.
pub async fn forget_some(tx: &mut Write, site: SiteCode, ended_before: i64) -> Result<u64, Error> {
    let old: Vec<(String,)> = sqlx::query_as(
        "SELECT id FROM holds WHERE site = $1 AND ended < $2 ORDER BY ended LIMIT $3",
    )
    .bind(site.as_str())
    .bind(ended_before)
    .bind(i64::from(super::retention::ROWS_AT_ONCE))
    .fetch_all(tx.conn())
    .await?;
    let old: Vec<String> = old.into_iter().map(|row| row.0).collect();
    let people = "DELETE FROM hold_people WHERE site = $1 AND hold IN";
    rows::run_in(tx.conn(), people, site.as_str(), &old).await?;
    rows::run_in(tx.conn(), "DELETE FROM holds WHERE site = $1 AND id IN", site.as_str(), &old)
        .await
}
