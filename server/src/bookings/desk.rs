//! What staff do with bookings. Each act is one transaction: the booking, its places, the audit,
//! and what kiosks hear of it.

use visits_domain::arrival::Party;
use visits_domain::event::{PoolKind, State};
use visits_domain::places::{BookingId, BookingReference, Claim, EventId, Mode, PoolId, Standing};
use visits_domain::site::SiteCode;
use visits_domain::wish::{Visits, Wish};

use super::family::Families;
use super::stands::{Decision, RingFor};
use super::typed::{Told, bus_of, takes_of};
use crate::audit::{self, Noted};
use crate::error::Error;
use crate::events::{Event, Plan};
use crate::house::House;
use crate::places::{self, Came};
use crate::random;
use crate::store::bookings::{self, Row};
use crate::store::{Write, events, sites, troubles, visitors};

/// Who does it, and where.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// The prison.
    pub site: SiteCode,
    /// Their account.
    pub who: &'a str,
}

/// A booking as a page showed it.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Whose event it is.
    pub event: EventId,
    /// Which.
    pub booking: BookingId,
    /// What the page showed.
    pub version: i64,
}

/// What becomes of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Staff say yes.
    Approve,
    /// Staff, or the prison, say no.
    Decline,
    /// The family does not come.
    Cancel,
    /// The prison has said yes.
    PrisonYes,
    /// The prison has not said yes.
    PrisonNotYet,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is done; where the booking is now.
    Done(EventId, BookingId),
    /// There is no such booking, or no such event.
    Unknown,
    /// Somebody has changed it since the page was shown.
    Changed,
    /// It cannot be.
    No(Refusal),
}

/// Why a booking does not take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has no places to be approved with.
    NoPlaceYet,
    /// The prison has not said yes.
    PrisonNotYet,
    /// It has a yes already.
    IsApproved,
    /// It was cancelled, declined or moved.
    HasEnded,
    /// Families book these themselves.
    NobodyDecides,
    /// The event does not take place, or is not open.
    EventOff,
    /// The event has been.
    EventOver,
    /// There are not enough places for that.
    NotEnough,
    /// What the family typed cannot be read.
    Unreadable,
    /// It is there already.
    SameEvent,
    /// It holds its places.
    HoldsPlaces,
}

/// Decides. Pure.
fn judge(row: &Row, event: &Event, step: Step) -> Result<(), Refusal> {
    if row.standing == Standing::Ended {
        return Err(Refusal::HasEnded);
    }
    let is_approved = row.decision == Some(Decision::Approved);
    match step {
        Step::Approve if event.state != State::Open => Err(Refusal::EventOff),
        Step::Approve if event.plan.booking == Mode::BookYourself => Err(Refusal::NobodyDecides),
        Step::Approve | Step::PrisonNotYet if is_approved => Err(Refusal::IsApproved),
        Step::Approve if row.standing != Standing::Held => Err(Refusal::NoPlaceYet),
        Step::Approve if !row.prison_approved => Err(Refusal::PrisonNotYet),
        _ => Ok(()),
    }
}

struct Opened {
    row: Row,
    event: Event,
}

/// The booking and its event, if the page was right about them.
async fn open(
    tx: &mut Write,
    site: SiteCode,
    shown: Shown,
) -> Result<Result<Opened, Answer>, Error> {
    sites::lock(tx, site).await?;
    let row = bookings::find(tx.conn(), site, shown.booking).await?;
    let event = events::locked(tx, site, shown.event).await?;
    let Some((row, event)) = row.filter(|row| row.event == shown.event).zip(event) else {
        return Ok(Err(Answer::Unknown));
    };
    if row.version != shown.version {
        return Ok(Err(Answer::Changed));
    }
    Ok(Ok(Opened { row, event }))
}

/// Approves, declines, cancels, or writes down what the prison has said.
pub async fn step(house: &House, by: By<'_>, shown: Shown, step: Step) -> Result<Answer, Error> {
    let (site, now) = (by.site, house.clock.now());
    let mut tx = house.db.write().await?;
    let Opened { row, event } = match open(&mut tx, site, shown).await? {
        Ok(opened) => opened,
        Err(answer) => return Ok(answer),
    };
    if let Err(why) = judge(&row, &event, step) {
        return Ok(Answer::No(why));
    }
    let at = (by.who, now);
    let (noted, ends) = match step {
        Step::Approve => {
            bookings::decide(&mut tx, site, (row.id, Some(Decision::Approved)), at).await?;
            (Noted::BookingApproved, false)
        }
        Step::Decline => {
            bookings::decide(&mut tx, site, (row.id, Some(Decision::Declined)), at).await?;
            (Noted::BookingDeclined, true)
        }
        Step::Cancel => (Noted::BookingCancelled, true),
        Step::PrisonYes | Step::PrisonNotYet => {
            let yes = step == Step::PrisonYes;
            bookings::prison_says(&mut tx, site, (row.id, yes)).await?;
            (if yes { Noted::PrisonSaidYes } else { Noted::PrisonNotYet }, false)
        }
    };
    let notices =
        if ends { places::end(&mut tx, site, (row.event, row.id), now).await? } else { Vec::new() };
    audit::note(house, &mut tx, site, (by.who, noted), row.id.to_string()).await?;
    places::publish(house, tx, site, notices).await?;
    Ok(Answer::Done(row.event, row.id))
}

/// A manager gives a booking its places, free or not.
pub async fn place_over(house: &House, by: By<'_>, shown: Shown) -> Result<Answer, Error> {
    let mut tx = house.db.write().await?;
    let Opened { row, event } = match open(&mut tx, by.site, shown).await? {
        Ok(opened) => opened,
        Err(answer) => return Ok(answer),
    };
    drop(tx);
    match row.standing {
        Standing::Ended => return Ok(Answer::No(Refusal::HasEnded)),
        Standing::Held => return Ok(Answer::No(Refusal::HoldsPlaces)),
        Standing::Waiting | Standing::Late => {}
    }
    if event.state != State::Open {
        return Ok(Answer::No(Refusal::EventOff));
    }
    places::place_over(house, by.site, by.who, (row.event, row.id)).await?;
    Ok(Answer::Done(row.event, row.id))
}

/// Books for a family that rings, or stands at the desk.
pub async fn book(house: &House, by: By<'_>, event: EventId, told: &Told) -> Result<Answer, Error> {
    let (site, now) = (by.site, house.clock.now());
    let families = Families::of(house, site).await?;
    let mut tx = house.db.write().await?;
    let keys = sites::lock(&mut tx, site).await?.keys;
    let Some(event) = events::locked(&mut tx, site, event).await? else {
        return Ok(Answer::Unknown);
    };
    if let Err(why) = takes_bookings(&event, now) {
        return Ok(Answer::No(why));
    }
    let booking = BookingId(random::opaque_id());
    let reference = BookingReference::draw(random::bytes());
    let wish = told.wish(reference.compact().to_owned(), None);
    let came = Came {
        kiosk: None,
        held_by: None,
        party: told.party,
        language: told.language,
        at: now,
        sealed: wish.seal(&keys.writing, booking, random::bytes())?,
        visit: None,
        booked_by: Some(by.who.to_owned()),
        moved_from: None,
        prison_approved: false,
    };
    let claim = Claim { takes: told.takes.clone(), family: Some(families.mark_of(&wish)) };
    let wanted = (event.id, booking, claim, Some(came));
    let notices = places::book(&mut tx, site, wanted, now).await?;
    let noted = (by.who, Noted::BookingMade);
    audit::note(house, &mut tx, site, noted, booking.to_string()).await?;
    places::publish(house, tx, site, notices).await?;
    Ok(Answer::Done(event.id, booking))
}

/// Whether anybody can be booked onto it.
fn takes_bookings(event: &Event, now: chrono::DateTime<chrono::Utc>) -> Result<(), Refusal> {
    if event.state != State::Open {
        Err(Refusal::EventOff)
    } else if event.plan.ends() <= now {
        Err(Refusal::EventOver)
    } else {
        Ok(())
    }
}

/// Writes down what a family says now.
pub async fn change(house: &House, by: By<'_>, shown: Shown, told: &Told) -> Result<Answer, Error> {
    let (site, now) = (by.site, house.clock.now());
    let families = Families::of(house, site).await?;
    let mut tx = house.db.write().await?;
    let Opened { row, .. } = match open(&mut tx, site, shown).await? {
        Ok(opened) => opened,
        Err(answer) => return Ok(answer),
    };
    if row.standing == Standing::Ended {
        return Ok(Answer::No(Refusal::HasEnded));
    }
    let keys = sites::lock(&mut tx, site).await?.keys;
    let before = row.sealed.as_ref().and_then(|sealed| families.open(row.id, sealed));
    let (reference, visits) = before.map_or_else(
        || (BookingReference::draw(random::bytes()).compact().to_owned(), None),
        |wish| (wish.reference, Some(wish.visits)),
    );
    let wish = told.wish(reference, visits);
    let changed = (row.event, row.id, told.takes.clone());
    let Some(notices) = places::change(&mut tx, site, changed, now).await? else {
        return Ok(Answer::No(Refusal::NotEnough));
    };
    let sealed = wish.seal(&keys.writing, row.id, random::bytes())?;
    let family = families.mark_of(&wish);
    let as_told = (&sealed, told.party, told.language);
    bookings::rewrite(&mut tx, site, row.id, as_told, &family).await?;
    audit::note(house, &mut tx, site, (by.who, Noted::BookingChanged), row.id.to_string()).await?;
    places::publish(house, tx, site, notices).await?;
    Ok(Answer::Done(row.event, row.id))
}

/// Moves a booking to another event: under the same reference it holds places there, or waits.
pub async fn move_to(
    house: &House,
    by: By<'_>,
    shown: Shown,
    to: EventId,
) -> Result<Answer, Error> {
    let (site, now) = (by.site, house.clock.now());
    let families = Families::of(house, site).await?;
    let mut tx = house.db.write().await?;
    let Opened { row, event } = match open(&mut tx, site, shown).await? {
        Ok(opened) => opened,
        Err(answer) => return Ok(answer),
    };
    let Some(other) = events::locked(&mut tx, site, to).await? else {
        return Ok(Answer::Unknown);
    };
    let wish = match movable(&row, (&event, &other), &families, now) {
        Ok(wish) => wish,
        Err(why) => return Ok(Answer::No(why)),
    };
    let keys = sites::lock(&mut tx, site).await?.keys;
    let (party, booking) = (row.party.unwrap_or(EMPTY), BookingId(random::opaque_id()));
    let Some(takes) = takes_of(&other.plan, party, same_bus(&row, &event.plan, &other.plan)) else {
        return Ok(Answer::No(Refusal::NotEnough));
    };
    let came = Came {
        kiosk: None,
        held_by: None,
        party,
        language: row.language,
        at: crate::clock::moment(row.asked),
        sealed: wish.seal(&keys.writing, booking, random::bytes())?,
        visit: row.visit,
        booked_by: row.booked_by.clone(),
        moved_from: Some(row.id),
        prison_approved: row.prison_approved,
    };
    let mut notices = places::end(&mut tx, site, (row.event, row.id), now).await?;
    let claim = Claim { takes, family: Some(families.mark_of(&wish)) };
    let wanted = (to, booking, claim, Some(came));
    notices.extend(places::book(&mut tx, site, wanted, now).await?);
    bookings::moved(&mut tx, site, (row.id, booking)).await?;
    audit::note(house, &mut tx, site, (by.who, Noted::BookingMoved), booking.to_string()).await?;
    places::publish(house, tx, site, notices).await?;
    Ok(Answer::Done(to, booking))
}

const EMPTY: Party = Party { adults: 0, children: 0 };

fn movable(
    row: &Row,
    (from, to): (&Event, &Event),
    families: &Families,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Wish, Refusal> {
    if row.standing == Standing::Ended {
        return Err(Refusal::HasEnded);
    }
    if from.id == to.id {
        return Err(Refusal::SameEvent);
    }
    takes_bookings(to, now)?;
    let wish = row.sealed.as_ref().and_then(|sealed| families.open(row.id, sealed));
    wish.filter(|_| row.party.is_some()).ok_or(Refusal::Unreadable)
}

/// The bus from the same place, where both events have one.
fn same_bus(row: &Row, from: &Plan, to: &Plan) -> Option<PoolId> {
    let taken = bus_of(from, &row.takes)?;
    let name = &from.pools.iter().find(|pool| pool.id == Some(taken))?.name;
    let mut buses = to.pools.iter().filter(|pool| pool.counts == PoolKind::Seats);
    buses.find(|pool| pool.name == *name)?.id
}

/// Somebody has rung a family, or takes the tick back.
pub async fn rung(
    house: &House,
    by: By<'_>,
    (event, booking): (EventId, BookingId),
    done: bool,
) -> Result<Answer, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let row = bookings::find(tx.conn(), by.site, booking).await?;
    let of = events::locked(&mut tx, by.site, event).await?;
    let Some((row, of)) = row.filter(|row| row.event == event).zip(of) else {
        return Ok(Answer::Unknown);
    };
    let Some(about) = ring_for(&row, of.state == State::Cancelled) else {
        return Ok(Answer::Changed);
    };
    let what = done.then(|| about.as_str());
    let at = (by.who, house.clock.now());
    bookings::rung(&mut tx, by.site, (booking, what), at).await?;
    let noted = (by.who, Noted::FamilyRung);
    audit::note(house, &mut tx, by.site, noted, booking.to_string()).await?;
    house.commit_and_tell(tx, by.site).await?;
    Ok(Answer::Done(event, booking))
}

/// What a family is to be rung about, rung already or not.
pub fn ring_for(row: &Row, event_off: bool) -> Option<RingFor> {
    RingFor::of((row.standing, row.decision), (event_off, row.moved_from.is_some()))
}

/// Whom a family visits: name and number. It is noted who looked.
pub async fn whom_they_visit(
    house: &House,
    by: By<'_>,
    (event, booking): (EventId, BookingId),
) -> Result<Option<(String, String)>, Error> {
    let families = Families::of(house, by.site).await?;
    let mut tx = house.db.write().await?;
    let row = bookings::find(tx.conn(), by.site, booking).await?;
    let Some(row) = row.filter(|row| row.event == event) else { return Ok(None) };
    let wish = row.sealed.as_ref().and_then(|sealed| families.open(row.id, sealed));
    let found = match wish.map(|wish| wish.visits) {
        None => return Ok(None),
        Some(Visits::Named { name, number }) => (name, number),
        Some(Visits::CheckedIn(visit)) => {
            let found = visitors::prisoner(&mut tx, by.site, visit).await?;
            found.map(|(number, name)| (name, number)).unwrap_or_default()
        }
    };
    let noted = (by.who, Noted::PrisonerSeen);
    audit::note(house, &mut tx, by.site, noted, booking.to_string()).await?;
    tx.commit().await?;
    Ok(Some(found))
}

/// Somebody has settled what was the matter. False: it was settled already.
pub async fn settle_trouble(house: &House, by: By<'_>, trouble: &str) -> Result<bool, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let at = (by.who, house.clock.now());
    if !troubles::settle(&mut tx, by.site, trouble, at).await? {
        return Ok(false);
    }
    let noted = (by.who, Noted::TroubleSettled);
    audit::note(house, &mut tx, by.site, noted, trouble).await?;
    house.commit_and_tell(tx, by.site).await?;
    Ok(true)
}
