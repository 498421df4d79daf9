//! Places at family events: what this kiosk may spend, and what families booked here. Places taken
//! and the record of it are one commit.

mod epoch;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use uuid::Uuid;
use visits_domain::arrival::{Language, Party};
use visits_domain::booking_card::SealedBookingCard;
use visits_domain::encoding::Bytes;
use visits_domain::places::{BookingId, EpochId, EventId, PoolId, Purse, Purseful, Takes};
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{
    Booked, BookingCancelled, BookingChanged, Granted, Happening, PlacesAct, PlacesReturned,
};

pub(super) use epoch::{end, void};

use super::outbox::{self, Stamp};
use super::{Store, StoreError, booking_cards, step_point};

/// What a family has checked and wants.
#[derive(Clone, Debug)]
pub struct NewBooking {
    /// Made for this wish; the same one again is the same wish.
    pub booking: BookingId,
    /// Where to.
    pub event: EventId,
    /// The event's local day.
    pub day: NaiveDate,
    /// All of these, or none.
    pub takes: Takes,
    /// How many come.
    pub party: Party,
    /// On the screen.
    pub language: Language,
    /// The visit they had checked in for.
    pub visit: Option<VisitHandle>,
    /// What they typed, sealed to the site's key.
    pub sealed: Bytes,
    /// With this the family finds it here until the server tells all kiosks.
    pub card: Option<SealedBookingCard>,
}

/// What a family changes about a booking.
#[derive(Clone, Debug)]
pub struct NewChange {
    /// Which.
    pub booking: BookingId,
    /// Where to.
    pub event: EventId,
    /// Which of its changes, from 1.
    pub number: u32,
    /// What it takes now; none: it holds nothing yet, and no place is taken for more.
    pub before: Option<Takes>,
    /// What it takes from now on.
    pub takes: Takes,
    /// How many come.
    pub party: Party,
    /// What they typed, sealed to the site's key; none: as it was.
    pub sealed: Option<Bytes>,
    /// With which they find it again.
    pub card: SealedBookingCard,
}

impl NewChange {
    /// What it takes on top of what it has.
    fn more(&self) -> Option<Takes> {
        let before = self.before.as_ref()?;
        let more =
            self.takes.iter().map(|(pool, units)| (pool, units.saturating_sub(before.of(pool))));
        Takes::new(more.filter(|(_, units)| *units > 0)).ok()
    }
}

/// Whether places are set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hold {
    /// They are, for certain.
    Held,
    /// This wish was written down before, as asked for.
    Asked,
    /// There are too few here, and nothing was written.
    Short(Option<Shortage>),
}

/// What the server would have to grant. None of it: this kiosk has no epoch to grant to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortage {
    /// To whom.
    pub epoch: EpochId,
    /// In all, by pool.
    pub totals: Vec<(PoolId, u32)>,
}

impl Store {
    /// Sets places aside and writes the booking into the outbox, in one durable commit; or says
    /// what is missing, and writes nothing.
    pub fn hold(&mut self, stamp: Stamp, new: &NewBooking) -> Result<Hold, StoreError> {
        step_point!("hold-begin");
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(known) = known(&db, new.booking)? {
            return Ok(known);
        }
        let epoch = match spend(&db, stamp, &new.takes)? {
            Ok(epoch) => epoch,
            Err(short) => return Ok(Hold::Short(short)),
        };
        step_point!("hold-spent");
        write_down(&db, stamp, new, Some(epoch))?;
        step_point!("hold-before-commit");
        db.commit()?;
        step_point!("hold-committed");
        Ok(Hold::Held)
    }

    /// Writes down what a family asks for. It holds nothing.
    pub fn ask_for(&mut self, stamp: Stamp, new: &NewBooking) -> Result<(), StoreError> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if known(&db, new.booking)?.is_none() {
            write_down(&db, stamp, new, None)?;
            db.commit()?;
        }
        Ok(())
    }

    /// Changes a booking: takes what it needs more, or none of it, and writes the change into the
    /// outbox, in one durable commit. What it needs less of is the server's to give again. Held:
    /// it is changed. Short: nothing is.
    pub fn change(&mut self, stamp: Stamp, new: &NewChange) -> Result<Hold, StoreError> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let more = new.more();
        let spent = match &more {
            Some(more) => match spend(&db, stamp, more)? {
                Ok(epoch) => Some((epoch, more.clone())),
                Err(short) => return Ok(Hold::Short(short)),
            },
            None => None,
        };
        let changed = BookingChanged {
            booking: new.booking,
            event: new.event,
            number: new.number,
            takes: new.takes.clone(),
            spent,
            party: new.party,
            at: stamp.at,
            sealed: new.sealed.clone(),
        };
        booking_cards::put(&db, &new.card)?;
        outbox::append(&db, stamp, &Happening::Places(PlacesAct::Changed(changed)))?;
        db.commit()?;
        Ok(Hold::Held)
    }

    /// Writes down that a family cancels. Its places are the server's to give again: a place that
    /// was spent here is never spent here twice.
    pub fn cancel(&mut self, stamp: Stamp, which: (EventId, BookingId)) -> Result<(), StoreError> {
        self.cancel_and_say(stamp, which, None)
    }

    /// The same, and the card that says so where the family looks it up, in one commit.
    pub fn cancel_and_say(
        &mut self,
        stamp: Stamp,
        (event, booking): (EventId, BookingId),
        card: Option<&SealedBookingCard>,
    ) -> Result<(), StoreError> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let ended: Option<bool> = db
            .prepare_cached("SELECT ended FROM booking WHERE id = ?1")?
            .query_row([booking.0.as_bytes()], |row| row.get(0))
            .optional()?;
        if ended == Some(true) {
            return Ok(());
        }
        db.prepare_cached("UPDATE booking SET ended = 1 WHERE id = ?1")?
            .execute([booking.0.as_bytes()])?;
        if let Some(card) = card {
            booking_cards::put(&db, card)?;
        }
        let cancelled = BookingCancelled { booking, event, at: stamp.at };
        outbox::append(&db, stamp, &Happening::Places(PlacesAct::Cancelled(cancelled)))?;
        Ok(db.commit()?)
    }

    /// Begins an epoch where one is due, and gives back what the server asked for. To be called
    /// after a start, and after whatever was applied. True: there is something to send.
    pub fn mind_places(
        &mut self,
        boot: Uuid,
        at: DateTime<Utc>,
        mut id: impl FnMut() -> Uuid,
    ) -> Result<bool, StoreError> {
        let mut stamp = || Stamp { id: id(), epoch: boot, at };
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let began = epoch::begin_if_due(&db, boot, &mut stamp)?;
        let gave_back = give_back(&db, boot, &mut stamp)?;
        step_point!("places-before-commit");
        if began || gave_back {
            db.commit()?;
        }
        Ok(began || gave_back)
    }

    /// Takes in what the server granted in answer to a question.
    pub fn hear_granted(&mut self, granted: &[Granted]) -> Result<(), StoreError> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for granted in granted {
            hear(&db, granted)?;
        }
        Ok(db.commit()?)
    }

    /// What became of a wish at this kiosk; none: it was not made here.
    pub fn booked(&self, booking: BookingId) -> Result<Option<Hold>, StoreError> {
        known(&self.db, booking)
    }

    /// To whom the server may grant places in this start of the machine.
    pub fn epoch(&self, boot: Uuid) -> Result<Option<EpochId>, StoreError> {
        epoch::current(&self.db, boot)
    }

    /// What may be promised of each pool in this start of the machine.
    pub fn places_left(&self, boot: Uuid) -> Result<BTreeMap<PoolId, u32>, StoreError> {
        Ok(match epoch::current(&self.db, boot)? {
            Some(epoch) => purse(&self.db, epoch)?
                .grants
                .into_iter()
                .map(|(pool, grant)| (pool, grant.left()))
                .collect(),
            None => BTreeMap::new(),
        })
    }
}

/// A grant of another epoch than the present one says nothing.
pub(super) fn hear(db: &Connection, granted: &Granted) -> Result<(), StoreError> {
    let Some(epoch) = epoch::written(db)?.filter(|epoch| *epoch == granted.epoch) else {
        return Ok(());
    };
    let mut purse = Purse::new(epoch);
    purse.grants.extend(grant(db, granted.pool)?.map(|grant| (granted.pool, grant)));
    if purse.hear(&granted.into()) {
        save(db, &purse)?;
    }
    Ok(())
}

/// Takes places out of what was granted to the present epoch, all or none; or what is missing.
fn spend(
    db: &Connection,
    stamp: Stamp,
    takes: &Takes,
) -> Result<Result<EpochId, Option<Shortage>>, StoreError> {
    let Some(mut purse) = epoch::current(db, stamp.epoch)?.map(Purse::new) else {
        return Ok(Err(None));
    };
    for (pool, _) in takes.iter() {
        purse.grants.extend(grant(db, pool)?.map(|grant| (pool, grant)));
    }
    let totals = purse.wanted(takes);
    if !purse.spend(takes) {
        return Ok(Err(Some(Shortage { epoch: purse.epoch, totals })));
    }
    save(db, &purse)?;
    epoch::count_booking(db)?;
    Ok(Ok(purse.epoch))
}

fn give_back(
    db: &Connection,
    boot: Uuid,
    stamp: &mut impl FnMut() -> Stamp,
) -> Result<bool, StoreError> {
    let Some(epoch) = epoch::current(db, boot)? else { return Ok(false) };
    let mut purse = purse(db, epoch)?;
    let totals = purse.give_back();
    if totals.is_empty() {
        return Ok(false);
    }
    save(db, &purse)?;
    let returned = PlacesReturned { epoch, totals };
    outbox::append(db, stamp(), &Happening::Places(PlacesAct::Returned(returned)))?;
    Ok(true)
}

fn known(db: &Connection, booking: BookingId) -> Result<Option<Hold>, StoreError> {
    let held: Option<bool> = db
        .prepare_cached("SELECT held FROM booking WHERE id = ?1")?
        .query_row([booking.0.as_bytes()], |row| row.get(0))
        .optional()?;
    Ok(held.map(|held| if held { Hold::Held } else { Hold::Asked }))
}

fn write_down(
    db: &Connection,
    stamp: Stamp,
    new: &NewBooking,
    held_by: Option<EpochId>,
) -> Result<(), StoreError> {
    db.prepare_cached("INSERT INTO booking VALUES (?1, ?2, ?3, ?4, 0)")?.execute(params![
        new.booking.0.as_bytes(),
        new.event.0.as_bytes(),
        new.day.to_string(),
        held_by.is_some(),
    ])?;
    if let Some(card) = &new.card {
        booking_cards::put(db, card)?;
    }
    let booked = Booked {
        booking: new.booking,
        event: new.event,
        takes: new.takes.clone(),
        held_by,
        party: new.party,
        at: stamp.at,
        language: new.language,
        visit: new.visit,
        sealed: new.sealed.clone(),
    };
    outbox::append(db, stamp, &Happening::Places(PlacesAct::Booked(booked)))
}

fn grant(db: &Connection, pool: PoolId) -> Result<Option<Purseful>, StoreError> {
    Ok(db
        .prepare_cached(
            "SELECT event, granted, spent, returned, keep, version FROM place_grant WHERE pool = ?1",
        )?
        .query_row([pool.0.as_bytes()], |row| purseful(row, 0))
        .optional()?)
}

fn purse(db: &Connection, epoch: EpochId) -> Result<Purse, StoreError> {
    let mut rows = db.prepare_cached(
        "SELECT pool, event, granted, spent, returned, keep, version FROM place_grant",
    )?;
    let rows =
        rows.query_map([], |row| Ok((PoolId(Uuid::from_bytes(row.get(0)?)), purseful(row, 1)?)))?;
    Ok(Purse { epoch, grants: rows.collect::<Result<_, _>>()? })
}

fn purseful(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Purseful> {
    Ok(Purseful {
        event: EventId(Uuid::from_bytes(row.get(at)?)),
        granted: row.get(at + 1)?,
        spent: row.get(at + 2)?,
        returned: row.get(at + 3)?,
        keep: row.get(at + 4)?,
        version: row.get::<_, i64>(at + 5)?.unsigned_abs(),
    })
}

fn save(db: &Connection, purse: &Purse) -> Result<(), StoreError> {
    let mut put = db.prepare_cached(
        "INSERT INTO place_grant VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (pool) DO UPDATE SET granted = excluded.granted, spent = excluded.spent,
         returned = excluded.returned, keep = excluded.keep, version = excluded.version",
    )?;
    for (pool, grant) in &purse.grants {
        put.execute(params![
            pool.0.as_bytes(),
            grant.event.0.as_bytes(),
            grant.granted,
            grant.spent,
            grant.returned,
            grant.keep,
            i64::try_from(grant.version).unwrap_or(i64::MAX),
        ])?;
    }
    Ok(())
}

/// Bookings of events that are past.
pub(super) fn sweep(db: &Connection, today: NaiveDate) -> Result<(), StoreError> {
    db.execute("DELETE FROM booking WHERE day < ?1", [today.to_string()])?;
    Ok(())
}
