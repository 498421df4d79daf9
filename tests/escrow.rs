//! Places are never promised twice, and no promise is lost: kiosks with their real disks and the
//! real rules, under a network that loses, repeats, reorders, delays and cuts, with crashes,
//! restarts, copies put back, write-offs and a server that is put back from its backup.
//!
//! `ESCROW_SEEDS=100000` runs more, `ESCROW_SEED=4711` runs that one again.

#[path = "escrow/hall.rs"]
mod hall;
#[path = "escrow/office.rs"]
mod office;
#[path = "escrow/truth.rs"]
mod truth;
#[path = "escrow/world.rs"]
mod world;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use chrono::{DateTime, Utc};
use truth::{Counts, Fault};
use visits_kiosk::store::Store;
use world::{Control, World};

const STEPS: usize = 150;

fn moment() -> DateTime<Utc> {
    "2026-06-01T12:00:00Z".parse().expect("a time")
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// In memory where the machine has such a folder: the disk's own flushing is tested elsewhere.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }
        .expect("a folder")
}

fn template(folder: &Path) -> PathBuf {
    let path = folder.join("new");
    drop(Store::open(&path).expect("a store"));
    path
}

fn run(seed: u64, control: Control, folder: &Path, template: &Path) -> Result<Counts, Fault> {
    let here = folder.join(seed.to_string());
    std::fs::create_dir_all(&here).expect("a folder");
    let ran = World::new(seed, control, &here, template).run(STEPS);
    let _ = std::fs::remove_dir_all(&here); // the folder above goes anyway
    ran
}

/// Runs all seeds on two threads, and says what went wrong first, with its seed.
fn run_all(seeds: std::ops::Range<u64>, control: Control) -> Result<Counts, (u64, Fault)> {
    let (next, end) = (AtomicU64::new(seeds.start), seeds.end);
    let total = Mutex::new(Counts::default());
    let failed: Mutex<Option<(u64, Fault)>> = Mutex::new(None);
    let work = || {
        let folder = folder();
        let template = template(folder.path());
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= end || failed.lock().expect("whole").is_some() {
                return;
            }
            match run(seed, control, folder.path(), &template) {
                Ok(counts) => total.lock().expect("whole").add(counts),
                Err(fault) => *failed.lock().expect("whole") = Some((seed, fault)),
            }
        }
    };
    std::thread::scope(|threads| {
        threads.spawn(work);
        threads.spawn(work);
    });
    match failed.into_inner().expect("whole") {
        Some(failed) => Err(failed),
        None => Ok(total.into_inner().expect("whole")),
    }
}

#[test]
#[allow(clippy::print_stdout, reason = "for whoever asks with --nocapture")]
fn no_place_is_promised_twice_and_no_promise_is_lost() {
    let seeds = match number("ESCROW_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("ESCROW_SEEDS").unwrap_or(10_000),
    };
    let (count, begun) = (seeds.end - seeds.start, Instant::now());
    match run_all(seeds, Control::Complete) {
        Ok(counts) => println!("{count} seeds in {:?}: {counts:?}", begun.elapsed()),
        Err((seed, fault)) => panic!("ESCROW_SEED={seed}: {fault:?}"),
    }
}

#[test]
fn without_escrow_places_are_promised_twice() {
    let failed = run_all(0..500, Control::WithoutEscrow).map(drop);
    assert!(matches!(failed, Err((_, Fault::Overbooked(_)))), "{failed:?}");
}

#[test]
fn without_the_epoch_a_copy_that_is_put_back_promises_places_twice() {
    let failed = run_all(0..2_000, Control::WithoutEpoch).map(drop);
    assert!(matches!(failed, Err((_, Fault::Overbooked(_)))), "{failed:?}");
}
