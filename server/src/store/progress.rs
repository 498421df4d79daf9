//! How far each party has come on a day: the steps, when, and by whose hand.

use std::collections::HashMap;

use chrono::NaiveDate;
use visits_domain::arrival::ArrivalNumber;
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;

use super::{Db, Write};
use crate::error::Error;
use crate::outcome::Outcome;

/// When something was done, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Microseconds.
    pub at: i64,
    /// The account.
    pub by: String,
}

/// One visit on its day. The default is that of a visit nobody has touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Grows with every act on the visit or its visitors.
    pub version: i64,
    /// The version at which a step was last done or taken back.
    pub stage_changed: i64,
    /// The version at which the table last changed.
    pub table_changed: i64,
    /// Where they sit.
    pub table: Option<String>,
    /// Something has to be settled at the desk.
    pub desk: Option<Mark>,
    /// Their number was called.
    pub called: Option<Mark>,
    /// They are through search.
    pub searched: Option<Mark>,
    /// They are in the hall.
    pub hall: Option<Mark>,
    /// They have left the hall.
    pub left: Option<Mark>,
    /// How it ended, where a member of staff has said so.
    pub outcome: Option<(Outcome, Mark)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    visit: String,
    version: i64,
    stage_changed: i64,
    table_changed: i64,
    table_name: Option<String>,
    desk: Option<i64>,
    desk_by: Option<String>,
    called: Option<i64>,
    called_by: Option<String>,
    searched: Option<i64>,
    searched_by: Option<String>,
    hall: Option<i64>,
    hall_by: Option<String>,
    gone: Option<i64>,
    gone_by: Option<String>,
    outcome: Option<String>,
    outcome_at: Option<i64>,
    outcome_by: Option<String>,
}

fn mark(at: Option<i64>, by: Option<String>) -> Option<Mark> {
    Some(Mark { at: at?, by: by.unwrap_or_default() })
}

impl From<Row> for Progress {
    fn from(row: Row) -> Self {
        let outcome = row.outcome.as_deref().and_then(Outcome::parse);
        Self {
            version: row.version,
            stage_changed: row.stage_changed,
            table_changed: row.table_changed,
            table: row.table_name,
            desk: mark(row.desk, row.desk_by),
            called: mark(row.called, row.called_by),
            searched: mark(row.searched, row.searched_by),
            hall: mark(row.hall, row.hall_by),
            left: mark(row.gone, row.gone_by),
            outcome: outcome.zip(mark(row.outcome_at, row.outcome_by)),
        }
    }
}

/// All that was done on a day.
pub async fn of_day(
    db: &Db,
    site: SiteCode,
    day: NaiveDate,
) -> Result<HashMap<VisitHandle, Progress>, Error> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM progress WHERE site = $1 AND day = $2")
        .bind(site.as_str())
        .bind(day.to_string())
        .fetch_all(db.pool())
        .await?;
    let known = rows.into_iter().filter_map(|row| {
        let visit = VisitHandle(row.visit.parse().ok()?);
        Some((visit, row.into()))
    });
    Ok(known.collect())
}

/// One visit's. The site must be locked.
pub async fn get(
    tx: &mut Write,
    site: SiteCode,
    (day, visit): (NaiveDate, VisitHandle),
) -> Result<Progress, Error> {
    let row: Option<Row> =
        sqlx::query_as("SELECT * FROM progress WHERE site = $1 AND day = $2 AND visit = $3")
            .bind(site.as_str())
            .bind(day.to_string())
            .bind(visit.to_string())
            .fetch_optional(tx.conn())
            .await?;
    Ok(row.map(Into::into).unwrap_or_default())
}

/// Stores one visit's. The site must be locked since it was read.
pub async fn put(
    tx: &mut Write,
    site: SiteCode,
    (day, visit): (NaiveDate, VisitHandle),
    to: &Progress,
) -> Result<(), Error> {
    let at = |mark: &Option<Mark>| mark.as_ref().map(|mark| mark.at);
    let by = |mark: &Option<Mark>| mark.as_ref().map(|mark| mark.by.clone());
    sqlx::query(PUT)
        .bind(site.as_str())
        .bind(day.to_string())
        .bind(visit.to_string())
        .bind(to.version)
        .bind(to.stage_changed)
        .bind(to.table_changed)
        .bind(to.table.as_deref())
        .bind(at(&to.desk))
        .bind(by(&to.desk))
        .bind(at(&to.called))
        .bind(by(&to.called))
        .bind(at(&to.searched))
        .bind(by(&to.searched))
        .bind(at(&to.hall))
        .bind(by(&to.hall))
        .bind(at(&to.left))
        .bind(by(&to.left))
        .bind(to.outcome.as_ref().map(|(outcome, _)| outcome.code()))
        .bind(to.outcome.as_ref().map(|(_, mark)| mark.at))
        .bind(to.outcome.as_ref().map(|(_, mark)| mark.by.as_str()))
        .execute(tx.conn())
        .await?;
    Ok(())
}

const PUT: &str = "INSERT INTO progress (site, day, visit, version, stage_changed, table_changed, \
     table_name, desk, desk_by, called, called_by, searched, searched_by, hall, hall_by, gone, \
     gone_by, outcome, outcome_at, outcome_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
     $19, $20) ON CONFLICT (site, day, visit) DO UPDATE SET version = excluded.version, \
     stage_changed = excluded.stage_changed, table_changed = excluded.table_changed, \
     table_name = excluded.table_name, desk = excluded.desk, desk_by = excluded.desk_by, \
     called = excluded.called, called_by = excluded.called_by, searched = excluded.searched, \
     searched_by = excluded.searched_by, hall = excluded.hall, hall_by = excluded.hall_by, \
     gone = excluded.gone, gone_by = excluded.gone_by, outcome = excluded.outcome, \
     outcome_at = excluded.outcome_at, outcome_by = excluded.outcome_by";

/// The numbers called, not through search, and whose visit is not over, in the order of calling.
/// A party that has two numbers is called by both: nobody knows which one it holds. The site must
/// be locked.
pub async fn called_numbers(
    tx: &mut Write,
    site: SiteCode,
    day: NaiveDate,
    minute_now: i64,
) -> Result<Vec<ArrivalNumber>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT a.number FROM progress p \
         JOIN visits v ON v.site = p.site AND v.handle = p.visit \
         JOIN arrivals a ON a.site = p.site AND a.visit = p.visit AND a.day = p.day \
         AND a.joined = 0 AND a.undone IS NULL AND a.merged_into IS NULL \
         WHERE p.site = $1 AND p.day = $2 AND p.called IS NOT NULL AND p.desk IS NULL \
         AND p.searched IS NULL AND p.hall IS NULL AND p.gone IS NULL AND p.outcome IS NULL AND v.end_minute > $3 \
         ORDER BY p.called, p.visit, a.at, a.id",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(minute_now)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().filter_map(|row| row.0.parse().ok()).collect())
}

/// How many parties of a session (none: of the day) were called so far. The site must be locked.
pub async fn count_called(
    tx: &mut Write,
    site: SiteCode,
    (day, start_minute): (NaiveDate, Option<i64>),
) -> Result<usize, Error> {
    let row: (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM progress p \
         JOIN visits v ON v.site = p.site AND v.handle = p.visit \
         WHERE p.site = $1 AND p.day = $2 AND p.called IS NOT NULL \
         AND ($3 < 0 OR v.start_minute = $3)",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(start_minute.unwrap_or(-1))
    .fetch_one(tx.conn())
    .await?;
    Ok(usize::try_from(row.0).unwrap_or(0))
}

/// The visit whose party has a table at the time of another visit and has not left, if there is
/// one. The site must be locked.
pub async fn who_sits_at(
    tx: &mut Write,
    site: SiteCode,
    (day, visit): (NaiveDate, VisitHandle),
    table: &str,
) -> Result<Option<VisitHandle>, Error> {
    let row: Option<(String,)> = sqlx::query_as(
        "SELECT p.visit FROM progress p \
         JOIN visits v ON v.site = p.site AND v.handle = p.visit \
         JOIN visits w ON w.site = p.site AND w.handle = $3 \
         AND v.start_minute < w.end_minute AND w.start_minute < v.end_minute \
         WHERE p.site = $1 AND p.day = $2 AND p.table_name = $4 AND p.visit <> $3 \
         AND p.gone IS NULL AND p.outcome IS NULL ORDER BY p.visit LIMIT 1",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(visit.to_string())
    .bind(table)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.and_then(|row| Some(VisitHandle(row.0.parse().ok()?))))
}
