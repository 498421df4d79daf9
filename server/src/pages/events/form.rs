//! The form of an event: a new one, a copy, and one that is changed.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use serde::Deserialize;
use visits_domain::event::{Access, Facility};

use super::view::Texts;
use super::{kinds, known, pools, ways_of_booking};
use crate::auth::may::Act;
use crate::events::acts::{self, Answer};
use crate::events::plan::{self, Fault, Known};
use crate::events::typed::{BUSES, Typed};
use crate::events::wings::last_turns;
use crate::events::{Event, Plan};
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::events;
use crate::store::sites::{self, PartyLimits};
use crate::words::events::EventWords;
use crate::words::fill;

#[derive(Template)]
#[template(path = "event_form.html")]
struct Page {
    frame: Frame,
    t: &'static EventWords,
    said: Option<Said>,
    typed: Typed,
    faults: Faults,
    /// Where it is sent, and where somebody goes who leaves it.
    to: String,
    leave: String,
    is_new: bool,
    /// Somebody else has changed it meanwhile: where it is as it is now.
    see: Option<String>,
    kinds: Vec<(&'static str, &'static str)>,
    bookings: Vec<(&'static str, &'static str)>,
    facilities: Vec<(&'static str, &'static str)>,
    access: Vec<(&'static str, &'static str)>,
    party_help: String,
    /// When each wing had its turn last; empty when none had.
    turns: String,
    buses: Vec<Bus>,
    /// A manager may set fewer places than are held; what the tick says.
    lower: Option<&'static str>,
}

/// The fields of one bus.
struct Bus {
    seats: String,
    en: String,
    cy: String,
    pool: String,
    label: String,
}

/// What is wrong, by field.
struct Faults {
    by_field: BTreeMap<String, String>,
    /// With the name of the field before it, for the list above the form.
    in_order: Vec<(String, String)>,
}

/// What the form calls a field.
fn label(t: &EventWords, field: &str) -> String {
    let (stem, language) = match field.rsplit_once('_') {
        Some((stem, "en")) => (stem, t.in_english),
        Some((stem, "cy")) => (stem, t.in_welsh),
        _ => (field, ""),
    };
    let name = match stem {
        "kind" => t.kind,
        "booking" => t.booking,
        "title" => t.called,
        "words" => t.what_happens,
        "place" => t.where_,
        "day" => t.day,
        "start" => t.starts,
        "end" => t.ends,
        "books_from" => t.books_from,
        "books_until" => t.books_until,
        "ballot_share" => t.ballot_share,
        "ballot_closes" => t.ballot_closes,
        "most_people" => t.most_people,
        "most_children" => t.most_children,
        "youngest" => t.youngest,
        "oldest" => t.oldest,
        "born_from" => t.born_from,
        "born_until" => t.born_until,
        "first" => t.first,
        "facilities" => t.what_is_there,
        "access" => t.access,
        "people" => t.people,
        "tables" => t.tables,
        "prison_approved" => t.approved,
        "wings" => t.wings,
        "wing_staff" => t.wing_staff,
        "providers" => t.providers,
        "volunteers_needed" => t.volunteers_needed,
        _ => t.transport,
    };
    if language.is_empty() { name.to_owned() } else { format!("{name} ({language})") }
}

impl Faults {
    fn of(t: &EventWords, faults: &[Fault]) -> Self {
        let why = |fault: &Fault| (fault.field.clone(), t.why(fault.why));
        let named = |fault: &Fault| {
            (fault.field.clone(), format!("{}: {}", label(t, &fault.field), t.why(fault.why)))
        };
        Self {
            by_field: faults.iter().map(why).collect(),
            in_order: faults.iter().map(named).collect(),
        }
    }

    fn about(&self, field: &str) -> Option<&str> {
        self.by_field.get(field).map(String::as_str)
    }
}

/// As far back and ahead as turns are looked for.
const A_YEAR: TimeDelta = TimeDelta::days(366);

/// A form that is to be shown.
struct Shown<'a> {
    event: Option<&'a Event>,
    typed: Typed,
    faults: &'a [Fault],
    said: Option<Said>,
    see: bool,
}

async fn show(house: &House, visitor: &Visitor, shown: Shown<'_>) -> Result<Response, NoPage> {
    let t = visitor.event_words();
    let limits = limits(house, visitor).await?;
    let at = shown.event.map(|event| format!("/events/{}", event.id));
    let to = at.as_ref().map_or_else(|| "/events/new".to_owned(), |at| format!("{at}/edit"));
    let title = if at.is_some() { t.edit_title } else { t.new_title };
    let status = Said::status(shown.said.as_ref());
    let limit: &[(&str, &(dyn std::fmt::Display + Sync))] =
        &[("people", &limits.people), ("children", &limits.children)];
    let asks_to_lower = shown.typed.text("ask_lower") == "1" && visitor.may(Act::RiskPlaces);
    let page = Page {
        frame: frame(house, visitor, (title.to_owned(), "/events", to.clone())).await?,
        t,
        lower: asks_to_lower.then_some(visitor.booking_words().lower_all_the_same),
        said: shown.said,
        faults: Faults::of(t, shown.faults),
        typed: shown.typed,
        is_new: at.is_none(),
        see: at.clone().filter(|_| shown.see),
        leave: at.unwrap_or_else(|| "/events".to_owned()),
        to,
        kinds: kinds(t),
        bookings: ways_of_booking(t),
        facilities: Facility::ALL.iter().map(|one| (one.as_str(), t.facility(*one))).collect(),
        access: Access::ALL.iter().map(|one| (one.as_str(), t.access_of(*one))).collect(),
        party_help: fill(t.party_help, limit),
        turns: turns(house, visitor).await?,
        buses: BUSES.iter().map(|n| bus(t, *n)).collect(),
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `Oak: 1 March 2026; Rowan: 1 June 2026`
async fn turns(house: &House, visitor: &Visitor) -> Result<String, NoPage> {
    let now = house.clock.now();
    let span = (now - A_YEAR, now + A_YEAR);
    let span = (span.0.timestamp_micros(), span.1.timestamp_micros());
    let events = events::between(&house.db, visitor.user.site, span).await?;
    let turns = last_turns(&events);
    if turns.is_empty() {
        return Ok(String::new());
    }
    let texts = Texts::of(visitor);
    let each: Vec<String> =
        turns.into_iter().map(|(wing, day)| format!("{wing}, {}", texts.day(day))).collect();
    Ok(fill(texts.t.turns, &[("turns", &each.join("; "))]))
}

fn bus(t: &EventWords, n: u8) -> Bus {
    let stem = format!("seats_{n}");
    Bus {
        en: format!("{stem}_en"),
        cy: format!("{stem}_cy"),
        pool: format!("{stem}_pool"),
        label: fill(t.bus, &[("n", &n)]),
        seats: stem,
    }
}

async fn limits(house: &House, visitor: &Visitor) -> Result<PartyLimits, NoPage> {
    Ok(sites::get(&house.db, visitor.user.site).await?.settings.party)
}

async fn read(
    house: &House,
    visitor: &Visitor,
    typed: &Typed,
    before: Option<&Event>,
) -> Result<Result<Plan, Vec<Fault>>, NoPage> {
    let limits = limits(house, visitor).await?;
    let known = Known {
        now: house.clock.local(),
        most_children: limits.children,
        most_people: limits.people,
        before,
    };
    Ok(plan::read(typed, known))
}

/// From which event a new one is copied, or on which day it is.
#[derive(Deserialize)]
pub struct From {
    copy: Option<String>,
    day: Option<chrono::NaiveDate>,
}

/// `GET /events/new?copy=…`, `GET /events/new?day=2026-07-11`
pub async fn new(
    State(house): State<House>,
    visitor: Visitor,
    Query(from): Query<From>,
) -> Result<Response, NoPage> {
    let limits = limits(&house, &visitor).await?;
    let mut typed = match from.copy {
        Some(id) => Typed::copy_of(&known(&house, &visitor, &id).await?.plan),
        None => Typed::blank(house.clock.local(), (limits.children, limits.people)),
    };
    if let Some(day) = from.day {
        typed.set("day", day.to_string());
    }
    show(&house, &visitor, Shown { event: None, typed, faults: &[], said: None, see: false }).await
}

/// `POST /events/new`
pub async fn add(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let typed: Typed = fields.into_pairs().into_iter().collect();
    match read(&house, &visitor, &typed, None).await? {
        Ok(plan) => {
            let made = acts::add(&house, visitor.planner(), vec![plan]).await?;
            let at = made.first().map(|id| format!("/events/{id}?done=saved"));
            Ok(Redirect::to(at.as_deref().unwrap_or("/events")).into_response())
        }
        Err(faults) => {
            let said = Some(Said::refused(visitor.event_words().mend));
            let shown = Shown { event: None, typed, faults: &faults, said, see: false };
            show(&house, &visitor, shown).await
        }
    }
}

/// `GET /events/{id}/edit`
pub async fn edit(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let typed = Typed::of(&event);
    let shown = Shown { event: Some(&event), typed, faults: &[], said: None, see: false };
    show(&house, &visitor, shown).await
}

/// `POST /events/{id}/edit` with `version`: the event as the form was filled from it.
pub async fn save(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let mut typed: Typed = fields.into_pairs().into_iter().collect();
    let t = visitor.event_words();
    let plan = match read(&house, &visitor, &typed, Some(&event)).await? {
        Ok(plan) => plan,
        Err(faults) => {
            let said = Some(Said::refused(t.mend));
            let shown = Shown { event: Some(&event), typed, faults: &faults, said, see: false };
            return show(&house, &visitor, shown).await;
        }
    };
    let may_lower = typed.text("lower") == "1" && visitor.may(Act::RiskPlaces);
    let answer = if typed.text("version") == event.version.to_string() {
        acts::change(&house, visitor.planner(), &event, (plan, may_lower)).await?
    } else {
        Answer::Changed
    };
    match answer {
        Answer::Done => Ok(Redirect::to(&format!("/events/{id}?done=saved")).into_response()),
        Answer::Unknown => Err(NoPage::NotFound),
        Answer::No(why) => {
            let said = Some(Said::refused(t.refusal(why)));
            let shown = Shown { event: Some(&event), typed, faults: &[], said, see: false };
            show(&house, &visitor, shown).await
        }
        Answer::TooFew(few) => {
            let said = Some(Said::refused(pools::too_few(&visitor, &event.plan, &few)));
            typed.set("ask_lower", "1");
            let shown = Shown { event: Some(&event), typed, faults: &[], said, see: false };
            show(&house, &visitor, shown).await
        }
        Answer::Changed => {
            let now = known(&house, &visitor, &id).await?;
            typed.set("version", now.version.to_string());
            let said = Some(Said::refused(t.changed_meanwhile));
            let shown = Shown { event: Some(&now), typed, faults: &[], said, see: true };
            show(&house, &visitor, shown).await
        }
    }
}
