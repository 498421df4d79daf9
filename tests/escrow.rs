//! Places are never promised twice, and no promise is lost: kiosks with their real disks and the
//! real rules, under a network that loses, repeats, reorders, delays and cuts, with crashes,
//! restarts, copies put back, write-offs and a server that is put back from its backup.
//!
//! `cargo test --test escrow -- --seeds 100000` runs more, `--seed 4711` runs that one again.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a harness of its own")]

#[path = "escrow/hall.rs"]
mod hall;
#[path = "escrow/office.rs"]
mod office;
#[path = "escrow/server.rs"]
mod server;
#[path = "escrow/truth.rs"]
mod truth;
#[path = "escrow/world.rs"]
mod world;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use chrono::{DateTime, Utc};
use libtest_mimic::{Arguments, Failed, Trial};
use truth::{Counts, Fault};
use visits_kiosk::store::Store;
use world::{Control, World};

const STEPS: usize = 150;

fn moment() -> DateTime<Utc> {
    "2026-06-01T12:00:00Z".parse().expect("a time")
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
    let run = || World::new(seed, control, &here, template).run(STEPS);
    let ran = std::panic::catch_unwind(run).unwrap_or(Err(Fault::Panicked));
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

/// `--seeds N` and `--seed N`, which are not the harness's own.
#[derive(Clone, Copy, Default)]
struct Wanted {
    seeds: Option<u64>,
    seed: Option<u64>,
}

impl Wanted {
    fn seeds(self, usually: u64) -> std::ops::Range<u64> {
        match self.seed {
            Some(seed) => seed..seed + 1,
            None => 0..self.seeds.unwrap_or(usually),
        }
    }

    /// Out of what was typed; the rest is the harness's.
    fn read(typed: impl Iterator<Item = String>) -> Result<(Self, Vec<String>), String> {
        let (mut wanted, mut rest, mut typed) = (Self::default(), Vec::new(), typed);
        while let Some(word) = typed.next() {
            let to = match word.as_str() {
                "--seeds" => &mut wanted.seeds,
                "--seed" => &mut wanted.seed,
                _ => {
                    rest.push(word);
                    continue;
                }
            };
            let number = typed.next().and_then(|number| number.parse().ok());
            *to = Some(number.ok_or_else(|| format!("{word} wants a number"))?);
        }
        Ok((wanted, rest))
    }
}

fn main() -> ExitCode {
    let (wanted, rest) = match Wanted::read(std::env::args()) {
        Ok(read) => read,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::from(2);
        }
    };
    let hold = |control, usually| move || all_hold(control, wanted.seeds(usually));
    let tests = vec![
        Trial::test(
            "no_place_is_promised_twice_and_no_promise_is_lost",
            hold(Control::Complete, 10_000),
        ),
        Trial::test(
            "with_the_whole_server_no_place_is_promised_twice",
            hold(Control::WholeServer, 200),
        ),
        Trial::test("without_escrow_places_are_promised_twice", || {
            overbooks(Control::WithoutEscrow, 500)
        }),
        Trial::test("without_the_epoch_a_copy_that_is_put_back_promises_places_twice", || {
            overbooks(Control::WithoutEpoch, 2_000)
        }),
    ];
    // One after the other: each takes both cores.
    let arguments = Arguments { test_threads: Some(1), ..Arguments::from_iter(rest) };
    libtest_mimic::run(&arguments, tests).exit_code()
}

fn all_hold(control: Control, seeds: std::ops::Range<u64>) -> Result<(), Failed> {
    let (count, begun) = (seeds.end - seeds.start, Instant::now());
    match run_all(seeds, control) {
        Ok(counts) => println!("{count} seeds in {:?}: {counts:?}", begun.elapsed()),
        Err((seed, fault)) => {
            let found = format!("--seed {seed}: {fault:?}");
            println!("{found}"); // at once: the harness says so when everything has run
            return Err(found.into());
        }
    }
    Ok(())
}

/// A control: what it leaves out is missed.
fn overbooks(control: Control, seeds: u64) -> Result<(), Failed> {
    match run_all(0..seeds, control) {
        Err((_, Fault::Overbooked(_))) => Ok(()),
        other => Err(format!("it should have overbooked: {other:?}").into()),
    }
}
