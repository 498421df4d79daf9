//! Real kiosks, disk and threads, with a real server that is put back from a backup; and a kiosk
//! whose own disk is put back from a copy.

mod support;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use support::line::OnTheLine;
use support::{by_reference, changes, check_in, config, enrolled, families, stocked, today};
use uuid::Uuid;
use visits_demo::site;
use visits_demo::staff::Staff;
use visits_domain::arrival::{Language, Party, Route};
use visits_domain::checkin::Verdict;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::News;
use visits_kiosk::assembly;
use visits_kiosk::clock::Clock;
use visits_kiosk::config::Config;
use visits_kiosk::session::{CheckIn, Effect, Event};
use visits_kiosk::store::Mark;
use visits_kiosk::worker::Heard;
use visits_server::{App, Role, SharedClock, backup_key};

const BORN: &str = "1990-02-01";
const PASSWORD: &str = "correct horse battery";
const KEY: [u8; 32] = [7; 32];

fn now() -> DateTime<Utc> {
    support::NOW.parse().expect("a time")
}

fn visit_list(references: &[&str]) -> Vec<u8> {
    let visits: Vec<String> = references
        .iter()
        .enumerate()
        .map(|(id, reference)| {
            format!(
                "{{\"reference\":\"{reference}\",\"visitDate\":\"{}\",\"startTime\":\"13:45\",\
                 \"endTime\":\"15:45\",\"prisonerId\":\"A1234BC\",\"prisonerFirstName\":\"SAM\",\
                 \"prisonerLastName\":\"SAMPLE\",\"visitRestriction\":\"OPEN\",\"visitors\":\
                 [{{\"nomisPersonId\":{id},\"firstName\":\"Nia\",\"lastName\":\"Family{}\",\
                 \"dateOfBirth\":\"{BORN}\"}}]}}",
                today(),
                "x".repeat(id + 1),
            )
        })
        .collect();
    format!("[{}]", visits.join(",")).into_bytes()
}

/// A server in threads of its own, which can be ended as a power cut would.
struct Server {
    runtime: tokio::runtime::Runtime,
    app: App,
    address: SocketAddr,
}

fn settings_of(folder: &Path) -> visits_server::Config {
    std::fs::create_dir_all(folder).expect("a folder");
    let url = format!("sqlite://{}/visits.db", folder.display());
    let clock = visits_server::Clock::Shared(SharedClock::at(now()));
    visits_server::Config::new(url).with_clock(clock).with_master_key(KEY)
}

impl Server {
    fn start(folder: &Path, listen: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("threads");
        let (app, listener) = runtime.block_on(async {
            let app = App::open(settings_of(folder)).await.expect("it opens");
            let listener = tokio::net::TcpListener::bind(listen).await.expect("a port");
            (app, listener)
        });
        let address = listener.local_addr().expect("an address");
        let served = app.clone();
        runtime.spawn(async move { served.serve(listener, std::future::pending()).await });
        Self { runtime, app, address }
    }

    fn set_up(&self, references: &[&str]) {
        self.runtime.block_on(async {
            self.app.add_site(site::code(), site::NAME).await.expect("a site");
            let add = self.app.add_user(site::code(), site::STAFF, Role::Manager, PASSWORD);
            add.await.expect("a user");
        });
        self.import(references);
    }

    fn import(&self, references: &[&str]) {
        let list = visit_list(references);
        self.runtime.block_on(self.app.import(site::code(), &list)).expect("imported");
    }

    fn code(&self) -> String {
        self.runtime.block_on(self.app.enrol_code(site::code())).expect("a code")
    }

    fn backup(&self, public: &str) -> Vec<u8> {
        let (key, mut bytes) = (backup_key::public(public).expect("a key"), Vec::new());
        self.runtime.block_on(self.app.backup(&key, None, &mut bytes)).expect("a backup");
        bytes
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn numbers(&self) -> Vec<(String, usize)> {
        let staff = Staff::sign_in(&self.url(), PASSWORD).expect("signed in");
        staff.numbers().expect("the board").into_iter().collect()
    }

    fn kill(self) -> SocketAddr {
        self.runtime.shutdown_background();
        self.address
    }
}

fn restore(backup: &[u8], private: &str, folder: &Path) {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let key = backup_key::private(private).expect("a key");
    runtime
        .block_on(visits_server::restore(&settings_of(folder), &key, backup))
        .expect("it is put back");
}

/// A kiosk with its disk, its worker and its two threads, and nobody at the screen.
struct Kiosk {
    config: Config,
    line: OnTheLine,
    heard: Mutex<Receiver<Event>>,
}

impl Kiosk {
    fn enrol(folder: &Path, server: &Server) -> Self {
        let mut config = config(folder);
        config.server.url = server.url();
        assembly::enrol(&config, &server.code()).expect("enrolled");
        Self::start(config)
    }

    fn start(config: Config) -> Self {
        let (tell, heard) = channel();
        let (clock, retry_at_most) = (Clock::given(now()), Duration::from_millis(300));
        let line = OnTheLine::start(&config, clock, retry_at_most, move |heard| {
            if let Heard::Session(event) = heard {
                let _ = tell.send(event); // nobody waits any more
            }
        });
        Self { config, line, heard: Mutex::new(heard) }
    }

    /// Ends the process, as far as threads can be one. The disk stays.
    fn stop(self) -> Config {
        self.line.stop();
        // A held request is cut by its own time; the disk is not touched any more.
        std::thread::sleep(Duration::from_millis(200));
        self.config
    }

    fn next(&self) -> Event {
        let heard = self.heard.lock().expect("the lock");
        heard.recv_timeout(Duration::from_secs(30)).expect("an answer")
    }

    fn visit(&self, reference: &str) -> Option<VisitHandle> {
        self.line.crew.perform(Effect::LookUp(1, by_reference(reference, BORN)));
        match self.next() {
            Event::Told(_, Verdict::Welcome(visit)) => Some(visit.visit),
            Event::Told(_, _) => None,
            other => panic!("{other:?}"),
        }
    }

    fn check_in(&self, reference: &str) -> String {
        let mut visit = None;
        until(reference, || {
            visit = self.visit(reference);
            visit.is_some()
        });
        let check_in = CheckIn {
            visit: visit.expect("a visit"),
            party: Party { adults: 1, children: 0 },
            first_visit: false,
            needs: vec![],
            language: Language::En,
            route: Route::Reference,
        };
        self.line.crew.perform(Effect::CheckIn(2, check_in));
        match self.next() {
            Event::Saved(_, number) => number.to_string(),
            other => panic!("{other:?}"),
        }
    }

    fn unsent(&self) -> u64 {
        self.line.unsent()
    }

    fn generation(&self) -> Option<Uuid> {
        self.line.crew.call(|worker| worker.store.standing()).expect("a worker").expect("read").1
    }
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_mins(1);
    while !is_so() {
        assert!(Instant::now() < end, "{what} never came about");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn once(numbers: &[&str]) -> Vec<(String, usize)> {
    numbers.iter().map(|number| ((*number).to_owned(), 1)).collect()
}

#[test]
fn kiosks_bring_back_what_a_restored_server_lost() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let references = ["aa-aa-aa-aa", "bb-bb-bb-bb", "cc-cc-cc-cc", "dd-dd-dd-dd", "ee-ee-ee-ee"];
    let server = Server::start(&at("server"), "127.0.0.1:0");
    server.set_up(&references);
    let a = Kiosk::enrol(&at("a"), &server);
    let b = Kiosk::enrol(&at("b"), &server);
    assert_eq!((a.check_in(references[0]), b.check_in(references[1])), ("A1".into(), "B1".into()));
    until("the morning is sent", || a.unsent() + b.unsent() == 0);
    let (private, public) = backup_key::new_pair();
    let backup = server.backup(&public);

    // An hour more, and a third kiosk; all acknowledged.
    assert_eq!(a.check_in(references[2]), "A2");
    let c = Kiosk::enrol(&at("c"), &server);
    assert_eq!(c.check_in(references[3]), "C1");
    until("the hour is sent", || a.unsent() + c.unsent() == 0);
    assert_eq!(server.numbers(), once(&["A1", "A2", "B1", "C1"]));
    let first_life = a.generation();

    let address = server.kill();
    // Nobody answers, and a family checks in all the same.
    assert_eq!(b.check_in(references[4]), "B2");
    restore(&backup, &private, &at("restored"));
    let server = Server::start(&at("restored"), &address.to_string());
    until("both notice, and send again", || {
        a.generation() != first_life && b.generation() != first_life && a.unsent() + b.unsent() == 0
    });
    until("the board", || server.numbers() == once(&["A1", "A2", "B1", "B2"]));
    // The third one is unknown: it keeps what it has.
    assert!(c.unsent() <= 1);
    let config = c.stop();
    assembly::enrol(&config, &server.code()).expect("enrolled again");
    let c = Kiosk::start(config);
    until("it sends what it had", || c.unsent() == 0);
    until("the board", || server.numbers() == once(&["A1", "A2", "B1", "B2", "C1"]));
    // It goes on where it was: nobody else gets its number.
    server.import(&[&references[..], &["ff-ff-ff-ff"]].concat());
    assert_eq!(c.check_in("ff-ff-ff-ff"), "C2");
    for kiosk in [a, b, c] {
        kiosk.stop();
    }
    server.kill();
}

#[test]
fn a_kiosk_whose_disk_was_put_back_loses_nobody() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let references = ["aa-aa-aa-aa", "bb-bb-bb-bb", "cc-cc-cc-cc", "dd-dd-dd-dd"];
    let server = Server::start(&at("server"), "127.0.0.1:0");
    server.set_up(&references);
    let kiosk = Kiosk::enrol(&at("kiosk"), &server);
    kiosk.check_in(references[0]);
    until("the first is sent", || kiosk.unsent() == 0);
    let config = kiosk.stop();
    std::fs::create_dir_all(at("copy")).expect("a folder");
    for file in std::fs::read_dir(at("kiosk")).expect("the disk") {
        let file = file.expect("a file");
        std::fs::copy(file.path(), at("copy").join(file.file_name())).expect("copied");
    }
    // The original goes on, and then its disk is lost.
    let kiosk = Kiosk::start(config);
    kiosk.check_in(references[1]);
    until("the second is sent", || kiosk.unsent() == 0);
    let mut config = kiosk.stop();
    // The copy writes its own second record before it has reached the server: the server has a
    // record of that number, and its mark is no proof that ours has come.
    config.data.folder = at("copy");
    let url = std::mem::replace(&mut config.server.url, "http://127.0.0.1:9".to_owned());
    let kiosk = Kiosk::start(config);
    kiosk.check_in(references[2]);
    assert_eq!(kiosk.unsent(), 1);
    let mut config = kiosk.stop();
    config.server.url = url;
    let kiosk = Kiosk::start(config);
    until("what the copy wrote is sent", || kiosk.unsent() == 0);
    let arrived = || server.numbers().iter().map(|(_, times)| times).sum::<usize>();
    until("three families are on the board", || arrived() == 3);
    kiosk.check_in(references[3]);
    until("it goes on", || kiosk.unsent() == 0 && arrived() == 4);
    kiosk.stop();
    server.kill();
}

#[test]
fn another_life_of_the_server_replaces_what_was_told_and_nothing_that_happened_here() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = stocked(folder.path());
    let own = check_in(&mut store, 100).expect("saved");
    let (mine, theirs) = (VisitHandle(Uuid::from_u128(100)), VisitHandle(Uuid::from_u128(200)));
    let told = |visit, number: &str| News::Arrived {
        visit,
        date: today(),
        number: number.parse().expect("a number"),
    };
    // Another kiosk was earlier with ours, and has one of its own.
    let (before, _) = store.standing().expect("read");
    store.apply(&changes([told(mine, "B7"), told(theirs, "B8")]), before + 2).expect("applied");
    assert!(store.public().expect("read").list_as_of.is_some());

    let life = Uuid::from_u128(9);
    let first: Vec<News> = families().into_iter().take(2).collect();
    store.begin_again(&changes(first), 2, life).expect("applied");
    assert_eq!(store.standing().expect("read"), (2, Some(life)));
    assert_eq!(store.number_of(mine).expect("read"), Some(own), "what was given here stands");
    assert_eq!(store.number_of(theirs).expect("read"), None);
    let public = store.public().expect("read");
    assert!(public.list_as_of.is_none() && public.board.called.is_empty());
    assert_eq!(public.unsent, 1);
    assert!(store.keys().expect("read").is_some() && store.identity().expect("read").is_some());
    let next = check_in(&mut store, 300).expect("saved");
    assert_eq!(next.count, own.count + 1, "it goes on counting");
}

/// Every table of a kiosk's disk, and what becomes of it in another life of the server. What the
/// server tells goes (`forget_what_was_told` in src/store.rs); what happened here stays.
const TABLES: &[(&str, bool)] = &[
    ("arrival", true), // own numbers come back from the outbox
    ("booking", false),
    ("booking_card", false), // of bookings made here too; the server tells its own anew
    ("card", true),
    ("counter", false),
    ("meta", false),    // key by key: board, list, cursor, generation go
    ("mistake", false), // said here, and not told yet
    ("outbox", false),
    ("place_grant", true),
    ("service", true),
    ("service_need", true),
    ("service_text", true),
    ("service_text_config", false), // of the index of words itself, as the next four
    ("service_text_data", false),
    ("service_text_docsize", true),
    ("service_text_idx", false),
    ("service_word", true), // what is in the index, to be read
    ("sought", false),      // counted here, and not told yet
    ("throttle", false),
];

#[test]
fn nothing_that_was_told_outlives_the_life_that_told_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = stocked(folder.path());
    let (cursor, _) = store.standing().expect("read");
    let service = changes([News::Service(Box::new(support::help::money()))]);
    store.apply(&service, cursor + 1).expect("applied");
    store.begin_again(&[], 0, Uuid::from_u128(9)).expect("applied");
    drop(store);
    let disk = rusqlite::Connection::open(folder.path().join("kiosk.db")).expect("it opens");
    let mut names = disk
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .expect("SQL");
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).expect("rows").map(|n| n.expect("a name")).collect();
    let known: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, known, "is it told? then empty it in forget_what_was_told, and name it here");
    for (table, _) in TABLES.iter().filter(|(_, told)| *told) {
        let count = format!("SELECT count(*) FROM {table}");
        let rows: i64 = disk.query_row(&count, [], |row| row.get(0)).expect("a count");
        assert_eq!(rows, 0, "{table}");
    }
}

#[test]
fn what_was_sent_is_kept_for_a_week_after_the_server_had_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = stocked(folder.path());
    let day = |days| today() + TimeDelta::days(days);
    for visit in 1..=3 {
        check_in(&mut store, visit).expect("saved");
    }
    // Offline for ten days: nothing is safe yet.
    (0..10).for_each(|n| store.sweep(day(n)).expect("swept"));
    assert_eq!(store.batch(9).expect("read").len(), 3);
    store.acknowledge(Mark { seq: 3, id: None }).expect("stored");
    (10..17).for_each(|n| store.sweep(day(n)).expect("swept"));
    // The server is put back from a backup of a week ago: all of it is still here.
    store.acknowledge(Mark { seq: 0, id: None }).expect("stored");
    assert_eq!(store.batch(9).expect("read").len(), 3);
    store.acknowledge(Mark { seq: 3, id: None }).expect("stored");
    (17..24).for_each(|n| store.sweep(day(n)).expect("swept"));
    store.acknowledge(Mark { seq: 0, id: None }).expect("stored");
    assert_eq!(store.batch(9).expect("read").len(), 3, "a week from when it had them again");
    store.acknowledge(Mark { seq: 3, id: None }).expect("stored");
    (24..33).for_each(|n| store.sweep(day(n)).expect("swept"));
    store.acknowledge(Mark { seq: 0, id: None }).expect("stored");
    assert_eq!(store.batch(9).expect("read").len(), 1, "the last one holds the sequence");
}

#[test]
fn enrolling_at_another_site_leaves_nothing_of_the_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = stocked(folder.path());
    check_in(&mut store, 1).expect("saved");
    let elsewhere = visits_domain::wire::Enrolled {
        site: "LEI".parse().expect("a site"),
        generation: Uuid::from_u128(5),
        ..enrolled()
    };
    store.enrol(elsewhere).expect("enrolled");
    assert_eq!(store.unsent().expect("read"), 0);
    check_in(&mut store, 2).expect("saved");
    store.acknowledge(Mark { seq: 1, id: None }).expect("stored");
    // In the same life of the same server only what was not sent goes with it.
    check_in(&mut store, 3).expect("saved");
    let (_, life) = store.standing().expect("read");
    assert_eq!(life, None);
    store.begin_again(&[], 1, Uuid::from_u128(5)).expect("applied");
    let again = visits_domain::wire::Enrolled {
        site: "LEI".parse().expect("a site"),
        generation: Uuid::from_u128(5),
        ..enrolled()
    };
    store.enrol(again).expect("enrolled");
    let records = store.batch(9).expect("read");
    assert_eq!(records.iter().map(|record| record.seq).collect::<Vec<_>>(), [1]);
}
