//! What was really promised to families, and what must hold of it after every step.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use visits_domain::places::{BookingId, EpochId, EventId, KioskId, PoolId, Standing, Takes};

use super::office::Office;

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// More families have a promise than there are places.
    Overbooked(String),
    /// A family has a promise that nobody knows of.
    Gone(String),
    /// All is quiet, and two sides say different things.
    Disagree(String),
    /// Something stopped. What, stands above.
    Panicked,
    /// All is quiet, and places lie where nobody can have them.
    Stranded(String),
}

/// Who ended a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    ByStaff,
    At(KioskId),
}

/// A family was told *held* at a kiosk.
#[derive(Clone, Debug)]
pub struct Promise {
    pub event: EventId,
    /// What was set aside at first.
    pub base: Takes,
    /// What the family was told last.
    pub takes: Takes,
    /// How often it was changed.
    pub changes: u32,
    pub kiosk: KioskId,
    pub epoch: EpochId,
    pub generation: Uuid,
    /// The family cancelled, or staff declined.
    pub is_over: bool,
    /// Its record is on the kiosk's disk: no copy has replaced it.
    pub is_on_disk: bool,
    /// A copy replaced the disk, and the office does not know of it, or not any more.
    pub went_with_a_copy: bool,
}

/// A family was told that it may come with more.
#[derive(Clone, Debug)]
pub struct More {
    pub booking: BookingId,
    pub event: EventId,
    pub takes: Option<Takes>,
    pub kiosk: KioskId,
    pub epoch: Option<EpochId>,
    pub generation: Uuid,
    pub is_on_disk: bool,
    /// A copy replaced the disk that it was written on, and the office has not heard of it.
    pub went_with_a_copy: bool,
}

/// All promises, and what a person has given up.
#[derive(Default)]
pub struct Truth {
    pub promises: BTreeMap<BookingId, Promise>,
    /// Changes of bookings, by record.
    pub changes: BTreeMap<Uuid, More>,
    /// Cancelled by a family or declined by staff, wherever it was made.
    pub over: BTreeMap<BookingId, Ended>,
    /// Of those: on no kiosk's disk any more.
    pub off_disk: BTreeSet<BookingId>,
    /// Of those: went with a copy that was put back, or with acts of staff after a restore.
    pub forgotten: BTreeSet<BookingId>,
    /// Written off.
    pub void: BTreeSet<EpochId>,
    /// Lives of the server that are over.
    pub lives: BTreeSet<Uuid>,
    /// Kiosks that were given up, unheard, with the lives in which they may still be.
    pub given_up: BTreeSet<(KioskId, Uuid)>,
    /// The most that may be promised: the capacity, or what was out when it was lowered.
    pub ceiling: BTreeMap<PoolId, u32>,
    /// Acts of staff were lost with a restore: the ledger may show more than there is.
    pub is_doubtful: bool,
    pub counts: Counts,
}

/// For the figures at the end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub held: u64,
    pub changed: u64,
    pub asked: u64,
    pub moved_up: u64,
    pub late: u64,
    pub gone_with_a_copy: u64,
    pub write_offs: u64,
    pub restores: u64,
    pub put_back: u64,
}

impl Counts {
    pub fn add(&mut self, other: Self) {
        self.held += other.held;
        self.changed += other.changed;
        self.asked += other.asked;
        self.moved_up += other.moved_up;
        self.late += other.late;
        self.gone_with_a_copy += other.gone_with_a_copy;
        self.write_offs += other.write_offs;
        self.restores += other.restores;
        self.put_back += other.put_back;
    }
}

impl Truth {
    /// A person gave up this promise's kiosk, so it may come late.
    fn is_given_up(&self, promise: &Promise) -> bool {
        self.void.contains(&promise.epoch)
            || self.given_up.contains(&(promise.kiosk, promise.generation))
    }

    /// Never more promised than there is, never a promise that nobody knows of.
    pub fn check(&mut self, office: &Office, is_control: bool) -> Result<(), Fault> {
        self.lower_ceilings(office);
        for (event, ledger) in &office.books.ledgers {
            for pool in ledger.pools.keys() {
                let promised = self.promised(office, *event, *pool);
                let ceiling = self.ceiling[pool];
                if promised > ceiling {
                    return Err(Fault::Overbooked(format!("{promised} of {ceiling}")));
                }
                let committed = ledger.committed(*pool);
                if committed > ceiling && !self.is_doubtful && !office.is_naive {
                    return Err(Fault::Overbooked(format!("ledger: {committed} of {ceiling}")));
                }
            }
        }
        // What a control loses is no matter: it is to be seen overbooking.
        if is_control { Ok(()) } else { self.nothing_is_gone(office) }
    }

    /// What families have been told is theirs.
    fn promised(&self, office: &Office, event: EventId, pool: PoolId) -> u32 {
        let ledger = &office.books.ledgers[&event];
        let at_the_office: u32 = ledger
            .bookings
            .iter()
            .filter(|(id, booking)| {
                booking.standing == Standing::Held
                    && !self.over.contains_key(id)
                    && !self.came_back(id)
            })
            .map(|(id, booking)| {
                let told = self.promises.get(id).map(|promise| promise.takes.of(pool));
                booking.takes.of(pool).min(told.unwrap_or(u32::MAX))
            })
            .sum();
        let on_the_way: u32 = self
            .promises
            .iter()
            .filter(|(id, promise)| {
                let is_known =
                    ledger.bookings.get(id).is_some_and(|b| b.standing != Standing::Late);
                promise.event == event
                    && !is_known
                    && !promise.is_over
                    && !promise.went_with_a_copy
                    && !self.is_given_up(promise)
            })
            .map(|(_, promise)| promise.base.of(pool).min(promise.takes.of(pool)))
            .sum();
        let more: u32 = self
            .changes
            .iter()
            .filter(|(record, more)| more.event == event && !office.heard.contains(*record))
            .filter(|(_, more)| !self.may_be_gone(more))
            .filter_map(|(_, more)| more.takes.as_ref())
            .map(|takes| takes.of(pool))
            .sum();
        at_the_office + on_the_way + more
    }

    /// A person gave it up, its places were given again, and then the server was put back from
    /// before that: staff are told that more is out than there is.
    fn came_back(&self, id: &BookingId) -> bool {
        self.is_doubtful && self.promises.get(id).is_some_and(|promise| self.is_given_up(promise))
    }

    /// Of a booking that is over, lost with a copy, or given up by a person.
    pub fn may_be_gone(&self, more: &More) -> bool {
        let is_void = more.epoch.is_some_and(|epoch| self.void.contains(&epoch));
        let base = self.promises.get(&more.booking);
        more.went_with_a_copy
            || is_void
            || self.given_up.contains(&(more.kiosk, more.generation))
            || base.is_none_or(|p| p.is_over || p.went_with_a_copy || self.is_given_up(p))
    }

    fn nothing_is_gone(&self, office: &Office) -> Result<(), Fault> {
        for (id, promise) in self.promises.iter().filter(|(_, promise)| !promise.is_over) {
            let may_be_late = promise.went_with_a_copy || self.is_given_up(promise);
            match office.standing(promise.event, *id) {
                None | Some(Standing::Held) => {}
                Some(Standing::Late) if may_be_late => {}
                other => return Err(Fault::Gone(format!("{id} is {other:?}"))),
            }
        }
        Ok(())
    }

    /// A capacity that was lowered below what is out comes down as places come back. Not while the
    /// server has forgotten what is out: a capacity that was raised went with the restore too.
    fn lower_ceilings(&mut self, office: &Office) {
        let has_forgotten = office.has_forgotten();
        for ledger in office.books.ledgers.values() {
            for (pool, capacity) in &ledger.pools {
                let ceiling = self.ceiling.entry(*pool).or_insert(*capacity);
                let out = if has_forgotten { u32::MAX } else { ledger.committed(*pool) };
                *ceiling = (*capacity).max((*ceiling).min(out));
            }
        }
    }
}
