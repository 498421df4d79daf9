//! What bookings, cancellations and returns do to an event's places. Each may come twice.

use super::{
    Booking, BookingId, Cover, EpochId, FamilyMark, Ledger, PoolId, Standing, Takes, Trouble,
};

/// What a family asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// All of these, or none.
    pub takes: Takes,
    /// Whose it is, where that is known.
    pub family: Option<FamilyMark>,
}

impl Ledger {
    /// A screen has promised these places. Whoever was granted them had set them aside; after a
    /// write-off there may be none left.
    pub fn promised(
        &mut self,
        id: BookingId,
        claim: Claim,
        (epoch, cover): (EpochId, Cover),
        gives: bool,
    ) -> Vec<Trouble> {
        if let Some(refused) = self.refuses(id, &claim) {
            return refused;
        }
        let covered = self.spend(&claim.takes, epoch, cover);
        let standing = if self.cancelled_first.remove(&id) {
            Standing::Ended
        } else if covered || (gives && self.fits(&claim.takes)) {
            Standing::Held
        } else {
            Standing::Late
        };
        self.keep(id, claim, standing, gives)
    }

    /// A family asks, and nobody has promised it anything: from a screen that had no place, or
    /// from staff.
    pub fn ask(&mut self, id: BookingId, claim: Claim, gives: bool) -> Vec<Trouble> {
        if let Some(refused) = self.refuses(id, &claim) {
            return refused;
        }
        let is_first = self.waiting().is_empty();
        let standing = if self.cancelled_first.remove(&id) {
            Standing::Ended
        } else if gives && !self.cancelled && is_first && self.fits(&claim.takes) {
            Standing::Held
        } else {
            Standing::Waiting
        };
        self.keep(id, claim, standing, gives)
    }

    /// The family cancelled, or staff declined. Its places are free.
    pub fn end(&mut self, id: BookingId) {
        match self.bookings.get_mut(&id) {
            Some(booking) => booking.standing = Standing::Ended,
            None => {
                self.cancelled_first.insert(id);
            }
        }
    }

    /// A kiosk has given back so many in all.
    pub fn returned(&mut self, epoch: EpochId, totals: &[(PoolId, u32)]) {
        for (pool, total) in totals {
            if let Some(grant) = self.grants.get_mut(&(epoch, *pool)) {
                let most = grant.granted.saturating_sub(grant.spent);
                grant.returned = grant.returned.max((*total).min(most));
            }
        }
    }

    /// Nobody will spend what was granted to this epoch any more: its kiosk said so, or a person
    /// wrote it off.
    pub fn close(&mut self, epoch: EpochId) {
        self.grants.retain(|(of, _), _| *of != epoch);
    }

    /// A manager gives a booking its places, free or not.
    pub fn place_over(&mut self, id: BookingId) {
        if let Some(booking) = self.bookings.get_mut(&id)
            && booking.standing != Standing::Ended
        {
            booking.standing = Standing::Held;
        }
    }

    fn refuses(&self, id: BookingId, claim: &Claim) -> Option<Vec<Trouble>> {
        if self.bookings.contains_key(&id) {
            Some(Vec::new()) // it came again
        } else if self.knows(&claim.takes) {
            None
        } else {
            Some(vec![Trouble::UnknownPool(id)])
        }
    }

    /// Takes the places out of what was granted. False: it was not granted, or is no more.
    pub(super) fn spend(&mut self, takes: &Takes, epoch: EpochId, cover: Cover) -> bool {
        let has = |(pool, units): (PoolId, u32)| {
            self.grants.get(&(epoch, pool)).is_some_and(|grant| grant.out() >= units)
        };
        match cover {
            Cover::Granted if takes.iter().all(has) => {}
            // This server has forgotten what it granted: the kiosk had it all the same.
            Cover::Remembered => {}
            Cover::Granted | Cover::Gone => return false,
        }
        for (pool, units) in takes.iter() {
            let grant = self.grants.entry((epoch, pool)).or_default();
            grant.spent = grant.spent.saturating_add(units);
            grant.granted = grant.granted.max(grant.spent.saturating_add(grant.returned));
        }
        true
    }

    fn keep(
        &mut self,
        id: BookingId,
        claim: Claim,
        standing: Standing,
        gives: bool,
    ) -> Vec<Trouble> {
        let mut troubles = Vec::new();
        let Claim { takes, family } = claim;
        let is_live = standing != Standing::Ended;
        if let Some(earlier) = self.of_family(family.as_ref()).filter(|_| is_live) {
            troubles.push(Trouble::Double { booking: id, earlier });
        }
        if self.cancelled && is_live {
            troubles.push(Trouble::EventCancelled(id));
        }
        if standing == Standing::Late {
            troubles.push(Trouble::Late(id));
        }
        let pools: Vec<PoolId> = takes.iter().map(|(pool, _)| pool).collect();
        let turn = self.next_turn();
        self.bookings.insert(id, Booking { takes, standing, turn, family, wants: None });
        troubles.extend(self.apply_first(id, gives));
        let is_over = |pool: &PoolId| {
            self.pools.get(pool).is_some_and(|capacity| self.committed(*pool) > *capacity)
        };
        let over = pools.into_iter().filter(|pool| standing == Standing::Held && is_over(pool));
        troubles.extend(over.map(Trouble::OverCapacity));
        troubles
    }

    /// The first live booking of a family.
    fn of_family(&self, family: Option<&FamilyMark>) -> Option<BookingId> {
        let family = family?;
        let theirs = self.bookings.iter().filter(|(_, booking)| {
            booking.standing != Standing::Ended && booking.family.as_ref() == Some(family)
        });
        theirs.min_by_key(|(_, booking)| booking.turn).map(|(id, _)| *id)
    }
}
