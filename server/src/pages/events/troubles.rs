//! What went otherwise with places: each with what to do about it, and settled by whom. And the
//! way on after the server was put back from a copy.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use visits_domain::places::{BookingId, EventId};

use super::bookings::view::Said;
use super::sentence;
use crate::auth::may::Act;
use crate::bookings::desk;
use crate::error::Error;
use crate::events::Event;
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::place::{self, Place};
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::places as ledgers;
use crate::store::troubles::{self, Trouble};
use crate::store::{bookings, events, kiosks};
use crate::words::bookings::BookingWords;
use crate::words::fill;

/// The addresses.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/events/troubles", Act::SeeBookings, page),
        place::post("/events/troubles", Act::DecideBookings, settle),
        place::post("/events/go-on", Act::RiskPlaces, go_on),
    ]
}

#[derive(Template)]
#[template(path = "event_troubles.html")]
struct Page {
    frame: Frame,
    b: &'static BookingWords,
    lines: Vec<Line>,
    /// The server gives nothing: whom it waits for.
    waits: Option<String>,
    may_settle: bool,
    may_go_on: bool,
}

struct Line {
    id: String,
    sentence: &'static str,
    noticed: String,
    /// What it is about: address and name.
    links: Vec<(String, String)>,
    /// What has no page.
    about: Option<String>,
    settled: Option<String>,
}

/// `GET /events/troubles`
async fn page(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    let (said, site) = (Said::of(&visitor), visitor.user.site);
    let found = troubles::all(&house.db, site).await?;
    let known = Known::of(&house, &visitor, &found).await?;
    let here = "/events/troubles".to_owned();
    let page = Page {
        frame: frame(&house, &visitor, (said.b.troubles.to_owned(), "/events", here)).await?,
        b: said.b,
        lines: found.into_iter().filter_map(|one| known.line(said, one)).collect(),
        waits: waits(&house, &visitor).await?,
        may_settle: visitor.may(Act::DecideBookings),
        may_go_on: visitor.may(Act::RiskPlaces),
    };
    Ok(Html(page.render()?))
}

/// What *Events* says above the month where something is to be settled.
pub async fn notice(house: &House, visitor: &Visitor) -> Result<Option<String>, Error> {
    if !visitor.may(Act::SeeBookings) {
        return Ok(None);
    }
    let said = Said::of(visitor);
    if waits(house, visitor).await?.is_some() {
        return Ok(Some(said.b.waits.to_owned()));
    }
    let mut found = troubles::all(&house.db, visitor.user.site).await?;
    found.retain(|one| one.resolved.is_none());
    let known = Known::of(house, visitor, &found).await?;
    let open = found.into_iter().filter_map(|one| known.line(said, one)).count();
    Ok((open > 0).then(|| fill(said.b.troubles_n, &[("n", &open)])))
}

/// What the troubles of a page are about.
struct Known {
    events: BTreeMap<EventId, Event>,
    /// Events that this person may not know of.
    secret: BTreeSet<EventId>,
    bookings: BTreeMap<BookingId, EventId>,
    letters: BTreeMap<String, String>,
}

impl Known {
    async fn of(house: &House, visitor: &Visitor, troubles: &[Trouble]) -> Result<Self, Error> {
        let site = visitor.user.site;
        let other = |one: &Trouble| one.about.as_ref().and_then(|about| about.parse().ok());
        let ids = troubles.iter().flat_map(|one| [one.booking, other(one)]).flatten();
        let ids: BTreeSet<BookingId> = ids.collect();
        let ids: Vec<BookingId> = ids.into_iter().collect();
        let of_bookings = bookings::events_of(&house.db, site, &ids).await?;
        let wanted = troubles.iter().filter_map(|one| one.event);
        let wanted: BTreeSet<EventId> = wanted.chain(of_bookings.values().copied()).collect();
        let (mut known, mut secret) = (BTreeMap::new(), BTreeSet::new());
        for id in wanted {
            match events::find(&house.db, site, id).await? {
                Some(event) if visitor.may_know_of(&event) => drop(known.insert(id, event)),
                Some(_) => drop(secret.insert(id)),
                None => {}
            }
        }
        let letters = kiosks::all(&house.db, site).await?;
        let letters = letters.into_iter().map(|kiosk| (kiosk.kiosk, kiosk.letter)).collect();
        Ok(Self { events: known, secret, bookings: of_bookings, letters })
    }

    fn line(&self, said: Said, one: Trouble) -> Option<Line> {
        if one.event.is_some_and(|event| self.secret.contains(&event)) {
            return None;
        }
        let b = said.b;
        let mut links = Vec::new();
        if let Some(event) = one.event.and_then(|id| self.events.get(&id)) {
            let title = event.plan.title.of(said.texts.language);
            let name = format!("{title}, {}", said.texts.day(event.plan.day));
            links.push((format!("/events/{}/bookings", event.id), name));
        }
        links.extend(one.booking.and_then(|id| self.link(id, b.the_booking)));
        let other = one.about.as_ref().and_then(|about| about.parse().ok());
        links.extend(other.and_then(|id| self.link(id, b.the_other)));
        let letter = one.about.as_ref().and_then(|about| self.letters.get(about));
        let settled = one.resolved.as_ref();
        Some(Line {
            sentence: b.trouble(&one.what),
            noticed: said.at(one.noticed),
            links,
            about: letter.map(|letter| fill(b.kiosk, &[("letter", letter)])),
            settled: settled
                .map(|(at, who)| fill(b.settled_by, &[("who", who), ("day", &said.at(*at))])),
            id: one.id,
        })
    }

    fn link(&self, booking: BookingId, name: &str) -> Option<(String, String)> {
        let event = self.bookings.get(&booking)?;
        self.events.get(event)?;
        Some((format!("/events/{event}/bookings/{booking}"), name.to_owned()))
    }
}

/// While the server gives nothing: the kiosks that it has not heard from.
async fn waits(house: &House, visitor: &Visitor) -> Result<Option<String>, Error> {
    let (site, b) = (visitor.user.site, visitor.booking_words());
    let books = ledgers::books(house, site, EventId(uuid::Uuid::nil())).await?;
    if books.fleet.gives() {
        return Ok(None);
    }
    let unheard = ledgers::unheard(house, site).await?;
    if unheard.is_empty() {
        return Ok(Some(b.go_on_all.to_owned()));
    }
    let known = kiosks::all(&house.db, site).await?;
    let is_waited_for = |id: &str| unheard.iter().any(|kiosk| kiosk.to_string() == id);
    let letters = known.into_iter().filter(|kiosk| is_waited_for(&kiosk.kiosk));
    let letters: Vec<String> = letters.map(|kiosk| kiosk.letter).collect();
    Ok(Some(fill(b.go_on_waiting, &[("letters", &letters.join(", "))])))
}

/// `POST /events/troubles` with `trouble`
async fn settle(
    State(house): State<House>,
    visitor: Visitor,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, NoPage> {
    let done = desk::settle_trouble(&house, visitor.by(), fields.text("trouble")).await?;
    if !done && headers.contains_key("x-live") {
        return Ok(sentence(visitor.booking_words().settled_already));
    }
    Ok(Redirect::to("/events/troubles").into_response())
}

/// `POST /events/go-on`: nobody is waited for any more.
async fn go_on(State(house): State<House>, visitor: Visitor) -> Result<Redirect, NoPage> {
    let site = visitor.user.site;
    let books = ledgers::books(&house, site, EventId(uuid::Uuid::nil())).await?;
    if !books.fleet.gives() {
        ledgers::go_on(&house, site, &visitor.user.name).await?;
    }
    Ok(Redirect::to("/events/troubles"))
}
