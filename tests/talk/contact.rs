//! A private talk that can wait, and *ask to be contacted*: consent first, sealed, written down
//! once, and said honestly.

use visits_domain::help::{About, Contact, Receipt};
use visits_domain::wire::{Happening, HelpAct};
use visits_domain::wish::Ring;
use visits_domain::writing::key_pair;
use visits_kiosk::session::Screen;

use super::support::TestKiosk;
use super::{happenings, is_offline, outbox, says_what_about, screen};

/// The receipt on the screen.
fn receipt(kiosk: &TestKiosk) -> Receipt {
    let texts = kiosk.texts();
    let found = texts.iter().find_map(|text| Receipt::parse(text).ok());
    found.unwrap_or_else(|| panic!("no receipt in {texts:?}"))
}

/// To *Is this right?*, for the family worker.
fn asks_the_family_worker(kiosk: &TestKiosk) {
    kiosk.presses(&["First time here?", "Guides", "Carers and grandparents", "More"]);
    kiosk.press("Ask to be contacted");
}

fn types_all(kiosk: &TestKiosk) {
    kiosk.press("Yes, I agree");
    kiosk.type_keys("Zsofia Quillfeather");
    kiosk.press("Next");
    kiosk.type_keys("+447700900123");
    kiosk.presses(&["Next", "After five", "No message"]);
    kiosk.type_keys("about my son");
    kiosk.press("Next");
}

#[test]
fn who_asks_to_be_contacted_agrees_first_and_is_written_down_once_and_sealed() {
    let kiosk = TestKiosk::new();
    asks_the_family_worker(&kiosk);
    assert!(
        kiosk.shows("The visits team’s family worker gets it, to contact you."),
        "{:?}",
        kiosk.texts()
    );
    types_all(&kiosk);
    assert!(kiosk.shows("We ring 07700 900123. When: After five."), "{:?}", kiosk.texts());
    assert!(outbox(&kiosk).is_empty(), "nothing is written before it is checked");
    while kiosk.try_press("More") {}
    kiosk.press("Yes, send it");
    assert_eq!(screen(&kiosk), Screen::ContactTaken);
    let receipt = receipt(&kiosk);
    let acts = happenings(&kiosk);
    let [Happening::Help(HelpAct::ContactAsked(asked))] = acts.as_slice() else {
        panic!("one record: {acts:?}");
    };
    assert_eq!((asked.receipt.as_str(), asked.service), (receipt.compact(), None));
    let opened = Contact::open(&key_pair([2; 32]).0, asked.request.0, &asked.sealed);
    let contact = opened.expect("the site opens it");
    assert_eq!(
        (contact.name.as_str(), contact.phone.as_str()),
        ("Zsofia Quillfeather", "07700 900123")
    );
    assert_eq!((contact.ring, contact.message), (Ring::Evenings, false));
    assert_eq!((contact.words.as_str(), contact.organization.as_str()), ("about my son", ""));
    // Nothing of it is left but the receipt, and *Done* leads back to the guide.
    let contacting = kiosk.running.kiosk().view().session.draft.contacting.clone();
    assert!(contacting.is_some_and(|left| left.name.is_empty() && left.phone.is_empty()));
    kiosk.press("Done");
    assert!(matches!(screen(&kiosk), Screen::Topic(_)));
    kiosk.press("Start again");
    assert_eq!(happenings(&kiosk).len(), 1);
}

#[test]
fn offline_it_says_where_it_lies() {
    let kiosk = TestKiosk::new();
    is_offline(&kiosk);
    asks_the_family_worker(&kiosk);
    types_all(&kiosk);
    while kiosk.try_press("More") {}
    kiosk.press("Yes, send it");
    assert!(kiosk.shows("Saved here"), "{:?}", kiosk.texts());
    assert!(kiosk.shows("It will be sent when we are back online."));
    assert_eq!(outbox(&kiosk).len(), 1);
}

#[test]
fn who_leaves_before_the_end_has_asked_for_nothing() {
    let kiosk = TestKiosk::new();
    asks_the_family_worker(&kiosk);
    types_all(&kiosk);
    kiosk.pass_seconds(45 + 27);
    assert_eq!(screen(&kiosk), Screen::Welcome);
    assert!(outbox(&kiosk).is_empty());
}

#[test]
fn a_number_from_elsewhere_is_asked_about_gently_and_taken() {
    let kiosk = TestKiosk::new();
    asks_the_family_worker(&kiosk);
    kiosk.press("Yes, I agree");
    kiosk.press("Next");
    assert!(kiosk.shows("Please type it first."), "they are asked for by a name");
    kiosk.type_keys("zsofia");
    kiosk.press("Next");
    kiosk.type_keys("+353861234567");
    kiosk.press("Next");
    assert!(kiosk.shows("This is not a UK number. If it is right, go on."), "{:?}", kiosk.texts());
    kiosk.press("Next");
    assert!(kiosk.shows("When is it safe to ring you?"), "{:?}", kiosk.texts());
}

#[test]
fn a_talk_that_can_wait_needs_no_name_and_no_number() {
    let kiosk = TestKiosk::new();
    says_what_about(&kiosk, "A child");
    kiosk.presses(&["It can wait", "Skip", "Skip", "Skip"]);
    assert!(kiosk.shows("We don’t ring you. You ask at the desk."), "{:?}", kiosk.texts());
    kiosk.press("Yes, send it");
    let receipt = receipt(&kiosk);
    let acts = happenings(&kiosk);
    let [Happening::Help(HelpAct::TalkAsked(asked))] = acts.as_slice() else {
        panic!("one record: {acts:?}");
    };
    assert_eq!((asked.about, asked.receipt.as_str()), (About::Child, receipt.compact()));
    let opened = Contact::open(&key_pair([2; 32]).0, asked.talk.0, &asked.sealed);
    let contact = opened.expect("the site opens it");
    assert_eq!((contact.name.as_str(), contact.ring), ("", Ring::Never));
    kiosk.press("Done");
    assert_eq!(screen(&kiosk), Screen::Welcome);
}
