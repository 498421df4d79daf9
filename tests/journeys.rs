//! Whole journeys at one kiosk: real screens, real disk, nobody on the line.

mod support;

use std::time::Duration;

use support::{TestKiosk, card, changes, today, visit};
use visits_domain::arrival::Language;
use visits_domain::wire::{Board, Happening, News};
use visits_kiosk::public::Link;
use visits_kiosk::session::{AskAnswer, Event, Screen};
use visits_kiosk::worker::Heard;

const THE_SENTENCE: &str = "Check the letters and the date, or go to the desk. They will help.";

impl TestKiosk {
    fn screen(&self) -> Screen {
        self.running.kiosk().view().session.screen
    }

    fn look_up_by_name(&self, surname: &str, born: &str) {
        self.press("Check in for a visit");
        self.type_keys(surname);
        self.press("Next");
        self.type_keys(born);
        self.press("Next");
    }

    fn look_up_by_reference(&self, reference: &str, born: &str) {
        self.press("Check in for a visit");
        self.press("Use my reference");
        self.type_keys(reference);
        self.press("Next");
        self.type_keys(born);
        self.press("Next");
    }

    fn records(&self) -> Vec<Happening> {
        let records = self.running.crew().call(|worker| worker.store.batch(100));
        let records = records.expect("a worker").expect("records");
        records.iter().map(|r| serde_json::from_str(r.body.get()).expect("a happening")).collect()
    }
}

#[test]
fn a_family_checks_in_by_name_with_fingers_alone() {
    let kiosk = TestKiosk::new();
    kiosk.press("Check in for a visit");
    kiosk.stage.press_each(kiosk.running.window(), "okafor").expect("keys");
    kiosk.press("Next");
    kiosk.stage.press_each(kiosk.running.window(), "28071986").expect("keys");
    kiosk.press("Next");
    kiosk.press("One more child");
    kiosk.press("That’s us today");
    kiosk.press("Yes, my first time");
    kiosk.press("A quiet space");
    kiosk.press("Next");
    assert!(kiosk.shows("A1") && kiosk.shows("We know you’re here"), "{:?}", kiosk.texts());
    let records = kiosk.records();
    let [Happening::Arrived(arrival)] = records.as_slice() else { panic!("{records:?}") };
    assert_eq!((arrival.party.adults, arrival.party.children), (1, 1));
    assert!(arrival.first_visit && arrival.needs.len() == 1);
    kiosk.press("Done");
    assert_eq!(kiosk.screen(), Screen::Welcome);
}

#[test]
fn a_whole_check_in_needs_nothing_but_a_keyboard() {
    let kiosk = TestKiosk::new();
    // The focus begins before the first control of a screen; tests/inclusion.rs shows that Tab
    // goes through them in order, with a ring.
    let tab_to = |label: &str| {
        let touchables = kiosk.stage.touchables(kiosk.running.window());
        let place = touchables.iter().filter(|t| t.enabled).position(|t| t.label == label);
        (0..=place.unwrap_or_else(|| panic!("{label} {:?}", kiosk.texts())))
            .for_each(|_| kiosk.stage.tab());
        kiosk.pass(Duration::from_millis(600));
        kiosk.type_keys("\n");
        kiosk.pass(Duration::from_millis(10));
    };
    tab_to("Check in for a visit");
    kiosk.type_keys("o'neill");
    tab_to("Next");
    kiosk.type_keys("01021990");
    tab_to("Next");
    tab_to("That’s us today");
    tab_to("No, I have been before");
    tab_to("Nothing, thank you");
    assert!(kiosk.shows("A1"), "{:?}", kiosk.texts());
}

#[test]
fn by_reference_a_family_hears_when_to_come() {
    let kiosk = TestKiosk::new();
    for (reference, told) in [
        ("ea-rl-yy-aa", "You are early"),
        ("to-mo-rr-ow", "Your visit is on another day"),
        ("la-te-la-te", "Please go to the desk now"),
        ("cl-os-ed-aa", THE_SENTENCE),
        ("no-bo-dy-aa", THE_SENTENCE),
    ] {
        kiosk.look_up_by_reference(reference, "01021990");
        assert!(kiosk.shows(told), "{reference}: {:?}", kiosk.texts());
        kiosk.press("Start again");
    }
}

#[test]
fn who_comes_again_by_reference_gets_the_same_number_and_the_rest_can_join() {
    let kiosk = TestKiosk::new();
    kiosk.look_up_by_reference("okafoaa", "x");
    kiosk.press("Start again");
    kiosk.look_up_by_reference("okaforaa", "28071986");
    kiosk.press("That’s us today");
    kiosk.press("No, I have been before");
    kiosk.press("Nothing, thank you");
    assert!(kiosk.shows("A1"));
    kiosk.press("Done");
    kiosk.look_up_by_reference("OKAFORAA", "28071986");
    assert!(kiosk.shows("A1") && kiosk.shows("You are already checked in"));
    kiosk.press("More of us have come");
    kiosk.press("One more child");
    kiosk.press("That’s us today");
    assert!(kiosk.shows("A1") && kiosk.shows("We know you’re all here"), "{:?}", kiosk.texts());
    assert!(matches!(kiosk.records().as_slice(), [Happening::Arrived(_), Happening::Joined(_)]));
    kiosk.press("Done");
    // By name nobody is told that they are here already.
    kiosk.look_up_by_name("okafor", "28071986");
    assert!(kiosk.shows(THE_SENTENCE));
}

#[test]
fn a_field_says_how_to_mend_it() {
    let kiosk = TestKiosk::new();
    kiosk.press("Check in for a visit");
    kiosk.press("Next");
    assert!(kiosk.shows("Please type your surname first."));
    kiosk.type_keys("x");
    kiosk.press("Next");
    for (typed, says) in [
        ("3102", "Please type day, month and year."),
        ("1990", "That day is not in the calendar. Look again."),
    ] {
        kiosk.type_keys(typed);
        kiosk.press("Next");
        assert!(kiosk.shows(says), "{typed}: {:?}", kiosk.texts());
    }
    kiosk.press("Start again");
    kiosk.look_up_by_name("x", "01012030");
    assert!(kiosk.shows("That day is still to come. Look again."));
    kiosk.press("Start again");
    kiosk.look_up_by_name("x", "01011880");
    assert!(kiosk.shows("That year is too long ago. Look again."));
}

#[test]
fn hostile_typing_is_bounded_and_harmless() {
    let kiosk = TestKiosk::new();
    let long = "a".repeat(4096);
    for typed in [long.as_str(), "\u{202e}evil", "😀😀", "\u{0}\u{1b}[2J", "O'", "ŵŷ", "‘; DROP"]
    {
        kiosk.press("Check in for a visit");
        kiosk.type_keys(typed);
        kiosk.pass(Duration::from_millis(10));
        kiosk.press("Next");
        kiosk.press("Start again");
        kiosk.press("Check in for a visit");
        kiosk.press("Use my reference");
        kiosk.type_keys(typed);
        kiosk.press("Next");
        kiosk.press("Start again");
    }
    assert_eq!(kiosk.screen(), Screen::Welcome);
}

#[test]
fn a_number_that_is_called_is_shown_and_offline_promises_nothing() {
    let kiosk = TestKiosk::new();
    let number = "A1".parse().expect("a number");
    kiosk.look_up_by_name("okafor", "28071986");
    kiosk.press("That’s us today");
    kiosk.press("No, I have been before");
    kiosk.press("Nothing, thank you");
    kiosk.apply([News::Board(Board {
        date: today(),
        called: vec![number],
        running_late_minutes: 10,
        cancelled_sessions: Vec::new(),
    })]);
    assert!(kiosk.shows("It’s your turn"), "{:?}", kiosk.texts());
    let waits_no_more = !kiosk.shows("Go to the desk.") && !kiosk.shows("We call numbers");
    assert!(waits_no_more && kiosk.shows("Everybody is searched."), "{:?}", kiosk.texts());
    let now = kiosk.clock.now().utc;
    let offline = move |worker: &mut visits_kiosk::worker::Worker| {
        worker.set_link(Link::OfflineSince(now));
    };
    kiosk.running.crew().call(offline).expect("a worker");
    kiosk.pass(Duration::from_secs(1));
    assert!(kiosk.shows("Show this number at the desk"), "{:?}", kiosk.texts());
    assert!(!kiosk.shows("It’s your turn") && !kiosk.shows("We know"), "only this screen knows");
    assert!(kiosk.shows("The desk tells you when to go in.") && !kiosk.shows("We call numbers"));
    assert!(kiosk.shows("Saved here. It will be sent when we are back online."));
    kiosk.press("Done");
    assert!(kiosk.shows("This screen has been offline since 1.30"), "{:?}", kiosk.texts());
}

#[test]
fn somebody_who_asks_for_a_person_is_told_the_truth() {
    let kiosk = TestKiosk::new();
    kiosk.press("Check in for a visit");
    kiosk.press("Ask a person");
    kiosk.press("Play corner");
    assert!(kiosk.shows("We are telling the staff."));
    let (number, ask) = kiosk.asks.borrow()[0].clone();
    assert_eq!(ask.seat.as_deref(), Some("Play corner"));
    for (answer, told) in [
        (AskAnswer::NotSent, "It was not sent"),
        (AskAnswer::CannotTell, "We can’t tell whether it was sent"),
        (AskAnswer::StaffHaveIt, "Staff have it"),
    ] {
        kiosk.hear(Heard::Session(Event::Asked(number, answer)));
        assert!(kiosk.shows(told), "{:?}", kiosk.texts());
    }
    kiosk.apply([News::AskTaken { ask: ask.id }]);
    assert!(kiosk.shows("Seen by a member of staff"));
    kiosk.press("Done");
    // Asking again shows what was asked: nobody is called twice.
    kiosk.press("Ask a person");
    assert!(kiosk.shows("Seen by a member of staff"));
    assert_eq!(kiosk.asks.borrow().len(), 1);
}

#[test]
fn what_was_not_sent_is_sent_again_without_being_asked_twice() {
    let kiosk = TestKiosk::new();
    kiosk.press("Check in for a visit");
    kiosk.press("Ask a person");
    kiosk.press("Play corner");
    let (number, _) = kiosk.asks.borrow()[0].clone();
    kiosk.hear(Heard::Session(Event::Asked(number, AskAnswer::CannotTell)));
    assert!(!kiosk.try_press("Try again"), "two people might come for one");
    kiosk.hear(Heard::Session(Event::Asked(number, AskAnswer::NotSent)));
    assert!(!kiosk.try_press("Done"), "nothing is done");
    kiosk.press("Try again");
    assert!(kiosk.shows("We are telling the staff."), "{:?}", kiosk.texts());
    let seats: Vec<_> = kiosk.asks.borrow().iter().map(|(_, ask)| ask.seat.clone()).collect();
    assert_eq!(seats, [Some("Play corner".to_owned()), Some("Play corner".to_owned())]);
    let (again, _) = kiosk.asks.borrow()[1].clone();
    kiosk.hear(Heard::Session(Event::Asked(again, AskAnswer::NotSent)));
    kiosk.press("Close");
    assert_eq!(kiosk.screen(), Screen::Surname, "where they were");
}

#[test]
fn an_ask_that_nobody_takes_ends_and_says_so() {
    let kiosk = TestKiosk::with(|config| config.ask.expires_minutes = 1);
    kiosk.press("Ask a person");
    kiosk.press("Play corner");
    let (number, _) = kiosk.asks.borrow()[0].clone();
    kiosk.hear(Heard::Session(Event::Asked(number, AskAnswer::StaffHaveIt)));
    kiosk.pass_seconds(61);
    assert!(kiosk.shows("Nobody has answered yet"), "{:?}", kiosk.texts());
    kiosk.hear(Heard::Session(Event::Asked(number, AskAnswer::StaffHaveIt)));
    assert!(kiosk.shows("Nobody has answered yet"), "a late answer promises nothing");
}

#[test]
fn an_idle_screen_asks_waits_and_wipes() {
    let kiosk = TestKiosk::new();
    kiosk.press("Check in for a visit");
    kiosk.type_keys("okafor");
    kiosk.pass_seconds(44);
    assert!(!kiosk.shows("Are you still there?"));
    kiosk.pass_seconds(2);
    assert!(kiosk.shows("Are you still there?"));
    kiosk.pass_seconds(20);
    assert!(kiosk.shows("Are you still there?"), "the warning stands for 20 s at least");
    kiosk.press("I’m still here");
    assert!(!kiosk.shows("Are you still there?") && kiosk.screen() == Screen::Surname);
    kiosk.pass_seconds(43);
    kiosk.stage.touch(5.0, 400.0); // one touch anywhere extends it
    kiosk.pass_seconds(2);
    assert!(!kiosk.shows("Are you still there?"));
    kiosk.pass_seconds(45);
    assert!(kiosk.shows("Are you still there?"));
    kiosk.stage.touch(5.0, 400.0);
    kiosk.pass_seconds(2);
    assert!(!kiosk.shows("Are you still there?"), "a touch beside the buttons is an answer too");
    kiosk.pass_seconds(45 + 26);
    assert_eq!(kiosk.screen(), Screen::Welcome);
}

#[test]
fn a_scanned_code_fills_in_a_reference_or_asks_first() {
    let kiosk = TestKiosk::new();
    let scan = |code: &str| kiosk.hear(Heard::Session(Event::Scanned(code.to_owned())));
    scan("ok-af-or-aa");
    assert_eq!(kiosk.screen(), Screen::BirthDate);
    scan("on-ei-ll-aa");
    assert_eq!(kiosk.screen(), Screen::ScanOffer);
    assert!(!kiosk.texts().iter().any(|text| text.contains("on-ei")), "a code is never shown");
    kiosk.press("No, go on as before");
    assert_eq!(kiosk.screen(), Screen::BirthDate);
    scan("on-ei-ll-aa");
    kiosk.press("Yes, start with it");
    kiosk.type_keys("01021990");
    kiosk.press("Next");
    assert_eq!(kiosk.screen(), Screen::Party);
    for hostile in ["", "\u{1b}[A", &"x".repeat(5000), "%CONFIG%RESET"] {
        scan(hostile);
        kiosk.pass(Duration::from_secs(1));
        assert!(!kiosk.texts().iter().any(|text| text.contains("CONFIG")));
    }
}

#[test]
fn a_trembling_finger_moves_on_once_and_sliding_off_cancels() {
    let kiosk = TestKiosk::new();
    let window = kiosk.running.window();
    kiosk.pass(Duration::from_secs(1));
    let door = kiosk.stage.touchable(window, "Check in for a visit").expect("a door");
    let (x, y) = door.area.centre();
    kiosk.stage.finger_down(x, y);
    assert_eq!(kiosk.screen(), Screen::Welcome, "it acts on release");
    kiosk.stage.finger_slide(x, 5.0);
    kiosk.stage.finger_up(x, 5.0);
    assert_eq!(kiosk.screen(), Screen::Welcome, "sliding off cancels");
    kiosk.press("Check in for a visit");
    kiosk.type_keys("aa");
    assert!(kiosk.shows("aa"), "keys are never taken for a repeat: {:?}", kiosk.texts());
    kiosk.pass(Duration::from_secs(1));
    kiosk.stage.press(window, "Next").expect("a button");
    assert_eq!(kiosk.screen(), Screen::BirthDate);
    kiosk.stage.press(window, "Next").expect("a button");
    assert!(!kiosk.shows("Please type day, month and year."), "a repeat within 0.5 s is ignored");
}

#[test]
fn welsh_is_an_equal_and_goes_when_the_family_goes() {
    let kiosk = TestKiosk::new();
    kiosk.press("Cymraeg");
    assert_eq!(kiosk.language(), Language::Cy);
    assert!(kiosk.shows("Moorvale · Dydd Mawrth") || kiosk.shows("Mawrth"), "{:?}", kiosk.texts());
    kiosk.pass_seconds(46);
    assert_eq!(kiosk.language(), Language::En);
}

#[test]
fn a_device_that_was_withdrawn_keeps_nothing() {
    let kiosk = TestKiosk::new();
    kiosk.running.crew().call(visits_kiosk::worker::Worker::wipe).expect("a worker");
    kiosk.pass(Duration::from_secs(1));
    assert!(kiosk.shows("This screen is resting."), "{:?}", kiosk.texts());
    kiosk.hear(Heard::Session(Event::Scanned("ok-af-or-aa".to_owned())));
    assert_eq!(kiosk.screen(), Screen::Welcome, "a code starts nothing here");
    assert!(
        kiosk.running.crew().call(|w| w.store.identity()).expect("worker").expect("read").is_none()
    );
    assert!(
        kiosk
            .running
            .crew()
            .call(|w| w.store.card_days(today()))
            .expect("worker")
            .expect("read")
            .is_empty()
    );
}

#[test]
fn two_hundred_and_fifty_visits_arrive_in_steps_and_one_is_found() {
    let kiosk = TestKiosk::new();
    let credential = support::by_name("Needle", "1970-01-01");
    let mut news = support::families();
    // Sealed once: what matters here is how many there are.
    let News::Card(one) = card(&credential, today(), vec![visit(9, "13:45")]) else { panic!() };
    for n in 0..625_u32 {
        let mut other = one.clone();
        other.lookup.0[..4].copy_from_slice(&n.to_be_bytes());
        news.push(News::Card(other));
    }
    news.push(News::Card(one));
    assert!(changes(news.clone()).len() > 625);
    kiosk.apply(news);
    kiosk.look_up_by_name("needle", "01011970");
    assert_eq!(kiosk.screen(), Screen::Party);
}

#[test]
fn a_clock_that_nobody_confirmed_deletes_nothing_and_ends_no_session() {
    let kiosk = TestKiosk::new();
    let cards = || {
        let days = kiosk.running.crew().call(|worker| worker.store.card_days(today()));
        days.expect("a worker").expect("read").len()
    };
    assert_eq!(cards(), 2);
    kiosk.press("Check in for a visit");
    kiosk.type_keys("okafor");
    for years in [10, -20] {
        // The wall clock jumps; the running time, which ends sessions, does not.
        let there = kiosk.clock.wall() + chrono::TimeDelta::days(365 * years);
        let running = kiosk.clock.now().running;
        kiosk.clock.set_wall(there);
        assert_eq!(kiosk.clock.now().running, running);
        kiosk.apply([]);
        kiosk.pass(Duration::from_secs(1));
        assert_eq!(kiosk.screen(), Screen::Surname, "{years}");
        assert_eq!(cards(), 2, "{years} years off: nothing is deleted");
        assert_eq!(kiosk.running.kiosk().view().is_clock_doubtful(), years < 0, "{years}");
    }
    kiosk.press("Start again");
    assert!(kiosk.shows("This screen’s clock may be wrong."), "{:?}", kiosk.texts());
    // The server says what time it is: two days later, and now yesterday goes.
    kiosk.clock.heard("2026-06-04T12:00:00Z".parse().expect("a time"));
    kiosk.apply([]);
    assert_eq!(cards(), 0);
}
