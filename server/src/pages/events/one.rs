//! One event, and what is done with it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::bookings::view::{PoolLine, Said as WordsOf, to_ring};
use super::view::{Texts, Whole, whole};
use super::{known, pools, sentence};
use crate::auth::may::Act;
use crate::events::acts::{self, Answer, Step};
use crate::events::series::{self, Every, MOST};
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::places;
use crate::store::bookings as store;
use crate::words::bookings::BookingWords;
use crate::words::events::EventWords;
use crate::words::fill;

#[derive(Template)]
#[template(path = "event.html")]
struct Page {
    frame: Frame,
    t: &'static EventWords,
    said: Option<Said>,
    event: Whole,
    month: String,
    may_plan: bool,
    may_run_day: bool,
    most: u8,
    b: &'static BookingWords,
    pools: Vec<PoolLine>,
    /// Who may see the bookings: what the way there says.
    bookings: Option<String>,
    /// Whom to ring, for who may.
    ring: Option<String>,
    waits: bool,
}

/// What was done before.
#[derive(Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

/// `GET /events/{id}`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, NoPage> {
    let said = said(visitor.event_words(), asked.done.as_deref());
    show(&house, &visitor, &id, said).await
}

fn said(t: &EventWords, done: Option<&str>) -> Option<Said> {
    Some(match done? {
        "saved" => Said::done(t.saved),
        "opened" => Said::done(t.opened),
        "planned" => Said::done(t.was_opened_for_staff),
        "cancelled" => Said::done(t.was_cancelled),
        _ => return None,
    })
}

async fn show(
    house: &House,
    visitor: &Visitor,
    id: &str,
    said: Option<Said>,
) -> Result<Response, NoPage> {
    let event = known(house, visitor, id).await?;
    let texts = Texts::of(visitor);
    let title = event.plan.title.of(texts.language).to_owned();
    let here = format!("/events/{}", event.id);
    let status = Said::status(said.as_ref());
    let words = WordsOf::of(visitor);
    let books = places::books(house, visitor.user.site, event.id).await?;
    let rows = store::of_event(&house.db, visitor.user.site, event.id).await?;
    let (ring, b) = (to_ring(&event, &rows), words.b);
    let page = Page {
        b,
        pools: pools::lines(words, &event, &books),
        bookings: (event.is_told() && visitor.may(Act::SeeBookings)).then(|| b.title.to_owned()),
        ring: (ring > 0 && visitor.may(Act::DecideBookings))
            .then(|| fill(b.whom_to_ring_n, &[("n", &ring)])),
        waits: event.is_told() && !books.fleet.gives(),
        frame: frame(house, visitor, (title, "/events", here)).await?,
        t: texts.t,
        said,
        month: event.plan.day.format("%Y-%m").to_string(),
        event: whole(texts, &event),
        may_plan: visitor.may(Act::PlanEvents),
        may_run_day: visitor.may(Act::RunEventDay),
        most: MOST,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `POST /events/{id}/step` with `step` and the `version` that the page showed.
pub async fn step(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let step = match fields.text("step") {
        "open" => Step::Open,
        "cancel" => Step::Cancel,
        "discard" => Step::Discard,
        _ => return Err(NoPage::Unreadable),
    };
    let saw = (event.id, fields.must("version")?);
    let t = visitor.event_words();
    let refused = match acts::step(&house, visitor.planner(), saw, step).await? {
        Answer::Done => return Ok(done(&event, step).into_response()),
        Answer::Unknown => return Err(NoPage::NotFound),
        // Too few: of a change alone.
        Answer::Changed | Answer::TooFew(_) => t.changed_nothing_done,
        Answer::No(why) => t.refusal(why),
    };
    if headers.contains_key("x-live") {
        return Ok(sentence(refused));
    }
    show(&house, &visitor, &id, Some(Said::refused(refused))).await
}

fn done(event: &crate::events::Event, step: Step) -> Redirect {
    let what = match step {
        Step::Open if event.plan.is_for_families() => "opened",
        Step::Open => "planned",
        Step::Cancel => "cancelled",
        Step::Discard => return Redirect::to("/events?done=discarded"),
    };
    Redirect::to(&format!("/events/{}?done={what}", event.id))
}

/// `POST /events/{id}/repeat` with `every` and `times`.
pub async fn repeat(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let every = Every::parse(fields.text("every")).ok_or(NoPage::Unreadable)?;
    let times = fields.get::<u8>("times").filter(|times| (1..=MOST).contains(times));
    let plans = times.and_then(|times| series::following(&event.plan, every, times));
    let Some(plans) = plans else {
        let text = fill(visitor.event_words().cannot_repeat, &[("n", &MOST)]);
        return show(&house, &visitor, &id, Some(Said::refused(text))).await;
    };
    let month = plans.first().map_or(event.plan.day, |plan| plan.day).format("%Y-%m").to_string();
    let made = acts::add(&house, visitor.planner(), plans).await?.len();
    Ok(Redirect::to(&format!("/events?month={month}&done=drafts-{made}")).into_response())
}
