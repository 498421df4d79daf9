//! What a family leaves behind: nothing on the screen, nothing on the disk, nothing in the log.

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use slint::{Global as _, Model as _};
use support::days::{THERE_ARE, family_day};
use support::{TestKiosk, stocked, today};
use visits_domain::encoding;
use visits_domain::sealing::Secret;
use visits_domain::wire::{Mode, News};
use visits_kiosk::public::Link;
use visits_kiosk::session::{AskAnswer, Event, HelpPress, TalkAnswer};
use visits_kiosk::store::Mark;
use visits_kiosk::worker::{Heard, Worker};
use visits_ui::rehearsal::Picture;

/// What a fresh process shows at that moment, on the same disk.
fn fresh_picture(kiosk: &TestKiosk) -> Picture {
    let at = kiosk.clock.now().utc;
    let folder = kiosk.folder.path().to_owned();
    std::thread::spawn(move || {
        let fresh = TestKiosk::new();
        fresh.clock.set(at);
        for name in ["kiosk.db", "kiosk.db-wal"] {
            assert!(folder.join(name).exists());
        }
        fresh.pass(Duration::ZERO);
        fresh.pass(Duration::from_millis(1));
        fresh.clock.set(at);
        fresh.hear(Heard::Session(Event::Tick));
        fresh.picture()
    })
    .join()
    .expect("a fresh process")
}

fn type_a_family(kiosk: &TestKiosk) {
    kiosk.press("Cymraeg");
    kiosk.press("English");
    kiosk.press("Make it easier");
    kiosk.press("Black on white");
    kiosk.press("Done");
    kiosk.press("Check in for a visit");
    kiosk.type_keys("okafor");
    kiosk.press("Next");
    kiosk.type_keys("28071986");
}

/// Somebody of the staff has been at the screen.
fn staff_mode(kiosk: &TestKiosk) {
    kiosk.press("Start again");
    kiosk.apply([support::keyholder("12", Mode::Staff, "4829")]);
    kiosk.press("Make it easier");
    kiosk.press("For staff: PIN");
    kiosk.type_keys("12");
    kiosk.press("Next");
    kiosk.type_keys("4829");
    kiosk.press("Next");
    kiosk.press("How this screen is");
}

/// How a session ends, and what somebody does for it.
type Ending = (&'static str, fn(&TestKiosk));

#[test]
fn after_a_session_the_screen_is_that_of_a_fresh_process() {
    let endings: [Ending; 6] = [
        ("start again", |kiosk| kiosk.press("Start again")),
        ("timeout", |kiosk| kiosk.pass_seconds(45 + 27)),
        ("back to the doors", |kiosk| {
            kiosk.press("Back");
            kiosk.press("Back");
            kiosk.pass_seconds(46);
        }),
        ("staff mode, finished", |kiosk| {
            staff_mode(kiosk);
            kiosk.press("Finish");
        }),
        ("staff mode, left alone", |kiosk| {
            staff_mode(kiosk);
            kiosk.pass_seconds(20 + 27);
        }),
        ("asked, and finished", |kiosk| {
            kiosk.pass_seconds(46);
            kiosk.press("Finish");
        }),
    ];
    for (ending, end) in endings {
        let kiosk = std::thread::spawn(move || {
            let kiosk = TestKiosk::new();
            type_a_family(&kiosk);
            assert!(kiosk.picture() != fresh_picture(&kiosk), "{ending}: the check sees nothing");
            end(&kiosk);
            kiosk.pass(Duration::from_secs(1));
            let (left, fresh) = (kiosk.picture(), fresh_picture(&kiosk));
            if left != fresh {
                let folder = std::env::temp_dir();
                left.write_png(&folder.join("left.png")).expect("written");
                fresh.write_png(&folder.join("fresh.png")).expect("written");
                panic!("{ending} leaves a trace: compare left.png and fresh.png in {folder:?}");
            }
        });
        kiosk.join().expect(ending);
    }
}

#[test]
fn whoever_reads_of_a_first_visit_leaves_no_trace() {
    let endings: [Ending; 3] = [
        ("start again", |kiosk| kiosk.press("Start again")),
        ("timeout", |kiosk| kiosk.pass_seconds(45 + 27)),
        ("back to the doors", |kiosk| {
            kiosk.press("Back");
            kiosk.press("Back");
            kiosk.press("Back");
        }),
    ];
    for (ending, end) in endings {
        let kiosk = std::thread::spawn(move || {
            let kiosk = TestKiosk::new();
            kiosk.press("First time here?");
            kiosk.press("For children");
            kiosk.press("Next");
            assert!(kiosk.picture() != fresh_picture(&kiosk), "{ending}: the check sees nothing");
            end(&kiosk);
            kiosk.pass(Duration::from_secs(1));
            assert!(kiosk.picture() == fresh_picture(&kiosk), "{ending} leaves a trace");
        });
        kiosk.join().expect(ending);
    }
}

/// Every way in which a text could lie on a disk.
fn disguises(secret: &str) -> Vec<Vec<u8>> {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
    let mut found = Vec::new();
    for text in [secret.to_owned(), secret.to_lowercase(), secret.to_uppercase()] {
        let hex = text.bytes().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        found.push(text.as_bytes().to_vec());
        found.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        found.push(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
        found.push(hex.to_uppercase().into_bytes());
        found.push(hex.into_bytes());
        // Base64 of a text inside something longer begins at one of three places.
        for lead in 0..3 {
            let padded = [vec![b'x'; lead], text.as_bytes().to_vec()].concat();
            for alphabet in [STANDARD_NO_PAD, URL_SAFE_NO_PAD] {
                let code = alphabet.encode(&padded);
                let (from, to) = (lead * 2, code.len() - 2);
                found.push(code.as_bytes()[from..to].to_vec());
            }
        }
    }
    found
}

fn is_in(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

fn traces(haystack: &[u8], secrets: &[&str]) -> Vec<String> {
    secrets
        .iter()
        .filter(|secret| disguises(secret).iter().any(|needle| is_in(haystack, needle)))
        .map(|secret| (*secret).to_owned())
        .collect()
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// All that is logged on this thread, until the guard goes.
    fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }
}

/// The kiosk's folder, names of files too.
fn disk_of(kiosk: &TestKiosk) -> Vec<u8> {
    let mut whole = Vec::new();
    for file in std::fs::read_dir(kiosk.folder.path()).expect("a folder") {
        let file = file.expect("a file");
        whole.extend_from_slice(file.file_name().as_encoded_bytes());
        whole.extend(std::fs::read(file.path()).expect("readable"));
    }
    whole
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a log").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn disk_and_log_hold_no_name_no_birthday_and_no_reference() {
    let (log, _guard) = Log::listen();
    let kiosk = TestKiosk::new();
    let secrets = [
        "okafor",
        "28071986",
        "1986-07-28",
        "28/07/1986",
        "19860728",
        "okaforaa",
        "ok-af-or-aa",
        "oneill",
        "zzyzxname",
        "1990-02-01",
        "01021990",
        "nobodyaa",
        "play corner",
        "90417355",
        "26180944",
    ];
    // Welcome, refused, mistyped, asked, abandoned.
    for (surname, born) in
        [("okafor", "28071986"), ("zzyzxname", "01021990"), ("oneill", "31021990")]
    {
        kiosk.press("Check in for a visit");
        kiosk.type_keys(surname);
        kiosk.press("Next");
        kiosk.type_keys(born);
        kiosk.press("Next");
        kiosk.press("Start again");
    }
    for reference in ["okaforaa", "nobodyaa"] {
        kiosk.press("Check in for a visit");
        kiosk.press("Use my reference");
        kiosk.type_keys(reference);
        kiosk.press("Next");
        kiosk.type_keys("28071986");
        kiosk.press("Next");
        if kiosk.try_press("That’s us today") {
            kiosk.press("Yes, my first time");
            kiosk.press("Nothing, thank you");
            kiosk.press("Ask a person");
            kiosk.press("Play corner");
            let (number, _) = kiosk.asks.borrow()[0].clone();
            kiosk.hear(Heard::Session(Event::Asked(number, AskAnswer::StaffHaveIt)));
            kiosk.press("Done");
        }
        kiosk.press("Start again");
    }
    // A PIN that opens, a wrong one, one that is left half typed, and one beside its field.
    kiosk.apply([support::keyholder("12", Mode::Staff, "90417355")]);
    for (code, pin) in [("12", "90417355"), ("12", "26180944"), ("261809", "44")] {
        kiosk.press("Make it easier");
        kiosk.press("For staff: PIN");
        kiosk.type_keys(code);
        kiosk.press("Next");
        kiosk.type_keys(pin);
        kiosk.press("Next");
        if kiosk.try_press("Try the devices") {
            kiosk.hear(Heard::Session(Event::Scanned("ok-af-or-aa".to_owned())));
            kiosk.press("Finish");
        } else {
            kiosk.press("Start again");
        }
    }
    kiosk.pass_seconds(80);
    let panicked = std::thread::spawn(|| {
        let credential = support::by_name("okafor", "1986-07-28");
        panic!("{credential:?}");
    });
    let said = *panicked.join().expect_err("a panic").downcast::<String>().expect("words");
    assert_eq!(traces(said.as_bytes(), &secrets), Vec::<String>::new(), "a panic's words");
    assert_eq!(traces(&log.0.lock().expect("a log"), &secrets), Vec::<String>::new(), "the log");
    let whole = disk_of(&kiosk);
    assert!(whole.len() > 20_000, "there is something to search");
    assert_eq!(traces(&whole, &secrets), Vec::<String>::new(), "the disk");
    // The search finds what is planted, in every disguise.
    for disguise in disguises("okafor") {
        let planted = [b"some bytes ".as_slice(), &disguise, b" and more"].concat();
        assert_eq!(traces(&planted, &secrets), ["okafor"]);
    }
}

#[test]
fn of_a_booking_nothing_is_left_on_the_screen_the_disk_or_in_the_log() {
    let (log, _guard) = Log::listen();
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_granted(20, 5);
    kiosk.books(THERE_ARE);
    let reference = kiosk.reference();
    kiosk.press("Done");
    let since = kiosk.clock.now().utc;
    let offline = move |worker: &mut Worker| worker.set_link(Link::OfflineSince(since));
    kiosk.running.crew().call(offline).expect("a worker");
    // Found, not found, and left half typed.
    for born in ["28071986", "29071986"] {
        kiosk.presses(&["Family days", "I have a booking"]);
        kiosk.type_keys(reference.compact());
        kiosk.press("Next");
        kiosk.type_keys(born);
        kiosk.press("Next");
        kiosk.press("Start again");
    }
    kiosk.answers_everything(THERE_ARE);
    kiosk.pass_seconds(45 + 27);
    kiosk.running.crew().call(acknowledged).expect("a worker");
    kiosk.pass(Duration::from_secs(1));
    assert!(kiosk.picture() == fresh_picture(&kiosk), "the screen");
    let written = reference.written();
    let secrets = [
        reference.compact(),
        &written,
        "Quillfeather",
        "07700900123",
        "28071986",
        "1986-07-28",
        "19860728",
    ];
    assert_eq!(traces(&log.0.lock().expect("a log"), &secrets), Vec::<String>::new(), "the log");
    let whole = disk_of(&kiosk);
    assert_eq!(traces(&whole, &secrets), Vec::<String>::new(), "the disk");
}

#[test]
fn of_a_private_talk_nothing_is_left_on_the_screen_the_disk_or_in_the_log() {
    let (log, _guard) = Log::listen();
    let kiosk = TestKiosk::new();
    let talk = ["Talk to someone in private", "Go on", "A child"];
    // Urgent: not sent, not known, and left.
    for answer in [TalkAnswer::NotSent, TalkAnswer::CannotTell] {
        kiosk.presses(&talk);
        kiosk.presses(&["It is urgent", "Play corner", "No, please don’t"]);
        let number = kiosk.talks.borrow().last().expect("a talk").0;
        kiosk.hear(Heard::Session(Event::Talked(number, answer)));
        kiosk.press("Close");
    }
    // It can wait: written down, and left half typed.
    for is_finished in [true, false] {
        kiosk.presses(&talk);
        kiosk.press("It can wait");
        kiosk.type_keys("zzyzxwords");
        kiosk.press("Next");
        kiosk.type_keys("Quillfeather");
        kiosk.press("Next");
        kiosk.type_keys("07700900123");
        if is_finished {
            kiosk.presses(&["Next", "In the afternoon", "No message"]);
            while kiosk.try_press("More") {}
            kiosk.presses(&["Yes, send it", "Done"]);
        } else {
            kiosk.pass_seconds(45 + 27);
        }
    }
    kiosk.running.crew().call(acknowledged).expect("a worker");
    kiosk.pass(Duration::from_secs(1));
    assert!(kiosk.picture() == fresh_picture(&kiosk), "the screen");
    let secrets =
        ["zzyzxwords", "Quillfeather", "07700900123", "07700 900123", "7700900123", "play corner"];
    assert_eq!(traces(&log.0.lock().expect("a log"), &secrets), Vec::<String>::new(), "the log");
    let whole = disk_of(&kiosk);
    assert!(is_in(&whole, b"talk_asked"), "the record is there");
    assert_eq!(traces(&whole, &secrets), Vec::<String>::new(), "the disk");
}

#[test]
fn of_help_that_was_looked_for_nothing_is_left_on_the_screen_the_disk_or_in_the_log() {
    let (log, _guard) = Log::listen();
    let kiosk = TestKiosk::with(support::help::in_wales);
    kiosk.knows(support::help::directory());
    let endings: [fn(&TestKiosk); 3] = [
        |kiosk| kiosk.press("Leave this page"),
        |kiosk| kiosk.pass_seconds(45 + 27),
        |kiosk| kiosk.press("Done"),
    ];
    for end in endings {
        kiosk.at_help(&[HelpPress::Open, HelpPress::Search]);
        kiosk.type_keys("zzyzxword");
        kiosk.press("Show the list");
        kiosk.press("Back");
        kiosk.at_help(&[HelpPress::Search]);
        kiosk.type_keys("quillbenifits");
        kiosk.press("Back");
        kiosk.at_help(&[HelpPress::Search]);
        kiosk.type_keys("harbuor");
        kiosk.press("Show the list");
        kiosk.at_help(&[HelpPress::Service(support::help::id(4)), HelpPress::Take]);
        kiosk.press("Show me the code anyway");
        assert!(kiosk.picture() != fresh_picture(&kiosk), "the check sees nothing");
        end(&kiosk);
        kiosk.running.crew().call(acknowledged).expect("a worker");
        kiosk.pass(Duration::from_secs(1));
        assert!(kiosk.picture() == fresh_picture(&kiosk), "the screen");
        let window = kiosk.running.window();
        let (list, take) = (visits_ui::HelpList::get(window), visits_ui::HelpTake::get(window));
        assert_eq!(visits_ui::HelpSearch::get(window).get_text(), "");
        assert_eq!((list.get_rows().row_count(), take.get_texts().row_count()), (0, 0));
    }
    kiosk.running.crew().call(Worker::tell_looks).expect("a worker");
    assert!(!kiosk.help_acts().is_empty(), "it was counted");
    let secrets = ["zzyzxword", "quillbenifits", "harbuor"];
    assert_eq!(traces(&log.0.lock().expect("a log"), &secrets), Vec::<String>::new(), "the log");
    let whole = disk_of(&kiosk);
    assert_eq!(traces(&whole, &secrets), Vec::<String>::new(), "the disk");
}

/// The server has everything.
fn acknowledged(worker: &mut Worker) {
    worker.store.acknowledge(Mark { seq: u64::MAX, id: None }).expect("acknowledged");
    worker.set_link(Link::Online);
}

#[test]
fn no_key_on_the_disk_opens_a_card() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = stocked(folder.path());
    let local = store.local_key([9; 32]).expect("a key");
    let (identity, keys) = (store.identity().expect("read"), store.keys().expect("read"));
    let (identity, keys) = (identity.expect("enrolled"), keys.expect("keys"));
    let mut on_disk: Vec<Vec<u8>> =
        vec![local.0, identity.token.0, keys.salt.salt.0, keys.writing.0.0];
    let cards: Vec<_> = support::families()
        .into_iter()
        .filter_map(|news| match news {
            News::Card(card) => Some(card),
            _ => None,
        })
        .collect();
    on_disk.extend(cards.iter().map(|card| card.lookup.0.clone()));
    assert!(cards.len() > 8 && on_disk.len() > 12);
    for key in on_disk {
        let mut bytes = [0; 32];
        let length = key.len().min(32);
        bytes[..length].copy_from_slice(&key[..length]);
        for card in &cards {
            assert!(Secret(bytes).open(card.date, &card.sealed.0).is_err());
        }
    }
    // The credential does.
    let secret = visits_domain::sealing::secret_of(
        &support::by_name("Okafor", "1986-07-28"),
        &support::salt(),
        b"",
    )
    .expect("a secret");
    let sealed = store.card(&secret.lookup_key(today())).expect("read").expect("a card");
    assert!(secret.open(today(), &sealed).is_ok());
    assert_ne!(encoding::to_text(&sealed), "");
}
