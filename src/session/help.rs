//! *Find help*: from what a family needs to a service that it takes along.
//!
//! What comes first, and what a family is to be careful with, is in `help/rules.rs`; how a list is
//! narrowed down in `help/narrow.rs`. Nothing of it outlives the session, and a word that is
//! searched for is written down nowhere.

mod narrow;
mod rules;

use visits_domain::help::{HelpNeed, Nation, Seek, Service, ServiceId, Stage};
use visits_domain::wire::{Mistake, SoughtCount};
use zeroize::{Zeroize as _, Zeroizing};

pub use narrow::{AGES, LANGUAGES, Narrow, Narrowed, narrowings};
pub use rules::{SHOWN_AT_MOST, is_discreet, is_hidden, ordered, service};

use super::contact::Asked;
use super::{Context, Effect, FieldNote, Press, Screen, Session};

/// Of a word that is searched for. Letters.
const WORD_AT_MOST: usize = 40;
/// And at least, before it is one.
const WORD_AT_LEAST: usize = 2;

/// A control of these screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpPress {
    /// The door.
    Open,
    /// This is what they need.
    Need(HelpNeed),
    /// They are here on their way, or do not say.
    Stage(Option<Stage>),
    /// By a word.
    Search,
    /// What was found with the word.
    Show,
    /// More of this service.
    Service(ServiceId),
    /// *Narrow it down*.
    Filters,
    /// This of [`narrowings`] is to be narrowed down by, or not.
    Narrow(usize),
    /// This answer of the list.
    Choose(usize),
    /// Nothing is narrowed down.
    All,
    /// This service is taken along.
    Take,
    /// What was taken along.
    Basket,
    /// As a contact for the telephone, or as text.
    AsContact(bool),
    /// Somebody may see it: they want it all the same.
    Anyway,
    /// *This is wrong*.
    Wrong,
    /// That is.
    Mistake(Mistake),
    /// Away from here, at once.
    Leave,
}

impl HelpPress {
    /// Turned on and off, or not to be kept waiting: a second touch is meant.
    pub(super) fn is_never_held_back(self) -> bool {
        matches!(self, Self::Narrow(_) | Self::Leave)
    }
}

/// What the directory is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct HelpSeek {
    /// Who lives where and wants what.
    pub seek: Seek,
    /// As typed; none: by the need.
    pub word: Option<Zeroizing<String>>,
}

/// What it answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HelpFound {
    /// The one to try first at the head; [`SHOWN_AT_MOST`].
    pub services: Vec<Service>,
    /// How many there are in all.
    pub all: usize,
    /// There are more, and nobody has counted them.
    pub more: bool,
    /// Something is for exactly what they need, whatever else they chose.
    pub met: bool,
    /// The directory could not be read: nothing can be said of what there is.
    pub unread: bool,
}

/// What became of *this is wrong*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noted {
    /// It is written down.
    Yes,
    /// It could not be.
    No,
}

/// What a family looks for. It goes with the session.
#[derive(Clone, Debug, Default)]
pub struct Finding {
    /// What they tapped; none: they search by a word.
    pub need: Option<HelpNeed>,
    /// Where they are on their way, where they said so.
    pub stage: Option<Stage>,
    /// As typed.
    pub word: String,
    /// What else they said.
    pub narrowed: Narrowed,
    /// What there is.
    pub found: HelpFound,
    /// Looked at.
    pub service: Option<ServiceId>,
    /// Taken along, the last one at the end.
    pub basket: Vec<Service>,
    /// As contacts, not as text.
    pub as_contact: bool,
    /// What others should not see is shown: they asked for it.
    pub anyway: bool,
    /// What became of *this is wrong*, for the service looked at.
    pub noted: Option<Noted>,
    /// What was found for the word so far is this job's answer.
    awaited: Option<u64>,
    /// The look that is under way is a new one.
    is_new_look: bool,
    /// Where they live and what they speak, as the counts of this look have it already.
    counted: Vec<(Nation, Option<usize>)>,
}

impl Finding {
    /// Another need, or a word. Where they live and what they speak stays; what they wanted of the
    /// last one does not.
    fn begin(&mut self, need: Option<HelpNeed>) {
        (self.need, self.stage) = (need, None);
        let Narrowed { nation, place, language, .. } = self.narrowed;
        self.narrowed = Narrowed { nation, place, language, ..Narrowed::default() };
    }

    /// Whether what was found for this counts: a new look does; one that is narrowed down does
    /// where there is nothing in this nation or language, once.
    fn counts(&mut self, seek: &HelpSeek) -> bool {
        let asked = (seek.seek.nation, self.narrowed.language);
        let is_new = std::mem::take(&mut self.is_new_look);
        if is_new {
            self.counted.clear();
        } else if self.found.met || self.counted.contains(&asked) {
            return false;
        }
        self.counted.push(asked);
        !self.found.unread
    }
}

impl Drop for Finding {
    fn drop(&mut self) {
        self.word.zeroize();
    }
}

/// Who is to contact a family that asks for it from here; none: the service is not on the screen,
/// or contacts nobody.
pub(super) fn asked(session: &Session, id: ServiceId) -> Option<Asked> {
    let finding = session.draft.finding.as_deref()?;
    let shown = service(finding).filter(|_| session.screen == Screen::HelpService)?;
    (shown.service == id && shown.takes_requests).then(|| Asked {
        service: Some(id),
        organization: shown.organization.clone(),
        need: finding.need,
        stage: finding.stage,
    })
}

/// Whether a press on this screen is one of a family's way here.
pub(super) fn is_on(session: &Session) -> bool {
    session.draft.finding.is_some() && is_ours(session.screen)
}

fn is_ours(screen: Screen) -> bool {
    matches!(
        screen,
        Screen::Help
            | Screen::HelpStage
            | Screen::HelpSearch
            | Screen::HelpList
            | Screen::HelpFilters
            | Screen::HelpChoose(_)
            | Screen::HelpService
            | Screen::HelpTake
            | Screen::HelpWrong
    )
}

/// A control of these screens.
pub(super) fn pressed(
    mut session: Session,
    press: HelpPress,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    if press == HelpPress::Open {
        open(&mut session);
        return (session, vec![]);
    }
    let screen = session.screen;
    let Some(finding) = session.draft.finding.as_mut().filter(|_| is_ours(screen)) else {
        return (session, vec![]);
    };
    match press {
        HelpPress::Need(need) if screen == Screen::Help => {
            finding.begin(Some(need));
            session.go(Screen::HelpStage);
        }
        HelpPress::Stage(stage) if screen == Screen::HelpStage => {
            finding.stage = stage;
            return look(session, at, true);
        }
        HelpPress::Search => {
            finding.begin(None);
            finding.word.zeroize();
            finding.found = HelpFound::default();
            session.go(Screen::HelpSearch);
        }
        HelpPress::Show if screen == Screen::HelpSearch => return show(session, at),
        HelpPress::Show if screen == Screen::HelpFilters => return look(session, at, false),
        HelpPress::Service(service) if screen == Screen::HelpList => {
            open_service(&mut session, service);
        }
        HelpPress::Filters if screen == Screen::HelpList => session.go(Screen::HelpFilters),
        HelpPress::Narrow(which) if screen == Screen::HelpFilters => {
            match narrowings(at.config).get(which) {
                Some(Narrow::OpenNow) => finding.narrowed.open_now = !finding.narrowed.open_now,
                Some(Narrow::WomenOnly) => {
                    finding.narrowed.women_only = !finding.narrowed.women_only;
                }
                Some(asked) => {
                    session.last_move = Some(at.now.running); // this one moves on
                    session.go(Screen::HelpChoose(*asked));
                }
                None => {}
            }
        }
        HelpPress::Choose(which) => {
            if let Screen::HelpChoose(what) = screen {
                finding.narrowed.choose(what, which, at.config);
                super::back(&mut session, at);
            }
        }
        HelpPress::All => {
            finding.narrowed = Narrowed::default();
            if screen == Screen::HelpList {
                return look(session, at, false);
            }
        }
        HelpPress::Take if screen == Screen::HelpService => take(&mut session),
        HelpPress::Basket if !finding.basket.is_empty() => session.go(Screen::HelpTake),
        HelpPress::AsContact(is_contact) => finding.as_contact = is_contact,
        HelpPress::Anyway => finding.anyway = true,
        HelpPress::Wrong if screen == Screen::HelpService => session.go(Screen::HelpWrong),
        HelpPress::Mistake(what) if screen == Screen::HelpWrong => {
            let Some(service) = finding.service else { return (session, vec![]) };
            let job = session.job();
            return (session, vec![Effect::Mistake(job, service, what)]);
        }
        _ => {}
    }
    (session, vec![])
}

/// From Welcome, or from a check-in that is done.
fn open(session: &mut Session) {
    if !matches!(session.screen, Screen::Welcome | Screen::Done) {
        return;
    }
    session.draft.finding = Some(Box::default());
    session.go(Screen::Help);
}

/// Asks for what the list is to show. A new look is counted, once; what is only narrowed down is
/// the same look.
fn look(mut session: Session, at: &Context<'_>, is_new: bool) -> (Session, Vec<Effect>) {
    let Some(finding) = session.draft.finding.as_mut() else { return (session, vec![]) };
    finding.is_new_look = is_new;
    finding.awaited = None; // what the last key is told comes too late
    let seek = rules::seek(finding, at);
    let job = session.job();
    (session, vec![Effect::Find(job, Box::new(seek))])
}

/// From the word to the list of what was found with it.
fn show(mut session: Session, at: &Context<'_>) -> (Session, Vec<Effect>) {
    let finding = session.draft.finding.as_ref();
    let letters = finding.map_or(0, |finding| finding.word.trim().chars().count());
    if letters < WORD_AT_LEAST {
        session.note = Some(if letters == 0 { FieldNote::Empty } else { FieldNote::TooShort });
        return (session, vec![]);
    }
    look(session, at, true)
}

fn open_service(session: &mut Session, id: ServiceId) {
    let Some(finding) = session.draft.finding.as_mut() else { return };
    if finding.found.services.iter().any(|service| service.service == id) {
        (finding.service, finding.noted) = (Some(id), None);
        session.go(Screen::HelpService);
    }
}

/// One look, for the counts: what and where, never who.
fn counted(seek: &HelpSeek, found: bool, session: &Session) -> SoughtCount {
    let wanted = seek.seek.filters.language.clone();
    SoughtCount {
        need: seek.seek.need,
        stage: seek.seek.stage,
        nation: seek.seek.nation,
        language: wanted.unwrap_or_else(|| session.language.code().to_owned()),
        found,
        times: 1,
    }
}

fn take(session: &mut Session) {
    let Some(finding) = session.draft.finding.as_mut() else { return };
    let Some(service) = service(finding).cloned() else { return };
    if !finding.basket.iter().any(|taken| taken.service == service.service) {
        // What was agreed to before was about others.
        finding.anyway &= !service.is_discreet();
        finding.basket.push(service);
    }
    session.go(Screen::HelpTake);
}

/// A key while a word is typed.
pub(super) fn typed(
    mut session: Session,
    press: Press,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    if session.screen != Screen::HelpSearch {
        return (session, vec![]);
    }
    let Some(finding) = session.draft.finding.as_mut() else { return (session, vec![]) };
    match press {
        Press::Key(key) if key.is_control() => return (session, vec![]),
        Press::Key(_) if finding.word.chars().count() >= WORD_AT_MOST => {
            session.note = Some(FieldNote::Full);
            return (session, vec![]);
        }
        Press::Key(key) => finding.word.push(key),
        Press::Delete => {
            finding.word.pop();
        }
        Press::Next => return show(session, at),
        _ => return (session, vec![]),
    }
    let seek = rules::seek(finding, at);
    // No key waits for the answer to the one before it.
    session.jobs += 1;
    finding.awaited = Some(session.jobs);
    session.note = None;
    let job = session.jobs;
    (session, vec![Effect::Find(job, Box::new(seek))])
}

/// What was found.
pub(super) fn heard(
    mut session: Session,
    job: u64,
    found: HelpFound,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    let is_look = session.busy == Some(job);
    let Some(finding) = session.draft.finding.as_mut() else { return (session, vec![]) };
    if !is_look && finding.awaited != Some(job) {
        return (session, vec![]); // another letter has been typed since
    }
    finding.awaited = None;
    let seek = rules::seek(finding, at);
    finding.found = found;
    if !is_look {
        return (session, vec![]);
    }
    let (counts, is_met) = (finding.counts(&seek), finding.found.met);
    session.busy = None;
    let count = counts.then(|| Effect::Count(counted(&seek, is_met, &session)));
    if session.screen == Screen::HelpFilters {
        session.history.pop(); // back to the list that is narrowed down now
        session.screen = Screen::HelpList;
    } else if session.screen != Screen::HelpList {
        session.go(Screen::HelpList);
    }
    (session, count.into_iter().collect())
}

/// What became of *this is wrong*: told beside the service.
pub(super) fn noted(session: &mut Session, noted: Noted, at: &Context<'_>) {
    session.busy = None;
    super::back(session, at);
    if let Some(finding) = session.draft.finding.as_mut() {
        finding.noted = Some(noted);
    }
}
