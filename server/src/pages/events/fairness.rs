//! The fairness report: a page, a sheet of paper, and a table. Nothing in it leads to a family.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use chrono::{Months, NaiveDate, TimeDelta};
use serde::Deserialize;

use super::view::Texts;
use crate::auth::may::Act;
use crate::csv_out;
use crate::fairness;
use crate::fairness::facts::{Distance, Fact, First, Size, TurnedAway, Way};
use crate::fairness::table::{self, Counts, Shown};
use crate::house::House;
use crate::pages::place::{self, Place};
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::words::fairness::FairnessWords;
use crate::words::fill;

/// The addresses.
pub fn places() -> Vec<Place> {
    let see = Act::SeeFairness;
    vec![place::get("/events/fairness", see, page), place::get("/events/fairness/csv", see, csv)]
}

/// Which days; none: the last three months.
#[derive(Default, Deserialize)]
pub struct Asked {
    from: Option<String>,
    until: Option<String>,
}

const YEARS: i64 = 3;

/// What a form cannot be read as.
struct NotASpan;

fn span(asked: &Asked, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), NotASpan> {
    let day = |text: &Option<String>, usual: NaiveDate| match text.as_deref() {
        None | Some("") => Ok(usual),
        Some(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| NotASpan),
    };
    let usual = today.checked_sub_months(Months::new(3)).unwrap_or(today);
    let (from, until) = (day(&asked.from, usual)?, day(&asked.until, today)?);
    let fits = from <= until && until - from <= TimeDelta::days(366 * YEARS);
    fits.then_some((from, until)).ok_or(NotASpan)
}

/// One table.
struct Part {
    title: &'static str,
    rows: Vec<(String, [String; 3])>,
}

#[derive(Template)]
#[template(path = "fairness.html")]
struct Page {
    frame: Frame,
    t: &'static FairnessWords,
    said: Option<Said>,
    from: String,
    until: String,
    days: String,
    parts: Vec<Part>,
    turned_away: Vec<(String, String)>,
    is_empty: bool,
}

fn counts<'a>(facts: impl Iterator<Item = &'a Fact>) -> Counts {
    let one = |fact: &Fact| {
        let offered = fact.offered || fact.attended;
        Counts([1, u32::from(offered), u32::from(fact.attended)])
    };
    facts.map(one).fold(Counts::default(), Counts::plus)
}

fn cell(t: &FairnessWords, shown: Option<u32>) -> String {
    shown.map_or_else(|| t.withheld.to_owned(), |count| count.to_string())
}

fn line(t: &FairnessWords, shown: Shown) -> [String; 3] {
    shown.map(|shown| cell(t, shown))
}

/// A table of named groups with the sums below.
fn part(t: &FairnessWords, title: &'static str, groups: Vec<(String, Counts)>) -> Part {
    let (names, rows): (Vec<String>, Vec<Counts>) = groups.into_iter().unzip();
    let (shown, total) = table::shown(&rows);
    let mut rows: Vec<_> =
        names.into_iter().zip(shown).map(|(name, shown)| (name, line(t, shown))).collect();
    rows.push((t.all.to_owned(), line(t, total)));
    Part { title, rows }
}

fn by<K: Copy + PartialEq>(
    facts: &[Fact],
    all: &[K],
    of: fn(&Fact) -> K,
    name: impl Fn(K) -> &'static str,
) -> Vec<(String, Counts)> {
    let group = |kind: &K| {
        let theirs = facts.iter().filter(|fact| of(fact) == *kind);
        (name(*kind).to_owned(), counts(theirs))
    };
    all.iter().map(group).collect()
}

/// Wings by their names; who is not known of comes last.
fn by_wing(t: &FairnessWords, facts: &[Fact]) -> Vec<(String, Counts)> {
    let mut wings: BTreeMap<(bool, &str), Vec<&Fact>> = BTreeMap::new();
    for fact in facts {
        wings.entry((fact.wing.is_empty(), &fact.wing)).or_default().push(fact);
    }
    let name = |(unknown, wing): (bool, &str)| {
        if unknown { t.not_known.to_owned() } else { wing.to_owned() }
    };
    wings.into_iter().map(|(key, facts)| (name(key), counts(facts.into_iter()))).collect()
}

fn parts(t: &FairnessWords, facts: &[Fact]) -> Vec<Part> {
    vec![
        part(t, t.by_first, by(facts, First::ALL, |fact| fact.first, |kind| t.first(kind))),
        part(t, t.by_wing, by_wing(t, facts)),
        part(t, t.by_distance, by(facts, Distance::ALL, |f| f.distance, |kind| t.distance(kind))),
        part(t, t.by_size, by(facts, Size::ALL, |fact| fact.size, |kind| t.size(kind))),
        part(t, t.by_way, by(facts, Way::ALL, |fact| fact.way, |kind| t.way(kind))),
    ]
}

fn turned_away(t: &FairnessWords, facts: &[Fact]) -> Vec<(String, String)> {
    let count = |why: &TurnedAway| {
        let theirs = facts.iter().filter(|fact| fact.turned_away == Some(*why)).count();
        u32::try_from(theirs).unwrap_or(u32::MAX)
    };
    let counts: Vec<u32> = TurnedAway::ALL.iter().map(count).collect();
    let total = counts.iter().sum();
    let shown = table::list(&counts);
    let each = TurnedAway::ALL.iter().zip(shown);
    let mut lines: Vec<(String, String)> =
        each.map(|(why, shown)| (t.why(*why).to_owned(), cell(t, shown))).collect();
    let all = table::list(&[total]).into_iter().next().flatten();
    lines.push((t.turned_away_all.to_owned(), cell(t, all)));
    lines
}

fn words(visitor: &Visitor) -> &'static FairnessWords {
    FairnessWords::of(visitor.chosen.language)
}

/// `GET /events/fairness?from=2026-01-01&until=2026-06-30`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, NoPage> {
    let (t, texts) = (words(&visitor), Texts::of(&visitor));
    let today = house.clock.local().date();
    let (span, said) = match span(&asked, today) {
        Ok(span) => (span, None),
        Err(NotASpan) => ((today, today), Some(Said::refused(t.span_wrong))),
    };
    let facts = fairness::facts(&house, visitor.user.site, span).await?;
    let days = [span.0, span.1].map(|day| texts.day(day));
    let status = Said::status(said.as_ref());
    let about = (t.title.to_owned(), "/events", "/events/fairness".to_owned());
    let page = Page {
        frame: frame(&house, &visitor, about).await?,
        t,
        said,
        from: span.0.to_string(),
        until: span.1.to_string(),
        days: fill(t.of_days, &[("from", &days[0]), ("until", &days[1])]),
        is_empty: facts.is_empty(),
        parts: parts(t, &facts),
        turned_away: turned_away(t, &facts),
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `GET /events/fairness/csv`: the same figures, and no other.
pub async fn csv(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, NoPage> {
    let t = words(&visitor);
    let Ok(span) = span(&asked, house.clock.local().date()) else { return Err(NoPage::NotFound) };
    let facts = fairness::facts(&house, visitor.user.site, span).await?;
    let head = [t.by, t.families, t.asked, t.offered, t.attended].map(str::to_owned).to_vec();
    let mut rows = vec![head];
    for part in parts(t, &facts) {
        for (name, [asked, offered, attended]) in part.rows {
            rows.push(vec![part.title.to_owned(), name, asked, offered, attended]);
        }
    }
    for (why, count) in turned_away(t, &facts) {
        rows.push(vec![t.turned_away.to_owned(), why, count, String::new(), String::new()]);
    }
    let name = format!("attachment; filename=\"fairness-{}-{}.csv\"", span.0, span.1);
    let headers =
        [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, csv_out::table(rows)).into_response())
}
