//! Marks of people who were erased. A mark says nothing without the master key.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use visits_domain::site::SiteCode;

use super::{Write, rows};
use crate::error::Error;

/// A list may reach back so far (`import/check.rs`); older days cannot come back by any list.
pub const LISTS_REACH_BACK: TimeDelta = TimeDelta::days(367);

/// Remembers a person under these marks. What lies before the day stays away.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    marks: &[String],
    (before, now): (NaiveDate, DateTime<Utc>),
) -> Result<(), Error> {
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO erasures (site, mark, before_day, at) VALUES",
            4,
            "ON CONFLICT (site, mark) DO UPDATE \
             SET before_day = excluded.before_day, at = excluded.at",
        ),
        marks,
        |mark, values| {
            values.text(site.as_str()).text(mark.as_str()).text(before.to_string());
            values.int(now.timestamp_micros());
        },
    )
    .await
}

/// All marks of a site, each with the first day that may come back.
pub async fn all(tx: &mut Write, site: SiteCode) -> Result<HashMap<String, NaiveDate>, Error> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT mark, before_day FROM erasures WHERE site = $1")
            .bind(site.as_str())
            .fetch_all(tx.conn())
            .await?;
    Ok(rows.into_iter().filter_map(|(mark, day)| Some((mark, day.parse().ok()?))).collect())
}

/// Forgets marks that no list can meet any more.
pub async fn forget(tx: &mut Write, site: SiteCode, before: NaiveDate) -> Result<(), Error> {
    sqlx::query("DELETE FROM erasures WHERE site = $1 AND before_day < $2")
        .bind(site.as_str())
        .bind(before.to_string())
        .execute(tx.conn())
        .await?;
    Ok(())
}
