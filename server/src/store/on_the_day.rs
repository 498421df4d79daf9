//! The day of an event: who came, whose places went on, who helped, and how it was.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sqlx::AnyConnection;
use visits_domain::places::{BookingId, EventId};
use visits_domain::site::SiteCode;

use super::{Db, Write, rows};
use crate::clock::moment;
use crate::error::Error;

fn decode(what: &'static str) -> Error {
    Error::Database(sqlx::Error::Decode(what.into()))
}

fn booking(text: &str) -> Result<BookingId, Error> {
    text.parse().map_err(|_| decode("a stored booking"))
}

// --- Families ----------------------------------------------------------------------------------

/// Who came, of each booking of an event that was checked in: person and whether.
pub type Came = BTreeMap<BookingId, BTreeMap<u8, bool>>;

/// Reads it.
pub async fn came(conn: &mut AnyConnection, site: SiteCode, event: EventId) -> Result<Came, Error> {
    let found: Vec<(String, i64, i64)> = sqlx::query_as(
        "SELECT a.booking, a.person, a.came FROM attendance a \
         JOIN bookings b ON b.site = a.site AND b.booking = a.booking \
         WHERE a.site = $1 AND b.event = $2",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .fetch_all(conn)
    .await?;
    let mut came = Came::new();
    for (id, person, is_here) in found {
        let person = u8::try_from(person).map_err(|_| decode("a stored person"))?;
        came.entry(booking(&id)?).or_default().insert(person, is_here == 1);
    }
    Ok(came)
}

/// Writes down who of a party came, in the place of what was written before.
pub async fn set_came(
    tx: &mut Write,
    (site, booking): (SiteCode, BookingId),
    people: &BTreeMap<u8, bool>,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query("DELETE FROM attendance WHERE site = $1 AND booking = $2")
        .bind(site.as_str())
        .bind(booking.to_string())
        .execute(tx.conn())
        .await?;
    let people: Vec<(u8, bool)> = people.iter().map(|(person, came)| (*person, *came)).collect();
    rows::insert(
        tx.conn(),
        ("INSERT INTO attendance (site, booking, person, came, at) VALUES", 5, ""),
        &people,
        |(person, came), values| {
            values.text(site.as_str()).text(booking.to_string()).int(*person);
            values.int(i64::from(*came)).int(at.timestamp_micros());
        },
    )
    .await
}

/// The families whose places went on because they did not come.
pub async fn given_on(
    conn: &mut AnyConnection,
    site: SiteCode,
    event: EventId,
) -> Result<BTreeSet<BookingId>, Error> {
    let found: Vec<(String,)> = sqlx::query_as(
        "SELECT n.booking FROM not_arrived n \
         JOIN bookings b ON b.site = n.site AND b.booking = n.booking \
         WHERE n.site = $1 AND b.event = $2",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .fetch_all(conn)
    .await?;
    found.into_iter().map(|(id,)| booking(&id)).collect()
}

/// Their places go on.
pub async fn give_on(
    tx: &mut Write,
    site: SiteCode,
    bookings: &[BookingId],
    at: DateTime<Utc>,
) -> Result<(), Error> {
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO not_arrived (site, booking, at) VALUES",
            3,
            "ON CONFLICT (site, booking) DO NOTHING",
        ),
        bookings,
        |booking, values| {
            values.text(site.as_str()).text(booking.to_string()).int(at.timestamp_micros());
        },
    )
    .await
}

// --- Who helps ---------------------------------------------------------------------------------

/// Who helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Offers something.
    Provider,
    /// Gives time.
    Volunteer,
}

impl What {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Provider, Self::Volunteer];

    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Volunteer => "volunteer",
        }
    }

    /// From what was stored or sent.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.as_str() == word)
    }
}

/// Somebody who helps.
#[derive(Clone, Debug)]
pub struct Helper {
    /// Of this entry.
    pub id: String,
    /// As what.
    pub what: What,
    /// As it was typed.
    pub name: String,
    /// When they came.
    pub came: DateTime<Utc>,
    /// When they went.
    pub went: Option<DateTime<Utc>>,
}

/// Who has helped at an event, in the order in which they came.
pub async fn helpers(db: &Db, site: SiteCode, event: EventId) -> Result<Vec<Helper>, Error> {
    let found: Vec<(String, String, String, i64, Option<i64>)> = sqlx::query_as(
        "SELECT id, what, name, came, went FROM event_helpers \
         WHERE site = $1 AND event = $2 ORDER BY came, id",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .fetch_all(db.pool())
    .await?;
    let read = |(id, what, name, came, went): (String, String, String, i64, Option<i64>)| {
        let what = What::parse(&what).ok_or(decode("a stored helper"))?;
        Ok(Helper { id, what, name, came: moment(came), went: went.map(moment) })
    };
    found.into_iter().map(read).collect()
}

/// Somebody came to help.
pub async fn add_helper(
    tx: &mut Write,
    (site, event): (SiteCode, EventId),
    helper: &Helper,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO event_helpers (site, id, event, what, name, came) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(site.as_str())
    .bind(helper.id.as_str())
    .bind(event.to_string())
    .bind(helper.what.as_str())
    .bind(helper.name.as_str())
    .bind(helper.came.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// They went. False: they had gone, or are not known.
pub async fn helper_went(
    tx: &mut Write,
    (site, event): (SiteCode, EventId),
    (id, at): (&str, DateTime<Utc>),
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE event_helpers SET went = $4 \
         WHERE site = $1 AND event = $2 AND id = $3 AND went IS NULL",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .bind(id)
    .bind(at.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

// --- How it was --------------------------------------------------------------------------------

/// One tap more. Nothing else is kept of it.
pub async fn tap(
    tx: &mut Write,
    (site, event): (SiteCode, EventId),
    tap: &'static str,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO event_taps (site, event, tap, taps) VALUES ($1, $2, $3, 1) \
         ON CONFLICT (site, event, tap) DO UPDATE SET taps = event_taps.taps + 1",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .bind(tap)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// All taps.
pub async fn taps(db: &Db, site: SiteCode, event: EventId) -> Result<BTreeMap<String, u64>, Error> {
    let found: Vec<(String, i64)> =
        sqlx::query_as("SELECT tap, taps FROM event_taps WHERE site = $1 AND event = $2")
            .bind(site.as_str())
            .bind(event.to_string())
            .fetch_all(db.pool())
            .await?;
    Ok(found.into_iter().map(|(tap, taps)| (tap, taps.unsigned_abs())).collect())
}
