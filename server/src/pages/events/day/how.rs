//! How was it: a page with three buttons under an address that nobody can guess, open from the
//! beginning of an event to the end of its day. Staff open it on a tablet at the door; it knows
//! nobody, and leads nowhere else.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use visits_domain::arrival::Language;
use visits_domain::places::EventId;
use visits_domain::site::SiteCode;

use crate::events::Event;
use crate::house::House;
use crate::keys::hex;
use crate::on_the_day::{self, Tap};
use crate::pages::NoPage;
use crate::pages::fields::Fields;
use crate::store::events;
use crate::words::day::DayWords;

/// Of the mark in an address: 128 bits.
const DIGITS: usize = 32;

fn mark(house: &House, site: SiteCode, event: EventId) -> String {
    let parts = [site.as_str().as_bytes(), event.0.as_bytes()];
    hex(&house.master.derive("event-how-was-it", &parts))[..DIGITS].to_owned()
}

/// Where it is asked.
pub fn address(house: &House, site: SiteCode, event: EventId) -> String {
    format!("/how-was-it/{site}-{}-{}", event.0.simple(), mark(house, site, event))
}

/// Site, event and mark of an address.
fn parts(name: &str) -> Option<(SiteCode, EventId, &str)> {
    let (site, rest) = name.split_once('-')?;
    let (event, mark) = rest.split_once('-')?;
    Some((site.parse().ok()?, event.parse().ok()?, mark))
}

/// The event of an address, while it is asked.
async fn asked(house: &House, name: &str) -> Result<Option<(SiteCode, Event)>, NoPage> {
    let (site, event, given) = parts(name).ok_or(NoPage::NotFound)?;
    if !super::super::calendar::is_same(given, &mark(house, site, event)) {
        return Err(NoPage::NotFound);
    }
    let event = events::find(&house.db, site, event).await?.ok_or(NoPage::NotFound)?;
    Ok(on_the_day::may_tap(&event, house.clock.now()).then_some((site, event)))
}

#[derive(Template)]
#[template(path = "how_was_it.html")]
struct Page {
    /// English and Welsh side by side.
    texts: [(&'static str, &'static DayWords, String); 2],
    taps: [(&'static str, &'static str, &'static str); 3],
    to: String,
    has_tapped: bool,
    is_open: bool,
}

fn show(name: &str, event: Option<&Event>, has_tapped: bool) -> Result<Response, NoPage> {
    let of = |language: Language| {
        let title = event.map(|event| event.plan.title.of(language).to_owned());
        (language.code(), DayWords::of(language), title.unwrap_or_default())
    };
    let (en, cy) = (DayWords::of(Language::En), DayWords::of(Language::Cy));
    let page = Page {
        texts: [of(Language::En), of(Language::Cy)],
        taps: [
            (Tap::Good.as_str(), en.tap_good, cy.tap_good),
            (Tap::AllRight.as_str(), en.tap_all_right, cy.tap_all_right),
            (Tap::NotGood.as_str(), en.tap_not_good, cy.tap_not_good),
        ],
        to: format!("/how-was-it/{name}"),
        has_tapped,
        is_open: event.is_some(),
    };
    let status = if event.is_some() { StatusCode::OK } else { StatusCode::GONE };
    Ok((status, Html(page.render()?)).into_response())
}

/// `GET /how-was-it/{name}`
pub async fn question(
    State(house): State<House>,
    Path(name): Path<String>,
) -> Result<Response, NoPage> {
    let found = asked(&house, &name).await?;
    show(&name, found.as_ref().map(|(_, event)| event), false)
}

/// `POST /how-was-it/{name}` with `tap`.
pub async fn answer(
    State(house): State<House>,
    Path(name): Path<String>,
    fields: Fields,
) -> Result<Response, NoPage> {
    let Some((site, event)) = asked(&house, &name).await? else {
        return show(&name, None, false);
    };
    let tap = Tap::parse(fields.text("tap")).ok_or(NoPage::Unreadable)?;
    on_the_day::count_tap(&house, site, event.id, tap).await?;
    show(&name, Some(&event), true)
}
