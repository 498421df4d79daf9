//! Staff and volunteers at a kiosk: a code and a PIN, and what they open.

mod support;

use std::time::Duration;

use chrono::TimeDelta;
use support::{TestKiosk, keyholder, waiting, waits};
use visits_domain::wire::{
    DeviceRole, KeyholderCode, Mode, News, VolunteerAct, Waiting, WaitingFamily,
};
use visits_kiosk::public::Link;
use visits_kiosk::session::{Event, HelpAnswer, Press, Screen, StaffPress, SyncAnswer};
use visits_kiosk::store::Mark;
use visits_kiosk::worker::Heard;

const NO: &str = "That did not work. Check both. After five tries, wait a little.";

fn with_people() -> TestKiosk {
    let kiosk = TestKiosk::new();
    kiosk.apply([keyholder("12", Mode::Staff, "482913"), keyholder("34", Mode::Volunteer, "7351")]);
    kiosk
}

impl TestKiosk {
    fn screen(&self) -> Screen {
        self.running.kiosk().view().session.screen
    }

    fn tries(&self, code: &str, pin: &str) {
        if self.screen() != Screen::Pin {
            self.press("Make it easier");
            self.press("For staff: PIN");
        }
        self.press_code(code);
        self.press("Next");
        self.stage.press_each(self.running.window(), pin).expect("keys");
        self.press("Next");
    }

    fn press_code(&self, code: &str) {
        let label = self.labels().into_iter().find(|label| label.starts_with("Code"));
        self.press(&label.expect("the box of the code"));
        (0..6).for_each(|_| self.press("Delete"));
        self.stage.press_each(self.running.window(), code).expect("keys");
    }

    fn is_in(&self) -> bool {
        self.running.kiosk().view().session.unlocked.is_some()
    }
}

#[test]
fn a_code_and_a_pin_open_what_they_are_for() {
    let kiosk = with_people();
    kiosk.tries("12", "482913");
    assert_eq!(kiosk.screen(), Screen::Staff, "{:?}", kiosk.texts());
    assert!(kiosk.shows("Staff: screen A"), "{:?}", kiosk.texts());
    kiosk.press("Finish");
    kiosk.tries("34", "7351");
    assert_eq!(kiosk.screen(), Screen::Waiting);
    kiosk.press("Back");
    assert_eq!(kiosk.screen(), Screen::Welcome, "back ends the mode");
    assert!(!kiosk.is_in());
    kiosk.apply([News::KeyholderGone { code: KeyholderCode("34".to_owned()) }]);
    kiosk.tries("34", "7351");
    assert!(kiosk.shows(NO), "who has gone opens nothing: {:?}", kiosk.texts());
}

#[test]
fn a_wrong_code_and_a_wrong_pin_are_one_sentence_and_no_digit_is_shown() {
    let kiosk = with_people();
    kiosk.tries("12", "482914");
    let wrong_pin = kiosk.picture();
    assert!(kiosk.shows(NO) && !kiosk.is_in());
    assert!(!kiosk.texts().iter().any(|text| text.contains("4829")), "{:?}", kiosk.texts());
    kiosk.press("Start again");
    kiosk.tries("13", "482913");
    assert!(kiosk.shows(NO) && !kiosk.is_in());
    // The code that was typed stays; nothing else differs.
    kiosk.press("Start again");
    kiosk.tries("12", "99");
    assert!(kiosk.picture() == wrong_pin, "the picture does not depend on what was typed");
}

#[test]
fn without_both_nothing_is_tried() {
    let kiosk = with_people();
    kiosk.press("Make it easier");
    kiosk.press("For staff: PIN");
    kiosk.press("Next");
    assert!(kiosk.shows("Please type your code and your PIN."), "{:?}", kiosk.texts());
    kiosk.type_keys("12ab");
    kiosk.press("Next");
    assert!(kiosk.labels().iter().any(|label| label == "Code: 12"), "{:?}", kiosk.labels());
    kiosk.type_keys("48");
    assert!(kiosk.labels().iter().any(|l| l == "PIN: 2 digits typed"), "{:?}", kiosk.labels());
    kiosk.press("Back");
    kiosk.press("For staff: PIN");
    assert!(kiosk.labels().iter().any(|l| l == "Code: nothing typed yet"), "nothing is kept");
}

#[test]
fn who_took_the_wrong_door_asks_a_person_and_leaves_nothing_typed() {
    let kiosk = with_people();
    kiosk.press("Make it easier");
    kiosk.press("For staff: PIN");
    assert!(kiosk.shows("Not staff? Ask a person."), "{:?}", kiosk.texts());
    kiosk.type_keys("12");
    kiosk.press("Ask a person");
    assert_eq!(kiosk.screen(), Screen::AskPerson);
    kiosk.press("Back");
    assert!(kiosk.labels().iter().any(|l| l == "Code: nothing typed yet"), "{:?}", kiosk.labels());
}

#[test]
fn five_wrong_tries_close_the_code_over_a_restart_and_a_clock_that_jumps() {
    let kiosk = with_people();
    for _ in 0..5 {
        kiosk.tries("12", "000000");
    }
    kiosk.tries("12", "482913");
    assert!(!kiosk.is_in() && kiosk.shows(NO), "closed, even to the right PIN");
    let kiosk = kiosk.restarted();
    kiosk.tries("12", "482913");
    assert!(!kiosk.is_in(), "a restart opens nothing");
    kiosk.clock.set_wall(kiosk.clock.wall() + TimeDelta::days(365));
    kiosk.tries("12", "482913");
    assert!(!kiosk.is_in(), "nor does a clock that jumps");
    kiosk.press("Start again");
    kiosk.pass_seconds(61);
    kiosk.tries("12", "482913");
    assert!(kiosk.is_in(), "a minute of running time does");
    kiosk.press("Finish");
    for wrong in 0..2 {
        kiosk.tries("34", "0000");
        assert!(!kiosk.is_in(), "{wrong}");
    }
}

#[test]
fn trying_one_code_after_another_closes_the_pad() {
    let kiosk = with_people();
    for code in ["20", "21", "22", "23", "24"] {
        kiosk.tries(code, "1234");
    }
    kiosk.tries("12", "482913");
    assert!(!kiosk.is_in(), "nobody's code was tried twice, and yet");
    kiosk.press("Start again");
    kiosk.pass_seconds(61);
    kiosk.tries("12", "482913");
    assert!(kiosk.is_in());
}

#[test]
fn a_mode_ends_by_itself_and_leaves_nothing() {
    let kiosk = with_people();
    kiosk.tries("12", "482913");
    kiosk.press("How this screen is");
    kiosk.pass_seconds(21);
    assert!(kiosk.shows("Are you still there?"), "sooner than for a family");
    kiosk.pass_seconds(26);
    assert_eq!(kiosk.screen(), Screen::Welcome);
    let after = kiosk.running.kiosk();
    let session = after.view().session;
    assert!(session.unlocked.is_none() && session.staff.report.is_none());
    assert!(session.is_fresh(after.view().config));
}

#[test]
fn staff_see_who_is_not_with_the_server_by_number_and_count() {
    let kiosk = with_people();
    kiosk.press("Check in for a visit");
    kiosk.type_keys("okafor");
    kiosk.press("Next");
    kiosk.type_keys("28071986");
    kiosk.press("Next");
    kiosk.press("One more child");
    kiosk.press("That’s us today");
    kiosk.press("No, I have been before");
    kiosk.press("Nothing, thank you");
    kiosk.press("Done");
    kiosk.tries("12", "482913");
    kiosk.press("1 arrival not sent");
    assert!(kiosk.shows("A1") && kiosk.shows("1 adult and 1 child"), "{:?}", kiosk.texts());
    assert!(kiosk.shows("1.30 pm"), "{:?}", kiosk.texts());
    assert!(!kiosk.texts().iter().any(|t| t.to_lowercase().contains("okafor")));
    kiosk
        .running
        .crew()
        .call(|worker| worker.store.acknowledge(Mark { seq: 1, id: None }))
        .expect("work")
        .expect("done");
    kiosk.press("Back");
    kiosk.press("How this screen is");
    kiosk.press("Back");
    kiosk.running.crew().call(visits_kiosk::worker::Worker::publish).expect("a worker");
    kiosk.pass(Duration::from_millis(10));
    kiosk.press("0 arrivals not sent");
    assert!(kiosk.shows("The server has everything from this screen."), "{:?}", kiosk.texts());
}

#[test]
fn health_is_in_plain_words() {
    let kiosk = with_people();
    let since = kiosk.clock.now().utc;
    kiosk
        .running
        .crew()
        .call(move |worker| worker.set_link(Link::OfflineSince(since)))
        .expect("a worker");
    kiosk.pass(Duration::from_millis(10));
    kiosk.tries("12", "482913");
    kiosk.pass(Duration::from_secs(1));
    kiosk.clock.heard(kiosk.clock.wall() + TimeDelta::seconds(90));
    kiosk.hear(Heard::Session(Event::Pressed(Press::Staff(StaffPress::Health))));
    for words in ["offline since", "Its visit list is from", "seconds behind", "disk is well"] {
        assert!(kiosk.shows(words), "{words}: {:?}", kiosk.texts());
    }
}

#[test]
fn a_scanner_is_tried_without_showing_the_code_and_there_is_no_printer_yet() {
    let kiosk = with_people();
    kiosk.tries("12", "482913");
    kiosk.press("Try the devices");
    kiosk.hear(Heard::Session(Event::Scanned("ok-af-or-aa".to_owned())));
    assert_eq!(kiosk.screen(), Screen::StaffTests);
    assert!(kiosk.shows("Read: 11 characters."), "{:?}", kiosk.texts());
    assert!(!kiosk.texts().iter().any(|text| text.contains("ok-af")));
    assert!(kiosk.shows("No printer is set up."));
    kiosk.press("Play a sound");
    assert!(kiosk.shows("No sound is set up."), "{:?}", kiosk.texts());
}

#[test]
fn out_of_service_survives_a_restart_and_staff_bring_the_screen_back() {
    let kiosk = with_people();
    let told = |kiosk: &TestKiosk| {
        let clock = kiosk.clock.clone();
        let query = kiosk.running.crew().call(move |worker| {
            visits_kiosk::sync::query(&worker.store, &clock, 0, DeviceRole::Kiosk)
        });
        query.expect("a worker").expect("a query").out_of_service
    };
    kiosk.tries("12", "482913");
    kiosk.press("Out of service");
    assert!(kiosk.shows("Families see that this screen is resting."), "{:?}", kiosk.texts());
    assert!(told(&kiosk), "the server hears of it");
    kiosk.press("Finish");
    assert!(kiosk.shows("This screen is resting."), "{:?}", kiosk.texts());
    let kiosk = kiosk.restarted();
    assert!(kiosk.shows("This screen is resting."), "{:?}", kiosk.texts());
    kiosk.hear(Heard::Session(Event::Scanned("ok-af-or-aa".to_owned())));
    assert_eq!(kiosk.screen(), Screen::Welcome, "a code starts nothing here");
    kiosk.tries("12", "482913");
    kiosk.press("Back in service");
    kiosk.press("Finish");
    assert!(kiosk.try_press("Check in for a visit") && !told(&kiosk));
}

#[test]
fn sync_now_says_what_came_of_it() {
    let kiosk = with_people();
    kiosk.tries("12", "482913");
    for (answer, words) in [
        (SyncAnswer::Answered(0), "We are in step with the server."),
        (SyncAnswer::Answered(3), "The server answered. 3 are not sent yet."),
        (SyncAnswer::NotReached, "The server did not answer. All is saved here."),
    ] {
        kiosk.press("Sync now");
        assert!(kiosk.shows("One moment."), "{:?}", kiosk.texts());
        let job = *kiosk.syncs.borrow().last().expect("a try");
        kiosk.hear(Heard::Session(Event::Synced(job - 1, SyncAnswer::Answered(9))));
        kiosk.hear(Heard::Session(Event::Synced(job, answer)));
        assert!(kiosk.shows(words), "{words}: {:?}", kiosk.texts());
    }
}

fn claimed(by: &str, family: WaitingFamily) -> WaitingFamily {
    WaitingFamily { claimed_by: Some(KeyholderCode(by.to_owned())), ..family }
}

fn told(families: impl IntoIterator<Item = WaitingFamily>) -> HelpAnswer {
    HelpAnswer::Told(Waiting { date: support::today(), families: families.into_iter().collect() })
}

fn answer(kiosk: &TestKiosk, answer: HelpAnswer) -> VolunteerAct {
    let (job, acts) = kiosk.helps.borrow().last().expect("an act").clone();
    assert_eq!(acts.by, KeyholderCode("34".to_owned()));
    kiosk.hear(Heard::Session(Event::Helped(job, answer)));
    acts.act
}

#[test]
fn a_volunteer_goes_to_a_family_ticks_off_and_is_done() {
    let kiosk = with_people();
    let family = || waits(1, Some("A12"), Some("Play corner"));
    kiosk.running.crew().call(|worker| worker.set_link(Link::Online)).expect("a worker");
    kiosk.apply([waiting([family(), waits(2, None, Some("Near the door"))])]);
    kiosk.tries("34", "7351");
    assert!(
        kiosk.labels().iter().any(|l| l == "A12 · Play corner, since 1.15 pm"),
        "{:?}",
        kiosk.labels()
    );
    kiosk.press("A12 · Play corner, since 1.15 pm");
    assert!(kiosk.shows("Cymraeg"), "{:?}", kiosk.texts());
    kiosk.press("I’ll go to them");
    assert_eq!(answer(&kiosk, told([claimed("34", family())])), VolunteerAct::Claim);
    kiosk.press("Say hello and who you are");
    assert_eq!(kiosk.running.kiosk().view().session.volunteer.ticked, 1);
    kiosk.press("They are helped");
    assert_eq!(answer(&kiosk, told([])), VolunteerAct::Done);
    assert_eq!(kiosk.screen(), Screen::Waiting);
    assert!(kiosk.shows("Nobody waits now."), "{:?}", kiosk.texts());
}

#[test]
fn the_second_of_two_volunteers_is_told_calmly() {
    let kiosk = with_people();
    let family = || waits(1, Some("A12"), None);
    kiosk.apply([waiting([family()])]);
    kiosk.tries("34", "7351");
    kiosk.press("A12, since 1.15 pm");
    kiosk.press("I’ll go to them");
    assert!(kiosk.shows("One moment. We are telling the others."), "{:?}", kiosk.texts());
    answer(&kiosk, told([claimed("35", family())]));
    assert!(kiosk.shows("Someone else was first. Thank you."), "{:?}", kiosk.texts());
    assert!(!kiosk.try_press("I’ll go to them"), "nothing to press twice");
    kiosk.press("Back to the list");
    assert_eq!(kiosk.screen(), Screen::Waiting);
    assert!(
        kiosk.labels().iter().any(|l| l == "A12, someone is with them"),
        "{:?}",
        kiosk.labels()
    );
}

#[test]
fn who_still_waits_comes_first_then_mine_then_those_of_others() {
    let kiosk = with_people();
    let number = |n, number| waits(n, Some(number), None);
    let families =
        [claimed("35", number(1, "A1")), claimed("34", number(2, "A2")), number(3, "A3")];
    kiosk.apply([waiting(families)]);
    kiosk.tries("34", "7351");
    let labels = kiosk.labels();
    let place = |begins: &str| labels.iter().position(|label| label.starts_with(begins));
    let places = ["A3, ", "A2, ", "A1, "].map(place);
    assert!(places.is_sorted() && places[0].is_some(), "{labels:?}");
}

#[test]
fn a_large_card_is_read_to_its_end_before_it_can_be_finished() {
    let kiosk = with_people();
    kiosk.tries("34", "7351");
    kiosk.hear(Heard::Session(Event::Pressed(Press::TextSize(3))));
    kiosk.press("What do I do now?");
    kiosk.press("A child tells me something");
    let mut read = Vec::new();
    while kiosk.labels().iter().any(|label| label == "More") {
        assert!(!kiosk.labels().iter().any(|label| label == "Finish"), "{:?}", kiosk.labels());
        assert!(kiosk.shows("The safeguarding lead: ring 2345"));
        read.extend(kiosk.texts());
        kiosk.press("More");
    }
    read.extend(kiosk.texts());
    for step in ["Never promise to keep it to yourself.", "Tell the lead now. Tell nobody else."] {
        assert!(read.iter().any(|text| text == step), "{step}: {read:?}");
    }
    kiosk.press("Finish");
    assert_eq!(kiosk.screen(), Screen::Welcome);
}

#[test]
fn an_act_that_was_not_sent_or_nobody_knows_says_so() {
    let kiosk = with_people();
    kiosk.apply([waiting([waits(1, Some("A12"), None)])]);
    kiosk.tries("34", "7351");
    kiosk.press("A12, since 1.15 pm");
    for (came, words) in [
        (HelpAnswer::NotSent, "It was not sent. Tell the others yourself."),
        (HelpAnswer::CannotTell, "We can’t tell whether it was sent. Tell the others."),
    ] {
        kiosk.press("I’ll go to them");
        answer(&kiosk, came);
        assert!(kiosk.shows(words), "{words}: {:?}", kiosk.texts());
    }
}

#[test]
fn offline_the_list_says_how_old_it_is_and_yesterdays_is_none() {
    let kiosk = with_people();
    kiosk.apply([waiting([waits(1, Some("A12"), None)])]);
    kiosk.running.crew().call(|worker| worker.set_link(Link::Online)).expect("a worker");
    kiosk.pass_seconds(60);
    let since = kiosk.clock.now().utc;
    kiosk
        .running
        .crew()
        .call(move |worker| worker.set_link(Link::OfflineSince(since)))
        .expect("a worker");
    kiosk.pass(Duration::from_millis(10));
    kiosk.tries("34", "7351");
    assert!(kiosk.shows("Offline. This is from 1.30 pm."), "{:?}", kiosk.texts());
    assert!(kiosk.labels().iter().any(|label| label == "A12, since 1.15 pm"));
    kiosk.press("Finish");
    let kiosk = kiosk.restarted();
    kiosk.pass(Duration::from_hours(24));
    kiosk.tries("34", "7351");
    assert!(!kiosk.labels().iter().any(|label| label.contains("A12")), "{:?}", kiosk.labels());
}

#[test]
fn the_cards_name_whom_to_ring() {
    let kiosk = with_people();
    kiosk.tries("34", "7351");
    kiosk.press("What do I do now?");
    kiosk.press("A child tells me something");
    assert!(kiosk.shows("Never promise to keep it to yourself."), "{:?}", kiosk.texts());
    assert!(kiosk.shows("The safeguarding lead: ring 2345"), "{:?}", kiosk.texts());
    kiosk.press("Back");
    kiosk.press("Someone is angry");
    assert!(kiosk.shows("Do not argue"), "{:?}", kiosk.texts());
    kiosk.press("Back");
    kiosk.press("Back");
    assert_eq!(kiosk.screen(), Screen::Waiting);
}

#[test]
fn a_volunteer_cannot_do_what_staff_do() {
    let kiosk = with_people();
    kiosk.tries("34", "7351");
    for press in [StaffPress::Rest(true), StaffPress::Sync, StaffPress::Health] {
        kiosk.pass(Duration::from_secs(1));
        kiosk.hear(Heard::Session(Event::Pressed(Press::Staff(press))));
        assert_eq!(kiosk.screen(), Screen::Waiting, "{press:?}");
    }
    assert!(kiosk.syncs.borrow().is_empty() && !kiosk.running.kiosk().view().public.out_of_service);
}
