//! Who is in a party, as far as it is known. Pure.

use visits_domain::event::PoolKind;

use crate::events::Plan;
use crate::store::ballots::Asked;

/// One person of a party. Adults first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// From 1.
    pub n: u8,
    /// Its number among the adults or among the children, from 1.
    pub nth: u8,
    /// A child.
    pub is_child: bool,
}

/// As many as were said to come; where only places were taken, as many adults as places.
pub fn of(asked: &Asked, plan: &Plan) -> Vec<Person> {
    let (adults, children) = match asked.party {
        Some(party) => (party.adults, party.children),
        None => (u8::try_from(people(asked, plan)).unwrap_or(u8::MAX), 0),
    };
    let adults = (1..=adults).map(|nth| (nth, false));
    let each = adults.chain((1..=children).map(|nth| (nth, true)));
    (1..).zip(each).map(|(n, (nth, is_child))| Person { n, nth, is_child }).collect()
}

/// How many places of people it takes.
fn people(asked: &Asked, plan: &Plan) -> u32 {
    let pools = plan.pools.iter().filter(|pool| pool.counts == PoolKind::People);
    pools.filter_map(|pool| pool.id).map(|pool| asked.takes.of(pool)).sum()
}
