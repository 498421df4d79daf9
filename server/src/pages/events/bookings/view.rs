//! A booking in the words of a page.

use visits_domain::booking_card::BookingState;
use visits_domain::event::{PoolKind, State};
use visits_domain::places::{BookingReference, Mode, Standing};
use visits_domain::wish::Wish;

use super::Loaded;
use crate::bookings::desk::ring_for;
use crate::bookings::typed::bus_of;
use crate::clock::{local, moment};
use crate::events::{Event, Plan};
use crate::pages::Visitor;
use crate::pages::events::view::Texts;
use crate::store::bookings::Row;
use crate::words::bookings::BookingWords;
use crate::words::fill;

/// The texts of a page about bookings.
#[derive(Clone, Copy)]
pub struct Said {
    pub b: &'static BookingWords,
    pub texts: Texts,
}

impl Said {
    pub fn of(visitor: &Visitor) -> Self {
        Self { b: visitor.booking_words(), texts: Texts::of(visitor) }
    }

    /// `Mon 1 June 2026, 1.00 pm`
    pub fn at(&self, micros: i64) -> String {
        let at = local(moment(micros));
        format!("{}, {}", self.texts.day(at.date()), self.texts.w.time(at.time()))
    }
}

/// A booking in the list.
pub struct Line {
    pub id: String,
    pub version: i64,
    /// Empty: it cannot be read.
    pub reference: String,
    pub lead: String,
    pub phone: String,
    pub ring: &'static str,
    pub party: String,
    pub ages: String,
    pub needs: String,
    pub diet: String,
    pub transport: String,
    pub state: String,
    pub tint: &'static str,
    /// What the prison has said, where anybody asks it.
    pub prison: Option<&'static str>,
    pub moved: bool,
    pub changed: Option<String>,
    pub readable: bool,
    pub ended: bool,
    /// The act that is likely next: its word and its name.
    pub next: Option<(&'static str, &'static str)>,
}

impl Line {
    /// Whether this act is the likely one.
    pub fn is_next(&self, step: &str) -> bool {
        self.next.is_some_and(|(next, _)| next == step)
    }
}

pub fn line(said: Said, loaded: &Loaded, row: &Row) -> Line {
    let b = said.b;
    let wish = loaded.wishes.get(&row.id);
    let plan = &loaded.event.plan;
    let (state, tint) = state(said, loaded, row);
    let ended = row.standing == Standing::Ended;
    let is_decided = plan.booking != Mode::BookYourself;
    let prison = if row.prison_approved { b.prison_yes } else { b.prison_not_yet };
    Line {
        id: row.id.to_string(),
        version: row.version,
        reference: wish.map(reference).unwrap_or_default(),
        lead: wish.map(|wish| wish.lead.name.clone()).unwrap_or_default(),
        phone: wish.map(|wish| wish.lead.phone.clone()).unwrap_or_default(),
        ring: wish.map_or("", |wish| b.ring_of(wish.lead.ring)),
        party: party(b, row),
        ages: wish.map(|wish| ages(b, wish)).unwrap_or_default(),
        needs: wish.map(|wish| needs(said, wish)).unwrap_or_default(),
        diet: wish.map(|wish| wish.diet.clone()).unwrap_or_default(),
        transport: transport(said, plan, row),
        state,
        tint,
        prison: (is_decided && !ended).then_some(prison),
        moved: row.moved_from.is_some(),
        changed: row.changed.map(|at| fill(b.was_changed, &[("day", &said.at(at))])),
        readable: wish.is_some(),
        ended,
        next: next(b, &loaded.event, row),
    }
}

/// As it is read aloud.
pub fn reference(wish: &Wish) -> String {
    let read = BookingReference::parse(&wish.reference);
    read.map_or_else(|_| wish.reference.clone(), |reference| reference.written())
}

fn state(said: Said, loaded: &Loaded, row: &Row) -> (String, &'static str) {
    let b = said.b;
    let plain = |text: &str| text.to_owned();
    if row.standing == Standing::Late {
        return (plain(b.late), "blush");
    }
    let number = || loaded.ledger().and_then(|ledger| ledger.number_waiting(row.id)).unwrap_or(0);
    match loaded.state_of(row) {
        BookingState::Approved => (plain(b.approved), "sage"),
        BookingState::Held if loaded.event.plan.booking == Mode::BookYourself => {
            (plain(b.held), "sage")
        }
        BookingState::Held => (plain(b.to_decide), "honey"),
        BookingState::Declined => (plain(b.declined), "plain"),
        BookingState::Cancelled => (plain(b.cancelled), "plain"),
        BookingState::InTheDraw => (plain(b.in_the_draw), "sky"),
        BookingState::Waiting | BookingState::AskedFor => {
            (fill(b.waiting_n, &[("n", &number())]), "sky")
        }
    }
}

pub fn party(b: &BookingWords, row: &Row) -> String {
    let Some(party) = row.party else { return String::new() };
    let adults = fill(b.adults_n, &[("n", &party.adults)]);
    let children = fill(b.children_n, &[("n", &party.children)]);
    format!("{adults}, {children}")
}

fn ages(b: &BookingWords, wish: &Wish) -> String {
    let ages: Vec<String> = wish.ages.iter().map(u8::to_string).collect();
    if ages.is_empty() { String::new() } else { fill(b.ages, &[("ages", &ages.join(", "))]) }
}

fn needs(said: Said, wish: &Wish) -> String {
    let known = wish.needs.iter().map(|need| said.texts.w.need(*need).to_owned());
    let words = Some(wish.needs_words.clone()).filter(|words| !words.is_empty());
    known.chain(words).collect::<Vec<_>>().join(", ")
}

/// The bus, where they take one.
pub fn transport(said: Said, plan: &Plan, row: &Row) -> String {
    let Some(bus) = bus_of(plan, &row.takes) else { return String::new() };
    let pool = plan.pools.iter().find(|pool| pool.id == Some(bus));
    let name = pool.map(|pool| pool.name.of(said.texts.language)).unwrap_or_default();
    format!("{name} ({})", row.takes.of(bus))
}

fn next(b: &BookingWords, event: &Event, row: &Row) -> Option<(&'static str, &'static str)> {
    let is_asked = row.standing == Standing::Held
        && row.decision.is_none()
        && event.state == State::Open
        && event.plan.booking != Mode::BookYourself;
    let next =
        if row.prison_approved { ("approve", b.approve) } else { ("prison-yes", b.say_prison_yes) };
    is_asked.then_some(next)
}

/// How many are to be rung and have not been.
pub fn to_ring(loaded_event: &Event, rows: &[Row]) -> usize {
    let off = loaded_event.state == State::Cancelled;
    rows.iter().filter(|row| is_to_ring(row, off)).count()
}

fn is_to_ring(row: &Row, off: bool) -> bool {
    let about = ring_for(row, off);
    about.is_some_and(|about| row.rung.as_ref().is_none_or(|(what, ..)| what != about.as_str()))
}

/// The places of an event, pool by pool.
pub struct PoolLine {
    pub name: String,
    pub capacity: u32,
    pub held: u32,
    pub out: u32,
    pub free: u32,
    pub waiting: u32,
    pub asked: u32,
}

/// What a pool is called.
pub fn pool_name(said: Said, counts: PoolKind, name: &str) -> String {
    match counts {
        PoolKind::People => said.b.people.to_owned(),
        PoolKind::Tables => said.b.tables.to_owned(),
        PoolKind::Seats => name.to_owned(),
    }
}
