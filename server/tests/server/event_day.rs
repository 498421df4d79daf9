//! The day of an event, and the fairness report.

use chrono::TimeDelta;
use reqwest::{Client, StatusCode};
use visits_domain::places::BookingId;
use visits_domain::wire::BookingStands;
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::families::{Door, Family};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    a_family_is_found_by_reference_or_name_and_checked_in_person_by_person,
    the_places_of_families_who_did_not_come_go_to_the_waiting_list_on_one_press,
    names_on_the_day_are_hidden_until_somebody_asks,
    providers_and_volunteers_sign_in_and_out,
    how_it_was_is_one_tap_that_knows_nobody,
    the_report_counts_who_asked_was_offered_and_came_and_shows_no_few,
    a_final_visit_is_in_no_figure_of_the_report,
];

/// A small event without tables or buses: ten places for people.
const SMALL: [(&str, &str); 7] = [
    ("people", "10"),
    ("tables", ""),
    ("seats_1", ""),
    ("seats_1_en", ""),
    ("seats_1_cy", ""),
    ("most_people", "4"),
    ("most_children", "3"),
];

async fn open(app: &TestApp, more: &[(&'static str, &'static str)]) -> (TestStaff, String, Door) {
    let worker = app.person("Mair Worker", Role::FamilyWorker).await;
    let at = worker.open_event(&[&SMALL[..], more].concat()).await;
    let door = Door::of(app, &at).await;
    app.clock.advance(TimeDelta::days(2));
    (worker, at, door)
}

/// Somebody on a later day.
async fn again(app: &TestApp, name: &str) -> TestStaff {
    let staff = TestStaff::new(&app.address);
    staff.sign_in(name, PASSWORD).await;
    staff
}

/// To the morning of the day, 10.30 on the clock in the hall.
fn to_the_day(app: &TestApp) {
    app.clock.set("2026-06-20T09:30:00Z".parse().expect("a moment"));
}

async fn text(staff: &TestStaff, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
    let form: Vec<(&str, &str)> = form.to_vec();
    let call = staff.client.post(format!("{}{path}", staff.address));
    let answer = call.header("origin", &staff.address).form(&form).send().await;
    let answer = answer.expect("an answer");
    (answer.status(), answer.text().await.expect("a page"))
}

async fn a_family_is_found_by_reference_or_name_and_checked_in_person_by_person(app: TestApp) {
    let (_, at, door) = open(&app, &[]).await;
    let sofia = door.ask(&Family::named(1), 3).await;
    let bo = Family { name: "Bo Jackdaw".to_owned(), adults: 2, ..Family::named(2) };
    let bo = door.ask(&bo, 4).await;
    let officer = app.officer().await;
    let here = |booking: BookingId, people: &'static [&'static str]| {
        let (officer, at) = (&officer, &at);
        async move {
            let booking = booking.to_string();
            let mut form = vec![("booking", booking.as_str())];
            form.extend(people.iter().map(|n| ("came", *n)));
            text(officer, &format!("{at}/day/here"), &form).await
        }
    };
    let (status, page) = here(sofia, &["1"]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&page).contains("This is for the day of the event"), "{}", plain(&page));

    to_the_day(&app);
    let officer = again(&app, "Jo Officer").await;
    let reference = Door::reference(2).written();
    for typed in [reference.as_str(), "jackd", "BO"] {
        let (_, page) = text(&officer, &format!("{at}/day"), &[("q", typed)]).await;
        assert!(page.contains("Bo Jackdaw") && !page.contains("Quillfeather"), "{typed}");
        assert!(page.contains(&bo.to_string()) && !page.contains(&sofia.to_string()));
    }
    let (status, page) = text(&officer, &format!("{at}/day"), &[("q", "Nobody")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&page).contains("Try the other one."), "{}", plain(&page));

    let here = |booking: BookingId, people: &'static [&'static str]| {
        let (officer, at) = (&officer, &at);
        async move {
            let booking = booking.to_string();
            let mut form = vec![("booking", booking.as_str())];
            form.extend(people.iter().map(|n| ("came", *n)));
            text(officer, &format!("{at}/day/here"), &form).await
        }
    };
    // Two adults and one of two children: the fourth person did not come, and 9 is nobody.
    let (status, page) = here(bo, &["1", "2", "3", "9"]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("id=\"count-here\">1<") && page.contains("id=\"count-people\">3<"));
    let rows = "SELECT COUNT(*) FROM attendance WHERE came = ";
    assert_eq!(app.number(&format!("{rows}1")).await, 3);
    assert_eq!(app.number(&format!("{rows}0")).await, 1);
    // Said again, it is what was said last.
    here(bo, &["1", "2", "3", "4"]).await;
    assert_eq!(app.number(&format!("{rows}1")).await, 4);
    assert_eq!(app.number("SELECT COUNT(*) FROM attendance").await, 4);
    let (status, _) = here(BookingId(uuid::Uuid::from_u128(5)), &["1"]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let noted = "SELECT COUNT(*) FROM audit WHERE act = 'attendance-said' AND about <> ''";
    assert_eq!(app.number(noted).await, 2);
}

async fn the_places_of_families_who_did_not_come_go_to_the_waiting_list_on_one_press(app: TestApp) {
    let (_, at, door) = open(&app, &[]).await;
    let mut asked = Vec::new();
    for n in 0..5 {
        asked.push(door.ask(&Family::named(n), 4).await);
    }
    assert_eq!(door.stands(asked[1]).await, BookingStands::Held);
    assert_eq!(door.stands(asked[2]).await, BookingStands::Waiting(1));
    app.clock.set("2026-06-20T08:30:00Z".parse().expect("a moment"));
    let officer = app.officer().await;
    let path = format!("{at}/day/give-on");
    let (status, page) = text(&officer, &path, &[("sure", "1")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(plain(&page).contains("The event has not begun."), "{}", plain(&page));
    to_the_day(&app);
    let booking = asked[0].to_string();
    text(&officer, &format!("{at}/day/here"), &[("booking", &booking), ("came", "1")]).await;
    let (status, _) = text(&officer, &path, &[]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it is asked twice");
    assert_eq!(door.stands(asked[1]).await, BookingStands::Held);
    let (_, page) = text(&officer, &path, &[("sure", "1")]).await;
    assert!(plain(&page).contains("The places of 1 families went to the waiting list."));
    let now = [
        BookingStands::Held,
        BookingStands::Ended,
        BookingStands::Held,
        BookingStands::Waiting(1),
        BookingStands::Waiting(2),
    ];
    for (booking, stands) in asked.iter().zip(now) {
        assert_eq!(door.stands(*booking).await, stands);
    }
    assert!(plain(&page).contains("Places given on"), "{}", plain(&page));
    let books = app.app.place_books(moorland(), door.event).await.expect("the books");
    let ledger = &books.ledgers[&door.event];
    assert!(ledger.pools.iter().all(|(pool, n)| ledger.committed(*pool) <= *n));
    let (_, page) =
        text(&officer, &format!("{at}/day/here"), &[("booking", &asked[1].to_string())]).await;
    assert!(plain(&page).contains("This family has no place at present."), "{}", plain(&page));
}

async fn names_on_the_day_are_hidden_until_somebody_asks(app: TestApp) {
    let (_, at, door) = open(&app, &[]).await;
    door.ask(&Family::named(1), 3).await;
    to_the_day(&app);
    let officer = app.officer().await;
    let page = officer.page(&format!("{at}/day")).await;
    assert!(plain(&page).contains("Family 1") && !page.contains("Quillfeather"), "{page}");
    let seen = "SELECT COUNT(*) FROM audit WHERE act = 'families-seen'";
    let (_, page) = text(&officer, &format!("{at}/day/names"), &[]).await;
    assert!(page.contains("Zsófia Quillfeather"));
    assert_eq!(app.number(seen).await, 1);
    let (_, sheet) = text(&officer, &format!("{at}/day/sheet"), &[]).await;
    assert!(sheet.contains("Zsófia Quillfeather") && sheet.contains("no nuts"), "{sheet}");
    assert_eq!(app.number(seen).await, 2);
    let key_worker = app.person("Kay Worker", Role::KeyWorker).await;
    for path in ["day/names", "day/sheet", "day"] {
        let (status, _) = text(&key_worker, &format!("{at}/{path}"), &[]).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
    officer.post("/language", &[("to", "cy"), ("back", "/events")]).await;
    let page = plain(&officer.page(&format!("{at}/day")).await);
    assert!(page.contains("Ar y diwrnod") && page.contains("Maen nhw yma"), "{page}");
}

async fn providers_and_volunteers_sign_in_and_out(app: TestApp) {
    let (_, at, _) = open(&app, &[]).await;
    to_the_day(&app);
    let officer = app.officer().await;
    let path = format!("{at}/day/sign-in");
    let add = |what: &'static str, name: &'static str| {
        let (officer, path) = (&officer, &path);
        async move { text(officer, path, &[("what", what), ("name", name)]).await }
    };
    add("provider", "Play Together").await;
    let (_, page) = add("volunteer", "Vi <b>Volunteer</b>").await;
    assert!(page.contains("Vi &#60;b&#62;Volunteer"), "escaped");
    assert!(plain(&page).contains("3 volunteers are needed, 1 are here."), "{}", plain(&page));
    for (what, name) in [("volunteer", ""), ("provider", "a\u{1b}b")] {
        assert_eq!(add(what, name).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    assert_eq!(add("governor", "x").await.0, StatusCode::BAD_REQUEST);
    let rows = app.sql("SELECT id FROM event_helpers WHERE what = 'volunteer'").await;
    let id: String = sqlx::Row::get(&rows[0], 0);
    let out = format!("{at}/day/sign-out");
    let (_, page) = text(&officer, &out, &[("helper", &id)]).await;
    assert!(plain(&page).contains("0 are here.") && plain(&page).contains("Signed out."));
    let (status, _) = text(&officer, &out, &[("helper", &id)]).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nobody goes twice");
    app.clock.advance(TimeDelta::days(15));
    let officer = again(&app, "Jo Officer").await;
    let (status, _) = text(&officer, &path, &[("what", "volunteer"), ("name", "Late")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn how_it_was_is_one_tap_that_knows_nobody(app: TestApp) {
    let (worker, at, _) = open(&app, &[]).await;
    assert!(!worker.page(&format!("{at}/day")).await.contains("/how-was-it/"), "not yet");
    to_the_day(&app);
    let officer = app.officer().await;
    let page = officer.page(&format!("{at}/day")).await;
    let address = page.split("href=\"/how-was-it/").nth(1).and_then(|rest| rest.split('"').next());
    let address = format!("{}/how-was-it/{}", app.address, address.expect("an address"));
    // Somebody who has not signed in, and gets no cookie either.
    let family = Client::new();
    let shown = family.get(&address).send().await.expect("an answer");
    assert_eq!(shown.status(), StatusCode::OK);
    assert!(shown.headers().get("set-cookie").is_none());
    let question = shown.text().await.expect("a page");
    assert!(question.contains("How was today?") && question.contains("Sut roedd heddiw?"));
    assert!(!question.contains("href=\"/events") && !question.contains("<nav"), "no way on");
    let tap = |tap: &'static str| {
        let call = family.post(&address).header("origin", &app.address).form(&[("tap", tap)]);
        async move { call.send().await.expect("an answer") }
    };
    for _ in 0..4 {
        assert_eq!(tap("good").await.status(), StatusCode::OK);
    }
    let page = plain(&officer.page(&format!("{at}/day")).await);
    assert!(page.contains("Fewer than five have tapped"), "{page}");
    tap("good").await;
    let page = plain(&officer.page(&format!("{at}/day")).await);
    assert!(page.contains("Good: 100 in a hundred, of 5."), "{page}");
    tap("not_good").await;
    let page = plain(&officer.page(&format!("{at}/day")).await);
    assert!(page.contains("no figure is shown"), "the one would stand out: {page}");
    assert_eq!(tap("furious").await.status(), StatusCode::BAD_REQUEST);
    let columns = "SELECT COUNT(*) FROM event_taps WHERE taps > 0";
    assert_eq!(app.number(columns).await, 2);
    let (start, end) = address.split_at(address.len() - 1);
    let other = if end == "0" { "1" } else { "0" };
    let guessed = family.get(format!("{start}{other}")).send().await.expect("an answer");
    assert_eq!(guessed.status(), StatusCode::NOT_FOUND);
    app.clock.set("2026-06-20T23:30:00Z".parse().expect("a moment"));
    let late = family.get(&address).send().await.expect("an answer");
    assert_eq!(late.status(), StatusCode::GONE, "its day is over");
    assert_eq!(tap("good").await.status(), StatusCode::GONE);
}

/// The cells of a row of the report.
fn cells(page: &str, name: &str) -> Vec<String> {
    let row = page.split("<tr").find(|row| row.contains(&format!("<th scope=\"row\">{name}</th>")));
    let row = row.unwrap_or_else(|| panic!("no row {name}"));
    row.split("<td").skip(1).map(|cell| plain(&format!("<td{cell}"))).collect()
}

async fn the_report_counts_who_asked_was_offered_and_came_and_shows_no_few(app: TestApp) {
    let (_, at, door) = open(&app, &[("people", "40")]).await;
    let mut asked = Vec::new();
    for n in 0..24 {
        asked.push(door.ask(&Family::named(n), if n < 14 { 2 } else { 3 }).await);
    }
    let held = asked.clone().into_iter().take(18).collect::<Vec<_>>();
    let worker = again(&app, "Mair Worker").await;
    for (n, booking) in asked.iter().enumerate() {
        let booking = booking.to_string();
        let form = [
            ("booking", booking.as_str()),
            ("wing", if n % 2 == 0 { "Rowan" } else { "Oak" }),
            ("miles", if n < 3 { "120" } else { "10" }),
        ];
        text(&worker, &format!("{at}/ballot/note"), &form).await;
    }
    to_the_day(&app);
    let officer = app.officer().await;
    for booking in held.iter().take(12) {
        let form = [("booking", booking.to_string()), ("came", "1".to_owned())];
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        text(&officer, &format!("{at}/day/here"), &form).await;
    }
    let worker = again(&app, "Mair Worker").await;
    let span = "?from=2026-06-01&until=2026-06-30";
    let page = worker.page(&format!("/events/fairness{span}")).await;
    assert_eq!(cells(&page, "For the first time"), ["24", "18", "12"]);
    assert_eq!(cells(&page, "100 or more")[0], "not shown", "three families");
    assert_eq!(cells(&page, "Fewer than 25")[0], "not shown", "or the sum would tell");
    assert_eq!(cells(&page, "1 or 2 people")[0], "14");
    assert_eq!(cells(&page, "rowan")[0], "12");
    assert_eq!(cells(&page, "At a screen that had no place")[..1], ["24"]);
    assert_eq!(cells(&page, "No place was left"), ["6"]);
    assert_eq!(cells(&page, "Turned away in all"), ["6"]);
    assert!(!page.contains("Quillfeather") && !page.contains(&asked[0].to_string()));
    let csv = worker.page(&format!("/events/fairness/csv{span}")).await;
    assert!(csv.contains("For the first time,24,18,12"), "{csv}");
    assert!(csv.contains("100 or more,not shown,"), "{csv}");
    assert!(!csv.contains(",3,") && !csv.contains(",21,"), "{csv}");
    let later = worker.page("/events/fairness?from=2026-07-01&until=2026-07-31").await;
    assert!(plain(&later).contains("Nobody has asked for an event in this time."));
    for wrong in ["?from=2026-07-02&until=2026-07-01", "?from=junk", "?from=1990-01-01"] {
        let answer = worker.get(&format!("/events/fairness{wrong}")).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(officer.get("/events/fairness").await.status(), StatusCode::FORBIDDEN);
}

async fn a_final_visit_is_in_no_figure_of_the_report(app: TestApp) {
    let (_, at, door) = open(&app, &[]).await;
    let worker = again(&app, "Mair Worker").await;
    for n in 0..6 {
        door.ask(&Family::named(n), 1).await;
    }
    let page = worker.page("/events/fairness?from=2026-06-01&until=2026-06-30").await;
    assert_eq!(cells(&page, "All")[0], "6");
    let event = at.trim_start_matches("/events/");
    app.sql(format!("UPDATE events SET kind = 'final-visit' WHERE event = '{event}'")).await;
    let page = worker.page("/events/fairness?from=2026-06-01&until=2026-06-30").await;
    assert!(plain(&page).contains("Nobody has asked"), "{}", plain(&page));
    let csv = worker.page("/events/fairness/csv?from=2026-06-01&until=2026-06-30").await;
    assert!(!csv.contains(",6,"), "{csv}");
}
