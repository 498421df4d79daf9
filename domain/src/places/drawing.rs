//! What a draw does to the places of an event: the share that was kept back for it is there, who
//! was drawn holds places, and who was not waits in the order in which they were drawn. One step.

use std::collections::{BTreeMap, BTreeSet};

use super::{BookingId, Ledger, PoolId, Standing};

impl Ledger {
    /// What can be drawn for: what is free once the share that was kept back has come to it. Less
    /// than the share where more is held and out than there should be.
    pub fn to_draw(&self, kept: &BTreeMap<PoolId, u32>) -> BTreeMap<PoolId, u32> {
        let pools: BTreeSet<PoolId> = self.pools.keys().chain(kept.keys()).copied().collect();
        let free = |pool: PoolId| {
            let share = kept.get(&pool).copied().unwrap_or(0);
            let capacity = self.pools.get(&pool).copied().unwrap_or(0).saturating_add(share);
            (pool, capacity.saturating_sub(self.committed(pool)))
        };
        pools.into_iter().map(free).collect()
    }

    /// A ballot was drawn: `places` have them, `waiting` wait in this order, and after them who was
    /// not in it. Who has cancelled meanwhile stays away, and nobody is placed over capacity
    /// whatever the lists say: whom there is no place for waits first.
    pub fn draw(
        &mut self,
        kept: &BTreeMap<PoolId, u32>,
        (places, waiting): (&[BookingId], &[BookingId]),
    ) {
        for (pool, units) in kept {
            let capacity = self.pools.entry(*pool).or_default();
            *capacity = capacity.saturating_add(*units);
        }
        for id in places {
            self.give(*id);
        }
        self.queue(places.iter().chain(waiting).copied());
    }

    /// Places for somebody who waits, if they are free.
    fn give(&mut self, id: BookingId) {
        let Some(booking) = self.bookings.get(&id) else { return };
        let waits = matches!(booking.standing, Standing::Waiting | Standing::Late);
        if waits
            && self.fits(&booking.takes)
            && let Some(booking) = self.bookings.get_mut(&id)
        {
            booking.standing = Standing::Held;
        }
    }

    /// Puts those who wait into another order; who is not named comes after those who are. The
    /// turns stay the same ones, so that who asks later comes later.
    fn queue(&mut self, first: impl Iterator<Item = BookingId>) {
        let waiting = self.waiting();
        let mut order: Vec<BookingId> = Vec::with_capacity(waiting.len());
        for id in first.chain(waiting.iter().copied()) {
            if waiting.contains(&id) && !order.contains(&id) {
                order.push(id);
            }
        }
        let turn = |id: &BookingId| self.bookings.get(id).map(|booking| booking.turn);
        let mut turns: Vec<u64> = order.iter().filter_map(turn).collect();
        turns.sort_unstable();
        for (id, turn) in order.into_iter().zip(turns) {
            if let Some(booking) = self.bookings.get_mut(&id) {
                booking.turn = turn;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::ballot::{Draw, Entry, Seed, Weights};
    use crate::places::{Booking, Claim, EpochId, Mode, Takes};

    const PEOPLE: PoolId = PoolId(Uuid::from_u128(1));
    const TABLES: PoolId = PoolId(Uuid::from_u128(2));
    const POOLS: [PoolId; 2] = [PEOPLE, TABLES];

    fn id(n: usize) -> BookingId {
        BookingId(Uuid::from_u128(n as u128 + 10))
    }

    fn takes(people: u32) -> Takes {
        Takes::new([(PEOPLE, people), (TABLES, 1)]).expect("takes")
    }

    fn hall(people: u32, tables: u32) -> Ledger {
        let pools = BTreeMap::from([(PEOPLE, people), (TABLES, tables)]);
        Ledger { mode: Mode::AskAndStaffDecide, pools, ..Ledger::default() }
    }

    fn ask(ledger: &mut Ledger, n: usize, people: u32) {
        ledger.ask(id(n), Claim { takes: takes(people), family: None }, true);
    }

    fn standing(ledger: &Ledger, n: usize) -> Standing {
        ledger.bookings[&id(n)].standing
    }

    #[test]
    fn who_is_drawn_holds_and_who_is_not_waits_in_that_order() {
        let mut ledger = hall(0, 0);
        for n in 0..5 {
            ask(&mut ledger, n, 2);
        }
        let kept = BTreeMap::from([(PEOPLE, 4), (TABLES, 9)]);
        assert_eq!(ledger.to_draw(&kept), kept);
        ledger.draw(&kept, (&[id(3), id(1)], &[id(4), id(2), id(0)]));
        assert_eq!(ledger.waiting(), [id(4), id(2), id(0)]);
        assert_eq!((ledger.held(PEOPLE), ledger.held(TABLES)), (4, 2));
        ask(&mut ledger, 5, 1);
        assert_eq!(ledger.number_waiting(id(5)), Some(4), "who asks later comes later");
        ledger.end(id(1));
        assert_eq!(ledger.settle(&[], true), [id(4)], "the first one who was not drawn");
    }

    #[test]
    fn who_asked_after_it_closed_comes_after_all_who_were_in_it() {
        let mut ledger = hall(0, 0);
        for n in 0..4 {
            ask(&mut ledger, n, 1);
        }
        // The record of number 0 came first, and was of a family that asked when it had closed.
        ledger.draw(&BTreeMap::new(), (&[], &[id(3), id(1), id(2)]));
        assert_eq!(ledger.waiting(), [id(3), id(1), id(2), id(0)]);
    }

    #[test]
    fn who_has_cancelled_is_not_brought_back_and_who_holds_keeps_it() {
        let mut ledger = hall(2, 2);
        ask(&mut ledger, 0, 2);
        ask(&mut ledger, 1, 2);
        ask(&mut ledger, 2, 2);
        ledger.end(id(1));
        ledger.draw(&BTreeMap::from([(PEOPLE, 2)]), (&[id(1), id(2)], &[id(0)]));
        let standings = [0, 1, 2].map(|n| standing(&ledger, n));
        assert_eq!(standings, [Standing::Held, Standing::Ended, Standing::Held]);
    }

    #[test]
    fn more_is_out_than_there_is_and_the_draw_gives_the_rest_alone() {
        let mut ledger = hall(4, 9);
        ask(&mut ledger, 0, 4);
        ledger.pools.insert(PEOPLE, 1); // made smaller meanwhile
        ask(&mut ledger, 1, 2);
        let kept = BTreeMap::from([(PEOPLE, 4)]);
        assert_eq!(ledger.to_draw(&kept)[&PEOPLE], 1);
        ledger.draw(&kept, (&[id(1)], &[]));
        assert_eq!(standing(&ledger, 1), Standing::Waiting, "whatever the list says");
    }

    proptest! {
        /// Families who hold, wait, were late or cancelled; grants that are out; a share kept back;
        /// and a list that may be a draw, or anything.
        #[test]
        fn nothing_is_ever_over_capacity_and_nobody_is_lost(
            parties in prop::collection::vec((1_u32..6, 0_u8..4), 1..24),
            out in 0_u32..6,
            spare in prop::collection::vec(0_u32..4, 2),
            kept in prop::collection::vec(0_u32..20, 2),
            seed in any::<[u8; 32]>(),
            by_hand in prop::option::of(prop::collection::vec(0_usize..30, 0..30)),
        ) {
            let mut ledger = hall(0, 0);
            for (n, (people, how)) in parties.iter().enumerate() {
                let standing = [Standing::Held, Standing::Waiting, Standing::Late, Standing::Ended];
                let booking = Booking {
                    takes: takes(*people),
                    standing: standing[usize::from(*how)],
                    turn: n as u64 + 1,
                    family: None,
                    wants: None,
                };
                ledger.bookings.insert(id(n), booking);
            }
            let epoch = EpochId(Uuid::from_u128(3));
            let granted = crate::places::Grant { granted: out, ..Default::default() };
            ledger.grants.insert((epoch, PEOPLE), granted);
            for (pool, spare) in POOLS.iter().zip(&spare) {
                let capacity = ledger.committed(*pool) + spare;
                ledger.pools.insert(*pool, capacity);
            }
            let kept: BTreeMap<PoolId, u32> = POOLS.into_iter().zip(kept).collect();
            let before = ledger.clone();
            let entries: Vec<Entry> = ledger.waiting().into_iter().map(|booking| Entry {
                booking, takes: before.bookings[&booking].takes.clone(), reasons: BTreeSet::new(),
            }).collect();
            let draw = Draw {
                seed: Seed::new(seed), places: ledger.to_draw(&kept),
                weights: Weights::default(), entries,
            };
            let drawn = draw.drawn().expect("a result");
            let (places, waiting) = match &by_hand {
                None => (drawn.places, drawn.waiting),
                Some(anything) => (anything.iter().map(|n| id(*n)).collect(), Vec::new()),
            };
            ledger.draw(&kept, (&places, &waiting));
            for pool in POOLS {
                prop_assert_eq!(ledger.pools[&pool], before.pools[&pool] + kept[&pool]);
                prop_assert!(ledger.committed(pool) <= ledger.pools[&pool]);
            }
            if by_hand.is_none() {
                for id in &places {
                    prop_assert_eq!(ledger.bookings[id].standing, Standing::Held);
                }
                // In the drawn order, who had been promised places by a screen before the others.
                let bookings = &before.bookings;
                let of = |standing| waiting.iter().copied()
                    .filter(move |id| bookings[id].standing == standing)
                    .collect::<Vec<_>>();
                let order = [of(Standing::Late), of(Standing::Waiting)].concat();
                prop_assert_eq!(ledger.waiting(), order);
                let could = ledger.waiting().iter().any(|id| ledger.fits(&ledger.bookings[id].takes));
                prop_assert!(!could, "a place is left, and somebody waits who could have it");
            }
            prop_assert_eq!(ledger.bookings.len(), before.bookings.len());
            let turns = |ledger: &Ledger| {
                let mut turns: Vec<u64> = ledger.bookings.values().map(|b| b.turn).collect();
                turns.sort_unstable();
                turns
            };
            prop_assert_eq!(turns(&ledger), turns(&before));
            for (id, was) in &before.bookings {
                let is = ledger.bookings[id].standing;
                let stays = matches!(was.standing, Standing::Held | Standing::Ended);
                prop_assert!(!stays || is == was.standing);
            }
            prop_assert_eq!(&ledger.grants, &before.grants);
        }
    }
}
