//! The form of a booking: for a family that rings or stands at the desk, and to change one.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use visits_domain::arrival::Need;
use visits_domain::event::{PoolKind, State as EventState};
use visits_domain::wish::{Ring, Wish};

use super::Loaded;
use crate::bookings::desk::{self, Answer, Shown};
use crate::bookings::typed::{self, Told, bus_of, need_word, ring_word};
use crate::events::Event;
use crate::events::typed::Typed;
use crate::house::House;
use crate::pages::events::known;
use crate::pages::events::view::Texts;
use crate::pages::fields::Fields;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::bookings::Row;
use crate::words::bookings::BookingWords;

#[derive(Template)]
#[template(path = "event_booking_form.html")]
struct Page {
    frame: Frame,
    b: &'static BookingWords,
    title: &'static str,
    event: String,
    /// Why nothing was saved.
    faults: Vec<String>,
    typed: Typed,
    to: String,
    leave: String,
    is_new: bool,
    needs: Vec<(&'static str, &'static str)>,
    rings: Vec<(&'static str, &'static str)>,
    buses: Vec<(String, String)>,
    most: (u8, u8),
}

/// A form that is to be shown.
struct Form<'a> {
    event: &'a Event,
    booking: Option<String>,
    typed: Typed,
    faults: Vec<String>,
}

async fn show(house: &House, visitor: &Visitor, form: Form<'_>) -> Result<Response, NoPage> {
    let (b, texts) = (visitor.booking_words(), Texts::of(visitor));
    let (event, plan) = (form.event, &form.event.plan);
    let at = format!("/events/{}/bookings", event.id);
    let to = match &form.booking {
        Some(booking) => format!("{at}/{booking}/change"),
        None => format!("{at}/new"),
    };
    let leave = form.booking.as_ref().map_or_else(|| at.clone(), |id| format!("{at}/{id}"));
    let title = if form.booking.is_some() { b.change_title } else { b.new_title };
    let status =
        if form.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let seats = plan.pools.iter().filter(|pool| pool.counts == PoolKind::Seats);
    let bus = |pool: &crate::events::Pool| {
        Some((pool.id?.to_string(), pool.name.of(texts.language).to_owned()))
    };
    let page = Page {
        frame: frame(house, visitor, (title.to_owned(), "/events", to.clone())).await?,
        b,
        title,
        event: format!("{}, {}", plan.title.of(texts.language), texts.day(plan.day)),
        faults: form.faults,
        typed: form.typed,
        to,
        leave,
        is_new: form.booking.is_none(),
        needs: Need::ALL.iter().map(|need| (need_word(*need), texts.w.need(*need))).collect(),
        rings: Ring::ALL.iter().map(|ring| (ring_word(*ring), b.ring_of(*ring))).collect(),
        buses: seats.filter_map(bus).collect(),
        most: (plan.most_people, plan.most_children),
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `GET /events/{id}/bookings/new`
pub async fn new(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let b = visitor.booking_words();
    let faults = if event.state == EventState::Open {
        Vec::new()
    } else {
        vec![b.refusal(desk::Refusal::EventOff).to_owned()]
    };
    let typed = [("adults", "1"), ("children", "0"), ("ring", "any_time")].into_iter().collect();
    show(&house, &visitor, Form { event: &event, booking: None, typed, faults }).await
}

/// `POST /events/{id}/bookings/new`
pub async fn add(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let typed: Typed = fields.into_pairs().into_iter().collect();
    let faults = match read(&house, &visitor, &event, &typed) {
        Ok(told) => match desk::book(&house, visitor.by(), event.id, &told).await? {
            Answer::Done(event, booking) => {
                let to = format!("/events/{event}/bookings/{booking}?done=booked");
                return Ok(Redirect::to(&to).into_response());
            }
            other => vec![sentence(&visitor, other)?],
        },
        Err(faults) => faults,
    };
    show(&house, &visitor, Form { event: &event, booking: None, typed, faults }).await
}

/// `GET /events/{id}/bookings/{booking}/change`
pub async fn edit(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, booking)): Path<(String, String)>,
) -> Result<Response, NoPage> {
    let loaded = Loaded::of(&house, &visitor, &id).await?;
    let row = loaded.row(&booking)?;
    let typed = filled(&loaded.event, row, loaded.wishes.get(&row.id));
    let booking = Some(row.id.to_string());
    show(&house, &visitor, Form { event: &loaded.event, booking, typed, faults: Vec::new() }).await
}

/// `POST /events/{id}/bookings/{booking}/change` with `version`
pub async fn save(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, booking)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let loaded = Loaded::of(&house, &visitor, &id).await?;
    let (event, row) = (&loaded.event, loaded.row(&booking)?);
    let version = fields.must("version")?;
    let mut typed: Typed = fields.into_pairs().into_iter().collect();
    let faults = match read(&house, &visitor, event, &typed) {
        Ok(told) => {
            let shown = Shown { event: event.id, booking: row.id, version };
            match desk::change(&house, visitor.by(), shown, &told).await? {
                Answer::Done(event, booking) => {
                    let to = format!("/events/{event}/bookings/{booking}?done=changed");
                    return Ok(Redirect::to(&to).into_response());
                }
                other => vec![sentence(&visitor, other)?],
            }
        }
        Err(faults) => faults,
    };
    typed.set("version", row.version.to_string());
    let booking = Some(row.id.to_string());
    show(&house, &visitor, Form { event, booking, typed, faults }).await
}

fn read(
    house: &House,
    visitor: &Visitor,
    event: &Event,
    typed: &Typed,
) -> Result<Told, Vec<String>> {
    let b = visitor.booking_words();
    let today = house.clock.local().date();
    typed::read(typed, &event.plan, today).map_err(|faults| {
        let each = faults.into_iter().map(|fault| b.fault(fault));
        std::iter::once(b.mend.to_owned()).chain(each).collect()
    })
}

fn sentence(visitor: &Visitor, answer: Answer) -> Result<String, NoPage> {
    let b = visitor.booking_words();
    match answer {
        Answer::No(why) => Ok(b.refusal(why).to_owned()),
        Answer::Changed => Ok(b.changed_meanwhile.to_owned()),
        Answer::Done(..) | Answer::Unknown => Err(NoPage::NotFound),
    }
}

/// A booking as it would be typed. Whom they visit stays unseen unless it is asked for.
fn filled(event: &Event, row: &Row, wish: Option<&Wish>) -> Typed {
    let mut typed: Typed = wish
        .into_iter()
        .flat_map(|wish| wish.needs.iter())
        .map(|need| ("needs", need_word(*need)))
        .collect();
    typed.set("version", row.version.to_string());
    typed.set("language", row.language.code());
    let party = row.party.map_or((1, 0), |party| (party.adults, party.children));
    typed.set("adults", party.0.to_string());
    typed.set("children", party.1.to_string());
    if let Some(bus) = bus_of(&event.plan, &row.takes) {
        typed.set("bus", bus.to_string());
    }
    if let Some(wish) = wish {
        let ages: Vec<String> = wish.ages.iter().map(u8::to_string).collect();
        typed.set("ages", ages.join(", "));
        typed.set("name", wish.lead.name.as_str());
        typed.set("born", wish.lead.born.to_string());
        typed.set("phone", wish.lead.phone.as_str());
        typed.set("ring", ring_word(wish.lead.ring));
        typed.set("message", if wish.lead.message { "1" } else { "" });
        typed.set("needs_words", wish.needs_words.as_str());
        typed.set("diet", wish.diet.as_str());
    }
    typed
}
