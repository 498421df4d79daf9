//! What one kiosk was granted, and what it has spent of it. The kiosk's side of the ledger.

use std::collections::BTreeMap;

use super::{EpochId, EventId, PoolId, Takes};

/// The grants of one kiosk in its present epoch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Purse {
    /// To which they were made.
    pub epoch: EpochId,
    /// By pool.
    pub grants: BTreeMap<PoolId, Purseful>,
}

/// What a kiosk was granted of one pool. The counts only ever grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Purseful {
    /// Whose pool it is.
    pub event: EventId,
    /// In all.
    pub granted: u32,
    /// By families here.
    pub spent: u32,
    /// To the server.
    pub returned: u32,
    /// What is left above this is to be given back.
    pub keep: Option<u32>,
    /// Of the newest news that was heard of it.
    pub version: u64,
}

impl Purseful {
    /// What may be spent.
    pub fn left(&self) -> u32 {
        self.granted.saturating_sub(self.spent).saturating_sub(self.returned)
    }
}

/// What the server tells of one grant: always the whole of it, so that the newest is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Told {
    /// Whose pool it is.
    pub event: EventId,
    /// The pool.
    pub pool: PoolId,
    /// In all.
    pub granted: u32,
    /// Give back what is left above this.
    pub keep: Option<u32>,
    /// Grows with every change.
    pub version: u64,
}

impl Purse {
    /// An epoch begins with nothing.
    pub fn new(epoch: EpochId) -> Self {
        Self { epoch, grants: BTreeMap::new() }
    }

    /// Takes all places of a booking, or none of them.
    pub fn spend(&mut self, takes: &Takes) -> bool {
        let has = |(pool, units): (PoolId, u32)| {
            self.grants.get(&pool).is_some_and(|grant| grant.left() >= units)
        };
        if !takes.iter().all(has) {
            return false;
        }
        for (pool, units) in takes.iter() {
            if let Some(grant) = self.grants.get_mut(&pool) {
                grant.spent = grant.spent.saturating_add(units);
            }
        }
        true
    }

    /// Takes in what the server tells this epoch. False: it was heard before, or is older than what
    /// was.
    pub fn hear(&mut self, told: &Told) -> bool {
        let grant = self.grants.entry(told.pool).or_insert(Purseful {
            event: told.event,
            granted: 0,
            spent: 0,
            returned: 0,
            keep: None,
            version: 0,
        });
        let is_news = told.version > grant.version;
        if is_news {
            grant.version = told.version;
            grant.granted = grant.granted.max(told.granted);
            grant.keep = told.keep;
        }
        is_news
    }

    /// Gives back what the server asked for and no family has taken. Returns the new totals, to be
    /// written down with it.
    pub fn give_back(&mut self) -> Vec<(EventId, PoolId, u32)> {
        let mut totals = Vec::new();
        for (pool, grant) in &mut self.grants {
            let above = grant.left().saturating_sub(grant.keep.unwrap_or(u32::MAX));
            if above > 0 {
                grant.returned = grant.returned.saturating_add(above);
                totals.push((grant.event, *pool, grant.returned));
            }
        }
        totals
    }

    /// What this epoch must have been granted in all for these places to be left here.
    pub fn wanted(&self, takes: &Takes) -> Vec<(PoolId, u32)> {
        let total = |(pool, units): (PoolId, u32)| {
            let used = self
                .grants
                .get(&pool)
                .map_or(0, |grant| grant.spent.saturating_add(grant.returned));
            (pool, used.saturating_add(units))
        };
        takes.iter().map(total).collect()
    }
}
