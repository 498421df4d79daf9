//! Events in calendar programs: one as a file, and those that families may know of under an address
//! that nobody can guess. A program that reads it signs in nowhere.

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, TimeDelta, Utc};
use visits_domain::arrival::Language;
use visits_domain::site::SiteCode;

use super::known;
use crate::error::Error;
use crate::events::acts;
use crate::events::ics::{self, Heading};
use crate::house::House;
use crate::keys::hex;
use crate::pages::{NoPage, Visitor};
use crate::store::{events, sites};
use crate::words::events::EventWords;
use crate::words::fill;

/// Calendars show what was, too.
const BACK: TimeDelta = TimeDelta::days(60);
/// No event is planned further ahead.
const AHEAD: TimeDelta = TimeDelta::days(2 * 366);
/// Of the mark in an address: 128 bits.
const DIGITS: usize = 32;

fn mark(house: &House, site: SiteCode, turn: i64) -> String {
    let derived =
        house.master.derive("events-calendar", &[site.as_str().as_bytes(), &turn.to_be_bytes()]);
    hex(&derived)[..DIGITS].to_owned()
}

/// The addresses of a site's calendar, with what the page calls them.
pub async fn addresses(
    house: &House,
    site: SiteCode,
    t: &EventWords,
) -> Result<[(String, &'static str); 2], Error> {
    let mark = mark(house, site, events::calendar_turn(&house.db, site).await?);
    let address = |language: &str| format!("/calendar/{site}-{mark}-{language}.ics");
    Ok([(address("en"), t.feed_link_en), (address("cy"), t.feed_link_cy)])
}

/// `GET /calendar/MDI-0123…-en.ics`, for whoever was given the address.
pub async fn feed(
    State(house): State<House>,
    Path(name): Path<String>,
) -> Result<Response, NoPage> {
    let (site, given, language) = parts(&name).ok_or(NoPage::NotFound)?;
    let site = sites::find(&house.db, site).await?.ok_or(NoPage::NotFound)?;
    let turn = events::calendar_turn(&house.db, site.code).await?;
    if !is_same(given, &mark(&house, site.code, turn)) {
        return Err(NoPage::NotFound);
    }
    let now = house.clock.now();
    let span = (now - BACK, now + AHEAD);
    let all = events::between(&house.db, site.code, micros(span)).await?;
    let open = all.iter().filter(|event| event.is_told() && event.plan.is_for_families());
    let name = fill(EventWords::of(language).feed_name, &[("site", &site.name)]);
    let heading = Heading { site: site.code, name: &name, language, now };
    Ok(([(CONTENT_TYPE, CALENDAR)], ics::calendar(heading, open)).into_response())
}

const CALENDAR: &str = "text/calendar; charset=utf-8";

fn micros((from, before): (DateTime<Utc>, DateTime<Utc>)) -> (i64, i64) {
    (from.timestamp_micros(), before.timestamp_micros())
}

/// Site, mark and language of an address.
fn parts(name: &str) -> Option<(SiteCode, &str, Language)> {
    let (site, rest) = name.strip_suffix(".ics")?.split_once('-')?;
    let (mark, code) = rest.split_once('-')?;
    let language = Language::ALL.into_iter().find(|language| language.code() == code)?;
    Some((site.parse().ok()?, mark, language))
}

/// Takes the same time whichever digit differs.
pub fn is_same(given: &str, mark: &str) -> bool {
    let differ = given.bytes().zip(mark.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
    given.len() == mark.len() && differ == 0
}

/// `GET /events/{id}/ics`
pub async fn one(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, NoPage> {
    let event = known(&house, &visitor, &id).await?;
    if !event.plan.kind.is_public() {
        return Err(NoPage::NotFound);
    }
    let site = sites::get(&house.db, visitor.user.site).await?;
    let language = visitor.chosen.language;
    let name = fill(visitor.words().visits_at, &[("site", &site.name)]);
    let heading = Heading { site: site.code, name: &name, language, now: house.clock.now() };
    let file = format!("attachment; filename=\"event-{}.ics\"", event.plan.day);
    let headers = [(CONTENT_TYPE, CALENDAR.to_owned()), (CONTENT_DISPOSITION, file)];
    Ok((headers, ics::calendar(heading, [&event])).into_response())
}

/// `POST /events/calendar`
pub async fn other_address(
    State(house): State<House>,
    visitor: Visitor,
) -> Result<Redirect, NoPage> {
    acts::move_calendar(&house, visitor.planner()).await?;
    Ok(Redirect::to("/events?done=calendar"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_site_a_mark_and_a_language() {
        let found = parts("MDI-00ff-cy.ics").expect("an address");
        assert_eq!((found.0.as_str(), found.1, found.2), ("MDI", "00ff", Language::Cy));
        for name in ["", "MDI", "MDI-00ff.ics", "MDI-00ff-fr.ics", "M-00ff-en.ics", "MDI-00ff-en"] {
            assert!(parts(name).is_none(), "{name}");
        }
    }

    #[test]
    fn only_the_whole_mark_opens() {
        assert!(is_same("00ff", "00ff"));
        for wrong in ["", "00f", "00fe", "00ff0"] {
            assert!(!is_same(wrong, "00ff"), "{wrong}");
        }
    }
}
