//! The day of an event: who is here, whose places go on, who helps. Whose booking it is stays hidden
//! until somebody asks, or has typed the name.

pub mod how;
mod rows;
mod sheet;

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::known;
use super::view::Texts;
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::bookings::family::Families;
use crate::clock::local;
use crate::error::Error;
use crate::events::Event;
use crate::house::House;
use crate::on_the_day::{self, Answer, Family};
use crate::pages::fields::Fields;
use crate::pages::place::{self, Place};
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::on_the_day::{Helper, What, helpers, taps};
use crate::words::day::DayWords;
use crate::words::fill;
use rows::{Names, Row};

/// The addresses.
pub fn places() -> Vec<Place> {
    let run = Act::RunEventDay;
    vec![
        place::get("/events/{id}/day", run, page),
        place::post("/events/{id}/day", run, find),
        place::post("/events/{id}/day/names", run, names),
        place::post("/events/{id}/day/sheet", run, sheet::sheet),
        place::post("/events/{id}/day/here", run, here),
        place::post("/events/{id}/day/give-on", run, give_on),
        place::post("/events/{id}/day/sign-in", run, sign_in),
        place::post("/events/{id}/day/sign-out", run, sign_out),
    ]
}

#[derive(Template)]
#[template(path = "event_day.html")]
struct Page {
    frame: Frame,
    t: &'static DayWords,
    said: Option<Said>,
    id: String,
    title: String,
    when: String,
    counts: [(&'static str, usize, &'static str); 4],
    rows: Vec<Row>,
    /// What was typed into the search.
    typed: String,
    with_names: bool,
    /// How many families with a place are not here; none: it is too early to give theirs on.
    away: Option<String>,
    anybody_away: bool,
    helpers: Vec<HelperRow>,
    needed: String,
    providers: Vec<String>,
    how: Option<String>,
    how_was: String,
}

/// Somebody who helps.
struct HelperRow {
    id: String,
    name: String,
    what: &'static str,
    came: String,
    went: Option<String>,
    sign_out: String,
}

fn words(visitor: &Visitor) -> &'static DayWords {
    DayWords::of(visitor.chosen.language)
}

/// A page that is to be shown.
#[derive(Default)]
struct Shown {
    said: Option<Said>,
    with_names: bool,
    typed: String,
}

async fn load(house: &House, visitor: &Visitor, event: &Event) -> Result<Vec<Family>, NoPage> {
    let mut conn = house.db.pool().acquire().await.map_err(Error::from)?;
    Ok(on_the_day::families(&mut conn, visitor.user.site, event.id).await?)
}

async fn show(
    house: &House,
    visitor: &Visitor,
    event: &Event,
    shown: Shown,
) -> Result<Response, NoPage> {
    let (t, texts, site) = (words(visitor), Texts::of(visitor), visitor.user.site);
    let families = load(house, visitor, event).await?;
    let opened = Families::of(house, site).await?;
    let now = house.clock.now();
    let title = event.plan.title.of(texts.language).to_owned();
    let heading = fill(t.of_event, &[("event", &title)]);
    let here = format!("/events/{}/day", event.id);
    let helpers = helpers(&house.db, site, event.id).await?;
    let may_tap = on_the_day::may_tap(event, now);
    let away = families.iter().filter(|f| f.asked.standing == "held" && !f.is_here()).count();
    let names = Names { opened: &opened, all: shown.with_names, typed: &shown.typed };
    let rows = rows::rows((t, &event.plan), &families, names);
    let mut said = shown.said;
    if rows.is_empty() && !shown.typed.is_empty() && said.is_none() {
        said = Some(Said::refused(t.not_found));
    }
    let status = Said::status(said.as_ref());
    let page = Page {
        frame: frame(house, visitor, (heading, "/events", here)).await?,
        t,
        id: event.id.to_string(),
        title,
        when: format!("{}, {}", texts.day(event.plan.day), texts.time(&event.plan)),
        counts: counts(t, &families),
        rows,
        typed: shown.typed,
        with_names: shown.with_names,
        away: (event.plan.begins() <= now).then(|| fill(t.away_lead, &[("n", &away)])),
        anybody_away: away > 0,
        needed: needed(t, event, &helpers),
        helpers: helpers.into_iter().map(|helper| helper_row(t, texts, helper)).collect(),
        providers: event.plan.providers.clone(),
        how: may_tap.then(|| how::address(house, site, event.id)),
        how_was: how_was(house, visitor, event).await?,
        said,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn counts(t: &'static DayWords, families: &[Family]) -> [(&'static str, usize, &'static str); 4] {
    let count = |which: &dyn Fn(&Family) -> bool| families.iter().filter(|f| which(f)).count();
    let people = families.iter().filter_map(|family| family.came.as_ref());
    let people = people.flat_map(|people| people.values()).filter(|came| **came).count();
    let waits = |family: &Family| ["waiting", "late"].contains(&family.asked.standing.as_str());
    [
        ("expected", count(&Family::is_expected), t.expected),
        ("here", count(&Family::is_here), t.here),
        ("people", people, t.people_here),
        ("waiting", count(&waits), t.waiting),
    ]
}

fn needed(t: &DayWords, event: &Event, helpers: &[Helper]) -> String {
    let here = helpers.iter().filter(|h| h.what == What::Volunteer && h.went.is_none()).count();
    fill(t.helpers_needed, &[("n", &event.plan.volunteers_needed), ("here", &here)])
}

fn helper_row(t: &DayWords, texts: Texts, helper: Helper) -> HelperRow {
    let time = |at| texts.w.time(local(at).time());
    HelperRow {
        sign_out: fill(t.sign_out_who, &[("name", &helper.name)]),
        what: match helper.what {
            What::Provider => t.provider,
            What::Volunteer => t.volunteer,
        },
        came: time(helper.came),
        went: helper.went.map(time),
        id: helper.id,
        name: helper.name,
    }
}

/// A figure of fewer than five people is not shown.
async fn how_was(house: &House, visitor: &Visitor, event: &Event) -> Result<String, NoPage> {
    let t = words(visitor);
    let taps = taps(&house.db, visitor.user.site, event.id).await?;
    let (all, good) = (taps.values().sum::<u64>(), taps.get("good").copied().unwrap_or(0));
    // Nor one from which fewer than five could be worked out.
    let told = all >= 5 && (good == 0 || good >= 5) && (all == good || all - good >= 5);
    if !told {
        return Ok(t.how_few.to_owned());
    }
    Ok(fill(t.how_was, &[("good", &(good * 100 / all)), ("n", &all)]))
}

/// What was done before.
#[derive(Default, Deserialize)]
pub struct Asked {
    done: Option<String>,
}

/// `GET /events/{id}/day`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let t = words(&visitor);
    let given = asked.done.as_deref().and_then(|done| done.strip_prefix("given-"));
    let said = match (asked.done.as_deref(), given.and_then(|n| n.parse::<u16>().ok())) {
        (_, Some(n)) => Some(Said::done(fill(t.given_on, &[("n", &n)]))),
        (Some("here"), _) => Some(Said::done(t.checked_in)),
        (Some("in"), _) => Some(Said::done(t.signed_in)),
        (Some("out"), _) => Some(Said::done(t.signed_out)),
        _ => None,
    };
    show(&house, &visitor, &event, Shown { said, ..Shown::default() }).await
}

/// Of what is searched for.
const TYPED: usize = 60;

/// `POST /events/{id}/day` with `q`: a reference or a name. In a form, so that it is in no address.
pub async fn find(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let typed: String = fields.text("q").chars().take(TYPED).collect();
    show(&house, &visitor, &event, Shown { typed, ..Shown::default() }).await
}

/// `POST /events/{id}/day/names`: whose bookings they are, noted.
pub async fn names(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let who = (visitor.user.site, visitor.user.name.as_str());
    audit::alone(&house, who, Noted::FamiliesSeen, event.id.to_string()).await?;
    show(&house, &visitor, &event, Shown { with_names: true, ..Shown::default() }).await
}

/// `POST /events/{id}/day/here` with `booking` and the people of it who came.
pub async fn here(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let booking = fields.must("booking")?;
    let people: BTreeSet<u8> = fields.all("came").filter_map(|n| n.parse().ok()).collect();
    let by = visitor.planner();
    let answer = on_the_day::check_in(&house, by, (event.id, booking), &people).await?;
    after(&house, &visitor, (&event, answer), "here").await
}

/// `POST /events/{id}/day/give-on` with `sure`.
pub async fn give_on(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    if !fields.is_set("sure") {
        let said = Some(Said::refused(words(&visitor).be_sure));
        return show(&house, &visitor, &event, Shown { said, ..Shown::default() }).await;
    }
    let answer = on_the_day::give_on(&house, visitor.planner(), event.id).await?;
    let done = match answer {
        Answer::Done(n) => format!("given-{n}"),
        _ => String::new(),
    };
    after(&house, &visitor, (&event, answer), &done).await
}

const NAME: usize = 80;

/// `POST /events/{id}/day/sign-in` with `what` and `name`.
pub async fn sign_in(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let what = What::parse(fields.text("what")).ok_or(NoPage::Unreadable)?;
    let name = fields.text("name");
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        let said = Some(Said::refused(words(&visitor).name_wrong));
        return show(&house, &visitor, &event, Shown { said, ..Shown::default() }).await;
    }
    let helper = (what, name.to_owned());
    let answer = on_the_day::sign_in(&house, visitor.planner(), &event, helper).await?;
    after(&house, &visitor, (&event, answer), "in").await
}

/// `POST /events/{id}/day/sign-out` with `helper`.
pub async fn sign_out(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    let helper = fields.text("helper");
    let answer = on_the_day::sign_out(&house, visitor.planner(), &event, helper).await?;
    after(&house, &visitor, (&event, answer), "out").await
}

async fn after(
    house: &House,
    visitor: &Visitor,
    (event, answer): (&Event, Answer),
    done: &str,
) -> Result<Response, NoPage> {
    let t = words(visitor);
    let refused = match answer {
        Answer::Done(_) => {
            let at = format!("/events/{}/day?done={done}", event.id);
            return Ok(Redirect::to(&at).into_response());
        }
        Answer::Unknown => return Err(NoPage::NotFound),
        Answer::NotTheDay => t.not_the_day,
        Answer::NotBegun => t.not_begun,
        Answer::Cancelled => t.is_cancelled,
        Answer::NoPlace => t.no_place,
    };
    let said = Some(Said::refused(refused));
    show(house, visitor, event, Shown { said, ..Shown::default() }).await
}
