//! Today: one screen for the visits desk.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;

use super::place::{self, Place};
use super::today_view::{self, KioskLine, Next, RowView, Tab};
use super::{Frame, NoPage, Visitor, frame};
use crate::auth::may::Act;
use crate::board::{self, Counts, Day, Row};
use crate::clock::{local, moment};
use crate::error::Error;
use crate::house::House;
use crate::store::sites::Site;
use crate::store::visits::Visit;
use crate::store::{arrivals, calls, kiosks, sites, visits};
use visits_domain::site::SiteCode;

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    vec![place::get("/today", Act::SeeToday, page)]
}

/// How many are called at once by the button.
pub const CALL_AT_ONCE: usize = 10;
/// What the select of *Running late* offers. Minutes.
const LATE_CHOICES: [u16; 7] = [0, 10, 15, 20, 30, 45, 60];

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    session: Option<String>,
    q: Option<String>,
}

impl Asked {
    /// All sessions of today.
    pub fn whole_day() -> Self {
        Self::session("all".to_owned())
    }

    /// One session of today, by its start.
    pub fn session(start: String) -> Self {
        Self { session: Some(start), q: None }
    }
}

/// A day's board with what it was made of.
pub struct Loaded {
    /// The site.
    pub site: Site,
    /// Its local day.
    pub today: NaiveDate,
    /// The session that is shown; none is the whole day.
    pub session: Option<NaiveTime>,
    /// The starts of all sessions.
    pub sessions: Vec<NaiveTime>,
    /// Its visits.
    pub visits: Vec<Visit>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// Reads today's board.
pub async fn load(house: &House, code: SiteCode, asked: &Asked) -> Result<Loaded, Error> {
    let site = sites::get(&house.db, code).await?;
    let now = house.clock.local();
    let today = now.date();
    let mut visits = visits::between(&house.db, code, today, today).await?;
    let arrivals = arrivals::of_day(&house.db, code, today).await?;
    let called = calls::of_day(&house.db, code, today).await?;
    let called: Vec<_> = called.into_iter().map(|(visit, _)| visit).collect();
    let sessions = board::sessions(&visits);
    let session = match asked.session.as_deref() {
        Some("all") => None,
        Some(text) => start_of(text).filter(|start| sessions.contains(start)),
        None => board::current_session(&visits, now),
    };
    visits.retain(|visit| session.is_none_or(|start| visit.slot.start == start));
    let (settings, arrivals, called) = (&site.settings, &arrivals[..], &called[..]);
    let rows = board::rows(&Day { visits: &visits, arrivals, called, settings, now });
    Ok(Loaded { site, today, session, sessions, visits, rows })
}

/// `13:45`
fn start_of(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

#[derive(Template)]
#[template(path = "today.html")]
struct Today {
    frame: Frame,
    heading: String,
    day: String,
    tabs: Vec<Tab>,
    session: String,
    typed: String,
    counts: Counts,
    rows: Vec<RowView>,
    kiosks: KioskLine,
    late: Vec<(u16, String, bool)>,
    call_next: String,
    can_call: bool,
}

/// `GET /today?session=13:45&q=surname`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, NoPage> {
    let words = visitor.words();
    let loaded = load(&house, visitor.user.site, &asked).await?;
    let heading = today_view::heading(words, loaded.session);
    let here = today_view::address(loaded.session);
    let counts = board::counts(&loaded.rows);
    let can_call = !board::next_to_call(&loaded.rows, 1).is_empty();
    let typed = asked.q.unwrap_or_default();
    let rows = board::of_name(loaded.rows, &loaded.visits, &typed);
    let known = kiosks::all(&house.db, visitor.user.site).await?;
    let now = house.clock.now();
    let list = loaded.site.list_as_of.map(|at| local(moment(at)));
    let late_now = loaded.site.late_minutes_on(loaded.today);
    let page = Today {
        heading: heading.clone(),
        day: today_view::day(loaded.today, visitor.chosen.language),
        tabs: today_view::tabs(words, &loaded.sessions, loaded.session),
        session: today_view::session_value(loaded.session),
        counts,
        rows: rows.iter().map(|row| today_view::row(words, row)).collect(),
        kiosks: today_view::kiosk_line(words, &known, list, now),
        late: LATE_CHOICES
            .map(|minutes| (minutes, today_view::lateness(words, minutes), minutes == late_now))
            .to_vec(),
        call_next: crate::words::fill(words.call_next, &[("n", &CALL_AT_ONCE)]),
        can_call,
        frame: frame(&house, &visitor, (heading, "/today", here)).await?,
        typed,
    };
    Ok(Html(page.render()?))
}
