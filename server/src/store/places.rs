//! The books of places: rows of a site's epochs and of the ledgers that are touched, read into
//! [`Books`] and what has changed written back. The site must be locked.

mod save;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::AnyConnection;
use uuid::Uuid;
use visits_domain::places::{
    Booking, BookingId, Books, Epoch, EpochId, EpochState, EventId, FamilyMark, Fleet, Grant,
    KioskId, Ledger, Mode, PoolId, Standing, Takes,
};
use visits_domain::site::SiteCode;

pub use save::{Came, Details, What, add_trouble, save};

use super::{Db, Write, ballots, rows};
use crate::clock::{local, moment};
use crate::error::Error;

fn decode(what: &'static str) -> Error {
    Error::Database(sqlx::Error::Decode(what.into()))
}

pub(super) fn id(text: &str) -> Result<Uuid, Error> {
    text.parse().map_err(|_| decode("a stored id"))
}

fn units(stored: i64) -> Result<u32, Error> {
    u32::try_from(stored).map_err(|_| decode("a stored number of places"))
}

const STATES: [(EpochState, &str); 3] = [
    (EpochState::Open, "open"),
    (EpochState::Over, "over"),
    (EpochState::WrittenOff, "written_off"),
];

pub(super) const STANDINGS: [(Standing, &str); 4] = [
    (Standing::Held, "held"),
    (Standing::Late, "late"),
    (Standing::Waiting, "waiting"),
    (Standing::Ended, "ended"),
];

pub(super) fn word<T: Copy + PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    table.iter().find(|(known, _)| *known == value).map_or("", |(_, word)| word)
}

pub(super) fn of_word<T: Copy>(table: &[(T, &'static str)], stored: &str) -> Result<T, Error> {
    let found = table.iter().find(|(_, word)| *word == stored);
    found.map(|(value, _)| *value).ok_or(decode("a stored word"))
}

/// How an event's places are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The event.
    pub event: EventId,
    /// When it ends: from then on nothing is given any more.
    pub ends: DateTime<Utc>,
    /// Who decides.
    pub mode: Mode,
    /// It does not take place.
    pub cancelled: bool,
    /// Its pools with their capacity.
    pub pools: Vec<(PoolId, u32)>,
}

/// Sets how an event's places are given. A pool that is left out stays, with no place more. What a
/// ballot keeps back is in no ledger until it is drawn.
pub async fn put_offer(tx: &mut Write, site: SiteCode, offer: &Offer) -> Result<(), Error> {
    // A card is forgotten after the event's day: on another day it is sealed anew.
    sqlx::query(
        "UPDATE bookings SET card_due = 1 WHERE site = $1 AND event = $2 AND EXISTS \
         (SELECT 1 FROM place_events e WHERE e.site = $1 AND e.event = $2 AND e.ends <> $3)",
    )
    .bind(site.as_str())
    .bind(offer.event.to_string())
    .bind(offer.ends.timestamp_micros())
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "INSERT INTO place_events (site, event, ends, mode, cancelled) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (site, event) DO UPDATE SET ends = excluded.ends, mode = excluded.mode, \
         cancelled = excluded.cancelled",
    )
    .bind(site.as_str())
    .bind(offer.event.to_string())
    .bind(offer.ends.timestamp_micros())
    .bind(offer.mode.code())
    .bind(i64::from(offer.cancelled))
    .execute(tx.conn())
    .await?;
    let keeps = ballots::keeps(tx.conn(), site, offer.event).await?;
    sqlx::query("UPDATE place_pools SET capacity = 0, kept = 0 WHERE site = $1 AND event = $2")
        .bind(site.as_str())
        .bind(offer.event.to_string())
        .execute(tx.conn())
        .await?;
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO place_pools (site, event, pool, capacity, kept) VALUES",
            5,
            "ON CONFLICT (site, event, pool) DO UPDATE SET capacity = excluded.capacity, \
             kept = excluded.kept",
        ),
        &offer.pools,
        |(pool, capacity), values| {
            values.text(site.as_str()).text(offer.event.to_string());
            let kept = keeps.map_or(0, |share| share.of(*capacity));
            values.text(pool.to_string()).int(capacity - kept).int(kept);
        },
    )
    .await
}

/// The events whose places may still be given: that have not ended.
pub async fn events_from(
    conn: &mut AnyConnection,
    site: SiteCode,
    now: DateTime<Utc>,
) -> Result<Vec<EventId>, Error> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT event FROM place_events WHERE site = $1 AND ends > $2")
            .bind(site.as_str())
            .bind(now.timestamp_micros())
            .fetch_all(conn)
            .await?;
    rows.into_iter().map(|(event,)| Ok(EventId(id(&event)?))).collect()
}

/// The local days on which events end.
pub async fn last_days(
    conn: &mut AnyConnection,
    site: SiteCode,
    events: &[EventId],
) -> Result<BTreeMap<EventId, NaiveDate>, Error> {
    let keys: Vec<String> = events.iter().map(EventId::to_string).collect();
    let rows: Vec<(String, i64)> = rows::select_in(
        conn,
        ("SELECT event, ends FROM place_events WHERE site = $1 AND event IN", ""),
        site.as_str(),
        &keys,
    )
    .await?;
    let day = |ends| local(moment(ends)).date();
    rows.into_iter().map(|(event, ends)| Ok((EventId(id(&event)?), day(ends)))).collect()
}

/// Reads the fleet and the ledgers of these events.
pub async fn load(
    conn: &mut AnyConnection,
    site: SiteCode,
    generation: Uuid,
    events: &[EventId],
) -> Result<Books, Error> {
    let fleet = fleet(conn, site, generation).await?;
    let mut ledgers = BTreeMap::new();
    let keys: Vec<String> = events.iter().map(EventId::to_string).collect();
    let found: Vec<(String, String, i64)> = rows::select_in(
        conn,
        ("SELECT event, mode, cancelled FROM place_events WHERE site = $1 AND event IN", ""),
        site.as_str(),
        &keys,
    )
    .await?;
    for (event, mode, cancelled) in found {
        let mode = Mode::of_code(&mode).ok_or(decode("a stored mode"))?;
        let ledger = Ledger { mode, cancelled: cancelled == 1, ..Ledger::default() };
        ledgers.insert(EventId(id(&event)?), ledger);
    }
    let mut books = Books { fleet, ledgers };
    pools(conn, site, &keys, &mut books).await?;
    grants(conn, site, &keys, &mut books).await?;
    bookings(conn, site, &keys, &mut books).await?;
    ended_first(conn, site, &keys, &mut books).await?;
    changed_first(conn, site, &keys, &mut books).await?;
    Ok(books)
}

fn ledger<'a>(books: &'a mut Books, event: &str) -> Result<&'a mut Ledger, Error> {
    books.ledgers.get_mut(&EventId(id(event)?)).ok_or(decode("a stored event"))
}

async fn fleet(conn: &mut AnyConnection, site: SiteCode, life: Uuid) -> Result<Fleet, Error> {
    let waits: Option<(i64,)> = sqlx::query_as("SELECT since FROM place_waits WHERE site = $1")
        .bind(site.as_str())
        .fetch_optional(&mut *conn)
        .await?;
    let rows: Vec<(String, String, String, String, i64)> = sqlx::query_as(
        "SELECT epoch, kiosk, generation, state, bookings FROM place_epochs WHERE site = $1",
    )
    .bind(site.as_str())
    .fetch_all(conn)
    .await?;
    let mut fleet = Fleet { generation: life, waits: waits.is_some(), epochs: BTreeMap::new() };
    for (epoch, kiosk, generation, state, bookings) in rows {
        let known = Epoch {
            kiosk: KioskId(id(&kiosk)?),
            generation: id(&generation)?,
            state: of_word(&STATES, &state)?,
            bookings: units(bookings)?,
        };
        fleet.epochs.insert(EpochId(id(&epoch)?), known);
    }
    Ok(fleet)
}

async fn pools(
    conn: &mut AnyConnection,
    site: SiteCode,
    events: &[String],
    books: &mut Books,
) -> Result<(), Error> {
    let rows: Vec<(String, String, i64)> = rows::select_in(
        conn,
        ("SELECT event, pool, capacity FROM place_pools WHERE site = $1 AND event IN", ""),
        site.as_str(),
        events,
    )
    .await?;
    for (event, pool, capacity) in rows {
        ledger(books, &event)?.pools.insert(PoolId(id(&pool)?), units(capacity)?);
    }
    Ok(())
}

type GrantRow = (String, String, String, i64, i64, i64, Option<i64>, i64);

async fn grants(
    conn: &mut AnyConnection,
    site: SiteCode,
    events: &[String],
    books: &mut Books,
) -> Result<(), Error> {
    let rows: Vec<GrantRow> = rows::select_in(
        conn,
        (
            "SELECT event, epoch, pool, granted, spent, returned, keep, version \
             FROM place_grants WHERE site = $1 AND event IN",
            "",
        ),
        site.as_str(),
        events,
    )
    .await?;
    for (event, epoch, pool, granted, spent, returned, keep, version) in rows {
        let grant = Grant {
            granted: units(granted)?,
            spent: units(spent)?,
            returned: units(returned)?,
            keep: keep.map(units).transpose()?,
            version: version.unsigned_abs(),
        };
        let key = (EpochId(id(&epoch)?), PoolId(id(&pool)?));
        ledger(books, &event)?.grants.insert(key, grant);
    }
    Ok(())
}

async fn bookings(
    conn: &mut AnyConnection,
    site: SiteCode,
    events: &[String],
    books: &mut Books,
) -> Result<(), Error> {
    type Row = (String, String, String, i64, Option<String>, String, Option<String>);
    let rows: Vec<Row> = rows::select_in(
        conn,
        (
            "SELECT event, booking, standing, turn, family, takes, wants \
             FROM bookings WHERE site = $1 AND event IN",
            "",
        ),
        site.as_str(),
        events,
    )
    .await?;
    for (event, booking, standing, turn, family, takes, wants) in rows {
        let takes: Takes = serde_json::from_str(&takes)?;
        let wants = wants.as_deref().map(serde_json::from_str).transpose()?;
        let (turn, family) = (turn.unsigned_abs(), family.map(FamilyMark));
        let standing = of_word(&STANDINGS, &standing)?;
        let known = Booking { takes, standing, turn, family, wants };
        ledger(books, &event)?.bookings.insert(BookingId(id(&booking)?), known);
    }
    Ok(())
}

async fn ended_first(
    conn: &mut AnyConnection,
    site: SiteCode,
    events: &[String],
    books: &mut Books,
) -> Result<(), Error> {
    let rows: Vec<(String, String)> = rows::select_in(
        conn,
        ("SELECT event, booking FROM bookings_ended_first WHERE site = $1 AND event IN", ""),
        site.as_str(),
        events,
    )
    .await?;
    for (event, booking) in rows {
        ledger(books, &event)?.cancelled_first.insert(BookingId(id(&booking)?));
    }
    Ok(())
}

async fn changed_first(
    conn: &mut AnyConnection,
    site: SiteCode,
    events: &[String],
    books: &mut Books,
) -> Result<(), Error> {
    let rows: Vec<(String, String, String)> = rows::select_in(
        conn,
        (
            "SELECT event, booking, taken FROM bookings_changed_first WHERE site = $1 AND event IN",
            "",
        ),
        site.as_str(),
        events,
    )
    .await?;
    for (event, booking, taken) in rows {
        let (booking, taken) = (BookingId(id(&booking)?), serde_json::from_str(&taken)?);
        ledger(books, &event)?.changed_first.insert(booking, taken);
    }
    Ok(())
}

/// A site that was put back from a backup gives nothing until a manager lets it. Only where kiosks
/// may have been granted something.
pub async fn wait(tx: &mut Write, site: SiteCode, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO place_waits (site, since) SELECT s.site, CAST($2 AS BIGINT) FROM sites s \
         WHERE s.site = $1 AND EXISTS (SELECT 1 FROM place_events e WHERE e.site = s.site) \
         ON CONFLICT (site) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The kiosks of a site that are not revoked: those who may have been granted something.
pub async fn kiosks(conn: &mut AnyConnection, site: SiteCode) -> Result<Vec<KioskId>, Error> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT kiosk FROM kiosks WHERE site = $1 AND revoked IS NULL")
            .bind(site.as_str())
            .fetch_all(conn)
            .await?;
    rows.into_iter().map(|(kiosk,)| Ok(KioskId(id(&kiosk)?))).collect()
}

/// The kiosks, by id, that were granted places they may still spend.
pub async fn with_places(db: &Db, site: SiteCode) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT DISTINCT e.kiosk FROM place_epochs e \
         JOIN place_grants g ON g.site = e.site AND g.epoch = e.epoch \
         WHERE e.site = $1 AND e.state = 'open' AND g.granted > g.spent + g.returned",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|(kiosk,)| kiosk).collect())
}
