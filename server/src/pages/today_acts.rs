//! What staff do on the Today board. Each is a form; afterwards the board is shown again.

use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use chrono::{NaiveDate, TimeDelta, Timelike as _};
use serde::Deserialize;
use uuid::Uuid;
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{Board, News};

use super::place::{self, Place};
use super::today::{self, Asked};
use super::{NoPage, Visitor, back};
use crate::auth::may::Act;
use crate::board;
use crate::error::Error;
use crate::house::House;
use crate::store::{Write, calls, feed, sites, visits};

/// The addresses of these acts.
pub fn places() -> Vec<Place> {
    vec![
        place::post("/today/id-seen", Act::RunTheDesk, id_seen),
        place::post("/today/call", Act::RunTheDesk, call),
        place::post("/today/call-back", Act::RunTheDesk, call_back),
        place::post("/today/call-next", Act::RunTheDesk, call_next),
        place::post("/today/running-late", Act::RunTheDesk, running_late),
    ]
}

/// A visit, and one adult on it or all.
#[derive(Deserialize)]
pub struct IdSeen {
    visit: Uuid,
    visitor: Option<Uuid>,
    seen: u8,
    back: Option<String>,
}

/// `POST /today/id-seen`
pub async fn id_seen(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<IdSeen>,
) -> Result<Redirect, NoPage> {
    let (site, visit) = (visitor.user.site, VisitHandle(form.visit));
    let people = match form.visitor {
        Some(one) => vec![one],
        None => all_adults(&house, site, visit).await?,
    };
    let seen = (form.seen != 0).then(|| (house.clock.now(), visitor.user.name.as_str()));
    let mut tx = house.db.write().await?;
    for person in people {
        visits::set_id_seen(&mut tx, site, (visit, person), seen).await?;
    }
    let counters = feed::publish(&mut tx, site, Vec::new(), true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(back(form.back.as_deref()))
}

async fn all_adults(house: &House, site: SiteCode, visit: VisitHandle) -> Result<Vec<Uuid>, Error> {
    let whole_day = Asked::whole_day();
    let loaded = today::load(house, site, &whole_day).await?;
    let row = loaded.rows.into_iter().find(|row| row.visit == visit);
    Ok(row.into_iter().flat_map(|row| row.adults).map(|adult| adult.id).collect())
}

/// A visit.
#[derive(Deserialize)]
pub struct OneVisit {
    visit: Uuid,
    back: Option<String>,
}

/// `POST /today/call`
pub async fn call(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<OneVisit>,
) -> Result<Redirect, NoPage> {
    let wanted = VisitHandle(form.visit);
    let loaded = today::load(&house, visitor.user.site, &Asked::whole_day()).await?;
    // Only somebody who has a number can be called by it.
    let here = loaded.rows.iter().filter(|row| !row.numbers.is_empty());
    let visits: Vec<_> = here.map(|row| row.visit).filter(|visit| *visit == wanted).collect();
    call_all(&house, visitor.user.site, &visitor.user.name, &visits).await?;
    Ok(back(form.back.as_deref()))
}

/// `POST /today/call-back`
pub async fn call_back(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<OneVisit>,
) -> Result<Redirect, NoPage> {
    let (site, today) = (visitor.user.site, house.clock.local().date());
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    calls::remove(&mut tx, site, today, VisitHandle(form.visit)).await?;
    publish_board(&house, tx, site, today).await?;
    Ok(back(form.back.as_deref()))
}

/// The session whose next families are called.
#[derive(Deserialize)]
pub struct CallNext {
    session: String,
    back: Option<String>,
}

/// `POST /today/call-next`
pub async fn call_next(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<CallNext>,
) -> Result<Redirect, NoPage> {
    let loaded = today::load(&house, visitor.user.site, &Asked::session(form.session)).await?;
    let visits = board::next_to_call(&loaded.rows, today::CALL_AT_ONCE);
    call_all(&house, visitor.user.site, &visitor.user.name, &visits).await?;
    Ok(back(form.back.as_deref()))
}

async fn call_all(
    house: &House,
    site: SiteCode,
    by: &str,
    visits: &[VisitHandle],
) -> Result<(), Error> {
    let (now, today) = (house.clock.now(), house.clock.local().date());
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    for (place, visit) in (0..).zip(visits) {
        // Called at once, and yet one after the other.
        let moment = now + TimeDelta::microseconds(place);
        calls::add(&mut tx, site, (today, *visit), (by, moment)).await?;
    }
    publish_board(house, tx, site, today).await
}

/// How late visits run.
#[derive(Deserialize)]
pub struct Late {
    minutes: u16,
    back: Option<String>,
}

/// `POST /today/running-late`
pub async fn running_late(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<Late>,
) -> Result<Redirect, NoPage> {
    let (site, today) = (visitor.user.site, house.clock.local().date());
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    sites::running_late(&mut tx, site, today, form.minutes.min(600)).await?;
    publish_board(&house, tx, site, today).await?;
    Ok(back(form.back.as_deref()))
}

/// Tells all kiosks what is on the wall, and ends the transaction. The site must be locked.
async fn publish_board(
    house: &House,
    mut tx: Write,
    code: SiteCode,
    today: NaiveDate,
) -> Result<(), Error> {
    let now = house.clock.local();
    let minute = i64::from(now.hour() * 60 + now.minute());
    let site = sites::lock(&mut tx, code).await?;
    let called = calls::called_numbers(&mut tx, code, today, minute).await?;
    let board = Board {
        date: today,
        called: called.iter().filter_map(|number| number.parse().ok()).collect(),
        running_late_minutes: site.late_minutes_on(today),
        cancelled_sessions: Vec::new(),
    };
    let counters = feed::publish(&mut tx, code, vec![News::Board(board).into()], true).await?;
    tx.commit().await?;
    house.announce(code, counters);
    Ok(())
}
