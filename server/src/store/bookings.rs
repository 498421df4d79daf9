//! Bookings as staff see and decide them. The places they take are `store::places`.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use visits_domain::arrival::{Language, Party};
use visits_domain::encoding::Bytes;
use visits_domain::places::{BookingId, EventId, FamilyMark, Nth, Standing, Takes};
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{BookingChanged, PlacesAct};

use super::places::{STANDINGS, id, of_word};
use super::{Db, Write, ballots, rows};
use crate::bookings::stands::Decision;
use crate::error::Error;

/// A booking as it is stored.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which.
    pub id: BookingId,
    /// Where to.
    pub event: EventId,
    /// How it stands with its places.
    pub standing: Standing,
    /// In the order in which they came.
    pub turn: i64,
    /// Its places.
    pub takes: Takes,
    /// How many come, where that is known.
    pub party: Option<Party>,
    /// In which the family asked.
    pub language: Language,
    /// When the family asked, or when it came. Microseconds.
    pub asked: i64,
    /// What the family typed.
    pub sealed: Option<Bytes>,
    /// Grows with every change.
    pub version: i64,
    /// What staff have said.
    pub decision: Option<Decision>,
    /// When, and who.
    pub decided: Option<(i64, String)>,
    /// The prison has said yes.
    pub prison_approved: bool,
    /// What it was before it was moved.
    pub moved_from: Option<BookingId>,
    /// What it is now.
    pub moved_to: Option<BookingId>,
    /// The account that booked it; none: a kiosk did.
    pub booked_by: Option<String>,
    /// How often it was changed, as far as is known.
    pub changes: u32,
    /// When the family changed it last.
    pub changed: Option<i64>,
    /// What the family was rung about last, when, and by whom.
    pub rung: Option<(String, i64, String)>,
    /// The visit it had checked in for.
    pub visit: Option<VisitHandle>,
    /// Where kiosks have its card.
    pub lookup: Option<Vec<u8>>,
    /// The same with the locked secret it is sealed under, where that is kept.
    pub card: Option<Card>,
}

/// A booking's card as it is at kiosks.
#[derive(Clone, Debug)]
pub struct Card {
    /// Where.
    pub lookup: Vec<u8>,
    /// Locked.
    pub secret: Vec<u8>,
    /// Which keys the secret was made with.
    pub keys: String,
}

fn read(row: &AnyRow) -> Result<Row, Error> {
    let text = |name: &str| row.try_get::<String, _>(name);
    let maybe = |name: &str| row.try_get::<Option<String>, _>(name);
    let number = |name: &str| row.try_get::<Option<i64>, _>(name);
    let few = |n: i64| u8::try_from(n).unwrap_or(0);
    let booking = |name: &str| -> Result<Option<BookingId>, Error> {
        maybe(name)?.map(|text| id(&text).map(BookingId)).transpose()
    };
    let blob = |name: &str| row.try_get::<Option<Vec<u8>>, _>(name);
    let party = number("adults")?.zip(number("children")?);
    let language = maybe("language")?;
    let language = Language::ALL.into_iter().find(|one| Some(one.code()) == language.as_deref());
    let lookup = blob("card_lookup")?;
    let card = lookup.clone().zip(blob("card_secret")?).zip(maybe("card_keys")?);
    let rung = maybe("rung_for")?.zip(number("rung_at")?).zip(maybe("rung_by")?);
    let wants = maybe("wants")?;
    let wants: Option<(Nth, Takes)> = wants.as_deref().map(serde_json::from_str).transpose()?;
    let visit = maybe("visit")?.map(|text| id(&text).map(VisitHandle)).transpose()?;
    Ok(Row {
        id: BookingId(id(&text("booking")?)?),
        event: EventId(id(&text("event")?)?),
        standing: of_word(&STANDINGS, &text("standing")?)?,
        turn: row.try_get("turn")?,
        takes: serde_json::from_str(&text("takes")?)?,
        party: party
            .map(|(adults, children)| Party { adults: few(adults), children: few(children) }),
        language: language.unwrap_or_default(),
        asked: number("asked_at")?.unwrap_or(row.try_get("received")?),
        sealed: blob("sealed")?.map(Bytes),
        version: row.try_get("version")?,
        decision: maybe("decision")?.as_deref().and_then(Decision::parse),
        decided: number("decided_at")?.zip(maybe("decided_by")?),
        prison_approved: row.try_get::<i64, _>("prison_approved")? == 1,
        moved_from: booking("moved_from")?,
        moved_to: booking("moved_to")?,
        booked_by: maybe("booked_by")?,
        changes: wants.map_or(0, |(Nth(number, _), _)| number),
        changed: number("changed_at")?,
        rung: rung.map(|((what, at), by)| (what, at, by)),
        visit,
        lookup,
        card: card.map(|((lookup, secret), keys)| Card { lookup, secret, keys }),
    })
}

/// All bookings of an event, in the order in which they came.
pub async fn of_event(db: &Db, site: SiteCode, event: EventId) -> Result<Vec<Row>, Error> {
    let rows = sqlx::query("SELECT * FROM bookings WHERE site = $1 AND event = $2 ORDER BY turn")
        .bind(site.as_str())
        .bind(event.to_string())
        .fetch_all(db.pool())
        .await?;
    rows.iter().map(read).collect()
}

/// All bookings of a site.
pub async fn all(conn: &mut AnyConnection, site: SiteCode) -> Result<Vec<Row>, Error> {
    let rows = sqlx::query("SELECT * FROM bookings WHERE site = $1 ORDER BY event, turn")
        .bind(site.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// One booking.
pub async fn find(
    conn: &mut AnyConnection,
    site: SiteCode,
    booking: BookingId,
) -> Result<Option<Row>, Error> {
    let row = sqlx::query("SELECT * FROM bookings WHERE site = $1 AND booking = $2")
        .bind(site.as_str())
        .bind(booking.to_string())
        .fetch_optional(conn)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Those whose card does not say how they stand, of events that have not ended; a few at once.
pub async fn with_cards_due(
    db: &Db,
    site: SiteCode,
    now: DateTime<Utc>,
) -> Result<Vec<Row>, Error> {
    let rows = sqlx::query(
        "SELECT b.* FROM bookings b JOIN place_events e ON e.site = b.site AND e.event = b.event \
         WHERE b.site = $1 AND b.card_due = 1 AND b.moved_to IS NULL AND e.ends > $2 \
         ORDER BY b.received, b.booking LIMIT 100",
    )
    .bind(site.as_str())
    .bind(now.timestamp_micros())
    .fetch_all(db.pool())
    .await?;
    rows.iter().map(read).collect()
}

/// All cards of a site must be sealed anew: its keys are others.
pub async fn all_cards_due(tx: &mut Write, site: SiteCode) -> Result<(), Error> {
    sqlx::query("UPDATE bookings SET card_due = 1 WHERE site = $1")
        .bind(site.as_str())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A card is sealed, if the booking stands as it did when that began. False: it does not.
pub async fn card_sealed(
    tx: &mut Write,
    site: SiteCode,
    (booking, version): (BookingId, i64),
    card: Option<&Card>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE bookings SET card_due = 0, card_lookup = $4, card_secret = $5, card_keys = $6 \
         WHERE site = $1 AND booking = $2 AND version = $3 AND card_due = 1",
    )
    .bind(site.as_str())
    .bind(booking.to_string())
    .bind(version)
    .bind(card.map(|card| card.lookup.clone()))
    .bind(card.map(|card| card.secret.clone()))
    .bind(card.map(|card| card.keys.clone()))
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

// --- What staff decide -------------------------------------------------------------------------

/// Staff have said yes or no, or take it back.
pub async fn decide(
    tx: &mut Write,
    site: SiteCode,
    (booking, decision): (BookingId, Option<Decision>),
    (who, at): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE bookings SET decision = $3, decided_at = $4, decided_by = $5, \
         version = version + 1, card_due = 1 WHERE site = $1 AND booking = $2",
    )
    .bind(site.as_str())
    .bind(booking.to_string())
    .bind(decision.map(Decision::as_str))
    .bind(at.timestamp_micros())
    .bind(who)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The prison has said yes, or not yet.
pub async fn prison_says(
    tx: &mut Write,
    site: SiteCode,
    (booking, yes): (BookingId, bool),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE bookings SET prison_approved = $3, version = version + 1 \
         WHERE site = $1 AND booking = $2",
    )
    .bind(site.as_str())
    .bind(booking.to_string())
    .bind(i64::from(yes))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A booking was moved to another event: its card goes with it.
pub async fn moved(
    tx: &mut Write,
    site: SiteCode,
    (old, new): (BookingId, BookingId),
) -> Result<(), Error> {
    for sql in [
        "UPDATE bookings SET card_lookup = (SELECT o.card_lookup FROM bookings o \
         WHERE o.site = $1 AND o.booking = $2), card_secret = NULL, card_keys = NULL \
         WHERE site = $1 AND booking = $3",
        "UPDATE bookings SET moved_to = $3, sealed = NULL, family = NULL, card_lookup = NULL, card_secret = NULL, \
         card_keys = NULL, card_due = 0 WHERE site = $1 AND booking = $2",
    ] {
        sqlx::query(sql)
            .bind(site.as_str())
            .bind(old.to_string())
            .bind(new.to_string())
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

/// Staff have written down what a family says now.
pub async fn rewrite(
    tx: &mut Write,
    site: SiteCode,
    booking: BookingId,
    (sealed, party, language): (&Bytes, Party, Language),
    family: &FamilyMark,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE bookings SET sealed = $3, adults = $4, children = $5, language = $6, family = $7, \
         version = version + 1, card_due = 1, card_secret = NULL, card_keys = NULL \
         WHERE site = $1 AND booking = $2",
    )
    .bind(site.as_str())
    .bind(booking.to_string())
    .bind(sealed.0.as_slice())
    .bind(i64::from(party.adults))
    .bind(i64::from(party.children))
    .bind(language.code())
    .bind(family.0.as_str())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A family has changed what it typed, or how many come. A yes was to who came before: it is
/// decided anew.
pub async fn family_changed(
    tx: &mut Write,
    site: SiteCode,
    changed: &BookingChanged,
    family: Option<FamilyMark>,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE bookings SET adults = $3, children = $4, changed_at = $5, \
         sealed = COALESCE($6, sealed), family = COALESCE($7, family), decision = NULL, \
         version = version + 1, card_due = 1, card_secret = NULL, card_keys = NULL \
         WHERE site = $1 AND booking = $2 AND standing <> 'ended'",
    )
    .bind(site.as_str())
    .bind(changed.booking.to_string())
    .bind(i64::from(changed.party.adults))
    .bind(i64::from(changed.party.children))
    .bind(changed.at.timestamp_micros())
    .bind(changed.sealed.as_ref().map(|sealed| sealed.0.clone()))
    .bind(family.map(|family| family.0))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Somebody has rung the family about this.
pub async fn rung(
    tx: &mut Write,
    site: SiteCode,
    (booking, what): (BookingId, Option<&str>),
    (who, at): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE bookings SET rung_for = $3, rung_at = $4, rung_by = $5 \
         WHERE site = $1 AND booking = $2",
    )
    .bind(site.as_str())
    .bind(booking.to_string())
    .bind(what)
    .bind(at.timestamp_micros())
    .bind(who)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Takes everything away that tells whose a booking was. Its places and its state stay: an event
/// has had so many.
pub async fn empty(tx: &mut Write, site: SiteCode, bookings: &[String]) -> Result<(), Error> {
    ballots::forget(tx, site, bookings).await?;
    rows::run_in(
        tx.conn(),
        "UPDATE bookings SET sealed = NULL, family = NULL, visit = NULL, rung_for = NULL, \
         rung_at = NULL, rung_by = NULL, card_lookup = NULL, card_secret = NULL, card_keys = NULL, \
         card_due = 0, version = version + 1 WHERE site = $1 AND booking IN",
        site.as_str(),
        bookings,
    )
    .await?;
    // As its kiosk sent it, too. A number that is used again is still noticed.
    for booking in bookings {
        for sql in [
            "UPDATE records SET body = '', id = '', epoch = '', trouble = NULL \
             WHERE site = $1 AND body LIKE $2",
            "DELETE FROM record_conflicts WHERE site = $1 AND body LIKE $2",
        ] {
            sqlx::query(sql)
                .bind(site.as_str())
                .bind(format!("%{booking}%"))
                .execute(tx.conn())
                .await?;
        }
    }
    Ok(())
}

// --- Bookings that were moved ------------------------------------------------------------------

/// What a booking has become, if it was moved.
pub async fn moved_to(
    tx: &mut Write,
    site: SiteCode,
    booking: BookingId,
) -> Result<Option<BookingId>, Error> {
    Ok(now_at(tx.conn(), site, booking).await?.map(|(_, now)| now).filter(|now| *now != booking))
}

/// More moves than anybody makes.
const MOVES_AT_MOST: usize = 20;

/// Where a booking is now, and what it is called there. None: it is not known.
pub async fn now_at(
    conn: &mut AnyConnection,
    site: SiteCode,
    booking: BookingId,
) -> Result<Option<(EventId, BookingId)>, Error> {
    let mut at = None;
    let mut next = Some(booking);
    for _ in 0..MOVES_AT_MOST {
        let Some(booking) = next else { break };
        let row: Option<(String, Option<String>)> =
            sqlx::query_as("SELECT event, moved_to FROM bookings WHERE site = $1 AND booking = $2")
                .bind(site.as_str())
                .bind(booking.to_string())
                .fetch_optional(&mut *conn)
                .await?;
        let Some((event, moved_to)) = row else { break };
        at = Some((EventId(id(&event)?), booking));
        next = moved_to.map(|text| id(&text).map(BookingId)).transpose()?;
    }
    Ok(at)
}

/// What kiosks sent, as it is meant now: who cancels a booking that was moved cancels it where it
/// is.
pub async fn as_they_are_now(
    tx: &mut Write,
    site: SiteCode,
    acts: &[PlacesAct],
) -> Result<Vec<PlacesAct>, Error> {
    let mut now = Vec::with_capacity(acts.len());
    for act in acts {
        now.push(match act {
            PlacesAct::Cancelled(told) => {
                let mut told = *told;
                if let Some((event, booking)) = now_at(tx.conn(), site, told.booking).await? {
                    (told.event, told.booking) = (event, booking);
                }
                PlacesAct::Cancelled(told)
            }
            act => act.clone(),
        });
    }
    Ok(now)
}

/// What staff have said of a booking.
pub async fn decision(
    conn: &mut AnyConnection,
    site: SiteCode,
    booking: BookingId,
) -> Result<Option<Decision>, Error> {
    let row: Option<(Option<String>,)> =
        sqlx::query_as("SELECT decision FROM bookings WHERE site = $1 AND booking = $2")
            .bind(site.as_str())
            .bind(booking.to_string())
            .fetch_optional(conn)
            .await?;
    Ok(row.and_then(|row| row.0).as_deref().and_then(Decision::parse))
}

/// The first booking of a visit at an event that has not ended.
pub async fn of_visit(
    tx: &mut Write,
    site: SiteCode,
    (event, visit): (EventId, VisitHandle),
) -> Result<Option<BookingId>, Error> {
    let row: Option<(String,)> = sqlx::query_as(
        "SELECT booking FROM bookings WHERE site = $1 AND event = $2 AND visit = $3 \
         AND standing <> 'ended' ORDER BY turn LIMIT 1",
    )
    .bind(site.as_str())
    .bind(event.to_string())
    .bind(visit.to_string())
    .fetch_optional(tx.conn())
    .await?;
    row.map(|(booking,)| id(&booking).map(BookingId)).transpose()
}

// --- What staff must hear of -------------------------------------------------------------------

/// The references of bookings by id are sealed; here are their events.
pub async fn events_of(
    db: &Db,
    site: SiteCode,
    bookings: &[BookingId],
) -> Result<BTreeMap<BookingId, EventId>, Error> {
    let keys: Vec<String> = bookings.iter().map(BookingId::to_string).collect();
    let mut conn = db.pool().acquire().await?;
    let found: Vec<(String, String)> = rows::select_in(
        &mut conn,
        ("SELECT booking, event FROM bookings WHERE site = $1 AND booking IN", ""),
        site.as_str(),
        &keys,
    )
    .await?;
    let read =
        |(booking, event): (String, String)| Ok((BookingId(id(&booking)?), EventId(id(&event)?)));
    found.into_iter().map(read).collect()
}
