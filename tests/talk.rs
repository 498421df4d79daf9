//! *Talk to someone in private*: the three honest answers, nothing of what is urgent on the disk,
//! and what can wait written down once. Beside it *ask to be contacted* and the guides.

#[path = "talk/contact.rs"]
mod contact;
#[path = "talk/guides.rs"]
mod guides;
mod support;

use std::time::Duration;

use support::TestKiosk;
use visits_domain::help::About;
use visits_domain::wire::{Happening, News, Record};
use visits_kiosk::public::Link;
use visits_kiosk::session::{Event, Screen, TalkAnswer};
use visits_kiosk::worker::Heard;

fn screen(kiosk: &TestKiosk) -> Screen {
    kiosk.running.kiosk().view().session.screen
}

fn is_offline(kiosk: &TestKiosk) {
    let since = kiosk.clock.now().utc;
    let offline = move |worker: &mut visits_kiosk::worker::Worker| {
        worker.set_link(Link::OfflineSince(since));
    };
    kiosk.running.crew().call(offline).expect("a worker");
    kiosk.pass(Duration::from_millis(10));
}

/// What waits to be sent.
fn outbox(kiosk: &TestKiosk) -> Vec<Record> {
    let records = kiosk.running.crew().call(|worker| worker.store.batch(100));
    records.expect("a worker").expect("records")
}

fn happenings(kiosk: &TestKiosk) -> Vec<Happening> {
    let read = |record: Record| serde_json::from_str(record.body.get()).expect("a happening");
    outbox(kiosk).into_iter().map(read).collect()
}

/// To *Is it urgent?*
fn says_what_about(kiosk: &TestKiosk, about: &str) {
    kiosk.presses(&["Talk to someone in private", "Go on", about]);
}

fn sends(kiosk: &TestKiosk) {
    says_what_about(kiosk, "Someone inside");
    kiosk.presses(&["It is urgent", "Play corner", "No, please don’t"]);
}

fn hears(kiosk: &TestKiosk, answer: TalkAnswer) {
    let number = kiosk.talks.borrow().last().expect("a talk").0;
    kiosk.hear(Heard::Session(Event::Talked(number, answer)));
}

#[test]
fn what_is_passed_on_is_said_before_anything_is_asked() {
    let kiosk = TestKiosk::new();
    kiosk.press("Talk to someone in private");
    for words in [
        "Life in danger? Tell staff now, or ring 999.",
        "You need not say who you are, or who it is about.",
        "Could someone be badly hurt? Then we must tell others. You first, if that is safe.",
    ] {
        assert!(kiosk.shows(words), "{words}: {:?}", kiosk.texts());
    }
    assert_eq!(kiosk.talks.borrow().len(), 0);
}

#[test]
fn staff_have_it_and_then_somebody_has_taken_it() {
    let kiosk = TestKiosk::new();
    sends(&kiosk);
    let (_, talk) = kiosk.talks.borrow().last().cloned().expect("a talk");
    assert_eq!((talk.about, talk.seat.as_deref()), (About::SomeoneInside, Some("Play corner")));
    assert_eq!((talk.number, talk.call_number), (None, false));
    assert!(kiosk.shows("We are telling the staff."), "nothing is claimed before it is known");
    hears(&kiosk, TalkAnswer::StaffHaveIt);
    assert!(kiosk.shows("Staff have it") && !kiosk.shows("Please find a person now."));
    kiosk.apply([News::TalkTaken { talk: talk.talk }]);
    assert!(kiosk.shows("Seen by a member of staff"), "{:?}", kiosk.texts());
    hears(&kiosk, TalkAnswer::StaffHaveIt);
    assert!(
        kiosk.shows("Seen by a member of staff"),
        "an answer that comes late takes nothing back"
    );
}

#[test]
fn it_was_not_sent_and_sent_again_it_is_the_same_talk() {
    let kiosk = TestKiosk::new();
    sends(&kiosk);
    hears(&kiosk, TalkAnswer::NotSent);
    assert!(kiosk.shows("It was not sent") && kiosk.shows("Please find a person now."));
    kiosk.press("Try again");
    let ids: Vec<_> = kiosk.talks.borrow().iter().map(|(_, talk)| talk.talk).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1], "it raises one alarm");
    hears(&kiosk, TalkAnswer::StaffHaveIt);
    assert!(kiosk.shows("Staff have it"));
}

#[test]
fn after_a_try_that_may_have_arrived_nobody_says_that_it_was_not_sent() {
    let kiosk = TestKiosk::new();
    sends(&kiosk);
    hears(&kiosk, TalkAnswer::CannotTell);
    assert!(kiosk.shows("We can’t tell whether it was sent"));
    assert!(kiosk.shows("Please find a person now."));
    kiosk.press("Try again");
    hears(&kiosk, TalkAnswer::NotSent);
    assert!(kiosk.shows("We can’t tell whether it was sent"), "{:?}", kiosk.texts());
}

#[test]
fn what_is_urgent_is_never_queued_and_never_on_the_disk() {
    let kiosk = TestKiosk::new();
    is_offline(&kiosk);
    sends(&kiosk);
    hears(&kiosk, TalkAnswer::NotSent);
    assert!(kiosk.shows("It was not sent"));
    assert!(outbox(&kiosk).is_empty(), "nothing waits to be sent later");
    kiosk.press("Close");
    assert_eq!(screen(&kiosk), Screen::Welcome);
}

#[test]
fn an_answer_to_a_family_that_has_left_reaches_nobody() {
    let kiosk = TestKiosk::new();
    sends(&kiosk);
    let (number, talk) = kiosk.talks.borrow().last().cloned().expect("a talk");
    hears(&kiosk, TalkAnswer::NotSent);
    kiosk.press("Close");
    sends(&kiosk);
    kiosk.hear(Heard::Session(Event::Talked(number, TalkAnswer::StaffHaveIt)));
    kiosk.apply([News::TalkTaken { talk: talk.talk }]);
    assert!(kiosk.shows("We are telling the staff."), "{:?}", kiosk.texts());
}

#[test]
fn a_number_is_told_only_where_it_may_be_called_and_a_wrong_one_is_noticed() {
    let kiosk = TestKiosk::new();
    says_what_about(&kiosk, "Me");
    kiosk.presses(&["It is urgent", "Near the door", "Yes, call my number"]);
    kiosk.type_keys("12a");
    kiosk.press("Send it now");
    assert!(kiosk.shows("It should look like A12. Look again."), "{:?}", kiosk.texts());
    assert!(kiosk.talks.borrow().is_empty());
    (0..3).for_each(|_| kiosk.type_keys("\u{8}"));
    kiosk.type_keys("a12");
    kiosk.press("Send it now");
    let (_, talk) = kiosk.talks.borrow().last().cloned().expect("a talk");
    assert_eq!(talk.number.map(|number| number.to_string()).as_deref(), Some("A12"));
    assert!(talk.call_number);
}

#[test]
fn a_site_without_a_team_has_no_such_door() {
    let kiosk = TestKiosk::with(|config| {
        config.talk.on = false;
        config.help.on = false;
    });
    let labels = kiosk.labels();
    for (door, is_there) in
        [("Talk to someone in private", false), ("Find help", false), ("Family days", true)]
    {
        assert_eq!(labels.iter().any(|label| label == door), is_there, "{door}");
    }
}

#[test]
fn the_numbers_of_the_site_stand_beside_the_answer() {
    let kiosk = TestKiosk::with(|config| {
        config.talk.line = vec![visits_kiosk::config::TalkLine {
            en: "Safer custody".to_owned(),
            cy: "Dalfa fwy diogel".to_owned(),
            number: "01632 960 010".to_owned(),
        }];
    });
    sends(&kiosk);
    hears(&kiosk, TalkAnswer::CannotTell);
    kiosk.press("Numbers to ring");
    assert!(kiosk.shows("Safer custody: 01632 960 010"), "{:?}", kiosk.texts());
    assert!(kiosk.shows("Life in danger: tell staff now, or ring 999."));
    kiosk.press("Back");
    assert!(kiosk.shows("We can’t tell whether it was sent"));
}
