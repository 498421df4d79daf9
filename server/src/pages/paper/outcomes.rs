//! The outcome sheet at the end of a session: what somebody has to decide first, then what is
//! decided, in the Ministry's codes; and the same as a file.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use visits_domain::visit::VisitHandle;

use super::{Sheet, made, sheet};
use crate::auth::may::Act;
use crate::board::Row;
use crate::clock::{local, moment};
use crate::csv_out;
use crate::desk::rules::Wish;
use crate::desk::{Answer, Saw, sheets, steps};
use crate::house::House;
use crate::outcome::Outcome;
use crate::pages::place::{self, Place};
use crate::pages::today::row::{self, RowView};
use crate::pages::today::{Asked, deed::Deed, view};
use crate::pages::{Frame, NoPage, Visitor};
use crate::paper;
use crate::paper::outcomes::{self, Decided, Undecided};
use crate::words::fill;
use crate::words::today::TodayWords;

/// The addresses.
pub fn places() -> Vec<Place> {
    let desk = Act::RunTheDesk;
    vec![
        place::get("/today/outcomes", desk, shown),
        place::post("/today/outcomes/proposed", desk, note_proposed),
        // A form, because each export is noted.
        place::post("/today/outcomes/csv", desk, download),
    ]
}

#[derive(Template)]
#[template(path = "paper_outcomes.html")]
struct Page {
    frame: Frame,
    sheet: Sheet,
    t: &'static TodayWords,
    heading: String,
    said: &'static str,
    tabs: Vec<view::Tab>,
    session: String,
    day_value: String,
    undecided: Vec<UndecidedView>,
    proposals: Vec<Proposal>,
    decided: Vec<DecidedView>,
    undecided_title: String,
    decided_title: String,
    download_means: String,
}

/// A visit to decide.
struct UndecidedView {
    row: RowView,
    start: String,
    /// What the board knows.
    knows: String,
    proposed: Option<(&'static str, String)>,
    unknown: Vec<(String, String)>,
    outcomes: Vec<(&'static str, &'static str)>,
}

/// All visits for which the steps suggest the same.
struct Proposal {
    code: &'static str,
    label: String,
    /// Visit and version, so that a row that has changed since is left alone.
    rows: Vec<String>,
}

/// A decided visit.
struct DecidedView {
    reference: String,
    not_listed: bool,
    date: String,
    start: String,
    code: &'static str,
    noted: String,
    people: Vec<(String, &'static str)>,
}

/// `GET /today/outcomes?session=13:45`
async fn shown(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, NoPage> {
    let (words, p) = (visitor.words(), visitor.paper_words());
    let mut made = made(&house, &visitor, &asked).await?;
    let session = view::session_value(made.loaded.session);
    let here = format!("/today/outcomes?session={session}");
    let (frame, sheet) = sheet(&house, &visitor, (&made, p.outcomes, &here), p.printed_at).await?;
    paper::by_surname(&mut made.loaded.rows);
    let found = outcomes::sheet(&made.loaded.rows);
    let (decided, undecided) = (found.decided.len(), found.undecided.len());
    let page = Page {
        frame,
        sheet,
        heading: match made.loaded.session {
            Some(start) => fill(words.session_at, &[("time", &words.time(start))]),
            None => words.all_day.to_owned(),
        },
        said: asked.why().map_or("", |why| visitor.today_words().why(why)),
        t: visitor.today_words(),
        tabs: view::tabs(words, &made.loaded.sessions, made.loaded.session),
        session,
        day_value: made.loaded.today.to_string(),
        proposals: proposals(&visitor, &found.undecided),
        undecided: found.undecided.iter().map(|one| to_decide(&visitor, one)).collect(),
        decided: found.decided.iter().map(|one| settled(&visitor, one)).collect(),
        undecided_title: fill(p.decide_these, &[("n", &undecided)]),
        decided_title: fill(p.decided, &[("n", &decided)]),
        download_means: fill(p.download_means, &[("n", &decided), ("m", &undecided)]),
    };
    Ok(Html(page.render()?))
}

fn to_decide(visitor: &Visitor, one: &Undecided<'_>) -> UndecidedView {
    let (words, t, p) = (visitor.words(), visitor.today_words(), visitor.paper_words());
    let row = row::view((words, t, visitor.chosen.language), one.row);
    let known = if one.unknown.is_empty() {
        fill(p.the_board_says, &[("state", &row.state)])
    } else {
        let said = one.said.map(Outcome::code).unwrap_or_default();
        format!("{said} · {}", p.who_was_there)
    };
    let name = |name: &str| {
        if name.is_empty() { words.name_missing.to_owned() } else { name.to_owned() }
    };
    UndecidedView {
        start: words.time(one.row.slot.start),
        knows: known,
        proposed: one
            .proposed
            .map(|outcome| (outcome.code(), fill(p.decide, &[("code", &outcome.code())]))),
        unknown: one.unknown.iter().map(|who| (who.id.to_string(), name(&who.name))).collect(),
        outcomes: row.menu.outcomes.iter().map(|(code, label, _)| (*code, *label)).collect(),
        row,
    }
}

/// One button for all visits of which the board suggests the same.
fn proposals(visitor: &Visitor, undecided: &[Undecided<'_>]) -> Vec<Proposal> {
    let all = Outcome::ALL.iter().filter_map(|outcome| {
        let same = undecided.iter().filter(|one| one.proposed == Some(*outcome));
        let rows: Vec<String> = same.map(|one| key(one.row)).collect();
        let values: &[(&str, &(dyn std::fmt::Display + Sync))] =
            &[("code", &outcome.code()), ("n", &rows.len())];
        let label = fill(visitor.paper_words().decide_all, values);
        (rows.len() > 1).then_some(Proposal { code: outcome.code(), label, rows })
    });
    all.collect()
}

fn key(row: &Row) -> String {
    format!("{}:{}", row.visit, row.progress.version)
}

fn settled(visitor: &Visitor, one: &Decided<'_>) -> DecidedView {
    let (words, language) = (visitor.words(), visitor.chosen.language);
    let name = |name: &str| {
        if name.is_empty() { words.name_missing.to_owned() } else { name.to_owned() }
    };
    let people = one.people.iter().map(|(person, is)| (name(&person.name), is.code()));
    DecidedView {
        reference: one.row.reference.clone(),
        not_listed: one.row.by_hand,
        date: view::day(one.row.slot.date, language),
        start: words.time(one.row.slot.start),
        code: one.outcome.code(),
        noted: words.time(local(moment(one.at)).time()),
        people: people.collect(),
    }
}

/// `row`: a visit, a colon and the version its page showed, many times. A row that somebody has
/// changed since stays as it is, and the answer says so.
async fn note_proposed(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let outcome = Outcome::parse(deed.fields.text("outcome")).ok_or(NoPage::Unreadable)?;
    let day = deed.fields.must("day")?;
    let mut answer = Answer::AlreadySo;
    for row in deed.fields.all("row") {
        let (visit, version) = row.split_once(':').ok_or(NoPage::Unreadable)?;
        let visit = VisitHandle(visit.parse().map_err(|_| NoPage::Unreadable)?);
        let version = version.parse().map_err(|_| NoPage::Unreadable)?;
        let saw = Saw { visit, version, day };
        match steps::wish(&house, deed.officer(), saw, Wish::End(outcome)).await? {
            Answer::No(why) => answer = Answer::No(why),
            _ if !matches!(answer, Answer::No(_)) => answer = Answer::Done,
            _ => {}
        }
    }
    Ok(deed.answer(answer))
}

/// `POST` with `session`: the decided visits as a file.
async fn download(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let asked = Asked::session(deed.fields.text("session").to_owned());
    let mut made = made(&house, &deed.visitor, &asked).await?;
    paper::by_surname(&mut made.loaded.rows);
    let found = outcomes::sheet(&made.loaded.rows);
    let undecided = match found.undecided.len() {
        0 => String::new(),
        n => fill(deed.visitor.paper_words().csv_undecided, &[("n", &n)]),
    };
    let lines = outcomes::lines(&found.decided, &made.loaded.visits, &undecided);
    let session = view::session_value(made.loaded.session);
    let (day, site) = (made.loaded.today, made.loaded.site.code);
    sheets::exported(&house, deed.officer(), (day, &session)).await?;
    let name = format!("outcomes-{site}-{day}-{}.csv", session.replace(':', ""));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, csv_out::table(lines)).into_response())
}
