//! Whose turn it is to delete at a site, and for which day it was done last.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use visits_domain::site::SiteCode;

use crate::error::Error;
use crate::store::{Db, Write};

/// A process that dies is waited for so long. Each transaction begins the time anew.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// The local day for which the nightly deletion ran last.
pub async fn last_done(db: &Db, site: SiteCode) -> Result<Option<NaiveDate>, Error> {
    let row: Option<(Option<String>,)> =
        sqlx::query_as("SELECT done_day FROM retention_leases WHERE site = $1")
            .bind(site.as_str())
            .fetch_optional(db.pool())
            .await?;
    Ok(row.and_then(|row| row.0).and_then(|day| day.parse().ok()))
}

/// Nights are counted from this day on.
pub async fn begin(tx: &mut Write, site: SiteCode, today: NaiveDate) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO retention_leases (site, holder, until, done_day) VALUES ($1, '', 0, $2) \
         ON CONFLICT (site) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(today.to_string())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes the turn, unless another process has it, or has done this day's. `again`: even so.
pub async fn take_turn(
    tx: &mut Write,
    site: SiteCode,
    (holder, now): (&str, DateTime<Utc>),
    (today, again): (NaiveDate, bool),
) -> Result<bool, Error> {
    // A lease that ends far ahead was written by a clock that was wrong.
    let taken = sqlx::query(
        "INSERT INTO retention_leases (site, holder, until) VALUES ($1, $2, $3) \
         ON CONFLICT (site) DO UPDATE SET holder = excluded.holder, until = excluded.until \
         WHERE (retention_leases.until <= $4 OR retention_leases.until > $5) AND ($6 = 1 \
         OR retention_leases.done_day IS NULL OR retention_leases.done_day <> $7)",
    )
    .bind(site.as_str())
    .bind(holder)
    .bind((now + LEASE).timestamp_micros())
    .bind(now.timestamp_micros())
    .bind((now + LEASE * 2).timestamp_micros())
    .bind(i64::from(again))
    .bind(today.to_string())
    .execute(tx.conn())
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Goes on with the turn. False: another process took it.
pub async fn keep_turn(
    tx: &mut Write,
    site: SiteCode,
    holder: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let kept =
        sqlx::query("UPDATE retention_leases SET until = $3 WHERE site = $1 AND holder = $2")
            .bind(site.as_str())
            .bind(holder)
            .bind((now + LEASE).timestamp_micros())
            .execute(tx.conn())
            .await?;
    Ok(kept.rows_affected() == 1)
}

/// Ends the turn: the day is done.
pub async fn end_turn(
    tx: &mut Write,
    site: SiteCode,
    holder: &str,
    today: NaiveDate,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE retention_leases SET until = 0, done_day = $3 WHERE site = $1 AND holder = $2",
    )
    .bind(site.as_str())
    .bind(holder)
    .bind(today.to_string())
    .execute(tx.conn())
    .await?;
    Ok(())
}
