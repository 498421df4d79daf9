//! Families who wait for a volunteer, and what became of each.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::AnyConnection;
use visits_domain::site::SiteCode;

use super::Write;
use crate::error::Error;

/// Somebody asked for a volunteer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Asked {
    /// Its id.
    pub id: String,
    /// Their number.
    pub number: Option<String>,
    /// Where they sit.
    pub seat: Option<String>,
    /// On their screen.
    pub language: String,
    /// Since when. Microseconds.
    pub since: i64,
    /// Somebody took it.
    pub taken: Option<i64>,
}

/// The asks for a volunteer since a moment (microseconds), oldest first.
pub async fn asked(
    conn: &mut AnyConnection,
    site: SiteCode,
    since: i64,
) -> Result<Vec<Asked>, Error> {
    Ok(sqlx::query_as(
        "SELECT id, number, seat, language, asked AS since, taken FROM asks \
         WHERE site = $1 AND whom = 'volunteer' AND asked >= $2 ORDER BY asked, id",
    )
    .bind(site.as_str())
    .bind(since)
    .fetch_all(conn)
    .await?)
}

/// A family arrived and said that it is their first visit.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Came {
    /// The observation's id.
    pub id: String,
    /// The visit: its party may have been seen more than once.
    pub visit: String,
    /// Their number.
    pub number: String,
    /// On their screen.
    pub language: String,
    /// When. Microseconds.
    pub at: i64,
    /// The end of the visit. Minutes of the day.
    pub end_minute: i64,
}

/// The first visits of a day that are not through search yet, earliest first.
pub async fn came(
    conn: &mut AnyConnection,
    site: SiteCode,
    day: NaiveDate,
) -> Result<Vec<Came>, Error> {
    Ok(sqlx::query_as(
        "SELECT a.id, a.visit, a.number, a.language, a.at, v.end_minute FROM arrivals a \
         JOIN visits v ON v.site = a.site AND v.handle = a.visit \
         LEFT JOIN progress p ON p.site = a.site AND p.day = a.day AND p.visit = a.visit \
         WHERE a.site = $1 AND a.day = $2 AND a.first_visit = 1 AND a.joined = 0 \
         AND a.undone IS NULL AND a.merged_into IS NULL \
         AND p.searched IS NULL AND p.hall IS NULL AND p.gone IS NULL \
         ORDER BY a.at, a.id",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .fetch_all(conn)
    .await?)
}

/// What became of a family.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Help {
    /// The ask's id, or the arrival's.
    pub family: String,
    /// Who went to them: an account, or `keyholder:` and a code.
    pub claimed_by: Option<String>,
    /// The same for kiosks.
    pub claimed_code: Option<String>,
    /// The same for staff.
    pub claimed_name: Option<String>,
    /// When they were helped. Microseconds.
    pub done: Option<i64>,
}

/// What became of the families of a day.
pub async fn of_day(
    conn: &mut AnyConnection,
    site: SiteCode,
    day: NaiveDate,
) -> Result<Vec<Help>, Error> {
    Ok(sqlx::query_as(
        "SELECT family, claimed_by, claimed_code, claimed_name, done FROM helps \
         WHERE site = $1 AND day = $2",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .fetch_all(conn)
    .await?)
}

/// Writes what became of a family. The site must be locked.
pub async fn put(
    tx: &mut Write,
    (site, day): (SiteCode, NaiveDate),
    help: &Help,
    (by, now): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO helps (site, family, day, changed, claimed_by, claimed_code, claimed_name, \
         done, done_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (site, family) DO UPDATE SET changed = excluded.changed, \
         claimed_by = excluded.claimed_by, claimed_code = excluded.claimed_code, \
         claimed_name = excluded.claimed_name, done = excluded.done, done_by = excluded.done_by",
    )
    .bind(site.as_str())
    .bind(help.family.as_str())
    .bind(day.to_string())
    .bind(now.timestamp_micros())
    .bind(help.claimed_by.as_deref())
    .bind(help.claimed_code.as_deref())
    .bind(help.claimed_name.as_deref())
    .bind(help.done)
    .bind(help.done.map(|_| by))
    .execute(tx.conn())
    .await?;
    Ok(())
}
