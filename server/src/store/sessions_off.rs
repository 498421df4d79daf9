//! Sessions that do not go ahead.

use chrono::{NaiveDate, NaiveTime};
use visits_domain::site::SiteCode;

use super::progress::Mark;
use super::visits::{minute_of, time_of};
use super::{Db, Write};
use crate::error::Error;

/// A session does not go ahead. False: that was known.
pub async fn cancel(
    tx: &mut Write,
    site: SiteCode,
    (day, start): (NaiveDate, NaiveTime),
    mark: &Mark,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "INSERT INTO cancelled_sessions (site, day, start_minute, cancelled, cancelled_by) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (site, day, start_minute) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(minute_of(start))
    .bind(mark.at)
    .bind(mark.by.as_str())
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// It goes ahead after all. False: that was known.
pub async fn reinstate(
    tx: &mut Write,
    site: SiteCode,
    (day, start): (NaiveDate, NaiveTime),
) -> Result<bool, Error> {
    let done = sqlx::query(
        "DELETE FROM cancelled_sessions WHERE site = $1 AND day = $2 AND start_minute = $3",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(minute_of(start))
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

const OF_DAY: &str = "SELECT start_minute FROM cancelled_sessions \
                      WHERE site = $1 AND day = $2 ORDER BY start_minute";

/// The starts of those of a day, in order.
pub async fn of_day(db: &Db, site: SiteCode, day: NaiveDate) -> Result<Vec<NaiveTime>, Error> {
    let rows: Vec<(i64,)> = sqlx::query_as(OF_DAY)
        .bind(site.as_str())
        .bind(day.to_string())
        .fetch_all(db.pool())
        .await?;
    Ok(rows.into_iter().filter_map(|row| time_of(row.0)).collect())
}

/// The same within a transaction.
pub async fn known(
    tx: &mut Write,
    site: SiteCode,
    day: NaiveDate,
) -> Result<Vec<NaiveTime>, Error> {
    let rows: Vec<(i64,)> = sqlx::query_as(OF_DAY)
        .bind(site.as_str())
        .bind(day.to_string())
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().filter_map(|row| time_of(row.0)).collect())
}
