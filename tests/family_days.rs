//! Family days at one kiosk: real screens, real disk, a server that is a pair of hands.

mod support;

use std::time::Duration;

use chrono::TimeDelta;
use support::TestKiosk;
use support::days::{BUS, PEOPLE, TABLES, THERE_ARE, WILL_ASK, card_of, family_day, other_days};
use uuid::Uuid;
use visits_domain::booking_card::BookingState;
use visits_domain::event::Window;
use visits_domain::places::{BookingReference, Mode, Takes};
use visits_domain::wire::{Booked, BookingStands, Event, Happening, News, PlacesAct, PlacesAnswer};
use visits_domain::wish::{Ring, Visits, Wish};
use visits_domain::writing::key_pair;
use visits_kiosk::public::Link;
use visits_kiosk::session::{self, BornOf, DaysNews, Field, PlacesCall, Screen};
use visits_kiosk::worker::{Heard, epoch_of_this_boot};

impl TestKiosk {
    fn screen(&self) -> Screen {
        self.running.kiosk().view().session.screen
    }

    fn is_online(&self) {
        self.links(Link::Online);
    }

    fn is_offline(&self) {
        self.links(Link::OfflineSince(self.clock.now().utc));
    }

    fn links(&self, link: Link) {
        self.running.crew().call(move |worker| worker.set_link(link)).expect("a worker");
        self.pass(Duration::from_millis(10));
    }

    fn acts(&self) -> Vec<PlacesAct> {
        let records = self.running.crew().call(|worker| worker.store.batch(100));
        let records = records.expect("a worker").expect("records");
        let happened = records.iter().map(|r| serde_json::from_str(r.body.get()).expect("one"));
        happened
            .filter_map(|happening| match happening {
                Happening::Places(act) => Some(act),
                _ => None,
            })
            .collect()
    }

    fn bookings(&self) -> Vec<Booked> {
        let acts = self.acts().into_iter();
        acts.filter_map(|act| if let PlacesAct::Booked(booked) = act { Some(booked) } else { None })
            .collect()
    }

    fn looks_up(&self, reference: &BookingReference, born: &str) {
        self.presses(&["Family days", "I have a booking"]);
        self.type_keys(reference.compact());
        self.press("Next");
        self.type_keys(born);
        self.press("Next");
    }
}

fn opened(booked: &Booked) -> Wish {
    Wish::open(&key_pair([2; 32]).0, booked.booking, &booked.sealed).expect("it opens")
}

#[test]
fn offline_a_place_is_held_out_of_what_was_granted_and_the_wish_is_sealed() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_granted(20, 5);
    kiosk.is_offline();
    kiosk.books(THERE_ARE);
    assert!(kiosk.shows("We’re holding a place"), "{:?}", kiosk.texts());
    assert!(kiosk.shows("Wait for our yes before you pay for travel."));
    let [booked] = kiosk.bookings().try_into().expect("one booking");
    assert_eq!((booked.held_by, booked.visit), (Some(kiosk.epoch()), None));
    assert_eq!((booked.party.adults, booked.party.children), (1, 1));
    assert_eq!([PEOPLE, TABLES, BUS].map(|pool| booked.takes.of(pool)), [2, 1, 0]);
    let wish = opened(&booked);
    assert_eq!(wish.reference, kiosk.reference().compact());
    assert_eq!(
        (wish.lead.name.as_str(), wish.lead.phone.as_str()),
        ("Zsofia Quillfeather", "07700900123")
    );
    assert_eq!((wish.lead.ring, wish.lead.message), (Ring::Afternoons, false));
    assert_eq!(wish.lead.born.to_string(), "1986-07-28");
    assert_eq!((wish.ages.as_slice(), wish.diet.as_str()), (&[9][..], "nuts"));
    assert!(
        matches!(&wish.visits, Visits::Named { name, number } if name == "Rhys Quillfeather" && number.is_empty())
    );
    assert!(kiosk.places.borrow().is_empty(), "nobody was asked");
}

#[test]
fn offline_without_a_place_it_is_asked_for_and_says_so() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_granted(1, 1);
    kiosk.is_offline();
    kiosk.books("Summer family day, Saturday 20 June, 10\u{a0}am. A few places are left here.");
    assert!(kiosk.shows("We wrote down that you ask"), "{:?}", kiosk.texts());
    assert!(kiosk.shows("This screen is offline and holds no place. It will be sent."));
    let [booked] = kiosk.bookings().try_into().expect("one booking");
    assert_eq!(booked.held_by, None);
    assert!(kiosk.places.borrow().is_empty());
    // It finds its booking on this screen.
    let reference = kiosk.reference();
    kiosk.press("Done");
    kiosk.looks_up(&reference, "28071986");
    assert!(kiosk.shows("You have asked for a place"), "{:?}", kiosk.texts());
}

#[test]
fn online_the_server_grants_what_is_missing_and_the_place_is_held_here() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_online();
    kiosk.books(WILL_ASK);
    assert!(kiosk.shows("One moment. We are asking for your places."), "{:?}", kiosk.texts());
    let Some(PlacesCall::Wanted(wanted)) = kiosk.asked() else { panic!("nothing was asked") };
    assert_eq!(wanted.totals, [(PEOPLE, 2), (TABLES, 1)]);
    assert_eq!(kiosk.bookings(), [], "nothing is written before the answer");
    let granted = vec![kiosk.grant_of(PEOPLE, 2, 1), kiosk.grant_of(TABLES, 1, 1)];
    kiosk.server_says(DaysNews::Granted(Some(PlacesAnswer { granted })));
    assert!(kiosk.shows("We’re holding a place"), "{:?}", kiosk.texts());
    assert_eq!(kiosk.bookings().len(), 1);
    assert_eq!(kiosk.places.borrow().len(), 1, "what is held is asked of nobody");
}

#[test]
fn online_with_nothing_left_the_server_says_the_number_on_the_waiting_list() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_online();
    kiosk.books(WILL_ASK);
    kiosk.server_says(DaysNews::Granted(Some(PlacesAnswer { granted: vec![] })));
    let [booked] = kiosk.bookings().try_into().expect("one booking");
    assert_eq!(booked.held_by, None);
    let Some(PlacesCall::Stands(asked)) = kiosk.asked() else { panic!("it was not asked") };
    assert_eq!(asked.booking, booked.booking);
    kiosk.server_says(DaysNews::Stands(Some(BookingStands::Waiting(3))));
    assert!(kiosk.shows("You are number 3 on the waiting list"), "{:?}", kiosk.texts());
    assert!(kiosk.shows("No place is held yet."));
}

#[test]
fn what_the_server_says_of_a_wish_is_what_the_family_reads() {
    for (stands, reads) in [
        (Some(BookingStands::Held), "We’re holding a place"),
        (Some(BookingStands::InTheDraw), "You are in the draw"),
        (Some(BookingStands::NotKnown), "We have sent that you ask"),
        (None, "We have sent that you ask"),
    ] {
        std::thread::spawn(move || {
            let kiosk = TestKiosk::new();
            kiosk.hears_of([family_day()]);
            kiosk.is_online();
            kiosk.books(WILL_ASK);
            kiosk.server_says(DaysNews::Granted(None));
            kiosk.server_says(DaysNews::Stands(stands));
            assert!(kiosk.shows(reads), "{stands:?}: {:?}", kiosk.texts());
            assert_eq!(kiosk.bookings().len(), 1);
        })
        .join()
        .expect(reads);
    }
}

#[test]
fn a_server_that_never_answers_keeps_no_family_waiting() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_online();
    kiosk.books(WILL_ASK);
    kiosk.pass_seconds(19);
    assert_eq!(kiosk.screen(), Screen::DaysCheck);
    kiosk.pass_seconds(3);
    assert_eq!(kiosk.bookings().len(), 1, "written down as asked for");
    kiosk.pass_seconds(22);
    assert!(kiosk.shows("We have sent that you ask"), "{:?}", kiosk.texts());
    // What comes after all reaches nobody.
    kiosk.server_says(DaysNews::Stands(Some(BookingStands::Waiting(3))));
    assert!(kiosk.shows("We have sent that you ask"));
    assert_eq!(kiosk.bookings().len(), 1);
}

#[test]
fn pressed_twice_it_is_booked_once() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_granted(20, 5);
    kiosk.answers_everything(THERE_ARE);
    let window = kiosk.running.window();
    let button = kiosk.stage.touchable(window, "Yes, ask for it").expect("a button").area.centre();
    kiosk.pass(Duration::from_millis(600));
    for _ in 0..2 {
        kiosk.stage.touch(button.0, button.1);
    }
    kiosk.pass(Duration::from_millis(10));
    assert!(kiosk.shows("We’re holding a place"));
    assert_eq!(kiosk.bookings().len(), 1);
    let kiosk = kiosk.restarted();
    let left = kiosk.running.crew().call(|worker| worker.store.places_left(epoch_of_this_boot()));
    assert_eq!(left.expect("a worker").expect("read")[&PEOPLE], 18);
}

#[test]
fn a_second_press_while_the_server_is_asked_asks_nothing_again() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_online();
    kiosk.books(WILL_ASK);
    for label in ["Yes, ask for it", "Back", "Start again"] {
        kiosk.try_press(label);
    }
    assert_eq!((kiosk.screen(), kiosk.places.borrow().len()), (Screen::DaysCheck, 1));
    kiosk.server_says(DaysNews::Granted(None));
    kiosk.server_says(DaysNews::Stands(None));
    assert_eq!(kiosk.bookings().len(), 1);
}

#[test]
fn what_is_booked_by_the_family_itself_is_theirs() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([Event { booking: Mode::BookYourself, ..family_day() }]);
    kiosk.is_granted(20, 5);
    kiosk.presses(&["Family days", THERE_ARE]);
    while kiosk.try_press("More") {}
    kiosk.presses(&[
        "Book a place",
        "Next",
        "Nothing, thank you",
        "Skip",
        "From the station, 9 am",
    ]);
    assert_eq!(kiosk.screen(), Screen::DaysType(Field::Whom));
    kiosk.type_keys("Rhys");
    kiosk.press("Next");
    kiosk.type_keys("A12");
    kiosk.press("Next");
    assert!(kiosk.shows("It should look like A1234BC. Look again."));
    kiosk.type_keys("34bc");
    kiosk.press("Next");
    kiosk.type_keys("Ffion");
    kiosk.press("Next");
    kiosk.type_keys("01021990");
    kiosk.presses(&["Next", "Don’t ring me"]);
    while kiosk.try_press("More") {}
    kiosk.press("Yes, book it");
    // Nobody granted a seat of the bus: all or nothing.
    assert!(kiosk.places.borrow().len() == 1 && kiosk.screen() == Screen::DaysCheck);
    let bus = kiosk.grant_of(BUS, 4, 1);
    kiosk.server_says(DaysNews::Granted(Some(PlacesAnswer { granted: vec![bus] })));
    assert!(kiosk.shows("Your place is booked"), "{:?}", kiosk.texts());
    let [booked] = kiosk.bookings().try_into().expect("one booking");
    assert_eq!([PEOPLE, TABLES, BUS].map(|pool| booked.takes.of(pool)), [1, 1, 1]);
    let wish = opened(&booked);
    assert!(wish.lead.phone.is_empty() && wish.lead.ring == Ring::Never);
    assert!(matches!(&wish.visits, Visits::Named { number, .. } if number == "A1234BC"));
}

#[test]
fn who_has_checked_in_types_no_name_of_whom_they_visit() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_granted(20, 5);
    kiosk.press("Check in for a visit");
    kiosk.type_keys("okafor");
    kiosk.press("Next");
    kiosk.type_keys("28071986");
    kiosk.presses(&["Next", "That’s us today", "No, I have been before", "Nothing, thank you"]);
    kiosk.presses(&["Family days", THERE_ARE]);
    while kiosk.try_press("More") {}
    kiosk.presses(&["Ask for a place", "Next", "Nothing, thank you", "Skip"]);
    kiosk.presses(&["We come by ourselves", "The person we visit today"]);
    kiosk.type_keys("Grace");
    kiosk.press("Next");
    kiosk.type_keys("28071986");
    kiosk.presses(&["Next", "Don’t ring me"]);
    while kiosk.try_press("More") {}
    kiosk.press("Yes, ask for it");
    let [booked] = kiosk.bookings().try_into().expect("one booking");
    let visit = support::visit(1, "13:45").visit;
    assert_eq!(booked.visit, Some(visit));
    assert_eq!(opened(&booked).visits, Visits::CheckedIn(visit));
}

#[test]
fn from_family_days_back_to_the_number_more_of_the_party_can_still_join() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.press("Check in for a visit");
    kiosk.press("Use my reference");
    kiosk.type_keys("okaforaa");
    kiosk.press("Next");
    kiosk.type_keys("28071986");
    kiosk.presses(&["Next", "That’s us today", "No, I have been before", "Nothing, thank you"]);
    kiosk.presses(&["Family days", "Back"]);
    assert!(kiosk.shows("A1") && kiosk.screen() == Screen::Done, "{:?}", kiosk.texts());
    kiosk.press("Done");
    assert_eq!(kiosk.screen(), Screen::Welcome);
}

#[test]
fn on_another_kiosk_a_booking_is_found_by_the_card_the_server_sealed() {
    let reference = BookingReference::draw([7; 16]);
    for (state, reads, changes) in [
        (BookingState::Held, "We’re holding a place", true),
        (BookingState::Approved, "Yes, you can come", true),
        (BookingState::Waiting, "You are on the waiting list", true),
        (BookingState::InTheDraw, "You are in the draw", true),
        (BookingState::Declined, "We can’t offer you a place", false),
        (BookingState::Cancelled, "Your booking is cancelled", false),
    ] {
        let reference = reference.clone();
        std::thread::spawn(move || {
            let kiosk = TestKiosk::new();
            kiosk.hears_of([family_day()]);
            kiosk.apply([card_of(&reference, state)]);
            kiosk.is_offline();
            kiosk.looks_up(&reference, "28071986");
            assert!(kiosk.shows(reads), "{state:?}: {:?}", kiosk.texts());
            assert_eq!(kiosk.labels().contains(&"Change who comes".to_owned()), changes);
            assert!(kiosk.places.borrow().is_empty());
            kiosk.press("Start again");
            // The same words for a wrong date of birth and for a reference of nobody.
            for (reference, born) in
                [(reference.clone(), "29071986"), (BookingReference::draw([8; 16]), "28071986")]
            {
                kiosk.looks_up(&reference, born);
                assert!(kiosk.shows("Check the reference and the date, or go to the desk."));
                kiosk.press("Start again");
            }
        })
        .join()
        .expect(reads);
    }
}

#[test]
fn online_a_look_up_tells_the_newest_that_the_server_knows() {
    let kiosk = TestKiosk::new();
    let reference = BookingReference::draw([7; 16]);
    kiosk.hears_of([family_day()]);
    kiosk.apply([card_of(&reference, BookingState::Waiting)]);
    kiosk.is_online();
    kiosk.looks_up(&reference, "28071986");
    assert!(kiosk.shows("One moment. We are looking."), "{:?}", kiosk.texts());
    kiosk.server_says(DaysNews::Stands(Some(BookingStands::Waiting(2))));
    assert!(kiosk.shows("You are number 2 on the waiting list"), "{:?}", kiosk.texts());
    // A day that is cancelled is that before everything else.
    kiosk.apply([News::Event(Box::new(Event { cancelled: true, ..family_day() }))]);
    assert!(kiosk.shows("This day does not take place"), "{:?}", kiosk.texts());
}

#[test]
fn a_scanned_reference_leads_to_the_date_of_birth_and_is_not_shown() {
    let kiosk = TestKiosk::new();
    let reference = BookingReference::draw([7; 16]);
    kiosk.hears_of([family_day()]);
    kiosk.apply([card_of(&reference, BookingState::Approved)]);
    kiosk.is_offline();
    kiosk.hear(Heard::Session(session::Event::Scanned(reference.written())));
    assert_eq!(kiosk.screen(), Screen::DaysBorn(BornOf::Booked));
    kiosk.type_keys("28071986");
    kiosk.press("Next");
    assert!(kiosk.shows("Yes, you can come"), "{:?}", kiosk.texts());
}

#[test]
fn a_family_that_looks_at_another_day_takes_no_bus_and_no_age_of_the_first_along() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()].into_iter().chain(other_days()));
    kiosk.is_granted(20, 5);
    kiosk.is_offline();
    kiosk.presses(&["Family days", THERE_ARE]);
    while kiosk.try_press("More") {}
    kiosk.presses(&["Ask for a place", "One more child", "Next", "9", "Nothing, thank you"]);
    kiosk.presses(&["Skip", "From the station, 9 am"]);
    kiosk.presses(&["Back"; 7]);
    kiosk.press("The end of the bike course, Thursday 25 June, 10\u{a0}am. Offline: you can ask, no place is held.");
    while kiosk.try_press("More") {}
    kiosk.presses(&["Book a place", "Next", "Nothing, thank you"]);
    kiosk.type_keys("Rhys");
    kiosk.presses(&["Next", "Skip"]);
    kiosk.type_keys("Ffion");
    kiosk.press("Next");
    kiosk.type_keys("01021990");
    kiosk.presses(&["Next", "Don’t ring me"]);
    while kiosk.try_press("More") {}
    kiosk.press("Yes, book it");
    let [booked] = kiosk.bookings().try_into().expect("one booking");
    assert_eq!(booked.takes.iter().count(), 1, "one place, and no seat");
    assert_eq!(opened(&booked).ages, [0; 0]);
}

#[test]
fn guesses_at_a_booking_are_slowed_down_and_the_right_answer_then_too() {
    let kiosk = TestKiosk::new();
    let reference = BookingReference::draw([7; 16]);
    kiosk.hears_of([family_day()]);
    kiosk.apply([card_of(&reference, BookingState::Held)]);
    kiosk.is_offline();
    for day in 10..15 {
        kiosk.looks_up(&reference, &format!("{day}071986"));
        kiosk.press("Start again");
    }
    kiosk.looks_up(&reference, "28071986");
    assert!(kiosk.shows("Check the reference and the date"), "{:?}", kiosk.texts());
    kiosk.press("Start again");
    kiosk.pass(Duration::from_secs(61));
    kiosk.looks_up(&reference, "28071986");
    assert!(kiosk.shows("We’re holding a place"), "{:?}", kiosk.texts());
}

#[test]
fn a_reference_with_a_slip_is_noticed_before_anything_is_looked_for() {
    let kiosk = TestKiosk::new();
    kiosk.presses(&["Family days", "I have a booking", "Next"]);
    assert!(kiosk.shows("Please type it first."));
    let reference = BookingReference::draw([7; 16]);
    let mut swapped: Vec<char> = reference.compact().chars().collect();
    let other = (1..9).find(|n| swapped[*n] != swapped[0]).expect("another");
    swapped.swap(0, other);
    kiosk.type_keys(&swapped[..5].iter().collect::<String>());
    kiosk.press("Next");
    assert!(kiosk.shows("Part of it is missing."));
    kiosk.type_keys(&swapped[5..].iter().collect::<String>());
    kiosk.press("Next");
    assert!(kiosk.shows("One letter is not right. Look again."), "{:?}", kiosk.texts());
}

#[test]
fn fewer_come_and_nobody_comes_are_written_down_and_found_again() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_granted(20, 5);
    kiosk.is_offline();
    kiosk.books(THERE_ARE);
    let reference = kiosk.reference();
    kiosk.press("Done");
    kiosk.looks_up(&reference, "28071986");
    kiosk.presses(&["Change who comes", "One child fewer", "Next", "Yes, change it"]);
    assert!(kiosk.shows("Your booking is changed"), "{:?}", kiosk.texts());
    kiosk.press("Done");
    let acts = kiosk.acts();
    let Some(PlacesAct::Changed(changed)) = acts.last() else { panic!("{acts:?}") };
    assert_eq!((changed.takes.of(PEOPLE), changed.party.children), (1, 0));
    assert_eq!((changed.spent.as_ref(), changed.booking), (None, kiosk.bookings()[0].booking));
    kiosk.looks_up(&reference, "28071986");
    assert!(kiosk.shows("1 adult"), "{:?}", kiosk.texts());
    kiosk.presses(&["We can’t come", "Yes, cancel it"]);
    assert!(kiosk.shows("Your booking is cancelled"), "{:?}", kiosk.texts());
    kiosk.press("Done");
    assert!(matches!(kiosk.acts().last(), Some(PlacesAct::Cancelled(_))));
    kiosk.looks_up(&reference, "28071986");
    assert!(kiosk.shows("Your booking is cancelled") && !kiosk.try_press("Change who comes"));
}

#[test]
fn more_come_when_there_are_places_and_else_it_stays_as_it_was() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_granted(4, 5);
    kiosk.is_offline();
    kiosk.books("Summer family day, Saturday 20 June, 10\u{a0}am. A few places are left here.");
    let reference = kiosk.reference();
    kiosk.press("Done");
    let change = ["Change who comes", "One more adult", "Next", "Yes, change it"];
    kiosk.looks_up(&reference, "28071986");
    kiosk.presses(&change);
    assert!(kiosk.shows("We hold the places for all of you."), "{:?}", kiosk.texts());
    kiosk.press("Done");
    let acts = kiosk.acts();
    let Some(PlacesAct::Changed(changed)) = acts.last() else { panic!("{acts:?}") };
    let more = Takes::new([(PEOPLE, 1)]).expect("takes");
    assert_eq!(changed.spent, Some((kiosk.epoch(), more)));
    // One place is left here, and two more want to come.
    kiosk.looks_up(&reference, "28071986");
    kiosk.presses(&[
        "Change who comes",
        "One more adult",
        "One more child",
        "Next",
        "Yes, change it",
    ]);
    assert!(kiosk.shows("We wrote your change down"), "{:?}", kiosk.texts());
    kiosk.press("Done");
    let acts = kiosk.acts();
    let Some(PlacesAct::Changed(changed)) = acts.last() else { panic!("{acts:?}") };
    assert_eq!((changed.spent.clone(), changed.takes.of(PEOPLE)), (None, 5));
    kiosk.looks_up(&reference, "28071986");
    assert!(kiosk.shows("2 adults and 1 child"), "what it had: {:?}", kiosk.texts());
}

#[test]
fn a_day_that_closes_is_edited_or_is_cancelled_while_they_type_is_not_booked() {
    let closed = Event {
        window: Window {
            closes: support::NOW.parse::<chrono::DateTime<chrono::Utc>>().expect("a time")
                + TimeDelta::seconds(5),
            ..family_day().window
        },
        ..family_day()
    };
    for (what, news, reads) in [
        (
            "cancelled",
            News::Event(Box::new(Event { cancelled: true, ..family_day() })),
            "This day does not take place",
        ),
        (
            "smaller",
            News::Event(Box::new(Event { most_people: 1, ..family_day() })),
            "This day has just changed",
        ),
        (
            "older",
            News::Event(Box::new(Event {
                ages: visits_domain::event::Ages::between(0, 4),
                ..family_day()
            })),
            "This day has just changed",
        ),
        ("gone", News::EventGone { event: family_day().event }, "This day is not on the list"),
        ("closed", News::Event(Box::new(closed)), "The time to ask has just ended"),
    ] {
        std::thread::spawn(move || {
            let kiosk = TestKiosk::new();
            kiosk.hears_of([family_day()]);
            kiosk.is_granted(20, 5);
            kiosk.answers_everything(THERE_ARE);
            kiosk.apply([news]);
            kiosk.pass(Duration::from_secs(6));
            kiosk.press("Yes, ask for it");
            assert!(kiosk.shows(reads), "{what}: {:?}", kiosk.texts());
            assert_eq!(kiosk.bookings(), []);
        })
        .join()
        .expect(what);
    }
}

#[test]
fn a_clock_that_is_wrong_closes_no_day_that_the_server_keeps_open() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_granted(20, 5);
    kiosk.clock.heard(support::NOW.parse().expect("a time"));
    kiosk.clock.set_wall("2036-06-02T12:30:00Z".parse().expect("a time"));
    kiosk.presses(&["Family days", THERE_ARE]);
    while kiosk.try_press("More") {}
    kiosk.press("Ask for a place");
    assert_eq!(kiosk.screen(), Screen::Party);
}

#[test]
fn a_day_is_found_by_who_is_coming_and_by_its_kind() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()].into_iter().chain(other_days()));
    let staff = Event {
        event: visits_domain::places::EventId(Uuid::from_u128(9)),
        booking: Mode::StaffOnly,
        title: support::days::both("Only staff", "Dim ond staff"),
        ..family_day()
    };
    kiosk.apply([News::Event(Box::new(staff))]);
    kiosk.press("Family days");
    let titles = |kiosk: &TestKiosk| -> Vec<String> {
        let mut all = Vec::new();
        loop {
            let texts = kiosk.texts();
            for known in [
                "Summer family day",
                "New dads",
                "The end of the bike course",
                "Homework club",
                "Story time in the library",
                "Only staff",
            ] {
                if texts.iter().any(|text| text == known) {
                    all.push(known.to_owned());
                }
            }
            if !kiosk.try_press("More") {
                return all;
            }
        }
    };
    assert_eq!(
        titles(&kiosk),
        [
            "Summer family day",
            "New dads",
            "The end of the bike course",
            "Homework club",
            "Story time in the library"
        ]
    );
    kiosk.presses(&["Who is coming?", "A teenager", "Show the days"]);
    assert_eq!(titles(&kiosk), ["Homework club"]);
    kiosk.presses(&["Who is coming?", "A teenager", "A wheelchair user"]);
    while kiosk.try_press("More") {}
    kiosk.presses(&["Story time", "Show the days"]);
    assert_eq!(titles(&kiosk), ["Story time in the library"]);
    kiosk.presses(&["Who is coming?", "All days", "Show the days"]);
    assert_eq!(titles(&kiosk).len(), 5);
}

#[test]
fn a_child_of_another_age_hears_kindly_that_the_day_is_for_others() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()].into_iter().chain(other_days()));
    kiosk.presses(&["Family days", WILL_ASK]);
    while kiosk.try_press("More") {}
    kiosk.presses(&["Ask for a place", "One more child", "Next", "12"]);
    assert!(kiosk.shows("This day is for ages 0 to 11. Ask a person."), "{:?}", kiosk.texts());
    kiosk.press("11");
    assert_eq!(kiosk.screen(), Screen::Needs);
    kiosk.press("Start again");
    // Babies of the spring alone: their date of birth is asked, and their age is kept.
    kiosk.presses(&[
        "Family days",
        "New dads, Wednesday 24 June, 10\u{a0}am. This screen will ask for places.",
    ]);
    while kiosk.try_press("More") {}
    kiosk.presses(&["Ask for a place", "One more child", "Next"]);
    assert!(kiosk.shows("When was your child born?"));
    kiosk.type_keys("31122025");
    kiosk.press("Next");
    assert!(kiosk.shows("This day is for other ages. Ask a person."), "{:?}", kiosk.texts());
    kiosk.press("Day: 31");
    kiosk.type_keys("01012026");
    kiosk.press("Next");
    assert_eq!(kiosk.screen(), Screen::Needs);
    let view = kiosk.running.kiosk();
    let days = view.view().session.draft.days.clone().expect("days");
    assert_eq!(days.ages, [0]);
}

#[test]
fn whoever_walks_away_leaves_nothing_of_it() {
    let kiosk = TestKiosk::new();
    kiosk.hears_of([family_day()]);
    kiosk.is_granted(20, 5);
    kiosk.pass_seconds(80);
    let before = kiosk.picture();
    kiosk.answers_everything(THERE_ARE);
    assert!(kiosk.picture() != before);
    kiosk.pass_seconds(45 + 27);
    assert_eq!(kiosk.screen(), Screen::Welcome);
    assert!(kiosk.running.kiosk().view().session.draft.days.is_none());
    assert_eq!(kiosk.bookings(), []);
    // The next family finds empty fields.
    kiosk.presses(&["Family days", "I have a booking", "Back", THERE_ARE]);
    while kiosk.try_press("More") {}
    kiosk.presses(&["Ask for a place", "Next", "Nothing, thank you"]);
    assert_eq!(kiosk.screen(), Screen::DaysType(Field::Diet));
    assert!(!kiosk.texts().contains(&"nuts".to_owned()), "{:?}", kiosk.texts());
}
