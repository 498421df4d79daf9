//! A booking that is changed: what it takes on top is spent here, and with the record of it is one
//! commit. What it takes no more is the server's to give again.

use rusqlite::TransactionBehavior;
use visits_domain::arrival::Party;
use visits_domain::booking_card::SealedBookingCard;
use visits_domain::encoding::Bytes;
use visits_domain::places::{BookingId, EventId, Purse, Takes};
use visits_domain::wire::{BookingChanged, Happening, PlacesAct};

use super::{Hold, Shortage, epoch, grant, save};
use crate::store::outbox::{self, Stamp};
use crate::store::{Store, StoreError, booking_cards, step_point};

/// What a family has changed its booking to.
#[derive(Clone, Debug)]
pub struct NewChange {
    /// Which.
    pub booking: BookingId,
    /// Where to.
    pub event: EventId,
    /// What it takes from now on.
    pub takes: Takes,
    /// What it takes on top of what it held. None: no more than before, or it holds nothing yet.
    pub more: Option<Takes>,
    /// How many come.
    pub party: Party,
    /// What they typed anew, sealed to the site's key.
    pub sealed: Option<Bytes>,
    /// With this the family finds it here until the server tells all kiosks.
    pub card: Option<SealedBookingCard>,
}

impl Store {
    /// Sets aside what is taken on top and writes the change down, in one durable commit; or says
    /// what is missing, and writes nothing.
    pub fn change(&mut self, stamp: Stamp, new: &NewChange) -> Result<Hold, StoreError> {
        let db = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut spent = None;
        if let Some(more) = &new.more {
            let Some(mut purse) = epoch::current(&db, stamp.epoch)?.map(Purse::new) else {
                return Ok(Hold::Short(None));
            };
            for (pool, _) in more.iter() {
                purse.grants.extend(grant(&db, pool)?.map(|grant| (pool, grant)));
            }
            let totals = purse.wanted(more);
            if !purse.spend(more) {
                return Ok(Hold::Short(Some(Shortage { epoch: purse.epoch, totals })));
            }
            save(&db, &purse)?;
            epoch::count_booking(&db)?;
            spent = Some((purse.epoch, more.clone()));
        }
        if let Some(card) = &new.card {
            booking_cards::put(&db, card)?;
        }
        let changed = BookingChanged {
            booking: new.booking,
            event: new.event,
            takes: new.takes.clone(),
            spent,
            party: new.party,
            at: stamp.at,
            sealed: new.sealed.clone(),
        };
        outbox::append(&db, stamp, &Happening::Places(PlacesAct::Changed(changed)))?;
        step_point!("change-before-commit");
        db.commit()?;
        Ok(Hold::Held)
    }
}
