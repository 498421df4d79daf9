//! Arrivals by hand, walk-ins, and mending what kiosks observed.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use visits_domain::arrival::{ArrivalNumber, Need};
use visits_domain::visit::VisitHandle;

use super::deed::Deed;
use super::{acts, start_of};
use crate::auth::may::Act;
use crate::desk::arrivals::{self, Came};
use crate::desk::walk_ins::{self, WalkIn};
use crate::desk::{Answer, Why};
use crate::house::House;
use crate::pages::NoPage;
use crate::pages::fields::Fields;
use crate::pages::place::{self, Place};
use crate::store::visitors::Extra;

/// How many adults the form of a walk-in has lines for.
pub const WALK_IN_LINES: usize = 4;

/// The addresses of these acts.
pub fn places() -> Vec<Place> {
    let desk = Act::RunTheDesk;
    vec![
        place::post("/today/arrived", desk, by_hand),
        place::post("/today/undo-arrival", desk, undo),
        place::post("/today/mend-link", desk, mend),
        place::post("/today/merge", desk, merge),
        place::post("/today/walk-in", desk, walk_in),
    ]
}

async fn by_hand(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let more = deed.fields.is_set("more");
    let answer = match came(&deed.fields) {
        Ok(came) => arrivals::by_hand(&house, deed.officer(), (deed.saw()?, more), &came).await?,
        Err(why) => Answer::No(why),
    };
    Ok(deed.answer(answer))
}

fn came(fields: &Fields) -> Result<Came, Why> {
    let count = |name| match fields.text(name) {
        "" => Ok(0),
        text => text.parse().map_err(|_| Why::Unreadable),
    };
    let needs = Need::ALL.into_iter().filter(|need| fields.all("need").any(|n| n == code(*need)));
    Ok(Came {
        party: Came::party(count("adults")?, count("children")?)?,
        first_visit: fields.is_set("first_visit"),
        needs: needs.collect(),
    })
}

/// A need in forms.
pub fn code(need: Need) -> &'static str {
    match need {
        Need::Quiet => "quiet",
        Need::StepFree => "step-free",
        Need::Hearing => "hearing",
        Need::Baby => "baby",
        Need::Language => "language",
    }
}

/// An arrival number as people type it.
fn number(fields: &Fields) -> Option<ArrivalNumber> {
    fields.text("number").to_uppercase().parse().ok()
}

async fn undo(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let answer = match number(&deed.fields) {
        Some(number) => arrivals::undo(&house, deed.officer(), deed.saw()?, number).await?,
        None => Answer::No(Why::Unreadable),
    };
    Ok(deed.answer(answer))
}

async fn mend(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let reference = deed.fields.text("reference");
    let answer = match number(&deed.fields) {
        Some(number) => {
            let which = (deed.saw()?, number);
            arrivals::mend(&house, deed.officer(), which, reference).await?
        }
        None => Answer::No(Why::Unreadable),
    };
    Ok(deed.answer(answer))
}

async fn merge(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let answer = match number(&deed.fields) {
        Some(number) => arrivals::merge(&house, deed.officer(), deed.saw()?, number).await?,
        None => Answer::No(Why::Unreadable),
    };
    Ok(deed.answer(answer))
}

async fn walk_in(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let answer = match written_down(&deed, house.clock.local().date()) {
        Ok(walk_in) => walk_ins::add(&house, deed.officer(), &walk_in).await?,
        Err(why) => Answer::No(why),
    };
    Ok(deed.answer(answer))
}

fn written_down(deed: &Deed, today: NaiveDate) -> Result<WalkIn, Why> {
    let fields = &deed.fields;
    if fields.get::<NaiveDate>("day") != Some(today) {
        return Err(Why::OtherDay);
    }
    let lines = (1..=WALK_IN_LINES).map(|line| acts::extra(fields, &line.to_string(), today));
    let people: Vec<Extra> = lines.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    let children: u8 = match fields.text("children") {
        "" => 0,
        text => text.parse().map_err(|_| Why::Unreadable)?,
    };
    let adults = u8::try_from(people.len()).map_err(|_| Why::Unreadable)?;
    if people.is_empty() {
        return Err(Why::Unreadable);
    }
    let plain = |name: &str| -> String {
        fields.text(name).chars().filter(|c| !c.is_control()).take(80).collect()
    };
    Ok(WalkIn {
        handle: VisitHandle(fields.get("visit").ok_or(Why::Unreadable)?),
        start: start_of(fields.text("start")).ok_or(Why::Unreadable)?,
        people,
        came: Came {
            party: Came::party(adults, children)?,
            first_visit: fields.is_set("first_visit"),
            needs: Vec::new(),
        },
        prisoner_number: plain("prisoner_number").to_uppercase(),
        prisoner_name: plain("prisoner_name"),
    })
}
