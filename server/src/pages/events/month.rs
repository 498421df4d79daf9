//! The events of a month: as a calendar and a list, on paper, and as a table.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};
use serde::Deserialize;

use super::view::{Line, Texts, line};
use super::{calendar, troubles};
use crate::auth::may::Act;
use crate::clock::day_bounds;
use crate::csv_out;
use crate::error::Error;
use crate::events::Event;
use crate::house::House;
use crate::pages::said::Said;
use crate::pages::today::view;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::{ballots, events, sites};
use crate::words::events::EventWords;
use crate::words::fill;

/// What is asked for.
#[derive(Default, Deserialize)]
pub struct Asked {
    /// `2026-07`; none: this month.
    month: Option<String>,
    /// What was done before.
    done: Option<String>,
}

#[derive(Template)]
#[template(path = "events.html")]
struct Page {
    frame: Frame,
    t: &'static EventWords,
    said: Option<Said>,
    month: String,
    value: String,
    before: Option<String>,
    after: Option<String>,
    weekdays: [&'static str; 7],
    weeks: Vec<Vec<Cell>>,
    lines: Vec<Line>,
    may_plan: bool,
    may_see_fairness: bool,
    /// Ballots to draw: event and title.
    due: Vec<(String, String)>,
    feeds: [(String, &'static str); 2],
    /// Something about places is to be settled.
    otherwise: Option<String>,
}

/// A day of the calendar.
struct Cell {
    day: u32,
    label: String,
    is_today: bool,
    of_month: bool,
    /// Where a new event on this day begins.
    date: NaiveDate,
    /// Indexes of the lines.
    events: Vec<usize>,
}

/// The first day of the month that is asked for.
fn first_day(asked: &Asked, today: NaiveDate) -> Option<NaiveDate> {
    match &asked.month {
        None => today.with_day(1),
        Some(month) => NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok(),
    }
    .filter(|day| (2000..2100).contains(&day.year()))
}

fn value(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

struct Month {
    first: NaiveDate,
    events: Vec<Event>,
}

async fn load(house: &House, visitor: &Visitor, asked: &Asked) -> Result<Month, NoPage> {
    let first = first_day(asked, house.clock.local().date()).ok_or(NoPage::NotFound)?;
    let next = first.checked_add_months(Months::new(1)).ok_or(NoPage::NotFound)?;
    let span = (day_bounds(first).0, day_bounds(next).0);
    let mut events = events::between(&house.db, visitor.user.site, span).await?;
    events.retain(|event| visitor.may_know_of(event));
    Ok(Month { first, events })
}

/// `GET /events?month=2026-07`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, NoPage> {
    let found = load(&house, &visitor, &asked).await?;
    let texts = Texts::of(&visitor);
    let today = house.clock.local().date();
    let t = texts.t;
    let here = format!("/events?month={}", value(found.first));
    let lines: Vec<Line> = found.events.iter().map(|event| line(texts, event)).collect();
    let week = std::iter::successors(Some(Weekday::Mon), |day| Some(day.succ()));
    let mut weekdays = [""; 7];
    weekdays.iter_mut().zip(week).for_each(|(name, day)| *name = texts.weekday(day));
    let page = Page {
        frame: frame(&house, &visitor, (t.title.to_owned(), "/events", here)).await?,
        t,
        said: said(t, asked.done.as_deref()),
        month: texts.month(found.first),
        value: value(found.first),
        before: found.first.checked_sub_months(Months::new(1)).map(value),
        after: found.first.checked_add_months(Months::new(1)).map(value),
        weekdays,
        weeks: weeks(texts, (found.first, today), &lines),
        may_plan: visitor.may(Act::PlanEvents),
        may_see_fairness: visitor.may(Act::SeeFairness),
        due: due(&house, &visitor).await?,
        otherwise: troubles::notice(&house, &visitor).await?,
        feeds: calendar::addresses(&house, visitor.user.site, t).await?,
        lines,
    };
    Ok(Html(page.render()?))
}

/// Ballots that have closed and are not drawn, for who may draw them.
async fn due(house: &House, visitor: &Visitor) -> Result<Vec<(String, String)>, NoPage> {
    let mut due = Vec::new();
    if !visitor.may(Act::PlanEvents) {
        return Ok(due);
    }
    let site = visitor.user.site;
    for id in ballots::due(&house.db, site, house.clock.now()).await? {
        if let Some(event) = events::find(&house.db, site, id).await? {
            let title = event.plan.title.of(visitor.chosen.language);
            due.push((id.to_string(), title.to_owned()));
        }
    }
    Ok(due)
}

fn said(t: &EventWords, done: Option<&str>) -> Option<Said> {
    let done = done?;
    let made = done.strip_prefix("drafts-").and_then(|n| n.parse::<u8>().ok());
    match (done, made) {
        (_, Some(n)) => Some(Said::done(fill(t.drafts_made, &[("n", &n)]))),
        ("discarded", _) => Some(Said::done(t.discarded)),
        ("calendar", _) => Some(Said::done(t.feed_moved)),
        _ => None,
    }
}

/// Whole weeks, Monday first.
fn weeks(texts: Texts, (first, today): (NaiveDate, NaiveDate), lines: &[Line]) -> Vec<Vec<Cell>> {
    let begin = first.week(Weekday::Mon).first_day();
    let cell = |date: NaiveDate| Cell {
        day: date.day(),
        label: texts.day(date),
        is_today: date == today,
        of_month: date.month() == first.month(),
        date,
        events: (0..lines.len()).filter(|n| lines[*n].date == date).collect(),
    };
    let mondays = (0..6).filter_map(|week| begin.checked_add_days(Days::new(7 * week)));
    mondays
        .take_while(|monday| *monday <= first || monday.month() == first.month())
        .map(|monday| {
            (0..7).filter_map(|n| monday.checked_add_days(Days::new(n))).map(cell).collect()
        })
        .collect()
}

// --- On paper ----------------------------------------------------------------------------------

#[derive(Template)]
#[template(path = "events_print.html")]
struct Sheet {
    frame: Frame,
    t: &'static EventWords,
    month: String,
    head: String,
    back: String,
    lines: Vec<Line>,
}

/// `GET /events/print?month=2026-07`
pub async fn print(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, NoPage> {
    let found = load(&house, &visitor, &asked).await?;
    let texts = Texts::of(&visitor);
    let (t, month) = (texts.t, value(found.first));
    let here = format!("/events/print?month={month}");
    let page = Sheet {
        frame: frame(&house, &visitor, (t.print_list.to_owned(), "/events", here)).await?,
        t,
        month: texts.month(found.first),
        head: head(&house, &visitor, texts).await?,
        back: format!("/events?month={month}"),
        lines: found.events.iter().map(|event| line(texts, event)).collect(),
    };
    Ok(Html(page.render()?))
}

/// `Moorland visits · Printed on 1 June 2026 at 1.05 pm`
async fn head(house: &House, visitor: &Visitor, texts: Texts) -> Result<String, Error> {
    let (site, now) = (sites::get(&house.db, visitor.user.site).await?, house.clock.local());
    let name = fill(texts.w.visits_at, &[("site", &site.name)]);
    let (day, time) = (view::day(now.date(), texts.language), texts.w.time(now.time()));
    Ok(format!("{name} · {}", fill(texts.t.printed_at, &[("day", &day), ("time", &time)])))
}

// --- As a table ----------------------------------------------------------------------------------

/// `GET /events/csv?month=2026-07`: nobody's name is in it.
pub async fn csv(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, NoPage> {
    let found = load(&house, &visitor, &asked).await?;
    let texts = Texts::of(&visitor);
    let t = texts.t;
    let heads = [
        t.day,
        t.starts,
        t.ends,
        t.called,
        t.kind,
        t.booking,
        t.state,
        t.where_,
        t.people,
        t.tables,
        t.wings,
        t.volunteers_needed,
    ];
    let rows = found.events.iter().filter(|event| event.plan.kind.is_public());
    let rows = rows.map(|event| cells(texts, event));
    let table = std::iter::once(heads.map(str::to_owned).to_vec()).chain(rows);
    let name = format!("events-{}-{}.csv", visitor.user.site, value(found.first));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, csv_out::table(table)).into_response())
}

fn cells(texts: Texts, event: &Event) -> Vec<String> {
    use visits_domain::event::PoolKind::{People, Tables};
    let (plan, line) = (&event.plan, line(texts, event));
    let many = |counts| plan.capacity(counts).map(|n| n.to_string()).unwrap_or_default();
    vec![
        plan.day.to_string(),
        plan.start.format("%H:%M").to_string(),
        plan.end.format("%H:%M").to_string(),
        line.title,
        line.kind.to_owned(),
        line.booking.to_owned(),
        line.state.to_owned(),
        line.place,
        many(People),
        many(Tables),
        line.wings,
        line.volunteers.to_string(),
    ]
}
