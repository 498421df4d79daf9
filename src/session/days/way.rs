//! What is asked, and in which order: one thing a screen.

use visits_domain::arrival::{Need, Party};
use visits_domain::event::Facility;
use visits_domain::person::BirthDate;
use visits_domain::wire::Event;
use visits_domain::wish::Ring;
use zeroize::Zeroize as _;

use super::{BornOf, Field, Question, counted, event, rules};
use crate::session::{Context, Effect, FieldNote, Press, Screen, Session};

/// All screens from who comes to the answers, as far as is known by now.
fn way(session: &Session, event: &Event) -> Vec<Screen> {
    let Some(days) = &session.draft.days else { return Vec::new() };
    if days.changing {
        return vec![Screen::Party, Screen::DaysCheck];
    }
    let children = 0..session.draft.party.map_or(0, |party| party.children);
    let mut way = vec![Screen::Party];
    way.extend(children.map(|child| match event.born {
        Some(_) => Screen::DaysBorn(BornOf::Child(child)),
        None => Screen::DaysAge(child),
    }));
    way.push(Screen::Needs);
    if event.facilities.contains(&Facility::Food) {
        way.push(Screen::DaysType(Field::Diet));
    }
    if rules::buses(event).next().is_some() {
        way.push(Screen::DaysChoose(Question::Bus));
    }
    if session.draft.visit.is_some() {
        way.push(Screen::DaysChoose(Question::Whom));
    }
    if !days.as_checked_in {
        way.extend([Field::Whom, Field::Number].map(Screen::DaysType));
    }
    way.push(Screen::DaysType(Field::Lead));
    way.push(Screen::DaysBorn(BornOf::Lead));
    way.push(Screen::DaysChoose(Question::Ring));
    if days.ring.is_some_and(|ring| ring != Ring::Never) {
        way.push(Screen::DaysType(Field::Phone));
        way.push(Screen::DaysChoose(Question::Message));
    }
    way.push(Screen::DaysCheck);
    way
}

/// On from the screen that is shown.
pub(super) fn on(session: &mut Session, at: &Context<'_>) {
    let Some(event) = event(session, &at.public.events) else { return };
    let children = session.draft.party.map_or(0, |party| party.children);
    if let Some(days) = &mut session.draft.days {
        days.ages.truncate(children.into()); // fewer come than they said before
    }
    let way = way(session, event);
    let here = way.iter().position(|screen| *screen == session.screen);
    if let Some(next) = here.and_then(|here| way.get(here + 1)) {
        if matches!(next, Screen::DaysBorn(BornOf::Child(_)))
            && let Some(days) = &mut session.draft.days
        {
            days.child_born.zeroize();
            days.child_born.part = crate::session::DatePart::Day;
        }
        session.go(*next);
    }
}

/// A place is wanted: who is coming?
pub(super) fn begin(session: &mut Session, at: &Context<'_>) {
    let Some(event) = event(session, &at.public.events) else { return };
    if rules::shut(event, at.now.utc).is_some() {
        return; // the screen offers it no more
    }
    let party = session.draft.party.filter(|party| rules::may_come(event, *party));
    let smallest = [Party { adults: 1, children: 0 }, Party { adults: 0, children: 1 }];
    let party = party.or_else(|| smallest.into_iter().find(|few| rules::may_come(event, *few)));
    session.draft.party = party;
    if let Some(days) = &mut session.draft.days {
        // The bus of a day that they looked at before goes somewhere else.
        days.bus = days.bus.filter(|bus| rules::buses(event).any(|pool| pool.pool == *bus));
        days.changing = false;
        days.found = None;
        days.as_checked_in = session.draft.visit.is_some();
    }
    if party.is_some() {
        session.go(Screen::Party);
    }
}

/// More or fewer come than were booked for.
pub(super) fn change(session: &mut Session) {
    let Some(days) = &mut session.draft.days else { return };
    let Some(found) = &days.found else { return };
    days.event = Some(found.card.event);
    days.changing = true;
    session.draft.party = Some(found.card.party);
    session.go(Screen::Party);
}

/// The child on the screen is so old.
pub(super) fn aged(session: &mut Session, years: u8, at: &Context<'_>) {
    let Screen::DaysAge(child) = session.screen else { return };
    let is_for = event(session, &at.public.events)
        .is_some_and(|event| event.ages.is_none_or(|ages| ages.include(years)));
    if !is_for {
        session.note = Some(FieldNote::OtherAge);
        return;
    }
    keep_age(session, child, years);
    on(session, at);
}

fn keep_age(session: &mut Session, child: u8, years: u8) {
    if let Some(days) = &mut session.draft.days {
        days.ages.truncate(child.into());
        days.ages.push(years);
    }
}

/// One answer of a list.
pub(super) fn chosen(session: &mut Session, which: usize, at: &Context<'_>) {
    let Screen::DaysChoose(question) = session.screen else { return };
    let bus = event(session, &at.public.events)
        .and_then(|event| rules::buses(event).nth(which.checked_sub(1)?))
        .map(|pool| pool.pool);
    let Some(days) = &mut session.draft.days else { return };
    match question {
        Question::Bus => days.bus = bus,
        Question::Whom => days.as_checked_in = which == 0,
        Question::Ring => {
            let Some(ring) = Ring::ALL.get(which) else { return };
            days.ring = Some(*ring);
        }
        Question::Message => days.message = which == 0,
    }
    on(session, at);
}

/// A field or a date was typed to its end, or a screen was read.
pub(super) fn next(mut session: Session, at: &Context<'_>) -> (Session, Vec<Effect>) {
    match session.screen {
        Screen::DaysType(Field::Reference) => super::typing::reference_typed(&mut session),
        Screen::DaysType(field) => match super::typing::fault(&session, field) {
            None => on(&mut session, at),
            fault => session.note = fault,
        },
        Screen::DaysBorn(BornOf::Booked) => return super::answers::find(session, at),
        Screen::DaysBorn(of) => match born(&session, of, at) {
            Ok(born) => {
                if let BornOf::Child(child) = of
                    && let Err(note) = child_born(&mut session, child, born, at)
                {
                    session.note = Some(note);
                } else {
                    on(&mut session, at);
                }
            }
            Err(note) => session.note = Some(note),
        },
        Screen::Party | Screen::Needs => on(&mut session, at),
        Screen::DaysFilter | Screen::DaysOutcome => crate::session::back(&mut session, at),
        _ => {}
    }
    (session, vec![])
}

/// The date that was typed.
pub(super) fn born(
    session: &Session,
    of: BornOf,
    at: &Context<'_>,
) -> Result<BirthDate, FieldNote> {
    let typed = session.draft.days.as_ref().and_then(|days| days.born(of).numbers());
    let (day, month, year) = typed.ok_or(FieldNote::Incomplete)?;
    Ok(BirthDate::parse(year, month, day, at.now.local().date())?)
}

/// Whether the day is for a child that was born then. Kept of it is the age.
fn child_born(
    session: &mut Session,
    child: u8,
    born: BirthDate,
    at: &Context<'_>,
) -> Result<(), FieldNote> {
    let event = event(session, &at.public.events).ok_or(FieldNote::OtherBirth)?;
    let is_for = event.born.is_none_or(|days| (days.from..=days.until).contains(&born.date()));
    let years = u8::try_from(born.age_on(event.date)).unwrap_or(u8::MAX);
    if !is_for {
        return Err(FieldNote::OtherBirth);
    }
    if event.ages.is_some_and(|ages| !ages.include(years)) {
        return Err(FieldNote::OtherAge);
    }
    keep_age(session, child, years);
    Ok(())
}

/// One more or fewer.
pub(super) fn count(session: &mut Session, adults: i8, children: i8, at: &Context<'_>) {
    let counted = counted(session, &at.public.events, adults, children);
    session.draft.party = counted.or(session.draft.party);
}

/// What would help, on or off.
pub(super) fn need(session: &mut Session, need: Need) {
    let needs = &mut session.draft.needs;
    match needs.iter().position(|chosen| *chosen == need) {
        Some(index) => drop(needs.remove(index)),
        None => needs.push(need),
    }
    needs.sort_unstable();
}

/// A control of a screen that is shared with the check-in.
pub(super) fn shared(session: &mut Session, press: Press, at: &Context<'_>) {
    match (press, session.screen) {
        (Press::Adults(by), Screen::Party) => count(session, by, 0, at),
        (Press::Children(by), Screen::Party) => count(session, 0, by, at),
        (Press::Need(chosen), Screen::Needs) => need(session, chosen),
        _ => {}
    }
}
