//! Writes what differs between two states of the books.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use visits_domain::arrival::{Language, Party};
use visits_domain::encoding::Bytes;
use visits_domain::places::{
    BookingId, Books, EpochId, EventId, Grant, KioskId, Ledger, PoolId, Trouble,
};
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::Booked;

use super::{STANDINGS, STATES, Write, rows, word};
use crate::error::Error;

/// What came with the bookings of a batch, and when.
pub struct Details {
    /// What is known of new bookings besides their places.
    pub came: BTreeMap<BookingId, Came>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// What is known of a booking besides its places.
#[derive(Clone, Debug)]
pub struct Came {
    /// Which kiosk sent it; none: staff booked.
    pub kiosk: Option<KioskId>,
    /// Out of whose grants it was promised.
    pub held_by: Option<EpochId>,
    /// How many come.
    pub party: Party,
    /// On the screen, or on the telephone.
    pub language: Language,
    /// When the family asked.
    pub at: DateTime<Utc>,
    /// What it typed, sealed for this booking.
    pub sealed: Bytes,
    /// The visit it had checked in for.
    pub visit: Option<VisitHandle>,
    /// The account that booked.
    pub booked_by: Option<String>,
    /// The booking it was before it was moved here.
    pub moved_from: Option<BookingId>,
    /// What the prison had said of that.
    pub prison_approved: bool,
}

impl Came {
    /// From a kiosk.
    pub fn from_kiosk(kiosk: KioskId, booked: &Booked) -> Self {
        Self {
            kiosk: Some(kiosk),
            held_by: booked.held_by,
            party: booked.party,
            language: booked.language,
            at: booked.at,
            sealed: booked.sealed.clone(),
            visit: booked.visit,
            booked_by: None,
            moved_from: None,
            prison_approved: false,
        }
    }
}

/// Writes what has changed.
pub async fn save(
    tx: &mut Write,
    site: SiteCode,
    (before, after): (&Books, &Books),
    details: &Details,
) -> Result<(), Error> {
    save_fleet(tx, site, (before, after), details.at).await?;
    let nothing = Ledger::default();
    for (event, ledger) in &after.ledgers {
        let old = before.ledgers.get(event).unwrap_or(&nothing);
        if old != ledger {
            save_grants(tx, (site, *event), old, ledger).await?;
            save_bookings(tx, (site, *event), (old, ledger), details).await?;
        }
    }
    Ok(())
}

async fn save_fleet(
    tx: &mut Write,
    site: SiteCode,
    (before, after): (&Books, &Books),
    at: DateTime<Utc>,
) -> Result<(), Error> {
    if before.fleet.waits && !after.fleet.waits {
        sqlx::query("DELETE FROM place_waits WHERE site = $1")
            .bind(site.as_str())
            .execute(tx.conn())
            .await?;
    }
    let is_new = |(id, epoch): &(&EpochId, _)| before.fleet.epochs.get(*id) != Some(*epoch);
    let changed: Vec<_> = after.fleet.epochs.iter().filter(is_new).collect();
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO place_epochs (site, epoch, kiosk, generation, state, bookings, began) \
             VALUES",
            7,
            "ON CONFLICT (site, epoch) DO UPDATE SET state = excluded.state, \
             bookings = excluded.bookings",
        ),
        &changed,
        |(id, epoch), values| {
            values.text(site.as_str()).text(id.to_string()).text(epoch.kiosk.to_string());
            values.text(epoch.generation.to_string()).text(word(&STATES, epoch.state));
            values.int(epoch.bookings).int(at.timestamp_micros());
        },
    )
    .await
}

type Key = (EpochId, PoolId);

async fn save_grants(
    tx: &mut Write,
    (site, event): (SiteCode, EventId),
    before: &Ledger,
    after: &Ledger,
) -> Result<(), Error> {
    let gone = before.grants.keys().filter(|key| !after.grants.contains_key(key));
    for (epoch, pool) in gone {
        sqlx::query("DELETE FROM place_grants WHERE site = $1 AND epoch = $2 AND pool = $3")
            .bind(site.as_str())
            .bind(epoch.to_string())
            .bind(pool.to_string())
            .execute(tx.conn())
            .await?;
    }
    let is_new = |(key, grant): &(&Key, &Grant)| before.grants.get(*key) != Some(*grant);
    let changed: Vec<_> = after.grants.iter().filter(is_new).collect();
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO place_grants \
             (site, epoch, pool, event, granted, spent, returned, keep, version) VALUES",
            9,
            "ON CONFLICT (site, epoch, pool) DO UPDATE SET granted = excluded.granted, \
             spent = excluded.spent, returned = excluded.returned, keep = excluded.keep, \
             version = excluded.version",
        ),
        &changed,
        |((epoch, pool), grant), values| {
            values.text(site.as_str()).text(epoch.to_string()).text(pool.to_string());
            values.text(event.to_string()).int(grant.granted).int(grant.spent);
            values.int(grant.returned).maybe_int(grant.keep);
            values.int(i64::try_from(grant.version).unwrap_or(i64::MAX));
        },
    )
    .await
}

async fn save_bookings(
    tx: &mut Write,
    (site, event): (SiteCode, EventId),
    (before, after): (&Ledger, &Ledger),
    details: &Details,
) -> Result<(), Error> {
    for (id, booking) in &after.bookings {
        match before.bookings.get(id) {
            Some(known) if known == booking => {}
            Some(_) => {
                sqlx::query(
                    "UPDATE bookings SET standing = $3, takes = $4, wants = $5, turn = $6, \
                     version = version + 1, card_due = 1 WHERE site = $1 AND booking = $2",
                )
                .bind(site.as_str())
                .bind(id.to_string())
                .bind(word(&STANDINGS, booking.standing))
                .bind(serde_json::to_string(&booking.takes)?)
                .bind(booking.wants.as_ref().map(serde_json::to_string).transpose()?)
                .bind(i64::try_from(booking.turn).unwrap_or(i64::MAX))
                .execute(tx.conn())
                .await?;
            }
            None => add_booking(tx, (site, event), (*id, after), details).await?,
        }
    }
    let settled = before.cancelled_first.difference(&after.cancelled_first);
    for id in settled {
        sqlx::query("DELETE FROM bookings_ended_first WHERE site = $1 AND booking = $2")
            .bind(site.as_str())
            .bind(id.to_string())
            .execute(tx.conn())
            .await?;
    }
    let new: Vec<_> = after.cancelled_first.difference(&before.cancelled_first).collect();
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO bookings_ended_first (site, booking, event) VALUES",
            3,
            "ON CONFLICT (site, booking) DO NOTHING",
        ),
        &new,
        |id, values| {
            values.text(site.as_str()).text(id.to_string()).text(event.to_string());
        },
    )
    .await?;
    save_changed_first(tx, (site, event), (before, after)).await
}

async fn save_changed_first(
    tx: &mut Write,
    (site, event): (SiteCode, EventId),
    (before, after): (&Ledger, &Ledger),
) -> Result<(), Error> {
    for id in before.changed_first.keys().filter(|id| !after.changed_first.contains_key(id)) {
        sqlx::query("DELETE FROM bookings_changed_first WHERE site = $1 AND booking = $2")
            .bind(site.as_str())
            .bind(id.to_string())
            .execute(tx.conn())
            .await?;
    }
    for (id, taken) in &after.changed_first {
        if before.changed_first.get(id) == Some(taken) {
            continue;
        }
        sqlx::query(
            "INSERT INTO bookings_changed_first (site, booking, event, taken) \
             VALUES ($1, $2, $3, $4) \
             ON CONFLICT (site, booking) DO UPDATE SET taken = excluded.taken",
        )
        .bind(site.as_str())
        .bind(id.to_string())
        .bind(event.to_string())
        .bind(serde_json::to_string(taken)?)
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

async fn add_booking(
    tx: &mut Write,
    (site, event): (SiteCode, EventId),
    (id, ledger): (BookingId, &Ledger),
    details: &Details,
) -> Result<(), Error> {
    let Some(booking) = ledger.bookings.get(&id) else { return Ok(()) };
    let came = details.came.get(&id);
    sqlx::query(
        "INSERT INTO bookings (site, booking, event, standing, turn, family, takes, kiosk, \
         held_by, adults, children, language, asked_at, sealed, received, wants, visit, booked_by, \
         moved_from, prison_approved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
         $13, $14, $15, $16, $17, $18, $19, $20)",
    )
    .bind(site.as_str())
    .bind(id.to_string())
    .bind(event.to_string())
    .bind(word(&STANDINGS, booking.standing))
    .bind(i64::try_from(booking.turn).unwrap_or(i64::MAX))
    .bind(booking.family.as_ref().map(|family| family.0.clone()))
    .bind(serde_json::to_string(&booking.takes)?)
    .bind(came.and_then(|came| came.kiosk).map(|kiosk| kiosk.to_string()))
    .bind(came.and_then(|came| came.held_by).map(|epoch| epoch.to_string()))
    .bind(came.map(|came| i64::from(came.party.adults)))
    .bind(came.map(|came| i64::from(came.party.children)))
    .bind(came.map(|came| came.language.code()))
    .bind(came.map(|came| came.at.timestamp_micros()))
    .bind(came.map(|came| came.sealed.0.clone()))
    .bind(details.at.timestamp_micros())
    .bind(booking.wants.as_ref().map(serde_json::to_string).transpose()?)
    .bind(came.and_then(|came| came.visit).map(|visit| visit.to_string()))
    .bind(came.and_then(|came| came.booked_by.clone()))
    .bind(came.and_then(|came| came.moved_from).map(|id| id.to_string()))
    .bind(i64::from(came.is_some_and(|came| came.prison_approved)))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes down what staff must hear of. `id` names each.
pub async fn add_trouble(
    tx: &mut Write,
    (site, event): (SiteCode, Option<EventId>),
    (id, what): (uuid::Uuid, What),
    at: DateTime<Utc>,
) -> Result<(), Error> {
    let (word, booking, about) = what.row();
    sqlx::query(
        "INSERT INTO place_troubles (site, id, what, event, booking, about, noticed) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(site.as_str())
    .bind(id.to_string())
    .bind(word)
    .bind(event.map(|event| event.to_string()))
    .bind(booking.map(|booking| booking.to_string()))
    .bind(about)
    .bind(at.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What staff must hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Of one event.
    OfEvent(Trouble),
    /// A copy of a kiosk's disk was put back.
    PutBack(KioskId),
    /// A kiosk booked for an event that this server does not have.
    UnknownEvent(EventId),
    /// A family changed a booking at a screen after staff had moved it to another event.
    ChangedAfterMove(BookingId),
}

impl What {
    /// The word that is stored, the booking, and what else it is about.
    fn row(self) -> (&'static str, Option<BookingId>, Option<String>) {
        match self {
            Self::OfEvent(Trouble::Late(booking)) => ("late", Some(booking), None),
            Self::OfEvent(Trouble::Double { booking, earlier }) => {
                ("double", Some(booking), Some(earlier.to_string()))
            }
            Self::OfEvent(Trouble::EventCancelled(booking)) => {
                ("event_cancelled", Some(booking), None)
            }
            Self::OfEvent(Trouble::ChangeLate(booking)) => ("change_late", Some(booking), None),
            Self::OfEvent(Trouble::UnknownPool(booking)) => ("unknown_pool", Some(booking), None),
            Self::OfEvent(Trouble::OverCapacity(pool)) => {
                ("over_capacity", None, Some(pool.to_string()))
            }
            Self::PutBack(kiosk) => ("put_back", None, Some(kiosk.to_string())),
            Self::ChangedAfterMove(booking) => ("change_moved", Some(booking), None),
            Self::UnknownEvent(event) => ("unknown_event", None, Some(event.to_string())),
        }
    }
}
