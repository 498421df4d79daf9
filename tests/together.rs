//! A real kiosk with all its threads and a real server, on loopback: online, offline, and after
//! the cable is back.

mod support;

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use slint::ComponentHandle as _;
use support::config;
use visits_demo::office::Office;
use visits_demo::proxy::Proxy;
use visits_demo::staff::Staff;
use visits_domain::help::Receipt;
use visits_kiosk::assembly::{self, Running};
use visits_kiosk::clock::Clock;
use visits_kiosk::public::Link;
use visits_server::SharedClock;
use visits_ui::rehearsal::Stage;

const LIST: &str = r#"[
 {"reference":"ab-cd-ef-gh","visitDate":"2026-06-02","startTime":"13:45","endTime":"15:45",
  "prisonerId":"A1234BC","prisonerFirstName":"SAM","prisonerLastName":"SAMPLE",
  "visitRestriction":"OPEN","visitors":[{"nomisPersonId":1,"firstName":"Grace",
  "lastName":"Okafor","dateOfBirth":"1986-07-28"}]},
 {"reference":"kl-mn-op-qr","visitDate":"2026-06-02","startTime":"13:45","endTime":"15:45",
  "prisonerId":"A1234BD","prisonerFirstName":"SAM","prisonerLastName":"SAMPLE",
  "visitRestriction":"OPEN","visitors":[{"nomisPersonId":2,"firstName":"Nia",
  "lastName":"Llŷr","dateOfBirth":"1990-02-01"}]},
 {"reference":"st-uv-wx-yz","visitDate":"2026-06-02","startTime":"13:45","endTime":"15:45",
  "prisonerId":"A1234BE","prisonerFirstName":"SAM","prisonerLastName":"SAMPLE",
  "visitRestriction":"OPEN","visitors":[{"nomisPersonId":3,"firstName":"Máire",
  "lastName":"O'Neill","dateOfBirth":"1991-03-02"}]}
]"#;

struct Hall {
    stage: Stage,
    kiosk: std::rc::Rc<Running>,
    clock: Clock,
    staff: Staff,
    cable: Proxy,
    _office: Office,
    _folder: tempfile::TempDir,
}

impl Hall {
    fn open() -> Self {
        // For the desk's HTTP client; the kiosk's own brings its provider along.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().expect("a folder");
        let now: DateTime<Utc> = support::NOW.parse().expect("a time");
        let shared = visits_server::Clock::Shared(SharedClock::at(now));
        let office = Office::open(&folder.path().join("server"), shared).expect("a server");
        office.import(LIST.as_bytes()).expect("imported");
        let staff = Staff::sign_in(&office.url(), office.password()).expect("signed in");
        let cable = Proxy::start(office.address(), None).expect("a cable");
        let mut settings = config(&folder.path().join("kiosk"));
        settings.server.url = cable.url();
        settings.server.retry_at_most_seconds = 1;
        assembly::enrol(&settings, &office.enrol_code().expect("a code")).expect("enrolled");
        let clock = Clock::given(now);
        let stage = Stage::set();
        let kiosk = assembly::start(settings, clock.clone()).expect("a kiosk");
        kiosk.window().show().expect("shown");
        Self { stage, kiosk, clock, staff, cable, _office: office, _folder: folder }
    }

    /// Waits, for real, until it is so; says how long it took.
    fn until(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) -> Duration {
        let began = Instant::now();
        while !is_so(self) {
            let texts =
                || self.stage.words(self.kiosk.window()).into_iter().map(|words| words.text);
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "{what} never came about: {:?}",
                texts().collect::<Vec<_>>()
            );
            self.stage.wait(Duration::from_millis(5));
        }
        began.elapsed()
    }

    fn press(&self, label: &str) {
        let calm = Duration::from_millis(600);
        self.clock.set(self.clock.wall() + chrono::TimeDelta::milliseconds(600));
        self.stage.advance(calm);
        self.until(label, |hall| hall.stage.touchable(hall.kiosk.window(), label).is_ok());
        self.stage.press(self.kiosk.window(), label).expect(label);
    }

    fn shows(&self, text: &str) -> bool {
        self.stage.shows(self.kiosk.window(), text)
    }

    /// Up to the last press, which gives the number.
    fn almost_check_in(&self, surname: &str, born: &str) {
        self.press("Check in for a visit");
        self.stage.type_text(surname);
        self.press("Next");
        self.stage.type_text(born);
        self.press("Next");
        self.press("That’s us today");
        self.press("No, I have been before");
    }

    /// To the answer about an urgent talk.
    fn talks(&self) {
        for label in ["Talk to someone in private", "Go on", "A child", "It is urgent"] {
            self.press(label);
        }
        self.press("Play corner");
        self.press("No, please don’t");
    }

    fn numbers(&self) -> Vec<(String, usize)> {
        self.staff.numbers().expect("the Today page").into_iter().collect()
    }

    fn is_called(&self, number: &str) -> bool {
        let number = number.parse().expect("a number");
        self.kiosk.kiosk().view().is_called(number)
    }

    fn is_online(&self) -> bool {
        self.kiosk.kiosk().view().public.link == Link::Online
    }
}

#[test]
fn a_family_checks_in_and_the_desk_sees_it_online_offline_and_after_the_cable_is_back() {
    let hall = Hall::open();
    hall.until("the visit list", |hall| hall.kiosk.kiosk().view().can_check_in());
    hall.almost_check_in("okafor", "28071986");
    hall.press("Nothing, thank you");
    hall.until("the number", |hall| hall.shows("A1"));
    hall.until("the desk sees it", |hall| hall.numbers() == [("A1".to_owned(), 1)]);
    hall.press("Done");

    // A number is called while another check-in is being sent.
    hall.almost_check_in("llyr", "01021990");
    hall.press("Nothing, thank you");
    hall.staff.press("A1", "/today/id-seen", &[]).expect("seen");
    hall.staff.press("A1", "/today/call", &[]).expect("called");
    let took = hall.until("the call", |hall| hall.is_called("A1"));
    assert!(took < Duration::from_secs(1), "a called number took {took:?}");
    hall.until("the number", |hall| hall.shows("A2"));
    hall.press("Done");
    assert!(hall.shows("A1"), "the wall's numbers stand on Welcome");

    // Somebody wants to talk in private. A member of staff takes it, and the screen says so.
    hall.talks();
    hall.until("staff have it", |hall| hall.shows("Staff have it"));
    hall.staff.take_talk().expect("taken");
    hall.until("it is seen", |hall| hall.shows("Seen by a member of staff"));
    hall.press("Done");

    // The cable is out. The family still gets a number, and the screen promises nothing.
    hall.cable.pull_out();
    hall.until("offline", |hall| !hall.is_online());
    hall.almost_check_in("oneill", "02031991");
    hall.press("Nothing, thank you");
    hall.until("the number", |hall| hall.shows("A3"));
    assert!(hall.shows("Show this number at the desk"));
    assert!(hall.shows("Saved here. It will be sent when we are back online."));
    assert!(!hall.numbers().iter().any(|(number, _)| number == "A3"));
    hall.press("Ask a person");
    hall.press("Play corner");
    hall.until("an honest answer", |hall| hall.shows("It was not sent"));
    hall.press("Close");
    hall.press("Done");
    let waiting = |hall: &Hall| hall.kiosk.kiosk().view().public.unsent;
    let before = waiting(&hall);
    hall.talks();
    hall.until("an honest answer", |hall| hall.shows("It was not sent"));
    assert_eq!(waiting(&hall), before, "an urgent talk waits nowhere");
    hall.press("Close");
    // What can wait does wait here, and says so.
    for label in ["Talk to someone in private", "Go on", "Me", "It can wait"] {
        hall.press(label);
    }
    for label in ["Skip", "Skip", "Skip", "Yes, send it"] {
        hall.press(label);
    }
    hall.until("the receipt", |hall| hall.shows("Saved here"));
    let mut words = hall.stage.words(hall.kiosk.window()).into_iter();
    let receipt = words.find_map(|words| Receipt::parse(&words.text).ok()).expect("a receipt");
    assert_eq!(waiting(&hall), before + 1);
    hall.press("Done");

    // The cable is back, but the first answers are lost on their way: sent twice, counted once.
    hall.cable.cut_answers(true);
    hall.cable.put_in().expect("back in");
    hall.until("the desk sees it", |hall| hall.numbers().iter().any(|(n, _)| n == "A3"));
    hall.talks();
    let unknown = "We can’t tell whether it was sent";
    hall.until("an honest answer", |hall| hall.shows(unknown));
    std::thread::sleep(Duration::from_millis(1200));
    hall.cable.cut_answers(false);
    hall.until("all is sent", |hall| hall.kiosk.kiosk().view().public.unsent == 0);
    let once = |number: &str| (number.to_owned(), 1);
    assert_eq!(hall.numbers(), [once("A1"), once("A2"), once("A3")]);
    let page = hall.staff.talks().expect("the page of talks");
    let times = page.html().matches(&receipt.written()).count();
    assert_eq!(times, 1, "sent more than once, there once");
    // Sent again it is the same talk: the first one had arrived, and sounds once.
    hall.press("Try again");
    hall.until("staff have it", |hall| hall.shows("Staff have it"));
    hall.staff.take_talk().expect("taken");
    hall.until("it is seen", |hall| hall.shows("Seen by a member of staff"));
    assert!(hall.staff.take_talk().is_err(), "one alarm for both tries");
    hall.kiosk.stop();
}
