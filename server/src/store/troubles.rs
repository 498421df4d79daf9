//! What staff must hear of places, until somebody has settled it. `store::places` writes it down.

use chrono::{DateTime, Utc};
use visits_domain::places::{BookingId, EventId};
use visits_domain::site::SiteCode;

use super::places::id;
use super::{Db, Write};
use crate::error::Error;

/// Something that went otherwise than it should.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// Which.
    pub id: String,
    /// In one word.
    pub what: String,
    /// Of which event.
    pub event: Option<EventId>,
    /// Of which booking.
    pub booking: Option<BookingId>,
    /// The other booking, or the pool, or the kiosk.
    pub about: Option<String>,
    /// When. Microseconds.
    pub noticed: i64,
    /// When somebody settled it, and who.
    pub resolved: Option<(i64, String)>,
}

type TroubleRow = (
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
    i64,
    Option<i64>,
    Option<String>,
);

/// What is not settled, the newest first, and the last that was.
pub async fn all(db: &Db, site: SiteCode) -> Result<Vec<Trouble>, Error> {
    let rows: Vec<TroubleRow> = sqlx::query_as(
        "SELECT id, what, event, booking, about, noticed, resolved, resolved_by \
         FROM place_troubles WHERE site = $1 \
         ORDER BY CASE WHEN resolved IS NULL THEN 0 ELSE 1 END, noticed DESC, id LIMIT 200",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?;
    let read = |(id_, what, event, booking, about, noticed, resolved, by): TroubleRow| {
        Ok(Trouble {
            id: id_,
            what,
            event: event.map(|event| id(&event).map(EventId)).transpose()?,
            booking: booking.map(|booking| id(&booking).map(BookingId)).transpose()?,
            about,
            noticed,
            resolved: resolved.zip(by),
        })
    };
    rows.into_iter().map(read).collect()
}

/// How many of an event are not settled.
pub async fn open_at(db: &Db, site: SiteCode, event: EventId) -> Result<i64, Error> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM place_troubles WHERE site = $1 AND event = $2 AND resolved IS NULL",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .fetch_one(db.pool())
    .await?;
    Ok(count)
}

/// Somebody has settled it. False: it was settled already, or is not known.
pub async fn settle(
    tx: &mut Write,
    site: SiteCode,
    trouble: &str,
    (who, at): (&str, DateTime<Utc>),
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE place_troubles SET resolved = $3, resolved_by = $4 \
         WHERE site = $1 AND id = $2 AND resolved IS NULL",
    )
    .bind(site.as_str())
    .bind(trouble)
    .bind(at.timestamp_micros())
    .bind(who)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
