//! An urgent talk in real browsers: it comes without a reload, sounds, is taken by name, and the
//! second page sees who.

use std::time::Duration;

use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::browser::Browser;
use crate::support::kiosk::TestKiosk;
use crate::tests;

tests![an_urgent_talk_comes_to_every_open_page_and_is_taken_by_name];

async fn until(browser: &Browser, script: &str, wanted: &str) {
    let mut seen = String::new();
    for _ in 0..150 {
        seen = browser.run(script).await;
        if seen == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{script} is {seen}, not {wanted}");
}

const ALARM: &str = "return document.querySelector('#alarms .alert')?.className ?? 'none'";
const SOUNDED: &str = "return String(Number(document.body.dataset.sounded ?? 0) > 0)";

async fn an_urgent_talk_comes_to_every_open_page_and_is_taken_by_name(app: TestApp) {
    for (name, role) in [("Jo Officer", Role::VisitsStaff), ("Sam Manager", Role::Manager)] {
        app.app.add_user(moorland(), name, role, PASSWORD).await.expect("a person");
    }
    let kiosk = app.kiosk().await;
    let (jo, sam) = (Browser::start().await, Browser::start().await);
    jo.sign_in(&app.address, "Jo Officer").await;
    sam.sign_in(&app.address, "Sam Manager").await;
    sam.open(&format!("{}/people", app.address)).await;
    for browser in [&jo, &sam] {
        // Marked, so that a page that is loaded anew is noticed.
        browser.run("document.body.dataset.same = '1'; return ''").await;
        // Somebody has touched this page: it may sound.
        browser.click("main h1").await;
        assert_eq!(browser.run(ALARM).await, "none");
    }
    let talk = TestKiosk::talk_now("Blue corner");
    kiosk.urgent_talk(&talk).await;
    for browser in [&jo, &sam] {
        until(browser, ALARM, "alert talk").await;
        until(browser, SOUNDED, "true").await;
        let said = browser.text("#alarms").await;
        assert!(said.contains("Somebody needs to talk now.") && said.contains("Blue corner"));
        assert!(said.contains("This browser sounds softly"), "{said}");
    }
    jo.picture("alarm-today-1280", 1280, 800).await;
    jo.picture("alarm-today-390", 390, 844).await;
    // One browser is silenced, and says so. The other goes on.
    sam.click("#silence").await;
    assert!(sam.text("#alarms").await.contains("This browser is silent."));
    let count = "return document.body.dataset.sounded";
    let before = sam.run(count).await;
    // Nobody goes: it is told to more people, without anybody doing anything.
    app.minutes_pass(2);
    for browser in [&jo, &sam] {
        until(browser, ALARM, "alert talk late").await;
        assert!(browser.text("#alarms").await.contains("Nobody has gone yet."));
    }
    jo.picture("alarm-late-1280", 1280, 800).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    jo.click(&format!("#take-talk-{}", talk.talk)).await;
    for browser in [&jo, &sam] {
        until(browser, ALARM, "alert talk taken").await;
        let said = browser.text("#alarms").await;
        assert!(said.contains("Jo Officer took it at 1.02 pm."), "{said}");
        assert_eq!(browser.run("return document.body.dataset.same").await, "1", "no reload");
    }
    assert_eq!(sam.run(count).await, before, "a silenced browser stayed silent");
    // Whom it was passed to, without a reload either.
    jo.click(&format!("#passed-{}", talk.talk)).await;
    jo.type_into(&format!("#to-{}", talk.talk), "Safer custody, 4100").await;
    jo.click(&format!("#pass-{}", talk.talk)).await;
    until(
        &jo,
        "return String(document.body.innerText.includes('Safer custody, 4100, 1.02 pm'))",
        "true",
    )
    .await;
    jo.picture("talks-1280", 1280, 800).await;
    // Another server on the same database has it as well: it is a row.
    let second = app.second_process().await;
    // Cookies know no ports: she is signed in there too.
    sam.open(&format!("{}/today", second.address)).await;
    assert!(sam.text("#alarms").await.contains("Jo Officer took it at 1.02 pm."));
    second.stop().await;
    jo.stop().await;
    sam.stop().await;
}
