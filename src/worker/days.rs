//! Bookings: what a family typed is sealed here, places are held or asked for, and a booking is
//! found again.

use chrono::NaiveDate;
use uuid::Uuid;
use visits_domain::booking_card::{BookingCard, BookingState, SealedBookingCard, booking_secret};
use visits_domain::places::{BookingId, BookingReference, EventId, Takes};
use visits_domain::sealing::Secret;
use visits_domain::wire::{PlacesAnswer, PlacesWanted, SiteKeys};
use zeroize::Zeroizing;

use super::Worker;
use crate::public::Link;
use crate::session::days::{BookingKey, Changing, DaysAct, DaysNews, Taken, Wanting};
use crate::store::{Bucket, Hold, NewBooking, NewChange, Shortage, StoreError};

/// Of a card that does not open, so that "not found" is the same work.
const CARD_BYTES: usize = 768 + 40;

/// A wish that was short of places, sealed already, until the server has answered.
pub(super) enum Pending {
    /// A booking.
    Book(Box<Sealed>),
    /// A change of one.
    Change(Box<Changed>),
}

/// A wish after it was sealed.
pub(super) struct Sealed {
    new: NewBooking,
    reference: BookingReference,
    secret: Secret,
}

/// A change, and what seals its card.
pub(super) struct Changed {
    changing: Changing,
    secret: Secret,
}

impl Worker {
    pub(super) fn days(&mut self, job: u64, act: DaysAct) -> Option<DaysNews> {
        let told = match act {
            DaysAct::Book(wanting) => self.seal(wanting).and_then(|sealed| self.book(job, sealed)),
            DaysAct::Go(answer) => match self.pending.take() {
                Some((waits, pending)) if waits == job => self.go_on(pending, answer.as_ref()),
                _ => return None, // nobody waits for this any more
            },
            DaysAct::Find(key) => self.find(&key),
            DaysAct::Change(changing) => {
                let secret = self.secret(&changing.key);
                secret.and_then(|secret| self.change(job, Changed { changing, secret }))
            }
            DaysAct::Cancel(key, card, day) => self.cancel(&key, card, day),
        };
        Some(told.unwrap_or_else(|error| {
            tracing::error!(%error, "a booking could not be written or read");
            DaysNews::NotSaved
        }))
    }

    pub(super) fn site_keys(&self) -> Result<SiteKeys, StoreError> {
        self.store.keys()?.ok_or(StoreError::Unreadable { what: "keys" })
    }

    fn secret(&self, key: &BookingKey) -> Result<Secret, StoreError> {
        booking_secret(&key.reference, key.born, &self.site_keys()?.salt, &self.site_secret)
            .map_err(|_| StoreError::Unreadable { what: "salt" })
    }

    /// Draws a reference and seals what was typed to the site's key: from here on this kiosk cannot
    /// read it.
    fn seal(&mut self, wanting: Wanting) -> Result<Sealed, StoreError> {
        let Wanting { event, day, takes, party, language, visit, born, mut wish } = wanting;
        let (reference, booking) =
            (BookingReference::draw(super::random()?), BookingId(Uuid::now_v7()));
        reference.compact().clone_into(&mut wish.reference);
        let sealed = wish
            .seal(&self.site_keys()?.writing, booking, *Zeroizing::new(super::random()?))
            .map_err(|_| StoreError::Unreadable { what: "writing key" })?;
        let secret = self.secret(&BookingKey { reference: reference.clone(), born })?;
        let card = None;
        let new = NewBooking { booking, event, day, takes, party, language, visit, sealed, card };
        Ok(Sealed { new, reference, secret })
    }

    fn book(&mut self, job: u64, mut sealed: Sealed) -> Result<DaysNews, StoreError> {
        match self.hold(&mut sealed)? {
            Hold::Held => taken(sealed, BookingState::Held),
            Hold::Short(Some(shortage)) if self.may_ask() => {
                let wanted = wanted(sealed.new.event, shortage);
                self.pending = Some((job, Pending::Book(Box::new(sealed))));
                Ok(DaysNews::Short(wanted))
            }
            Hold::Short(_) | Hold::Asked => self.ask_for(sealed),
        }
    }

    /// Places and the card that says so, in one commit.
    fn hold(&mut self, sealed: &mut Sealed) -> Result<Hold, StoreError> {
        sealed.new.card = Some(card_of(sealed, BookingState::Held)?.0);
        let (_, stamp) = self.stamp();
        let hold = self.store.hold(stamp, &sealed.new)?;
        if hold == Hold::Held {
            (self.on_record)();
        }
        Ok(hold)
    }

    /// A server that was not reached a moment ago is not asked: the family would wait for nothing.
    fn may_ask(&self) -> bool {
        !matches!(self.link, Link::OfflineSince(_))
    }

    fn ask_for(&mut self, mut sealed: Sealed) -> Result<DaysNews, StoreError> {
        sealed.new.card = Some(card_of(&sealed, BookingState::AskedFor)?.0);
        let (_, stamp) = self.stamp();
        self.store.ask_for(stamp, &sealed.new)?;
        (self.on_record)();
        taken(sealed, BookingState::AskedFor)
    }

    /// The server has answered, or has not: hold once more, or write down what is asked for.
    fn go_on(
        &mut self,
        pending: Pending,
        answer: Option<&PlacesAnswer>,
    ) -> Result<DaysNews, StoreError> {
        if let Some(answer) = answer {
            self.store.hear_granted(&answer.granted)?;
        }
        match pending {
            Pending::Book(mut sealed) => match self.hold(&mut sealed)? {
                Hold::Held => taken(*sealed, BookingState::Held),
                Hold::Short(_) | Hold::Asked => self.ask_for(*sealed),
            },
            Pending::Change(changed) => match self.hold_change(&changed)? {
                Hold::Held => Ok(DaysNews::Changed(true)),
                Hold::Short(_) | Hold::Asked => self.ask_for_change(&changed),
            },
        }
    }

    fn change(&mut self, job: u64, changed: Changed) -> Result<DaysNews, StoreError> {
        if !changed.holds() {
            return self.ask_for_change(&changed);
        }
        match self.hold_change(&changed)? {
            Hold::Held => Ok(DaysNews::Changed(true)),
            Hold::Short(Some(shortage)) if self.may_ask() => {
                let wanted = wanted(changed.changing.card.event, shortage);
                self.pending = Some((job, Pending::Change(Box::new(changed))));
                Ok(DaysNews::Short(wanted))
            }
            Hold::Short(_) | Hold::Asked => self.ask_for_change(&changed),
        }
    }

    /// With places for whoever comes on top, and a card that says so.
    fn hold_change(&mut self, changed: &Changed) -> Result<Hold, StoreError> {
        let card = changed.after();
        self.write_change(changed, Some(changed.changing.card.takes.clone()), &card)
    }

    /// Written down without places for it: the server and staff decide. Until then a booking that
    /// holds places holds those that it has.
    fn ask_for_change(&mut self, changed: &Changed) -> Result<DaysNews, StoreError> {
        let after = changed.after();
        let before = BookingCard { changes: after.changes, ..changed.changing.card.clone() };
        self.write_change(changed, None, if changed.holds() { &before } else { &after })?;
        Ok(DaysNews::Changed(false))
    }

    fn write_change(
        &mut self,
        changed: &Changed,
        before: Option<Takes>,
        card: &BookingCard,
    ) -> Result<Hold, StoreError> {
        let Changing { takes, party, day, .. } = &changed.changing;
        let new = NewChange {
            booking: card.booking,
            event: card.event,
            number: card.changes,
            before,
            takes: takes.clone(),
            party: *party,
            sealed: None,
            card: changed.secret.seal_booking(card, *day, super::random()?),
        };
        let (_, stamp) = self.stamp();
        let hold = self.store.change(stamp, &new)?;
        if hold == Hold::Held {
            (self.on_record)();
        }
        Ok(hold)
    }

    /// The same work whether a booking is found or not: one Argon2id, one read, one card opened,
    /// one failure written or forgotten.
    fn find(&mut self, key: &BookingKey) -> Result<DaysNews, StoreError> {
        let running = self.running_before + self.clock.now().running;
        let bucket = Bucket::of_booking(&key.reference, &self.local_key.0);
        let is_open = self.store.is_open(bucket, running)?;
        let secret = self.secret(key)?;
        let sealed = self.store.booking_card(secret.booking_lookup())?;
        let opened = secret.open_booking(sealed.as_deref().unwrap_or(&[0; CARD_BYTES])).ok();
        let is_found = opened.is_some();
        let opened = opened.filter(|_| is_open);
        if opened.is_some() {
            self.store.succeeded(bucket)?;
        } else {
            self.store.failed(bucket, running, u32::from(!is_found))?;
        }
        Ok(DaysNews::Found(opened.map(Box::new)))
    }

    fn cancel(
        &mut self,
        key: &BookingKey,
        card: BookingCard,
        day: NaiveDate,
    ) -> Result<DaysNews, StoreError> {
        let which = (card.event, card.booking);
        let card = BookingCard { state: BookingState::Cancelled, ..card };
        let sealed = self.secret(key)?.seal_booking(&card, day, super::random()?);
        let (_, stamp) = self.stamp();
        self.store.cancel_and_say(stamp, which, Some(&sealed))?;
        (self.on_record)();
        Ok(DaysNews::Cancelled)
    }
}

impl Changed {
    /// Whether the booking has places of its own.
    fn holds(&self) -> bool {
        matches!(self.changing.card.state, BookingState::Held | BookingState::Approved)
    }

    /// As it stands when it is changed.
    fn after(&self) -> BookingCard {
        let Changing { card, takes, party, .. } = &self.changing;
        let changes = card.changes.saturating_add(1);
        BookingCard { takes: takes.clone(), party: *party, changes, ..card.clone() }
    }
}

fn wanted(event: EventId, shortage: Shortage) -> PlacesWanted {
    PlacesWanted { epoch: shortage.epoch, event, totals: shortage.totals }
}

/// The card of a wish, sealed for the family alone, and what is in it.
fn card_of(
    Sealed { new, secret, .. }: &Sealed,
    state: BookingState,
) -> Result<(SealedBookingCard, BookingCard), StoreError> {
    let card = BookingCard {
        booking: new.booking,
        event: new.event,
        takes: new.takes.clone(),
        party: new.party,
        state,
        changes: 0,
        moved: false,
    };
    Ok((secret.seal_booking(&card, new.day, super::random()?), card))
}

fn taken(sealed: Sealed, state: BookingState) -> Result<DaysNews, StoreError> {
    let (_, card) = card_of(&sealed, state)?;
    Ok(DaysNews::Booked(Box::new(Taken { reference: sealed.reference, card })))
}
