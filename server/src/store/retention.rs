//! Deletes what is past its period, a bounded number of rows a transaction. What a hold keeps
//! stays. Whose turn it is stands in `turn`, what was deleted when in `runs`.

mod runs;
mod turn;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;
use visits_domain::site::SiteCode;

pub use runs::{Run, add_run, runs};
pub use turn::{begin, end_turn, keep_turn, last_done, take_turn};

use super::{Db, Write};
use crate::error::Error;
use crate::privacy::periods::{Kind, Periods};

/// Rows a transaction: others who write wait a few milliseconds at most.
pub const ROWS_AT_ONCE: u32 = 200;

/// How many of each table, by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counts(pub BTreeMap<String, u64>);

impl Counts {
    /// Adds to one of them.
    pub fn add(&mut self, table: &str, rows: u64) {
        if rows > 0 {
            *self.0.entry(table.to_owned()).or_default() += rows;
        }
    }

    /// Of all of them.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }
}

/// What a row's age is measured by.
#[derive(Clone, Copy)]
enum Age {
    /// A column with a day; older than the visit's period goes with its visit too.
    OfVisit(&'static str),
    /// A column with a day.
    Day(&'static str),
    /// A column with microseconds.
    Moment(&'static str),
}

/// What happens to what is too old.
#[derive(Clone, Copy)]
enum End {
    /// The row goes.
    Delete,
    /// The row stays without what it said: `SET …`.
    Empty(&'static str),
}

/// A table whose rows go one by one.
struct Table {
    name: &'static str,
    /// What names a row within a site.
    key: &'static str,
    kind: Kind,
    age: Age,
    /// What must hold besides, of `t`.
    only: &'static str,
    end: End,
}

/// Nobody on the visit of `t` is on hold.
const NOT_HELD: &str = "NOT EXISTS (SELECT 1 FROM visitors p \
     JOIN hold_people h ON h.site = p.site AND h.who = p.who \
     JOIN holds o ON o.site = h.site AND o.id = h.hold AND o.ended IS NULL \
     WHERE p.site = t.site AND p.visit = t.visit)";

const fn of_visit(name: &'static str, key: &'static str, day: &'static str) -> Table {
    Table {
        name,
        key,
        kind: Kind::Arrivals,
        age: Age::OfVisit(day),
        only: NOT_HELD,
        end: End::Delete,
    }
}

const fn of_moment(
    name: &'static str,
    key: &'static str,
    kind: Kind,
    at: &'static str,
    only: &'static str,
) -> Table {
    Table { name, key, kind, age: Age::Moment(at), only, end: End::Delete }
}

/// Everything that hangs on a visit and is deleted before it: table, key, day. A table that refers
/// to `visits` must stand here, or the visit cannot go.
const OF_VISITS: &[(&str, &str, &str)] = &[
    ("arrivals", "id", "day"),
    ("progress", "(day, visit)", "day"),
    ("import_exceptions", "visit", "was_day"),
    ("missing_visits", "visit", "day"),
];

/// Everything else with an age of its own.
const OTHERS: &[Table] = &[
    of_moment("cancelled_sessions", "(day, start_minute)", Kind::Arrivals, "cancelled", "1 = 1"),
    of_moment("desk_numbers", "day", Kind::Arrivals, "given", "1 = 1"),
    of_moment("asks", "id", Kind::Asks, "expires", "1 = 1"),
    of_moment("helps", "family", Kind::Asks, "changed", "1 = 1"),
    // Number and hash stay: a number that is used again for other content is still noticed.
    Table {
        name: "records",
        key: "(kiosk, seq)",
        kind: Kind::Records,
        age: Age::Moment("received"),
        only: "t.body <> ''",
        end: End::Empty("body = '', id = '', epoch = '', trouble = NULL"),
    },
    of_moment("record_conflicts", "(kiosk, seq, hash_text)", Kind::Records, "received", "1 = 1"),
    of_moment("record_gaps", "(kiosk, first_seq)", Kind::Records, "noticed", "1 = 1"),
    of_moment("imports", "id", Kind::Imports, "at", "1 = 1"),
    of_moment("import_previews", "id", Kind::SignIn, "expires", "1 = 1"),
    // Person ids of the Ministry: as long as the visits they came with.
    of_moment("source_people", "person", Kind::Visits, "fetched", "1 = 1"),
    // With all bookings of the event.
    of_moment("place_events", "event", Kind::Visits, "ends", "1 = 1"),
    // A keyed mark of a family, and when it had a place.
    of_moment("had_places", "(family, event)", Kind::Audit, "ended", "1 = 1"),
    // People who helped, by name.
    of_moment("event_helpers", "id", Kind::Visits, "came", "1 = 1"),
    of_moment("place_troubles", "id", Kind::Visits, "noticed", "1 = 1"),
    of_moment(
        "place_epochs",
        "epoch",
        Kind::Visits,
        "began",
        "t.state <> 'open' AND NOT EXISTS (SELECT 1 FROM place_grants g \
         WHERE g.site = t.site AND g.epoch = t.epoch)",
    ),
    // One that is open stays, however old it is, and staff see that it waits.
    of_moment("talks", "talk", Kind::Requests, "closed", "1 = 1"),
    of_moment("requests", "request", Kind::Requests, "changed", "t.held IS NULL"),
    of_moment("safeguarding_notes", "note", Kind::Safeguarding, "at", "1 = 1"),
    // What families found wrong, whether somebody looked into it or not; no person.
    Table {
        name: "service_mistakes",
        key: "id",
        kind: Kind::Requests,
        age: Age::Day("day"),
        only: "1 = 1",
        end: End::Delete,
    },
    // Counts of a day; no person.
    Table {
        name: "sought",
        key: "(record, day, need, stage, nation, language, found)",
        kind: Kind::Audit,
        age: Age::Day("day"),
        only: "1 = 1",
        end: End::Delete,
    },
    of_moment("enrol_codes", "code_hash", Kind::SignIn, "expires", "1 = 1"),
    of_moment("shared", "id", Kind::Shared, "at", "1 = 1"),
    // Wing staff are named in them.
    of_moment("events", "event", Kind::Audit, "ends", "1 = 1"),
    of_moment("retention_runs", "id", Kind::Audit, "began", "1 = 1"),
];

fn tables() -> impl Iterator<Item = Table> {
    let of_visits = OF_VISITS.iter().map(|(name, key, day)| of_visit(name, key, day));
    of_visits.chain(OTHERS.iter().map(|t| Table { ..*t }))
}

impl Table {
    /// Which rows are too old: `$1` the site, `$2` the first that stays, `$3` the first day whose
    /// visits stay.
    fn too_old(&self) -> String {
        let only = self.only;
        match self.age {
            Age::OfVisit(day) => format!(
                "t.site = $1 AND (t.{day} < $2 OR EXISTS (SELECT 1 FROM visits v \
                 WHERE v.site = t.site AND v.handle = t.visit AND v.day < $3)) AND {only}"
            ),
            Age::Day(at) | Age::Moment(at) => format!("t.site = $1 AND t.{at} < $2 AND {only}"),
        }
    }

    fn end_of_some(&self) -> String {
        let Self { name, key, .. } = self;
        let columns = key.trim_matches(['(', ')']);
        let old = format!("SELECT {columns} FROM {name} t WHERE {}", self.too_old());
        let which = format!("WHERE site = $1 AND {key} IN ({old} LIMIT {ROWS_AT_ONCE})");
        match self.end {
            End::Delete => format!("DELETE FROM {name} {which}"),
            End::Empty(set) => format!("UPDATE {name} SET {set} {which}"),
        }
    }

    fn count_all(&self) -> String {
        format!("SELECT COUNT(*) FROM {} t WHERE {}", self.name, self.too_old())
    }
}

/// The first of each kind that stays.
#[derive(Clone, Copy, Debug)]
pub struct Bounds<'a> {
    /// How long each kind is kept.
    pub periods: &'a Periods,
    /// The local day on which the deletion runs.
    pub today: NaiveDate,
}

impl Bounds<'_> {
    fn day(&self, kind: Kind) -> String {
        self.periods.first_kept(kind, self.today).to_string()
    }

    /// Midnight in UTC: an hour of summer time is no matter in a period of days.
    pub fn moment(&self, kind: Kind) -> i64 {
        micros(self.periods.first_kept(kind, self.today))
    }
}

fn micros(day: NaiveDate) -> i64 {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_micros()
}

/// The names of the tables that [`delete_some`] takes, in an order that foreign keys allow.
pub fn steps() -> Vec<&'static str> {
    tables().map(|table| table.name).collect()
}

/// Deletes some of a table. Fewer than [`ROWS_AT_ONCE`]: nothing is left to delete.
pub async fn delete_some(
    tx: &mut Write,
    site: SiteCode,
    table: &str,
    bounds: Bounds<'_>,
) -> Result<u64, Error> {
    let Some(table) = tables().find(|known| known.name == table) else { return Ok(0) };
    let query = sqlx::query(AssertSqlSafe(table.end_of_some())).bind(site.as_str().to_owned());
    let query = match table.age {
        Age::OfVisit(_) => query.bind(bounds.day(table.kind)).bind(bounds.day(Kind::Visits)),
        Age::Day(_) => query.bind(bounds.day(table.kind)),
        Age::Moment(_) => query.bind(bounds.moment(table.kind)),
    };
    Ok(query.execute(tx.conn()).await?.rows_affected())
}

/// Which visits are too old and not on hold.
fn old_visits() -> String {
    let not_held = NOT_HELD.replace("t.visit", "t.handle");
    format!("FROM visits t WHERE t.site = $1 AND t.day < $2 AND {not_held}")
}

/// Deletes some visits with everybody on them, and whatever came in for them meanwhile.
pub async fn delete_some_visits(
    tx: &mut Write,
    site: SiteCode,
    bounds: Bounds<'_>,
) -> Result<Counts, Error> {
    let sql = format!("SELECT t.handle {} ORDER BY t.day LIMIT {ROWS_AT_ONCE}", old_visits());
    let handles: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(site.as_str())
        .bind(bounds.day(Kind::Visits))
        .fetch_all(tx.conn())
        .await?;
    let handles: Vec<String> = handles.into_iter().map(|row| row.0).collect();
    delete_visits(tx, site, &handles).await
}

/// Deletes these visits with all that hangs on them.
pub async fn delete_visits(
    tx: &mut Write,
    site: SiteCode,
    handles: &[String],
) -> Result<Counts, Error> {
    let mut gone = Counts::default();
    let hanging = OF_VISITS.iter().map(|(name, ..)| (*name, "visit"));
    for (table, column) in hanging.chain([("visitors", "visit"), ("visits", "handle")]) {
        let head = format!("DELETE FROM {table} WHERE site = $1 AND {column} IN");
        gone.add(table, super::rows::run_in(tx.conn(), &head, site.as_str(), handles).await?);
    }
    Ok(gone)
}

/// How many of what would go.
pub async fn would_go(db: &Db, site: SiteCode, bounds: Bounds<'_>) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    for table in tables() {
        let query = sqlx::query_as(AssertSqlSafe(table.count_all())).bind(site.as_str());
        let query = match table.age {
            Age::OfVisit(_) => query.bind(bounds.day(table.kind)).bind(bounds.day(Kind::Visits)),
            Age::Day(_) => query.bind(bounds.day(table.kind)),
            Age::Moment(_) => query.bind(bounds.moment(table.kind)),
        };
        let (rows,): (i64,) = query.fetch_one(db.pool()).await?;
        counts.add(table.name, rows.unsigned_abs());
    }
    let visits = old_visits();
    for (table, sql) in [
        ("visits", format!("SELECT COUNT(*) {visits}")),
        (
            "visitors",
            format!(
                "SELECT COUNT(*) FROM visitors q WHERE q.site = $1 AND q.visit IN \
                 (SELECT t.handle {visits})"
            ),
        ),
    ] {
        let (rows,): (i64,) = sqlx::query_as(AssertSqlSafe(sql))
            .bind(site.as_str())
            .bind(bounds.day(Kind::Visits))
            .fetch_one(db.pool())
            .await?;
        counts.add(table, rows.unsigned_abs());
    }
    for (table, sql, kind) in [
        ("audit", OLD_AUDIT_COUNT, Kind::Audit),
        ("holds", "SELECT COUNT(*) FROM holds WHERE site = $1 AND ended < $2", Kind::Holds),
    ] {
        let (rows,): (i64,) = sqlx::query_as(sql)
            .bind(site.as_str())
            .bind(bounds.moment(kind))
            .fetch_one(db.pool())
            .await?;
        counts.add(table, rows.unsigned_abs());
    }
    Ok(counts)
}

/// The audit goes from its beginning on, up to the first row that stays: no gap ever.
const OLD_AUDIT_COUNT: &str = "SELECT COUNT(*) FROM audit a WHERE a.site = $1 AND a.at < $2 \
     AND NOT EXISTS (SELECT 1 FROM audit b WHERE b.site = a.site AND b.seq < a.seq AND b.at >= $2)";

/// The last of the oldest audit rows that go: its number and mark.
pub async fn audit_cut(
    tx: &mut Write,
    site: SiteCode,
    bounds: Bounds<'_>,
) -> Result<Option<(i64, Vec<u8>)>, Error> {
    let oldest: Vec<(i64, i64, Vec<u8>)> = sqlx::query_as(AssertSqlSafe(format!(
        "SELECT seq, at, mark FROM audit WHERE site = $1 ORDER BY seq LIMIT {ROWS_AT_ONCE}"
    )))
    .bind(site.as_str())
    .fetch_all(tx.conn())
    .await?;
    let first_kept = bounds.moment(Kind::Audit);
    let old = oldest.into_iter().take_while(|(_, at, _)| *at < first_kept).last();
    Ok(old.map(|(seq, _, mark)| (seq, mark)))
}

/// Deletes the audit up to a row, and remembers where it begins now.
pub async fn cut_audit(
    tx: &mut Write,
    site: SiteCode,
    (seq, mark): (i64, &[u8]),
    seal: &[u8],
) -> Result<u64, Error> {
    sqlx::query(
        "INSERT INTO audit_cuts (site, seq, mark, seal) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (site) DO UPDATE SET seq = excluded.seq, mark = excluded.mark, \
         seal = excluded.seal",
    )
    .bind(site.as_str())
    .bind(seq)
    .bind(mark)
    .bind(seal)
    .execute(tx.conn())
    .await?;
    let gone = sqlx::query("DELETE FROM audit WHERE site = $1 AND seq <= $2")
        .bind(site.as_str())
        .bind(seq)
        .execute(tx.conn())
        .await?;
    Ok(gone.rows_affected())
}

/// Forgets the sessions that have run out, of all sites. By the machine's clock, as they are.
pub async fn forget_sessions(tx: &mut Write, now: DateTime<Utc>) -> Result<u64, Error> {
    let gone = sqlx::query("DELETE FROM sessions WHERE expires <= $1")
        .bind(now.timestamp_micros())
        .execute(tx.conn())
        .await?;
    Ok(gone.rows_affected())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_two_columns_is_selected_without_its_brackets() {
        let progress = tables().find(|table| table.name == "progress").expect("progress");
        let sql = progress.end_of_some();
        assert!(sql.contains("(day, visit) IN (SELECT day, visit FROM progress t"), "{sql}");
    }

    #[test]
    fn a_record_is_emptied_and_its_number_stays() {
        let records = tables().find(|table| table.name == "records").expect("records");
        let sql = records.end_of_some();
        assert!(sql.starts_with("UPDATE records SET body = ''"), "{sql}");
        assert!(!sql.contains("hash ="), "{sql}");
    }
}
