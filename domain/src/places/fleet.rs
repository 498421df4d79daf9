//! Which kiosks may be granted places: one epoch each, of this life of the server.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{EpochId, KioskId};

/// The kiosks of a site and the epochs they have told of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fleet {
    /// This life of the server.
    pub generation: Uuid,
    /// The server was put back from a copy and has not heard from everybody: it gives nothing.
    pub waits: bool,
    /// All that were told of.
    pub epochs: BTreeMap<EpochId, Epoch>,
}

/// One epoch of one kiosk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Epoch {
    /// Whose.
    pub kiosk: KioskId,
    /// The life of the server in which it began.
    pub generation: Uuid,
    /// Whether it goes on.
    pub state: EpochState,
    /// How many bookings have come that spent its grants.
    pub bookings: u32,
}

/// Whether an epoch goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EpochState {
    /// Its kiosk may spend what it was granted.
    Open,
    /// Its kiosk began another one.
    Over,
    /// A person gave it up.
    WrittenOff,
}

/// What a kiosk says when it begins an epoch, after all records of those before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Beginning {
    /// The new one.
    pub epoch: EpochId,
    /// The life of the server, as far as the kiosk has heard.
    pub generation: Uuid,
    /// The epoch before, as the kiosk's disk has it, with how many bookings it made in it.
    pub before: Option<(EpochId, u32)>,
}

/// What came of a beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Begun {
    /// Nobody spends what was granted to these any more: close them in every ledger.
    pub closed: Vec<EpochId>,
    /// The disk knows less of the epoch before than we do: a copy of it was put back, and promises
    /// that had not been sent may be gone with it. Staff are told.
    pub put_back: bool,
}

/// Whether what an epoch spends had been set aside for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cover {
    /// As far as it was granted.
    Granted,
    /// By an earlier life of this server, which knew more: whatever the kiosk says it spent.
    Remembered,
    /// Not any more.
    Gone,
}

impl Fleet {
    /// Whether anything may be given.
    pub fn gives(&self) -> bool {
        !self.waits
    }

    /// A kiosk began an epoch. Everything it had written before has been taken in.
    pub fn begin(&mut self, kiosk: KioskId, told: &Beginning) -> Begun {
        if self.epochs.contains_key(&told.epoch) {
            return Begun::default(); // it came again
        }
        let open = self
            .epochs
            .iter_mut()
            .filter(|(_, epoch)| epoch.kiosk == kiosk && epoch.state == EpochState::Open);
        let mut begun = Begun::default();
        for (id, epoch) in open {
            epoch.state = EpochState::Over;
            let known = told.before.filter(|(before, _)| before == id);
            begun.put_back |= known.is_none_or(|(_, bookings)| bookings < epoch.bookings);
            begun.closed.push(*id);
        }
        // An epoch of an earlier life that turns up when nobody waits for it any more has been
        // given up with its kiosk.
        let is_of_old = told.generation != self.generation;
        let state =
            if is_of_old && !self.waits { EpochState::WrittenOff } else { EpochState::Open };
        let epoch = Epoch { kiosk, generation: told.generation, state, bookings: 0 };
        self.epochs.insert(told.epoch, epoch);
        begun
    }

    /// Whether what this epoch spends was set aside for it.
    pub fn cover(&self, epoch: EpochId) -> Cover {
        match self.epochs.get(&epoch) {
            Some(known) if known.state != EpochState::Open => Cover::Gone,
            Some(known) if known.generation == self.generation => Cover::Granted,
            Some(_) => Cover::Remembered,
            None => Cover::Gone,
        }
    }

    /// A booking came that spent an epoch's grants.
    pub fn count_booking(&mut self, epoch: EpochId) {
        if let Some(epoch) = self.epochs.get_mut(&epoch) {
            epoch.bookings = epoch.bookings.saturating_add(1);
        }
    }

    /// The epochs that may be granted places.
    pub fn open(&self) -> Vec<EpochId> {
        let may =
            |epoch: &&Epoch| epoch.state == EpochState::Open && epoch.generation == self.generation;
        self.epochs.iter().filter(|(_, epoch)| may(epoch)).map(|(id, _)| *id).collect()
    }

    /// A person gives up all epochs of a kiosk that are open: close them in every ledger.
    pub fn write_off(&mut self, kiosk: KioskId) -> Vec<EpochId> {
        self.write_off_where(|epoch| epoch.kiosk == kiosk)
    }

    /// The server was put back from a copy: it knows less than it granted.
    pub fn begin_life(&mut self, generation: Uuid) {
        self.generation = generation;
        self.waits = true;
    }

    /// Which of these kiosks have not told of an epoch in this life.
    pub fn unheard(&self, kiosks: &[KioskId]) -> Vec<KioskId> {
        let heard = |kiosk: KioskId| {
            self.epochs
                .values()
                .any(|epoch| epoch.kiosk == kiosk && epoch.generation == self.generation)
        };
        kiosks.iter().copied().filter(|kiosk| !heard(*kiosk)).collect()
    }

    /// A person says that nobody is waited for any more. What has not been heard of is written
    /// off: close it in every ledger.
    pub fn go_on(&mut self) -> Vec<EpochId> {
        self.waits = false;
        let generation = self.generation;
        self.write_off_where(|epoch| epoch.generation != generation)
    }

    fn write_off_where(&mut self, which: impl Fn(&Epoch) -> bool) -> Vec<EpochId> {
        let mut closed = Vec::new();
        for (id, epoch) in &mut self.epochs {
            if epoch.state == EpochState::Open && which(epoch) {
                epoch.state = EpochState::WrittenOff;
                closed.push(*id);
            }
        }
        closed
    }
}
