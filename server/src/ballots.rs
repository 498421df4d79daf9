//! Ballots: a share of an event's places that is drawn. `reasons` says who has more than one
//! ticket; here a ballot begins when its event is opened, and is drawn when it has closed.
//!
//! Behaviour is no reason, and there is no field in which it could be one.

pub mod reasons;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Months, Utc};
use visits_domain::arrival::Need;
use visits_domain::ballot::{Commitment, Entry, Published, Reason, Seed, Weights};
use visits_domain::event::State;
use visits_domain::places::{BookingId, EventId};
use visits_domain::site::SiteCode;

use crate::audit::{self, Noted};
use crate::bookings::family::Families;
use crate::error::Error;
use crate::events::Event;
use crate::events::acts::Planner;
use crate::house::House;
use crate::keys::MasterKeyError;
use crate::places::{self, drawing::Lot};
use crate::random;
use crate::store::ballots::{self, Asked, Ballot};
use crate::store::{Write, events, sites};
use reasons::Family;

/// What a site has set for its ballots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How many tickets each reason adds.
    pub weights: Weights,
    /// Who had no place for so long; 0: who never had one, as far as anybody knows.
    pub months: u8,
    /// Who lives so far away, or further.
    pub far_miles: u16,
}

impl Default for Rules {
    fn default() -> Self {
        let weights = Reason::ALL.map(|reason| (reason, 1));
        let weights = weights.into_iter().chain([(Reason::NotForLong, 2)]).collect();
        Self { weights: Weights::new(weights).unwrap_or_default(), months: 12, far_miles: 50 }
    }
}

/// What staff know of a family that asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Of the person they visit; empty: nobody knows.
    pub wing: String,
    /// How far they have to come.
    pub miles: Option<u16>,
    /// It is hard for them to come at all.
    pub access: bool,
    /// Why somebody named them; empty: nobody did.
    pub nominated: String,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is drawn.
    Done,
    /// It was drawn before, and stays as it is.
    Already,
    /// There is no such ballot.
    Unknown,
    /// Families can still ask.
    NotClosed,
    /// The event does not take place.
    Cancelled,
    /// The server was put back from a backup, and gives nothing yet.
    Waits,
}

fn purpose(site: SiteCode, event: EventId) -> String {
    format!("ballot {site} {event}")
}

/// An event is opened: its seed is made and kept locked. Returns what is published of it.
pub async fn begin(
    house: &House,
    tx: &mut Write,
    site: SiteCode,
    event: &Event,
) -> Result<Option<Commitment>, Error> {
    let Some(lots) = event.plan.ballot else { return Ok(None) };
    let bytes: [u8; 32] = random::bytes();
    let locked = house.master.lock_bytes(&purpose(site, event.id), &bytes);
    ballots::add(tx, (site, event.id), (lots.share, lots.closes_at()), &locked).await?;
    Ok(Some(Seed::new(bytes).commitment()))
}

/// An event was changed: its ballot closes when the plan says.
pub async fn follow(tx: &mut Write, site: SiteCode, event: &Event) -> Result<(), Error> {
    match event.plan.ballot {
        Some(lots) => ballots::set_closes(tx, (site, event.id), lots.closes_at()).await,
        None => Ok(()),
    }
}

/// Who is in a ballot, why, and with how many tickets.
pub struct InIt {
    /// What they asked for.
    pub asked: Asked,
    /// Why they have more than one ticket.
    pub reasons: BTreeSet<Reason>,
}

/// Everybody who asked at an event and has not ended it, each with reasons.
pub async fn families(
    tx: &mut sqlx::AnyConnection,
    (site, event): (SiteCode, &Event),
    (rules, opened): (&Rules, &Families),
) -> Result<Vec<InIt>, Error> {
    let mut asked = ballots::asked(tx, site, event.id).await?;
    asked.retain(|asked| asked.standing != "ended");
    let marks: Vec<String> = asked.iter().filter_map(|asked| asked.family.clone()).collect();
    let begins = event.plan.begins();
    let since = match rules.months {
        0 => DateTime::UNIX_EPOCH,
        months => begins.checked_sub_months(Months::new(months.into())).unwrap_or_default(),
    };
    let had = ballots::had_places(tx, site, &marks, (since, begins)).await?;
    let each = asked.into_iter().map(|asked| {
        let family = Family {
            had_one: asked.family.as_ref().is_some_and(|family| had.contains(family)),
            needs_access: needs_access(opened, &asked),
            marks: &asked.marks,
        };
        let reasons = reasons::of(&family, &event.plan.wings, rules);
        InIt { asked, reasons }
    });
    Ok(each.collect())
}

/// What the family itself has said it needs.
fn needs_access(opened: &Families, asked: &Asked) -> bool {
    let hard = [Need::StepFree, Need::Hearing, Need::Quiet];
    let wish = asked.sealed.as_ref().and_then(|sealed| opened.open(asked.id, sealed));
    wish.is_some_and(|wish| wish.needs.iter().any(|need| hard.contains(need)))
}

/// Draws. Pressed twice, it is drawn once.
pub async fn draw(house: &House, by: Planner<'_>, event: EventId) -> Result<Answer, Error> {
    let now = house.clock.now();
    let opened = Families::of(house, by.site).await?;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let Some(event) = events::locked(&mut tx, by.site, event).await? else {
        return Ok(Answer::Unknown);
    };
    let ballot = ballots::find(tx.conn(), by.site, event.id).await?;
    let ballot = match judge(&event, ballot, now) {
        Ok(ballot) => ballot,
        Err(answer) => return Ok(answer),
    };
    ballots::remember(&mut tx, by.site, now).await?;
    let rules = ballots::rules(tx.conn(), by.site).await?;
    let families = families(tx.conn(), (by.site, &event), (&rules, &opened)).await?;
    let seed = unlock(house, by.site, event.id, &ballot)?;
    let lot = Lot { seed, weights: rules.weights, entries: entries(families, ballot.closes) };
    let drawn = places::drawing::draw(&mut tx, by.site, (event.id, lot), now).await?;
    let Some((draw, drawn, notices)) = drawn else { return Ok(Answer::Waits) };
    let published = Published { commitment: seed.commitment(), draw, drawn };
    ballots::set_drawn(&mut tx, (by.site, event.id), (by.who, now), &published).await?;
    let noted = (by.who, Noted::BallotDrawn);
    audit::note(house, &mut tx, by.site, noted, event.id.to_string()).await?;
    places::publish(house, tx, by.site, notices).await?;
    Ok(Answer::Done)
}

/// Whether it can be drawn.
fn judge(event: &Event, ballot: Option<Ballot>, now: DateTime<Utc>) -> Result<Ballot, Answer> {
    match ballot {
        None => Err(Answer::Unknown),
        Some(ballot) if ballot.result.is_some() => Err(Answer::Already),
        Some(_) if event.state != State::Open => Err(Answer::Cancelled),
        Some(ballot) if ballot.closes > now => Err(Answer::NotClosed),
        Some(ballot) => Ok(ballot),
    }
}

fn entries(families: Vec<InIt>, closes: DateTime<Utc>) -> Vec<Entry> {
    let in_it = families.into_iter().filter(|family| family.asked.is_in(closes));
    let entry = |family: InIt| Entry {
        booking: family.asked.id,
        takes: family.asked.takes,
        reasons: family.reasons,
    };
    in_it.map(entry).collect()
}

fn unlock(
    house: &House,
    site: SiteCode,
    event: EventId,
    ballot: &Ballot,
) -> Result<Seed, MasterKeyError> {
    let plain = house.master.unlock_bytes(&purpose(site, event), &ballot.seed)?;
    let bytes = plain.as_slice().try_into().map_err(|_| MasterKeyError::Wrong)?;
    Ok(Seed::new(bytes))
}

/// Writes down what staff know of a family. False: it has not asked here, or it is too late to name
/// it.
pub async fn mark(
    house: &House,
    by: Planner<'_>,
    (event, booking): (EventId, BookingId),
    marks: &Marks,
) -> Result<bool, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    let before = ballots::asked(tx.conn(), by.site, event).await?;
    let Some(before) = before.into_iter().find(|asked| asked.id == booking) else {
        return Ok(false);
    };
    let ballot = ballots::find(tx.conn(), by.site, event).await?;
    let is_drawn = ballot.is_some_and(|ballot| ballot.result.is_some());
    let is_named = before.marks.nominated != marks.nominated;
    if is_drawn && is_named {
        return Ok(false);
    }
    ballots::mark(&mut tx, (by.site, event, booking), marks, by.who).await?;
    let noted = if is_named { Noted::FamilyNominated } else { Noted::FamilyMarked };
    audit::note(house, &mut tx, by.site, (by.who, noted), booking.to_string()).await?;
    house.commit_and_tell(tx, by.site).await?;
    Ok(true)
}

/// Sets the rules.
pub async fn set_rules(house: &House, by: Planner<'_>, rules: &Rules) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, by.site).await?;
    ballots::set_rules(&mut tx, by.site, rules).await?;
    let noted = (by.who, Noted::BallotRules);
    audit::note(house, &mut tx, by.site, noted, by.site.to_string()).await?;
    house.commit_and_tell(tx, by.site).await
}

/// Bookings that are in a ballot which is still to be drawn.
pub async fn in_the_draw(
    conn: &mut sqlx::AnyConnection,
    site: SiteCode,
    event: EventId,
) -> Result<BTreeSet<BookingId>, Error> {
    let ballot = ballots::find(conn, site, event).await?;
    let Some(ballot) = ballot.filter(|ballot| ballot.result.is_none()) else {
        return Ok(BTreeSet::new());
    };
    let asked = ballots::asked(conn, site, event).await?;
    Ok(asked.iter().filter(|asked| asked.is_in(ballot.closes)).map(|asked| asked.id).collect())
}

/// The same of several events.
pub async fn in_the_draws(
    conn: &mut sqlx::AnyConnection,
    site: SiteCode,
    events: &[EventId],
) -> Result<BTreeSet<BookingId>, Error> {
    let mut all = BTreeSet::new();
    for event in events.iter().copied().collect::<BTreeSet<_>>() {
        all.append(&mut in_the_draw(conn, site, event).await?);
    }
    Ok(all)
}

/// What each booking of a drawn ballot was given: its number in the order, and whether it has
/// places.
pub fn outcome(published: &Published) -> BTreeMap<BookingId, (usize, bool)> {
    let places = published.drawn.places.iter().map(|id| (*id, true));
    let waiting = published.drawn.waiting.iter().map(|id| (*id, false));
    places.chain(waiting).enumerate().map(|(n, (id, has))| (id, (n + 1, has))).collect()
}
