//! The books of a site: its kiosks' epochs and the ledgers of its events, and what each record and
//! each act does to them. The server loads those that are touched, the simulation holds all.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Beginning, BookingId, Change, Claim, EpochId, EventId, FamilyMark, Fleet, KioskId, Ledger, Nth,
    PoolId, Told, Trouble,
};
use crate::wire::{Booked, BookingChanged, EpochBegan, Granted, PlacesAct, PlacesReturned};

/// Fleet and ledgers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Books {
    /// The kiosks' epochs.
    pub fleet: Fleet,
    /// By event.
    pub ledgers: BTreeMap<EventId, Ledger>,
}

/// What a step has brought about that others must hear of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcry {
    /// For staff.
    pub troubles: Vec<(EventId, Trouble)>,
    /// A copy of this kiosk's disk was put back. For staff.
    pub put_back: Option<KioskId>,
    /// Families who had no places and have some now.
    pub moved_up: Vec<(EventId, BookingId)>,
    /// Events that this site does not have.
    pub unknown_events: Vec<EventId>,
}

impl Books {
    /// Takes in one record of a kiosk. Records of one kiosk come in their order, each at least
    /// once.
    pub fn take_in(
        &mut self,
        kiosk: KioskId,
        told: &PlacesAct,
        family: Option<FamilyMark>,
    ) -> Outcry {
        let mut outcry = Outcry::default();
        match told {
            PlacesAct::EpochBegan(began) => self.begin(kiosk, began, &mut outcry),
            PlacesAct::Booked(booked) => self.book(booked, family, &mut outcry),
            PlacesAct::Changed(changed) => self.change(changed, &mut outcry),
            PlacesAct::Cancelled(cancelled) => match self.ledgers.get_mut(&cancelled.event) {
                Some(ledger) => ledger.end(cancelled.booking),
                None => outcry.unknown_events.push(cancelled.event),
            },
            PlacesAct::Returned(returned) => self.give_back(returned),
        }
        outcry.moved_up = self.settle();
        outcry
    }

    /// Brings all ledgers to rest. Returns who has places now.
    pub fn settle(&mut self) -> Vec<(EventId, BookingId)> {
        let (open, gives) = (self.fleet.open(), self.fleet.gives());
        let mut moved_up = Vec::new();
        for (event, ledger) in &mut self.ledgers {
            moved_up.extend(ledger.settle(&open, gives).into_iter().map(|id| (*event, id)));
        }
        moved_up
    }

    /// A kiosk asks for more, for a family that stands there.
    pub fn demand(&mut self, epoch: EpochId, event: EventId, totals: &[(PoolId, u32)]) -> bool {
        let may = self.fleet.gives() && self.fleet.open().contains(&epoch);
        may && self.ledgers.get_mut(&event).is_some_and(|ledger| ledger.demand(epoch, totals))
    }

    /// A person writes a kiosk off. Returns the epochs that are void.
    pub fn write_off(&mut self, kiosk: KioskId) -> Vec<EpochId> {
        let closed = self.fleet.write_off(kiosk);
        self.close(&closed);
        closed
    }

    /// After a restore: nobody is waited for any more. Returns the epochs that are void.
    pub fn go_on(&mut self) -> Vec<EpochId> {
        let closed = self.fleet.go_on();
        self.close(&closed);
        closed
    }

    fn begin(&mut self, kiosk: KioskId, told: &EpochBegan, outcry: &mut Outcry) {
        let before = told.before.map(|before| (before.epoch, before.bookings));
        let told = Beginning { epoch: told.epoch, generation: told.generation, before };
        let begun = self.fleet.begin(kiosk, &told);
        outcry.put_back = begun.put_back.then_some(kiosk);
        self.close(&begun.closed);
    }

    fn book(&mut self, booked: &Booked, family: Option<FamilyMark>, outcry: &mut Outcry) {
        let gives = self.fleet.gives();
        let Some(ledger) = self.ledgers.get_mut(&booked.event) else {
            outcry.unknown_events.push(booked.event);
            return;
        };
        let claim = Claim { takes: booked.takes.clone(), family };
        let is_new = !ledger.bookings.contains_key(&booked.booking);
        let troubles = match booked.held_by {
            Some(epoch) => {
                let cover = self.fleet.cover(epoch);
                if is_new {
                    self.fleet.count_booking(epoch);
                }
                ledger.promised(booked.booking, claim, (epoch, cover), gives)
            }
            None => ledger.ask(booked.booking, claim, gives),
        };
        outcry.troubles = troubles.into_iter().map(|trouble| (booked.event, trouble)).collect();
    }

    fn change(&mut self, changed: &BookingChanged, outcry: &mut Outcry) {
        let gives = self.fleet.gives();
        let cover = changed.spent.as_ref().map(|(epoch, _)| self.fleet.cover(*epoch));
        if let Some((epoch, _)) = &changed.spent {
            self.fleet.count_booking(*epoch);
        }
        let Some(ledger) = self.ledgers.get_mut(&changed.event) else {
            outcry.unknown_events.push(changed.event);
            return;
        };
        let nth = Nth(changed.number, changed.at.timestamp_micros());
        let change = Change { nth, takes: changed.takes.clone(), spent: changed.spent.clone() };
        let troubles = ledger.change(changed.booking, &change, cover, gives);
        outcry.troubles = troubles.into_iter().map(|trouble| (changed.event, trouble)).collect();
    }

    fn give_back(&mut self, told: &PlacesReturned) {
        let events: BTreeSet<EventId> = told.totals.iter().map(|(event, ..)| *event).collect();
        for event in events {
            let of_event = told.totals.iter().filter(|(of, ..)| *of == event);
            let totals: Vec<_> = of_event.map(|(_, pool, total)| (*pool, *total)).collect();
            if let Some(ledger) = self.ledgers.get_mut(&event) {
                ledger.returned(told.epoch, &totals);
            }
        }
    }

    fn close(&mut self, epochs: &[EpochId]) {
        for ledger in self.ledgers.values_mut() {
            for epoch in epochs {
                ledger.close(*epoch);
            }
        }
    }

    /// What kiosks must be told of an event: each grant as it stands.
    pub fn granted(&self, event: EventId) -> Vec<Granted> {
        let Some(ledger) = self.ledgers.get(&event) else { return Vec::new() };
        let told = ledger.grants.iter().filter_map(|((epoch, pool), grant)| {
            let kiosk = self.fleet.epochs.get(epoch)?.kiosk;
            Some(Granted {
                kiosk,
                epoch: *epoch,
                event,
                pool: *pool,
                granted: grant.granted,
                keep: grant.keep,
                version: grant.version,
            })
        });
        told.collect()
    }
}

impl From<&Granted> for Told {
    fn from(granted: &Granted) -> Self {
        let Granted { event, pool, granted, keep, version, .. } = *granted;
        Self { event, pool, granted, keep, version }
    }
}
