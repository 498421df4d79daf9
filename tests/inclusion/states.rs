//! Every state of every screen, and the way there: presses, keys and news, as at a real site.

use std::time::Duration;

use visits_domain::arrival::{Language, Need, Route};
use visits_domain::wire::{Board, News};
use visits_kiosk::config::{Config, Nation, Words};
use visits_kiosk::public::{Link, Public};
use visits_kiosk::session::{AskAnswer, DatePart, Event, Press, Reading, Telling};
use visits_kiosk::store::Mark;
use visits_kiosk::worker::{Heard, Worker};

use crate::support::{TestKiosk, today};

/// A screen in one of its states.
pub struct State {
    pub name: &'static str,
    /// From the state before it, not from a fresh Welcome.
    pub goes_on: bool,
    pub reach: fn(&TestKiosk),
    /// What has to happen again after the text size was changed.
    pub again: fn(&TestKiosk),
}

pub const fn state(name: &'static str, reach: fn(&TestKiosk)) -> State {
    State { name, goes_on: false, reach, again: |_| {} }
}

pub const fn then(name: &'static str, reach: fn(&TestKiosk)) -> State {
    State { goes_on: true, ..state(name, reach) }
}

impl TestKiosk {
    /// A press after which a calm person waits.
    pub fn chooses(&self, press: Press) {
        self.pass(Duration::from_millis(600));
        self.hear(Heard::Session(Event::Pressed(press)));
    }

    /// Nobody is here, all is well, and the next family speaks this language.
    pub fn begins(&self, language: Language) {
        let now = self.clock.now().utc;
        self.works(move |worker| {
            worker.set_link(Link::OfflineSince(now));
            worker.store.acknowledge(Mark { seq: u64::MAX, id: None }).expect("acknowledged");
            worker.set_link(Link::Online);
        });
        self.board(0, &["B3"]);
        self.chooses(Press::Finish);
        self.chooses(Press::Language(language));
    }

    pub fn works(&self, work: impl FnOnce(&mut Worker) + Send + 'static) {
        self.running.crew().call(work).expect("a worker");
        self.pass(Duration::from_millis(10));
    }

    fn board(&self, late: u16, called: &[&str]) {
        let called = called.iter().map(|number| number.parse().expect("a number")).collect();
        self.apply([News::Board(Board {
            date: today(),
            called,
            running_late_minutes: late,
            cancelled_sessions: Vec::new(),
        })]);
    }

    /// The line is gone, and the server has seen nothing of today.
    pub fn loses_the_line(&self) {
        let since = self.clock.now().utc;
        self.works(move |worker| {
            worker.store.acknowledge(Mark { seq: 0, id: None }).expect("acknowledged");
            worker.set_link(Link::OfflineSince(since));
        });
    }

    fn types(&self, route: Route, credential: &str) {
        self.chooses(Press::CheckIn(route));
        self.type_keys(credential);
    }

    fn looks_up(&self, route: Route, credential: &str, born: &str) {
        self.types(route, credential);
        self.chooses(Press::Next);
        self.type_keys(born);
        self.chooses(Press::Next);
    }

    /// Checks in, so that the visit is known.
    pub fn looks_up_the_visit(&self) {
        self.looks_up(Route::Reference, "onei-llaa", "01021990");
        for press in [Press::Next, Press::FirstVisit(false), Press::Next] {
            self.chooses(press);
        }
    }

    fn reads(&self, readings: &[Reading]) {
        for reading in readings {
            self.chooses(Press::Read(*reading));
        }
    }

    fn asks(&self) {
        self.chooses(Press::AskPerson);
        self.chooses(Press::Seat(1));
    }

    fn hears_of_the_ask(&self, answer: AskAnswer) {
        let number = self.asks.borrow().last().expect("an ask").0;
        self.hear(Heard::Session(Event::Asked(number, answer)));
    }
}

/// A family that has come before the walk begins.
pub fn first_family(kiosk: &TestKiosk) {
    kiosk.looks_up(Route::Reference, "okaforaa", "28071986");
    for press in [Press::Next, Press::FirstVisit(false), Press::Next] {
        kiosk.chooses(press);
    }
}

/// At a site with the configuration that is shipped.
pub const ALL: &[State] = &[
    state("welcome", |_| {}),
    state("welcome-late", |k| k.board(25, &["A107", "A108", "B103", "B104", "A111", "A112", "A9"])),
    state("welcome-offline-unsent", TestKiosk::loses_the_line),
    state("welcome-no-list", |k| {
        let public = Public { enrolled: true, ..Public::default() };
        k.hear(Heard::Public(Box::new(public)));
    }),
    state("surname", |k| k.chooses(Press::CheckIn(Route::Name))),
    then("surname-missing", |k| k.chooses(Press::Next)),
    then("surname-typed", |k| k.type_keys("Okafor-Ó Néill")),
    then("surname-too-long", |k| k.type_keys("wwwwwwwwwwwwwwwwwwwwwwwwwwwwwww")),
    state("reference", |k| k.chooses(Press::CheckIn(Route::Reference))),
    then("reference-missing", |k| k.chooses(Press::Next)),
    then("reference-partly", |k| k.type_keys("okafo")),
    then("reference-full", |k| k.type_keys("mwmwmwmwmwmwmwm")),
    then("reference-other-shape", |k| k.type_keys("x")),
    state("birth-date", |k| {
        k.types(Route::Name, "o'neill");
        k.chooses(Press::Next);
    }),
    then("birth-date-partly", |k| k.type_keys("31")),
    then("birth-date-missing", |k| k.chooses(Press::Next)),
    then("birth-date-no-such-day", |k| {
        k.type_keys("021990");
        k.chooses(Press::Next);
    }),
    then("birth-date-to-come", |k| {
        k.chooses(Press::Part(DatePart::Day));
        k.type_keys("01012030");
        k.chooses(Press::Next);
    }),
    state("birth-date-of-an-adult", |k| {
        k.types(Route::Reference, "onei-llaa");
        k.chooses(Press::Next);
    }),
    then("party", |k| {
        k.type_keys("01021990");
        k.chooses(Press::Next);
    }),
    then("party-more", |k| {
        k.chooses(Press::Adults(1));
        k.chooses(Press::Children(1));
    }),
    then("first-time", |k| k.chooses(Press::Next)),
    then("needs", |k| k.chooses(Press::FirstVisit(true))),
    then("needs-some", |k| {
        k.chooses(Press::Need(Need::Quiet));
        k.chooses(Press::Need(Need::Baby));
    }),
    then("done", |k| {
        k.chooses(Press::Next);
        k.works(|worker| {
            worker.store.acknowledge(Mark { seq: u64::MAX, id: None }).expect("acknowledged");
            worker.publish();
        });
    }),
    then("done-called", |k| k.board(0, &["A2"])),
    then("done-offline-unsent", TestKiosk::loses_the_line),
    state("done-already-here", |k| k.looks_up(Route::Reference, "okaforaa", "28071986")),
    then("party-joining", |k| k.chooses(Press::MoreOfUs)),
    then("done-joined", |k| k.chooses(Press::Next)),
    state("done-already-here-offline", |k| {
        k.looks_up(Route::Reference, "okaforaa", "28071986");
        k.loses_the_line();
    }),
    state("outcome-desk", |k| k.looks_up(Route::Reference, "nobodyaa", "01021990")),
    state("outcome-late", |k| k.looks_up(Route::Reference, "latelate", "01021990")),
    state("outcome-early", |k| k.looks_up(Route::Reference, "earlyyaa", "01021990")),
    state("outcome-another-day", |k| k.looks_up(Route::Reference, "tomorrow", "01021990")),
    state("ask-person", |k| k.chooses(Press::AskPerson)),
    then("ask-sending", |k| k.chooses(Press::Seat(1))),
    then("ask-not-sent", |k| k.hears_of_the_ask(AskAnswer::NotSent)),
    then("ask-cannot-tell", |k| k.hears_of_the_ask(AskAnswer::CannotTell)),
    then("ask-staff-have-it", |k| k.hears_of_the_ask(AskAnswer::StaffHaveIt)),
    then("ask-seen", |k| {
        let id = k.asks.borrow().last().expect("an ask").1.id;
        k.apply([News::AskTaken { ask: id }]);
    }),
    state("ask-expired", |k| {
        k.asks();
        k.hears_of_the_ask(AskAnswer::StaffHaveIt);
        k.pass(Duration::from_secs(601));
    }),
    state("guide", |k| k.reads(&[Reading::Guide])),
    then("ask-volunteer", |k| k.chooses(Press::AskVolunteer)),
    then("ask-volunteer-sending", |k| k.chooses(Press::Seat(1))),
    then("ask-volunteer-not-sent", |k| k.hears_of_the_ask(AskAnswer::NotSent)),
    then("ask-volunteer-cannot-tell", |k| k.hears_of_the_ask(AskAnswer::CannotTell)),
    then("ask-volunteer-asked", |k| k.hears_of_the_ask(AskAnswer::StaffHaveIt)),
    then("ask-volunteer-seen", |k| k.hears_of_the_ask(AskAnswer::Seen)),
    state("visit-steps", |k| k.reads(&[Reading::Guide, Reading::Steps(Telling::Adults)])),
    then("visit-steps-2", |k| k.chooses(Press::Next)),
    then("visit-steps-3", |k| k.chooses(Press::Next)),
    then("visit-steps-4", |k| k.chooses(Press::Next)),
    then("visit-steps-5", |k| k.chooses(Press::Next)),
    then("visit-steps-6", |k| k.chooses(Press::Next)),
    then("visit-steps-7", |k| k.chooses(Press::Next)),
    state("visit-steps-children", |k| {
        k.reads(&[Reading::Guide, Reading::Steps(Telling::Children)]);
    }),
    then("visit-steps-children-2", |k| k.chooses(Press::Next)),
    then("visit-steps-children-3", |k| k.chooses(Press::Next)),
    then("visit-steps-children-4", |k| k.chooses(Press::Next)),
    then("visit-steps-children-5", |k| k.chooses(Press::Next)),
    then("visit-steps-children-6", |k| k.chooses(Press::Next)),
    then("visit-steps-children-7", |k| k.chooses(Press::Next)),
    state("bring", |k| k.reads(&[Reading::Guide, Reading::Bring])),
    state("costs", |k| k.reads(&[Reading::Guide, Reading::Costs])),
    state("notice", |k| k.reads(&[Reading::Guide, Reading::Notice])),
    state("easier", |k| k.chooses(Press::Easier)),
    state("languages", |k| k.chooses(Press::Languages)),
    state("scan-offer", |k| {
        k.looks_up(Route::Reference, "nobodyaa", "01021990");
        k.hear(Heard::Session(Event::Scanned("on-ei-ll-aa".to_owned())));
    }),
    State {
        again: |k| k.pass(Duration::from_secs(46)),
        ..state("still-there", |k| k.types(Route::Name, "okafor"))
    },
    state("out-of-service", |k| k.works(Worker::wipe)),
];

/// A site that asks for references of its own shape alone, with many seats and many steps.
pub fn elsewhere(config: &mut Config) {
    let words = |en: String, cy: String| Words { en, cy };
    let name = "Guys Marsh and Erlestoke".to_owned();
    config.site.name = words(name.clone(), name);
    config.check_in.by_name = false;
    config.reference = visits_domain::reference::ReferenceRule {
        alphabet: visits_domain::reference::Alphabet::LettersAndDigits,
        group: 3,
        min_characters: 9,
        max_characters: 12,
    };
    let seat = |n| words(format!("Table {n} by the door"), format!("Bwrdd {n} wrth ddrws"));
    config.ask.seat = (1..=14).map(seat).collect();
    config.step.extend(config.step.clone());
    let contact = |n| words(format!("Ring {n} to ask about it"), format!("Ffoniwch {n} i holi"));
    config.first_time.volunteers = false;
    config.first_time.nation = Nation::Scotland;
    config.first_time.cost_contact = Some(contact("01632 960000"));
    config.first_time.notice_contact = Some(contact("01632 960001"));
    config.first_time.bring.truncate(1);
}

/// What looks different there.
pub const ELSEWHERE: &[State] = &[
    state("elsewhere-welcome", |_| {}),
    then("elsewhere-welcome-offline", TestKiosk::loses_the_line),
    state("elsewhere-reference", |k| k.chooses(Press::CheckIn(Route::Reference))),
    then("elsewhere-reference-full", |k| k.type_keys("wm3wm4wm5wm6")),
    then("elsewhere-reference-message", |k| k.type_keys("7")),
    state("elsewhere-ask-person", |k| k.chooses(Press::AskPerson)),
    state("elsewhere-guide", |k| k.reads(&[Reading::Guide])),
    then("elsewhere-bring", |k| k.reads(&[Reading::Bring])),
    state("elsewhere-costs", |k| k.reads(&[Reading::Guide, Reading::Costs])),
    state("elsewhere-notice", |k| {
        k.chooses(Press::Easier);
        k.reads(&[Reading::Notice]);
    }),
];
