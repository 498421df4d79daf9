//! Visits and who is on them.

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike as _, Utc};
use uuid::Uuid;
use visits_domain::arrival::Language;
use visits_domain::site::SiteCode;
use visits_domain::visit::{Slot, VisitHandle};

use super::{Db, Write, rows};
use crate::error::Error;
use crate::import::{ListedVisit, ListedVisitor, Restriction};
use crate::outcome::Attendance;

/// The status of a visit that goes ahead.
pub const BOOKED: &str = "BOOKED";
/// The status of one that does not.
pub const CANCELLED: &str = "CANCELLED";

/// A visit to store.
pub struct Stored {
    /// Its handle, new or known.
    pub handle: VisitHandle,
    /// What the list says.
    pub visit: ListedVisit,
    /// A hash of it.
    pub content: String,
}

/// Stores visits that are new or have changed. What staff noted of a visitor who stays is kept.
pub async fn put(
    tx: &mut Write,
    site: SiteCode,
    visits: &[Stored],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    put_visits(tx, site, visits, now).await?;
    let mut visitors = Vec::new();
    for stored in visits {
        forget_visitors(tx, site, stored).await?;
        for (place, visitor) in stored.visit.visitors.iter().enumerate() {
            visitors.push((stored.handle, place, visitor));
        }
    }
    put_visitors(tx, site, &visitors).await
}

async fn put_visits(
    tx: &mut Write,
    site: SiteCode,
    visits: &[Stored],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO visits (site, handle, reference, day, start_minute, end_minute, status, \
             restriction, prisoner_number, prisoner_name, language, content, changed) VALUES",
            13,
            "ON CONFLICT (site, handle) DO UPDATE SET day = excluded.day, \
             start_minute = excluded.start_minute, end_minute = excluded.end_minute, \
             status = excluded.status, restriction = excluded.restriction, \
             prisoner_number = excluded.prisoner_number, prisoner_name = \
             CASE WHEN excluded.prisoner_name = '' THEN visits.prisoner_name \
             ELSE excluded.prisoner_name END, language = excluded.language, \
             content = excluded.content, changed = excluded.changed, by_hand = 0",
        ),
        visits,
        |Stored { handle, visit, content }, values| {
            values.text(site.as_str()).text(handle.to_string()).text(visit.reference.as_str());
            values.text(visit.day.to_string()).int(minute_of(visit.start));
            values.int(minute_of(visit.end)).text(BOOKED).text(visit.restriction.as_str());
            values.text(visit.prisoner_number.as_str()).text(visit.prisoner_name.as_str());
            values.maybe_text(visit.language.map(Language::code)).text(content.as_str());
            values.int(now.timestamp_micros());
        },
    )
    .await
}

/// Forgets visitors of a visit who are not on it any more.
async fn forget_visitors(tx: &mut Write, site: SiteCode, stored: &Stored) -> Result<(), Error> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT who FROM visitors WHERE site = $1 AND visit = $2 AND by_hand = 0")
            .bind(site.as_str())
            .bind(stored.handle.to_string())
            .fetch_all(tx.conn())
            .await?;
    let stay: Vec<String> =
        stored.visit.visitors.iter().enumerate().map(|(place, v)| v.who(place)).collect();
    for (who,) in rows.into_iter().filter(|(who,)| !stay.contains(who)) {
        sqlx::query("DELETE FROM visitors WHERE site = $1 AND visit = $2 AND who = $3")
            .bind(site.as_str())
            .bind(stored.handle.to_string())
            .bind(who)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

async fn put_visitors(
    tx: &mut Write,
    site: SiteCode,
    visitors: &[(VisitHandle, usize, &ListedVisitor)],
) -> Result<(), Error> {
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO visitors (site, visit, who, visitor, place, person, first_name, \
             last_name, born) VALUES",
            9,
            "ON CONFLICT (site, visit, who) DO UPDATE SET place = excluded.place, \
             person = excluded.person, first_name = excluded.first_name, \
             last_name = excluded.last_name, born = excluded.born, by_hand = 0",
        ),
        visitors,
        |(handle, place, visitor), values| {
            values.text(site.as_str()).text(handle.to_string()).text(visitor.who(*place));
            values.text(crate::random::opaque_id().to_string());
            values.int(i64::try_from(*place).unwrap_or(i64::MAX));
            values.maybe_text(visitor.person.as_deref()).text(visitor.first.as_str());
            values.text(visitor.last.as_str()).maybe_text(visitor.born.map(|d| d.to_string()));
        },
    )
    .await
}

/// Cancels visits. Those that are not known are not stored: nobody needs them.
pub async fn cancel(
    tx: &mut Write,
    site: SiteCode,
    handles: &[VisitHandle],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for handle in handles {
        sqlx::query(
            "UPDATE visits SET status = $3, content = '', changed = $4 \
             WHERE site = $1 AND handle = $2",
        )
        .bind(site.as_str())
        .bind(handle.to_string())
        .bind(CANCELLED)
        .bind(now.timestamp_micros())
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// A visitor as stored.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Names this visitor of this visit in addresses of pages.
    pub id: Uuid,
    /// The same for one person on every visit.
    pub who: String,
    /// Empty when not known.
    pub first: String,
    /// Empty when not known.
    pub last: String,
    /// Date of birth.
    pub born: Option<NaiveDate>,
    /// When a member of staff saw the ID. Microseconds.
    pub id_seen: Option<i64>,
    /// Whether they were at the visit, where a member of staff has said so.
    pub attendance: Option<Attendance>,
    /// The version of the visit at which this visitor was last acted on.
    pub changed: i64,
    /// On no list: staff wrote them down.
    pub by_hand: bool,
}

/// A visit as stored.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its handle.
    pub handle: VisitHandle,
    /// The reference without separators.
    pub reference: String,
    /// When.
    pub slot: Slot,
    /// It does not go ahead.
    pub cancelled: bool,
    /// How it may go ahead.
    pub restriction: Restriction,
    /// The language the family asked for.
    pub language: Option<Language>,
    /// On no list: staff wrote it down.
    pub by_hand: bool,
    /// Who comes, in the order of the list.
    pub visitors: Vec<Visitor>,
}

#[derive(sqlx::FromRow)]
struct Row {
    handle: String,
    reference: String,
    day: String,
    start_minute: i64,
    end_minute: i64,
    status: String,
    restriction: String,
    language: Option<String>,
    visit_by_hand: i64,
    visitor: Option<String>,
    who: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    born: Option<String>,
    id_seen: Option<i64>,
    attendance: Option<String>,
    changed: Option<i64>,
    by_hand: Option<i64>,
}

const COLUMNS: &str = "SELECT v.handle, v.reference, v.day, v.start_minute, v.end_minute, \
     v.status, v.restriction, v.language, v.by_hand AS visit_by_hand, p.visitor, p.who, \
     p.first_name, p.last_name, p.born, p.id_seen, p.attendance, p.changed, p.by_hand \
     FROM visits v LEFT JOIN visitors p ON p.site = v.site AND p.visit = v.handle";

/// All visits from one day to another, cancelled ones too, by day and start.
pub async fn between(
    db: &Db,
    site: SiteCode,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Visit>, Error> {
    let sql = format!(
        "{COLUMNS} WHERE v.site = $1 AND v.day >= $2 AND v.day <= $3 \
         ORDER BY v.day, v.start_minute, v.handle, p.place"
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(site.as_str())
        .bind(from.to_string())
        .bind(to.to_string())
        .fetch_all(db.pool())
        .await?;
    Ok(visits_of(rows))
}

/// The visits of a day, and those for which somebody came that day though the list has moved
/// them since.
pub async fn of_day(db: &Db, site: SiteCode, day: NaiveDate) -> Result<Vec<Visit>, Error> {
    let sql = format!(
        "{COLUMNS} WHERE v.site = $1 AND (v.day = $2 OR v.handle IN \
         (SELECT a.visit FROM arrivals a WHERE a.site = $1 AND a.day = $2 AND a.undone IS NULL)) \
         ORDER BY v.day, v.start_minute, v.handle, p.place"
    );
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(site.as_str())
        .bind(day.to_string())
        .fetch_all(db.pool())
        .await?;
    Ok(visits_of(rows))
}

/// One visit, within a transaction.
pub async fn get(
    tx: &mut Write,
    site: SiteCode,
    visit: VisitHandle,
) -> Result<Option<Visit>, Error> {
    let sql = format!("{COLUMNS} WHERE v.site = $1 AND v.handle = $2 ORDER BY p.place");
    let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(site.as_str())
        .bind(visit.to_string())
        .fetch_all(tx.conn())
        .await?;
    Ok(visits_of(rows).pop())
}

fn visits_of(rows: Vec<Row>) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::new();
    for row in rows {
        let Some(visit) = visit_of(&row) else { continue };
        if visits.last().is_none_or(|last| last.handle != visit.handle) {
            visits.push(visit);
        }
        if let (Some(visitor), Some(last)) = (visitor_of(row), visits.last_mut()) {
            last.visitors.push(visitor);
        }
    }
    visits
}

fn visit_of(row: &Row) -> Option<Visit> {
    Some(Visit {
        handle: VisitHandle(row.handle.parse().ok()?),
        reference: row.reference.clone(),
        slot: Slot {
            date: row.day.parse().ok()?,
            start: time_of(row.start_minute)?,
            end: time_of(row.end_minute)?,
        },
        cancelled: row.status == CANCELLED,
        restriction: match row.restriction.as_str() {
            "OPEN" => Restriction::Open,
            "CLOSED" => Restriction::Closed,
            _ => Restriction::Unknown,
        },
        language: Language::ALL.into_iter().find(|l| Some(l.code()) == row.language.as_deref()),
        by_hand: row.visit_by_hand != 0,
        visitors: Vec::new(),
    })
}

fn visitor_of(row: Row) -> Option<Visitor> {
    Some(Visitor {
        id: row.visitor?.parse().ok()?,
        who: row.who?,
        first: row.first_name.unwrap_or_default(),
        last: row.last_name.unwrap_or_default(),
        born: row.born.and_then(|born| born.parse().ok()),
        id_seen: row.id_seen,
        attendance: row.attendance.as_deref().and_then(Attendance::parse),
        changed: row.changed.unwrap_or(0),
        by_hand: row.by_hand.is_some_and(|flag| flag != 0),
    })
}

/// Minutes from midnight.
pub fn minute_of(time: NaiveTime) -> i64 {
    i64::from(time.hour() * 60 + time.minute())
}

/// The time of so many minutes.
pub fn time_of(minute: i64) -> Option<NaiveTime> {
    let minute = u32::try_from(minute).ok()?;
    NaiveTime::from_hms_opt(minute / 60, minute % 60, 0)
}

/// When a session of a day ends: the latest end of its visits. None: it has none.
pub async fn end_of_session(
    tx: &mut Write,
    site: SiteCode,
    (day, start): (NaiveDate, NaiveTime),
) -> Result<Option<NaiveTime>, Error> {
    let row: (Option<i64>,) = sqlx::query_as(
        "SELECT MAX(end_minute) FROM visits WHERE site = $1 AND day = $2 AND start_minute = $3",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(minute_of(start))
    .fetch_one(tx.conn())
    .await?;
    Ok(row.0.and_then(time_of))
}
