//! The line fails in every way; nothing is lost, nothing is there twice, and what is asked for
//! is answered honestly. The kiosk's real client and threads against a server that misbehaves.

mod support;

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use support::line::OnTheLine;
use support::{config, stocked, today, visit};
use uuid::Uuid;
use visits_domain::arrival::{Language, Party, Route};
use visits_domain::help::{About, TalkId};
use visits_domain::wire::{
    Acknowledged, Ask, Changes, Records, Refusal, Refused, TalkStored, UrgentTalk, Whom,
};
use visits_kiosk::clock::Clock;
use visits_kiosk::session::{AskAnswer, CheckIn, Effect, Event, TalkAnswer};
use visits_kiosk::store::Store;
use visits_kiosk::sync::{self, Client};

/// What the server does with the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Good,
    /// Stores, and then the answer is lost.
    Forgetful,
    Html,
    Broken,
    HalfABody,
    Never,
    HangsUp,
    Endless,
    Withdrawn,
    /// A server that was restored from before the enrolment.
    Stranger,
}

#[derive(Default)]
struct Seen {
    records: Vec<(u64, Uuid)>,
    acknowledged: u64,
}

struct FakeServer {
    url: String,
    mood: Arc<Mutex<Mood>>,
    seen: Arc<Mutex<Seen>>,
}

impl FakeServer {
    fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (mood, seen) = (Arc::new(Mutex::new(mood)), Arc::new(Mutex::new(Seen::default())));
        let (moods, records) = (Arc::clone(&mood), Arc::clone(&seen));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (mood, seen) = (Arc::clone(&moods), Arc::clone(&records));
                std::thread::spawn(move || serve(stream, &mood, &seen));
            }
        });
        Self { url, mood, seen }
    }

    fn set(&self, mood: Mood) {
        *self.mood.lock().expect("a mood") = mood;
    }
}

fn serve(mut stream: TcpStream, mood: &Mutex<Mood>, seen: &Mutex<Seen>) {
    while let Some((head, body)) = read_request(&mut stream) {
        let mood = *mood.lock().expect("a mood");
        let good = answer(&head, &body, mood, seen);
        let page = |status: &str, body: &str| {
            format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        };
        let refused = |status: &str, refused: Refused| {
            page(status, &serde_json::to_string(&Refusal { refused }).expect("JSON"))
        };
        let reply = match mood {
            Mood::Good => page("200 OK", &good),
            Mood::Html => page("200 OK", "<html>Sign in to this network</html>"),
            Mood::Broken => page("500 Oh", "<html>broken</html>"),
            Mood::HalfABody => {
                let half = page("200 OK", &good);
                half[..half.len() - good.len() / 2].to_owned()
            }
            Mood::Withdrawn => refused("403 No", Refused::Withdrawn),
            Mood::Stranger => refused("401 No", Refused::NotEnrolled),
            Mood::Endless => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
                let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
                while stream.write_all(chunk.as_bytes()).is_ok() {}
                return;
            }
            Mood::Never => {
                std::thread::sleep(Duration::from_secs(40));
                return;
            }
            Mood::HangsUp | Mood::Forgetful => return,
        };
        if stream.write_all(reply.as_bytes()).is_err() || mood == Mood::HalfABody {
            return;
        }
    }
}

fn read_request(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length: usize = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
                .unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                return Some((head, bytes[end + 4..].to_vec()));
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}

fn answer(head: &str, body: &[u8], mood: Mood, seen: &Mutex<Seen>) -> String {
    let stores = matches!(mood, Mood::Good | Mood::Forgetful | Mood::HalfABody);
    let mut seen = seen.lock().expect("records");
    if head.starts_with("post /api/v1/records") && stores {
        let records: Records = serde_json::from_slice(body).expect("records");
        // As the server: what goes on after something it does not have is not acknowledged.
        let goes_on = records.after.is_none_or(|after| after <= seen.acknowledged);
        for record in records.records.iter().filter(|_| goes_on) {
            assert!(record.is_whole());
            seen.acknowledged = seen.acknowledged.max(record.seq);
            seen.records.push((record.seq, record.id));
        }
    }
    let (acknowledged, server_time) = (seen.acknowledged, support::NOW.parse().expect("a time"));
    // What was known before a wait is told after it: a late answer must do no harm.
    drop(seen);
    if head.starts_with("get /api/v1/changes") {
        if !head.contains("wait_seconds=0") && mood == Mood::Good {
            std::thread::sleep(Duration::from_millis(200));
        }
        let cursor = head
            .split("cursor=")
            .nth(1)
            .and_then(|rest| rest.split(['&', ' ']).next()?.parse().ok())
            .expect("a cursor");
        let changes = vec![];
        let more = false;
        let answer = Changes {
            changes,
            cursor,
            more,
            acknowledged,
            acknowledged_id: None,
            server_time,
            generation: Uuid::nil(),
            from_the_start: false,
        };
        serde_json::to_string(&answer).expect("JSON")
    } else if head.starts_with("post /api/v1/asks") {
        let ask: Ask = serde_json::from_slice(body).expect("an ask");
        format!("{{\"ask\":\"{}\"}}", ask.id)
    } else if head.starts_with("post /api/v1/talks") {
        let talk: UrgentTalk = serde_json::from_slice(body).expect("a talk");
        serde_json::to_string(&TalkStored { talk: talk.talk, taken: false }).expect("JSON")
    } else {
        serde_json::to_string(&Acknowledged { acknowledged, acknowledged_id: None, server_time })
            .expect("JSON")
    }
}

struct Site {
    server: FakeServer,
    line: OnTheLine,
    folder: tempfile::TempDir,
}

impl Site {
    fn start(mood: Mood) -> Self {
        let server = FakeServer::start(mood);
        let folder = tempfile::tempdir().expect("a folder");
        drop(stocked(folder.path()));
        let mut config = config(folder.path());
        config.server.url.clone_from(&server.url);
        let clock = Clock::given(support::NOW.parse().expect("a time"));
        let line = OnTheLine::start(&config, clock, Duration::from_millis(600), |_| {});
        Self { server, line, folder }
    }

    fn check_in(&self, handle: u128) {
        let check_in = CheckIn {
            visit: visit(handle, "13:45").visit,
            party: Party { adults: 1, children: 0 },
            first_visit: false,
            needs: vec![],
            language: Language::En,
            route: Route::Name,
        };
        self.line.crew.perform(Effect::CheckIn(1, check_in));
    }

    fn unsent(&self) -> u64 {
        self.line.unsent()
    }

    fn until(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while !is_so(self) {
            assert!(Instant::now() < end, "{what} never came about");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn ask(client: Client) -> AskAnswer {
    let (tell, told) = channel();
    let ask_out = sync::asker(client, move |event| drop(tell.send(event)));
    ask_out(
        1,
        Ask {
            id: Uuid::now_v7(),
            seat: None,
            number: None,
            language: "en".to_owned(),
            expires_seconds: 600,
            whom: Whom::Staff,
        },
    );
    match told.recv_timeout(Duration::from_secs(15)).expect("an answer") {
        Event::Asked(1, answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn talk(client: Client) -> TalkAnswer {
    let (tell, told) = channel();
    let talk_out = sync::talker(client, move |event| drop(tell.send(event)));
    talk_out(
        1,
        UrgentTalk {
            talk: TalkId(Uuid::now_v7()),
            about: About::Child,
            seat: None,
            number: None,
            call_number: false,
            language: Language::En,
        },
    );
    match told.recv_timeout(Duration::from_secs(15)).expect("an answer") {
        Event::Talked(1, answer) => answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn whatever_the_line_does_every_record_arrives_and_counts_once() {
    let moods = [
        Mood::HangsUp,
        Mood::Html,
        Mood::Broken,
        Mood::HalfABody,
        Mood::Forgetful,
        Mood::Endless,
        Mood::Good,
    ];
    let site = Site::start(Mood::HangsUp);
    for (handle, mood) in (100..).zip(moods) {
        site.server.set(mood);
        let began = Instant::now();
        site.check_in(handle);
        assert!(site.unsent() > 0 || mood == Mood::Good);
        assert!(began.elapsed() < Duration::from_millis(500), "{mood:?}: a family waited");
        std::thread::sleep(Duration::from_millis(900));
    }
    site.until("the last acknowledgement", |site| site.unsent() == 0);
    let seen = site.server.seen.lock().expect("records");
    let mut once = seen.records.clone();
    once.sort_unstable();
    once.dedup();
    let numbers: Vec<u64> = once.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(numbers, (1..=7).collect::<Vec<_>>(), "in sequence, without a gap");
    assert!(seen.records.len() > once.len(), "some were sent twice, under the same number and id");
}

#[test]
fn an_answer_that_is_older_than_what_is_known_says_nothing() {
    let site = Site::start(Mood::Good);
    for handle in 1..=4 {
        // A request is held, and will be answered with what was known when it came.
        std::thread::sleep(Duration::from_millis(270));
        site.check_in(handle);
        site.until("the arrival is sent", |site| site.unsent() == 0);
    }
    std::thread::sleep(Duration::from_millis(500));
    let seen = site.server.seen.lock().expect("records");
    let numbers: Vec<u64> = seen.records.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(numbers, [1, 2, 3, 4], "nothing is sent a second time");
}

#[test]
fn an_ask_is_answered_honestly() {
    let site = Site::start(Mood::Good);
    for (mood, honest) in [
        (Mood::Good, AskAnswer::StaffHaveIt),
        (Mood::Html, AskAnswer::CannotTell),
        (Mood::Broken, AskAnswer::CannotTell),
        (Mood::HalfABody, AskAnswer::CannotTell),
        (Mood::HangsUp, AskAnswer::CannotTell),
        (Mood::Never, AskAnswer::CannotTell),
        (Mood::Withdrawn, AskAnswer::NotSent),
    ] {
        site.server.set(mood);
        assert_eq!(ask(site.line.client.clone()), honest, "{mood:?}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", nobody.local_addr().expect("an address"));
    drop(nobody);
    let identity = support::identity();
    let client = Client::new(&url, &identity).expect("a client");
    assert_eq!(ask(client), AskAnswer::NotSent, "nobody listens there");
}

#[test]
fn an_urgent_talk_is_answered_honestly_and_nothing_of_it_waits_here() {
    let site = Site::start(Mood::Good);
    for (mood, honest) in [
        (Mood::Good, TalkAnswer::StaffHaveIt),
        (Mood::Html, TalkAnswer::CannotTell),
        (Mood::Broken, TalkAnswer::CannotTell),
        (Mood::HalfABody, TalkAnswer::CannotTell),
        (Mood::HangsUp, TalkAnswer::CannotTell),
        (Mood::Never, TalkAnswer::CannotTell),
        (Mood::Withdrawn, TalkAnswer::NotSent),
    ] {
        site.server.set(mood);
        assert_eq!(talk(site.line.client.clone()), honest, "{mood:?}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", nobody.local_addr().expect("an address"));
    drop(nobody);
    let client = Client::new(&url, &support::identity()).expect("a client");
    assert_eq!(talk(client), TalkAnswer::NotSent, "nobody listens there");
    assert_eq!(site.unsent(), 0);
}

#[test]
fn a_device_that_the_server_withdrew_wipes_itself() {
    let site = Site::start(Mood::Good);
    site.check_in(1);
    site.until("the arrival is sent", |site| site.unsent() == 0);
    // A server that does not know us is not believed: nothing goes.
    site.server.set(Mood::Stranger);
    site.check_in(2);
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(site.unsent(), 1);
    site.server.set(Mood::Good);
    site.until("the arrival is sent", |site| site.unsent() == 0);
    site.server.set(Mood::Withdrawn);
    site.until("the wipe", |site| {
        let identity = site.line.crew.call(|worker| worker.store.identity()).expect("a worker");
        identity.expect("read").is_none()
    });
    site.line.stop();
    let store = Store::open(site.folder.path()).expect("opens");
    assert!(store.card_days(today()).expect("read").is_empty());
    assert!(store.keys().expect("read").is_none());
}

#[test]
fn a_server_that_was_restored_from_a_copy_gets_again_what_it_lost() {
    let site = Site::start(Mood::Good);
    (1..=3).for_each(|handle| site.check_in(handle));
    site.until("all is sent", |site| site.unsent() == 0);
    let before = {
        let mut seen = site.server.seen.lock().expect("records");
        let before = seen.records.clone();
        *seen = Seen { records: before[..1].to_vec(), acknowledged: 1 };
        before
    };
    site.until("the lost ones come again", |site| {
        site.server.seen.lock().expect("records").acknowledged == 3
    });
    // An answer that was under way since before they came says that none did: then the first one
    // comes again as well.
    let distinct = |records: &[(u64, Uuid)]| records.iter().copied().collect::<BTreeSet<_>>();
    let seen = site.server.seen.lock().expect("records");
    assert_eq!(distinct(&seen.records), distinct(&before), "the same numbers and ids");
}

#[test]
fn plain_http_goes_to_this_machine_alone() {
    let identity = support::identity();
    for url in ["http://192.0.2.1:8080", "http://127.0.0.1.example.org", "https://192.0.2.1"] {
        assert!(Client::new(url, &identity).is_err(), "{url}");
    }
}
