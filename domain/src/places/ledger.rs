//! The places of one event, as the server knows them. State and sums; what changes them stands in
//! the files beside.
//!
//! `held + granted and not returned <= capacity`, for every pool, after every step. Two acts of a
//! person may break it, a capacity lowered below what is out and a booking placed over it, and a
//! server that was put back from a copy. Then nothing is given until it holds again.

use std::collections::{BTreeMap, BTreeSet};

use super::{BookingId, EpochId, Mode, Nth, PoolId, Taken, Takes};

/// The places of one event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ledger {
    /// Who decides.
    pub mode: Mode,
    /// It does not take place: nothing is given any more.
    pub cancelled: bool,
    /// How many places each pool has.
    pub pools: BTreeMap<PoolId, u32>,
    /// What was granted to kiosks that may still spend it.
    pub grants: BTreeMap<(EpochId, PoolId), Grant>,
    /// All that was asked for, ended ones too: a record that comes again does nothing.
    pub bookings: BTreeMap<BookingId, Booking>,
    /// Cancelled before they were known: after a restore, another kiosk's record may come first.
    pub cancelled_first: BTreeSet<BookingId>,
    /// Changed before they were known, in the same way.
    pub changed_first: BTreeMap<BookingId, Vec<Taken>>,
}

/// Places of one pool granted to one kiosk in one epoch. All but `keep` only ever grow, so that
/// what comes twice or late does nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Grant {
    /// In all.
    pub granted: u32,
    /// By bookings that have come.
    pub spent: u32,
    /// As the kiosk said last.
    pub returned: u32,
    /// The kiosk gives back what it has above this. None: it may keep all.
    pub keep: Option<u32>,
    /// Grows with every change that the kiosk must hear of.
    pub version: u64,
}

impl Grant {
    /// What the kiosk may still spend, as far as is known here. It may have spent it already.
    pub fn out(&self) -> u32 {
        self.granted.saturating_sub(self.spent).saturating_sub(self.returned)
    }
}

/// What one family asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Booking {
    /// Of which pools.
    pub takes: Takes,
    /// How it stands.
    pub standing: Standing,
    /// In the order in which they came.
    pub turn: u64,
    /// Two of one family have the same one.
    pub family: Option<FamilyMark>,
    /// The last of its changes, and what the family wants since.
    pub wants: Option<(Nth, Takes)>,
}

/// How a booking stands with the places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Places are set aside.
    Held,
    /// A screen promised places, and none are left: its kiosk had been written off. First in turn
    /// for any that come free; for staff to settle.
    Late,
    /// On the waiting list.
    Waiting,
    /// Cancelled by the family, or declined.
    Ended,
}

/// Tells one family from another, and says nothing else of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FamilyMark(pub String);

/// What staff must hear of. Everything else settles itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// A screen promised places that had been written off, and none are left for this booking.
    Late(BookingId),
    /// One family has asked twice.
    Double {
        /// The later one.
        booking: BookingId,
        /// The earlier one.
        earlier: BookingId,
    },
    /// It came for an event that had been cancelled: this family must be told.
    EventCancelled(BookingId),
    /// A screen promised more places for a booking than are left: it has what it had.
    ChangeLate(BookingId),
    /// It takes places of a pool that the event does not have.
    UnknownPool(BookingId),
    /// More is out than there is: acts of staff were lost with a restore.
    OverCapacity(PoolId),
}

impl Ledger {
    /// Places that bookings hold.
    pub fn held(&self, pool: PoolId) -> u32 {
        let held = self.bookings.values().filter(|booking| booking.standing == Standing::Held);
        held.map(|booking| booking.takes.of(pool)).sum()
    }

    /// Places that kiosks may still spend.
    pub fn out(&self, pool: PoolId) -> u32 {
        let of_pool = self.grants.iter().filter(|((_, of), _)| *of == pool);
        of_pool.map(|(_, grant)| grant.out()).sum()
    }

    /// Held or out.
    pub fn committed(&self, pool: PoolId) -> u32 {
        self.held(pool).saturating_add(self.out(pool))
    }

    /// Places that may be given. 0 also where more is out than there is.
    pub fn free(&self, pool: PoolId) -> u32 {
        let capacity = self.pools.get(&pool).copied().unwrap_or(0);
        capacity.saturating_sub(self.committed(pool))
    }

    /// Whether all places of a booking are free.
    pub(super) fn fits(&self, takes: &Takes) -> bool {
        takes.iter().all(|(pool, units)| units <= self.free(pool))
    }

    /// Whether they would be if kiosks gave back all they have.
    pub(super) fn could_fit(&self, takes: &Takes) -> bool {
        let within = |(pool, units): (PoolId, u32)| {
            let capacity = self.pools.get(&pool).copied().unwrap_or(0);
            units <= capacity.saturating_sub(self.held(pool))
        };
        takes.iter().all(within)
    }

    pub(super) fn knows(&self, takes: &Takes) -> bool {
        takes.iter().all(|(pool, _)| self.pools.contains_key(&pool))
    }

    pub(super) fn next_turn(&self) -> u64 {
        self.bookings.values().map(|booking| booking.turn).max().unwrap_or(0).saturating_add(1)
    }
}
