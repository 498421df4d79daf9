//! Families who wait for a volunteer, on a phone or a PC: numbers and seats, no family's name.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Redirect};
use serde::Deserialize;
use uuid::Uuid;
use visits_domain::wire::{KeyholderCode, VolunteerAct};

use super::place::{self, Place};
use super::{Frame, NoPage, Visitor, frame};
use crate::audit::KEYHOLDER;
use crate::auth::may::Act;
use crate::clock::local;
use crate::house::House;
use crate::store::keyholders;
use crate::waiting::{self, Helper, Waits};
use crate::words::volunteers::VolunteerWords;
use crate::words::{Words, fill};

/// What kiosks are told of somebody who has no code: it is nobody's.
const NO_CODE: &str = "00";

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/volunteers", Act::Volunteer, page),
        place::post("/volunteers/act", Act::Volunteer, act),
    ]
}

#[derive(Template)]
#[template(path = "volunteers.html")]
struct VolunteersPage {
    frame: Frame,
    v: &'static VolunteerWords,
    rows: Vec<Row>,
}

struct Row {
    id: String,
    number: String,
    seat: String,
    language: &'static str,
    since: String,
    state: String,
    tint: &'static str,
    may_claim: bool,
}

/// `GET /volunteers`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    let (v, site) = (VolunteerWords::of(visitor.chosen.language), visitor.user.site);
    let mut conn = house.db.pool().acquire().await.map_err(crate::Error::from)?;
    let waits = waiting::at(&mut conn, site, house.clock.now()).await?;
    drop(conn);
    let title = (v.title.to_owned(), "/volunteers", "/volunteers".to_owned());
    let me = visitor.user.name.as_str();
    let rows = waits.into_iter().map(|waits| row(waits, me, visitor.words(), v)).collect();
    let page = VolunteersPage { frame: frame(&house, &visitor, title).await?, v, rows };
    Ok(Html(page.render()?))
}

fn row(waits: Waits, me: &str, words: &Words, v: &VolunteerWords) -> Row {
    let Waits { family, help } = waits;
    let (state, tint) = match (&help.claimed_by, &help.claimed_name) {
        (None, _) => (v.waits.to_owned(), "honey"),
        (Some(who), _) if who == me => (v.with_you.to_owned(), "sage"),
        (Some(who), Some(name)) if who.starts_with(KEYHOLDER) => {
            (fill(v.with_code, &[("code", name)]), "sky")
        }
        (Some(_), name) => (fill(v.with, &[("name", &name.clone().unwrap_or_default())]), "sky"),
    };
    Row {
        id: family.id.to_string(),
        number: family.number.map_or_else(|| v.no_number.to_owned(), |n| n.to_string()),
        seat: family.seat.unwrap_or_default(),
        language: family.language.own_name(),
        since: words.time(local(family.since).time()),
        state,
        tint,
        may_claim: help.claimed_by.is_none(),
    }
}

/// A family, and what somebody does for it.
#[derive(Deserialize)]
pub struct OneFamily {
    family: Uuid,
    act: VolunteerAct,
}

/// `POST /volunteers/act`
pub async fn act(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<OneFamily>,
) -> Result<Redirect, NoPage> {
    let own = keyholders::of(&house.db, visitor.user.site, &visitor.user.person).await?;
    let helper = Helper {
        who: visitor.user.name.clone(),
        code: own.unwrap_or_else(|| KeyholderCode(NO_CODE.to_owned())),
        name: visitor.user.shown_name.clone(),
        for_others: true,
    };
    let act = (&*form.family.to_string(), form.act);
    waiting::act(&house, visitor.user.site, &helper, act).await?;
    Ok(Redirect::to("/volunteers"))
}
