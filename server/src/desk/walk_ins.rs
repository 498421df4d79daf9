//! A party that is on no list: written down with its arrival, as one act.

use chrono::{NaiveTime, TimeDelta};
use visits_domain::visit::{Slot, VisitHandle};

use super::arrivals::{Came, changed};
use super::{Answer, Desk, Officer};
use crate::audit::Noted;
use crate::error::Error;
use crate::house::House;
use crate::store::progress::Progress;
use crate::store::visitors::{self, Extra, ExtraVisit};
use crate::store::visits;

/// How long a session lasts of which no visit is on the list.
const LASTS: TimeDelta = TimeDelta::hours(2);

/// What an officer wrote down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalkIn {
    /// Made with the form: sending it twice adds one visit.
    pub handle: VisitHandle,
    /// The start of the session.
    pub start: NaiveTime,
    /// The adults, by name.
    pub people: Vec<Extra>,
    /// Who came.
    pub came: Came,
    /// The prison number of the person visited; empty when it was not said.
    pub prisoner_number: String,
    /// That person's name; empty when it was not said.
    pub prisoner_name: String,
}

/// Writes it down. They are at the desk then.
pub async fn add(house: &House, officer: Officer<'_>, walk_in: &WalkIn) -> Result<Answer, Error> {
    let mut desk = Desk::open(house, officer).await?;
    if visits::get(&mut desk.tx, officer.site, walk_in.handle).await?.is_some() {
        return Ok(Answer::AlreadySo);
    }
    let end = visits::end_of_session(&mut desk.tx, officer.site, (desk.today, walk_in.start));
    let (later, over) = walk_in.start.overflowing_add_signed(LASTS);
    let late = NaiveTime::from_hms_opt(23, 59, 0).unwrap_or(later);
    let end = end.await?.unwrap_or(if over == 0 { later } else { late });
    let visit = ExtraVisit {
        handle: walk_in.handle,
        reference: format!("desk{}", walk_in.handle.0.simple()),
        slot: Slot { date: desk.today, start: walk_in.start, end },
        prisoner_number: walk_in.prisoner_number.clone(),
        prisoner_name: walk_in.prisoner_name.clone(),
    };
    visitors::add_visit(&mut desk.tx, officer.site, &visit, desk.house.clock.now()).await?;
    for extra in &walk_in.people {
        visitors::add(&mut desk.tx, officer.site, (walk_in.handle, 1), extra).await?;
    }
    desk.put(walk_in.handle, &changed(&Progress::default())).await?;
    if let Some(standing) = desk.standing(walk_in.handle).await? {
        desk.arrive(&standing, &walk_in.came).await?;
    }
    desk.note(Noted::WalkIn, walk_in.handle.to_string()).await?;
    desk.close(Vec::new()).await
}
