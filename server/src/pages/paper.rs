//! What is printed from Today, and the outcome sheet. Every sheet is a page as well: on a screen
//! it has its buttons, on paper only what belongs there.

mod confirmation;
mod list;
mod outcomes;
mod pack;
mod roll_call;

use chrono::{NaiveDateTime, NaiveTime};
use visits_domain::arrival::Language;

use super::place::Place;
use super::today::row::{self, RowView};
use super::today::{Asked, Loaded, load, view};
use super::{Frame, NoPage, Visitor, frame};
use crate::board::Row;
use crate::clock::{local, moment};
use crate::house::House;
use crate::paper;
use crate::store::kiosks;
use crate::words::paper::PaperWords;
use crate::words::{Words, fill};

/// The addresses of the sheets.
pub fn places() -> Vec<Place> {
    let parts = [
        list::places(),
        pack::places(),
        roll_call::places(),
        confirmation::places(),
        outcomes::places(),
    ];
    parts.into_iter().flatten().collect()
}

/// What every sheet has.
struct Sheet {
    p: &'static PaperWords,
    title: String,
    /// The prison and the day, and when this was made: on every page of paper.
    head: String,
    /// The way back to Today.
    back: String,
    /// What this list cannot know: kiosks that are not heard from.
    not_on_it: Vec<String>,
}

/// What a sheet is made from: the board of a moment, and that moment.
struct Made {
    loaded: Loaded,
    now: NaiveDateTime,
}

impl Visitor {
    pub(super) fn paper_words(&self) -> &'static PaperWords {
        PaperWords::of(self.chosen.language)
    }
}

async fn made(house: &House, visitor: &Visitor, asked: &Asked) -> Result<Made, NoPage> {
    let loaded = load(house, visitor.user.site, asked).await?;
    Ok(Made { loaded, now: house.clock.local() })
}

async fn sheet(
    house: &House,
    visitor: &Visitor,
    (made, title, here): (&Made, &str, &str),
    head: &str,
) -> Result<(Frame, Sheet), NoPage> {
    let words = visitor.words();
    let known = kiosks::all(&house.db, visitor.user.site).await?;
    let list = made.loaded.site.list_as_of.map(|at| local(moment(at)));
    let about = (title.to_owned(), "/today", here.to_owned());
    let sheet = Sheet {
        p: visitor.paper_words(),
        title: title.to_owned(),
        head: head_of(visitor, made, head),
        back: view::address(made.loaded.session),
        not_on_it: view::kiosk_line(words, &known, list, house.clock.now()).away,
    };
    Ok((frame(house, visitor, about).await?, sheet))
}

/// `Moorland visits · Printed on 1 June 2026 at 1.05 pm`
fn head_of(visitor: &Visitor, made: &Made, text: &str) -> String {
    let (words, language) = (visitor.words(), visitor.chosen.language);
    let house_name = fill(words.visits_at, &[("site", &made.loaded.site.name)]);
    let day = view::day(made.now.date(), language);
    let time = words.time(made.now.time());
    format!("{house_name} · {}", fill(text, &[("day", &day), ("time", &time)]))
}

/// One session of a list on paper.
struct Part {
    title: String,
    count: String,
    rows: Vec<Line>,
}

/// One visit on paper.
struct Line {
    row: RowView,
    /// Children on the list; empty when there is none.
    children: String,
    /// Whom they visit; only on the pack that names them.
    visiting: String,
}

/// The sessions of what was loaded, each by surname. A party whose visit the list has moved away
/// stands in the session it came for, or in one of its own.
fn parts(visitor: &Visitor, mut loaded: Loaded) -> Vec<Part> {
    let (words, language) = (visitor.words(), visitor.chosen.language);
    let (today, paper_words) = (visitor.today_words(), visitor.paper_words());
    paper::by_surname(&mut loaded.rows);
    let texts = (words, today, language);
    let of_session = loaded.rows.chunk_by(|a, b| a.slot.start == b.slot.start);
    of_session
        .map(|rows| Part {
            title: title_of((words, paper_words), &loaded.sessions_off, rows),
            count: fill(paper_words.visits_listed, &[("n", &rows.len())]),
            rows: rows.iter().map(|row| line(texts, row)).collect(),
        })
        .collect()
}

fn line(texts: (&Words, &crate::words::today::TodayWords, Language), row: &Row) -> Line {
    let children = match row.children() {
        0 => String::new(),
        n => n.to_string(),
    };
    Line { row: row::view(texts, row), children, visiting: String::new() }
}

fn title_of((words, p): (&Words, &PaperWords), off: &[NaiveTime], rows: &[Row]) -> String {
    let start = rows.first().map_or(NaiveTime::MIN, |row| row.slot.start);
    let end = rows.iter().map(|row| row.slot.end).max().unwrap_or(start);
    let text = if off.contains(&start) { p.session_off } else { p.session };
    fill(text, &[("time", &words.time(start)), ("end", &words.time(end))])
}
