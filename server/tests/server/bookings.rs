//! Bookings of family events on the server's pages: seen, decided, moved, changed, rung about, and
//! found again at a kiosk.

use reqwest::StatusCode;
use uuid::Uuid;
use visits_domain::booking_card::BookingState;
use visits_domain::places::BookingId;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{BookingStands, News};
use visits_server::Role;

use crate::support::app::{TestApp, holds, moorland};
use crate::support::bookings::{Counter, wish, written};
use crate::support::events::{version, with};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    a_family_s_booking_is_seen_approved_and_found_again_at_a_kiosk,
    staff_book_for_a_family_that_rings_and_a_manager_may_place_it_over_the_number,
    a_booking_that_is_moved_keeps_its_reference_and_is_followed_from_the_old_screen,
    a_family_that_changes_its_booking_is_decided_anew,
    fewer_places_than_are_held_are_for_a_manager_who_has_read_what_that_means,
    families_of_a_cancelled_event_are_rung_at_safe_times_and_ticked_by_whom,
    one_family_that_asks_twice_is_found_by_who_leads_it_and_no_name_is_stored,
    what_went_otherwise_says_what_to_do_and_who_settled_it,
    a_kiosk_s_places_are_written_off_by_a_manager_alone,
    a_form_that_cannot_be_is_refused_and_keeps_what_was_typed,
    two_people_who_decide_one_booking_lose_nothing,
    after_a_rotation_a_family_still_finds_its_booking,
    a_letter_a_list_and_a_table_name_nobody_inside,
    what_a_family_booked_can_be_shown_to_it_and_erased,
    after_a_restore_a_manager_lets_the_server_go_on,
];

const BORN: &str = "1986-07-28";

/// No bus.
const NO_BUS: [(&str, &str); 3] = [("seats_1", ""), ("seats_1_en", ""), ("seats_1_cy", "")];

async fn worker(app: &TestApp) -> TestStaff {
    app.person("Mair Worker", Role::FamilyWorker).await
}

fn at(event: &str, booking: BookingId) -> String {
    format!("{event}/bookings/{booking}")
}

/// Does something with a booking as its page shows it now.
async fn act(staff: &TestStaff, page: &str, path: &str, more: &[(&str, &str)]) -> String {
    let shown = staff.page(page).await;
    let version = version(&shown).to_owned();
    let form = [&[("version", version.as_str())], more].concat();
    let answer = staff.post(&format!("{page}/{path}"), &form).await;
    assert!(!answer.status().is_server_error(), "{path}: {}", answer.status());
    answer.text().await.expect("a page")
}

async fn step(staff: &TestStaff, page: &str, step: &str) -> String {
    act(staff, page, "step", &[("step", step)]).await
}

async fn a_family_s_booking_is_seen_approved_and_found_again_at_a_kiosk(app: TestApp) {
    let (worker, counter) = (worker(&app).await, Counter::new(&app, 1).await);
    let event_at = worker.open_event(&[]).await;
    let event = counter.event(&event_at).await;
    let wish = wish(1, "Zephyrine Quillfeather", BORN);
    let booking = counter.book(&event, (&wish, true, None)).await;
    counter.card_says(&wish, |card| card.is_some_and(|c| c.state == BookingState::Held)).await;

    let page = worker.page(&format!("{event_at}/bookings")).await;
    let text = plain(&page);
    for said in [
        written(&wish).as_str(),
        "Zephyrine Quillfeather",
        "Adults: 1, children: 2",
        "Ages: 3, 9",
        "Step-free, a seat by the door",
        "no peanuts",
        "Held: to be decided",
        "Prison approved: not yet",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(!page.contains("Thistlewood") && !page.contains("Z9876YX"), "hidden until asked for");
    let this = at(&event_at, booking);
    let one = worker.page(&this).await;
    assert!(plain(&one).contains("07700 900101") && plain(&one).contains("Mornings"));
    assert!(!one.contains("Thistlewood"));
    let who = worker.post(&format!("{this}/who"), &[]).await.text().await.expect("a page");
    assert!(plain(&who).contains("Bartholomew Thistlewood") && who.contains("Z9876YX"));
    let looked = "SELECT COUNT(*) FROM audit WHERE act = 'prisoner-seen'";
    assert_eq!(app.number(looked).await, 1);

    let refused = step(&worker, &this, "approve").await;
    assert!(plain(&refused).contains("The prison has not said yes yet."), "{}", plain(&refused));
    step(&worker, &this, "prison-yes").await;
    let page = step(&worker, &this, "approve").await;
    assert!(plain(&page).contains("Approved"), "{}", plain(&page));
    assert_eq!(counter.stands(event.event, booking).await, BookingStands::Approved);
    counter.card_says(&wish, |card| card.is_some_and(|c| c.state == BookingState::Approved)).await;

    let pool = plain(&worker.page(&event_at).await);
    assert!(pool.contains("People 60 3"), "capacity and held: {pool}");
    step(&worker, &this, "decline").await;
    assert_eq!(counter.stands(event.event, booking).await, BookingStands::Declined);
    counter.card_says(&wish, |card| card.is_some_and(|c| c.state == BookingState::Declined)).await;
    let pool = plain(&worker.page(&event_at).await);
    assert!(pool.contains("People 60 0"), "its places are free: {pool}");
    let audit = app.sql("SELECT who, act, about FROM audit").await;
    for row in &audit {
        for column in 0..3 {
            let text: String = sqlx::Row::get(row, column);
            assert!(!text.contains("Quillfeather") && !text.contains(&wish.reference), "{text}");
        }
    }
    let officer = app.officer().await;
    assert_eq!(officer.get(&this).await.status(), StatusCode::OK);
    let form = [("version", "9"), ("step", "approve")];
    let answer = officer.post(&format!("{this}/step"), &form).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN, "an officer decides nothing");
}

/// What staff type for a family.
fn by_phone() -> Vec<(&'static str, &'static str)> {
    vec![
        ("name", "Ottoline Marchbanks"),
        ("born", "1959-11-30"),
        ("phone", "01632 960001"),
        ("ring", "evenings"),
        ("language", "en"),
        ("adults", "2"),
        ("children", "1"),
        ("ages", "7"),
        ("needs", "hearing"),
        ("diet", "halal"),
        ("visits_name", "Bartholomew Thistlewood"),
    ]
}

fn changed<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = by_phone();
    form.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    form.extend(changes.iter().copied());
    form
}

/// Books by telephone: the booking's page.
async fn by_staff(staff: &TestStaff, event: &str, form: &[(&str, &str)]) -> (String, String) {
    let answer = staff.post(&format!("{event}/bookings/new"), form).await;
    let path = answer.url().path().to_owned();
    (path, plain(&answer.text().await.expect("a page")))
}

async fn staff_book_for_a_family_that_rings_and_a_manager_may_place_it_over_the_number(
    app: TestApp,
) {
    let (worker, manager) = (worker(&app).await, app.manager().await);
    let small = [("people", "6"), ("booking", "staff_only"), ("tables", "")];
    let event = worker.open_event(&[&small[..], &NO_BUS].concat()).await;
    let (first, page) = by_staff(&worker, &event, &by_phone()).await;
    assert!(page.contains("It is booked. Read the reference to the family."), "{page}");
    assert!(page.contains("Held: to be decided") && page.contains("by mair worker"), "{page}");
    let (second, page) =
        by_staff(&worker, &event, &changed(&[("name", "Ann Lee"), ("adults", "3")])).await;
    assert!(page.contains("Waiting list, number 1"), "{page}");
    let refused = step(&worker, &second, "prison-yes").await;
    assert!(plain(&refused).contains("Prison approved: yes"));
    let refused = plain(&step(&worker, &second, "approve").await);
    assert!(refused.contains("It has no place yet."), "{refused}");
    let shown = worker.page(&second).await;
    let form = [("version", version(&shown))];
    let answer = worker.post(&format!("{second}/over"), &form).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN, "only a manager");
    let page = plain(&act(&manager, &second, "over", &[]).await);
    assert!(page.contains("Held: to be decided"), "{page}");
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'placed-over'").await, 1);
    let pools = plain(&worker.page(&event).await);
    assert!(pools.contains("People 6 7 0 0 0 7"), "{pools}");
    step(&worker, &first, "cancel").await;
    assert!(plain(&worker.page(&first).await).contains("Cancelled"));
    let noted = "SELECT COUNT(*) FROM audit WHERE act IN ('booking-made', 'booking-cancelled')";
    assert_eq!(app.number(noted).await, 3);
}

async fn a_booking_that_is_moved_keeps_its_reference_and_is_followed_from_the_old_screen(
    app: TestApp,
) {
    let (worker, counter) = (worker(&app).await, Counter::new(&app, 1).await);
    let from = worker.open_event(&[]).await;
    let to = worker.open_event(&[("day", "2026-06-27"), ("title_en", "Story day")]).await;
    let (old, new) = (counter.event(&from).await, counter.event(&to).await);
    let wish = wish(1, "Zephyrine Quillfeather", BORN);
    let booking = counter.book(&old, (&wish, true, None)).await;
    let page = at(&from, booking);
    step(&worker, &page, "prison-yes").await;
    let target = new.event.to_string();
    let moved = plain(&act(&worker, &page, "move", &[("to", target.as_str())]).await);
    assert!(moved.contains("It is moved. Ring the family."), "{moved}");
    assert!(moved.contains(&written(&wish)) && moved.contains("Story day"), "{moved}");
    assert!(moved.contains("Prison approved: yes") && moved.contains("Held: to be decided"));
    let is_there = |card: Option<&visits_domain::booking_card::BookingCard>| {
        card.is_some_and(|card| card.moved && card.event == new.event)
    };
    counter.card_says(&wish, is_there).await;
    let left = plain(&worker.page(&format!("{from}/bookings")).await);
    assert!(left.contains("Moved to another event: 1") && !left.contains("Quillfeather"), "{left}");
    assert!(plain(&worker.page(&from).await).contains("People 60 0"), "its places are free there");
    let ring = plain(&worker.page(&format!("{to}/ring")).await);
    assert!(ring.contains("They are asked for at this event now."), "{ring}");

    // The screen it booked at knows the old one.
    assert_eq!(counter.stands(old.event, booking).await, BookingStands::Held);
    counter.rewrite(&old, booking, &wish).await;
    let troubles = plain(&worker.page("/events/troubles").await);
    assert!(troubles.contains("changed this booking at a screen after it was moved"), "{troubles}");
    counter.cancel(old.event, booking).await;
    assert_eq!(counter.stands(old.event, booking).await, BookingStands::Ended);
    counter.card_says(&wish, |card| card.is_some_and(|c| c.state == BookingState::Cancelled)).await;
    assert!(plain(&worker.page(&to).await).contains("People 60 0"), "and is free here too");
}

async fn a_family_that_changes_its_booking_is_decided_anew(app: TestApp) {
    let (worker, counter) = (worker(&app).await, Counter::new(&app, 1).await);
    let small = [("people", "9"), ("tables", "")];
    let event_at = worker.open_event(&[&small[..], &NO_BUS].concat()).await;
    let event = counter.event(&event_at).await;
    let first = wish(1, "Zephyrine Quillfeather", BORN);
    let booking = counter.book(&event, (&first, true, None)).await;
    let page = at(&event_at, booking);
    step(&worker, &page, "prison-yes").await;
    step(&worker, &page, "approve").await;
    let mut second = wish(1, "Zephyrine Quillfeather", BORN);
    "nothing with milk".clone_into(&mut second.diet);
    second.lead.born = "1986-07-29".parse().expect("a day");
    counter.rewrite(&event, booking, &second).await;
    let shown = plain(&worker.page(&page).await);
    assert!(shown.contains("nothing with milk") && !shown.contains("no peanuts"), "{shown}");
    assert!(shown.contains("Held: to be decided") && shown.contains("The family changed it on"));
    counter.card_says(&second, |card| card.is_some_and(|c| c.state == BookingState::Held)).await;
    counter.card_says(&first, |card| card.is_none()).await;

    // Staff write down what it says on the telephone; what does not fit changes nothing.
    let edit = worker.page(&format!("{page}/change")).await;
    assert!(edit.contains("nothing with milk") && !edit.contains("Thistlewood"), "unseen here too");
    let version = version(&edit).to_owned();
    let form = |adults: &'static str| {
        let mut form = by_phone();
        form.retain(|(name, _)| !["adults", "visits_name"].contains(name));
        form.push(("adults", adults));
        form
    };
    let others = counter.book(&event, (&wish(2, "Ann Lee", "1970-01-01"), false, None)).await;
    assert_ne!(counter.stands(event.event, others).await, BookingStands::NotKnown);
    let too_many = [&form("5")[..], &[("version", version.as_str())]].concat();
    let answer = worker.post(&format!("{page}/change"), &too_many).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = plain(&answer.text().await.expect("a page"));
    assert!(text.contains("There are not enough places for that. Nothing was changed."), "{text}");
    let fewer = [&form("1")[..], &[("version", version.as_str())]].concat();
    let saved = worker.post(&format!("{page}/change"), &fewer).await.text().await.expect("a page");
    let saved = plain(&saved);
    assert!(saved.contains("Saved.") && saved.contains("Adults: 1, children: 1"), "{saved}");
    let who = worker.post(&format!("{page}/who"), &[]).await.text().await.expect("a page");
    assert!(who.contains("Thistlewood"), "whom they visit stayed as it was");
}

async fn fewer_places_than_are_held_are_for_a_manager_who_has_read_what_that_means(app: TestApp) {
    let (worker, manager) = (worker(&app).await, app.manager().await);
    let counter = Counter::new(&app, 1).await;
    let event_at = worker.open_event(&NO_BUS).await;
    let event = counter.event(&event_at).await;
    for n in 1..=4 {
        let wish = wish(n, &format!("Family {n}"), BORN);
        counter.book(&event, (&wish, true, None)).await;
    }
    let edit = format!("{event_at}/edit");
    let fewer = |version: &str, lower: &str| {
        with(&[&[("version", version), ("people", "8"), ("lower", lower)], &NO_BUS[..]].concat())
    };
    for lower in ["", "1"] {
        let shown = worker.page(&edit).await;
        let (led_to, page) = worker.send_event(&edit, &fewer(version(&shown), lower)).await;
        let text = plain(&page);
        assert_eq!(led_to, edit, "only a manager");
        assert!(text.contains("People: 12 are held by families and"), "{text}");
        assert!(text.contains("you want 8.") && text.contains("Nothing was saved."), "{text}");
    }
    let shown = manager.page(&edit).await;
    let (led_to, page) = manager.send_event(&edit, &fewer(version(&shown), "")).await;
    assert_eq!(led_to, edit);
    assert!(page.contains("id=\"lower\""), "a manager may");
    let (led_to, _) = manager.send_event(&edit, &fewer(version(&shown), "1")).await;
    assert_eq!(led_to, event_at);
    let pools = plain(&worker.page(&event_at).await);
    assert!(pools.contains("People 8 12"), "{pools}");
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'places-lowered'").await, 1);
    // More again is nobody's risk.
    let shown = worker.page(&edit).await;
    let more = [("version", version(&shown)), ("people", "10")];
    let more = with(&[&more[..], &NO_BUS].concat());
    assert_eq!(worker.send_event(&edit, &more).await.0, event_at);
}

async fn families_of_a_cancelled_event_are_rung_at_safe_times_and_ticked_by_whom(app: TestApp) {
    let (worker, counter) = (worker(&app).await, Counter::new(&app, 1).await);
    let event_at = worker.open_event(&[]).await;
    let event = counter.event(&event_at).await;
    let (here, gone) = (wish(1, "Zephyrine Quillfeather", BORN), wish(2, "Ann Lee", "1970-01-01"));
    let booking = counter.book(&event, (&here, true, None)).await;
    let left = counter.book(&event, (&gone, true, None)).await;
    counter.cancel(event.event, left).await;
    worker.step(&event_at, "cancel").await;
    let page = plain(&worker.page(&event_at).await);
    assert!(page.contains("Whom to ring (1)"), "{page}");
    let ring = format!("{event_at}/ring");
    let text = plain(&worker.page(&ring).await);
    for said in
        ["Quillfeather", "07700 900101", "Mornings", "leave no message", "does not take place"]
    {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(!text.contains("Ann Lee"), "who cancelled is not rung");
    let id = booking.to_string();
    let form = [("booking", id.as_str()), ("rung", "1")];
    let text = plain(&worker.post(&ring, &form).await.text().await.expect("a page"));
    assert!(text.contains("Rung by mair worker"), "{text}");
    assert!(!plain(&worker.page(&event_at).await).contains("Whom to ring ("), "nobody is left");
    // A kiosk that was offline still books for it: one more family to ring.
    let late = wish(3, "Late Comer", "1980-02-02");
    counter.book(&event, (&late, true, None)).await;
    let text = plain(&worker.page(&ring).await);
    assert!(text.contains("Late Comer"), "{text}");
    let troubles = plain(&worker.page("/events/troubles").await);
    assert!(troubles.contains("an event that had been cancelled. Ring this family too."));
}

async fn one_family_that_asks_twice_is_found_by_who_leads_it_and_no_name_is_stored(app: TestApp) {
    let worker = worker(&app).await;
    let (a, b) = (Counter::new(&app, 1).await, Counter::new(&app, 2).await);
    let event_at = worker.open_event(&[]).await;
    let event = a.event(&event_at).await;
    a.book(&event, (&wish(1, "Zephyrine Featherstonehaugh", BORN), true, None)).await;
    b.book(&event, (&wish(2, "featherstonehaugh  ZEPHYRINE", BORN), false, None)).await;
    let doubles = "SELECT COUNT(*) FROM place_troubles WHERE what = 'double'";
    assert_eq!(app.number(doubles).await, 1, "the same person leads");
    b.book(&event, (&wish(3, "Zephyrine Featherstonehaugh", "1986-07-29"), false, None)).await;
    assert_eq!(app.number(doubles).await, 1, "another day of birth is another person");
    let visit = Some(VisitHandle(Uuid::from_u128(77)));
    a.book(&event, (&wish(4, "Ann Lee", "1970-01-01"), true, visit)).await;
    b.book(&event, (&wish(5, "Bo Lee", "1972-02-02"), false, visit)).await;
    assert_eq!(app.number(doubles).await, 2, "two people of one visit");
    let page = plain(&worker.page("/events/troubles").await);
    assert!(page.contains("One family seems to have asked twice"), "{page}");
    assert!(page.contains("the booking the other booking"), "{page}");
    let all = app.everything().await;
    for text in
        ["Featherstonehaugh", "Zephyrine", "Thistlewood", "07700 9001", "peanuts", "1986-07-28"]
    {
        assert!(!holds(&all, text), "{text} is stored in clear");
    }
    assert!(holds(&all, "lead:"), "and the search itself finds what is there");
}

async fn what_went_otherwise_says_what_to_do_and_who_settled_it(app: TestApp) {
    let (worker, counter) = (worker(&app).await, Counter::new(&app, 1).await);
    let officer = app.officer().await;
    let text = plain(&officer.page("/events/troubles").await);
    assert!(text.contains("Nothing has gone otherwise."), "{text}");
    let event_at = worker.open_event(&[]).await;
    let event = counter.event(&event_at).await;
    let twice = wish(1, "Zephyrine Quillfeather", BORN);
    counter.book(&event, (&twice, true, None)).await;
    counter.book(&event, (&twice, true, None)).await;
    let list = plain(&worker.page(&format!("{event_at}/bookings")).await);
    assert!(list.contains("Things that need a look: 1"), "{list}");
    let month = plain(&officer.page("/events").await);
    assert!(month.contains("Things that need a look: 1"), "{month}");
    let page = worker.page("/events/troubles").await;
    let id = page.split("<tr id=\"t-").nth(1).and_then(|rest| rest.split('"').next());
    let form = [("trouble", id.expect("a trouble"))];
    let refused = officer.post("/events/troubles", &form).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let text = worker.post("/events/troubles", &form).await.text().await.expect("a page");
    assert!(plain(&text).contains("Settled by mair worker"), "{}", plain(&text));
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'trouble-settled'").await, 1);
    worker.post("/events/troubles", &form).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'trouble-settled'").await, 1);
    let list = plain(&worker.page(&format!("{event_at}/bookings")).await);
    assert!(!list.contains("need a look"), "{list}");
}

async fn a_kiosk_s_places_are_written_off_by_a_manager_alone(app: TestApp) {
    let (worker, manager) = (worker(&app).await, app.manager().await);
    let officer = app.officer().await;
    let counter = Counter::new(&app, 1).await;
    worker.open_event(&[]).await;
    let page = plain(&manager.page("/kiosks").await);
    assert!(page.contains("you take that risk for them"), "{page}");
    assert!(!plain(&officer.page("/kiosks").await).contains("Write off"));
    let kiosk = counter.kiosk.enrolled.kiosk.to_string();
    let form = [("kiosk", kiosk.as_str())];
    let refused = officer.post("/kiosks/write-off", &form).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let page = manager.post("/kiosks/write-off", &form).await.text().await.expect("a page");
    assert!(!plain(&page).contains("Write off"), "nothing is left to write off");
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'places-written-off'").await, 1);
    let news = counter.kiosk.all_changes(0).await.0;
    assert!(news.iter().any(|news| matches!(news, News::EpochVoid { .. })));
    manager.post("/kiosks/write-off", &form).await;
    let other = [("kiosk", "00000000-0000-0000-0000-000000000000")];
    manager.post("/kiosks/write-off", &other).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'places-written-off'").await, 1);
}

async fn a_form_that_cannot_be_is_refused_and_keeps_what_was_typed(app: TestApp) {
    let worker = worker(&app).await;
    let event = worker.open_event(&[]).await;
    for (changes, why) in [
        (&[("adults", "0"), ("children", "0"), ("ages", "")][..], "How many adults and children"),
        (&[("adults", "40")], "One party has at most 6 people at this event."),
        (&[("children", "5"), ("ages", "1 2 3 4 5"), ("adults", "1")], "at most 4 children"),
        (&[("ages", "")], "An age for each child is needed."),
        (&[("born", "31/02/1986")], "The date of birth of who leads is needed"),
        (&[("name", "")], "The name of who leads is needed."),
        (&[("visits_number", "123")], "A prison number looks like A1234BC."),
        (&[("bus", "nowhere")], "Choose one of the buses that are offered."),
    ] {
        let form = changed(changes);
        let answer = worker.post(&format!("{event}/bookings/new"), &form).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        let page = answer.text().await.expect("a page");
        assert!(plain(&page).contains(why), "{why} in {}", plain(&page));
        assert!(page.contains("halal"), "what was typed stays");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM bookings").await, 0);
    // An event that has begun, or was cancelled, meanwhile.
    app.clock.set("2026-06-20T15:00:00Z".parse().expect("a moment"));
    let worker = TestStaff::new(&app.address);
    worker.sign_in("Mair Worker", crate::support::app::PASSWORD).await;
    let (_, page) = by_staff(&worker, &event, &by_phone()).await;
    assert!(page.contains("The event has been. Nothing was done."), "{page}");
    worker.step(&event, "cancel").await;
    let (_, page) = by_staff(&worker, &event, &by_phone()).await;
    assert!(page.contains("The event is not open. Nothing was done."), "{page}");
    assert_eq!(app.number("SELECT COUNT(*) FROM bookings").await, 0);
}

async fn two_people_who_decide_one_booking_lose_nothing(app: TestApp) {
    let (worker, manager) = (worker(&app).await, app.manager().await);
    let event = worker.open_event(&[]).await;
    let (page, _) = by_staff(&worker, &event, &by_phone()).await;
    let seen = version(&worker.page(&page).await).to_owned();
    step(&manager, &page, "prison-yes").await;
    let form = [("version", seen.as_str()), ("step", "decline")];
    let answer = worker.post(&format!("{page}/step"), &form).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = plain(&answer.text().await.expect("a page"));
    assert!(text.contains("Somebody has changed this booking since the page was shown."), "{text}");
    assert!(text.contains("Held: to be decided"), "{text}");
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'booking-declined'").await, 0);
}

async fn after_a_rotation_a_family_still_finds_its_booking(app: TestApp) {
    let (worker, counter) = (worker(&app).await, Counter::new(&app, 1).await);
    let event_at = worker.open_event(&[]).await;
    let event = counter.event(&event_at).await;
    let wish = wish(1, "Zephyrine Quillfeather", BORN);
    counter.book(&event, (&wish, true, None)).await;
    counter.card_says(&wish, |card| card.is_some()).await;
    app.app.rotate_salt(moorland()).await.expect("rotated");
    counter.card_says(&wish, |card| card.is_some_and(|c| c.state == BookingState::Held)).await;
    let cards = "SELECT COUNT(*) FROM feed WHERE entity LIKE 'booking-card:%' \
                 AND body LIKE '%booking_card_gone%'";
    assert_eq!(app.number(cards).await, 1, "the old one is taken back");
}

async fn a_letter_a_list_and_a_table_name_nobody_inside(app: TestApp) {
    let (worker, counter) = (worker(&app).await, Counter::new(&app, 1).await);
    let event_at = worker.open_event(&[]).await;
    let event = counter.event(&event_at).await;
    let wish = wish(1, "=Zephyrine Quillfeather", BORN);
    let booking = counter.book(&event, (&wish, true, None)).await;
    let letter = worker.page(&format!("{}/letter", at(&event_at, booking))).await;
    let text = plain(&letter);
    for said in [
        "Annwyl =Zephyrine Quillfeather",
        "Please wait for our yes before you pay for travel.",
        "Arhoswch am ein cadarnhad cyn talu am deithio.",
        "Diwrnod teulu’r haf",
        written(&wish).as_str(),
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let welsh = letter.find("lang=\"cy\"><h2").or_else(|| letter.find("<section lang=\"cy\""));
    assert!(welsh < letter.find("<section lang=\"en\""), "their language comes first");
    let list = worker.page(&format!("{event_at}/bookings/print")).await;
    assert!(plain(&list).contains("Quillfeather") && plain(&list).contains("no peanuts"));
    let csv = worker.post(&format!("{event_at}/bookings/csv"), &[]).await;
    let named = csv.headers().get("content-disposition").and_then(|name| name.to_str().ok());
    assert_eq!(named, Some("attachment; filename=\"bookings-MDI-2026-06-20.csv\""));
    let table = csv.text().await.expect("a table");
    assert!(table.contains("\"'=Zephyrine Quillfeather\""), "no formula: {table}");
    for paper in [&letter, &list, &table] {
        assert!(!paper.contains("Thistlewood") && !paper.contains("Z9876YX"));
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'bookings-exported'").await, 1);
}

async fn what_a_family_booked_can_be_shown_to_it_and_erased(app: TestApp) {
    let (worker, manager) = (worker(&app).await, app.manager().await);
    let counter = Counter::new(&app, 1).await;
    let event_at = worker.open_event(&[]).await;
    let event = counter.event(&event_at).await;
    let (wish, other) = (wish(1, "Zephyrine Quillfeather", BORN), wish(2, "Ann Lee", BORN));
    let booking = counter.book(&event, (&wish, true, None)).await;
    counter.book(&event, (&other, true, None)).await;
    counter.card_says(&wish, |card| card.is_some()).await;
    let search = [("surname", "quillfeather"), ("born", BORN)];
    let found = manager.post("/privacy/person", &search).await.text().await.expect("a page");
    let text = plain(&found);
    assert!(text.contains("Bookings of family events: 1"), "{text}");
    for said in ["Zephyrine Quillfeather", "no peanuts", "Bartholomew Thistlewood Z9876YX"] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(!text.contains("Ann Lee"));
    let reference = written(&wish);
    let by_reference = [("reference", reference.as_str())];
    let found = manager.post("/privacy/person", &by_reference).await.text().await.expect("a page");
    assert!(plain(&found).contains("Bookings of family events: 1"), "{}", plain(&found));
    let id = booking.to_string();
    let sure = [&search[..], &[("subject", id.as_str())]].concat();
    let page = manager.post("/privacy/person/erase-booking", &sure).await.text().await;
    assert!(
        !plain(&page.expect("a page")).contains("The booking is erased."),
        "not without a tick"
    );
    let sure = [&sure[..], &[("sure", "1")]].concat();
    let page = manager.post("/privacy/person/erase-booking", &sure).await.text().await;
    let text = plain(&page.expect("a page"));
    assert!(text.contains("The booking is erased."), "{text}");
    assert!(!text.contains("Bookings of family events"), "{text}");
    counter.card_says(&wish, |card| card.is_none()).await;
    let sealed = "SELECT COUNT(*) FROM bookings WHERE sealed IS NOT NULL OR family IS NOT NULL";
    assert_eq!(app.number(sealed).await, 1, "the other family's stays");
    let sent = format!("SELECT COUNT(*) FROM records WHERE body LIKE '%{booking}%'");
    assert_eq!(app.number(&sent).await, 0, "nor does the record of its kiosk");
    assert!(
        plain(&worker.page(&event_at).await).contains("People 60 3"),
        "and no place for nobody"
    );
    counter.card_says(&other, |card| card.is_some()).await;
}

async fn after_a_restore_a_manager_lets_the_server_go_on(app: TestApp) {
    let (worker, manager) = (worker(&app).await, app.manager().await);
    let event = worker.open_event(&[]).await;
    app.sql("INSERT INTO place_waits (site, since) VALUES ('MDI', 1)").await;
    let text = plain(&worker.page(&event).await);
    assert!(text.contains("It gives no place until a manager lets it."), "{text}");
    let (_, page) = by_staff(&worker, &event, &by_phone()).await;
    assert!(page.contains("Waiting list, number 1"), "nothing is given: {page}");
    let text = plain(&worker.page("/events/troubles").await);
    assert!(text.contains("Every kiosk that is known here has been heard from."), "{text}");
    assert!(!text.contains("Let the server go on"), "that is for a manager");
    let refused = worker.post("/events/go-on", &[]).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let page = manager.post("/events/go-on", &[]).await.text().await.expect("a page");
    assert!(!plain(&page).contains("Let the server go on"));
    let list = plain(&worker.page(&format!("{event}/bookings")).await);
    assert!(list.contains("Held: to be decided"), "the waiting list moved up: {list}");
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'places-go-on'").await, 1);
}
