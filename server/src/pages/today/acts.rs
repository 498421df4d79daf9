//! What staff do with a row of Today. Each is a form; afterwards the board is shown again.

use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike as _, NaiveDate};
use visits_domain::person::{BirthDate, Surname};

use super::deed::Deed;
use crate::auth::may::Act;
use crate::desk::rules::{Step, Wish};
use crate::desk::{Answer, Why, people, steps};
use crate::house::House;
use crate::outcome::{Attendance, Outcome};
use crate::pages::NoPage;
use crate::pages::fields::Fields;
use crate::pages::place::{self, Place};
use crate::store::visitors::Extra;

/// The addresses of these acts.
pub fn places() -> Vec<Place> {
    let desk = Act::RunTheDesk;
    vec![
        place::post("/today/id-seen", desk, id_seen),
        place::post("/today/call", desk, |s, d| wish(s, d, |_| Ok(Wish::Call))),
        place::post("/today/search-done", desk, |s, d| wish(s, d, |_| Ok(Wish::Search))),
        place::post("/today/hall", desk, |s, d| wish(s, d, |d| Ok(Wish::Hall(table(d)?)))),
        place::post("/today/table", desk, |s, d| wish(s, d, |d| Ok(Wish::Table(table(d)?)))),
        place::post("/today/left", desk, |s, d| wish(s, d, |_| Ok(Wish::Leave))),
        place::post("/today/to-the-desk", desk, |s, d| wish(s, d, |_| Ok(Wish::ToTheDesk))),
        place::post("/today/settled", desk, |s, d| wish(s, d, |_| Ok(Wish::Settled))),
        place::post("/today/take-back", desk, |s, d| wish(s, d, take_back)),
        place::post("/today/outcome", desk, |s, d| wish(s, d, outcome)),
        place::post("/today/attendance", desk, attendance),
        place::post("/today/add-visitor", desk, add_visitor),
    ]
}

/// Reads what is wished and does it.
async fn wish(
    State(house): State<House>,
    deed: Deed,
    read: impl FnOnce(&Deed) -> Result<Wish, Why>,
) -> Result<Response, NoPage> {
    let answer = match read(&deed) {
        Ok(wish) => steps::wish(&house, deed.officer(), deed.saw()?, wish).await?,
        Err(why) => Answer::No(why),
    };
    Ok(deed.answer(answer))
}

fn table(deed: &Deed) -> Result<Option<String>, Why> {
    steps::table(deed.fields.text("table"))
}

fn take_back(deed: &Deed) -> Result<Wish, Why> {
    let typed = deed.fields.text("step");
    let step = Step::ALL.into_iter().find(|step| step.code() == typed);
    step.map(Wish::TakeBack).ok_or(Why::Unreadable)
}

fn outcome(deed: &Deed) -> Result<Wish, Why> {
    Outcome::parse(deed.fields.text("outcome")).map(Wish::End).ok_or(Why::Unreadable)
}

/// `tick`: an adult's id, a colon, and 1 or 0. Without it: all adults.
async fn id_seen(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let (person, seen) = match deed.fields.text("tick").split_once(':') {
        Some((person, seen)) => {
            (Some(person.parse().map_err(|_| NoPage::Unreadable)?), seen == "1")
        }
        None => (None, true),
    };
    let answer = people::id_seen(&house, deed.officer(), deed.saw()?, (person, seen)).await?;
    Ok(deed.answer(answer))
}

/// `attendance`: a person's id, a colon, and the code; no code takes it back.
async fn attendance(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let (person, code) =
        deed.fields.text("attendance").split_once(':').ok_or(NoPage::Unreadable)?;
    let person = person.parse().map_err(|_| NoPage::Unreadable)?;
    let said = (person, Attendance::parse(code));
    let answer = people::attendance(&house, deed.officer(), deed.saw()?, said).await?;
    Ok(deed.answer(answer))
}

async fn add_visitor(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let answer = match extra(&deed.fields, "", house.clock.local().date()) {
        Ok(Some(extra)) => people::add(&house, deed.officer(), deed.saw()?, &extra).await?,
        Ok(None) => Answer::No(Why::Unreadable),
        Err(why) => Answer::No(why),
    };
    Ok(deed.answer(answer))
}

/// Somebody who is on no list, from `first`, `last` and `born` with a suffix; none: all empty.
pub fn extra(fields: &Fields, suffix: &str, today: NaiveDate) -> Result<Option<Extra>, Why> {
    let text = |name: &str| -> String {
        fields
            .text(&format!("{name}{suffix}"))
            .chars()
            .filter(|c| !c.is_control())
            .take(80)
            .collect()
    };
    let (first, last, born) = (text("first"), text("last"), text("born"));
    if first.is_empty() && last.is_empty() && born.is_empty() {
        return Ok(None);
    }
    let born = match born.as_str() {
        "" => None,
        text => Some(birth(text, today).ok_or(Why::Unreadable)?),
    };
    // A surname is what the row is found by.
    if Surname::parse(&last).is_err() {
        return Err(Why::Unreadable);
    }
    Ok(Some(Extra { first, last, born }))
}

fn birth(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let day: NaiveDate = text.parse().ok()?;
    BirthDate::parse(day.year(), day.month(), day.day(), today).ok().map(BirthDate::date)
}
