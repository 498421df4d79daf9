//! The words between a session and the world: what can happen at a screen, and what is to be done
//! about it. Plain values: nothing here decides.

use std::time::Duration;

use visits_domain::arrival::{ArrivalNumber, Language, Need, Party, Route};
use visits_domain::checkin::Verdict;
use visits_domain::credential::Credential;
use visits_domain::help::Receipt;
use visits_domain::help::ServiceId;
use visits_domain::person::NotABirthDate;
use visits_domain::reference::NotAReference;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{KeyholderCode, Mistake, SoughtCount, VolunteerActs, Whom};

use super::DatePart;
use super::contact::{ContactField, ContactPress, ContactQuestion, ToContact};
use super::days::{BornOf, DaysAct, DaysNews, DaysPress, Field, PlacesCall, Question};
use super::help::{HelpFound, HelpPress, HelpSeek, Narrow, Noted};
use super::slip::Paper;
use super::staff::{Pin, PinPart, Report, StaffPress, SyncAnswer, Unlocked};
use super::talk::{TalkAnswer, TalkPress, TalkQuestion, Talking};
use super::volunteer::{HelpAnswer, VolunteerPress};
use crate::guides::{Letter, Topic};

/// Which screen is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Screen {
    /// The doors.
    Welcome,
    /// Typing a surname.
    Surname,
    /// Typing a visit reference.
    Reference,
    /// Typing a date of birth.
    BirthDate,
    /// How many are here.
    Party,
    /// First visit here?
    FirstTime,
    /// Anything we can help with?
    Needs,
    /// The number.
    Done,
    /// One calm sentence.
    Outcome,
    /// Where are you sitting?
    AskPerson,
    /// What became of it.
    AskAnswer,
    /// Text size and contrast.
    Easier,
    /// All languages.
    Languages,
    /// A code was scanned where none was asked for.
    ScanOffer,
    /// *First time here?*: what there is to see.
    Guide,
    /// How a visit goes, step by step.
    VisitSteps,
    /// What counts as ID, what to bring and what not.
    Bring,
    /// Help with the cost of visits.
    Costs,
    /// What is kept of a family, and of what it may ask.
    Notice,
    /// Staff and volunteers type a code and a PIN.
    Pin,
    /// Staff mode.
    Staff,
    /// Arrivals that the server has not acknowledged.
    StaffArrivals,
    /// How this kiosk is.
    StaffHealth,
    /// Scanner, sound, printer.
    StaffTests,
    /// The families who wait for a volunteer.
    Waiting,
    /// One of them.
    Family,
    /// *What do I do now?*
    HardMoment,
    /// Family days, by date.
    Days,
    /// Who is coming, and which kinds of days.
    DaysFilter,
    /// One of them.
    Day,
    /// How old is this child?
    DaysAge(u8),
    /// Typing a date of birth for a booking.
    DaysBorn(BornOf),
    /// A question with answers to choose from.
    DaysChoose(Question),
    /// A field of a booking.
    DaysType(Field),
    /// *Check your answers.*
    DaysCheck,
    /// What came of it.
    DaysOutcome,
    /// A booking as it stands.
    DaysBooking,
    /// Nobody comes: for certain?
    DaysCancel,
    /// What do you need help with?
    Help,
    /// Before a private talk: what is passed on, and what is not.
    TalkFirst,
    /// A question about it, with answers to choose from.
    TalkChoose(TalkQuestion),
    /// Is it urgent?
    TalkUrgent,
    /// Typing the number that may be called.
    TalkNumber,
    /// What became of it.
    TalkAnswer,
    /// Whom they can ring.
    TalkNumbers,
    /// Who may have what is typed, and nobody else.
    ContactConsent,
    /// A field of what is to be sealed.
    ContactType(ContactField),
    /// A question about it, with answers to choose from.
    ContactChoose(ContactQuestion),
    /// *Check your answers.*
    ContactCheck,
    /// It is written down: the receipt.
    ContactTaken,
    /// What there is to read, stage by stage.
    Guides,
    /// One of them.
    Topic(Topic),
    /// A letter to take along.
    Letter(Letter),
    /// Where are you on your way?
    HelpStage,
    /// Typing a word to search for.
    HelpSearch,
    /// The services that were found.
    HelpList,
    /// What the list can be narrowed down by.
    HelpFilters,
    /// A question about one of these, with answers to choose from.
    HelpChoose(Narrow),
    /// One service.
    HelpService,
    /// What is taken along.
    HelpTake,
    /// What is wrong about a service?
    HelpWrong,
    /// What became of a slip.
    Slip,
}

/// Something to read, for a family that is here for the first time or wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reading {
    /// What there is.
    Guide,
    /// How a visit goes.
    Steps(Telling),
    /// What to bring and what not.
    Bring,
    /// Help with the cost of visits.
    Costs,
    /// About your information.
    Notice,
    /// What there is to read, stage by stage.
    Guides,
    /// One of them.
    Topic(Topic),
    /// A letter to take along.
    Letter(Letter),
}

/// Who is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Telling {
    /// Adults.
    #[default]
    Adults,
    /// Children: shorter words, kinder pictures.
    Children,
}

/// Something happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A finger or a key, anywhere.
    Touched,
    /// Time has passed.
    Tick,
    /// A control was used.
    Pressed(Press),
    /// The scanner read a code.
    Scanned(String),
    /// The look-up with this number has been answered.
    Told(u64, Verdict),
    /// The check-in with this number is safe on the disk.
    Saved(u64, ArrivalNumber),
    /// It could not be written.
    NotSaved(u64),
    /// What became of an ask.
    Asked(u64, AskAnswer),
    /// The PIN with this number was looked at: whose it is, if anybody's.
    Unlocked(u64, Option<Unlocked>),
    /// How this kiosk is, for staff.
    Looked(Box<Report>),
    /// What came of *sync now*.
    Synced(u64, SyncAnswer),
    /// A sound was asked for: whether there is anything to play it.
    Sounded(bool),
    /// What became of a slip: whether the printer has taken all of it.
    Printed(u64, bool),
    /// What became of a volunteer's act.
    Helped(u64, HelpAnswer),
    /// There is news of the families who wait.
    WaitingTold,
    /// What came of a booking, or of a question about one.
    Days(u64, Box<DaysNews>),
    /// What became of an urgent talk.
    Talked(u64, TalkAnswer),
    /// What was to be sealed is on the disk, under this receipt; none: it is not.
    Contacted(u64, Option<Receipt>),
    /// What was found of help.
    Found(u64, Box<HelpFound>),
    /// What became of *this is wrong*.
    Noted(u64, Noted),
}

/// A control of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Check in, by name or by reference.
    CheckIn(Route),
    /// A key of our keyboard or number pad, or of a real one.
    Key(char),
    /// The last character goes.
    Delete,
    /// This part of the date is typed next.
    Part(DatePart),
    /// Go on.
    Next,
    /// One screen back.
    Back,
    /// To the beginning, and everything is wiped.
    StartAgain,
    /// One adult more or fewer.
    Adults(i8),
    /// One child more or fewer.
    Children(i8),
    /// First visit here: yes or no. Moves on.
    FirstVisit(bool),
    /// This need on or off.
    Need(Need),
    /// From "already here": others of the party have come.
    MoreOfUs,
    /// Somebody is wanted.
    AskPerson,
    /// What was not sent is sent once more.
    AskAgain,
    /// Somebody who knows how a first visit goes is wanted.
    AskVolunteer,
    /// This is to be read.
    Read(Reading),
    /// They sit at this place of the configuration's list.
    Seat(usize),
    /// Text size, contrast.
    Easier,
    /// 0 to 3.
    TextSize(u8),
    /// Black on white.
    HighContrast(bool),
    /// All languages.
    Languages,
    /// This one.
    Language(Language),
    /// "I'm still here."
    StillHere,
    /// Finished: wipe.
    Finish,
    /// The scanned code starts a new check-in.
    ScanAccepted,
    /// It does not.
    ScanDeclined,
    /// *Staff and volunteers*.
    Keyholder,
    /// This field is typed next.
    PinPart(PinPart),
    /// On paper, too.
    Print,
    /// In staff mode.
    Staff(StaffPress),
    /// In volunteer mode, which staff may use too.
    Volunteer(VolunteerPress),
    /// At family days.
    Days(DaysPress),
    /// While help is looked for.
    Help(HelpPress),
    /// In a private talk.
    Talk(TalkPress),
    /// Where somebody is to contact them.
    Contact(ContactPress),
}

/// Something is to be done outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Look for the cards of a credential; answer with [`Event::Told`].
    LookUp(u64, Credential),
    /// Store an arrival; answer with [`Event::Saved`].
    CheckIn(u64, CheckIn),
    /// Store that more have come; answer with [`Event::Saved`].
    Join(u64, VisitHandle, ArrivalNumber, Party),
    /// Ask for a person, now or not at all; answer with [`Event::Asked`].
    Ask(u64, Asking),
    /// Compare a PIN with its hash; answer with [`Event::Unlocked`].
    Unlock(u64, KeyholderCode, Pin),
    /// See how this kiosk is; answer with [`Event::Looked`].
    Look,
    /// Out of service, or back.
    Rest(bool),
    /// To the server and back; answer with [`Event::Synced`].
    Sync(u64),
    /// Play a sound; answer with [`Event::Sounded`].
    Sound,
    /// Print a slip; answer with [`Event::Printed`].
    Print(u64, Paper),
    /// Tell the server, now or not at all; answer with [`Event::Helped`].
    Help(u64, VolunteerActs),
    /// Book, find, change or cancel; answer with [`Event::Days`].
    Days(u64, Box<DaysAct>),
    /// Ask the server about places, now or not at all; answer with [`Event::Days`].
    Places(u64, PlacesCall),
    /// Tell the staff, now or not at all; answer with [`Event::Talked`]. With a number that was
    /// told before it is the same talk.
    Talk(u64, Talking),
    /// Seal it and write it down; answer with [`Event::Contacted`].
    Contact(u64, Box<ToContact>),
    /// Look for help; answer with [`Event::Found`].
    Find(u64, Box<HelpSeek>),
    /// Count a look. Nobody waits for it.
    Count(SoughtCount),
    /// Store that something about a service is wrong; answer with [`Event::Noted`].
    Mistake(u64, ServiceId, Mistake),
}

/// What staff are told when somebody asks for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Where they sit, in words that staff know.
    pub seat: Option<String>,
    /// Their number, where they have one.
    pub number: Option<ArrivalNumber>,
    /// On the screen.
    pub language: Language,
    /// After so long without anybody it is withdrawn.
    pub lifetime: Duration,
    /// Who is to come.
    pub whom: Whom,
}

/// What is stored for an arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckIn {
    /// The visit that was found.
    pub visit: VisitHandle,
    /// Who is here.
    pub party: Party,
    /// They said so.
    pub first_visit: bool,
    /// They asked for it.
    pub needs: Vec<Need>,
    /// On the screen.
    pub language: Language,
    /// How it was found.
    pub route: Route,
}

/// What makes the screen easier. Kept until the session ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comfort {
    /// 0 to 3, by capital height of body text: 4, 5, 7, 9 mm.
    pub text_size: u8,
    /// Black on white, one blue.
    pub high_contrast: bool,
}

/// A gentle word beside a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldNote {
    /// Nothing was typed.
    Empty,
    /// Not long enough yet.
    TooShort,
    /// The field is full.
    Full,
    /// Not of the shape this site's references have.
    OtherShape,
    /// Day, month or year is missing.
    Incomplete,
    /// 31 February.
    NoSuchDay,
    /// A day that is still to come.
    StillToCome,
    /// Nobody is as old as that.
    TooLongAgo,
    /// Code and PIN open nothing, or not now.
    NotOpened,
    /// The disk failed: nothing was written.
    NotSaved,
    /// A character is wrong, or two changed places.
    Mistyped,
    /// The day is for children of another age.
    OtherAge,
    /// The day is for children who were born at another time.
    OtherBirth,
}

impl From<NotAReference> for FieldNote {
    fn from(why: NotAReference) -> Self {
        match why {
            NotAReference::TooShort => Self::TooShort,
            NotAReference::OtherShape => Self::OtherShape,
        }
    }
}

impl From<NotABirthDate> for FieldNote {
    fn from(why: NotABirthDate) -> Self {
        match why {
            NotABirthDate::NoSuchDay => Self::NoSuchDay,
            NotABirthDate::InTheFuture => Self::StillToCome,
            NotABirthDate::TooLongAgo => Self::TooLongAgo,
        }
    }
}

/// What became of an ask: the three honest answers, and what may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskAnswer {
    /// On its way.
    Sending,
    /// Staff have it.
    StaffHaveIt,
    /// A member of staff has seen it.
    Seen,
    /// It was not sent: find a person now.
    NotSent,
    /// We can't tell whether it was sent: find a person now.
    CannotTell,
    /// Nobody came in time: find a person now.
    Expired,
}

/// How a check-in ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A new number.
    Fresh,
    /// The same number again.
    AlreadyHere,
    /// More of the party are counted.
    Joined,
}
