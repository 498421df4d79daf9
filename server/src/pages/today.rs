//! Today: one screen for the visits desk.

mod acts;
mod arrivals;
pub mod deed;
mod exceptions;
mod lists;
mod prisoner;
pub mod row;
mod sessions;
pub mod view;

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;

use super::fields::Fields;
use super::place::{self, Place};
use super::{Frame, NoPage, Visitor, frame};
use crate::auth::may::Act;
use crate::board::{self, Counts, Day, Row};
use crate::clock::{local, moment};
use crate::desk::Why;
use crate::error::Error;
use crate::house::House;
use crate::random;
use crate::store::progress::Progress;
use crate::store::sites::Site;
use crate::store::visits::Visit;
use crate::store::{arrivals as stored_arrivals, kiosks, progress, sessions_off, sites, visits};
use crate::words::today::TodayWords;
use exceptions::ExceptionView;
use lists::ListMatters;
use row::{Next, RowView};
use view::{KioskLine, SessionOff, Tab};

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    let page = vec![
        place::get("/today", Act::SeeToday, shown),
        // A surname stays out of addresses: a search is sent as a form.
        place::post("/today", Act::SeeToday, searched),
    ];
    let parts = [
        page,
        acts::places(),
        arrivals::places(),
        sessions::places(),
        exceptions::places(),
        prisoner::places(),
    ];
    parts.into_iter().flatten().collect()
}

/// How many are called at once by the button, unless another number is chosen.
pub const CALL_AT_ONCE: usize = 10;
/// What the select of *Running late* offers. Minutes.
const LATE_CHOICES: [u16; 7] = [0, 10, 15, 20, 30, 45, 60];

/// What the address says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    session: Option<String>,
    said: Option<String>,
}

impl Asked {
    /// All sessions of today.
    pub fn whole_day() -> Self {
        Self::session("all".to_owned())
    }

    /// One session of today, by its start.
    pub fn session(start: String) -> Self {
        Self { session: Some(start), said: None }
    }

    /// Why the last form was not done, if it was not.
    pub fn why(&self) -> Option<Why> {
        Why::ALL.into_iter().find(|why| self.said.as_deref() == Some(why.code()))
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
    /// The starts of those that do not go ahead.
    pub sessions_off: Vec<NaiveTime>,
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
    // The versions first: what is read after them is as old as they are, or newer. The other way
    // round a row could show a tick that somebody had taken back, and carry the version of that.
    let progress: HashMap<VisitHandle, Progress> = progress::of_day(&house.db, code, today).await?;
    let mut visits = visits::of_day(&house.db, code, today).await?;
    let arrivals = stored_arrivals::of_day(&house.db, code, today).await?;
    let sessions_off = sessions_off::of_day(&house.db, code, today).await?;
    let sessions = board::sessions(&visits, now);
    let session = match asked.session.as_deref() {
        Some("all") => None,
        Some(text) => start_of(text).filter(|start| sessions.contains(start)),
        None => board::current_session(&visits, now),
    };
    // Who came for a visit that the list has moved is shown whatever session is looked at.
    visits.retain(|visit| {
        session.is_none_or(|start| visit.slot.start == start) || visit.slot.date != today
    });
    let rows = board::rows(&Day {
        visits: &visits,
        arrivals: &arrivals,
        progress: &progress,
        sessions_off: &sessions_off,
        settings: &site.settings,
        now,
    });
    Ok(Loaded { site, today, session, sessions, sessions_off, visits, rows })
}

/// `13:45`
fn start_of(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

#[derive(Template)]
#[template(path = "today.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a page shows or leaves out, each by itself"
)]
struct Today {
    frame: Frame,
    t: &'static TodayWords,
    p: &'static crate::words::paper::PaperWords,
    heading: String,
    day: String,
    day_value: String,
    as_of: String,
    new_day: String,
    said: &'static str,
    tabs: Vec<Tab>,
    session: String,
    typed: String,
    counts: Counts,
    called_so_far: usize,
    rows: Vec<RowView>,
    kiosks: KioskLine,
    late: Vec<(u16, String, bool)>,
    count: usize,
    can_call: bool,
    may_run: bool,
    may_see_prisoner: bool,
    exceptions: Vec<ExceptionView>,
    exceptions_title: String,
    list_matters: Option<ListMatters>,
    session_off: Option<SessionOff>,
    can_cancel: bool,
    starts: Vec<Tab>,
    lines: Vec<(usize, String)>,
    new_visit: String,
}

/// `GET /today?session=13:45`
async fn shown(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, NoPage> {
    page(&house, &visitor, asked, String::new()).await
}

/// `POST /today` with `session` and `q`: the rows of a surname, a number or a reference.
async fn searched(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Html<String>, NoPage> {
    let asked = Asked::session(fields.text("session").to_owned());
    let typed = fields.text("q").chars().take(60).collect();
    page(&house, &visitor, asked, typed).await
}

async fn page(
    house: &House,
    visitor: &Visitor,
    asked: Asked,
    typed: String,
) -> Result<Html<String>, NoPage> {
    let (words, t, language) = (visitor.words(), visitor.today_words(), visitor.chosen.language);
    let loaded = load(house, visitor.user.site, &asked).await?;
    let heading = view::heading(words, loaded.session);
    let here = view::address(loaded.session);
    let known = kiosks::all(&house.db, visitor.user.site).await?;
    let list = loaded.site.list_as_of.map(|at| local(moment(at)));
    let late_now = loaded.site.late_minutes_on(loaded.today);
    let may_run = visitor.may(Act::RunTheDesk);
    let exceptions = if may_run { exceptions::open(house, visitor).await? } else { Vec::new() };
    let list_matters = if visitor.may(Act::Import) {
        Some(lists::open(house, visitor, loaded.today).await?)
    } else {
        None
    };
    let said = asked.why();
    let day = view::day(loaded.today, language);
    let session_off = view::session_off((words, t), &loaded);
    let page = Today {
        new_day: crate::words::fill(t.new_day, &[("day", &day)]),
        day_value: loaded.today.to_string(),
        as_of: crate::words::fill(t.as_of, &[("time", &words.time(house.clock.local().time()))]),
        said: said.map_or("", |why| t.why(why)),
        tabs: view::tabs(words, &loaded.sessions, loaded.session),
        session: view::session_value(loaded.session),
        counts: board::counts(&loaded.rows),
        called_so_far: view::called_so_far(&loaded),
        can_call: !board::next_to_call(&loaded.rows, 1).is_empty(),
        kiosks: view::kiosk_line(words, &known, list, house.clock.now()),
        late: LATE_CHOICES
            .map(|minutes| (minutes, view::lateness(words, minutes), minutes == late_now))
            .to_vec(),
        count: CALL_AT_ONCE,
        may_run,
        may_see_prisoner: visitor.may(Act::SeePrisoner),
        exceptions_title: crate::words::fill(t.exceptions_title, &[("n", &exceptions.len())]),
        exceptions,
        list_matters: list_matters.filter(|matters| !matters.is_empty()),
        can_cancel: may_run && loaded.session.is_some() && session_off.is_none(),
        session_off,
        starts: view::starts(words, &loaded),
        lines: (1..=arrivals::WALK_IN_LINES)
            .map(|n| (n, crate::words::fill(t.adult_n, &[("n", &n)])))
            .collect(),
        new_visit: random::opaque_id().to_string(),
        rows: board::of_name(loaded.rows, &loaded.visits, &typed)
            .iter()
            .map(|row| row::view((words, t, language), row))
            .collect(),
        frame: frame(house, visitor, (heading.clone(), "/today", here)).await?,
        heading,
        day,
        typed,
        t,
        p: visitor.paper_words(),
    };
    Ok(Html(page.render()?))
}
