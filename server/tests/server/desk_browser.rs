//! The desk in real browsers: an officer, a second one who watches, and a family worker.

use thirtyfour::Key;
use visits_server::Role;

use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::lists::{file, pass, patel, person, shaw};
use crate::tests;

tests![
    an_officer_takes_a_party_to_the_hall_and_home_and_others_see_each_step,
    the_desk_works_by_keyboard_alone,
    a_page_that_is_not_fresh_says_so,
];

async fn a_day(app: &TestApp) {
    let evans = [person(7, "Siân", "Evans", "1970-01-01"), person(8, "Bo", "Evans", "2020-01-01")];
    app.import(file(&[shaw(), patel(), pass("du-fi-ca-ny", &evans)])).await;
    for (name, role) in [
        ("Jo Officer", Role::VisitsStaff),
        ("Al Officer", Role::VisitsStaff),
        ("Fay Worker", Role::FamilyWorker),
    ] {
        let password = crate::support::app::PASSWORD;
        app.app
            .add_user(crate::support::app::moorland(), name, role, password)
            .await
            .expect("a user");
    }
}

async fn signed_in(app: &TestApp, name: &str) -> Browser {
    let browser = Browser::start().await;
    browser.sign_in(&app.address, name).await;
    browser.open(&format!("{}/today?session=13:45", app.address)).await;
    browser.says("h1", "1.45 pm session").await;
    browser
}

async fn an_officer_takes_a_party_to_the_hall_and_home_and_others_see_each_step(app: TestApp) {
    a_day(&app).await;
    let kiosk = app.kiosk().await;
    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    let officer = signed_in(&app, "Jo Officer").await;
    let other = signed_in(&app, "Al Officer").await;
    let worker = signed_in(&app, "Fay Worker").await;
    let number = kiosk.check_in(visit).await;
    let (row, next) = (format!("#v-{visit}"), format!("#next-{visit}"));
    for browser in [&officer, &other, &worker] {
        browser.says(&row, &number).await;
    }
    // Searches, with a slip of the finger; the search stays while the page goes on living.
    officer.type_into("#search", "Shwa").await;
    officer.click("#do-search").await;
    officer.has("#clear-search").await;
    assert_eq!(officer.count("tr[data-row]").await, 1);
    for n in [1, 2] {
        officer.click(&format!("{row} .tick:nth-of-type({n})")).await;
        let ticked = format!("{row} .tick:nth-of-type({n})[aria-checked=true]");
        officer.has(&ticked).await;
        other.has(&ticked).await;
    }
    other.says(&row, "ID seen").await;
    assert_eq!(officer.count("tr[data-row]").await, 1, "what was searched for is still shown");
    officer.click("#clear-search").await;
    officer.has("tr[data-state=expected]").await;

    // Calls the next ten.
    officer.click("#call-next").await;
    officer.says(&row, "Called").await;
    let mut slowest = other.says(&row, "Called").await;
    for (step, state) in
        [("Through search", "Through search"), ("In the hall", "table 14"), ("Left", "Left")]
    {
        officer.says(&next, step).await;
        if step == "In the hall" {
            officer.type_into(&format!("#table-{visit}"), "14").await;
        }
        officer.click(&next).await;
        officer.says(&format!("{row} .state"), state).await;
        slowest = slowest.max(other.says(&format!("{row} .state"), state).await);
        worker.says(&format!("{row} .state"), state).await;
    }
    other.says("#count-left", "1").await;
    // It was told: asking by itself, it would have known a minute later. How fast depends on the
    // machine.
    assert!(slowest < std::time::Duration::from_secs(10), "{slowest:?}");

    // The third role: it sees, and can do nothing.
    assert_eq!(worker.count("#board .act, #board .menu, #tools, #walk-in").await, 0);
    worker.picture("today-family-worker", 1280, 800).await;
    for browser in [officer, other, worker] {
        browser.stop().await;
    }
}

async fn the_desk_works_by_keyboard_alone(app: TestApp) {
    a_day(&app).await;
    let kiosk = app.kiosk().await;
    let visit = kiosk.visit("wo-ra-el-mi", "1990-05-06").await;
    let officer = signed_in(&app, "Jo Officer").await;
    kiosk.check_in(visit).await;
    let (row, next) = (format!("#v-{visit}"), format!("next-{visit}"));
    officer.says(&row, "Arrived").await;
    officer.press("/").await;
    assert_eq!(officer.focus().await, "search");
    officer.run(&format!("document.getElementById('{next}').focus(); return ''")).await;
    // Enter, again and again: the focus stays on the next thing to do.
    for state in ["ID seen", "Called", "Through search"] {
        assert_eq!(officer.focus().await, next, "before {state}");
        officer.press(Key::Enter + "").await;
        officer.says(&format!("{row} .state"), state).await;
        officer.has(&format!("#{next}:focus")).await;
    }
    officer.press(Key::Down + "").await;
    assert_ne!(officer.focus().await, next, "arrow down: the next row");
    officer.press(Key::Up + "").await;
    assert_eq!(officer.focus().await, next);
    officer.press_back_tab().await;
    officer.has(&format!("#table-{visit}:focus")).await;
    officer.press("7").await;
    officer.press(Key::Enter + "").await;
    officer.says(&format!("{row} .state"), "In the hall · table 7").await;
    officer.pictures("today-hall").await;
    officer.stop().await;
}

async fn a_page_that_is_not_fresh_says_so(app: TestApp) {
    a_day(&app).await;
    let kiosk = app.kiosk().await;
    let visit = kiosk.visit("wo-ra-el-mi", "1990-05-06").await;
    let officer = signed_in(&app, "Jo Officer").await;
    // Midnight passes, and something happens.
    app.clock.set("2026-06-01T23:10:00Z".parse().expect("a time"));
    officer.run("window.stayed = 'yes'; return ''").await;
    kiosk.check_in(visit).await;
    officer.says("#stale", "A new day has begun. This list is of 1 June 2026.").await;
    assert!(officer.text("h1").await.contains("1.45 pm session"), "nothing was changed behind it");
    officer.click("#stale a").await;
    officer.has("#day[data-day='2026-06-02']").await;
    // The server goes away.
    app.stop().await;
    officer.says("#stale", "There is no connection to the server.").await;
    officer.picture("today-stale", 1280, 800).await;
    officer.stop().await;
}
