//! What the fairness report counts: one row a booking, with nothing in it that tells whose it is.

use sqlx::Row as _;
use sqlx::any::AnyRow;
use visits_domain::event::{Kind, State};
use visits_domain::site::SiteCode;

use super::Db;
use crate::error::Error;

/// A booking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a question of the database")]
pub struct Row {
    /// `held`, `late`, `waiting`, `ended`.
    pub standing: String,
    /// When its event begins. Microseconds.
    pub begins: i64,
    /// A kiosk made it.
    pub at_kiosk: bool,
    /// And held places for it.
    pub held_at_kiosk: bool,
    /// Staff or the prison said yes.
    pub is_approved: bool,
    /// Or no.
    pub is_declined: bool,
    /// Somebody of it came.
    pub attended: bool,
    /// Nobody had come, and its places went on.
    pub gave_on: bool,
    /// The event did not take place.
    pub event_cancelled: bool,
    /// It was in a ballot that was drawn.
    pub was_drawn: bool,
    /// Whose it is can be told from others.
    pub is_known: bool,
    /// The family had a place at an event before.
    pub had_before: bool,
    /// Of the person visited; empty: not known.
    pub wing: String,
    /// How far it has to come.
    pub miles: Option<i64>,
    /// How many come.
    pub people: Option<i64>,
}

fn read(row: &AnyRow) -> Result<Row, Error> {
    let flag = |name: &str| row.try_get::<i64, _>(name).map(|flag| flag == 1);
    let decision: Option<String> = row.try_get("decision")?;
    Ok(Row {
        standing: row.try_get("standing")?,
        begins: row.try_get("begins")?,
        at_kiosk: flag("at_kiosk")?,
        held_at_kiosk: flag("held_at_kiosk")?,
        is_approved: decision.as_deref() == Some("approved"),
        is_declined: decision.as_deref() == Some("declined"),
        attended: flag("attended")?,
        gave_on: flag("gave_on")?,
        event_cancelled: row.try_get::<String, _>("state")? == State::Cancelled.as_str(),
        was_drawn: flag("was_drawn")?,
        is_known: flag("is_known")?,
        had_before: flag("had_before")?,
        wing: row.try_get::<Option<String>, _>("wing")?.unwrap_or_default(),
        miles: row.try_get("miles")?,
        people: row.try_get("people")?,
    })
}

/// All bookings for events that begin in a span of time (microseconds: from, and before), but for
/// final visits. One that was moved counts where it was moved to.
pub async fn bookings(
    db: &Db,
    site: SiteCode,
    (from, before): (i64, i64),
) -> Result<Vec<Row>, Error> {
    let rows = sqlx::query(
        "SELECT b.standing, b.decision, e.begins, e.state, m.wing, m.miles, \
         b.adults + b.children AS people, \
         CAST(CASE WHEN b.kiosk IS NULL THEN 0 ELSE 1 END AS BIGINT) AS at_kiosk, \
         CAST(CASE WHEN b.held_by IS NULL THEN 0 ELSE 1 END AS BIGINT) AS held_at_kiosk, \
         CAST(CASE WHEN b.family LIKE 'lead:%' THEN 1 ELSE 0 END AS BIGINT) AS is_known, \
         CAST(CASE WHEN EXISTS (SELECT 1 FROM attendance a WHERE a.site = b.site \
         AND a.booking = b.booking AND a.came = 1) THEN 1 ELSE 0 END AS BIGINT) AS attended, \
         CAST(CASE WHEN EXISTS (SELECT 1 FROM not_arrived n WHERE n.site = b.site \
         AND n.booking = b.booking) THEN 1 ELSE 0 END AS BIGINT) AS gave_on, \
         CAST(CASE WHEN EXISTS (SELECT 1 FROM ballots l WHERE l.site = b.site \
         AND l.event = b.event AND l.drawn IS NOT NULL \
         AND COALESCE(b.asked_at, b.received) < l.closes) THEN 1 ELSE 0 END AS BIGINT) \
         AS was_drawn, \
         CAST(CASE WHEN EXISTS (SELECT 1 FROM had_places h WHERE h.site = b.site \
         AND h.family = b.family AND h.ended <= e.begins) OR EXISTS (SELECT 1 FROM bookings o \
         JOIN events f ON f.site = o.site AND f.event = o.event WHERE o.site = b.site \
         AND o.family = b.family AND o.standing = 'held' AND f.state = 'open' \
         AND f.ends <= e.begins) THEN 1 ELSE 0 END AS BIGINT) AS had_before \
         FROM bookings b JOIN events e ON e.site = b.site AND e.event = b.event \
         LEFT JOIN booking_marks m ON m.site = b.site AND m.booking = b.booking \
         WHERE b.site = $1 AND e.begins >= $2 AND e.begins < $3 AND e.kind <> $4 \
         AND b.moved_to IS NULL",
    )
    .bind(site.as_str())
    .bind(from)
    .bind(before)
    .bind(Kind::FinalVisit.as_str())
    .fetch_all(db.pool())
    .await?;
    rows.iter().map(read).collect()
}
