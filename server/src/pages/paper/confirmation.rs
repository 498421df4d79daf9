//! The visit confirmation, for a claim of travel costs: in both languages at once, because whoever
//! pays may read only one of them.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;
use visits_domain::arrival::Language;
use visits_domain::visit::VisitHandle;

use super::{Made, Sheet, made, sheet};
use crate::auth::may::Act;
use crate::board::{Row, State as Stage};
use crate::desk::people;
use crate::house::House;
use crate::outcome::Attendance;
use crate::pages::place::{self, Place};
use crate::pages::today::{Asked, deed::Deed, view};
use crate::pages::{Frame, NoPage, Visitor};
use crate::store::visits::Visit;
use crate::words::paper::PaperWords;
use crate::words::{self, fill};

/// The addresses. A visit's handle says nothing about anybody.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/today/confirmation", Act::RunTheDesk, confirmation),
        place::post("/today/confirmation", Act::SeePrisoner, with_prisoner),
    ]
}

/// What the address says.
#[derive(Deserialize)]
struct Which {
    visit: Option<String>,
}

#[derive(Template)]
#[template(path = "paper_confirmation.html")]
struct Page {
    frame: Frame,
    sheet: Sheet,
    en: &'static PaperWords,
    cy: &'static PaperWords,
    visit: String,
    reference: String,
    prison: String,
    /// In English and in Welsh.
    day: (String, String),
    start: (String, String),
    end: (String, String),
    names: Vec<String>,
    /// Somebody was not named: what to do about it. Not printed.
    not_named: String,
    prisoner: String,
    may_name: bool,
}

async fn confirmation(
    State(house): State<House>,
    visitor: Visitor,
    Query(which): Query<Which>,
) -> Result<Html<String>, NoPage> {
    let visit = which.visit.and_then(|visit| visit.parse().ok()).ok_or(NoPage::NotFound)?;
    page(&house, &visitor, VisitHandle(visit), String::new()).await
}

/// `POST` with `visit`: the same with the name of the person visited, which is noted.
async fn with_prisoner(State(house): State<House>, deed: Deed) -> Result<Html<String>, NoPage> {
    let visit = deed.visit()?;
    let found = people::prisoner(&house, deed.officer(), visit).await?;
    let (_, name) = found.ok_or(NoPage::NotFound)?;
    page(&house, &deed.visitor, visit, name).await
}

async fn page(
    house: &House,
    visitor: &Visitor,
    visit: VisitHandle,
    prisoner: String,
) -> Result<Html<String>, NoPage> {
    let p = visitor.paper_words();
    let made = made(house, visitor, &Asked::whole_day()).await?;
    let here = format!("/today/confirmation?visit={visit}");
    let (frame, sheet) =
        sheet(house, visitor, (&made, p.confirmation, &here), p.printed_at).await?;
    let row = made.loaded.rows.iter().find(|row| row.visit == visit).ok_or(NoPage::NotFound)?;
    let (names, unsaid) = who_attended(&made, row);
    let page = Page {
        frame,
        sheet,
        en: PaperWords::of(Language::En),
        cy: PaperWords::of(Language::Cy),
        visit: visit.to_string(),
        reference: row.reference.clone(),
        prison: made.loaded.site.name.clone(),
        day: both(|language| view::day(row.slot.date, language)),
        start: both(|language| words::of(language).time(row.slot.start)),
        end: both(|language| words::of(language).time(row.slot.end)),
        not_named: if unsaid > 0 && !names.is_empty() {
            fill(p.not_named, &[("n", &unsaid)])
        } else {
            String::new()
        },
        names,
        may_name: prisoner.is_empty() && visitor.may(Act::SeePrisoner),
        prisoner,
    };
    Ok(Html(page.render()?))
}

fn both(text: impl Fn(Language) -> String) -> (String, String) {
    (text(Language::En), text(Language::Cy))
}

/// The names of those who were in the hall, and of how many that is not said. Nobody is named
/// before the party is in the hall.
fn who_attended(made: &Made, row: &Row) -> (Vec<String>, usize) {
    if !matches!(row.state, Stage::InHall | Stage::Left) {
        return (Vec::new(), 0);
    }
    let visits = &made.loaded.visits;
    let visit = visits.iter().find(|visit| visit.handle == row.visit);
    let of = |wanted: Option<Attendance>| {
        let people = row.people.iter();
        people.filter(move |one| row.attendance(one).map(|(is, _)| is) == wanted)
    };
    let attended = of(Some(Attendance::Attended));
    let names = attended.filter_map(|person| full_name(visit?, person.id)).collect();
    (names, of(None).count())
}

/// As it is written on a claim: `Jeanette Shaw`.
fn full_name(visit: &Visit, id: uuid::Uuid) -> Option<String> {
    let visitor = visit.visitors.iter().find(|visitor| visitor.id == id)?;
    let name = format!("{} {}", visitor.first, visitor.last).trim().to_owned();
    (!name.is_empty()).then_some(name)
}
