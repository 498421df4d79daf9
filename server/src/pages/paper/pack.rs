//! The desk pack: all that the desk needs on a day without the network.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use visits_domain::arrival::ArrivalNumber;
use visits_domain::site::KioskLetter;
use visits_domain::visit::VisitHandle;

use super::{Made, Part, Sheet, made, parts, sheet};
use crate::auth::may::Act;
use crate::desk::{Officer, sheets};
use crate::house::House;
use crate::pages::place::{self, Place};
use crate::pages::today::{Asked, view};
use crate::pages::{Frame, NoPage, Visitor};
use crate::words::paper::PaperWords;

/// Numbers written by hand begin here: no prison sees so many families in a day that Today gives
/// one of these as well.
const FIRST_ON_PAPER: u16 = 501;
/// How many the arrival sheet has.
const ON_PAPER: u16 = 40;
/// How many parties the roll-call sheet has lines for.
const ROLL_CALL_LINES: usize = 20;

/// The addresses.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/today/desk-pack", Act::RunTheDesk, pack),
        // A form, because it is noted each time; and its answer is kept nowhere.
        place::post("/today/desk-pack", Act::SeePrisoner, with_prisoners),
    ]
}

#[derive(Template)]
#[template(path = "paper_pack.html")]
struct Page {
    frame: Frame,
    sheet: Sheet,
    parts: Vec<Part>,
    steps: [&'static str; 6],
    late: String,
    ask: [&'static str; 4],
    numbers: Vec<String>,
    roll_call_lines: usize,
    names_prisoners: bool,
    may_name: bool,
}

async fn pack(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    let made = made(&house, &visitor, &Asked::whole_day()).await?;
    page(&house, &visitor, made, None).await
}

async fn with_prisoners(
    State(house): State<House>,
    visitor: Visitor,
) -> Result<Html<String>, NoPage> {
    let made = made(&house, &visitor, &Asked::whole_day()).await?;
    let officer = Officer { site: visitor.user.site, name: &visitor.user.name };
    let visits: Vec<VisitHandle> = made.loaded.rows.iter().map(|row| row.visit).collect();
    let names = sheets::prisoners(&house, officer, &visits).await?;
    page(&house, &visitor, made, Some(names)).await
}

async fn page(
    house: &House,
    visitor: &Visitor,
    made: Made,
    prisoners: Option<HashMap<VisitHandle, String>>,
) -> Result<Html<String>, NoPage> {
    let (words, p) = (visitor.words(), visitor.paper_words());
    let about = (&made, p.desk_pack, "/today/desk-pack");
    let (frame, sheet) = sheet(house, visitor, about, p.printed_at).await?;
    let late = made.loaded.site.late_minutes_on(made.loaded.today);
    let mut parts = parts(visitor, made.loaded);
    for line in parts.iter_mut().flat_map(|part| &mut part.rows) {
        let visit = line.row.visit.parse().ok().map(VisitHandle);
        let name = prisoners.as_ref().zip(visit).and_then(|(names, visit)| names.get(&visit));
        line.visiting = name.cloned().unwrap_or_default();
    }
    let page = Page {
        frame,
        sheet,
        parts,
        steps: steps(p),
        late: view::lateness(words, late),
        ask: [p.pack_duty, p.pack_control, p.pack_safeguarding, p.pack_support],
        numbers: numbers(),
        roll_call_lines: ROLL_CALL_LINES,
        names_prisoners: prisoners.is_some(),
        may_name: visitor.may(Act::SeePrisoner),
    };
    Ok(Html(page.render()?))
}

fn steps(p: &PaperWords) -> [&'static str; 6] {
    [p.pack_1, p.pack_2, p.pack_3, p.pack_4, p.pack_5, p.pack_6]
}

fn numbers() -> Vec<String> {
    let all = FIRST_ON_PAPER..FIRST_ON_PAPER + ON_PAPER;
    all.map(|count| ArrivalNumber { kiosk: KioskLetter::DESK, count }.to_string()).collect()
}
