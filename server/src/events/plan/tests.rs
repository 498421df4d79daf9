use uuid::Uuid;
use visits_domain::places::EventId;

use super::*;

fn known() -> Known<'static> {
    let now = "2026-06-01T13:00:30".parse().expect("a time");
    Known { now, most_children: 4, most_people: 6, before: None }
}

fn family_day() -> Typed {
    let fields = [
        ("kind", "family-day"),
        ("booking", "usual"),
        ("title_en", "Summer family day"),
        ("title_cy", "Diwrnod teulu’r haf"),
        ("words_en", "Games, lunch and time together.\r\nBring sun cream."),
        ("words_cy", "Gemau, cinio ac amser gyda’n gilydd."),
        ("place_en", "Visits hall"),
        ("place_cy", "Neuadd ymweliadau"),
        ("day", "2026-07-11"),
        ("start", "10:00"),
        ("end", "15:00"),
        ("prison_approved", "1"),
        ("youngest", "0"),
        ("oldest", "17"),
        ("facilities", "baby-change"),
        ("facilities", "quiet-room"),
        ("access", "step-free"),
        ("books_from", "2026-06-08T09:00"),
        ("books_until", "2026-07-04T17:00"),
        ("most_children", "4"),
        ("most_people", "6"),
        ("people", "60"),
        ("tables", "12"),
        ("seats_1", "16"),
        ("seats_1_en", "Doncaster station, 9 am"),
        ("seats_1_cy", "Gorsaf Doncaster, 9 yb"),
        ("wings", "B\n\n C "),
        ("wing_staff", "Officer Lee"),
        ("providers", "Play Together"),
        ("volunteers_needed", "3"),
    ];
    fields.into_iter().collect()
}

/// A plan of a family day, for tests of others.
pub fn a_plan() -> Plan {
    read(&family_day(), known()).expect("it is read")
}

fn with(changes: &[(&str, &str)]) -> Typed {
    let mut typed = family_day();
    for (name, value) in changes {
        typed.set(*name, *value);
    }
    typed
}

fn faults(changes: &[(&str, &str)]) -> Vec<(String, Why)> {
    let read = read(&with(changes), known());
    read.err().unwrap_or_default().into_iter().map(|fault| (fault.field, fault.why)).collect()
}

fn one(field: &str, why: Why) -> Vec<(String, Why)> {
    vec![(field.to_owned(), why)]
}

#[test]
fn a_whole_form_becomes_a_plan() {
    let plan = read(&family_day(), known()).expect("a plan");
    assert_eq!(plan.booking, Mode::AskAndStaffDecide, "children meet somebody inside");
    assert_eq!(plan.words.en, "Games, lunch and time together.\nBring sun cream.");
    assert_eq!(plan.facilities, [Facility::QuietRoom, Facility::BabyChange]);
    assert_eq!(plan.wings, ["B", "C"]);
    assert_eq!(plan.capacity(PoolKind::People), Some(60));
    assert_eq!(plan.capacity(PoolKind::Seats), Some(16));
    assert_eq!(plan.begins().to_rfc3339(), "2026-07-11T09:00:00+00:00", "summer time");
}

#[test]
fn an_event_typed_again_is_the_same_event() {
    let mut plan = read(&family_day(), known()).expect("a plan");
    for (n, pool) in (1..).zip(&mut plan.pools) {
        pool.id = Some(PoolId(Uuid::from_u128(n)));
    }
    let event = Event {
        id: EventId(Uuid::from_u128(9)),
        version: 3,
        state: State::Open,
        commitment: None,
        plan,
    };
    let known = Known { before: Some(&event), ..known() };
    assert_eq!(read(&Typed::of(&event), known).as_ref(), Ok(&event.plan));
}

#[test]
fn a_copy_has_no_day_and_no_approval_and_no_place_of_the_other() {
    let plan = read(&family_day(), known()).expect("a plan");
    let mut copy = Typed::copy_of(&plan);
    let faults = read(&copy, known()).expect_err("no day");
    assert_eq!(faults, [Fault { field: "day".to_owned(), why: Why::Missing }]);
    copy.set("day", "2026-08-08");
    let copy = read(&copy, known()).expect("a plan");
    assert!(!copy.prison_approved && copy.pools.iter().all(|pool| pool.id.is_none()));
    assert_eq!(copy.books_until, copy.day.and_time(copy.start), "until it begins");
}

#[test]
fn nothing_typed_names_every_field_that_is_needed() {
    let nothing = Typed::default();
    let faults = read(&nothing, known()).expect_err("faults");
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    for field in ["title_en", "title_cy", "words_en", "place_cy", "day", "start", "end", "people"] {
        assert!(fields.contains(&field), "{field}");
    }
}

#[test]
fn one_language_alone_is_refused() {
    assert_eq!(faults(&[("title_cy", " ")]), one("title_cy", Why::OtherLanguage));
    assert_eq!(faults(&[("first_en", "Parenting course")]), one("first_cy", Why::OtherLanguage));
    assert_eq!(faults(&[("seats_1_en", "")]), one("seats_1_en", Why::OtherLanguage));
}

#[test]
fn a_party_of_none_or_of_forty_and_more_children_than_the_site_allows_are_refused() {
    assert_eq!(faults(&[("most_people", "0")])[0], ("most_people".into(), Why::NotBetween(1, 6)));
    assert_eq!(faults(&[("most_people", "40")])[0], ("most_people".into(), Why::NotBetween(1, 6)));
    assert_eq!(faults(&[("most_children", "5")]), one("most_children", Why::NotBetween(0, 4)));
    let few = faults(&[("most_people", "3")]);
    assert_eq!(few, one("most_children", Why::MoreChildrenThanPeople));
    let small = faults(&[("people", "5")]);
    assert_eq!(small, one("people", Why::LargerThanThePlaces));
}

#[test]
fn numbers_that_are_none_are_refused() {
    for text in ["-1", "1.5", "ten", "１", "99999999999999999999", "0x10"] {
        assert_eq!(faults(&[("people", text)])[0].1, Why::NotBetween(1, 2_000), "{text}");
    }
}

#[test]
fn times_must_be_on_the_clock_and_in_their_order() {
    assert_eq!(faults(&[("end", "10:00")]), one("end", Why::NotAfter));
    assert_eq!(faults(&[("day", "2026-02-30")]), one("day", Why::NotADay));
    assert_eq!(faults(&[("start", "25:00")]), one("start", Why::NotATime));
    let past = [("day", "2026-06-01"), ("start", "13:00"), ("books_from", ""), ("books_until", "")];
    assert!(faults(&past).contains(&("day".into(), Why::Past)));
    assert_eq!(faults(&[("day", "2029-07-11")]), one("day", Why::FarAhead));
    // The night of 28 March 2027 has no 1.30 am.
    let spring = [("day", "2027-03-28"), ("start", "01:30"), ("end", "03:00")];
    assert_eq!(faults(&spring), one("start", Why::JumpedOver));
}

#[test]
fn booking_closes_after_it_opens_and_before_the_event_begins() {
    let late = [("books_until", "2026-07-11T10:01")];
    assert_eq!(faults(&late), one("books_until", Why::ClosesTooLate));
    let turned = [("books_until", "2026-06-08T09:00")];
    assert_eq!(faults(&turned), one("books_until", Why::NotAfter));
    let jumped = [("day", "2027-07-11"), ("books_from", "2027-03-28T01:30")];
    assert_eq!(
        faults(&[jumped[0], jumped[1], ("books_until", "2027-07-01T09:00")]),
        one("books_from", Why::JumpedOver)
    );
}

#[test]
fn a_final_visit_is_never_booked_by_anybody_outside() {
    let plan = read(&with(&[("kind", "final-visit")]), known()).expect("a plan");
    assert_eq!(plan.booking, Mode::StaffOnly);
    assert!(!plan.is_for_families());
    let open = [("kind", "final-visit"), ("booking", "book_yourself")];
    assert_eq!(faults(&open), one("booking", Why::ForStaffAlone));
}

#[test]
fn what_families_know_of_cannot_become_a_final_visit_or_lose_its_approval() {
    let plan = read(&family_day(), known()).expect("a plan");
    let event =
        Event { id: EventId(Uuid::nil()), version: 1, state: State::Open, commitment: None, plan };
    let known = Known { before: Some(&event), ..known() };
    let secret = read(&with(&[("kind", "final-visit")]), known).expect_err("a fault");
    assert_eq!(secret[0].why, Why::FamiliesKnow);
    let approval = read(&with(&[("prison_approved", "")]), known).expect_err("a fault");
    assert_eq!(approval[0].why, Why::WasApproved);
}

#[test]
fn an_event_that_has_begun_can_still_be_described() {
    let plan = read(&family_day(), known()).expect("a plan");
    let event =
        Event { id: EventId(Uuid::nil()), version: 1, state: State::Open, commitment: None, plan };
    let now = "2026-07-11T11:00:00".parse().expect("a time");
    let known = Known { now, before: Some(&event), ..known() };
    assert!(read(&with(&[("place_en", "Gym")]), known).is_ok());
    let moved = read(&with(&[("start", "10:30")]), known).expect_err("a fault");
    assert_eq!(moved[0].why, Why::Past);
}

#[test]
fn control_characters_and_endless_texts_are_refused() {
    assert_eq!(faults(&[("title_en", "a\u{0}b")]), one("title_en", Why::Unreadable));
    let long = "x".repeat(81);
    assert_eq!(faults(&[("title_en", &long)]), one("title_en", Why::TooLong(80)));
    let lines = "B\n".repeat(21);
    assert_eq!(faults(&[("wings", &lines)]), one("wings", Why::TooManyLines(20)));
    assert_eq!(faults(&[("kind", "disco")]), one("kind", Why::NotOffered));
    assert_eq!(faults(&[("access", "helipad")]), one("access", Why::NotOffered));
}

#[test]
fn a_bus_of_another_event_is_a_new_bus() {
    let foreign = Uuid::from_u128(77).to_string();
    let plan = read(&with(&[("seats_1_pool", &foreign)]), known()).expect("a plan");
    assert!(plan.pools.iter().all(|pool| pool.id.is_none()));
}

#[test]
fn children_who_do_not_come_have_no_ages() {
    let plan = read(&with(&[("most_children", "0"), ("youngest", "")]), known()).expect("a plan");
    assert_eq!((plan.ages, plan.booking), (None, Mode::BookYourself));
    assert_eq!(faults(&[("youngest", "9"), ("oldest", "3")]), one("oldest", Why::NotAfter));
}
