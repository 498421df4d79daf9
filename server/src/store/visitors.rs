//! What staff note of a visitor, and visits and visitors that are on no list. The site must be
//! locked for all of it.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;
use visits_domain::site::SiteCode;
use visits_domain::visit::{Slot, VisitHandle};

use super::Write;
use super::progress::Mark;
use super::visits::{BOOKED, minute_of};
use crate::error::Error;
use crate::outcome::Attendance;

/// Notes that a visitor's ID was seen, or takes it back. False: there is no such visitor.
pub async fn set_id_seen(
    tx: &mut Write,
    site: SiteCode,
    (visit, visitor, version): (VisitHandle, Uuid, i64),
    seen: Option<&Mark>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE visitors SET id_seen = $4, id_seen_by = $5, changed = $6 \
         WHERE site = $1 AND visit = $2 AND visitor = $3",
    )
    .bind(site.as_str())
    .bind(visit.to_string())
    .bind(visitor.to_string())
    .bind(seen.map(|mark| mark.at))
    .bind(seen.map(|mark| mark.by.as_str()))
    .bind(version)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes whether somebody was at the visit, or takes it back.
pub async fn set_attendance(
    tx: &mut Write,
    site: SiteCode,
    (visit, visitor, version): (VisitHandle, Uuid, i64),
    attendance: Option<(Attendance, &Mark)>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE visitors SET attendance = $4, attendance_at = $5, attendance_by = $6, \
         changed = $7 WHERE site = $1 AND visit = $2 AND visitor = $3",
    )
    .bind(site.as_str())
    .bind(visit.to_string())
    .bind(visitor.to_string())
    .bind(attendance.map(|(attendance, _)| attendance.code()))
    .bind(attendance.map(|(_, mark)| mark.at))
    .bind(attendance.map(|(_, mark)| mark.by.as_str()))
    .bind(version)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Nobody of a visit is here after all: whoever comes shows ID anew.
pub async fn forget_ticks(
    tx: &mut Write,
    site: SiteCode,
    (visit, version): (VisitHandle, i64),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE visitors SET id_seen = NULL, id_seen_by = NULL, attendance = NULL, \
         attendance_at = NULL, attendance_by = NULL, changed = $3 WHERE site = $1 AND visit = $2",
    )
    .bind(site.as_str())
    .bind(visit.to_string())
    .bind(version)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A visitor who is on no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// First names; may be empty.
    pub first: String,
    /// Surname.
    pub last: String,
    /// Date of birth, where it was asked for.
    pub born: Option<NaiveDate>,
}

/// Adds a visitor to a visit.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    (visit, version): (VisitHandle, i64),
    extra: &Extra,
) -> Result<(), Error> {
    let visitor = crate::random::opaque_id();
    sqlx::query(
        "INSERT INTO visitors (site, visit, who, visitor, place, first_name, last_name, born, \
         changed, by_hand) SELECT $1, $2, $3, $4, COUNT(*), $5, $6, $7, $8, 1 FROM visitors \
         WHERE site = $1 AND visit = $2",
    )
    .bind(site.as_str())
    .bind(visit.to_string())
    .bind(format!("by-hand:{visitor}"))
    .bind(visitor.to_string())
    .bind(extra.first.as_str())
    .bind(extra.last.as_str())
    .bind(extra.born.map(|born| born.to_string()))
    .bind(version)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A visit that is on no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraVisit {
    /// Its handle, new.
    pub handle: VisitHandle,
    /// Without separators; unlike any that a list has.
    pub reference: String,
    /// When.
    pub slot: Slot,
    /// The prison number of the person visited; empty when it was not said.
    pub prisoner_number: String,
    /// That person's name; empty when it was not said.
    pub prisoner_name: String,
}

/// Adds a visit.
pub async fn add_visit(
    tx: &mut Write,
    site: SiteCode,
    visit: &ExtraVisit,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO visits (site, handle, reference, day, start_minute, end_minute, status, \
         restriction, prisoner_number, prisoner_name, content, changed, by_hand) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'OPEN', $8, $9, '', $10, 1)",
    )
    .bind(site.as_str())
    .bind(visit.handle.to_string())
    .bind(visit.reference.as_str())
    .bind(visit.slot.date.to_string())
    .bind(minute_of(visit.slot.start))
    .bind(minute_of(visit.slot.end))
    .bind(BOOKED)
    .bind(visit.prisoner_number.as_str())
    .bind(visit.prisoner_name.as_str())
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The number and the name of the person visited.
pub async fn prisoner(
    tx: &mut Write,
    site: SiteCode,
    visit: VisitHandle,
) -> Result<Option<(String, String)>, Error> {
    Ok(sqlx::query_as(
        "SELECT prisoner_number, prisoner_name FROM visits WHERE site = $1 AND handle = $2",
    )
    .bind(site.as_str())
    .bind(visit.to_string())
    .fetch_optional(tx.conn())
    .await?)
}
