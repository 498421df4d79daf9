//! Which kiosk is granted how many places, and who is asked to give some back.
//!
//! Most of what is left lies at the kiosks, more where more was booked, so that each can go on
//! when the network is gone. A quarter stays with the server, for whoever asks it. Nothing is
//! taken back by a clock: a kiosk is asked, and gives back what it has not spent.

use super::{BookingId, EpochId, Grant, Ledger, PoolId};

/// Of what is left, one part in so many stays with the server.
const RESERVE: u32 = 4;
/// One kiosk's luck is not a law: beyond so many places booked, more of them weigh nothing.
const DEMAND_AT_MOST: u32 = 50;

impl Ledger {
    /// Brings everything to rest after a change: the waiting list moves up, then grants follow.
    /// `open`: the epochs that may be granted anything. Returns who has places now.
    pub fn settle(&mut self, open: &[EpochId], gives: bool) -> Vec<BookingId> {
        if !gives {
            return Vec::new();
        }
        let moved = self.move_up();
        if self.cancelled || !self.mode.is_on_kiosks() || !self.waiting().is_empty() {
            self.recall_all();
        } else {
            for pool in self.pools.keys().copied().collect::<Vec<_>>() {
                self.share(pool, open);
            }
        }
        moved
    }

    /// A family stands at a kiosk that has too little: raises what it was granted in all to these
    /// totals, in all pools or in none. Asked twice, it is given once.
    pub fn demand(&mut self, epoch: EpochId, totals: &[(PoolId, u32)]) -> bool {
        let granted = |pool| self.grants.get(&(epoch, pool)).map_or(0, |grant| grant.granted);
        let missing = |(pool, total): &(PoolId, u32)| total.saturating_sub(granted(*pool));
        let may = !self.cancelled && self.mode.is_on_kiosks() && self.waiting().is_empty();
        let fits = totals
            .iter()
            .all(|wanted| missing(wanted) == 0 || (missing(wanted) <= self.free(wanted.0)));
        let is_once = totals.iter().all(|(pool, _)| {
            self.pools.contains_key(pool) && totals.iter().filter(|(of, _)| of == pool).count() == 1
        });
        if !(may && fits && is_once) {
            return false;
        }
        for (pool, total) in totals {
            self.raise((epoch, *pool), *total);
        }
        true
    }

    /// Asks every kiosk to give back all it has not spent.
    fn recall_all(&mut self) {
        for grant in self.grants.values_mut().filter(|grant| grant.out() > 0) {
            recall(grant, 0);
        }
    }

    /// One pool: whoever has much less than its part gets it, as far as there is any; whoever has
    /// much more is asked for it, when somebody else has too little. In between nothing moves, so
    /// that places do not wander.
    fn share(&mut self, pool: PoolId, open: &[EpochId]) {
        let parts = self.parts(pool, open);
        let mut somebody_lacks = false;
        for (epoch, part) in &parts {
            let grant = self.grants.get(&(*epoch, pool)).copied().unwrap_or_default();
            let lacks = part.saturating_sub(grant.out()).min(self.free(pool));
            if is_much_less(grant.out(), *part) {
                self.raise((*epoch, pool), grant.granted.saturating_add(lacks));
                somebody_lacks |= is_much_less(grant.out().saturating_add(lacks), *part);
            }
        }
        for (epoch, part) in parts.into_iter().filter(|_| somebody_lacks) {
            if let Some(grant) = self.grants.get_mut(&(epoch, pool))
                && is_much_less(part, grant.out())
            {
                recall(grant, part);
            }
        }
    }

    /// How much each kiosk should have.
    fn parts(&self, pool: PoolId, open: &[EpochId]) -> Vec<(EpochId, u32)> {
        let grant = |epoch| self.grants.get(&(epoch, pool)).copied().unwrap_or_default();
        let weight = |epoch| u64::from(grant(epoch).spent.min(DEMAND_AT_MOST)) + 1;
        let out: u32 = open.iter().map(|epoch| grant(*epoch).out()).sum();
        let left = self.free(pool).saturating_add(out);
        let shared = u64::from(left - left / RESERVE);
        let weights: u64 = open.iter().map(|epoch| weight(*epoch)).sum();
        let part = |epoch: &EpochId| {
            let part = shared.saturating_mul(weight(*epoch)).checked_div(weights).unwrap_or(0);
            (*epoch, u32::try_from(part).unwrap_or(u32::MAX))
        };
        open.iter().map(part).collect()
    }

    fn raise(&mut self, key: (EpochId, PoolId), total: u32) {
        let before = self.grants.get(&key).copied().unwrap_or_default();
        if total > before.granted {
            let version = before.version.saturating_add(1);
            self.grants.insert(key, Grant { granted: total, keep: None, version, ..before });
        }
    }
}

fn is_much_less(one: u32, other: u32) -> bool {
    one.saturating_mul(2) < other
}

fn recall(grant: &mut Grant, keep: u32) {
    if grant.keep.is_none_or(|asked| asked > keep) {
        grant.keep = Some(keep);
        grant.version = grant.version.saturating_add(1);
    }
}
