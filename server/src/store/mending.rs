//! What staff mend of arrivals: taken back, moved to another visit, merged; and numbers by hand.
//! The site must be locked for all of it.

use chrono::NaiveDate;
use visits_domain::arrival::ArrivalNumber;
use visits_domain::site::{KioskLetter, SiteCode};
use visits_domain::visit::VisitHandle;

use super::Write;
use super::progress::Mark;
use crate::error::Error;

/// Takes back a number with all who came under it, and what was merged into it. The rows stay: the same record sent again
/// brings nothing back.
pub async fn undo(
    tx: &mut Write,
    site: SiteCode,
    (day, visit, number): (NaiveDate, VisitHandle, ArrivalNumber),
    mark: &Mark,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE arrivals SET undone = $5, undone_by = $6 \
         WHERE site = $1 AND day = $2 AND visit = $3 AND undone IS NULL \
         AND (number = $4 OR merged_into = $4)",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(visit.to_string())
    .bind(number.to_string())
    .bind(mark.at)
    .bind(mark.by.as_str())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A number belongs to another visit of the day, with all who came under it.
pub async fn move_to(
    tx: &mut Write,
    site: SiteCode,
    (day, number): (NaiveDate, ArrivalNumber),
    (from, to): (VisitHandle, VisitHandle),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE arrivals SET visit = $5, moved_from = $4, \
         merged_into = CASE WHEN number = $3 THEN NULL ELSE merged_into END \
         WHERE site = $1 AND day = $2 AND visit = $4 AND undone IS NULL \
         AND (number = $3 OR merged_into = $3)",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(number.to_string())
    .bind(from.to_string())
    .bind(to.to_string())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The party of one number goes by another from now on.
pub async fn merge(
    tx: &mut Write,
    site: SiteCode,
    (day, visit): (NaiveDate, VisitHandle),
    (number, into): (ArrivalNumber, ArrivalNumber),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE arrivals SET merged_into = $5 \
         WHERE site = $1 AND day = $2 AND visit = $3 AND number = $4",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(visit.to_string())
    .bind(number.to_string())
    .bind(into.to_string())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The visit that a number of the day stands for, if it does.
pub async fn visit_of(
    tx: &mut Write,
    site: SiteCode,
    (day, number): (NaiveDate, ArrivalNumber),
) -> Result<Option<VisitHandle>, Error> {
    let row: Option<(String,)> = sqlx::query_as(
        "SELECT visit FROM arrivals WHERE site = $1 AND day = $2 AND number = $3 \
         AND joined = 0 AND undone IS NULL ORDER BY at, id LIMIT 1",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(number.to_string())
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.and_then(|row| Some(VisitHandle(row.0.parse().ok()?))))
}

/// The next number to give by hand.
pub async fn next_desk_number(
    tx: &mut Write,
    site: SiteCode,
    (day, now): (NaiveDate, i64),
) -> Result<ArrivalNumber, Error> {
    let row: (i64,) = sqlx::query_as(
        "INSERT INTO desk_numbers (site, day, last, given) VALUES ($1, $2, 1, $3) \
         ON CONFLICT (site, day) DO UPDATE SET last = desk_numbers.last + 1, \
         given = excluded.given RETURNING last",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(now)
    .fetch_one(tx.conn())
    .await?;
    let count = u16::try_from(row.0).unwrap_or(u16::MAX);
    Ok(ArrivalNumber { kiosk: KioskLetter::DESK, count })
}
