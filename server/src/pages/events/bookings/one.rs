//! One booking, and what is done with it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use visits_domain::event::State as EventState;
use visits_domain::places::{EventId, Mode, Standing};
use visits_domain::wish::Wish;

use super::view::{Line, Said, line};
use super::{Loaded, shown};
use crate::auth::may::Act;
use crate::bookings::desk::{self, Answer, Step};
use crate::bookings::stands::Decision;
use crate::house::House;
use crate::pages::events::{known, sentence};
use crate::pages::fields::Fields;
use crate::pages::said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::bookings::Row;
use crate::store::events;
use crate::words::bookings::BookingWords;
use crate::words::fill;

#[derive(Template)]
#[template(path = "event_booking.html")]
struct Page {
    frame: Frame,
    b: &'static BookingWords,
    said: Option<said::Said>,
    event: String,
    title: String,
    line: Line,
    facts: Vec<(&'static str, String)>,
    /// Where it may be moved to.
    others: Vec<(String, String)>,
    can: Can,
}

/// What this person may do with this booking now.
#[allow(clippy::struct_excessive_bools, reason = "each is a button of its own")]
struct Can {
    decide: bool,
    approve: bool,
    prison: bool,
    over: bool,
    see_whom: bool,
}

/// What was done before.
#[derive(Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

type Which = Path<(String, String)>;

/// `GET /events/{id}/bookings/{booking}`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, booking)): Which,
    Query(asked): Query<Asked>,
) -> Result<Response, NoPage> {
    let b = visitor.booking_words();
    let text = asked.done.as_deref().and_then(|done| match done {
        "booked" => Some(b.done_booked),
        "changed" => Some(b.done_changed),
        "moved" => Some(b.done_moved),
        _ => None,
    });
    show(&house, &visitor, (&id, &booking), text.map(said::Said::done)).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    (id, booking): (&str, &str),
    told: Option<said::Said>,
) -> Result<Response, NoPage> {
    let loaded = Loaded::of(house, visitor, id).await?;
    let row = loaded.row(booking)?;
    let said = Said::of(visitor);
    let wish = loaded.wishes.get(&row.id);
    let event = &loaded.event;
    let line = line(said, &loaded, row);
    let here = format!("/events/{}/bookings/{}", event.id, row.id);
    let status = said::Said::status(told.as_ref());
    let can = can(visitor, &loaded, row);
    let page = Page {
        frame: frame(house, visitor, (said.b.title.to_owned(), "/events", here)).await?,
        b: said.b,
        said: told,
        event: event.id.to_string(),
        title: format!(
            "{}, {}",
            event.plan.title.of(said.texts.language),
            said.texts.day(event.plan.day)
        ),
        facts: facts(said, &line, row, wish),
        others: if can.decide { others(house, visitor, event.id, said).await? } else { Vec::new() },
        line,
        can,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn can(visitor: &Visitor, loaded: &Loaded, row: &Row) -> Can {
    let is_live = row.standing != Standing::Ended;
    let (event, decide) = (&loaded.event, visitor.may(Act::DecideBookings) && is_live);
    let is_decided = event.plan.booking != Mode::BookYourself;
    let is_open = event.state == EventState::Open;
    let waits = matches!(row.standing, Standing::Waiting | Standing::Late);
    let wish = loaded.wishes.get(&row.id);
    Can {
        decide,
        approve: decide
            && is_decided
            && is_open
            && row.decision != Some(Decision::Approved)
            && row.standing == Standing::Held,
        prison: decide && is_decided && row.decision != Some(Decision::Approved),
        over: visitor.may(Act::RiskPlaces) && waits && is_open,
        see_whom: wish.is_some() && visitor.may(Act::SeePrisoner),
    }
}

fn facts(said: Said, line: &Line, row: &Row, wish: Option<&Wish>) -> Vec<(&'static str, String)> {
    let b = said.b;
    let mut facts = vec![(b.party, line.party.clone())];
    if let Some(wish) = wish {
        facts[0].1 = [line.party.as_str(), line.ages.as_str()].join(" · ");
        facts.insert(0, (b.lead, wish.lead.name.clone()));
        facts.push((b.phone, wish.lead.phone.clone()));
        let message = if wish.lead.message { b.message } else { b.no_message };
        facts.push((b.ring, format!("{} · {message}", line.ring)));
        facts.push((b.needs, line.needs.clone()));
        facts.push((b.diet, line.diet.clone()));
    }
    facts.push((b.transport, line.transport.clone()));
    let language = match row.language {
        visits_domain::arrival::Language::En => b.in_english,
        visits_domain::arrival::Language::Cy => b.in_welsh,
    };
    facts.push((b.language, language.to_owned()));
    let by = row
        .booked_by
        .as_ref()
        .map_or_else(|| b.at_kiosk.to_owned(), |who| fill(b.by_staff, &[("who", who)]));
    facts.push((b.asked, format!("{}, {by}", said.at(row.asked))));
    if let Some((at, who)) = row.decided.as_ref().filter(|_| row.decision.is_some()) {
        let by = fill(b.decided_by, &[("who", who), ("day", &said.at(*at))]);
        facts.push((b.state, format!("{}: {by}", line.state)));
    }
    facts.retain(|(_, text)| !text.trim_matches([' ', '·']).is_empty());
    facts
}

/// Other events that can be asked for: each with its day.
async fn others(
    house: &House,
    visitor: &Visitor,
    this: EventId,
    said: Said,
) -> Result<Vec<(String, String)>, NoPage> {
    let from = house.clock.now().timestamp_micros();
    let found = events::between(&house.db, visitor.user.site, (from, i64::MAX)).await?;
    let open = found.into_iter().filter(|event| {
        event.id != this && event.state == EventState::Open && visitor.may_know_of(event)
    });
    let named = open.map(|event| {
        let title = event.plan.title.of(said.texts.language);
        (event.id.to_string(), format!("{}: {title}", said.texts.day(event.plan.day)))
    });
    Ok(named.collect())
}

/// `POST /events/{id}/bookings/{booking}/step` with `step` and the `version` that was shown.
pub async fn step(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, booking)): Which,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let step = match fields.text("step") {
        "approve" => Step::Approve,
        "decline" => Step::Decline,
        "cancel" => Step::Cancel,
        "prison-yes" => Step::PrisonYes,
        "prison-not-yet" => Step::PrisonNotYet,
        _ => return Err(NoPage::Unreadable),
    };
    let shown = shown(&event, &booking, &fields)?;
    let answer = desk::step(&house, visitor.by(), shown, step).await?;
    let to_list = fields.text("back") == "list";
    answered(&house, &visitor, (&id, &booking), (answer, &headers), (to_list, "")).await
}

/// `POST /events/{id}/bookings/{booking}/over`
pub async fn over(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, booking)): Which,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let shown = shown(&event, &booking, &fields)?;
    let answer = desk::place_over(&house, visitor.by(), shown).await?;
    answered(&house, &visitor, (&id, &booking), (answer, &headers), (false, "")).await
}

/// `POST /events/{id}/bookings/{booking}/move` with `to`
pub async fn move_to(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, booking)): Which,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let to = known(&house, &visitor, fields.text("to")).await?;
    let shown = shown(&event, &booking, &fields)?;
    let answer = desk::move_to(&house, visitor.by(), shown, to.id).await?;
    answered(&house, &visitor, (&id, &booking), (answer, &headers), (false, "?done=moved")).await
}

/// Where the booking is now; or the page as it is, with one sentence.
async fn answered(
    house: &House,
    visitor: &Visitor,
    at: (&str, &str),
    (answer, headers): (Answer, &HeaderMap),
    (to_list, done): (bool, &str),
) -> Result<Response, NoPage> {
    let b = visitor.booking_words();
    let refused = match answer {
        Answer::Done(event, _) if to_list => {
            return Ok(Redirect::to(&format!("/events/{event}/bookings")).into_response());
        }
        Answer::Done(event, booking) => {
            let to = format!("/events/{event}/bookings/{booking}{done}");
            return Ok(Redirect::to(&to).into_response());
        }
        Answer::Unknown => return Err(NoPage::NotFound),
        Answer::Changed => b.changed_meanwhile,
        Answer::No(why) => b.refusal(why),
    };
    if headers.contains_key("x-live") {
        return Ok(sentence(refused));
    }
    show(house, visitor, at, Some(said::Said::refused(refused))).await
}

// --- Whom they visit -----------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "event_booking_who.html")]
struct Who {
    frame: Frame,
    b: &'static BookingWords,
    name: String,
    number: String,
    back: String,
}

/// `POST /events/{id}/bookings/{booking}/who`: shown once, kept nowhere, and noted.
pub async fn who(
    State(house): State<House>,
    visitor: Visitor,
    Path((id, booking)): Which,
) -> Result<Html<String>, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let booking = booking.parse().map_err(|_| NoPage::NotFound)?;
    let found = desk::whom_they_visit(&house, visitor.by(), (event.id, booking)).await?;
    let (name, number) = found.ok_or(NoPage::NotFound)?;
    let b = visitor.booking_words();
    let back = format!("/events/{}/bookings/{booking}", event.id);
    let title = (b.whom_they_visit.to_owned(), "/events", back.clone());
    let mut frame = frame(&house, &visitor, title).await?;
    // What is shown must not be fetched again.
    frame.live = false;
    Ok(Html(Who { frame, b, name, number, back }.render()?))
}
