//! The desk in real browsers: an officer, a second one who watches, and a family worker.

use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;
use visits_server::Role;

use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::lists::{file, pass, patel, person, shaw};
use crate::tests;

tests![
    an_officer_takes_a_party_to_the_hall_and_home_and_others_see_each_step,
    the_desk_works_by_keyboard_alone,
    no_press_is_lost_while_the_page_changes,
    nothing_is_pressed_that_came_under_the_finger_a_moment_ago,
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
    assert!(slowest < Duration::from_secs(10), "{slowest:?}");

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
    // Not the button "Arrived by hand", which is there before.
    officer.says(&format!("{row} .state"), "Arrived").await;
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

async fn no_press_is_lost_while_the_page_changes(app: TestApp) {
    a_day(&app).await;
    let (kiosk, other) = (app.kiosk().await, app.manager().await);
    let officer = signed_in(&app, "Jo Officer").await;
    let patel = kiosk.visit("wo-ra-el-mi", "1990-05-06").await;
    let number = kiosk.check_in(patel).await;
    let (next, state) = (format!("#next-{patel}"), format!("#v-{patel} .state"));
    officer.says(&state, "Arrived").await;
    officer.type_into("#call-count", "3").await;

    // The space bar goes down, somebody else gives them a table, the space bar comes up.
    officer.run(&format!("document.querySelector('{next}').focus(); return ''")).await;
    officer.driver.action_chain().key_down(' ').perform().await.expect("it is down");
    other.act(&number, "/today/table", &[("table", "3")]).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    officer.driver.action_chain().key_up(' ').perform().await.expect("it is up");
    officer.says(&state, "ID seen").await;

    // The same with the mouse.
    let button = officer.driver.find(By::Css(next.as_str())).await.expect("a button");
    let mouse = officer.driver.action_chain().move_to_element_center(&button);
    mouse.click_and_hold().perform().await.expect("it is down");
    other.act(&number, "/today/table", &[("table", "4")]).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    officer.driver.action_chain().release().perform().await.expect("it is up");
    officer.says(&state, "Called").await;
    officer.has(&format!("#v-{patel} input[name=table][value='4']")).await;

    // What was chosen and not sent yet is still chosen.
    let count = officer.run("return document.getElementById('call-count').value").await;
    assert_eq!(count, "3");
    officer.stop().await;
}

async fn nothing_is_pressed_that_came_under_the_finger_a_moment_ago(app: TestApp) {
    a_day(&app).await;
    let (kiosk, other) = (app.kiosk().await, app.manager().await);
    let officer = signed_in(&app, "Jo Officer").await;
    let patel = kiosk.visit("wo-ra-el-mi", "1990-05-06").await;
    let (next, state) = (format!("#next-{patel}"), format!("#v-{patel} .state"));
    // "Arrived by hand" becomes "ID seen" in the very moment of the press: by key, then by mouse.
    let press_when_it_changes = |how: &str| {
        format!(
            "new MutationObserver((_, watch) => {{ watch.disconnect();
                const button = document.querySelector('{next}'), at = button.getBoundingClientRect();
                button.dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true,
                    detail: {how}, clientX: at.x + at.width / 2, clientY: at.y + at.height / 2 }}));
            }}).observe(document.querySelector('#board tbody'), {{ childList: true }}); return ''"
        )
    };
    officer.run(&format!("document.querySelector('{next}').focus(); return ''")).await;
    officer.run(&press_when_it_changes("0")).await;
    let number = kiosk.check_in(patel).await;
    officer.says("#said", "That changed just as you pressed, so nothing was done.").await;
    officer.says(&state, "Arrived").await;
    let button = officer.driver.find(By::Css(next.as_str())).await.expect("a button");
    officer.driver.action_chain().move_to_element_center(&button).perform().await.expect("there");
    officer.run(&press_when_it_changes("1")).await;
    other.act(&number, "/today/id-seen", &[]).await;
    officer.says(&state, "ID seen").await;

    // A moment later it is pressed, and a key that is kept down presses it once.
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(officer.text(&state).await, "ID seen", "nothing was called");
    officer.run(&format!("document.querySelector('{next}').focus(); return ''")).await;
    for repeat in [false, true, true, true] {
        let key = json!({ "type": "keyDown", "key": "Enter", "code": "Enter", "text": "\r",
            "windowsVirtualKeyCode": 13, "autoRepeat": repeat });
        officer.devtools("Input.dispatchKeyEvent", key).await;
        officer.says(&state, "Called").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    officer.devtools("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": "Enter" })).await;
    assert_eq!(officer.text(&state).await, "Called");

    // The second click of a slow double click does not press what came after the first.
    let shaw = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    kiosk.check_in(shaw).await;
    let state = format!("#v-{shaw} .state");
    officer.says(&state, "Arrived").await;
    let place = format!(
        "const button = document.getElementById('next-{shaw}');
         button.scrollIntoView({{ block: 'center' }});
         const at = button.getBoundingClientRect();
         return [at.x + at.width / 2, at.y + at.height / 2]"
    );
    // It may have come to where the mouse rests.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let place = officer.driver.execute(&place, vec![]).await.expect("a place");
    let [x, y]: [f64; 2] = place.convert().expect("two numbers");
    for count in [1, 2] {
        for kind in ["mousePressed", "mouseReleased"] {
            let click =
                json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": count });
            officer.devtools("Input.dispatchMouseEvent", click).await;
        }
        officer.says(&state, "ID seen").await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(officer.text(&state).await, "ID seen");
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
    officer.click("#set-late").await;
    officer.says("#said", "That press was not answered.").await;
    officer.picture("today-stale", 1280, 800).await;
    officer.stop().await;
}
