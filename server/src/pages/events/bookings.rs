//! The bookings of an event: who comes, what is decided, whom to ring, what goes on paper.

mod form;
mod list;
mod one;
mod paper;
mod ring;
pub mod view;

use std::collections::{BTreeMap, BTreeSet};

use visits_domain::booking_card::BookingState;
use visits_domain::places::{BookingId, Books, Ledger};
use visits_domain::wish::Wish;

use super::known;
use crate::auth::may::Act;
use crate::ballots;
use crate::bookings::desk::{By, Shown};
use crate::bookings::family::Families;
use crate::bookings::stands::state_of;
use crate::error::Error;
use crate::events::Event;
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::place::{self, Place};
use crate::pages::{NoPage, Visitor};
use crate::store::bookings::{self, Row};
use crate::words::bookings::BookingWords;

/// The addresses. A booking's id says nothing about anybody.
pub fn places() -> Vec<Place> {
    let (see, decide) = (Act::SeeBookings, Act::DecideBookings);
    vec![
        place::get("/events/{id}/bookings", see, list::page),
        place::get("/events/{id}/bookings/new", decide, form::new),
        place::post("/events/{id}/bookings/new", decide, form::add),
        place::get("/events/{id}/bookings/print", see, paper::list),
        place::post("/events/{id}/bookings/csv", decide, paper::csv),
        place::get("/events/{id}/ring", decide, ring::page),
        place::post("/events/{id}/ring", decide, ring::tick),
        place::get("/events/{id}/bookings/{booking}", see, one::page),
        place::post("/events/{id}/bookings/{booking}/step", decide, one::step),
        place::post("/events/{id}/bookings/{booking}/over", Act::RiskPlaces, one::over),
        place::post("/events/{id}/bookings/{booking}/move", decide, one::move_to),
        place::get("/events/{id}/bookings/{booking}/change", decide, form::edit),
        place::post("/events/{id}/bookings/{booking}/change", decide, form::save),
        place::get("/events/{id}/bookings/{booking}/letter", see, paper::letter),
        place::post("/events/{id}/bookings/{booking}/who", Act::SeePrisoner, one::who),
    ]
}

impl Visitor {
    pub(super) fn booking_words(&self) -> &'static BookingWords {
        BookingWords::of(self.chosen.language)
    }

    pub(super) fn by(&self) -> By<'_> {
        By { site: self.user.site, who: &self.user.name }
    }
}

/// An event with its bookings, opened.
pub struct Loaded {
    event: Event,
    rows: Vec<Row>,
    wishes: BTreeMap<BookingId, Wish>,
    books: Books,
    in_the_draw: BTreeSet<BookingId>,
}

impl Loaded {
    async fn of(house: &House, visitor: &Visitor, id: &str) -> Result<Self, NoPage> {
        let event = known(house, visitor, id).await?;
        let site = visitor.user.site;
        let rows = bookings::of_event(&house.db, site, event.id).await?;
        let families = Families::of(house, site).await?;
        let open = |row: &Row| Some((row.id, families.open(row.id, row.sealed.as_ref()?)?));
        let wishes = rows.iter().filter_map(open).collect();
        let books = crate::places::books(house, site, event.id).await?;
        let mut conn = house.db.pool().acquire().await.map_err(Error::from)?;
        let in_the_draw = ballots::in_the_draw(&mut conn, site, event.id).await?;
        Ok(Self { event, rows, wishes, books, in_the_draw })
    }

    /// What the family is told, as its card says it.
    fn state_of(&self, row: &Row) -> BookingState {
        if self.in_the_draw.contains(&row.id) {
            BookingState::InTheDraw
        } else {
            state_of(row.standing, row.decision)
        }
    }

    fn ledger(&self) -> Option<&Ledger> {
        self.books.ledgers.get(&self.event.id)
    }

    fn row(&self, booking: &str) -> Result<&Row, NoPage> {
        let booking: BookingId = booking.parse().map_err(|_| NoPage::NotFound)?;
        self.rows.iter().find(|row| row.id == booking).ok_or(NoPage::NotFound)
    }
}

/// The booking that a form is about, as its page showed it.
fn shown(event: &Event, booking: &str, fields: &Fields) -> Result<Shown, NoPage> {
    Ok(Shown {
        event: event.id,
        booking: booking.parse().map_err(|_| NoPage::NotFound)?,
        version: fields.must("version")?,
    })
}
