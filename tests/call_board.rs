//! The call board: what stands on the wall, in every state, size, theme and language, on pixels;
//! what it keeps on its disk; and what it hears of a real server.
//!
//! `GALLERY=DIR cargo test --test call_board everything` also writes what was looked at.

mod support;

use std::cell::Cell;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use slint::ComponentHandle as _;
use support::{NOW, TestKiosk, config, stocked, time, today};
use visits_demo::office::Office;
use visits_demo::proxy::Proxy;
use visits_domain::arrival::Language;
use visits_domain::wire::{Board, DeviceRole, News};
use visits_kiosk::assembly;
use visits_kiosk::clock::Clock;
use visits_kiosk::config::Config;
use visits_kiosk::public::Link;
use visits_kiosk::session::{Event, Press, Screen};
use visits_kiosk::store::Store;
use visits_kiosk::worker::{Heard, Worker};
use visits_server::SharedClock;
use visits_ui::rehearsal::Stage;
use visits_ui::rehearsal::inclusion::{self, Measure};

/// Numbers that are as wide as they get.
fn wide(count: u16) -> Vec<String> {
    (0..count).map(|n| format!("{}{}", if n % 2 == 0 { 'M' } else { 'A' }, 100 + n)).collect()
}

fn board(called: &[impl AsRef<str>], late: u16, cancelled: &[&str]) -> News {
    News::Board(Board {
        date: today(),
        called: called.iter().map(|n| n.as_ref().parse().expect("a number")).collect(),
        running_late_minutes: late,
        cancelled_sessions: cancelled.iter().map(|start| time(start)).collect(),
    })
}

fn set_link(wall: &TestKiosk, link: Link) {
    wall.running.crew().call(move |worker| worker.set_link(link)).expect("a worker");
    wall.pass(Duration::from_millis(10));
}

fn offline() -> Link {
    Link::OfflineSince(NOW.parse().expect("a time"))
}

/// Everything that can stand on a wall, one after the other.
fn states(wall: &TestKiosk, mut look: impl FnMut(&str)) {
    set_link(wall, Link::Online);
    look("nobody");
    let counts = [1, 3, 4, 5, 7, 12, 20, 23];
    for count in counts {
        wall.apply([board(&wide(count), 0, &[])]);
        look(&format!("{count}-called"));
    }
    wall.pass(Duration::from_secs(12));
    look("23-called-later");
    wall.apply([board(&["A9", "B3", "A12"], 25, &[])]);
    look("late");
    wall.apply([board(&wide(20), 125, &["13:45", "15:30"])]);
    look("full-late-cancelled");
    set_link(wall, offline());
    look("full-offline-cancelled");
    wall.apply([board(&["A9"], 0, &["09:00"])]);
    look("offline-one");
    wall.running.crew().call(Worker::wipe).expect("a worker");
    wall.pass(Duration::from_millis(10));
    look("resting");
}

/// What is wrong with a wall of this size and configuration.
fn faults(width: u32, height: u32, name: &'static str, change: fn(&mut Config)) -> Vec<String> {
    std::thread::spawn(move || {
        let wall = TestKiosk::on_the_wall(change);
        wall.stage.resize(width, height);
        wall.pass(Duration::from_millis(10));
        wall.stage.draw_all();
        let high_contrast = wall.running.kiosk().view().config.screen.high_contrast;
        let contrast = if high_contrast { 7.0 } else { 4.5 };
        let faults = Cell::new(Vec::new());
        states(&wall, |state| {
            let window = wall.running.window();
            let title = format!("wall-{state}-{width}-{name}");
            let mut all = faults.take();
            let seen =
                inclusion::faults(&wall.stage, window, Measure { px_per_mm: 3.81, contrast });
            all.extend(seen.into_iter().map(|fault| format!("{title}: {fault}")));
            if !wall.labels().is_empty() {
                all.push(format!("{title}: there is something to touch: {:?}", wall.labels()));
            }
            if let Some(folder) = std::env::var_os("GALLERY").map(PathBuf::from) {
                std::fs::create_dir_all(&folder).expect("a folder");
                wall.picture().write_png(&folder.join(format!("{title}.png"))).expect("written");
            }
            faults.set(all);
        });
        faults.into_inner()
    })
    .join()
    .expect("it has ended well")
}

#[test]
fn everything_on_the_wall_can_be_read_from_where_people_sit() {
    let mut all = Vec::new();
    all.extend(faults(1280, 800, "both", |_| {}));
    all.extend(faults(1280, 800, "contrast", |config| config.screen.high_contrast = true));
    all.extend(faults(1920, 1080, "welsh-first", |config| {
        config.languages.offered.reverse();
        config.site.name.cy = "Canolfan Ymwelwyr Guys Marsh ac Erlestoke".to_owned();
    }));
    all.extend(faults(1920, 1080, "english", |config| {
        config.languages.offered = vec![Language::En];
        config.screen.high_contrast = true;
    }));
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

#[test]
fn a_wall_says_it_in_both_languages_at_once_or_in_turn() {
    let wall = TestKiosk::on_the_wall(|_| {});
    set_link(&wall, Link::Online);
    wall.apply([board(&["A12"], 25, &["13:45"])]);
    for words in [
        "Now calling, in any order",
        "Yn galw nawr",
        "Visits are running about 25 minutes late.",
        "tua 25 munud yn hwyr",
        "Visits at 1.45\u{a0}pm are not going ahead today. Please ask at the desk.",
        "Ni fydd ymweliadau 1.45",
        "A12",
    ] {
        assert!(wall.shows(words), "{words}: {:?}", wall.texts());
    }
    set_link(&wall, offline());
    assert!(
        wall.shows("offline since 1.30\u{a0}pm. The numbers may be old."),
        "{:?}",
        wall.texts()
    );
    assert!(wall.shows("Efallai bod y rhifau’n hen.") && wall.shows("A12"));
}

#[test]
fn languages_in_turn_change_calmly_and_pages_too() {
    let wall = TestKiosk::on_the_wall(|config| config.call_board.languages_in_turn = true);
    set_link(&wall, Link::Online);
    wall.apply([board(&wide(23), 0, &[])]);
    let (mut english, mut welsh, mut numbers) = (0, 0, std::collections::BTreeSet::new());
    for _ in 0..48 {
        let (en, cy) = (wall.shows("Now calling"), wall.shows("Yn galw nawr"));
        assert!(en != cy, "one at a time: {:?}", wall.texts());
        english += u32::from(en);
        welsh += u32::from(cy);
        numbers.extend(wall.texts().into_iter().filter(|text| wide(23).contains(text)));
        wall.pass(Duration::from_secs(1));
    }
    assert_eq!((english, welsh), (24, 24));
    assert_eq!(numbers.len(), 23, "every number has its turn");
}

#[test]
fn nothing_that_is_plugged_into_a_wall_does_anything() {
    let wall = TestKiosk::on_the_wall(|_| {});
    let before = wall.picture();
    wall.type_keys("okafor\n");
    wall.hear(Heard::Session(Event::Scanned("ab-cd-ef-gh".to_owned())));
    wall.hear(Heard::Session(Event::Pressed(Press::Easier)));
    wall.stage.touch(640.0, 400.0);
    wall.pass(Duration::from_millis(10));
    assert_eq!(wall.running.kiosk().view().session.screen, Screen::Welcome);
    assert!(wall.picture() == before);
}

#[test]
fn a_folder_serves_one_kind_of_device() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(stocked(folder.path()));
    let open = || Store::open(folder.path()).expect("a store");
    open().serve_as(DeviceRole::CallBoard).expect_err("it is a kiosk's");
    open().serve_as(DeviceRole::Kiosk).expect("as ever");
    let other = tempfile::tempdir().expect("a folder");
    let open = || Store::open(other.path()).expect("a store");
    open().serve_as(DeviceRole::CallBoard).expect("a new one");
    open().enrol(support::enrolled()).expect("enrolled");
    open().serve_as(DeviceRole::Kiosk).expect_err("it is a call board's");
    open().serve_as(DeviceRole::CallBoard).expect("still");
}

const LIST: &str = r#"[
 {"reference":"ab-cd-ef-gh","visitDate":"2026-06-02","startTime":"13:45","endTime":"15:45",
  "prisonerId":"A1234BC","prisonerFirstName":"SAM","prisonerLastName":"SAMPLE",
  "visitRestriction":"OPEN","visitors":[{"nomisPersonId":1,"firstName":"Grace",
  "lastName":"Okafor","dateOfBirth":"1986-07-28"}]}
]"#;

/// A call board with its threads, and a real server behind a cable.
#[test]
fn a_wall_follows_a_real_server_keeps_no_card_and_says_when_the_line_is_gone() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().expect("a folder");
    let now = NOW.parse().expect("a time");
    let shared = visits_server::Clock::Shared(SharedClock::at(now));
    let office = Office::open(&folder.path().join("server"), shared).expect("a server");
    office.import(LIST.as_bytes()).expect("imported");
    let cable = Proxy::start(office.address(), None).expect("a cable");
    let mut settings = config(&folder.path().join("wall"));
    settings.server.url = cable.url();
    settings.server.retry_at_most_seconds = 1;
    settings.sound.on = false;
    settings.role = DeviceRole::CallBoard;
    let data = settings.data.folder.clone();
    assembly::enrol(&settings, &office.enrol_code().expect("a code")).expect("enrolled");
    let stage = Stage::set();
    let wall = assembly::start(settings, Clock::given(now)).expect("a call board");
    wall.window().show().expect("shown");
    let shows = |text: &str| stage.shows(wall.window(), text);
    let until = |what: &str, is_so: &dyn Fn() -> bool| {
        let end = Instant::now() + Duration::from_secs(30);
        while !is_so() {
            assert!(Instant::now() < end, "{what} never came about");
            stage.wait(Duration::from_millis(5));
        }
    };
    let link = || wall.kiosk().view().public.link;
    until("online", &|| link() == Link::Online);
    until("the list", &|| wall.kiosk().view().public.list_as_of.is_some());
    assert!(shows("No number is called right now."));
    cable.pull_out();
    until("offline", &|| shows("This screen has been offline since 1.30\u{a0}pm."));
    cable.put_in().expect("back in");
    until("online again", &|| link() == Link::Online);
    wall.stop();
    let store = Store::open(&data).expect("a store");
    assert_eq!(store.card_days(today()).expect("readable"), Vec::<chrono::NaiveDate>::new());
    assert!(store.standing().expect("readable").0 > 0, "it has followed the changes all the same");
}
