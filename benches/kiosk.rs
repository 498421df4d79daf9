//! The kiosk's figures (see `performance.md` of the design). In this process: drawing, pressing,
//! looking up, checking in. As a process of its own, where Xvfb is installed and the release
//! binary is built: start, memory, idle.

#[path = "support/directory.rs"]
mod directory;
#[path = "support/mod.rs"]
mod figures;
#[path = "support/process.rs"]
mod process;
#[path = "support/running.rs"]
mod running;
#[path = "support/site.rs"]
mod site;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "../tests/support/xvfb.rs"]
mod xvfb;

use std::path::Path;
use std::time::{Duration, Instant};

use figures::{at, figure, spread, times_ms};
use support::{TestKiosk, by_name, by_reference, card, changes, config, stocked, today, visit};
use uuid::Uuid;
use visits_domain::help::HelpNeed;
use visits_domain::sealing::secret_of;
use visits_domain::wire::News;
use visits_kiosk::clock::Clock;
use visits_kiosk::session::{Effect, Event, HelpPress, Press};
use visits_kiosk::store::Store;
use visits_kiosk::worker::{Heard, Outfit, Worker};

fn main() {
    on_a_stage_of_its_own(drawing);
    argon2();
    for visits in [250, 1_000, 4_000] {
        look_up(visits);
    }
    for records in [0, 1_000, 10_000] {
        check_in(records);
    }
    on_a_stage_of_its_own(press_while_sync_applies);
    on_a_stage_of_its_own(find_help);
    whole_program();
}

/// A thread has one stage in its life.
fn on_a_stage_of_its_own(bench: fn()) {
    std::thread::spawn(bench).join().expect("a bench");
}

fn drawing() {
    let kiosk = TestKiosk::new();
    kiosk.picture();
    let full = times_ms(300, || kiosk.stage.draw_all());
    spread("redraw_full", &full, "ms");
    kiosk.press("Check in for a visit");
    kiosk.picture();
    let window = kiosk.running.window();
    let key = kiosk.stage.touchable(window, "a").expect("a key").area.centre();
    let delete = kiosk.stage.touchable(window, "Delete").expect("a key").area.centre();
    let mut on = false;
    let press = times_ms(300, || {
        on = !on;
        let (x, y) = if on { key } else { delete };
        kiosk.stage.touch(x, y);
        assert!(kiosk.stage.draw(), "a press changes pixels");
    });
    spread("press_to_pixels", &press, "ms");
}

fn argon2() {
    let credential = by_name("Okafor", "1986-07-28");
    let times = times_ms(40, || {
        std::hint::black_box(secret_of(&credential, &support::salt(), b"").expect("a secret"));
    });
    spread("argon2id_19mib_t2", &times, "ms");
}

/// A store with so many visits' cards, two credentials for each of two adults.
fn store_with(folder: &Path, visits: u32) -> Store {
    let mut store = stocked(folder);
    let credential = by_name("Needle", "1970-01-01");
    let News::Card(one) = card(&credential, today(), vec![visit(9, "13:45")]) else {
        unreachable!("a card")
    };
    let mut news: Vec<News> = (0..visits * 4)
        .map(|n| {
            let mut other = one.clone();
            other.lookup.0[..4].copy_from_slice(&n.to_be_bytes());
            News::Card(other)
        })
        .collect();
    news.push(News::Card(one));
    let changes = changes(news);
    store.apply(&changes, 1).expect("applied");
    store
}

fn worker_on(folder: &Path, store: Store) -> Worker {
    Worker::new(Outfit {
        store,
        clock: Clock::given(support::NOW.parse().expect("a time")),
        rules: config(folder).check_in,
        epoch: Uuid::from_u128(1),
        site_secret: zeroize::Zeroizing::default(),
        on_record: Box::new(|| {}),
        tell: Box::new(|_| {}),
    })
    .expect("a worker")
}

/// The look-up without its Argon2id, which is measured beside it in turns.
fn look_up(visits: u32) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store_with(folder.path(), visits);
    let mut worker = worker_on(folder.path(), store);
    let credential = by_reference("ok-af-or-aa", "1986-07-28");
    let (mut whole, mut hash) = (Vec::new(), Vec::new());
    for _ in 0..40 {
        let began = Instant::now();
        worker.perform(Effect::LookUp(1, credential.clone()));
        whole.push(began.elapsed().as_secs_f64() * 1e3);
        let began = Instant::now();
        std::hint::black_box(secret_of(&credential, &support::salt(), b"").expect("a secret"));
        hash.push(began.elapsed().as_secs_f64() * 1e3);
    }
    whole.sort_by(f64::total_cmp);
    hash.sort_by(f64::total_cmp);
    figure(&format!("look_up_{visits}_visits_median"), at(&whole, 50), "ms");
    let rest = at(&whole, 50) - at(&hash, 50);
    figure(&format!("look_up_{visits}_visits_besides_argon2id"), rest, "ms");
}

/// One check-in beside one bare durable commit of a row, in turns on one disk.
fn check_in(records_before: u128) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = stocked(folder.path());
    let bare = rusqlite::Connection::open(folder.path().join("bare.db")).expect("a database");
    bare.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (x BLOB);",
    )
    .expect("a table");
    let mut next = 0;
    let mut one = |store: &mut Store| {
        next += 1;
        support::check_in(store, next).expect("saved");
    };
    (0..records_before).for_each(|_| one(&mut store));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..400 {
        ours.extend(times_ms(1, || one(&mut store)));
        theirs.extend(times_ms(1, || {
            bare.prepare_cached("INSERT INTO t VALUES (?1)")
                .expect("a statement")
                .execute([[7_u8; 300].as_slice()])
                .expect("a row");
        }));
    }
    ours.sort_by(f64::total_cmp);
    theirs.sort_by(f64::total_cmp);
    let name = format!("check_in_after_{records_before}");
    figure(&format!("{name}_median"), at(&ours, 50), "ms");
    figure(&format!("{name}_bare_commit_median"), at(&theirs, 50), "ms");
    figure(&format!("{name}_ratio"), at(&ours, 50) / at(&theirs, 50), "times");
}

/// The UI thread while the worker applies 10,000 changes on a thread of its own.
fn press_while_sync_applies() {
    let kiosk = TestKiosk::new();
    kiosk.press("Check in for a visit");
    kiosk.picture();
    let folder = tempfile::tempdir().expect("a folder");
    let mut worker = worker_on(folder.path(), stocked(folder.path()));
    let credential = by_name("Needle", "1970-01-01");
    let News::Card(one) = card(&credential, today(), vec![visit(9, "13:45")]) else {
        unreachable!("a card")
    };
    let applying = std::thread::spawn(move || {
        let began = Instant::now();
        for step in 0..100_u32 {
            let news = (0..100_u32).map(|n| {
                let mut other = one.clone();
                other.lookup.0[..4].copy_from_slice(&(step * 100 + n).to_be_bytes());
                News::Card(other)
            });
            worker.apply(&changes(news), u64::from(step)).expect("applied");
        }
        began.elapsed()
    });
    let window = kiosk.running.window();
    let key = kiosk.stage.touchable(window, "a").expect("a key").area.centre();
    let delete = kiosk.stage.touchable(window, "Delete").expect("a key").area.centre();
    let mut times = Vec::new();
    let mut on = false;
    while !applying.is_finished() {
        on = !on;
        let (x, y) = if on { key } else { delete };
        times.extend(times_ms(1, || {
            kiosk.stage.touch(x, y);
            kiosk.stage.draw();
        }));
        std::thread::sleep(Duration::from_millis(3));
    }
    let took = applying.join().expect("applied");
    figure("sync_applies_10000_changes", took.as_secs_f64() * 1e3, "ms");
    times.sort_by(f64::total_cmp);
    spread("press_to_pixels_while_sync_applies", &times, "ms");
}

/// From the touch that asks for services to the list on the screen, and from a key of a word to what
/// is found with it, in a directory of 3,000.
fn find_help() {
    let kiosk = TestKiosk::new();
    kiosk.apply(directory::services(3_000));
    kiosk.at_help(&[HelpPress::Open]);
    let mut taps = Vec::new();
    for need in HelpNeed::ALL.iter().cycle().take(12 * HelpNeed::ALL.len()) {
        kiosk.at_help(&[HelpPress::Need(*need)]);
        kiosk.pass(Duration::from_secs(1));
        let skip = Event::Pressed(Press::Help(HelpPress::Stage(None)));
        taps.extend(times_ms(1, || kiosk.hear(Heard::Session(skip.clone()))));
        kiosk.press("Back");
        kiosk.press("Back");
    }
    taps.sort_by(f64::total_cmp);
    spread("need_tap", &taps, "ms");
    let mut keys = Vec::new();
    for word in ["children", "benifits", "help with money", "morwental", "landlrod", "ddyled"] {
        for _ in 0..6 {
            kiosk.at_help(&[HelpPress::Search]);
            for key in word.chars() {
                keys.extend(times_ms(1, || {
                    kiosk.type_keys(key.encode_utf8(&mut [0; 4]));
                    kiosk.stage.draw();
                }));
            }
            kiosk.press("Back");
        }
    }
    keys.sort_by(f64::total_cmp);
    spread("search_key", &keys, "ms");
}

/// The program with its database, 250 sealed visits and sync with a real server.
fn whole_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let site = runtime.block_on(site::Site::start());
    let data = folder.path().join("data");
    // A bare X server has nobody who would make a window fill it.
    let text = format!(
        "{}\n[screen]\nfullscreen = false\n[server]\nurl = \"{}\"\n[data]\nfolder = \"{}\"\n",
        "[site]\nname = { en = \"Moorvale\", cy = \"Moorvale\" }",
        site.url,
        data.display()
    );
    let path = folder.path().join("kiosk.toml");
    std::fs::write(&path, &text).expect("written");
    let config = visits_kiosk::config::Config::parse(&text, &path).expect("a config");
    let code = runtime.block_on(site.enrol_code());
    visits_kiosk::assembly::enrol(&config, &code).expect("enrolled");
    runtime.block_on(site.import_today(250));
    process::figures(&path);
}
