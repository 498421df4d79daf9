//! Visits that a list moved or cancelled after somebody had arrived for them. The arrival stays;
//! staff are told until one of them has looked.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;

use super::visits::{minute_of, time_of};
use super::{Db, Write, rows};
use crate::error::Error;

/// What a list did to a visit for which somebody had arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It is at another time or on another day.
    Moved,
    /// It does not go ahead.
    Cancelled,
}

impl After {
    fn as_str(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A day and the start of a visit on it. Local.
pub type Start = (NaiveDate, NaiveTime);

/// One visit.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The visit.
    pub visit: VisitHandle,
    /// What happened to it.
    pub what: After,
    /// When it was as they arrived.
    pub was: Start,
    /// When the newest list has it.
    pub is: Start,
    /// When that list came. Microseconds.
    pub at: i64,
}

type Row = (String, String, String, i64, String, i64, i64);

fn exception_of((visit, what, was_day, was, is_day, is, at): Row) -> Option<Exception> {
    Some(Exception {
        visit: VisitHandle(visit.parse().ok()?),
        what: if what == After::Moved.as_str() { After::Moved } else { After::Cancelled },
        was: (was_day.parse().ok()?, time_of(was)?),
        is: (is_day.parse().ok()?, time_of(is)?),
        at,
    })
}

/// What nobody has looked at yet, of visits that were, or now are, on this day.
/// With the surnames of the people on each.
pub async fn of_day(
    db: &Db,
    site: SiteCode,
    day: NaiveDate,
) -> Result<Vec<(Exception, Vec<String>)>, Error> {
    type Named = (String, String, String, i64, String, i64, i64, Option<String>);
    let rows: Vec<Named> = sqlx::query_as(
        "SELECT e.visit, e.what, e.was_day, e.was_start, e.is_day, e.is_start, e.at, p.last_name \
         FROM import_exceptions e \
         LEFT JOIN visitors p ON p.site = e.site AND p.visit = e.visit \
         WHERE e.site = $1 AND (e.was_day = $2 OR e.is_day = $2) AND e.settled IS NULL \
         ORDER BY e.was_start, e.visit, p.place",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .fetch_all(db.pool())
    .await?;
    let mut all: Vec<(Exception, Vec<String>)> = Vec::new();
    for (visit, what, was_day, was, is_day, is, at, surname) in rows {
        let Some(one) = exception_of((visit, what, was_day, was, is_day, is, at)) else { continue };
        if all.last().is_none_or(|(last, _)| last.visit != one.visit) {
            all.push((one, Vec::new()));
        }
        if let (Some(surname), Some((_, surnames))) = (surname, all.last_mut()) {
            surnames.push(surname);
        }
    }
    Ok(all)
}

/// What is noted of these visits, looked at or not.
pub async fn known(
    tx: &mut Write,
    site: SiteCode,
    handles: &[VisitHandle],
) -> Result<HashMap<VisitHandle, Exception>, Error> {
    let handles: Vec<String> = handles.iter().map(ToString::to_string).collect();
    let rows: Vec<Row> = rows::select_in(
        tx.conn(),
        (
            "SELECT visit, what, was_day, was_start, is_day, is_start, at \
             FROM import_exceptions WHERE site = $1 AND visit IN",
            "",
        ),
        site.as_str(),
        &handles,
    )
    .await?;
    Ok(rows.into_iter().filter_map(exception_of).map(|e| (e.visit, e)).collect())
}

/// Notes one, anew for somebody to look at.
pub async fn put(tx: &mut Write, site: SiteCode, one: &Exception) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO import_exceptions \
         (site, visit, what, was_day, was_start, is_day, is_start, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (site, visit) DO UPDATE SET \
         what = excluded.what, was_day = excluded.was_day, was_start = excluded.was_start, \
         is_day = excluded.is_day, is_start = excluded.is_start, at = excluded.at, \
         settled = NULL, settled_by = NULL",
    )
    .bind(site.as_str())
    .bind(one.visit.to_string())
    .bind(one.what.as_str())
    .bind(one.was.0.to_string())
    .bind(minute_of(one.was.1))
    .bind(one.is.0.to_string())
    .bind(minute_of(one.is.1))
    .bind(one.at)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The visit is again as it was when they arrived.
pub async fn forget(tx: &mut Write, site: SiteCode, visit: VisitHandle) -> Result<(), Error> {
    sqlx::query("DELETE FROM import_exceptions WHERE site = $1 AND visit = $2")
        .bind(site.as_str())
        .bind(visit.to_string())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Somebody has looked. False: there was nothing to look at.
pub async fn settle(
    tx: &mut Write,
    site: SiteCode,
    visit: VisitHandle,
    (by, at): (&str, DateTime<Utc>),
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE import_exceptions SET settled = $3, settled_by = $4 \
         WHERE site = $1 AND visit = $2 AND settled IS NULL",
    )
    .bind(site.as_str())
    .bind(visit.to_string())
    .bind(at.timestamp_micros())
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
