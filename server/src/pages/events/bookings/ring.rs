//! Whom to ring, at which times it is safe, and what to say. Whoever has rung ticks it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use visits_domain::event::State as EventState;

use super::Loaded;
use super::view::{Said, reference};
use crate::bookings::desk::{self, Answer, ring_for};
use crate::house::House;
use crate::pages::events::{known, sentence};
use crate::pages::fields::Fields;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::bookings::Row;
use crate::words::bookings::BookingWords;
use crate::words::fill;

#[derive(Template)]
#[template(path = "event_ring.html")]
struct Page {
    frame: Frame,
    b: &'static BookingWords,
    event: String,
    title: String,
    calls: Vec<Call>,
}

struct Call {
    id: String,
    reference: String,
    lead: String,
    phone: String,
    ring: &'static str,
    /// Whether a message may be left.
    message: &'static str,
    about: &'static str,
    language: &'static str,
    readable: bool,
    rung: Option<String>,
}

/// `GET /events/{id}/ring`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Html<String>, NoPage> {
    let loaded = Loaded::of(&house, &visitor, &id).await?;
    let said = Said::of(&visitor);
    let mut calls: Vec<Call> =
        loaded.rows.iter().filter_map(|row| call(said, &loaded, row)).collect();
    calls.sort_by_key(|call| call.rung.is_some());
    let event = &loaded.event;
    let here = format!("/events/{}/ring", event.id);
    let page = Page {
        frame: frame(&house, &visitor, (said.b.whom_to_ring.to_owned(), "/events", here)).await?,
        b: said.b,
        event: event.id.to_string(),
        title: format!(
            "{}, {}",
            event.plan.title.of(said.texts.language),
            said.texts.day(event.plan.day)
        ),
        calls,
    };
    Ok(Html(page.render()?))
}

fn call(said: Said, loaded: &Loaded, row: &Row) -> Option<Call> {
    let b = said.b;
    let about = ring_for(row, loaded.event.state == EventState::Cancelled)?;
    let wish = loaded.wishes.get(&row.id);
    let rung = row.rung.as_ref().filter(|(what, ..)| what == about.as_str());
    Some(Call {
        id: row.id.to_string(),
        reference: wish.map(reference).unwrap_or_default(),
        lead: wish.map(|wish| wish.lead.name.clone()).unwrap_or_default(),
        phone: wish.map(|wish| wish.lead.phone.clone()).unwrap_or_default(),
        ring: wish.map_or("", |wish| b.ring_of(wish.lead.ring)),
        message: wish.map_or("", |wish| if wish.lead.message { b.message } else { b.no_message }),
        about: b.ring_for(about),
        language: match row.language {
            visits_domain::arrival::Language::En => b.in_english,
            visits_domain::arrival::Language::Cy => b.in_welsh,
        },
        readable: wish.is_some(),
        rung: rung.map(|(_, at, who)| fill(b.rung_by, &[("who", who), ("day", &said.at(*at))])),
    })
}

/// `POST /events/{id}/ring` with `booking` and `rung` (1 or 0)
pub async fn tick(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let booking = fields.must("booking")?;
    let about = (event.id, booking);
    match desk::rung(&house, visitor.by(), about, fields.is_set("rung")).await? {
        Answer::Changed if headers.contains_key("x-live") => {
            Ok(sentence(visitor.booking_words().changed_meanwhile))
        }
        Answer::Unknown => Err(NoPage::NotFound),
        _ => Ok(Redirect::to(&format!("/events/{}/ring", event.id)).into_response()),
    }
}
