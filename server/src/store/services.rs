//! Services of the directory, their history, and what a feed gave that was not taken.

use serde::de::DeserializeOwned;
use sqlx::AnyConnection;
use visits_domain::help::ServiceId;
use visits_domain::site::SiteCode;

use super::rows::{self, Values};
use super::{Db, Write};
use crate::directory::entry::{Change, Entry, Fields};
use crate::directory::{Kept, Noted, State};
use crate::error::Error;

const COLUMNS: &str =
    "service, feed, feed_id, state, version, entry, said, edited, otherwise, dropped, changed";

type Columns = (String, String, String, String, i64, String, String, String, i64, Option<i64>, i64);

fn kept(row: Columns) -> Result<Kept, Error> {
    let (service, feed, feed_id, state, version, entry, said, edited, otherwise, dropped, changed) =
        row;
    let lost = |what: &str| sqlx::Error::Decode(what.into());
    let (mut entry, said) = (read::<Entry>(&entry)?, read::<Fields>(&said)?);
    let edited = read::<Fields>(&edited)?;
    // Once the day of a feed's own check stood in the place of ours.
    if said.contains_key("assured") && !edited.contains_key("assurer") {
        (entry.assured, entry.assurer) = (None, String::new());
    }
    Ok(Kept {
        service: service.parse().map(ServiceId).map_err(|_| lost("the id of a service"))?,
        feed,
        feed_id,
        state: State::parse(&state).ok_or_else(|| lost("the state of a service"))?,
        version,
        entry,
        said,
        edited,
        otherwise: usize::try_from(otherwise).unwrap_or(0),
        dropped,
        changed,
    })
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    Ok(serde_json::from_str(text)?)
}

/// All services of a site.
pub async fn all(conn: &mut AnyConnection, site: SiteCode) -> Result<Vec<Kept>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM services WHERE site = $1"));
    let rows: Vec<Columns> = sqlx::query_as(sql).bind(site.as_str()).fetch_all(conn).await?;
    rows.into_iter().map(kept).collect()
}

/// Those that families see.
pub async fn published(db: &Db, site: SiteCode) -> Result<Vec<Kept>, Error> {
    let sql =
        format!("SELECT {COLUMNS} FROM services WHERE site = $1 AND state = $2 ORDER BY service");
    let rows: Vec<Columns> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(site.as_str())
        .bind(State::Published.as_str())
        .fetch_all(db.pool())
        .await?;
    rows.into_iter().map(kept).collect()
}

/// One service.
pub async fn find(
    conn: &mut AnyConnection,
    site: SiteCode,
    service: ServiceId,
) -> Result<Option<Kept>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM services WHERE site = $1 AND service = $2");
    let row: Option<Columns> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(site.as_str())
        .bind(service.to_string())
        .fetch_optional(conn)
        .await?;
    row.map(kept).transpose()
}

/// Writes services, new ones and known ones.
pub async fn put(tx: &mut Write, site: SiteCode, services: &[Kept]) -> Result<(), Error> {
    let mut texts = Vec::with_capacity(services.len());
    for kept in services {
        texts.push((
            kept,
            serde_json::to_string(&kept.entry)?,
            serde_json::to_string(&kept.said)?,
            serde_json::to_string(&kept.edited)?,
        ));
    }
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO services (site, service, feed, feed_id, state, version, entry, said, \
             edited, otherwise, dropped, changed) VALUES",
            12,
            "ON CONFLICT (site, service) DO UPDATE SET feed = excluded.feed, \
             feed_id = excluded.feed_id, state = excluded.state, version = excluded.version, \
             entry = excluded.entry, said = excluded.said, edited = excluded.edited, \
             otherwise = excluded.otherwise, dropped = excluded.dropped, \
             changed = excluded.changed",
        ),
        &texts,
        |(kept, entry, said, edited), values: &mut Values| {
            values.text(site.as_str()).text(kept.service.to_string()).text(&*kept.feed);
            values.text(&*kept.feed_id).text(kept.state.as_str()).int(kept.version);
            values.text(&**entry).text(&**said).text(&**edited);
            values.int(i64::try_from(kept.otherwise).unwrap_or(i64::MAX));
            values.maybe_int(kept.dropped).int(kept.changed);
        },
    )
    .await
}

/// Writes down what changed.
pub async fn note(tx: &mut Write, site: SiteCode, noted: &[Noted]) -> Result<(), Error> {
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO service_history (site, service, version, field, at, who, was, became) \
             VALUES",
            8,
            "ON CONFLICT (site, service, version, field) DO NOTHING",
        ),
        noted,
        |noted, values| {
            values.text(site.as_str()).text(noted.service.to_string()).int(noted.version);
            values.text(&*noted.change.field).int(noted.at).text(&*noted.who);
            values.text(noted.change.was.to_string()).text(noted.change.is.to_string());
        },
    )
    .await
}

/// What changed of a service, the newest first.
pub async fn history(db: &Db, site: SiteCode, service: ServiceId) -> Result<Vec<Noted>, Error> {
    let rows: Vec<(i64, String, i64, String, String, String)> = sqlx::query_as(
        "SELECT version, field, at, who, was, became FROM service_history \
         WHERE site = $1 AND service = $2 ORDER BY version DESC, field LIMIT 500",
    )
    .bind(site.as_str())
    .bind(service.to_string())
    .fetch_all(db.pool())
    .await?;
    rows.into_iter()
        .map(|(version, field, at, who, was, became)| {
            let change = Change { field, was: read(&was)?, is: read(&became)? };
            Ok(Noted { service, version, at, who, change })
        })
        .collect()
}
