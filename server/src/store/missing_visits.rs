//! Visits that a later list of their whole day does not have: they go ahead until a person says
//! otherwise.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;

use super::visits::time_of;
use super::{Db, Write, rows};
use crate::error::Error;

/// Notes visits that the newest list does not have. One that somebody decided to keep stays kept.
pub async fn note(
    tx: &mut Write,
    site: SiteCode,
    missing: &[(VisitHandle, NaiveDate)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO missing_visits (site, visit, day, since) VALUES",
            4,
            "ON CONFLICT (site, visit) DO NOTHING",
        ),
        missing,
        |(visit, day), values| {
            values.text(site.as_str()).text(visit.to_string()).text(day.to_string());
            values.int(now.timestamp_micros());
        },
    )
    .await
}

/// These are not missing any more: on a list again, or cancelled.
pub async fn forget(tx: &mut Write, site: SiteCode, visits: &[VisitHandle]) -> Result<(), Error> {
    for visit in visits {
        sqlx::query("DELETE FROM missing_visits WHERE site = $1 AND visit = $2")
            .bind(site.as_str())
            .bind(visit.to_string())
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

/// All that are noted, by handle.
pub async fn noted(tx: &mut Write, site: SiteCode) -> Result<Vec<VisitHandle>, Error> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT visit FROM missing_visits WHERE site = $1 ORDER BY visit")
            .bind(site.as_str())
            .fetch_all(tx.conn())
            .await?;
    Ok(rows.into_iter().filter_map(|(visit,)| Some(VisitHandle(visit.parse().ok()?))).collect())
}

/// Forgets those of past days.
pub async fn forget_before(tx: &mut Write, site: SiteCode, day: NaiveDate) -> Result<(), Error> {
    sqlx::query("DELETE FROM missing_visits WHERE site = $1 AND day < $2")
        .bind(site.as_str())
        .bind(day.to_string())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A visit about which somebody has to decide.
#[derive(Clone, Debug)]
pub struct Missing {
    /// The visit.
    pub visit: VisitHandle,
    /// Its day and start. Local.
    pub start: (NaiveDate, NaiveTime),
    /// Its reference without separators.
    pub reference: String,
    /// The surnames of the people on it.
    pub surnames: Vec<String>,
    /// Somebody has arrived for it.
    pub arrived: bool,
}

/// What waits for a decision, from a day on.
pub async fn undecided(db: &Db, site: SiteCode, from: NaiveDate) -> Result<Vec<Missing>, Error> {
    type Row = (String, String, i64, String, Option<String>, i64);
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT v.handle, v.day, v.start_minute, v.reference, p.last_name, \
         (SELECT COUNT(*) FROM arrivals a WHERE a.site = v.site AND a.visit = v.handle \
         AND a.undone IS NULL) \
         FROM missing_visits m JOIN visits v ON v.site = m.site AND v.handle = m.visit \
         LEFT JOIN visitors p ON p.site = v.site AND p.visit = v.handle \
         WHERE m.site = $1 AND m.kept IS NULL AND v.day >= $2 AND v.status = 'BOOKED' \
         ORDER BY v.day, v.start_minute, v.handle, p.place",
    )
    .bind(site.as_str())
    .bind(from.to_string())
    .fetch_all(db.pool())
    .await?;
    let mut all: Vec<Missing> = Vec::new();
    for (handle, day, start, reference, surname, arrivals) in rows {
        let (Ok(handle), Ok(day), Some(start)) = (handle.parse(), day.parse(), time_of(start))
        else {
            continue;
        };
        let (visit, arrived) = (VisitHandle(handle), arrivals > 0);
        if all.last().is_none_or(|last| last.visit != visit) {
            let (start, surnames) = ((day, start), Vec::new());
            all.push(Missing { visit, start, reference, surnames, arrived });
        }
        if let (Some(surname), Some(last)) = (surname, all.last_mut()) {
            last.surnames.push(surname);
        }
    }
    Ok(all)
}

/// It goes ahead, says somebody. False: it was not missing.
pub async fn keep(
    tx: &mut Write,
    site: SiteCode,
    visit: VisitHandle,
    (by, at): (&str, DateTime<Utc>),
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE missing_visits SET kept = $3, kept_by = $4 \
         WHERE site = $1 AND visit = $2 AND kept IS NULL",
    )
    .bind(site.as_str())
    .bind(visit.to_string())
    .bind(at.timestamp_micros())
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
