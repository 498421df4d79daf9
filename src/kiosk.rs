//! The driver: hands effects to the worker, gets answers back, and says what is to be shown.

use std::rc::Rc;

use uuid::Uuid;
use visits_domain::arrival::ArrivalNumber;
use visits_domain::help::TalkId;
use visits_domain::wire::{Ask, Board, UrgentTalk, VolunteerActs, Waiting, WaitingFamily};

use crate::calls::Calls;
use crate::clock::{Clock, Now};
use crate::config::Config;
use crate::devices::announcer::Announcer;
use crate::public::{Link, Public};
use crate::session::{
    self, Asking, Context, Effect, Event, Paper, PlacesCall, Session, TalkAnswer, Talking,
};
use crate::slip::Slip;
use crate::worker::{Crew, Heard};

/// Sends an ask, now or not at all; the answer comes back as [`Event::Asked`] with this number.
pub type AskOut = Box<dyn Fn(u64, Ask)>;

/// The ways out of a kiosk that do not lead through its worker. Each answers with an event.
pub struct Ways {
    /// Sends an ask.
    pub ask: AskOut,
    /// Goes to the server and back, answered as [`Event::Synced`].
    pub sync: Box<dyn Fn(u64)>,
    /// Tells the server what a volunteer does, answered as [`Event::Helped`].
    pub help: Box<dyn Fn(u64, VolunteerActs)>,
    /// Sends an urgent talk, now or not at all, answered as [`Event::Talked`].
    pub talk: Box<dyn Fn(u64, UrgentTalk)>,
    /// Asks the server about places, answered as [`Event::Days`].
    pub places: Box<dyn Fn(u64, PlacesCall)>,
    /// Prints a slip, answered as [`Event::Printed`]; absent where there is no printer.
    pub print: Option<Box<dyn Fn(u64, Slip)>>,
    /// Plays a sound; absent where there is nothing to play it.
    pub sound: Option<Box<dyn Fn()>>,
}

impl From<AskOut> for Ways {
    /// Nothing but asks leads anywhere.
    fn from(ask: AskOut) -> Self {
        Self {
            ask,
            sync: Box::new(|_| {}),
            help: Box::new(|_, _| {}),
            places: Box::new(|_, _| {}),
            talk: Box::new(|_, _| {}),
            print: None,
            sound: None,
        }
    }
}

/// One kiosk: the family at the screen, what everybody may see, and the ways out.
pub struct Kiosk {
    config: Rc<Config>,
    clock: Clock,
    session: Session,
    public: Public,
    crew: Crew,
    ways: Ways,
    last_ask: Option<(Uuid, u64)>,
    last_talk: Option<(TalkId, u64)>,
    papers: Vec<(u64, Paper)>,
    calls: Calls,
    announcer: Announcer,
}

/// All that a screen is made from.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The family at the screen.
    pub session: &'a Session,
    /// What everybody may see.
    pub public: &'a Public,
    /// The site's rules and words.
    pub config: &'a Config,
    /// The moment.
    pub now: Now,
    /// What a call board has seen called.
    pub calls: &'a Calls,
}

impl View<'_> {
    /// Whether there is a list for today to check in against.
    pub fn can_check_in(&self) -> bool {
        self.public.list_as_of.is_some()
    }

    /// The wall's news, when they are of today.
    pub fn board(&self) -> Option<&Board> {
        let offline = matches!(self.public.link, Link::OfflineSince(_));
        Some(&self.public.board).filter(|board| !offline && board.date == self.now.local().date())
    }

    /// Whether the clock cannot be right: it lies before the visit list was made. A list made a
    /// few minutes ahead of us is only two clocks that differ.
    pub fn is_clock_doubtful(&self) -> bool {
        let slack = chrono::TimeDelta::minutes(10);
        self.public.list_as_of.is_some_and(|as_of| self.now.utc + slack < as_of)
    }

    /// Whether families find nothing here but the way to the desk, and nobody of the staff is at
    /// it.
    pub fn rests(&self) -> bool {
        let is_closed = !self.public.enrolled || self.public.out_of_service;
        is_closed && self.session.unlocked.is_none()
    }

    /// The families of today who wait for a volunteer, longest first.
    pub fn waiting(&self) -> &[WaitingFamily] {
        const NOBODY: &[WaitingFamily] = &[];
        let told: &Waiting =
            self.session.volunteer.answered.as_ref().unwrap_or(&self.public.waiting);
        if told.date == self.now.local().date() { &told.families } else { NOBODY }
    }

    /// Whether who is at the screen has gone to this family.
    pub fn is_theirs(&self, family: &WaitingFamily) -> bool {
        let code = self.session.unlocked.as_ref().map(|unlocked| &unlocked.code);
        code.is_some() && family.claimed_by.as_ref() == code
    }

    /// Where a family sits, in the language of the screen: the wire says it in English.
    pub fn seat(&self, family: &WaitingFamily) -> String {
        let Some(english) = &family.seat else { return String::new() };
        let ours = self.config.ask.seat.iter().find(|seat| seat.en == *english);
        ours.map_or_else(
            || english.clone(),
            |seat| seat.in_language(self.session.language).to_owned(),
        )
    }

    /// Whether the server cannot be relied upon. A clock is doubtful only until the server is
    /// heard: it has not been.
    pub fn is_offline(&self) -> bool {
        matches!(self.public.link, Link::OfflineSince(_)) || self.is_clock_doubtful()
    }

    /// Whether this number is called now.
    pub fn is_called(&self, number: ArrivalNumber) -> bool {
        self.board().is_some_and(|board| board.called.contains(&number))
    }
}

impl Kiosk {
    /// A kiosk at which nobody is. What everybody may see is told by the worker from now on; the
    /// first picture shows it as the disk has it.
    pub fn new(config: Rc<Config>, clock: Clock, public: Public, crew: Crew, ways: Ways) -> Self {
        let session = Session::fresh(&config);
        let mut calls = Calls::default();
        calls.hear(&public);
        let announcer = Announcer::silent();
        Self {
            config,
            clock,
            session,
            public,
            crew,
            ways,
            last_ask: None,
            last_talk: None,
            papers: Vec::new(),
            calls,
            announcer,
        }
    }

    /// The same, and the numbers that are called can be heard.
    #[must_use]
    pub fn with_announcer(self, announcer: Announcer) -> Self {
        Self { announcer, ..self }
    }

    /// Something happened.
    pub fn handle(&mut self, heard: Heard) {
        match heard {
            // Nobody touches a wall: whatever is plugged into it does nothing.
            Heard::Session(_) if self.config.is_call_board() => {}
            // Nobody checks in at a screen that rests.
            Heard::Session(Event::Scanned(_)) if self.view().rests() => {}
            Heard::Session(event) => self.step(event),
            Heard::Public(public) => {
                self.learn(*public);
                let new = self.calls.hear(&self.public);
                self.announcer.announce(new);
            }
            Heard::AskTaken(ask) => {
                if let Some((sent, number)) = self.last_ask
                    && sent == ask
                {
                    self.step(Event::Asked(number, session::AskAnswer::Seen));
                }
            }
            Heard::TalkTaken(talk) => {
                if let Some((sent, number)) = self.last_talk
                    && sent == talk
                {
                    self.step(Event::Talked(number, TalkAnswer::Seen));
                }
            }
        }
    }

    fn learn(&mut self, public: Public) {
        let is_news = public.waiting != self.public.waiting;
        self.public = public;
        if is_news {
            self.step(Event::WaitingTold);
        }
    }

    fn step(&mut self, event: Event) {
        let context = Context { now: self.clock.now(), config: &self.config, public: &self.public };
        // The session is moved through the step; a fresh one stands in for a moment.
        let before = std::mem::replace(&mut self.session, Session::fresh(&self.config));
        let (after, effects) = session::step(before, event, &context);
        self.session = after;
        let mut sounded = None;
        for effect in effects {
            match effect {
                Effect::Ask(number, asking) => self.ask(number, asking),
                Effect::Talk(number, talking) => self.talk(number, talking),
                Effect::Sync(job) => (self.ways.sync)(job),
                Effect::Help(job, acts) => (self.ways.help)(job, acts),
                Effect::Places(job, call) => (self.ways.places)(job, call),
                Effect::Print(job, paper) => self.papers.push((job, paper)),
                Effect::Sound => sounded = Some(self.sound()),
                other => self.crew.perform(other),
            }
        }
        if let Some(is_there) = sounded {
            self.step(Event::Sounded(is_there));
        }
    }

    /// What is to be printed, once the screens have said its words.
    pub fn take_papers(&mut self) -> Vec<(u64, Paper)> {
        std::mem::take(&mut self.papers)
    }

    /// Prints a slip. Without a printer the answer is there at once.
    pub fn print(&mut self, job: u64, slip: Slip) {
        match &self.ways.print {
            Some(print) => print(job, slip),
            None => self.step(Event::Printed(job, false)),
        }
    }

    fn sound(&self) -> bool {
        self.ways.sound.as_ref().map(|play| play()).is_some()
    }

    fn ask(&mut self, number: u64, asking: Asking) {
        let ask = Ask {
            id: Uuid::now_v7(),
            seat: asking.seat,
            number: asking.number,
            language: asking.language.code().to_owned(),
            expires_seconds: u32::try_from(asking.lifetime.as_secs()).unwrap_or(u32::MAX),
            whom: asking.whom,
        };
        self.last_ask = Some((ask.id, number));
        (self.ways.ask)(number, ask);
    }

    /// The same number once more is the same talk: it raises one alarm.
    fn talk(&mut self, number: u64, talking: Talking) {
        let before = self.last_talk.filter(|(_, sent)| *sent == number);
        let id = before.map_or_else(|| TalkId(Uuid::now_v7()), |(id, _)| id);
        self.last_talk = Some((id, number));
        let talk = UrgentTalk {
            talk: id,
            about: talking.about,
            seat: talking.seat,
            call_number: talking.number.is_some(),
            number: talking.number,
            language: talking.language,
        };
        (self.ways.talk)(number, talk);
    }

    /// What is to be shown.
    pub fn view(&self) -> View<'_> {
        View {
            session: &self.session,
            public: &self.public,
            config: &self.config,
            now: self.clock.now(),
            calls: &self.calls,
        }
    }

    /// How long the screen may sleep when nothing happens. Milliseconds.
    pub fn sleep_ms(&self) -> u64 {
        use chrono::Timelike as _;
        if self.session.is_fresh(&self.config) {
            // Until the clock on the wall shows another minute.
            let minute = 60_000 - u64::from(self.clock.now().local().second()) * 1000;
            match self.view().wall_stands_for() {
                Some(turn) if self.config.is_call_board() => {
                    minute.min(u64::try_from(turn.as_millis()).unwrap_or(minute) + 1)
                }
                _ => minute,
            }
        } else {
            1000
        }
    }
}
