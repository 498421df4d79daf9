//! A small site to test against: a kiosk on a stage, a server that is only a pair of hands.
#![allow(dead_code, reason = "every test file uses its own part")]

pub mod days;
pub mod help;
pub mod line;
pub mod paper;

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use slint::ComponentHandle as _;
use tempfile::TempDir;
use uuid::Uuid;
use visits_domain::arrival::{Arrival, ArrivalNumber, Language, Party, Route};
use visits_domain::card::{Card, CardVisit};
use visits_domain::credential::Credential;
use visits_domain::encoding::Bytes;
use visits_domain::person::{BirthDate, Surname};
use visits_domain::reference::{ReferenceRule, VisitReference};
use visits_domain::sealing::{SiteSalt, secret_of};
use visits_domain::site::KioskLetter;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{
    Ask, Board, Change, DeviceRole, Enrolled, Keyholder, KeyholderCode, Mode, News, PROTOCOL,
    SiteKeys, UrgentTalk, VolunteerActs, Waiting, WaitingFamily,
};
use visits_domain::writing::key_pair;
use visits_kiosk::assembly::{self, Inbox, Running};
use visits_kiosk::clock::Clock;
use visits_kiosk::config::Config;
use visits_kiosk::kiosk::{AskOut, Ways};
use visits_kiosk::session::PlacesCall;
use visits_kiosk::store::{Identity, Stamp, Store, StoreError};
use visits_ui::rehearsal::{Picture, Stage};

/// Half past one on a summer's day in London.
pub const NOW: &str = "2026-06-02T12:30:00Z";

pub fn today() -> NaiveDate {
    "2026-06-02".parse().expect("a day")
}

pub fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").expect("a time")
}

pub fn salt() -> SiteSalt {
    SiteSalt { salt: Bytes(b"salt of the test site".to_vec()) }
}

/// The configuration that is shipped, with its data in a folder of the test's own.
pub fn config(folder: &Path) -> Config {
    let text = include_str!("../../kiosk-config/kiosk.toml");
    let mut config = Config::parse(text, Path::new("kiosk.toml")).expect("a config");
    folder.clone_into(&mut config.data.folder);
    "http://127.0.0.1:9".clone_into(&mut config.server.url);
    config
}

pub fn enrolled() -> Enrolled {
    Enrolled {
        kiosk: Uuid::from_u128(1),
        site: "MDI".parse().expect("a site"),
        letter: KioskLetter::try_from('A').expect("a letter"),
        token: Bytes(vec![1; 32]),
        keys: SiteKeys { salt: salt(), writing: key_pair([2; 32]).1 },
        authority: None,
        protocol: PROTOCOL,
        generation: Uuid::nil(),
    }
}

pub fn visit(handle: u128, start: &str) -> CardVisit {
    CardVisit {
        visit: VisitHandle(Uuid::from_u128(handle)),
        start: time(start),
        end: time(start) + TimeDelta::hours(2),
        adults: 2,
        children: 2,
        desk: false,
        language: None,
    }
}

pub fn by_name(surname: &str, born: &str) -> Credential {
    let surname = Surname::parse(surname).expect("letters");
    Credential::Name(surname, BirthDate::from(born.parse::<NaiveDate>().expect("a day")))
}

pub fn by_reference(reference: &str, born: &str) -> Credential {
    let rule = ReferenceRule::ENGLAND_AND_WALES;
    let reference = VisitReference::parse(reference, &rule).expect("a reference");
    Credential::Reference(reference, BirthDate::from(born.parse::<NaiveDate>().expect("a day")))
}

pub fn card(credential: &Credential, date: NaiveDate, visits: Vec<CardVisit>) -> News {
    let secret = secret_of(credential, &salt(), b"").expect("a secret");
    News::Card(secret.seal(date, &Card { visits }, [7; 24]))
}

/// Somebody with a code and a PIN.
pub fn keyholder(code: &str, opens: Mode, pin: &str) -> News {
    use argon2::password_hash::phc::PasswordHash;
    use argon2::{Argon2, PasswordHasher as _};
    let hash: PasswordHash =
        Argon2::default().hash_password_with_salt(pin.as_bytes(), &[5; 16]).expect("a hash");
    News::Keyholder(Keyholder {
        code: KeyholderCode(code.to_owned()),
        opens,
        pin: hash.to_string(),
    })
}

/// Families who wait today.
pub fn waiting(families: impl IntoIterator<Item = WaitingFamily>) -> News {
    News::Waiting(Waiting { date: today(), families: families.into_iter().collect() })
}

/// A family that waits since a quarter past one.
pub fn waits(id: u128, number: Option<&str>, seat: Option<&str>) -> WaitingFamily {
    WaitingFamily {
        id: Uuid::from_u128(id),
        number: number.map(|number| number.parse().expect("a number")),
        seat: seat.map(str::to_owned),
        language: Language::Cy,
        since: "2026-06-02T12:15:00Z".parse().expect("a time"),
        claimed_by: None,
    }
}

/// The families of the test site. Each can come by name and by reference.
pub fn families() -> Vec<News> {
    let desk = CardVisit { desk: true, ..visit(4, "13:45") };
    let tomorrow = today() + TimeDelta::days(1);
    let mut news = Vec::new();
    for (surname, born, reference, date, visit) in [
        ("Okafor", "1986-07-28", "ok-af-or-aa", today(), visit(1, "13:45")),
        ("Ó Néill", "1990-02-01", "on-ei-ll-aa", today(), visit(2, "13:45")),
        ("Early", "1990-02-01", "ea-rl-yy-aa", today(), visit(3, "16:00")),
        ("Closed", "1990-02-01", "cl-os-ed-aa", today(), desk),
        ("Late", "1990-02-01", "la-te-la-te", today(), visit(5, "12:30")),
        ("Tomorrow", "1990-02-01", "to-mo-rr-ow", tomorrow, visit(6, "13:45")),
    ] {
        news.push(card(&by_name(surname, born), date, vec![visit.clone()]));
        news.push(card(&by_reference(reference, born), date, vec![visit]));
    }
    news.push(News::ListAsOf { at: NOW.parse().expect("a time") });
    news.push(News::Board(Board {
        date: today(),
        called: vec!["B3".parse().expect("a number")],
        running_late_minutes: 0,
        cancelled_sessions: Vec::new(),
    }));
    news
}

pub fn changes(news: impl IntoIterator<Item = News>) -> Vec<Change> {
    (1..).zip(news).map(|(seq, news)| Change { seq, news }).collect()
}

/// A store that was enrolled and has the families' cards.
pub fn stocked(folder: &Path) -> Store {
    let mut store = Store::open(folder).expect("a store");
    store.enrol(enrolled()).expect("enrolled");
    let changes = changes(families());
    store.begin_again(&changes, changes.len() as u64, Uuid::nil()).expect("applied");
    store
}

/// A kiosk on a stage, with its worker in the same thread and nobody on the line.
pub struct TestKiosk {
    pub stage: Stage,
    pub running: Rc<Running>,
    pub clock: Clock,
    pub folder: TempDir,
    pub asks: Rc<RefCell<Vec<(u64, Ask)>>>,
    /// *Sync now*, as far as it got.
    pub syncs: Rc<RefCell<Vec<u64>>>,
    /// What volunteers did, as far as it got.
    pub helps: Rc<RefCell<Vec<(u64, VolunteerActs)>>>,
    /// Questions about places, as far as they got.
    pub places: Rc<RefCell<Vec<(u64, PlacesCall)>>>,
    /// Urgent talks, as far as they got.
    pub talks: Rc<RefCell<Vec<(u64, UrgentTalk)>>>,
    inbox: Inbox,
}

impl TestKiosk {
    pub fn new() -> Self {
        Self::with(|_| {})
    }

    pub fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        drop(stocked(folder.path()));
        let mut settings = config(folder.path());
        change(&mut settings);
        Self::on(Stage::set(), folder, settings)
    }

    /// A call board that was enrolled and has heard nothing yet.
    pub fn on_the_wall(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut settings = config(folder.path());
        settings.role = DeviceRole::CallBoard;
        change(&mut settings);
        let mut store = Store::open(folder.path()).expect("a store");
        store.serve_as(settings.role).expect("a call board");
        store.enrol(enrolled()).expect("enrolled");
        drop(store);
        Self::on(Stage::set(), folder, settings)
    }

    /// A fresh process on the same disk, as far as a thread can be one.
    pub fn restarted(self) -> Self {
        let config = self.running.kiosk().view().config.clone();
        let Self { stage, running, folder, .. } = self;
        running.stop();
        running.window().hide().expect("hidden");
        drop(running);
        Self::on(stage, folder, config)
    }

    fn on(stage: Stage, folder: TempDir, config: Config) -> Self {
        let clock = Clock::given(NOW.parse().expect("a time"));
        let asks = Rc::new(RefCell::new(Vec::new()));
        let sent = Rc::clone(&asks);
        let ask: AskOut = Box::new(move |number, ask| sent.borrow_mut().push((number, ask)));
        let (syncs, helps) = (Rc::default(), Rc::default());
        let (synced, helped): (Rc<RefCell<Vec<u64>>>, Rc<RefCell<Vec<_>>>) =
            (Rc::clone(&syncs), Rc::clone(&helps));
        let places: Rc<RefCell<Vec<(u64, PlacesCall)>>> = Rc::default();
        let wanted = Rc::clone(&places);
        let talks: Rc<RefCell<Vec<(u64, UrgentTalk)>>> = Rc::default();
        let talked = Rc::clone(&talks);
        let ways = Ways {
            talk: Box::new(move |number, talk| talked.borrow_mut().push((number, talk))),
            places: Box::new(move |job, call| wanted.borrow_mut().push((job, call))),
            sync: Box::new(move |job| synced.borrow_mut().push(job)),
            help: Box::new(move |job, acts| helped.borrow_mut().push((job, acts))),
            ..ask.into()
        };
        let (running, inbox) =
            assembly::start_inline(config, clock.clone(), ways).expect("a kiosk");
        running.window().show().expect("shown");
        let kiosk =
            Self { stage, running, clock, folder, asks, syncs, helps, places, talks, inbox };
        kiosk.pass(Duration::from_secs(1));
        kiosk
    }

    /// Time passes: timers run, the wall clock moves.
    pub fn pass(&self, time: Duration) {
        let to: DateTime<Utc> = self.clock.now().utc + TimeDelta::from_std(time).expect("a time");
        self.clock.set(to);
        self.stage.advance(time);
        self.running.settle(&self.inbox);
        self.stage.draw();
    }

    /// In steps of a second, as the kiosk's own timer does it.
    pub fn pass_seconds(&self, seconds: u64) {
        (0..seconds).for_each(|_| self.pass(Duration::from_secs(1)));
    }

    pub fn try_press(&self, label: &str) -> bool {
        self.pass(Duration::from_millis(600)); // a calm person
        let pressed = self.stage.press(self.running.window(), label).is_ok();
        self.running.settle(&self.inbox);
        self.stage.draw();
        pressed
    }

    pub fn press(&self, label: &str) {
        assert!(self.try_press(label), "{label:?} is not on the screen, but {:?}", self.labels());
    }

    pub fn labels(&self) -> Vec<String> {
        let touchables = self.stage.touchables(self.running.window());
        touchables.into_iter().map(|touchable| touchable.label).collect()
    }

    pub fn texts(&self) -> Vec<String> {
        self.stage.words(self.running.window()).into_iter().map(|words| words.text).collect()
    }

    pub fn shows(&self, text: &str) -> bool {
        self.stage.shows(self.running.window(), text)
    }

    pub fn type_keys(&self, keys: &str) {
        self.stage.type_text(keys);
        self.running.settle(&self.inbox);
    }

    pub fn hear(&self, heard: visits_kiosk::worker::Heard) {
        self.running.hear(heard);
        self.running.settle(&self.inbox);
        self.stage.draw();
    }

    pub fn apply(&self, news: impl IntoIterator<Item = News>) {
        let changes = changes(news);
        let cursor = changes.len() as u64;
        self.running
            .crew()
            .call(move |worker| worker.apply(&changes, cursor))
            .expect("a worker")
            .expect("applied");
        self.running.settle(&self.inbox);
        self.stage.draw();
    }

    pub fn picture(&self) -> Picture {
        self.stage.picture()
    }

    pub fn language(&self) -> Language {
        self.running.kiosk().view().session.language
    }
}

/// One adult by name at [`NOW`], for the visit of this handle.
pub fn check_in(store: &mut Store, handle: u128) -> Result<ArrivalNumber, StoreError> {
    let (visit, at) = (VisitHandle(Uuid::from_u128(handle)), NOW.parse().expect("a time"));
    let stamp = Stamp { id: Uuid::now_v7(), epoch: Uuid::from_u128(5), at };
    let arrival = |number| Arrival {
        number,
        visit,
        date: today(),
        at,
        party: Party { adults: 1, children: 0 },
        first_visit: false,
        needs: vec![],
        language: Language::En,
        route: Route::Name,
    };
    store.check_in(KioskLetter::try_from('A').expect("a letter"), stamp, arrival, visit, today())
}

/// What a kiosk of [`enrolled`] keeps of itself, without an authority.
pub fn identity() -> Identity {
    let Enrolled { kiosk, site, letter, token, .. } = enrolled();
    Identity { kiosk, site, letter, token, authority: None }
}
