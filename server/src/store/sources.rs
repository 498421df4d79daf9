//! Where sites' lists are fetched from, how that goes, and who does it just now.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use visits_domain::site::SiteCode;

use super::{Db, Write, rows};
use crate::clock::moment;
use crate::error::Error;
use crate::import::Trouble;
use crate::pull::{Failure, Source};

/// Somebody's details hold for so long: the first fetch of each day asks anew.
const DETAILS_HOLD: TimeDelta = TimeDelta::hours(20);
/// A next time further ahead than this was set by a clock that was wrong.
const FURTHEST_AHEAD: TimeDelta = TimeDelta::days(2);

/// How fetching goes.
#[derive(Clone, Debug)]
pub struct State {
    /// The last time it worked. Microseconds.
    pub last_good: Option<i64>,
    /// Since when it has not. Microseconds.
    pub failing_since: Option<i64>,
    /// What was wrong the last time.
    pub failure: Option<Failure>,
    /// When it is tried next. Microseconds.
    pub next_at: i64,
}

impl State {
    /// For the command line.
    pub fn in_english(&self) -> String {
        let time = |at: i64| moment(at).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        let good = self.last_good.map_or("never".to_owned(), time);
        let next = time(self.next_at);
        match (&self.failing_since, &self.failure) {
            (Some(since), Some(failure)) => format!(
                "last fetched {good}, failing since {}: {failure} Next try {next}",
                time(*since)
            ),
            _ => format!("last fetched {good}, next {next}"),
        }
    }
}

type Row = (String, i64, Option<i64>, Option<i64>, Option<String>);

/// A site's source, if it has one.
pub async fn find(db: &Db, site: SiteCode) -> Result<Option<(Source, State)>, Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT settings, next_at, last_good, failing_since, trouble FROM sources WHERE site = $1",
    )
    .bind(site.as_str())
    .fetch_optional(db.pool())
    .await?;
    let Some((settings, next_at, last_good, failing_since, trouble)) = row else { return Ok(None) };
    let failure = trouble.map(|text| failure_of(&text)).transpose()?;
    let state = State { last_good, failing_since, failure, next_at };
    Ok(Some((serde_json::from_str(&settings)?, state)))
}

fn failure_of(text: &str) -> Result<Failure, Error> {
    let (trouble, about): (Trouble, String) = serde_json::from_str(text)?;
    Ok(Failure { trouble, about })
}

/// Sets a site's source. It is fetched at once.
pub async fn set(
    tx: &mut Write,
    site: SiteCode,
    source: &Source,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO sources (site, settings, next_at, lease, lease_until, failures) \
         VALUES ($1, $2, $3, '', 0, 0) ON CONFLICT (site) DO UPDATE SET \
         settings = excluded.settings, next_at = excluded.next_at, failures = 0, \
         failing_since = NULL, trouble = NULL",
    )
    .bind(site.as_str())
    .bind(serde_json::to_string(source)?)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes a site's source away. False: it had none.
pub async fn remove(tx: &mut Write, site: SiteCode) -> Result<bool, Error> {
    sqlx::query("DELETE FROM source_people WHERE site = $1")
        .bind(site.as_str())
        .execute(tx.conn())
        .await?;
    let gone = sqlx::query("DELETE FROM sources WHERE site = $1")
        .bind(site.as_str())
        .execute(tx.conn())
        .await?;
    Ok(gone.rows_affected() == 1)
}

/// The sites whose time has come and whom nobody fetches.
pub async fn due(db: &Db, now: DateTime<Utc>) -> Result<Vec<SiteCode>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT site FROM sources WHERE (next_at <= $1 OR next_at > $2) \
         AND (lease_until <= $1 OR lease_until > $2) ORDER BY site",
    )
    .bind(now.timestamp_micros())
    .bind((now + FURTHEST_AHEAD).timestamp_micros())
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().filter_map(|(site,)| site.parse().ok()).collect())
}

/// One process at a time: false when another has it, or when it is not due any more.
pub async fn take_lease(
    db: &Db,
    site: SiteCode,
    (lease, now, until): (&str, DateTime<Utc>, DateTime<Utc>),
    only_if_due: bool,
) -> Result<bool, Error> {
    let latest = if only_if_due { now.timestamp_micros() } else { i64::MAX };
    let mut tx = db.write().await?;
    let taken = sqlx::query(
        "UPDATE sources SET lease = $2, lease_until = $4, last_try = $3 \
         WHERE site = $1 AND (lease_until <= $3 OR lease_until > $6) \
         AND (next_at <= $5 OR next_at > $7)",
    )
    .bind(site.as_str())
    .bind(lease)
    .bind(now.timestamp_micros())
    .bind(until.timestamp_micros())
    .bind(latest)
    .bind((now + FURTHEST_AHEAD).timestamp_micros())
    .bind((now + FURTHEST_AHEAD).timestamp_micros())
    .execute(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(taken.rows_affected() == 1)
}

/// How often in a row it has failed.
pub async fn failures(db: &Db, site: SiteCode) -> Result<i64, Error> {
    let row: Option<(i64,)> = sqlx::query_as("SELECT failures FROM sources WHERE site = $1")
        .bind(site.as_str())
        .fetch_optional(db.pool())
        .await?;
    Ok(row.map_or(0, |row| row.0))
}

/// How a fetch ended.
pub struct Outcome {
    /// What went wrong, if anything.
    pub failure: Option<Failure>,
    /// How often in a row, this one counted.
    pub failures: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The next time.
    pub next: DateTime<Utc>,
}

/// Notes how it ended and gives the lease back, unless another process has it by now.
pub async fn finish(db: &Db, site: SiteCode, lease: &str, outcome: &Outcome) -> Result<(), Error> {
    let at = outcome.at.timestamp_micros();
    let trouble = outcome.failure.as_ref().map(|f| serde_json::to_string(&(f.trouble, &f.about)));
    let good = outcome.failure.is_none();
    let mut tx = db.write().await?;
    sqlx::query(
        "UPDATE sources SET lease_until = 0, next_at = $3, failures = $4, trouble = $5, \
         failing_since = CASE WHEN $6 = 1 THEN NULL ELSE COALESCE(failing_since, $7) END, \
         last_good = CASE WHEN $6 = 1 THEN $7 ELSE last_good END \
         WHERE site = $1 AND lease = $2",
    )
    .bind(site.as_str())
    .bind(lease)
    .bind(outcome.next.timestamp_micros())
    .bind(outcome.failures)
    .bind(trouble.transpose()?)
    .bind(i64::from(good))
    .bind(at)
    .execute(tx.conn())
    .await?;
    tx.commit().await
}

/// Its time has come.
pub async fn hurry(db: &Db, site: SiteCode, now: DateTime<Utc>) -> Result<(), Error> {
    let mut tx = db.write().await?;
    sqlx::query("UPDATE sources SET next_at = $2 WHERE site = $1")
        .bind(site.as_str())
        .bind(now.timestamp_micros())
        .execute(tx.conn())
        .await?;
    tx.commit().await
}

/// Those of these people whose details were asked for within the day.
pub async fn asked_lately(
    db: &Db,
    site: SiteCode,
    people: &[String],
    now: DateTime<Utc>,
) -> Result<HashSet<String>, Error> {
    let mut tx = db.write().await?;
    let rows: Vec<(String, i64)> = rows::select_in(
        tx.conn(),
        ("SELECT person, fetched FROM source_people WHERE site = $1 AND person IN", ""),
        site.as_str(),
        people,
    )
    .await?;
    let (oldest, newest) = ((now - DETAILS_HOLD).timestamp_micros(), now.timestamp_micros());
    let lately = rows.into_iter().filter(|(_, at)| *at > oldest && *at <= newest);
    Ok(lately.map(|(person, _)| person).collect())
}

/// Notes that these were asked for; forgets whom nobody asks for any more.
pub async fn note_asked(
    db: &Db,
    site: SiteCode,
    people: &[String],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if people.is_empty() {
        return Ok(());
    }
    let mut tx = db.write().await?;
    sqlx::query("DELETE FROM source_people WHERE site = $1 AND fetched < $2")
        .bind(site.as_str())
        .bind((now - FURTHEST_AHEAD).timestamp_micros())
        .execute(tx.conn())
        .await?;
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO source_people (site, person, fetched) VALUES",
            3,
            "ON CONFLICT (site, person) DO UPDATE SET fetched = excluded.fetched",
        ),
        people,
        |person, values| {
            values.text(site.as_str()).text(person.as_str()).int(now.timestamp_micros());
        },
    )
    .await?;
    tx.commit().await
}
