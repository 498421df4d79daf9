//! The places of an event on its page: how many there are, held, at kiosks, and wanted.

use visits_domain::places::{Books, Standing};

use super::bookings::view::{PoolLine, Said, pool_name};
use crate::events::{Event, Plan};
use crate::pages::Visitor;
use crate::places::TooFew;
use crate::words::fill;

/// Pool by pool; empty for an event that has never been open.
pub fn lines(said: Said, event: &Event, books: &Books) -> Vec<PoolLine> {
    let Some(ledger) = books.ledgers.get(&event.id) else { return Vec::new() };
    let of_plan = event.plan.pools.iter().filter_map(|pool| Some((pool.id?, pool)));
    of_plan
        .map(|(id, pool)| {
            let of = |wanted: fn(Standing) -> bool| {
                let bookings = ledger.bookings.values().filter(|one| wanted(one.standing));
                bookings.map(|one| one.takes.of(id)).sum()
            };
            PoolLine {
                name: pool_name(said, pool.counts, pool.name.of(said.texts.language)),
                capacity: ledger.pools.get(&id).copied().unwrap_or(0),
                held: ledger.held(id),
                out: ledger.out(id),
                free: ledger.free(id),
                waiting: of(|standing| matches!(standing, Standing::Waiting | Standing::Late)),
                asked: of(|_| true),
            }
        })
        .collect()
}

/// What it means that an event is to have fewer places than are held or out.
pub fn too_few(visitor: &Visitor, plan: &Plan, pools: &[TooFew]) -> String {
    let said = Said::of(visitor);
    let each = pools.iter().map(|few| {
        let known = plan.pools.iter().find(|pool| pool.id == Some(few.pool));
        let name =
            known.map(|pool| pool_name(said, pool.counts, pool.name.of(said.texts.language)));
        let name = name.unwrap_or_else(|| said.b.pool.to_owned());
        fill(
            said.b.too_few,
            &[("pool", &name), ("held", &few.held), ("out", &few.out), ("n", &few.capacity)],
        )
    });
    let mut sentences: Vec<String> = each.collect();
    sentences.push(said.b.too_few_means.to_owned());
    sentences.join(" ")
}
