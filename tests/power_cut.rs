//! The power goes between any two steps of a check-in. What was shown as saved is there, once;
//! what was not can be done again; nothing is half there.

mod support;

use std::process::{Command, Stdio};

use support::{changes, check_in, stocked};
use uuid::Uuid;
use visits_domain::arrival::{Language, Party};
use visits_domain::encoding::Bytes;
use visits_domain::places::{BookingId, EventId, KioskId, PoolId, Takes};
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{Granted, News};
use visits_kiosk::store::{Hold, NewBooking, Stamp, Store};

const POINTS: [&str; 5] = [
    "check-in-begin",
    "check-in-numbered",
    "check-in-arrived",
    "check-in-before-commit",
    "check-in-committed",
];

/// The kiosk whose power goes: run by the tests below as a process of its own.
#[test]
#[ignore = "run by the other tests of this file as a child process"]
#[allow(clippy::print_stdout, reason = "read by the parent")]
fn child() {
    let Some(folder) = std::env::var_os("POWER_CUT_FOLDER") else { return };
    let point = std::env::var("POWER_CUT_POINT").expect("a point");
    let point_is_of_places = point.starts_with("hold-");
    fail::cfg_callback(point, || {
        let me = rustix::process::getpid();
        let _ = rustix::process::kill_process(me, rustix::process::Signal::KILL);
        loop {
            std::thread::park();
        }
    })
    .expect("a fail point");
    let mut store = Store::open(folder.as_ref()).expect("a store");
    if point_is_of_places {
        assert_eq!(hold(&mut store), Hold::Held);
        println!("saved A1");
    } else {
        println!("saved {}", check_in(&mut store, 1).expect("saved"));
    }
}

const POOL: PoolId = PoolId(Uuid::from_u128(12));
const BOOT: Uuid = Uuid::from_u128(13);

fn stamp(id: u128) -> Stamp {
    Stamp { id: Uuid::from_u128(id), epoch: BOOT, at: support::NOW.parse().expect("a time") }
}

/// A family of three, of whom one asks.
fn hold(store: &mut Store) -> Hold {
    let new = NewBooking {
        booking: BookingId(Uuid::from_u128(14)),
        event: EventId(Uuid::from_u128(11)),
        day: support::today(),
        takes: Takes::new([(POOL, 3)]).expect("takes"),
        party: Party { adults: 1, children: 2 },
        language: Language::En,
        visit: None,
        sealed: Bytes(vec![1, 2, 3]),
        card: None,
    };
    store.hold(stamp(15), &new).expect("answered")
}

/// The kiosk was granted five places.
fn grant(store: &mut Store) {
    let on = changes([News::Places { on: true }]);
    store.apply(&on, 1_000).expect("applied");
    let mut ids = 100u128;
    let id = || {
        ids += 1;
        Uuid::from_u128(ids)
    };
    assert!(store.mind_places(BOOT, stamp(1).at, id).expect("minded"), "an epoch begins");
    let granted = Granted {
        kiosk: KioskId(Uuid::from_u128(10)),
        epoch: store.epoch(BOOT).expect("read").expect("an epoch"),
        event: EventId(Uuid::from_u128(11)),
        pool: POOL,
        granted: 5,
        keep: None,
        version: 1,
    };
    store.hear_granted(&[granted]).expect("heard");
}

fn cut_at(point: &str) -> (tempfile::TempDir, bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = stocked(folder.path());
    if point.starts_with("hold-") {
        grant(&mut store);
    }
    drop(store);
    let output = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "child", "--ignored", "--nocapture"])
        .env("POWER_CUT_FOLDER", folder.path())
        .env("POWER_CUT_POINT", point)
        .stderr(Stdio::null())
        .output()
        .expect("a child");
    let killed = std::os::unix::process::ExitStatusExt::signal(&output.status) == Some(9);
    let said_saved = String::from_utf8_lossy(&output.stdout).contains("saved A1");
    assert_eq!(killed, !said_saved, "{point}: the child either dies or goes through");
    (folder, killed)
}

#[test]
fn nothing_is_half_there_after_a_cut_between_any_two_steps() {
    for point in POINTS {
        let (folder, killed) = cut_at(point);
        assert!(killed, "{point} was never reached");
        let mut store = Store::open(folder.path()).expect("opens");
        assert!(store.is_whole().expect("checked"), "{point}");
        let before = store.number_of(VisitHandle(Uuid::from_u128(1))).expect("read");
        let records = store.batch(10).expect("read");
        assert_eq!(
            before.is_some(),
            records.len() == 1,
            "{point}: a number and its record are one"
        );
        assert_eq!(before.is_some(), point == "check-in-committed", "{point}");
        // The family tries again: one number, one record, whatever happened before.
        assert_eq!(check_in(&mut store, 1).expect("saved").to_string(), "A1", "{point}");
        assert_eq!(store.batch(10).expect("read").len(), 1, "{point}");
    }
}

#[test]
fn places_and_the_booking_that_took_them_are_one_after_a_cut_between_any_two_steps() {
    for point in ["hold-begin", "hold-spent", "hold-before-commit", "hold-committed"] {
        let (folder, killed) = cut_at(point);
        assert!(killed, "{point} was never reached");
        let mut store = Store::open(folder.path()).expect("opens");
        let left = |store: &Store| store.places_left(BOOT).expect("read")[&POOL];
        let is_held = left(&store) == 2;
        assert!(is_held || left(&store) == 5, "{point}: all of them or none");
        assert_eq!(store.batch(10).expect("read").len(), 1 + usize::from(is_held), "{point}");
        assert_eq!(is_held, point == "hold-committed", "{point}");
        // The family tries again: three places, whatever happened before.
        assert_eq!(hold(&mut store), Hold::Held, "{point}");
        assert_eq!((left(&store), store.batch(10).expect("read").len()), (2, 2), "{point}");
        // Another start of the machine has nothing, and has lost nothing.
        assert_eq!(store.places_left(Uuid::from_u128(99)).expect("read").len(), 0);
    }
}

#[test]
fn the_child_goes_through_when_no_power_is_cut() {
    let (folder, killed) = cut_at("never-reached");
    assert!(!killed);
    let store = Store::open(folder.path()).expect("opens");
    assert_eq!(store.batch(10).expect("read").len(), 1);
}

/// A disk that loses the end of the last write: the log is cut short at every length in turn.
#[test]
fn a_torn_last_write_leaves_a_whole_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = stocked(folder.path());
    check_in(&mut store, 1).expect("saved");
    let copy = |name: &str| std::fs::read(folder.path().join(name)).expect("a file");
    let (db, wal) = (copy("kiosk.db"), copy("kiosk.db-wal"));
    assert!(wal.len() > 4096, "the log is not empty");
    for cut in (0..wal.len()).rev().step_by(509).take(40) {
        let torn = tempfile::tempdir().expect("a folder");
        std::fs::write(torn.path().join("kiosk.db"), &db).expect("written");
        std::fs::write(torn.path().join("kiosk.db-wal"), &wal[..cut]).expect("written");
        let store = Store::open(torn.path()).expect("opens");
        assert!(store.is_whole().expect("checked"), "cut at {cut}");
        let number = store.number_of(VisitHandle(Uuid::from_u128(1))).expect("read");
        let records = store.batch(10).expect("read");
        assert_eq!(number.is_some(), records.len() == 1, "cut at {cut}");
    }
}
