//! What staff do with events. Each act is one transaction: the event, the audit, and what kiosks
//! hear of it.

use visits_domain::event::State;
use visits_domain::places::{EventId, Mode, PoolId};
use visits_domain::site::SiteCode;

use super::{Event, Plan, told};
use crate::audit::{self, Noted};
use crate::ballots;
use crate::error::Error;
use crate::house::House;
use crate::places::{self, Offer, TooFew};
use crate::random;
use crate::store::{Write, events, feed, sites};

/// Who does it, and where.
#[derive(Clone, Copy, Debug)]
pub struct Planner<'a> {
    /// The prison.
    pub site: SiteCode,
    /// Their account.
    pub who: &'a str,
}

/// What becomes of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Families learn of it.
    Open,
    /// It does not take place.
    Cancel,
    /// A draft that nobody needs.
    Discard,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done.
    Done,
    /// Fewer places than are held or lie at kiosks: for a manager, who has read what that means.
    TooFew(Vec<TooFew>),
    /// There is no such event.
    Unknown,
    /// Somebody has changed it since the page was shown.
    Changed,
    /// It cannot be.
    No(Refusal),
}

/// Why an event does not take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The prison has not said yes.
    NotApproved,
    /// It has begun.
    Begun,
    /// Families know of it: it is cancelled, not thrown away.
    FamiliesKnow,
    /// It is so already.
    AlreadySo,
    /// It was cancelled.
    WasCancelled,
    /// Nobody could ask any more before its ballot closes.
    BallotClosed,
}

/// Decides. The state after it; none: it is gone.
pub fn judge(event: &Event, step: Step, has_begun: bool) -> Result<Option<State>, Refusal> {
    match (step, event.state) {
        (Step::Open, State::Open) | (Step::Cancel, State::Cancelled) => Err(Refusal::AlreadySo),
        (Step::Open, State::Cancelled) => Err(Refusal::WasCancelled),
        (Step::Open, State::Draft) if !event.plan.prison_approved => Err(Refusal::NotApproved),
        (Step::Open, State::Draft) if has_begun => Err(Refusal::Begun),
        (Step::Open, State::Draft) => Ok(Some(State::Open)),
        (Step::Cancel, State::Open) => Ok(Some(State::Cancelled)),
        (Step::Cancel | Step::Discard, State::Draft) => Ok(None),
        (Step::Discard, _) => Err(Refusal::FamiliesKnow),
    }
}

/// Adds drafts.
pub async fn add(house: &House, by: Planner<'_>, plans: Vec<Plan>) -> Result<Vec<EventId>, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let mut ids = Vec::with_capacity(plans.len());
    for plan in plans {
        let id = EventId(random::opaque_id());
        let (state, plan) = (State::Draft, numbered(plan));
        let event = Event { id, version: 1, state, commitment: None, plan };
        events::add(&mut tx, by.site, &event).await?;
        note(house, &mut tx, by, Noted::EventPlanned, id).await?;
        ids.push(id);
    }
    house.commit_and_tell(tx, by.site).await?;
    Ok(ids)
}

/// Changes what was planned. `before` is the event as the form was read against it. `may_lower`:
/// a manager has said that there are to be fewer places than are held or out.
pub async fn change(
    house: &House,
    by: Planner<'_>,
    before: &Event,
    (plan, may_lower): (Plan, bool),
) -> Result<Answer, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let now = match events::locked(&mut tx, by.site, before.id).await? {
        None => return Ok(Answer::Unknown),
        Some(now) if now.version != before.version => return Ok(Answer::Changed),
        Some(now) if now.state == State::Cancelled => {
            return Ok(Answer::No(Refusal::WasCancelled));
        }
        Some(now) => now,
    };
    let after = Event { version: now.version + 1, plan: numbered(plan), ..now };
    if after.plan == before.plan {
        return Ok(Answer::Done);
    }
    if let Some(offer) = offer_of(&after) {
        let too_few = places::too_few(&mut tx, by.site, &offer).await?;
        if !too_few.is_empty() {
            if !may_lower {
                return Ok(Answer::TooFew(too_few));
            }
            note(house, &mut tx, by, Noted::PlacesLowered, after.id).await?;
        }
    }
    events::set(&mut tx, by.site, &after).await?;
    ballots::follow(&mut tx, by.site, &after).await?;
    note(house, &mut tx, by, Noted::EventChanged, after.id).await?;
    tell(house, tx, by.site, (before, &after)).await?;
    Ok(Answer::Done)
}

/// Opens, cancels or throws away. `version` is what the page showed.
pub async fn step(
    house: &House,
    by: Planner<'_>,
    (id, version): (EventId, i64),
    step: Step,
) -> Result<Answer, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let Some(before) = events::locked(&mut tx, by.site, id).await? else {
        return Ok(Answer::Unknown);
    };
    if before.version != version {
        return Ok(Answer::Changed);
    }
    let now = house.clock.now();
    let has_begun = before.plan.begins() <= now;
    let has_closed = before.plan.ballot.is_some_and(|lots| lots.closes_at() <= now);
    if step == Step::Open && before.state == State::Draft && has_closed {
        return Ok(Answer::No(Refusal::BallotClosed));
    }
    let mut after = Event { version: version + 1, ..before.clone() };
    let noted = match judge(&before, step, has_begun) {
        Err(why) => return Ok(Answer::No(why)),
        Ok(None) => {
            events::remove(&mut tx, by.site, id).await?;
            Noted::EventDiscarded
        }
        Ok(Some(state)) => {
            after.state = state;
            if state == State::Open {
                after.commitment = ballots::begin(house, &mut tx, by.site, &after).await?;
            }
            events::set(&mut tx, by.site, &after).await?;
            if state == State::Open { Noted::EventOpened } else { Noted::EventCancelled }
        }
    };
    note(house, &mut tx, by, noted, id).await?;
    tell(house, tx, by.site, (&before, &after)).await?;
    Ok(Answer::Done)
}

/// Gives calendars another address: who has the old one reads nothing more.
pub async fn move_calendar(house: &House, by: Planner<'_>) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    events::move_calendar(&mut tx, by.site).await?;
    audit::note(house, &mut tx, by.site, (by.who, Noted::CalendarMoved), "").await?;
    house.commit_and_tell(tx, by.site).await
}

/// Every pool has an id.
fn numbered(mut plan: Plan) -> Plan {
    for pool in &mut plan.pools {
        pool.id.get_or_insert_with(|| PoolId(random::opaque_id()));
    }
    plan
}

async fn note(
    house: &House,
    tx: &mut Write,
    by: Planner<'_>,
    what: Noted,
    event: EventId,
) -> Result<(), Error> {
    audit::note(house, tx, by.site, (by.who, what), event.to_string()).await
}

async fn tell(
    house: &House,
    mut tx: Write,
    site: SiteCode,
    (before, after): (&Event, &Event),
) -> Result<(), Error> {
    let mut notices: Vec<feed::Notice> = told::notice(before, after).into_iter().collect();
    if let Some(offer) = offer_of(after) {
        notices.extend(places::offer(&mut tx, site, &offer, house.clock.now()).await?);
    }
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(())
}

/// How the places of an event are given. None: it is a draft, and has never been open.
fn offer_of(event: &Event) -> Option<Offer> {
    let plan = &event.plan;
    let pools = plan.pools.iter().filter_map(|pool| Some((pool.id?, u32::from(pool.capacity))));
    event.is_told().then(|| Offer {
        event: event.id,
        ends: plan.ends(),
        mode: if plan.is_for_families() { plan.booking } else { Mode::StaffOnly },
        cancelled: event.state == State::Cancelled,
        pools: pools.collect(),
    })
}

/// Whether staff should be asked twice: children meet somebody inside, and nobody decides.
pub fn is_unusual(plan: &Plan) -> bool {
    let usual = plan.kind.usual_booking(plan.most_children > 0);
    plan.booking == Mode::BookYourself && usual == Mode::AskAndStaffDecide
}
