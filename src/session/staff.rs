//! Staff mode: a code and a PIN, how this kiosk is, and what can be tried on it.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use visits_domain::arrival::{ArrivalNumber, Party};
use visits_domain::site::KioskLetter;
use visits_domain::wire::{KeyholderCode, Mode};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{Context, Effect, FieldNote, Press, Screen, Session};

/// The longest code that the server gives out.
const CODE_DIGITS: usize = 6;
/// More than any PIN has.
const PIN_DIGITS: usize = 12;

/// What somebody types after the code. Never printed, overwritten when it is dropped.
#[derive(Clone, Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Pin(String);

impl Pin {
    /// How many digits were typed: all that the screen shows.
    pub fn digits(&self) -> usize {
        self.0.len()
    }

    /// For the one comparison with its hash.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<&str> for Pin {
    fn from(digits: &str) -> Self {
        Self(digits.to_owned())
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}

/// A field of the PIN screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PinPart {
    /// Whose PIN it is.
    #[default]
    Code,
    /// The PIN.
    Pin,
}

/// A code and a PIN while they are typed.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// As typed.
    pub code: String,
    /// As typed.
    pub pin: Pin,
    /// Where the next digit goes.
    pub part: PinPart,
}

impl Entry {
    fn typed(&mut self, key: char) {
        let (field, most) = match self.part {
            PinPart::Code => (&mut self.code, CODE_DIGITS),
            PinPart::Pin => (&mut self.pin.0, PIN_DIGITS),
        };
        if key.is_ascii_digit() && field.len() < most {
            // Never moved to a larger place: nothing is left behind in memory.
            field.reserve_exact(most - field.len());
            field.push(key);
        }
    }

    fn delete(&mut self) {
        match self.part {
            PinPart::Code => drop(self.code.pop()),
            PinPart::Pin if self.pin.0.is_empty() => self.part = PinPart::Code,
            PinPart::Pin => drop(self.pin.0.pop()),
        }
    }
}

/// Whose PIN opened what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlocked {
    /// Who.
    pub code: KeyholderCode,
    /// What.
    pub opens: Mode,
}

/// Something staff do in their mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffPress {
    /// Who arrived here and is not with the server yet.
    Arrivals,
    /// How this kiosk is.
    Health,
    /// Scanner, sound, printer.
    Tests,
    /// Out of service, or back.
    Rest(bool),
    /// To the server and back, now.
    Sync,
    /// Play a sound.
    Sound,
}

/// An arrival that the server has not acknowledged. Numbers and counts, never a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsentArrival {
    /// The party's number.
    pub number: ArrivalNumber,
    /// How many.
    pub party: Party,
    /// When.
    pub at: DateTime<Utc>,
    /// More of a party that had come.
    pub joined: bool,
}

/// How this kiosk is, for staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Of its numbers; none before enrolment.
    pub letter: Option<KioskLetter>,
    /// Oldest first.
    pub unsent: Vec<UnsentArrival>,
    /// The database is whole.
    pub disk_is_whole: bool,
    /// How far the machine's own clock is ahead of the server's; none while it was not heard.
    pub clock_ahead: Option<TimeDelta>,
}

/// What came of *sync now*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncAnswer {
    /// Under way.
    Trying,
    /// The server answered; so many records are not with it yet.
    Answered(u64),
    /// It did not.
    NotReached,
}

/// What staff mode holds.
#[derive(Clone, Debug, Default)]
pub struct StaffState {
    /// As it was when it was asked for last.
    pub report: Option<Report>,
    /// The last *sync now*.
    pub sync: Option<(u64, SyncAnswer)>,
    /// The characters of the code that was scanned last; the code itself is not kept.
    pub scanned: Option<usize>,
    /// A sound was asked for; whether there is anything to play it.
    pub sound: Option<bool>,
}

/// Whether this session may do what this mode may.
pub(super) fn is_open(session: &Session, mode: Mode) -> bool {
    let opens = session.unlocked.as_ref().map(|unlocked| unlocked.opens);
    opens == Some(mode) || opens == Some(Mode::Staff)
}

/// Whether a screen belongs to staff or volunteers.
pub fn is_behind_the_pin(screen: Screen) -> bool {
    use Screen::{Family, HardMoment, Staff, StaffArrivals, StaffHealth, StaffTests, Waiting};
    matches!(
        screen,
        Staff | StaffArrivals | StaffHealth | StaffTests | Waiting | Family | HardMoment
    )
}

/// Where a code that is scanned is no family's.
pub(super) fn takes_scans(screen: Screen) -> bool {
    screen == Screen::Pin || is_behind_the_pin(screen)
}

/// *Staff and volunteers*, and the keys of the PIN screen.
pub(super) fn typed(mut session: Session, press: Press) -> (Session, Vec<Effect>) {
    match press {
        Press::Keyholder if session.unlocked.is_none() => session.go(Screen::Pin),
        Press::PinPart(part) => session.entry.part = part,
        Press::Key(key) => session.entry.typed(key),
        Press::Delete => session.entry.delete(),
        Press::Next => return next(session),
        _ => return (session, vec![]),
    }
    session.note = None;
    (session, vec![])
}

fn next(mut session: Session) -> (Session, Vec<Effect>) {
    let entry = &mut session.entry;
    if entry.part == PinPart::Code && !entry.code.is_empty() && entry.pin.digits() == 0 {
        entry.part = PinPart::Pin;
    } else if entry.code.is_empty() || entry.pin.digits() == 0 {
        session.note = Some(FieldNote::Empty);
    } else {
        let (code, pin) = (KeyholderCode(entry.code.clone()), std::mem::take(&mut entry.pin));
        let effect = Effect::Unlock(session.job(), code, pin);
        return (session, vec![effect]);
    }
    (session, vec![])
}

/// *Back* from the PIN: nothing that was typed stays.
pub(super) fn leave_the_pin(session: &mut Session) {
    if session.screen == Screen::Pin {
        session.entry = Entry::default();
    }
}

/// How this kiosk is was seen; only staff are told.
pub(super) fn looked(session: &mut Session, report: Report) {
    if is_open(session, Mode::Staff) {
        session.staff.report = Some(report);
    }
}

/// The PIN was looked at. One answer for a wrong code, a wrong PIN and a closed door.
pub(super) fn unlocked(
    mut session: Session,
    unlocked: Option<Unlocked>,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    session.busy = None;
    session.last_touch = at.now.running; // they waited for us
    let Some(unlocked) = unlocked else {
        session.entry.part = PinPart::Pin;
        session.note = Some(FieldNote::NotOpened);
        return (session, vec![]);
    };
    let opens = unlocked.opens;
    session.entry = Entry::default();
    session.unlocked = Some(unlocked);
    session.go(if opens == Mode::Staff { Screen::Staff } else { Screen::Waiting });
    session.history.clear(); // *Back* from here ends the mode
    let effects = if opens == Mode::Staff { vec![Effect::Look] } else { vec![] };
    (session, effects)
}

pub(super) fn pressed(mut session: Session, press: StaffPress) -> (Session, Vec<Effect>) {
    if !is_open(&session, Mode::Staff) || !is_behind_the_pin(session.screen) {
        return (session, vec![]);
    }
    match press {
        StaffPress::Arrivals => session.go(Screen::StaffArrivals),
        StaffPress::Health => session.go(Screen::StaffHealth),
        StaffPress::Tests => {
            (session.staff.scanned, session.staff.sound) = (None, None);
            session.go(Screen::StaffTests);
            return (session, vec![]);
        }
        StaffPress::Rest(on) => return (session, vec![Effect::Rest(on)]),
        StaffPress::Sync => {
            session.jobs += 1;
            let job = session.jobs;
            session.staff.sync = Some((job, SyncAnswer::Trying));
            return (session, vec![Effect::Sync(job)]);
        }
        StaffPress::Sound => return (session, vec![Effect::Sound]),
    }
    (session, vec![Effect::Look])
}

/// *Sync now* has come to its end. What there is to see has changed.
pub(super) fn synced(
    mut session: Session,
    job: u64,
    answer: SyncAnswer,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    match &mut session.staff.sync {
        Some((open, state)) if *open == job => *state = answer,
        _ => return (session, vec![]),
    }
    session.last_touch = at.now.running; // time to read it
    (session, vec![Effect::Look])
}

/// A scanner is tried: that it read something, and how much. Elsewhere behind the PIN a code is
/// nothing.
pub(super) fn scanned(session: &mut Session, mut code: String) {
    if session.screen == Screen::StaffTests {
        session.staff.scanned = Some(code.chars().count());
    }
    code.zeroize();
}
