//! Volunteer mode: families who wait, by number and seat; going to one, handing back, done; and
//! what to do in a hard moment. What a volunteer does goes out at once or not at all.

use uuid::Uuid;
use visits_domain::wire::{KeyholderCode, Mode, VolunteerAct, VolunteerActs, Waiting};

use super::staff::is_open;
use super::{Context, Effect, Screen, Session};

/// What a volunteer can tick off for a family.
pub const CHECKLIST: u8 = 5;

/// Something volunteers do in their mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VolunteerPress {
    /// From staff mode: who waits.
    Waiting,
    /// This family.
    Family(Uuid),
    /// Go to them, hand back, done.
    Act(VolunteerAct),
    /// A line of the checklist, on or off. From 0.
    Tick(u8),
    /// *What do I do now?*
    Guides,
    /// This card.
    Guide(Guide),
}

/// A card of *What do I do now?*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guide {
    /// A child tells me something.
    ChildTells,
    /// Someone is crying.
    Crying,
    /// Someone is angry.
    Angry,
}

/// What became of telling the server. Three honest answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpAnswer {
    /// It is done, or somebody was first: how the families stand now.
    Told(Waiting),
    /// Nothing of it reached the server.
    NotSent,
    /// It may have reached the server.
    CannotTell,
}

/// How the last act stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpState {
    /// On its way.
    Sending,
    /// They are this volunteer's now.
    Yours,
    /// Somebody else has gone to them.
    SomebodyElse,
    /// They wait no more.
    Gone,
    /// It was not sent.
    NotSent,
    /// We cannot tell.
    CannotTell,
}

/// What volunteer mode holds.
#[derive(Clone, Debug, Default)]
pub struct VolunteerState {
    /// The family on the screen.
    pub family: Option<Uuid>,
    /// The last act for that family.
    pub help: Option<(u64, VolunteerAct, HelpState)>,
    /// How the families stand, as an answer said it; until the next news of them.
    pub answered: Option<Waiting>,
    /// Lines of the checklist, a bit each.
    pub ticked: u8,
    /// The card on the screen; none: the list of cards.
    pub guide: Option<Guide>,
}

impl VolunteerState {
    fn is_sending(&self) -> bool {
        matches!(self.help, Some((.., HelpState::Sending)))
    }
}

pub(super) fn pressed(mut session: Session, press: VolunteerPress) -> (Session, Vec<Effect>) {
    if !is_open(&session, Mode::Volunteer) {
        return (session, vec![]);
    }
    let state = &mut session.volunteer;
    match press {
        VolunteerPress::Waiting if session.screen == Screen::Staff => session.go(Screen::Waiting),
        VolunteerPress::Family(family) if session.screen == Screen::Waiting => {
            // The ticks are of one family.
            if state.family != Some(family) {
                state.ticked = 0;
            }
            (state.family, state.help) = (Some(family), None);
            session.go(Screen::Family);
        }
        VolunteerPress::Act(act) if session.screen == Screen::Family => return send(session, act),
        VolunteerPress::Tick(line) if session.screen == Screen::Family && line < CHECKLIST => {
            state.ticked ^= 1 << line;
        }
        VolunteerPress::Guides => {
            state.guide = None;
            session.go(Screen::HardMoment);
        }
        VolunteerPress::Guide(guide) if session.screen == Screen::HardMoment => {
            state.guide = Some(guide);
            session.history.push(Screen::HardMoment); // *Back* leads to the list of cards
        }
        _ => {}
    }
    (session, vec![])
}

/// *Back* on a card leads to the list of cards.
pub(super) fn leave_the_card(session: &mut Session) {
    if session.screen == Screen::HardMoment {
        session.volunteer.guide = None;
    }
}

fn send(mut session: Session, act: VolunteerAct) -> (Session, Vec<Effect>) {
    let by = session.unlocked.as_ref().map(|unlocked| unlocked.code.clone());
    let (Some(by), Some(family), false) =
        (by, session.volunteer.family, session.volunteer.is_sending())
    else {
        return (session, vec![]);
    };
    session.jobs += 1;
    let job = session.jobs;
    session.volunteer.help = Some((job, act, HelpState::Sending));
    (session, vec![Effect::Help(job, VolunteerActs { family, by, act })])
}

/// The server was told, or was not.
pub(super) fn helped(session: &mut Session, job: u64, answer: HelpAnswer, at: &Context<'_>) {
    let me = session.unlocked.as_ref().map(|unlocked| unlocked.code.clone());
    let state = &mut session.volunteer;
    let (Some((open, act, now)), Some(family), Some(me)) = (&mut state.help, state.family, me)
    else {
        return;
    };
    if *open != job {
        return;
    }
    session.last_touch = at.now.running; // time to read it
    *now = match &answer {
        HelpAnswer::Told(waiting) => standing(waiting, family, &me),
        HelpAnswer::NotSent => HelpState::NotSent,
        HelpAnswer::CannotTell => HelpState::CannotTell,
    };
    let is_finished = match act {
        VolunteerAct::Claim => false,
        VolunteerAct::HandBack => *now == HelpState::SomebodyElse || *now == HelpState::Gone,
        VolunteerAct::Done => *now == HelpState::Gone,
    };
    if let HelpAnswer::Told(waiting) = answer {
        state.answered = Some(waiting);
    }
    if is_finished && session.screen == Screen::Family {
        (state.family, state.help, state.ticked) = (None, None, 0);
        session.screen = session.history.pop().unwrap_or(Screen::Waiting);
    }
}

/// Whose a family is. One that nobody has gone to is no one's: as if it were somebody else's.
fn standing(waiting: &Waiting, family: Uuid, me: &KeyholderCode) -> HelpState {
    match waiting.families.iter().find(|waits| waits.id == family) {
        None => HelpState::Gone,
        Some(waits) if waits.claimed_by.as_ref() == Some(me) => HelpState::Yours,
        Some(_) => HelpState::SomebodyElse,
    }
}
