//! Ballots, their rules, and what staff know of the families that asked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sqlx::AnyConnection;
use visits_domain::arrival::Party;
use visits_domain::ballot::{Published, Share};
use visits_domain::encoding::Bytes;
use visits_domain::places::{BookingId, EventId, FamilyMark, PoolId, Takes};
use visits_domain::site::SiteCode;

use super::{Db, Write, rows};
use crate::ballots::{Marks, Rules};
use crate::clock::moment;
use crate::error::Error;

fn decode(what: &'static str) -> Error {
    Error::Database(sqlx::Error::Decode(what.into()))
}

/// A ballot of an event that was opened.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// Who asks before this is in it.
    pub closes: DateTime<Utc>,
    /// Locked.
    pub seed: Vec<u8>,
    /// What came of it.
    pub result: Option<Outcome>,
}

/// A ballot that was drawn.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub who: String,
    /// What everybody may see.
    pub published: Published,
}

/// Adds the ballot of an event that is opened.
pub async fn add(
    tx: &mut Write,
    (site, event): (SiteCode, EventId),
    (share, closes): (Share, DateTime<Utc>),
    seed: &[u8],
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO ballots (site, event, share, closes, seed) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .bind(i64::from(share.percent()))
    .bind(closes.timestamp_micros())
    .bind(seed.to_vec())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// It closes at another time.
pub async fn set_closes(
    tx: &mut Write,
    (site, event): (SiteCode, EventId),
    closes: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query("UPDATE ballots SET closes = $3 WHERE site = $1 AND event = $2 AND drawn IS NULL")
        .bind(site.as_str())
        .bind(event.to_string())
        .bind(closes.timestamp_micros())
        .execute(tx.conn())
        .await?;
    cards_are_due(tx, site, event).await
}

/// Who is in the draw, or not any more, is told so at the screens.
async fn cards_are_due(tx: &mut Write, site: SiteCode, event: EventId) -> Result<(), Error> {
    sqlx::query("UPDATE bookings SET card_due = 1 WHERE site = $1 AND event = $2")
        .bind(site.as_str())
        .bind(event.to_string())
        .execute(tx.conn())
        .await?;
    Ok(())
}

type BallotRow = (i64, Vec<u8>, Option<i64>, Option<String>, Option<String>);

/// The ballot of an event that was opened.
pub async fn find(
    conn: &mut AnyConnection,
    site: SiteCode,
    event: EventId,
) -> Result<Option<Ballot>, Error> {
    let row: Option<BallotRow> = sqlx::query_as(
        "SELECT closes, seed, drawn, drawn_by, published FROM ballots \
         WHERE site = $1 AND event = $2",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .fetch_optional(conn)
    .await?;
    let Some((closes, seed, drawn, who, published)) = row else { return Ok(None) };
    let result = match drawn.zip(who).zip(published) {
        None => None,
        Some(((at, who), published)) => {
            Some(Outcome { at: moment(at), who, published: serde_json::from_str(&published)? })
        }
    };
    Ok(Some(Ballot { closes: moment(closes), seed, result }))
}

/// It was drawn.
pub async fn set_drawn(
    tx: &mut Write,
    (site, event): (SiteCode, EventId),
    (who, at): (&str, DateTime<Utc>),
    published: &Published,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE ballots SET drawn = $3, drawn_by = $4, published = $5 \
         WHERE site = $1 AND event = $2",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .bind(at.timestamp_micros())
    .bind(who)
    .bind(serde_json::to_string(published)?)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Events whose ballot has closed and is not drawn.
pub async fn due(db: &Db, site: SiteCode, now: DateTime<Utc>) -> Result<Vec<EventId>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT b.event FROM ballots b JOIN events e ON e.site = b.site AND e.event = b.event \
         WHERE b.site = $1 AND b.closes <= $2 AND b.drawn IS NULL AND e.state = 'open' \
         ORDER BY e.begins, b.event",
    )
    .bind(site.as_str())
    .bind(now.timestamp_micros())
    .fetch_all(db.pool())
    .await?;
    rows.into_iter().map(|(id,)| id.parse().map_err(|_| decode("a stored event"))).collect()
}

// --- What is kept back -------------------------------------------------------------------------

/// The share that a ballot keeps back of an event's places; none: there is no ballot, or it was
/// drawn.
pub async fn keeps(
    conn: &mut AnyConnection,
    site: SiteCode,
    event: EventId,
) -> Result<Option<Share>, Error> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT share FROM ballots WHERE site = $1 AND event = $2 AND drawn IS NULL",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|(share,)| u8::try_from(share).ok()).and_then(Share::new))
}

/// The places of each pool that are kept back.
pub async fn kept(
    conn: &mut AnyConnection,
    site: SiteCode,
    event: EventId,
) -> Result<BTreeMap<PoolId, u32>, Error> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT pool, kept FROM place_pools WHERE site = $1 AND event = $2")
            .bind(site.as_str())
            .bind(event.to_string())
            .fetch_all(conn)
            .await?;
    let read = |(pool, kept): (String, i64)| {
        let pool = pool.parse().map_err(|_| decode("a stored pool"))?;
        Ok((pool, u32::try_from(kept).map_err(|_| decode("a stored number of places"))?))
    };
    rows.into_iter().map(read).collect()
}

/// What was kept back is there from now on.
pub async fn let_go(tx: &mut Write, site: SiteCode, event: EventId) -> Result<(), Error> {
    sqlx::query(
        "UPDATE place_pools SET capacity = capacity + kept, kept = 0 \
         WHERE site = $1 AND event = $2",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .execute(tx.conn())
    .await?;
    cards_are_due(tx, site, event).await
}

// --- Rules -------------------------------------------------------------------------------------

/// What a site has set.
pub async fn rules(conn: &mut AnyConnection, site: SiteCode) -> Result<Rules, Error> {
    let row: Option<(String, i64, i64)> =
        sqlx::query_as("SELECT weights, months, far_miles FROM ballot_rules WHERE site = $1")
            .bind(site.as_str())
            .fetch_optional(conn)
            .await?;
    let Some((weights, months, far)) = row else { return Ok(Rules::default()) };
    Ok(Rules {
        weights: serde_json::from_str(&weights)?,
        months: u8::try_from(months).unwrap_or(0),
        far_miles: u16::try_from(far).unwrap_or(0),
    })
}

/// Sets it.
pub async fn set_rules(tx: &mut Write, site: SiteCode, rules: &Rules) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO ballot_rules (site, weights, months, far_miles) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (site) DO UPDATE SET weights = excluded.weights, months = excluded.months, \
         far_miles = excluded.far_miles",
    )
    .bind(site.as_str())
    .bind(serde_json::to_string(&rules.weights)?)
    .bind(i64::from(rules.months))
    .bind(i64::from(rules.far_miles))
    .execute(tx.conn())
    .await?;
    Ok(())
}

// --- Families ----------------------------------------------------------------------------------

/// A booking with what staff know of the family.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Which.
    pub id: BookingId,
    /// `held`, `late`, `waiting`, `ended`.
    pub standing: String,
    /// Its places.
    pub takes: Takes,
    /// How many come, where that is known.
    pub party: Option<Party>,
    /// When the family asked.
    pub at: DateTime<Utc>,
    /// Under its keyed mark, where it is known.
    pub family: Option<String>,
    /// What the family typed.
    pub sealed: Option<Bytes>,
    /// What staff know of it.
    pub marks: Marks,
}

impl Asked {
    /// Whether it asked before a ballot closed and holds no place.
    pub fn is_in(&self, closes: DateTime<Utc>) -> bool {
        ["waiting", "late"].contains(&self.standing.as_str()) && self.at < closes
    }
}

type AskedRow = (
    String,
    String,
    String,
    Option<i64>,
    Option<i64>,
    i64,
    Option<String>,
    Option<Vec<u8>>,
    Option<String>,
    Option<i64>,
    Option<i64>,
    Option<String>,
);

/// All that was asked for at an event, in the order in which families asked.
pub async fn asked(
    conn: &mut AnyConnection,
    site: SiteCode,
    event: EventId,
) -> Result<Vec<Asked>, Error> {
    let rows: Vec<AskedRow> = sqlx::query_as(
        "SELECT b.booking, b.standing, b.takes, b.adults, b.children, \
         COALESCE(b.asked_at, b.received), b.family, b.sealed, m.wing, m.miles, m.access, \
         m.nominated FROM bookings b \
         LEFT JOIN booking_marks m ON m.site = b.site AND m.booking = b.booking \
         WHERE b.site = $1 AND b.event = $2 ORDER BY 6, b.booking",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(read_asked).collect()
}

fn read_asked(row: AskedRow) -> Result<Asked, Error> {
    let few = |n: i64| u8::try_from(n).unwrap_or(u8::MAX);
    let marks = Marks {
        wing: row.8.unwrap_or_default(),
        miles: row.9.and_then(|miles| u16::try_from(miles).ok()),
        access: row.10 == Some(1),
        nominated: row.11.unwrap_or_default(),
    };
    let party = row.3.zip(row.4);
    Ok(Asked {
        id: row.0.parse().map_err(|_| decode("a stored booking"))?,
        standing: row.1,
        takes: serde_json::from_str(&row.2)?,
        party: party
            .map(|(adults, children)| Party { adults: few(adults), children: few(children) }),
        at: moment(row.5),
        family: row.6,
        sealed: row.7.map(Bytes),
        marks,
    })
}

/// Writes down what staff know of a family. False: there is no such booking.
pub async fn mark(
    tx: &mut Write,
    (site, event, booking): (SiteCode, EventId, BookingId),
    marks: &Marks,
    who: &str,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "INSERT INTO booking_marks (site, booking, wing, miles, access, nominated, nominated_by) \
         SELECT b.site, b.booking, CAST($4 AS TEXT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), \
         CAST($7 AS TEXT), CAST($8 AS TEXT) \
         FROM bookings b WHERE b.site = $1 AND b.event = $2 AND b.booking = $3 \
         ON CONFLICT (site, booking) DO UPDATE SET wing = excluded.wing, miles = excluded.miles, \
         access = excluded.access, nominated = excluded.nominated, \
         nominated_by = excluded.nominated_by",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .bind(booking.to_string())
    .bind(marks.wing.as_str())
    .bind(marks.miles.map(i64::from))
    .bind(i64::from(marks.access))
    .bind(marks.nominated.as_str())
    .bind(if marks.nominated.is_empty() { "" } else { who })
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes down which families had a place at events that are over. What is written stays when the
/// bookings go.
pub async fn remember(tx: &mut Write, site: SiteCode, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO had_places (site, family, event, ended) \
         SELECT DISTINCT b.site, b.family, b.event, e.ends FROM bookings b \
         JOIN place_events e ON e.site = b.site AND e.event = b.event \
         WHERE b.site = $1 AND e.ends <= $2 AND e.cancelled = 0 AND b.standing = 'held' \
         AND b.family LIKE 'lead:%' ON CONFLICT (site, family, event) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets what staff know of the families of bookings, and that they ever had a place.
pub async fn forget(tx: &mut Write, site: SiteCode, bookings: &[String]) -> Result<(), Error> {
    for booking in bookings {
        for sql in [
            "DELETE FROM had_places WHERE site = $1 AND family = \
             (SELECT b.family FROM bookings b WHERE b.site = $1 AND b.booking = $2)",
            "DELETE FROM booking_marks WHERE site = $1 AND booking = $2",
        ] {
            sqlx::query(sql).bind(site.as_str()).bind(booking).execute(tx.conn()).await?;
        }
    }
    Ok(())
}

/// Forgets that a family ever had a place.
pub async fn forget_family(
    tx: &mut Write,
    site: SiteCode,
    family: &FamilyMark,
) -> Result<(), Error> {
    sqlx::query("DELETE FROM had_places WHERE site = $1 AND family = $2")
        .bind(site.as_str())
        .bind(family.0.as_str())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Which of these families had a place at an event that ended in a span of time.
pub async fn had_places(
    conn: &mut AnyConnection,
    site: SiteCode,
    families: &[String],
    (from, before): (DateTime<Utc>, DateTime<Utc>),
) -> Result<BTreeSet<String>, Error> {
    let rows: Vec<(String, i64)> = rows::select_in(
        conn,
        ("SELECT family, ended FROM had_places WHERE site = $1 AND family IN", ""),
        site.as_str(),
        families,
    )
    .await?;
    let within = |ended: i64| (from..before).contains(&moment(ended));
    Ok(rows.into_iter().filter(|(_, ended)| within(*ended)).map(|(family, _)| family).collect())
}
