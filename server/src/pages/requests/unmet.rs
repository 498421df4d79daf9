//! The report of unmet need: a page, a sheet of paper and a table.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use chrono::{Months, NaiveDate, TimeDelta};
use serde::Deserialize;
use visits_domain::arrival::Language;
use visits_domain::help::{HelpNeed, Stage};

use super::HERE;
use crate::csv_out;
use crate::error::Error;
use crate::house::House;
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::sought;
use crate::unmet::{self, Asked, Gap};
use crate::words::unmet::UnmetWords;

/// Which days; none: the last three months.
#[derive(Default, Deserialize)]
pub struct Span {
    from: Option<String>,
    until: Option<String>,
}

const YEARS: i64 = 3;

impl Span {
    /// None: it cannot be read.
    fn days(&self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let day = |text: &Option<String>, usual| match text.as_deref() {
            None | Some("") => Some(usual),
            Some(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
        };
        let usual = today.checked_sub_months(Months::new(3)).unwrap_or(today);
        let (from, until) = (day(&self.from, usual)?, day(&self.until, today)?);
        (from <= until && until - from <= TimeDelta::days(366 * YEARS)).then_some((from, until))
    }
}

struct NeedView {
    need: &'static str,
    in_vain: String,
    found: String,
}

struct GapView {
    need: &'static str,
    stage: &'static str,
    nation: &'static str,
    language: String,
    times: String,
}

#[derive(Template)]
#[template(path = "unmet.html")]
struct Page {
    frame: Frame,
    u: &'static UnmetWords,
    said: Option<Said>,
    from: String,
    until: String,
    needs: Vec<NeedView>,
    gaps: Vec<GapView>,
}

/// What a report is read with.
struct Reads {
    u: &'static UnmetWords,
    language: Language,
}

impl Reads {
    fn times(&self, times: Option<u32>) -> String {
        times.map_or_else(|| self.u.few.to_owned(), |times| times.to_string())
    }

    fn need(&self, need: Option<HelpNeed>) -> &'static str {
        need.map_or(self.u.by_word, |need| need.title().of(self.language))
    }

    fn gap(&self, need: Option<HelpNeed>, gap: &Gap) -> GapView {
        let known = Language::ALL.into_iter().find(|one| one.code() == gap.language);
        GapView {
            need: self.need(need),
            stage: gap.stage.map_or(self.u.any_stage, |stage| stage.title().of(self.language)),
            nation: self.u.nation_of(gap.nation),
            language: known.map_or_else(|| gap.language.clone(), |one| one.own_name().to_owned()),
            times: self.times(gap.times),
        }
    }
}

async fn report(
    house: &House,
    visitor: &Visitor,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Asked>, Error> {
    Ok(unmet::report(&sought::sums(&house.db, visitor.user.site, days).await?))
}

/// `GET /requests/unmet`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Query(span): Query<Span>,
) -> Result<Response, NoPage> {
    let (u, today) = (UnmetWords::of(visitor.chosen.language), house.clock.local().date());
    let chosen = span.days(today);
    let usual = Span::default().days(today).unwrap_or((today, today));
    let days = chosen.unwrap_or(usual);
    let asked = report(&house, &visitor, days).await?;
    let reads = Reads { u, language: visitor.chosen.language };
    let said = chosen.is_none().then(|| Said::refused(u.not_a_span));
    let status = Said::status(said.as_ref());
    let title = (u.title.to_owned(), HERE, "/requests/unmet".to_owned());
    let page = Page {
        frame: frame(&house, &visitor, title).await?,
        u,
        said,
        from: days.0.to_string(),
        until: days.1.to_string(),
        gaps: asked
            .iter()
            .flat_map(|one| one.gaps.iter().map(|gap| reads.gap(one.need, gap)))
            .collect(),
        needs: asked
            .iter()
            .map(|one| NeedView {
                need: reads.need(one.need),
                in_vain: reads.times(one.in_vain),
                found: reads.times(one.found),
            })
            .collect(),
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `GET /requests/unmet/csv`: each need, then each way in which it was asked for in vain.
pub async fn csv(
    State(house): State<House>,
    visitor: Visitor,
    Query(span): Query<Span>,
) -> Result<Response, NoPage> {
    let today = house.clock.local().date();
    let days = span.days(today).ok_or(NoPage::Unreadable)?;
    let asked = report(&house, &visitor, days).await?;
    let few = |times: Option<u32>| times.map_or_else(|| "1-4".to_owned(), |n| n.to_string());
    let word = |need: Option<HelpNeed>| need.map_or("word", HelpNeed::as_str).to_owned();
    let heads = ["need", "stage", "nation", "language", "in_vain", "found"].map(str::to_owned);
    let mut table = vec![heads.to_vec()];
    for one in &asked {
        let any = || "any".to_owned();
        let counts = [few(one.in_vain), few(one.found)];
        table.push([vec![word(one.need), any(), any(), any()], counts.to_vec()].concat());
        for gap in &one.gaps {
            table.push(vec![
                word(one.need),
                gap.stage.map_or("not-said", Stage::as_str).to_owned(),
                gap.nation.as_str().to_owned(),
                gap.language.clone(),
                few(gap.times),
                String::new(),
            ]);
        }
    }
    let name = format!("unmet-need-{}-{}-{}.csv", visitor.user.site, days.0, days.1);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, csv_out::table(table)).into_response())
}
