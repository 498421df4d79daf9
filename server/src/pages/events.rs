//! *Events*: the month, the form, one event and what is done with it, print and calendars.

mod ballot;
mod bookings;
pub mod calendar;
pub mod day;
mod fairness;
mod form;
mod month;
mod one;
mod pools;
mod troubles;
mod view;

use axum::response::{IntoResponse, Response};
use visits_domain::event::Kind;
use visits_domain::places::{EventId, Mode};

use super::place::{self, Place};
use super::{NoPage, Visitor};
use crate::auth::may::Act;
use crate::events::Event;
use crate::events::acts::Planner;
use crate::house::House;
use crate::store::events;
use crate::words::events::EventWords;

/// The addresses.
pub fn places() -> Vec<Place> {
    let (see, plan) = (Act::SeeEvents, Act::PlanEvents);
    let mut places = vec![
        place::get("/events", see, month::page),
        place::get("/events/print", see, month::print),
        place::get("/events/csv", see, month::csv),
        place::get("/events/new", plan, form::new),
        place::post("/events/new", plan, form::add),
        place::post("/events/calendar", plan, calendar::other_address),
        place::get("/events/{id}", see, one::page),
        place::get("/events/{id}/ics", see, calendar::one),
        place::get("/events/{id}/edit", plan, form::edit),
        place::post("/events/{id}/edit", plan, form::save),
        place::post("/events/{id}/step", plan, one::step),
        place::post("/events/{id}/repeat", plan, one::repeat),
    ];
    places.extend(bookings::places());
    places.extend(troubles::places());
    places.extend(ballot::places());
    places.extend(day::places());
    places.extend(fairness::places());
    places
}

impl Visitor {
    fn event_words(&self) -> &'static EventWords {
        EventWords::of(self.chosen.language)
    }

    fn planner(&self) -> Planner<'_> {
        Planner { site: self.user.site, who: &self.user.name }
    }

    /// Whether they may know of it: a final visit is for those who plan it.
    fn may_know_of(&self, event: &Event) -> bool {
        event.plan.kind.is_public() || self.may(Act::PlanEvents)
    }
}

/// An event of this site that this person may know of.
async fn known(house: &House, visitor: &Visitor, id: &str) -> Result<Event, NoPage> {
    let id: EventId = id.parse().map_err(|_| NoPage::NotFound)?;
    let found = events::find(&house.db, visitor.user.site, id).await?;
    found.filter(|event| visitor.may_know_of(event)).ok_or(NoPage::NotFound)
}

/// The choices of the form, in its language.
fn kinds(t: &EventWords) -> Vec<(&'static str, &'static str)> {
    Kind::ALL.iter().map(|kind| (kind.as_str(), t.kind_of(*kind))).collect()
}

fn ways_of_booking(t: &EventWords) -> Vec<(&'static str, &'static str)> {
    let ways = Mode::ALL.iter().map(|way| (way.code(), t.booking_of(*way)));
    std::iter::once(("usual", t.booking_usual)).chain(ways).collect()
}

/// A sentence alone, for the script of an open page.
fn sentence(text: &'static str) -> Response {
    let kind = [(axum::http::header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (kind, text).into_response()
}
