//! What an officer does next with a row, as their own page shows it. Pure.

use std::collections::HashSet;

use super::families::{End, Family, Mishap};
use super::sheet::Row;

/// What an officer wants to be so with one family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The ID of all adults was seen.
    SeeAll,
    /// One adult's ID was seen, or was not: the place in the row.
    Tick(usize, bool),
    Call,
    Search,
    Hall(String),
    Table(String),
    Leave,
    TakeBackSearch,
    TakeBackLeft,
    /// *Call next* was done: this family may have been among those it called.
    PerhapsCalled,
}

/// What has been put right already, of which family. Officers tell each other across the desk.
pub type Settled = HashSet<(usize, Mishap)>;

/// The next thing to do, if it is one for a hand of its own: most are called by *call next*.
pub fn next(family: &Family, row: &Row, settled: &Settled) -> Option<Wish> {
    let has = |what: Mishap| family.mishaps.contains(&what) && !settled.contains(&(family.n, what));
    let first_unseen = row.ticks.iter().position(|(_, seen)| !seen);
    match row.state.as_str() {
        // Without a date of birth they are at the desk, and show ID there.
        "arrived" | "at-desk" if family.n.is_multiple_of(2) => {
            first_unseen.map(|place| Wish::Tick(place, true))
        }
        "arrived" | "at-desk" => Some(Wish::SeeAll),
        "id-seen" | "called" if has(Mishap::WrongId) => Some(Wish::Tick(0, false)),
        "id-seen" if family.n.is_multiple_of(4) => Some(Wish::Call),
        "called" if first_unseen.is_some() => first_unseen.map(|place| Wish::Tick(place, true)),
        "called" if family.ends == End::Called => None,
        "called" => Some(Wish::Search),
        "searched" if has(Mishap::NotThroughSearch) => Some(Wish::TakeBackSearch),
        // Whoever does it fills in the table.
        "searched" => Some(Wish::Hall(String::new())),
        "in-hall" if has(Mishap::OtherTable) => Some(Wish::Table(String::new())),
        "in-hall" if family.ends == End::Left => Some(Wish::Leave),
        "left" if has(Mishap::LeftTooEarly) => Some(Wish::TakeBackLeft),
        _ => None,
    }
}

/// The mishap that a wish puts right.
pub fn settles(wish: &Wish) -> Option<Mishap> {
    match wish {
        Wish::Tick(_, false) => Some(Mishap::WrongId),
        Wish::TakeBackSearch => Some(Mishap::NotThroughSearch),
        Wish::Table(_) => Some(Mishap::OtherTable),
        Wish::TakeBackLeft => Some(Mishap::LeftTooEarly),
        _ => None,
    }
}

/// Where its form is sent, and its own fields.
pub fn form(wish: &Wish, row: &Row) -> (&'static str, Vec<(&'static str, String)>) {
    match wish {
        Wish::SeeAll => ("/today/id-seen", vec![]),
        Wish::Tick(place, seen) => {
            let person = row.ticks.get(*place).map(|tick| tick.0.as_str()).unwrap_or_default();
            ("/today/id-seen", vec![("tick", format!("{person}:{}", u8::from(*seen)))])
        }
        Wish::Call => ("/today/call", vec![]),
        Wish::Search => ("/today/search-done", vec![]),
        Wish::Hall(table) => ("/today/hall", vec![("table", table.clone())]),
        Wish::Table(table) => ("/today/table", vec![("table", table.clone())]),
        Wish::Leave => ("/today/left", vec![]),
        Wish::TakeBackSearch => ("/today/take-back", vec![("step", "searched".to_owned())]),
        Wish::TakeBackLeft => ("/today/take-back", vec![("step", "left".to_owned())]),
        Wish::PerhapsCalled => ("/today/call-next", vec![]),
    }
}
