//! Who was called, and in which order.

use chrono::{DateTime, NaiveDate, Utc};
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;

use super::{Db, Write};
use crate::error::Error;

/// Calls a visit's party. False: it was called already.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    (day, visit): (NaiveDate, VisitHandle),
    (by, now): (&str, DateTime<Utc>),
) -> Result<bool, Error> {
    let done = sqlx::query(
        "INSERT INTO calls (site, day, visit, called, called_by) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (site, day, visit) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(visit.to_string())
    .bind(now.timestamp_micros())
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A call that is taken back: the wrong row was pressed.
pub async fn remove(
    tx: &mut Write,
    site: SiteCode,
    day: NaiveDate,
    visit: VisitHandle,
) -> Result<(), Error> {
    sqlx::query("DELETE FROM calls WHERE site = $1 AND day = $2 AND visit = $3")
        .bind(site.as_str())
        .bind(day.to_string())
        .bind(visit.to_string())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The calls of a day in their order, with the end of each visit in minutes of the day.
pub async fn of_day(
    db: &Db,
    site: SiteCode,
    day: NaiveDate,
) -> Result<Vec<(VisitHandle, i64)>, Error> {
    let rows: Vec<(String, i64)> = sqlx::query_as(OF_DAY)
        .bind(site.as_str())
        .bind(day.to_string())
        .fetch_all(db.pool())
        .await?;
    Ok(rows.into_iter().filter_map(|(v, at)| Some((VisitHandle(v.parse().ok()?), at))).collect())
}

const OF_DAY: &str = "SELECT visit, called FROM calls WHERE site = $1 AND day = $2 \
                      ORDER BY called, visit";

/// The numbers called and whose visit is not over, in the order of calling. A party that has two
/// numbers is called by both: nobody knows which one it holds.
pub async fn called_numbers(
    tx: &mut Write,
    site: SiteCode,
    day: NaiveDate,
    minute_now: i64,
) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT a.number FROM calls c \
         JOIN visits v ON v.site = c.site AND v.handle = c.visit \
         JOIN arrivals a ON a.site = c.site AND a.visit = c.visit AND a.joined = 0 \
         WHERE c.site = $1 AND c.day = $2 AND v.end_minute > $3 \
         ORDER BY c.called, c.visit, a.at, a.id",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(minute_now)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
