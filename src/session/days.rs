//! *Family days*: from what is on to a place that is held, and back to a booking.
//!
//! What is asked, and in which order, is in `days/way.rs`; what comes of it in `days/answers.rs`;
//! which day suits whom, and what may be asked for, in `days/rules.rs`.

mod answers;
mod rules;
mod typing;
mod way;

use std::collections::BTreeSet;
use std::time::Duration;

use visits_domain::arrival::{Language, Party};
use visits_domain::booking_card::{BookingCard, BookingState};
use visits_domain::event::Kind;
use visits_domain::person::BirthDate;
use visits_domain::places::{BookingReference, EventId, PoolId, Takes};
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{self, BookingAsked, BookingStands, PlacesAnswer, PlacesWanted};
use visits_domain::wish::{Ring, Wish};
use zeroize::Zeroize as _;

pub use rules::{Coming, Left, Shut, buses, counted, is_shown, kinds, left, shut, suits};
pub use typing::REFERENCE_CHARACTERS;

use super::{Born, Context, Effect, Screen, Session};

/// A field that is typed on our keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The name of the person they visit.
    Whom,
    /// And the prison number, if they know it.
    Number,
    /// Who leads the party.
    Lead,
    /// How to ring them.
    Phone,
    /// What they do not eat.
    Diet,
    /// Of a booking that is looked for.
    Reference,
}

/// A question with answers to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// With a bus, or by themselves?
    Bus,
    /// The person they came to see today, or somebody else?
    Whom,
    /// When is it safe to ring?
    Ring,
    /// May a message be left?
    Message,
}

/// Whose date of birth is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BornOf {
    /// Of who leads the party.
    Lead,
    /// Of this child.
    Child(u8),
    /// Of who led the party of a booking that is looked for.
    Booked,
}

/// A control of these screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaysPress {
    /// The door.
    Open,
    /// *Who is coming?*
    Filter,
    /// This one of the filter's list, or not.
    Switch(usize),
    /// All days again.
    All,
    /// More of this day.
    Day(EventId),
    /// A place is wanted there.
    Ask,
    /// The child on the screen is of this age.
    Age(u8),
    /// This answer of the list.
    Choose(usize),
    /// The answers are right.
    Book,
    /// *I have a booking.*
    Find,
    /// More or fewer come.
    Change,
    /// Nobody comes.
    Cancel,
    /// For certain.
    CancelNow,
}

impl DaysPress {
    /// Turned on and off: a second touch is meant.
    pub(super) fn is_a_switch(self) -> bool {
        matches!(self, Self::Switch(_))
    }
}

/// What a booking is found with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingKey {
    /// As the family was given it.
    pub reference: BookingReference,
    /// Of who leads the party.
    pub born: BirthDate,
}

/// A wish that was checked, before it is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanting {
    /// Where to.
    pub event: EventId,
    /// Its day.
    pub day: chrono::NaiveDate,
    /// All of these, or none.
    pub takes: Takes,
    /// Who comes.
    pub party: Party,
    /// On the screen.
    pub language: Language,
    /// The visit they had checked in for.
    pub visit: Option<VisitHandle>,
    /// Of who leads the party.
    pub born: BirthDate,
    /// All that was typed. The reference is drawn when it is sealed.
    pub wish: Wish,
}

/// A booking that is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changing {
    /// Finds its card.
    pub key: BookingKey,
    /// As it was found.
    pub card: BookingCard,
    /// What it takes from now on.
    pub takes: Takes,
    /// Who comes from now on.
    pub party: Party,
    /// The event's day.
    pub day: chrono::NaiveDate,
}

/// For the worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DaysAct {
    /// Hold places, or say what is missing.
    Book(Wanting),
    /// With what the server has granted, or has not: hold what was short, or write it down as
    /// asked for.
    Go(Option<PlacesAnswer>),
    /// Look for a booking.
    Find(BookingKey),
    /// Change it.
    Change(Changing),
    /// Cancel it. The event's day, up to which its card is kept.
    Cancel(BookingKey, BookingCard, chrono::NaiveDate),
}

/// A question to the server, while a family waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlacesCall {
    /// For places.
    Wanted(PlacesWanted),
    /// How does this booking stand?
    Stands(BookingAsked),
}

impl PlacesCall {
    /// What it means that nobody answers.
    pub fn unanswered(&self) -> DaysNews {
        match self {
            Self::Wanted(_) => DaysNews::Granted(None),
            Self::Stands(_) => DaysNews::Stands(None),
        }
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DaysNews {
    /// There is too little here: the server is to be asked.
    Short(PlacesWanted),
    /// What it granted; none: no answer.
    Granted(Option<PlacesAnswer>),
    /// It is written down.
    Booked(Box<Taken>),
    /// How the server has it; none: no answer.
    Stands(Option<BookingStands>),
    /// What opened.
    Found(Option<Box<BookingCard>>),
    /// The change is written down. True: with places for it.
    Changed(bool),
    /// So is that nobody comes.
    Cancelled,
    /// The disk failed.
    NotSaved,
}

/// A booking that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// With which the family finds it again.
    pub reference: BookingReference,
    /// With its date of birth.
    pub card: BookingCard,
}

/// How a wish ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DaysEnding {
    /// Places are set aside; staff decide.
    Held,
    /// Places are theirs.
    Booked,
    /// On the waiting list, at this number.
    Waiting(u32),
    /// In the ballot.
    InTheDraw,
    /// Written down on this screen, which is offline and held no place.
    AskedFor,
    /// Sent, and the server has not said more.
    Sent,
    /// Not any more: this is why.
    Shut(Shut),
    /// The disk failed: nothing was written.
    NotSaved,
    /// No booking was found for that.
    NotFound,
    /// A change, with places for it.
    Changed,
    /// A change that needs places which nobody has promised yet.
    ChangeAsked,
    /// Nobody comes.
    Cancelled,
}

/// A booking on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Finds it again.
    pub key: BookingKey,
    /// As its card has it, corrected by what the server says.
    pub card: BookingCard,
    /// The number on the waiting list, when the server has said it.
    pub waiting: Option<u32>,
}

impl Found {
    /// Whether there is anything left to change or to cancel.
    pub fn can_change(&self) -> bool {
        !matches!(self.card.state, BookingState::Declined | BookingState::Cancelled)
    }
}

/// All of a family's way through these screens. Zeroed when it is dropped.
#[derive(Clone, Debug, Default)]
pub struct Days {
    /// Who is coming.
    pub coming: BTreeSet<Coming>,
    /// Only these; empty: all.
    pub kinds: BTreeSet<Kind>,
    /// The one on the screen.
    pub event: Option<EventId>,
    /// Of the children, in years.
    pub ages: Vec<u8>,
    /// Of a child, while it is typed.
    pub child_born: Born,
    /// They come with it; none: by themselves.
    pub bus: Option<PoolId>,
    /// Whom they visit is the person of the visit they checked in for.
    pub as_checked_in: bool,
    /// As typed.
    pub whom: String,
    /// As typed.
    pub number: String,
    /// As typed.
    pub lead: String,
    /// As typed.
    pub lead_born: Born,
    /// As typed.
    pub phone: String,
    /// Chosen.
    pub ring: Option<Ring>,
    /// A message may be left.
    pub message: bool,
    /// As typed.
    pub diet: String,
    /// As typed.
    pub reference: String,
    /// Beside it.
    pub booked_born: Born,
    /// A booking that was looked for and found.
    pub found: Option<Found>,
    /// It is being changed.
    pub changing: bool,
    /// What was written down here.
    pub taken: Option<Taken>,
    /// How it ended.
    pub ending: Option<DaysEnding>,
    /// What the server was asked, and when.
    pub asked: Option<(PlacesCall, Duration)>,
}

impl Drop for Days {
    fn drop(&mut self) {
        for typed in [
            &mut self.whom,
            &mut self.number,
            &mut self.lead,
            &mut self.phone,
            &mut self.diet,
            &mut self.reference,
        ] {
            typed.zeroize();
        }
        self.lead_born.zeroize();
        self.child_born.zeroize();
        self.booked_born.zeroize();
    }
}

impl Days {
    /// The field as typed so far.
    pub fn typed(&self, field: Field) -> &str {
        match field {
            Field::Whom => &self.whom,
            Field::Number => &self.number,
            Field::Lead => &self.lead,
            Field::Phone => &self.phone,
            Field::Diet => &self.diet,
            Field::Reference => &self.reference,
        }
    }

    /// The date as typed so far.
    pub fn born(&self, of: BornOf) -> &Born {
        match of {
            BornOf::Lead => &self.lead_born,
            BornOf::Child(_) => &self.child_born,
            BornOf::Booked => &self.booked_born,
        }
    }
}

/// Whether a press on this screen is one of a family's way here.
pub(super) fn is_on(session: &Session) -> bool {
    session.draft.days.is_some()
        && matches!(
            session.screen,
            Screen::Party
                | Screen::Needs
                | Screen::Days
                | Screen::DaysFilter
                | Screen::Day
                | Screen::DaysAge(_)
                | Screen::DaysBorn(_)
                | Screen::DaysChoose(_)
                | Screen::DaysType(_)
                | Screen::DaysCheck
                | Screen::DaysOutcome
                | Screen::DaysBooking
                | Screen::DaysCancel
        )
}

/// The event that a family looks at, as it is now.
pub fn event<'a>(session: &Session, events: &'a [wire::Event]) -> Option<&'a wire::Event> {
    let of = session.draft.days.as_ref()?.event?;
    events.iter().find(|event| event.event == of)
}

/// A control of these screens.
pub(super) fn pressed(
    mut session: Session,
    press: DaysPress,
    at: &Context<'_>,
) -> (Session, Vec<Effect>) {
    if press == DaysPress::Open {
        open(&mut session);
        return (session, vec![]);
    }
    let screen = session.screen;
    let Some(days) = session.draft.days.as_mut() else { return (session, vec![]) };
    match press {
        DaysPress::Filter if screen == Screen::Days => session.go(Screen::DaysFilter),
        DaysPress::Switch(which) if screen == Screen::DaysFilter => {
            let kinds = kinds(&at.public.events, at.now.local());
            match (Coming::ALL.get(which), kinds.get(which.wrapping_sub(Coming::ALL.len()))) {
                (Some(who), _) => toggle(&mut days.coming, *who),
                (None, Some(kind)) => toggle(&mut days.kinds, *kind),
                (None, None) => {}
            }
        }
        DaysPress::All => {
            days.coming.clear();
            days.kinds.clear();
        }
        DaysPress::Day(event) if screen == Screen::Days => {
            days.event = Some(event);
            session.go(Screen::Day);
        }
        DaysPress::Ask if screen == Screen::Day => way::begin(&mut session, at),
        DaysPress::Age(years) => way::aged(&mut session, years, at),
        DaysPress::Choose(which) => way::chosen(&mut session, which, at),
        DaysPress::Book if screen == Screen::DaysCheck => return answers::book(session, at),
        DaysPress::Find if screen == Screen::Days => {
            session.go(Screen::DaysType(Field::Reference));
        }
        DaysPress::Change if is_open(days, screen) => way::change(&mut session),
        DaysPress::Cancel if is_open(days, screen) => session.go(Screen::DaysCancel),
        DaysPress::CancelNow if screen == Screen::DaysCancel => {
            return answers::cancel(session, at);
        }
        _ => {}
    }
    (session, vec![])
}

/// Whether a booking is on the screen that can still be changed.
fn is_open(days: &Days, screen: Screen) -> bool {
    screen == Screen::DaysBooking && days.found.as_ref().is_some_and(Found::can_change)
}

fn toggle<T: Ord>(chosen: &mut BTreeSet<T>, one: T) {
    if !chosen.remove(&one) {
        chosen.insert(one);
    }
}

/// From Welcome, or from a check-in that is done: then the visit is known.
fn open(session: &mut Session) {
    if !matches!(session.screen, Screen::Welcome | Screen::Done) {
        return;
    }
    session.draft.days = Some(Box::default());
    session.go(Screen::Days);
}

pub(super) use answers::{heard, lose_patience};
pub(super) use typing::{pressed as typed, scanned};
