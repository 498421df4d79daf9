//! The rules of places, each on its own.

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;
use visits_domain::places::{
    Beginning, BookingId, Change, Claim, Cover, EpochId, EpochState, FamilyMark, Fleet, Grant,
    KioskId, Ledger, Mode, Nth, PoolId, Purse, Standing, Takes, Told, Trouble,
};

fn pool(n: u128) -> PoolId {
    PoolId(Uuid::from_u128(n))
}

fn epoch(n: u128) -> EpochId {
    EpochId(Uuid::from_u128(n))
}

fn id(n: u128) -> BookingId {
    BookingId(Uuid::from_u128(n))
}

fn people(count: u32) -> Takes {
    Takes::new([(pool(1), count)]).expect("takes")
}

fn claim(count: u32) -> Claim {
    Claim { takes: people(count), family: None }
}

fn of_family(count: u32, name: &str) -> Claim {
    Claim { takes: people(count), family: Some(FamilyMark(name.to_owned())) }
}

fn event(capacity: u32) -> Ledger {
    Ledger { pools: BTreeMap::from([(pool(1), capacity)]), ..Ledger::default() }
}

fn standing(ledger: &Ledger, n: u128) -> Standing {
    ledger.bookings[&id(n)].standing
}

#[test]
fn what_is_granted_leaves_the_pool_and_comes_back_when_it_is_returned() {
    let mut ledger = event(12);
    ledger.settle(&[epoch(1), epoch(2)], true);
    let out: Vec<u32> = ledger.grants.values().map(Grant::out).collect();
    assert_eq!(out, [4, 4], "three quarters lie at the kiosks");
    assert_eq!(ledger.free(pool(1)), 4);
    ledger.returned(epoch(1), &[(pool(1), 3)]);
    ledger.returned(epoch(1), &[(pool(1), 3)]);
    assert_eq!(ledger.free(pool(1)), 7, "said twice, it is returned once");
    ledger.returned(epoch(1), &[(pool(1), 2)]);
    assert_eq!(ledger.free(pool(1)), 7, "what is older says nothing");
}

#[test]
fn a_booking_takes_places_of_all_its_pools_or_of_none() {
    let mut ledger = event(10);
    ledger.pools.insert(pool(2), 1);
    let both = |count| Claim {
        takes: Takes::new([(pool(1), count), (pool(2), 1)]).expect("takes"),
        family: None,
    };
    assert_eq!(ledger.ask(id(1), both(4), true), []);
    assert_eq!(ledger.ask(id(2), both(4), true), []);
    assert_eq!(standing(&ledger, 2), Standing::Waiting, "there is no second table");
    assert_eq!((ledger.held(pool(1)), ledger.held(pool(2))), (4, 1));
}

#[test]
fn a_kiosk_that_wants_more_is_given_all_of_it_or_nothing_and_once() {
    let mut ledger = event(10);
    ledger.pools.insert(pool(2), 2);
    assert!(!ledger.demand(epoch(1), &[(pool(1), 4), (pool(2), 3)]));
    assert!(ledger.grants.is_empty());
    for _ in 0..3 {
        assert!(ledger.demand(epoch(1), &[(pool(1), 4), (pool(2), 1)]));
    }
    assert_eq!((ledger.out(pool(1)), ledger.out(pool(2))), (4, 1));
    assert!(!ledger.demand(epoch(1), &[(pool(3), 1)]), "there is no such pool");
    assert!(!ledger.demand(epoch(1), &[(pool(1), 9), (pool(1), 9)]), "one pool twice");
    ledger.mode = Mode::StaffOnly;
    assert!(!ledger.demand(epoch(2), &[(pool(1), 1)]), "kiosks do not book it");
}

#[test]
fn while_anybody_waits_nothing_is_granted_and_all_is_asked_back() {
    let mut ledger = event(8);
    ledger.settle(&[epoch(1)], true);
    assert_eq!(ledger.out(pool(1)), 6);
    ledger.ask(id(1), claim(5), true);
    ledger.settle(&[epoch(1)], true);
    assert_eq!(standing(&ledger, 1), Standing::Waiting);
    assert_eq!(ledger.grants[&(epoch(1), pool(1))].keep, Some(0));
    assert!(!ledger.demand(epoch(1), &[(pool(1), 7)]));
    ledger.returned(epoch(1), &[(pool(1), 4)]);
    assert_eq!(ledger.settle(&[epoch(1)], true), [id(1)]);
    assert_eq!(standing(&ledger, 1), Standing::Held);
    assert_eq!(ledger.committed(pool(1)), 7);
}

#[test]
fn a_large_family_is_not_overtaken_while_its_places_are_on_their_way() {
    let mut ledger = event(6);
    assert!(ledger.demand(epoch(1), &[(pool(1), 4)]));
    ledger.ask(id(1), claim(5), true);
    ledger.ask(id(2), claim(2), true);
    assert_eq!(ledger.settle(&[epoch(1)], true), [], "two are free and would do for the second");
    assert_eq!(ledger.number_waiting(id(2)), Some(2));
    ledger.returned(epoch(1), &[(pool(1), 3)]);
    assert_eq!(ledger.settle(&[epoch(1)], true), [id(1)]);
}

#[test]
fn who_could_not_have_enough_places_lets_the_next_go_first_and_keeps_the_number() {
    let mut ledger = event(6);
    ledger.ask(id(1), claim(4), true);
    ledger.ask(id(2), claim(5), true);
    ledger.ask(id(3), claim(2), true);
    assert_eq!(ledger.settle(&[], true), [id(3)]);
    assert_eq!(ledger.number_waiting(id(2)), Some(1));
    ledger.end(id(1));
    ledger.end(id(3));
    assert_eq!(ledger.settle(&[], true), [id(2)]);
}

#[test]
fn a_promise_that_comes_after_a_write_off_is_late_and_first_in_turn() {
    let mut ledger = event(4);
    assert!(ledger.demand(epoch(1), &[(pool(1), 2)]));
    ledger.close(epoch(1));
    ledger.ask(id(1), claim(4), true);
    ledger.ask(id(2), claim(1), true);
    let troubles = ledger.promised(id(3), claim(2), (epoch(1), Cover::Gone), true);
    assert_eq!(troubles, [Trouble::Late(id(3))]);
    assert_eq!(ledger.committed(pool(1)), 4, "and nothing is overbooked");
    ledger.end(id(1));
    assert_eq!(ledger.settle(&[], true), [id(3), id(2)]);
}

#[test]
fn a_manager_may_place_a_booking_over_the_number() {
    let mut ledger = event(2);
    ledger.ask(id(1), claim(2), true);
    ledger.promised(id(2), claim(2), (epoch(1), Cover::Gone), true);
    ledger.place_over(id(2));
    assert_eq!(standing(&ledger, 2), Standing::Held);
    assert_eq!((ledger.held(pool(1)), ledger.free(pool(1))), (4, 0));
    ledger.end(id(2));
    ledger.place_over(id(2));
    assert_eq!(standing(&ledger, 2), Standing::Ended, "who has cancelled is not placed");
}

#[test]
fn what_was_cancelled_before_it_was_known_holds_nothing() {
    let mut ledger = event(4);
    assert!(ledger.demand(epoch(1), &[(pool(1), 2)]));
    ledger.end(id(1));
    ledger.promised(id(1), claim(2), (epoch(1), Cover::Granted), true);
    assert_eq!(standing(&ledger, 1), Standing::Ended);
    assert_eq!((ledger.out(pool(1)), ledger.free(pool(1))), (0, 4));
}

#[test]
fn one_family_that_asks_twice_has_both_and_staff_are_told() {
    let mut ledger = event(9);
    assert_eq!(ledger.ask(id(1), of_family(2, "a"), true), []);
    assert_eq!(ledger.ask(id(2), of_family(2, "b"), true), []);
    let double = Trouble::Double { booking: id(3), earlier: id(1) };
    assert_eq!(ledger.ask(id(3), of_family(2, "a"), true), [double]);
    ledger.end(id(1));
    ledger.end(id(3));
    assert_eq!(ledger.ask(id(4), of_family(2, "a"), true), [], "the others are cancelled");
}

#[test]
fn an_event_that_is_cancelled_asks_everything_back_and_says_who_comes_after() {
    let mut ledger = event(8);
    ledger.settle(&[epoch(1)], true);
    ledger.cancelled = true;
    ledger.settle(&[epoch(1)], true);
    assert_eq!(ledger.grants[&(epoch(1), pool(1))].keep, Some(0));
    let troubles = ledger.promised(id(1), claim(2), (epoch(1), Cover::Granted), true);
    assert_eq!(troubles, [Trouble::EventCancelled(id(1))]);
    ledger.ask(id(2), claim(1), true);
    assert_eq!(ledger.settle(&[epoch(1)], true), [], "nobody moves up to what is not");
    assert_eq!(standing(&ledger, 2), Standing::Waiting);
}

#[test]
fn a_capacity_below_what_is_out_gives_nothing_until_it_holds_again() {
    let mut ledger = event(8);
    ledger.settle(&[epoch(1)], true);
    ledger.ask(id(1), claim(2), true);
    ledger.pools.insert(pool(1), 3);
    assert_eq!(ledger.free(pool(1)), 0);
    ledger.ask(id(2), claim(1), true);
    ledger.settle(&[epoch(1)], true);
    ledger.returned(epoch(1), &[(pool(1), 6)]);
    assert_eq!(ledger.settle(&[epoch(1)], true), [id(2)]);
    assert_eq!(ledger.committed(pool(1)), 3);
}

#[test]
fn places_come_to_rest_and_do_not_wander() {
    let mut ledger = event(40);
    let open = [epoch(1), epoch(2), epoch(3)];
    for _ in 0..3 {
        ledger.settle(&open, true);
    }
    let rested = ledger.clone();
    ledger.settle(&open, true);
    assert_eq!(ledger, rested);
}

#[test]
fn a_kiosk_that_has_far_more_than_its_part_is_asked_when_another_has_none() {
    let mut ledger = event(16);
    ledger.settle(&[epoch(1)], true);
    assert_eq!(ledger.out(pool(1)), 12);
    ledger.ask(id(1), claim(4), true);
    ledger.settle(&[epoch(1), epoch(2), epoch(3)], true);
    let asked = ledger.grants[&(epoch(1), pool(1))];
    assert_eq!(asked.keep, Some(3), "{asked:?}");
    ledger.returned(epoch(1), &[(pool(1), 9)]);
    ledger.settle(&[epoch(1), epoch(2), epoch(3)], true);
    assert_eq!(ledger.grants[&(epoch(2), pool(1))].out(), 3);
}

fn kiosk(n: u128) -> KioskId {
    KioskId(Uuid::from_u128(n))
}

#[test]
fn an_epoch_ends_when_its_kiosk_begins_another() {
    let mut fleet = Fleet::default();
    let life = fleet.generation;
    let first = Beginning { epoch: epoch(1), generation: life, before: None };
    fleet.begin(kiosk(1), &first);
    assert_eq!(fleet.open(), [epoch(1)]);
    fleet.count_booking(epoch(1));
    let second = Beginning { epoch: epoch(2), before: Some((epoch(1), 1)), ..first };
    let begun = fleet.begin(kiosk(1), &second);
    assert_eq!((begun.closed, begun.put_back), (vec![epoch(1)], false));
    assert_eq!((fleet.open(), fleet.cover(epoch(1))), (vec![epoch(2)], Cover::Gone));
    assert!(fleet.begin(kiosk(1), &second).closed.is_empty(), "said twice, it begins once");
}

#[test]
fn a_copy_that_was_put_back_is_noticed_by_what_it_does_not_know() {
    let mut fleet = Fleet::default();
    let first = Beginning { epoch: epoch(1), generation: fleet.generation, before: None };
    fleet.begin(kiosk(1), &first);
    fleet.count_booking(epoch(1));
    let knows_less = Beginning { epoch: epoch(2), before: Some((epoch(1), 0)), ..first };
    assert!(fleet.clone().begin(kiosk(1), &knows_less).put_back);
    let of_old = Beginning { epoch: epoch(2), before: Some((epoch(9), 1)), ..first };
    assert!(fleet.clone().begin(kiosk(1), &of_old).put_back);
    let of_nothing = Beginning { epoch: epoch(2), before: None, ..first };
    assert!(fleet.begin(kiosk(1), &of_nothing).put_back, "a disk of its own that is new");
}

#[test]
fn a_server_that_was_put_back_waits_and_believes_what_kiosks_spent() {
    let mut fleet = Fleet::default();
    let first = Beginning { epoch: epoch(1), generation: fleet.generation, before: None };
    fleet.begin(kiosk(1), &first);
    fleet.begin_life(Uuid::from_u128(7));
    assert!(!fleet.gives() && fleet.open().is_empty());
    assert_eq!(fleet.cover(epoch(1)), Cover::Remembered);
    assert_eq!(fleet.unheard(&[kiosk(1), kiosk(2)]), [kiosk(1), kiosk(2)]);
    let second =
        Beginning { epoch: epoch(2), generation: Uuid::from_u128(7), before: Some((epoch(1), 0)) };
    fleet.begin(kiosk(1), &second);
    assert_eq!(fleet.unheard(&[kiosk(1), kiosk(2)]), [kiosk(2)]);
    assert_eq!(fleet.go_on(), [], "what was heard is over already");
    assert!(fleet.gives());
    // One that turns up later, from the life that is forgotten.
    let late = Beginning { epoch: epoch(3), before: None, ..first };
    fleet.begin(kiosk(2), &late);
    assert_eq!(fleet.epochs[&epoch(3)].state, EpochState::WrittenOff);
    assert_eq!(fleet.cover(epoch(3)), Cover::Gone);
}

fn told(granted: u32, keep: Option<u32>, version: u64) -> Told {
    let event = visits_domain::places::EventId(Uuid::from_u128(5));
    Told { event, pool: pool(1), granted, keep, version }
}

#[test]
fn a_purse_spends_what_it_was_granted_and_gives_back_what_it_is_asked_for() {
    let mut purse = Purse::new(epoch(1));
    assert!(!purse.spend(&people(1)));
    assert!(purse.hear(&told(6, None, 1)));
    assert!(purse.spend(&people(4)));
    assert!(!purse.spend(&people(3)));
    assert_eq!(purse.wanted(&people(3)), [(pool(1), 7)]);
    assert!(purse.hear(&told(6, Some(1), 3)));
    assert!(!purse.hear(&told(9, None, 2)), "overtaken on the way");
    let totals = purse.give_back();
    assert_eq!(
        totals.iter().map(|(_, pool, total)| (*pool, *total)).collect::<Vec<_>>(),
        [(pool(1), 1)]
    );
    assert!(purse.give_back().is_empty(), "what was given back is not there twice");
    assert_eq!(purse.grants[&pool(1)].left(), 1);
}

/// Anything that can happen to an event.
#[derive(Clone, Debug)]
enum Act {
    Ask(u128, u32),
    Promised(u128, u32, u128),
    End(u128),
    Returned(u128, u32),
    Demand(u128, u32),
    Close(u128),
    Settle,
}

fn act() -> impl Strategy<Value = Act> {
    let (booking, count, kiosk) = (0..12u128, 1..6u32, 1..4u128);
    prop_oneof![
        (booking.clone(), count.clone()).prop_map(|(n, count)| Act::Ask(n, count)),
        (booking.clone(), count.clone(), kiosk.clone())
            .prop_map(|(n, count, k)| Act::Promised(n, count, k)),
        booking.prop_map(Act::End),
        (kiosk.clone(), 0..30u32).prop_map(|(k, total)| Act::Returned(k, total)),
        (kiosk.clone(), 0..30u32).prop_map(|(k, total)| Act::Demand(k, total)),
        kiosk.prop_map(Act::Close),
        Just(Act::Settle),
    ]
}

fn apply(ledger: &mut Ledger, act: &Act) {
    match act {
        Act::Ask(n, count) => drop(ledger.ask(id(*n), claim(*count), true)),
        Act::Promised(n, count, k) => {
            drop(ledger.promised(id(*n), claim(*count), (epoch(*k), Cover::Granted), true));
        }
        Act::End(n) => ledger.end(id(*n)),
        Act::Returned(k, total) => ledger.returned(epoch(*k), &[(pool(1), *total)]),
        Act::Demand(k, total) => drop(ledger.demand(epoch(*k), &[(pool(1), *total)])),
        Act::Close(k) => ledger.close(epoch(*k)),
        Act::Settle => drop(ledger.settle(&[epoch(1), epoch(2), epoch(3)], true)),
    }
}

proptest! {
    #[test]
    fn whatever_happens_no_more_is_out_than_there_is(
        capacity in 0..20u32, acts in proptest::collection::vec(act(), 0..60)
    ) {
        let mut ledger = event(capacity);
        for act in &acts {
            apply(&mut ledger, act);
            prop_assert!(ledger.committed(pool(1)) <= capacity, "{act:?}: {ledger:?}");
        }
    }

    #[test]
    fn what_comes_twice_counts_once(
        capacity in 0..20u32, acts in proptest::collection::vec(act(), 0..40)
    ) {
        let mut once = event(capacity);
        let mut twice = event(capacity);
        for act in &acts {
            apply(&mut once, act);
            apply(&mut twice, act);
            apply(&mut twice, act);
            once.settle(&[], true);
            twice.settle(&[], true);
            prop_assert_eq!(&once, &twice, "{:?}", act);
        }
    }

    #[test]
    fn grants_come_to_rest_when_nothing_happens(
        capacity in 0..60u32, acts in proptest::collection::vec(act(), 0..30)
    ) {
        let mut ledger = event(capacity);
        for act in &acts {
            apply(&mut ledger, act);
        }
        let open = [epoch(1), epoch(2), epoch(3)];
        // Every kiosk gives back what it is asked for, at once.
        for _ in 0..8 {
            ledger.settle(&open, true);
            for ((of, _), grant) in ledger.grants.clone() {
                let above = grant.out().saturating_sub(grant.keep.unwrap_or(u32::MAX));
                ledger.returned(of, &[(pool(1), grant.returned + above)]);
            }
        }
        let rested = ledger.clone();
        ledger.settle(&open, true);
        prop_assert_eq!(ledger, rested);
    }
}

fn change(nth: u32, count: u32, spent: Option<(u128, u32)>) -> Change {
    let spent = spent.map(|(n, count)| (epoch(n), people(count)));
    Change { nth: Nth(nth, 0), takes: people(count), spent }
}

/// A kiosk that was granted enough has promised four.
fn four_held(capacity: u32) -> Ledger {
    let mut ledger = event(capacity);
    ledger.settle(&[epoch(1)], true);
    ledger.promised(id(1), claim(4), (epoch(1), Cover::Granted), true);
    ledger
}

fn takes_of(ledger: &Ledger, n: u128) -> u32 {
    ledger.bookings[&id(n)].takes.of(pool(1))
}

#[test]
fn a_booking_that_is_changed_takes_what_its_screen_spent_and_gives_back_what_it_needs_no_more() {
    let mut ledger = four_held(20);
    let covered = Some(Cover::Granted);
    assert_eq!(ledger.change(id(1), &change(1, 6, Some((1, 2))), covered, true), []);
    assert_eq!((takes_of(&ledger, 1), ledger.out(pool(1))), (6, 15 - 6));
    assert_eq!(ledger.change(id(1), &change(2, 1, None), None, true), []);
    assert_eq!((takes_of(&ledger, 1), ledger.held(pool(1))), (1, 1));
}

#[test]
fn changes_of_a_booking_come_in_any_order_and_the_last_one_holds() {
    let covered = Some(Cover::Granted);
    let more = change(1, 6, Some((1, 2)));
    let fewer = change(2, 3, None);
    for order in [[&more, &fewer], [&fewer, &more]] {
        let mut ledger = four_held(20);
        for change in order {
            let cover = change.spent.as_ref().and(covered);
            assert_eq!(ledger.change(id(1), change, cover, true), []);
        }
        assert_eq!((takes_of(&ledger, 1), ledger.out(pool(1))), (3, 15 - 6));
        // And before the booking itself.
        let mut ledger = event(20);
        ledger.settle(&[epoch(1)], true);
        for change in order {
            ledger.change(id(1), change, change.spent.as_ref().and(covered), true);
        }
        ledger.promised(id(1), claim(4), (epoch(1), Cover::Granted), true);
        assert_eq!((takes_of(&ledger, 1), standing(&ledger, 1)), (3, Standing::Held));
    }
}

#[test]
fn a_change_for_which_nothing_is_left_leaves_what_was_held() {
    let mut ledger = four_held(5);
    ledger.close(epoch(1));
    assert_eq!(ledger.ask(id(2), claim(1), true), []);
    let late = ledger.change(id(1), &change(1, 6, Some((1, 2))), Some(Cover::Gone), true);
    assert_eq!(late, [Trouble::ChangeLate(id(1))]);
    assert_eq!((takes_of(&ledger, 1), ledger.held(pool(1))), (4, 5));
    // On the waiting list it keeps its number.
    assert_eq!(ledger.ask(id(3), claim(2), true), []);
    assert_eq!(ledger.ask(id(4), claim(2), true), []);
    assert_eq!(ledger.change(id(3), &change(1, 3, None), None, true), []);
    assert_eq!(ledger.number_waiting(id(3)), Some(1));
    assert_eq!(takes_of(&ledger, 3), 3);
}
