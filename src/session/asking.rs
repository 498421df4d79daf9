//! *Ask a person*: sent at once or not at all, answered honestly, and withdrawn in time.

use std::time::Duration;

use visits_domain::wire::Whom;

use super::{AskAnswer, Asking, Context, Effect, Press, Screen, Session};
use crate::config::Config;

/// How long an ask stands.
pub(super) fn lifetime(config: &Config) -> Duration {
    Duration::from_secs(u64::from(config.ask.expires_minutes) * 60)
}

/// Whether somebody may still come.
pub(super) fn is_open(session: &Session) -> bool {
    use AskAnswer::{Seen, Sending, StaffHaveIt};
    matches!(session.ask, Some((_, Sending | StaffHaveIt | Seen)))
}

/// Nothing of it was sent: sent again, nobody is called twice.
fn is_to_send_again(session: &Session) -> bool {
    session.screen == Screen::AskAnswer && matches!(session.ask, Some((_, AskAnswer::NotSent)))
}

pub(super) fn pressed(
    mut session: Session,
    press: Press,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    match press {
        Press::AskPerson => {
            super::staff::leave_the_pin(&mut session); // nothing that was typed stays
            return ask(session, Whom::Staff, at);
        }
        Press::AskVolunteer if at.config.first_time.volunteers => {
            return ask(session, Whom::Volunteer, at);
        }
        Press::Seat(index) if session.screen == Screen::AskPerson => {
            // Staff read the place in English, whatever the family reads.
            let seat = at.config.ask.seat.get(index).map(|words| words.en.clone());
            if seat.is_some() {
                return send(session, seat, at);
            }
        }
        Press::AskAgain if is_to_send_again(&session) => {
            session.wanted = session.ask_whom;
            let seat = session.ask_seat.clone();
            return send(session, seat, at);
        }
        _ => {}
    }
    (session, vec![])
}

fn ask(mut session: Session, whom: Whom, at: &Context<'_>) -> (Session, Vec<Effect>) {
    // Asking twice would call two people for one: what was asked is shown again. But a volunteer
    // who is on the way keeps nobody from asking for the staff.
    let is_more = whom == Whom::Staff && session.ask_whom == Whom::Volunteer;
    if is_open(&session) && !is_more {
        session.go(Screen::AskAnswer);
        return (session, vec![]);
    }
    session.wanted = whom;
    if at.config.ask.seat.is_empty() {
        return send(session, None, at);
    }
    session.go(Screen::AskPerson);
    (session, vec![])
}

fn send(mut session: Session, seat: Option<String>, at: &Context<'_>) -> (Session, Vec<Effect>) {
    session.jobs += 1;
    let (id, lifetime) = (session.jobs, lifetime(at.config));
    let (number, language) = (session.draft.number, session.language);
    session.ask = Some((id, AskAnswer::Sending));
    session.ask_whom = session.wanted;
    session.ask_seat.clone_from(&seat);
    let whom = session.ask_whom;
    session.asked_at = at.now.running;
    // From the answer, *Back* leads to where they were, not to the list of seats.
    if !matches!(session.screen, Screen::AskPerson | Screen::AskAnswer) {
        session.history.push(session.screen);
    }
    session.screen = Screen::AskAnswer;
    (session, vec![Effect::Ask(id, Asking { seat, number, language, lifetime, whom })])
}

pub(super) fn answered(session: &mut Session, ask: u64, answer: AskAnswer, at: &Context<'_>) {
    if let Some((open, state)) = &mut session.ask
        && *open == ask
        && *state != AskAnswer::Expired
        // "Seen" may overtake "staff have it" on its way here.
        && !(*state == AskAnswer::Seen && answer == AskAnswer::StaffHaveIt)
    {
        *state = answer;
        session.last_touch = at.now.running; // time to read it
    }
}

pub(super) fn expire(session: &mut Session, at: &Context<'_>) {
    if let Some((_, state @ (AskAnswer::StaffHaveIt | AskAnswer::Sending))) = &mut session.ask
        && at.now.running.saturating_sub(session.asked_at) >= lifetime(at.config)
    {
        *state = AskAnswer::Expired;
        session.last_touch = at.now.running; // time to read it
    }
}
