//! An event's ballot: who is in it and why, the draw, and what came of it. Whose booking it is stays
//! hidden until somebody asks.

mod rows;
pub mod rules;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use visits_domain::event::State as EventState;
use visits_domain::places::BookingId;

use super::known;
use super::view::Texts;
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::ballots::{self, Answer, Marks};
use crate::bookings::family::Families;
use crate::clock::local;
use crate::events::Event;
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::place::{self, Place};
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store;
use crate::store::ballots::Ballot;
use crate::words::ballot::BallotWords;
use crate::words::fill;
use rows::Row;

/// The addresses.
pub fn places() -> Vec<Place> {
    let (see, name, plan) = (Act::SeeEvents, Act::Nominate, Act::PlanEvents);
    vec![
        place::get("/events/{id}/ballot", see, page),
        place::post("/events/{id}/ballot/names", name, names),
        place::post("/events/{id}/ballot/note", name, note),
        place::post("/events/{id}/ballot/draw", plan, draw),
        place::post("/events/{id}/ballot/verify", see, verify),
        place::get("/events/{id}/ballot/file", see, file),
        place::get("/events/ballot-rules", Act::SiteSettings, rules::page),
        place::post("/events/ballot-rules", Act::SiteSettings, rules::save),
    ]
}

#[derive(Template)]
#[template(path = "event_ballot.html")]
#[allow(clippy::struct_excessive_bools, reason = "a page is told what to show")]
struct Page {
    frame: Frame,
    t: &'static BallotWords,
    said: Option<Said>,
    id: String,
    title: String,
    state: String,
    commitment: Option<String>,
    seed: Option<String>,
    is_due: bool,
    is_drawn: bool,
    away: Option<String>,
    with_names: bool,
    rows: Vec<Row>,
    wings: Vec<String>,
    may_draw: bool,
    may_nominate: bool,
    may_set: bool,
}

/// A page that is to be shown.
#[derive(Default)]
struct Shown {
    said: Option<Said>,
    with_names: bool,
}

/// What was done before.
#[derive(Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

fn words(visitor: &Visitor) -> &'static BallotWords {
    BallotWords::of(visitor.chosen.language)
}

async fn show(
    house: &House,
    visitor: &Visitor,
    event: &Event,
    shown: Shown,
) -> Result<Response, NoPage> {
    let (t, site, texts) = (words(visitor), visitor.user.site, Texts::of(visitor));
    let opened = Families::of(house, site).await?;
    let mut conn = house.db.pool().acquire().await.map_err(crate::error::Error::from)?;
    let ballot = store::ballots::find(&mut conn, site, event.id).await?;
    let rules = store::ballots::rules(&mut conn, site).await?;
    let families = ballots::families(&mut conn, (site, event), (&rules, &opened)).await?;
    drop(conn);
    let now = house.clock.now();
    let is_open = event.state == EventState::Open;
    let is_drawn = ballot.as_ref().is_some_and(|ballot| ballot.result.is_some());
    let closed = ballot.as_ref().filter(|b| b.result.is_none() && b.closes <= now && is_open);
    let away = match closed {
        Some(ballot) => away(house, visitor, ballot).await?,
        None => None,
    };
    let title = event.plan.title.of(texts.language).to_owned();
    let here = format!("/events/{}/ballot", event.id);
    let status = Said::status(shown.said.as_ref());
    let heading = fill(t.of_event, &[("event", &title)]);
    let page = Page {
        frame: frame(house, visitor, (heading, "/events", here)).await?,
        t,
        said: shown.said,
        id: event.id.to_string(),
        title,
        state: state(visitor, event, ballot.as_ref(), closed.is_some()),
        commitment: event.commitment.map(String::from),
        seed: ballot.as_ref().and_then(|b| b.result.as_ref()).map(|r| r.published.draw.seed.into()),
        is_due: closed.is_some(),
        is_drawn,
        away,
        with_names: shown.with_names,
        rows: rows::rows(
            (t, texts),
            (families, ballot.as_ref()),
            (&rules.weights, shown.with_names.then_some(&opened)),
        ),
        wings: event.plan.wings.clone(),
        may_draw: visitor.may(Act::PlanEvents),
        may_nominate: visitor.may(Act::Nominate),
        may_set: visitor.may(Act::SiteSettings),
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// One sentence.
fn state(visitor: &Visitor, event: &Event, ballot: Option<&Ballot>, is_due: bool) -> String {
    let (t, texts) = (words(visitor), Texts::of(visitor));
    let Some(lots) = event.plan.ballot else { return t.no_ballot.to_owned() };
    let Some(ballot) = ballot else { return t.not_begun.to_owned() };
    let closes = texts.moment(lots.closes);
    match &ballot.result {
        Some(result) => {
            let (places, waiting) =
                (result.published.drawn.places.len(), result.published.drawn.waiting.len());
            let at = texts.moment(local(result.at));
            fill(
                t.was_drawn,
                &[("at", &at), ("who", &result.who), ("places", &places), ("waiting", &waiting)],
            )
        }
        None if event.state == EventState::Cancelled => t.is_cancelled.to_owned(),
        None if is_due => fill(t.is_due, &[("closes", &closes)]),
        None => fill(t.still_open, &[("share", &lots.share.percent()), ("closes", &closes)]),
    }
}

/// Kiosks that have not been heard since it closed.
async fn away(house: &House, visitor: &Visitor, ballot: &Ballot) -> Result<Option<String>, NoPage> {
    let kiosks = store::kiosks::all(&house.db, visitor.user.site).await?;
    let closes = ballot.closes.timestamp_micros();
    let silent = kiosks.iter().filter(|kiosk| kiosk.revoked.is_none());
    let silent = silent.filter(|kiosk| kiosk.last_seen.is_none_or(|seen| seen < closes));
    let names: Vec<&str> = silent.map(|kiosk| kiosk.letter.as_str()).collect();
    let text = fill(words(visitor).kiosks_away, &[("kiosks", &names.join(", "))]);
    Ok((!names.is_empty()).then_some(text))
}

/// `GET /events/{id}/ballot`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let t = words(&visitor);
    let said = match asked.done.as_deref() {
        Some("drawn") => Some(Said::done(t.done)),
        Some("saved") => Some(Said::done(t.saved)),
        _ => None,
    };
    show(&house, &visitor, &event, Shown { said, with_names: false }).await
}

/// `POST /events/{id}/ballot/names`: whose bookings they are, noted.
pub async fn names(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let who = (visitor.user.site, visitor.user.name.as_str());
    audit::alone(&house, who, Noted::FamiliesSeen, event.id.to_string()).await?;
    show(&house, &visitor, &event, Shown { said: None, with_names: true }).await
}

const WORDS: usize = 200;
const WING: usize = 40;
const MILES: u16 = 999;

/// What was typed about a family; none: it cannot be.
fn marks(fields: &Fields) -> Option<Marks> {
    let miles = match fields.text("miles") {
        "" => None,
        _ => Some(fields.get::<u16>("miles").filter(|miles| *miles <= MILES)?),
    };
    let short = |name: &str, most: usize| {
        let text = fields.text(name);
        let fits = text.chars().count() <= most && !text.chars().any(char::is_control);
        fits.then(|| text.to_owned())
    };
    Some(Marks {
        wing: short("wing", WING)?,
        miles,
        access: fields.is_set("access"),
        nominated: short("nominated", WORDS)?,
    })
}

/// `POST /events/{id}/ballot/note` with `booking` and what is known of the family.
pub async fn note(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let booking: BookingId = fields.must("booking")?;
    let t = words(&visitor);
    let saved = match marks(&fields) {
        Some(marks) => {
            ballots::mark(&house, visitor.planner(), (event.id, booking), &marks).await?
        }
        None => false,
    };
    if saved {
        let at = format!("/events/{id}/ballot?done=saved");
        return Ok(Redirect::to(&at).into_response());
    }
    let said = Some(Said::refused(t.not_saved));
    show(&house, &visitor, &event, Shown { said, with_names: false }).await
}

/// `POST /events/{id}/ballot/draw` with `sure`.
pub async fn draw(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let t = words(&visitor);
    let refused = if fields.is_set("sure") {
        match ballots::draw(&house, visitor.planner(), event.id).await? {
            Answer::Done => {
                return Ok(Redirect::to(&format!("/events/{id}/ballot?done=drawn")).into_response());
            }
            Answer::Unknown => return Err(NoPage::NotFound),
            Answer::Already => t.already,
            Answer::NotClosed => t.not_closed,
            Answer::Cancelled => t.is_cancelled,
            Answer::Waits => t.waits_for_kiosks,
        }
    } else {
        t.be_sure
    };
    let said = Some(Said::refused(refused));
    show(&house, &visitor, &event, Shown { said, with_names: false }).await
}

async fn drawn(house: &House, visitor: &Visitor, event: &Event) -> Result<Ballot, NoPage> {
    let mut conn = house.db.pool().acquire().await.map_err(crate::error::Error::from)?;
    let ballot = store::ballots::find(&mut conn, visitor.user.site, event.id).await?;
    ballot.filter(|ballot| ballot.result.is_some()).ok_or(NoPage::NotFound)
}

/// `POST /events/{id}/ballot/verify`: draws once more from what is published, and compares it with
/// what was published before anybody asked.
pub async fn verify(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let t = words(&visitor);
    let Some(result) = drawn(&house, &visitor, &event).await?.result else {
        return Err(NoPage::NotFound);
    };
    let mut published = result.published;
    if let Some(told) = event.commitment {
        published.commitment = told;
    }
    let (places, waiting) = (published.drawn.places.len(), published.drawn.waiting.len());
    let said = match published.verify() {
        Ok(()) => Said::done(fill(t.verified, &[("places", &places), ("waiting", &waiting)])),
        Err(doubt) => Said::refused(t.doubt(doubt)),
    };
    show(&house, &visitor, &event, Shown { said: Some(said), with_names: false }).await
}

/// `GET /events/{id}/ballot/file`: what everybody may see, for `visits-server ballot verify`.
pub async fn file(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let ballot = drawn(&house, &visitor, &event).await?;
    let published = ballot.result.map(|result| result.published);
    let text = serde_json::to_string_pretty(&published).map_err(crate::error::Error::from)?;
    let name = format!("attachment; filename=\"ballot-{}.json\"", event.plan.day);
    let headers = [(CONTENT_TYPE, "application/json".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, text).into_response())
}
