//! What one family does at the screen: a pure state machine.
//!
//! [`step`] takes the session, what happened and the moment, and gives the next session and what
//! is to be done about it. It opens nothing, writes nothing and reads no clock. Rust owns which
//! screen is shown: the idle wipe is a privacy rule, and it is here.

mod asking;
mod birth;
mod checkin;
pub mod contact;
pub mod days;
mod events;
mod first_time;
pub mod help;
mod slip;
pub mod staff;
pub mod talk;
pub mod volunteer;

pub use birth::{Born, DatePart};
pub use checkin::party_allows;
pub use contact::{
    Asked, ContactField, ContactPress, ContactQuestion, Contacting, Purpose, ToContact,
};
pub use days::{
    BornOf, Days, DaysAct, DaysEnding, DaysNews, DaysPress, Field, Found, PlacesCall, Question,
};
pub use events::{
    AskAnswer, Asking, CheckIn, Comfort, Effect, Ending, Event, FieldNote, Press, Reading, Screen,
    Telling,
};
pub use first_time::{Place, readings, steps};
pub use help::{Finding, HelpFound, HelpPress, HelpSeek, Narrow, Noted};

pub use slip::{Paper, SlipState};
pub use staff::{Entry, Pin, Report, StaffPress, StaffState, SyncAnswer, Unlocked, UnsentArrival};
pub use talk::{Talk, TalkAnswer, TalkPress, TalkQuestion, Talking};
pub use volunteer::{HelpAnswer, VolunteerPress, VolunteerState};

use std::time::Duration;

use visits_domain::arrival::{ArrivalNumber, Language, Need, Party, Route};
use visits_domain::card::CardVisit;
use visits_domain::checkin::Verdict;
use visits_domain::wire::Whom;
use zeroize::Zeroize;

use crate::clock::Now;
use crate::config::Config;
use crate::public::Public;

/// A second press of a button that moves on or commits is ignored for so long (inclusion 7).
const REPEAT: Duration = Duration::from_millis(500);

/// No touch of a button takes longer.
const TOUCH: Duration = Duration::from_secs(1);

/// What was typed and chosen. Zeroed when it is dropped.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// As typed.
    pub surname: String,
    /// As typed, without separators.
    pub reference: String,
    /// As typed.
    pub born: Born,
    /// How the family is being looked for.
    pub route: Option<Route>,
    /// The visit that was found.
    pub visit: Option<CardVisit>,
    /// The number the family has.
    pub number: Option<ArrivalNumber>,
    /// Who is here.
    pub party: Option<Party>,
    /// First visit here?
    pub first_visit: bool,
    /// Chosen.
    pub needs: Vec<Need>,
    /// More of a party that has a number.
    pub joining: bool,
    /// A code that waits for a yes or a no. Never shown.
    pub scanned: Option<String>,
    /// At family days.
    pub days: Option<Box<Days>>,
    /// While help is looked for.
    pub finding: Option<Box<Finding>>,
    /// Of a private talk.
    pub talk: Option<Box<Talk>>,
    /// For whoever is to contact them.
    pub contacting: Option<Box<Contacting>>,
}

impl Drop for Draft {
    fn drop(&mut self) {
        self.surname.zeroize();
        self.reference.zeroize();
        self.born.zeroize();
        self.scanned.zeroize();
    }
}

/// One family at the screen, or nobody.
#[derive(Clone, Debug)]
pub struct Session {
    /// Shown now.
    pub screen: Screen,
    /// Spoken now.
    pub language: Language,
    /// Text size and contrast.
    pub comfort: Comfort,
    /// Typed and chosen.
    pub draft: Draft,
    /// Beside the field.
    pub note: Option<FieldNote>,
    /// On the outcome screen.
    pub outcome: Verdict,
    /// On the Done screen.
    pub ending: Ending,
    /// The ask that is under way.
    pub ask: Option<(u64, AskAnswer)>,
    /// Whom it is for.
    pub ask_whom: Whom,
    /// Where they said they sit, as staff read it.
    pub ask_seat: Option<String>,
    /// Whom they are about to ask for, while they say where they sit.
    pub wanted: Whom,
    /// Where they are in *First time here?*.
    pub place: Place,
    /// "Are you still there?" is shown.
    pub still_there: bool,
    /// A look-up or a save is under way.
    pub busy: Option<u64>,
    /// Another one for everybody who comes: whatever a screen keeps for itself ends with it.
    pub visit: u64,
    /// A code and a PIN while they are typed.
    pub entry: Entry,
    /// Whose PIN opened staff or volunteer mode.
    pub unlocked: Option<Unlocked>,
    /// Of staff mode.
    pub staff: StaffState,
    /// Of volunteer mode.
    pub volunteer: VolunteerState,
    /// The slip that was asked for last.
    pub slip: Option<(u64, SlipState)>,
    history: Vec<Screen>,
    last_touch: Duration,
    warned_at: Duration,
    last_move: Option<Duration>,
    asked_at: Duration,
    jobs: u64,
}

/// What a step may look at besides the session.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The moment.
    pub now: Now,
    /// The site's rules and words.
    pub config: &'a Config,
    /// What everybody may see: which days there are, and whether the server can be reached.
    pub public: &'a Public,
}

impl Session {
    /// Nobody is here.
    pub fn fresh(config: &Config) -> Self {
        Self::after(config, 0, 0)
    }

    /// `jobs` goes on counting, so that an answer to a family that left reaches nobody.
    fn after(config: &Config, jobs: u64, visit: u64) -> Self {
        Self {
            screen: Screen::Welcome,
            language: config.first_language(),
            comfort: Comfort {
                text_size: config.screen.text_size,
                high_contrast: config.screen.high_contrast,
            },
            draft: Draft::default(),
            note: None,
            outcome: Verdict::Desk,
            ending: Ending::Fresh,
            ask: None,
            ask_whom: Whom::Staff,
            ask_seat: None,
            wanted: Whom::Staff,
            place: Place::default(),
            still_there: false,
            busy: None,
            visit,
            entry: Entry::default(),
            unlocked: None,
            staff: StaffState::default(),
            volunteer: VolunteerState::default(),
            slip: None,
            history: Vec::new(),
            last_touch: Duration::ZERO,
            warned_at: Duration::ZERO,
            last_move: None,
            asked_at: Duration::ZERO,
            jobs,
        }
    }

    /// Whether anybody has left a trace that must go.
    pub fn is_fresh(&self, config: &Config) -> bool {
        self.screen == Screen::Welcome
            && self.language == config.first_language()
            && self.comfort == Self::fresh(config).comfort
    }

    fn wiped(&self, config: &Config) -> Self {
        Self { last_move: self.last_move, ..Self::after(config, self.jobs, self.visit + 1) }
    }

    fn go(&mut self, screen: Screen) {
        if self.screen != screen {
            self.history.push(self.screen);
        }
        self.screen = screen;
        self.note = None;
    }

    fn job(&mut self) -> u64 {
        self.jobs += 1;
        self.busy = Some(self.jobs);
        self.jobs
    }
}

/// One step.
pub fn step(mut session: Session, event: Event, at: &Context<'_>) -> (Session, Vec<Effect>) {
    if matches!(event, Event::Touched | Event::Pressed(_) | Event::Scanned(_)) {
        session.last_touch = at.now.running;
    }
    match event {
        Event::Touched => {} // the question stays up until the finger has left its buttons
        Event::Tick => return days::lose_patience(tick(session, at), at),
        Event::Pressed(press) => return pressed(session, press, at),
        Event::Scanned(code) if staff::takes_scans(session.screen) => {
            staff::scanned(&mut session, code);
        }
        Event::Scanned(code) => return checkin::scanned(session, code, at),
        Event::Told(job, verdict) => {
            if session.busy == Some(job) {
                checkin::told(&mut session, verdict, at);
            }
        }
        Event::Saved(job, number) => {
            if session.busy == Some(job) {
                checkin::saved(&mut session, number);
                let effects = slip::of_arrival(&mut session, at);
                return (session, effects);
            }
        }
        Event::NotSaved(job) => {
            if session.busy == Some(job) {
                session.busy = None;
                session.outcome = Verdict::Desk;
                session.go(Screen::Outcome);
            }
        }
        Event::Asked(ask, answer) => asking::answered(&mut session, ask, answer, at),
        Event::Unlocked(job, unlocked) => {
            if session.busy == Some(job) {
                return staff::unlocked(session, unlocked, at);
            }
        }
        Event::Looked(report) => staff::looked(&mut session, *report),
        Event::Synced(job, answer) => return staff::synced(session, job, answer, at),
        Event::Printed(job, is_printed) => slip::answered(&mut session, job, is_printed),
        Event::Sounded(is_there) => session.staff.sound = Some(is_there),
        Event::Helped(job, answer) => volunteer::helped(&mut session, job, answer, at),
        Event::Talked(job, answer) => talk::answered(&mut session, job, answer, at),
        Event::Contacted(job, receipt) => {
            if session.busy == Some(job) {
                contact::written_down(&mut session, receipt, at);
            }
        }
        Event::WaitingTold => session.volunteer.answered = None,
        Event::Days(job, news) => {
            if session.busy == Some(job) {
                return days::heard(session, *news, at);
            }
        }
        Event::Found(job, found) => return help::heard(session, job, *found, at),
        Event::Noted(job, noted) => {
            if session.busy == Some(job) {
                help::noted(&mut session, noted, at);
            }
        }
    }
    (session, vec![])
}

/// The idle clock: a warning, then everything goes. Nothing is wiped while a save is under way.
fn tick(mut session: Session, at: &Context<'_>) -> Session {
    asking::expire(&mut session, at);
    let idle = &at.config.idle;
    let since_touch = at.now.running.saturating_sub(session.last_touch);
    if session.busy.is_some() || session.is_fresh(at.config) {
        session.still_there = false;
    } else if session.screen == Screen::Welcome {
        // A language or a text size was left behind: nothing to ask about.
        if since_touch >= idle.warn_after() {
            return session.wiped(at.config);
        }
    } else if !session.still_there {
        let patience = match session.screen {
            // A mode is not left open for whoever comes by.
            _ if session.unlocked.is_some() => at.config.staff.warn_after(),
            // Someone who asked for a person sits and waits: the answer stays up.
            Screen::AskAnswer if asking::is_open(&session) => asking::lifetime(at.config),
            Screen::TalkAnswer if talk::waits(&session) => asking::lifetime(at.config),
            _ => idle.warn_after(),
        };
        if since_touch >= patience {
            session.still_there = true;
            session.warned_at = at.now.running;
        }
    } else if session.last_touch > session.warned_at {
        // Touched beside the buttons: somebody is there.
        session.still_there = since_touch < TOUCH;
    } else if at.now.running.saturating_sub(session.warned_at) >= idle.wipe_after() {
        return session.wiped(at.config);
    }
    session
}

/// Buttons that move on or commit are guarded against a trembling finger; keys never are.
fn is_guarded(press: Press) -> bool {
    !matches!(
        press,
        Press::Key(_)
            | Press::Delete
            | Press::Part(_)
            | Press::Adults(_)
            | Press::Children(_)
            | Press::Need(_)
            | Press::TextSize(_)
            | Press::HighContrast(_)
            | Press::StillHere
            | Press::PinPart(_)
            | Press::Volunteer(VolunteerPress::Tick(_))
    ) && !matches!(press, Press::Days(press) if press.is_a_switch())
        && !matches!(press, Press::Help(press) if press.is_never_held_back())
}

fn pressed(mut session: Session, press: Press, at: &Context<'_>) -> (Session, Vec<Effect>) {
    session.still_there = false;
    if is_guarded(press) {
        let again = session.last_move.is_some_and(|last| at.now.running < last + REPEAT);
        if again {
            return (session, vec![]);
        }
        session.last_move = Some(at.now.running);
    }
    if press == Press::Help(HelpPress::Leave) {
        return (session.wiped(at.config), vec![]);
    }
    if session.busy.is_some() {
        return (session, vec![]); // the answer is a moment away, and it must be seen
    }
    match press {
        Press::StartAgain | Press::Finish => session = session.wiped(at.config),
        Press::StillHere => {}
        Press::Back => back(&mut session, at),
        Press::Easier => session.go(Screen::Easier),
        Press::TextSize(size) => session.comfort.text_size = size.min(3),
        Press::HighContrast(on) => session.comfort.high_contrast = on,
        Press::Languages => session.go(Screen::Languages),
        Press::Language(language) => choose_language(&mut session, language, at),
        Press::AskPerson | Press::AskVolunteer | Press::AskAgain | Press::Seat(_) => {
            return asking::pressed(session, press, at);
        }
        Press::Read(_) => first_time::pressed(&mut session, press, at),
        Press::Next if session.screen == Screen::VisitSteps => {
            first_time::pressed(&mut session, press, at);
        }
        Press::Print => return slip::pressed(session, at),
        Press::Staff(press) => return staff::pressed(session, press),
        Press::Volunteer(press) => return volunteer::pressed(session, press),
        Press::Keyholder => return staff::typed(session, press),
        _ if session.screen == Screen::Pin => return staff::typed(session, press),
        Press::Days(press) => return days::pressed(session, press, at),
        Press::Help(press) => return help::pressed(session, press, at),
        Press::Talk(press) => return talk::pressed(session, press, at),
        Press::Contact(press) => return contact::pressed(session, press, at),
        _ if session.screen == Screen::TalkNumber => return talk::typed(session, press),
        _ if contact::is_on(&session) => return contact::typed(session, press),
        _ if help::is_on(&session) => return help::typed(session, press, at),
        _ if days::is_on(&session) => return days::typed(session, press, at),
        _ => return checkin::pressed(session, press, at),
    }
    (session, vec![])
}

fn choose_language(session: &mut Session, language: Language, at: &Context<'_>) {
    if at.config.languages.offered.contains(&language) {
        session.language = language;
        if session.screen == Screen::Languages {
            back(session, at);
        }
    }
}

fn back(session: &mut Session, at: &Context<'_>) {
    volunteer::leave_the_card(session);
    staff::leave_the_pin(session);
    if first_time::back(session) {
        return;
    }
    match session.history.pop() {
        // To the doors: whoever comes next finds nothing typed.
        None | Some(Screen::Welcome) => {
            let kept = (session.language, session.comfort);
            *session = session.wiped(at.config);
            (session.language, session.comfort) = kept;
            session.last_touch = at.now.running;
        }
        Some(screen) => {
            session.screen = screen;
            session.note = None;
            if screen == Screen::Done {
                // From family days, from help or from a talk to the number again.
                (session.draft.days, session.draft.finding) = (None, None);
                (session.draft.talk, session.draft.contacting) = (None, None);
            }
        }
    }
}
