//! What is to be done with a checked wish, and what comes of it.
//!
//! The worker holds places or says what is missing; the server is asked once, for a while; then
//! the wish is written down as asked for. A family sees "one moment" and waits for nothing else.

use std::time::Duration;

use visits_domain::arrival::Party;
use visits_domain::booking_card::{BookingCard, BookingState};
use visits_domain::person::BirthDate;
use visits_domain::places::{BookingReference, Mode};
use visits_domain::wire::{BookingAsked, BookingStands, Event};
use visits_domain::wish::{Lead, Ring, Visits, Wish};

use super::rules::{self, Shut};
use super::{
    BookingKey, BornOf, Changing, Days, DaysAct, DaysEnding, DaysNews, Found, PlacesCall, Taken,
    Wanting, event, way,
};
use crate::public::Link;
use crate::session::{Context, Effect, Screen, Session};

/// Longer than any question to the server takes: after it nobody answers any more.
const PATIENCE: Duration = Duration::from_secs(20);

fn do_it(session: &mut Session, act: DaysAct) -> Vec<Effect> {
    vec![Effect::Days(session.job(), Box::new(act))]
}

/// What is to be asked of the server goes on with the job that waits for it.
fn ask(session: &mut Session, at: &Context<'_>, call: PlacesCall) -> Vec<Effect> {
    if let Some(days) = &mut session.draft.days {
        days.asked = Some((call.clone(), at.now.running));
    }
    session.busy.map(|job| Effect::Places(job, call)).into_iter().collect()
}

fn is_offline(at: &Context<'_>) -> bool {
    matches!(at.public.link, Link::OfflineSince(_))
}

/// The answers were checked, and are right.
pub(super) fn book(mut session: Session, at: &Context<'_>) -> (Session, Vec<Effect>) {
    let act = if session.draft.days.as_ref().is_some_and(|days| days.changing) {
        changing(&session, at).map(DaysAct::Change)
    } else {
        wanting(&session, at).map(DaysAct::Book)
    };
    match act {
        Ok(act) => {
            let effects = do_it(&mut session, act);
            (session, effects)
        }
        // While they typed the day was cancelled, changed, or the time to ask ended.
        Err(shut) => {
            end(&mut session, DaysEnding::Shut(shut), at);
            (session, vec![])
        }
    }
}

/// The event as it is now, if what was typed still fits it.
fn still_open<'a>(session: &Session, at: &Context<'a>) -> Result<&'a Event, Shut> {
    let event = event(session, &at.public.events).ok_or(Shut::Gone)?;
    match rules::shut(event, at.now.utc) {
        Some(shut) => return Err(shut),
        None if !rules::is_shown(event, at.now.local()) => return Err(Shut::Gone),
        None => {}
    }
    let party = session.draft.party.ok_or(Shut::Edited)?;
    if rules::may_come(event, party) { Ok(event) } else { Err(Shut::Edited) }
}

fn wanting(session: &Session, at: &Context<'_>) -> Result<Wanting, Shut> {
    let event = still_open(session, at)?;
    let (draft, edited) = (&session.draft, Shut::Edited);
    let (days, party) = (draft.days.as_ref().ok_or(edited)?, draft.party.ok_or(edited)?);
    let ages_fit = days.ages.iter().all(|age| event.ages.is_none_or(|ages| ages.include(*age)));
    // The bus that was chosen does not go any more.
    let bus_goes = days.bus.is_none_or(|bus| rules::buses(event).any(|pool| pool.pool == bus));
    if days.ages.len() < party.children.into() || !ages_fit || !bus_goes {
        return Err(edited);
    }
    let born = way::born(session, BornOf::Lead, at).map_err(|_| edited)?;
    let visit = draft.visit.as_ref().map(|visit| visit.visit);
    Ok(Wanting {
        event: event.event,
        day: event.date,
        takes: rules::takes(event, party, days.bus).ok_or(edited)?,
        party,
        language: session.language,
        visit,
        born,
        wish: Wish {
            reference: String::new(),
            lead: lead(days, born),
            visits: match visit.filter(|_| days.as_checked_in) {
                Some(visit) => Visits::CheckedIn(visit),
                None => Visits::Named { name: days.whom.clone(), number: days.number.clone() },
            },
            ages: days.ages.iter().copied().take(party.children.into()).collect(),
            needs: draft.needs.clone(),
            needs_words: String::new(),
            diet: days.diet.clone(),
        },
    })
}

fn lead(days: &Days, born: BirthDate) -> Lead {
    let ring = days.ring.unwrap_or(Ring::Never);
    let rings = ring != Ring::Never;
    Lead {
        name: days.lead.clone(),
        born: born.date(),
        // A number that was typed before they said "never" stays here.
        phone: if rings { days.phone.clone() } else { String::new() },
        ring,
        message: rings && days.message,
    }
}

fn changing(session: &Session, at: &Context<'_>) -> Result<Changing, Shut> {
    // Who holds a place may say that fewer come after the time to ask is over: it gives places.
    let event = event(session, &at.public.events).ok_or(Shut::Gone)?;
    let found = session.draft.days.as_ref().and_then(|days| days.found.as_ref());
    let (found, party) = found.zip(session.draft.party).ok_or(Shut::Edited)?;
    let people = |party: Party| party.adults.saturating_add(party.children);
    if people(party) > people(found.card.party) {
        still_open(session, at)?;
    } else if event.cancelled {
        return Err(Shut::Cancelled);
    }
    let bus = rules::bus_of(event, &found.card.takes);
    Ok(Changing {
        key: found.key.clone(),
        card: found.card.clone(),
        takes: rules::takes(event, party, bus).ok_or(Shut::Edited)?,
        party,
        day: event.date,
    })
}

/// A reference and a date of birth were typed.
pub(super) fn find(mut session: Session, at: &Context<'_>) -> (Session, Vec<Effect>) {
    let typed = session.draft.days.as_ref().map(|days| BookingReference::parse(&days.reference));
    let Some(Ok(reference)) = typed else { return (session, vec![]) };
    match way::born(&session, BornOf::Booked, at) {
        Ok(born) => {
            let effects = do_it(&mut session, DaysAct::Find(BookingKey { reference, born }));
            (session, effects)
        }
        Err(note) => {
            session.note = Some(note);
            (session, vec![])
        }
    }
}

/// Nobody comes, for certain.
pub(super) fn cancel(mut session: Session, at: &Context<'_>) -> (Session, Vec<Effect>) {
    let found = session.draft.days.as_ref().and_then(|days| days.found.clone());
    let Some(Found { key, card, .. }) = found else { return (session, vec![]) };
    let event = at.public.events.iter().find(|event| event.event == card.event);
    let day = event.map_or_else(|| at.now.local().date(), |event| event.date);
    let effects = do_it(&mut session, DaysAct::Cancel(key, card, day));
    (session, effects)
}

/// What the family waits for has come.
pub(in crate::session) fn heard(
    mut session: Session,
    news: DaysNews,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    session.last_touch = at.now.running; // they waited for us
    if let Some(days) = &mut session.draft.days {
        days.asked = None;
    }
    let effects = match news {
        DaysNews::Short(wanted) => ask(&mut session, at, PlacesCall::Wanted(wanted)),
        DaysNews::Granted(answer) => {
            let act = Box::new(DaysAct::Go(answer));
            session.busy.map(|job| Effect::Days(job, act)).into_iter().collect()
        }
        DaysNews::Booked(taken) => booked(&mut session, *taken, at),
        DaysNews::Found(Some(card)) => found(&mut session, *card, at),
        DaysNews::Found(None) => end_of(&mut session, DaysEnding::NotFound, at),
        DaysNews::Stands(stands) => {
            stand(&mut session, stands, at);
            vec![]
        }
        DaysNews::Changed(true) => end_of(&mut session, DaysEnding::Changed, at),
        DaysNews::Changed(false) => end_of(&mut session, DaysEnding::ChangeAsked, at),
        DaysNews::Cancelled => end_of(&mut session, DaysEnding::Cancelled, at),
        DaysNews::NotSaved => end_of(&mut session, DaysEnding::NotSaved, at),
    };
    (session, effects)
}

/// Nobody has answered for so long that nobody will.
pub(in crate::session) fn lose_patience(
    session: Session,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    let asked = session.draft.days.as_ref().and_then(|days| days.asked.as_ref());
    let is_over = |since: Duration| at.now.running.saturating_sub(since) >= PATIENCE;
    let unanswered = asked
        .filter(|(_, since)| session.busy.is_some() && is_over(*since))
        .map(|(call, _)| call.unanswered());
    match unanswered {
        None => (session, vec![]),
        Some(nothing) => heard(session, nothing, at),
    }
}

/// Written down. What is held is held; of what was asked for the server may know more.
fn booked(session: &mut Session, taken: Taken, at: &Context<'_>) -> Vec<Effect> {
    let (state, asked) = (taken.card.state, asked(&taken.card));
    if let Some(days) = &mut session.draft.days {
        days.taken = Some(taken);
    }
    if state == BookingState::Held {
        let ending = held(session, at);
        return end_of(session, ending, at);
    }
    if is_offline(at) {
        return end_of(session, DaysEnding::AskedFor, at);
    }
    ask(session, at, PlacesCall::Stands(asked))
}

fn asked(card: &BookingCard) -> BookingAsked {
    BookingAsked { event: card.event, booking: card.booking }
}

fn held(session: &Session, at: &Context<'_>) -> DaysEnding {
    let mode = event(session, &at.public.events).map(|event| event.booking);
    if mode == Some(Mode::BookYourself) { DaysEnding::Booked } else { DaysEnding::Held }
}

/// The card opened. Online the server may know more than the card.
fn found(session: &mut Session, card: BookingCard, at: &Context<'_>) -> Vec<Effect> {
    let typed = session.draft.days.as_ref().map(|days| BookingReference::parse(&days.reference));
    let (Some(Ok(reference)), Ok(born)) = (typed, way::born(session, BornOf::Booked, at)) else {
        return end_of(session, DaysEnding::NotFound, at);
    };
    let asked = asked(&card);
    if let Some(days) = &mut session.draft.days {
        let key = BookingKey { reference, born };
        days.event = Some(card.event);
        days.found = Some(Found { key, card, waiting: None });
    }
    if is_offline(at) {
        show_booking(session);
        return vec![];
    }
    ask(session, at, PlacesCall::Stands(asked))
}

fn show_booking(session: &mut Session) {
    session.busy = None;
    session.go(Screen::DaysBooking);
}

/// How the server has it; it may not have heard of it yet, or not answer.
fn stand(session: &mut Session, stands: Option<BookingStands>, at: &Context<'_>) {
    let held = held(session, at);
    let Some(days) = &mut session.draft.days else { return };
    if let Some(found) = &mut days.found {
        let state = stands.and_then(state_of);
        found.card.state = state.unwrap_or(found.card.state);
        found.waiting = waiting(stands);
        return show_booking(session);
    }
    let ending = match stands {
        Some(BookingStands::Held | BookingStands::Approved) => held,
        Some(BookingStands::Waiting(number)) => DaysEnding::Waiting(number),
        Some(BookingStands::InTheDraw) => DaysEnding::InTheDraw,
        // Nothing is refused before anybody has looked at it.
        _ => DaysEnding::Sent,
    };
    end(session, ending, at);
}

fn waiting(stands: Option<BookingStands>) -> Option<u32> {
    match stands {
        Some(BookingStands::Waiting(number)) => Some(number),
        _ => None,
    }
}

/// None: the server has not heard of it yet, and the card is all there is.
fn state_of(stands: BookingStands) -> Option<BookingState> {
    match stands {
        BookingStands::Held => Some(BookingState::Held),
        BookingStands::Approved => Some(BookingState::Approved),
        BookingStands::Waiting(_) => Some(BookingState::Waiting),
        BookingStands::InTheDraw => Some(BookingState::InTheDraw),
        BookingStands::Declined => Some(BookingState::Declined),
        BookingStands::Ended => Some(BookingState::Cancelled),
        BookingStands::NotKnown => None,
    }
}

fn end_of(session: &mut Session, ending: DaysEnding, at: &Context<'_>) -> Vec<Effect> {
    end(session, ending, at);
    vec![]
}

/// What was typed has done its work. Nothing leads back into a wish that is written down: it
/// would be another one.
fn end(session: &mut Session, ending: DaysEnding, at: &Context<'_>) {
    session.busy = None;
    session.last_touch = at.now.running;
    let is_done =
        !matches!(ending, DaysEnding::Shut(_) | DaysEnding::NotSaved | DaysEnding::NotFound);
    if let Some(days) = &mut session.draft.days {
        days.ending = Some(ending);
        if is_done {
            let mut shown = Days::default();
            (shown.event, shown.taken, shown.ending) = (days.event, days.taken.take(), days.ending);
            **days = shown;
        }
    }
    session.go(Screen::DaysOutcome);
    if is_done {
        session.history.clear();
    }
}
