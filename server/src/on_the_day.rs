//! The day of an event: families are checked in, who did not come lets the next go in, helpers sign
//! in and out, and whoever leaves may tap how it was. `party` says who is in a party: pure.

pub mod party;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use visits_domain::event::State;
use visits_domain::places::{BookingId, EventId};
use visits_domain::site::SiteCode;

use crate::audit::{self, Noted};
use crate::clock::{day_bounds, moment};
use crate::error::Error;
use crate::events::Event;
use crate::events::acts::Planner;
use crate::house::House;
use crate::places::{self, ending};
use crate::random;
use crate::store::ballots::{self, Asked};
use crate::store::on_the_day::{self, Came, Helper, What};
use crate::store::{events, sites};

/// What is not typed in on the day is typed in within these days.
const LATER: TimeDelta = TimeDelta::days(14);

/// A family of the day.
#[derive(Clone, Debug)]
pub struct Family {
    /// What it asked for, and how it stands.
    pub asked: Asked,
    /// Who of it came; none: nobody has checked it in.
    pub came: Option<BTreeMap<u8, bool>>,
    /// Its places went on.
    pub given_on: bool,
}

impl Family {
    /// Whether anybody of it is here.
    pub fn is_here(&self) -> bool {
        self.came.as_ref().is_some_and(|people| people.values().any(|came| *came))
    }

    /// Whether it has a place, or had one until it was given on.
    pub fn is_expected(&self) -> bool {
        self.asked.standing == "held" || self.given_on
    }
}

/// The families of an event that have a place, had one, or wait for one, in the order in which
/// they asked.
pub async fn families(
    conn: &mut sqlx::AnyConnection,
    site: SiteCode,
    event: EventId,
) -> Result<Vec<Family>, Error> {
    let mut came: Came = on_the_day::came(conn, site, event).await?;
    let given_on = on_the_day::given_on(conn, site, event).await?;
    let asked = ballots::asked(conn, site, event).await?;
    let families = asked.into_iter().map(|asked| Family {
        came: came.remove(&asked.id),
        given_on: given_on.contains(&asked.id),
        asked,
    });
    Ok(families.filter(|family| family.given_on || family.asked.standing != "ended").collect())
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done; so many families it concerned.
    Done(usize),
    /// There is no such event, booking or helper.
    Unknown,
    /// It is not the day yet, or it is long over.
    NotTheDay,
    /// It has not begun.
    NotBegun,
    /// It does not take place.
    Cancelled,
    /// The family has no place.
    NoPlace,
}

/// Whether something can be written down of the day of an event.
pub fn is_the_day(event: &Event, now: DateTime<Utc>) -> Result<(), Answer> {
    let from = moment(day_bounds(event.plan.day).0);
    if event.state != State::Open {
        Err(Answer::Cancelled)
    } else if (from..event.plan.ends() + LATER).contains(&now) {
        Ok(())
    } else {
        Err(Answer::NotTheDay)
    }
}

/// A family is here: `people` of it came, and the others did not.
pub async fn check_in(
    house: &House,
    by: Planner<'_>,
    (event, booking): (EventId, BookingId),
    people: &BTreeSet<u8>,
) -> Result<Answer, Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let Some(event) = events::locked(&mut tx, by.site, event).await? else {
        return Ok(Answer::Unknown);
    };
    if let Err(why) = is_the_day(&event, now) {
        return Ok(why);
    }
    let families = families(tx.conn(), by.site, event.id).await?;
    let Some(family) = families.into_iter().find(|family| family.asked.id == booking) else {
        return Ok(Answer::Unknown);
    };
    if family.asked.standing != "held" {
        return Ok(Answer::NoPlace);
    }
    let party = party::of(&family.asked, &event.plan);
    let came = party.iter().map(|person| (person.n, people.contains(&person.n))).collect();
    on_the_day::set_came(&mut tx, (by.site, booking), &came, now).await?;
    let noted = (by.who, Noted::AttendanceSaid);
    audit::note(house, &mut tx, by.site, noted, booking.to_string()).await?;
    house.commit_and_tell(tx, by.site).await?;
    Ok(Answer::Done(1))
}

/// The places of the families who are not here go to the waiting list.
pub async fn give_on(house: &House, by: Planner<'_>, event: EventId) -> Result<Answer, Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let Some(event) = events::locked(&mut tx, by.site, event).await? else {
        return Ok(Answer::Unknown);
    };
    if let Err(why) = is_the_day(&event, now) {
        return Ok(why);
    }
    if event.plan.begins() > now {
        return Ok(Answer::NotBegun);
    }
    let families = families(tx.conn(), by.site, event.id).await?;
    let away = families.iter().filter(|f| f.asked.standing == "held" && !f.is_here());
    let away: Vec<BookingId> = away.map(|family| family.asked.id).collect();
    on_the_day::give_on(&mut tx, by.site, &away, now).await?;
    let notices = ending::end_all(&mut tx, by.site, (event.id, &away), now).await?;
    let noted = (by.who, Noted::PlacesGivenOn);
    audit::note(house, &mut tx, by.site, noted, event.id.to_string()).await?;
    places::publish(house, tx, by.site, notices).await?;
    Ok(Answer::Done(away.len()))
}

/// Somebody came to help.
pub async fn sign_in(
    house: &House,
    by: Planner<'_>,
    event: &Event,
    (what, name): (What, String),
) -> Result<Answer, Error> {
    let now = house.clock.now();
    if let Err(why) = is_the_day(event, now) {
        return Ok(why);
    }
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let id = random::opaque_id().to_string();
    let helper = Helper { id: id.clone(), what, name, came: now, went: None };
    on_the_day::add_helper(&mut tx, (by.site, event.id), &helper).await?;
    audit::note(house, &mut tx, by.site, (by.who, Noted::HelperCame), id).await?;
    house.commit_and_tell(tx, by.site).await?;
    Ok(Answer::Done(1))
}

/// They went.
pub async fn sign_out(
    house: &House,
    by: Planner<'_>,
    event: &Event,
    helper: &str,
) -> Result<Answer, Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    if !on_the_day::helper_went(&mut tx, (by.site, event.id), (helper, now)).await? {
        return Ok(Answer::Unknown);
    }
    audit::note(house, &mut tx, by.site, (by.who, Noted::HelperWent), helper).await?;
    house.commit_and_tell(tx, by.site).await?;
    Ok(Answer::Done(1))
}

// --- How it was --------------------------------------------------------------------------------

/// What somebody may tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tap {
    /// Good.
    Good,
    /// All right.
    AllRight,
    /// Not good.
    NotGood,
}

impl Tap {
    /// In the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Good, Self::AllRight, Self::NotGood];

    /// As it is stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::AllRight => "all_right",
            Self::NotGood => "not_good",
        }
    }

    /// From what was sent.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tap| tap.as_str() == word)
    }
}

/// Whether families may tap: from its beginning to the end of its day.
pub fn may_tap(event: &Event, now: DateTime<Utc>) -> bool {
    let ends = event.plan.day.succ_opt().map(|next| moment(day_bounds(next).0));
    let until = ends.unwrap_or_else(|| event.plan.ends());
    event.state == State::Open
        && event.plan.kind.is_public()
        && (event.plan.begins()..until).contains(&now)
}

/// Counts one.
pub async fn count_tap(
    house: &House,
    site: SiteCode,
    event: EventId,
    tap: Tap,
) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    on_the_day::tap(&mut tx, (site, event), tap.as_str()).await?;
    tx.commit().await
}
