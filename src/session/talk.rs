//! *Talk to someone in private*. What is urgent is sent at once or not at all, and answered
//! honestly; what can wait is written down like a request to be contacted.
//!
//! Nothing here says whether anybody is held here.

use visits_domain::arrival::{ArrivalNumber, Language};
use visits_domain::help::About;

use super::contact::{self, Purpose};
use super::{Context, Effect, FieldNote, Press, Screen, Session};

/// Characters of a family's number that fit its field.
const NUMBER_CHARACTERS: usize = 5;

/// A control of these screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TalkPress {
    /// The door.
    Open,
    /// What is passed on has been read.
    GoOn,
    /// This answer of the list.
    Choose(usize),
    /// It is urgent.
    Urgent,
    /// It can wait.
    CanWait,
    /// Once more: it raises no second alarm.
    Again,
    /// Whom they can ring.
    Numbers,
}

/// A question with answers to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TalkQuestion {
    /// Whom is it about?
    About,
    /// Where are they sitting?
    Seat,
    /// May their number be called?
    Call,
}

/// What became of an urgent talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TalkAnswer {
    /// On its way.
    Sending,
    /// Staff have it.
    StaffHaveIt,
    /// A member of staff has taken it.
    Seen,
    /// It was not sent: find a person now.
    NotSent,
    /// We can't tell whether it was sent: find a person now.
    CannotTell,
}

/// What staff are told at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talking {
    /// What about.
    pub about: About,
    /// Where they sit, in words that staff know.
    pub seat: Option<String>,
    /// Their number, where it may be called.
    pub number: Option<ArrivalNumber>,
    /// On the screen.
    pub language: Language,
}

/// All of a family's way through these screens.
#[derive(Clone, Debug, Default)]
pub struct Talk {
    /// Whom it is about.
    pub about: Option<About>,
    /// Where they sit, as staff read it.
    pub seat: Option<String>,
    /// Their number, as typed.
    pub number: String,
    /// What was sent, and what became of it.
    pub sent: Option<(u64, TalkAnswer)>,
    /// An earlier try may have arrived: after it nobody can say that nothing was sent.
    doubtful: bool,
}

impl Talk {
    /// Whether somebody may still come.
    fn is_open(&self) -> bool {
        use TalkAnswer::{Seen, Sending, StaffHaveIt};
        matches!(self.sent, Some((_, Sending | StaffHaveIt | Seen)))
    }

    /// Whether it can be sent once more: it has one id, and raises one alarm.
    pub fn may_try_again(&self) -> bool {
        matches!(self.sent, Some((_, TalkAnswer::NotSent | TalkAnswer::CannotTell)))
    }
}

/// Whether the answer stays up: somebody sits and waits.
pub(super) fn waits(session: &Session) -> bool {
    session.draft.talk.as_ref().is_some_and(|talk| talk.is_open())
}

pub(super) fn pressed(
    mut session: Session,
    press: TalkPress,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    let screen = session.screen;
    match press {
        TalkPress::Open
            if at.config.talk.on && matches!(screen, Screen::Welcome | Screen::Done) =>
        {
            session.draft.talk = Some(Box::default());
            session.go(Screen::TalkFirst);
        }
        TalkPress::GoOn if screen == Screen::TalkFirst => {
            session.go(Screen::TalkChoose(TalkQuestion::About));
        }
        TalkPress::Choose(which) => return chosen(session, which, at),
        TalkPress::Urgent if screen == Screen::TalkUrgent => {
            let asks = !at.config.ask.seat.is_empty();
            let next = if asks { TalkQuestion::Seat } else { TalkQuestion::Call };
            session.go(Screen::TalkChoose(next));
        }
        TalkPress::CanWait if screen == Screen::TalkUrgent => {
            let about = session.draft.talk.as_ref().and_then(|talk| talk.about);
            if let Some(about) = about {
                contact::begin(&mut session, Purpose::Talk(about));
            }
        }
        TalkPress::Again if screen == Screen::TalkAnswer => return again(session),
        TalkPress::Numbers if is_in_talk(screen) => {
            session.go(Screen::TalkNumbers);
        }
        _ => {}
    }
    (session, vec![])
}

/// Where the numbers to ring are offered.
fn is_in_talk(screen: Screen) -> bool {
    matches!(screen, Screen::TalkFirst | Screen::TalkUrgent | Screen::TalkAnswer)
}

fn chosen(mut session: Session, which: usize, at: &Context<'_>) -> (Session, Vec<Effect>) {
    let Screen::TalkChoose(question) = session.screen else { return (session, vec![]) };
    let has_number = session.draft.number.is_some();
    let Some(talk) = session.draft.talk.as_mut() else { return (session, vec![]) };
    match question {
        TalkQuestion::About => {
            let Some(about) = About::ALL.get(which) else { return (session, vec![]) };
            talk.about = Some(*about);
            session.go(Screen::TalkUrgent);
        }
        TalkQuestion::Seat => {
            // Staff read the place in English, whatever the family reads.
            let seat = at.config.ask.seat.get(which).map(|words| words.en.clone());
            if seat.is_some() {
                talk.seat = seat;
                session.go(Screen::TalkChoose(TalkQuestion::Call));
            }
        }
        TalkQuestion::Call if which == 0 && has_number => {
            let number = session.draft.number;
            return send(session, number);
        }
        TalkQuestion::Call if which == 0 => session.go(Screen::TalkNumber),
        TalkQuestion::Call => return send(session, None),
    }
    (session, vec![])
}

/// A key, or *Next*, on the screen for the number.
pub(super) fn typed(mut session: Session, press: Press) -> (Session, Vec<Effect>) {
    let Some(talk) = session.draft.talk.as_mut() else { return (session, vec![]) };
    match press {
        Press::Key(key) if key.is_ascii_alphanumeric() => {
            session.note = (talk.number.len() == NUMBER_CHARACTERS).then_some(FieldNote::Full);
            if session.note.is_none() {
                talk.number.push(key.to_ascii_uppercase());
            }
        }
        Press::Delete => {
            talk.number.pop();
            session.note = None;
        }
        // Nobody who is in need is kept by a number that they do not have.
        Press::Next if talk.number.is_empty() => return send(session, None),
        Press::Next => match talk.number.parse() {
            Ok(number) => return send(session, Some(number)),
            Err(_) => session.note = Some(FieldNote::OtherShape),
        },
        _ => {}
    }
    (session, vec![])
}

fn send(mut session: Session, number: Option<ArrivalNumber>) -> (Session, Vec<Effect>) {
    let language = session.language;
    session.jobs += 1;
    let job = session.jobs;
    let Some(talk) = session.draft.talk.as_mut() else { return (session, vec![]) };
    let Some(about) = talk.about else { return (session, vec![]) };
    talk.number = number.map(|number| number.to_string()).unwrap_or_default();
    talk.sent = Some((job, TalkAnswer::Sending));
    let talking = Talking { about, seat: talk.seat.clone(), number, language };
    session.screen = Screen::TalkAnswer;
    session.note = None;
    session.history.clear(); // nothing leads back into it: it would be another one
    (session, vec![Effect::Talk(job, talking)])
}

/// The same once more, under the number that it had.
fn again(mut session: Session) -> (Session, Vec<Effect>) {
    let language = session.language;
    let Some(talk) = session.draft.talk.as_mut() else { return (session, vec![]) };
    let (Some(about), Some((job, before)), true) = (talk.about, talk.sent, talk.may_try_again())
    else {
        return (session, vec![]);
    };
    talk.doubtful |= before == TalkAnswer::CannotTell;
    talk.sent = Some((job, TalkAnswer::Sending));
    let (seat, number) = (talk.seat.clone(), talk.number.parse().ok());
    (session, vec![Effect::Talk(job, Talking { about, seat, number, language })])
}

/// What became of it. Nothing is claimed that is not known.
pub(super) fn answered(session: &mut Session, job: u64, answer: TalkAnswer, at: &Context<'_>) {
    let Some(talk) = session.draft.talk.as_mut() else { return };
    let doubtful = talk.doubtful;
    if let Some((sent, state)) = &mut talk.sent
        && *sent == job
        // "Seen" may overtake "staff have it" on its way here.
        && !(*state == TalkAnswer::Seen && answer != TalkAnswer::Seen)
    {
        let is_denied = answer == TalkAnswer::NotSent && doubtful;
        *state = if is_denied { TalkAnswer::CannotTell } else { answer };
        session.last_touch = at.now.running; // time to read it
    }
}
