//! The power goes between any two steps of a check-in. What was shown as saved is there, once;
//! what was not can be done again; nothing is half there.

mod support;

use std::process::{Command, Stdio};

use support::{check_in, stocked};
use uuid::Uuid;
use visits_domain::visit::VisitHandle;
use visits_kiosk::store::Store;

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
    fail::cfg_callback(point, || {
        let me = rustix::process::getpid();
        let _ = rustix::process::kill_process(me, rustix::process::Signal::KILL);
        loop {
            std::thread::park();
        }
    })
    .expect("a fail point");
    let mut store = Store::open(folder.as_ref()).expect("a store");
    println!("saved {}", check_in(&mut store, 1).expect("saved"));
}

fn cut_at(point: &str) -> (tempfile::TempDir, bool) {
    let folder = tempfile::tempdir().expect("a folder");
    drop(stocked(folder.path()));
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
