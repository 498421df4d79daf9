//! An urgent talk in real browsers: it comes without a reload, sounds, is taken by name, and the
//! second page sees who.

use std::time::Duration;

use visits_domain::wire::HelpAct;
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::browser::Browser;
use crate::support::kiosk::TestKiosk;
use crate::tests;

tests![
    an_urgent_talk_comes_to_every_open_page_and_is_taken_by_name,
    an_urgent_talk_comes_to_a_page_that_answered_a_form,
    silence_ends_and_neither_another_talk_nor_a_late_one_is_silenced,
];

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

async fn an_urgent_talk_comes_to_a_page_that_answered_a_form(app: TestApp) {
    app.app.add_user(moorland(), "Fay Worker", Role::FamilyWorker, PASSWORD).await.expect("Fay");
    let kiosk = app.kiosk().await;
    let contact = TestKiosk::contact("Zsófia Quillfeather", "");
    let asked = kiosk.talk_asked(&contact, visits_domain::help::About::Me);
    kiosk.help(HelpAct::TalkAsked(asked.clone())).await;
    let fay = Browser::start().await;
    fay.sign_in(&app.address, "Fay Worker").await;
    fay.open(&format!("{}/talks", app.address)).await;
    fay.click(&format!("#next-{}", asked.talk)).await;
    fay.click(&format!("#contact-{}", asked.talk)).await;
    fay.says("main", "07700 900123").await;
    fay.run("document.body.dataset.same = '1'; return ''").await;
    fay.click("main h1").await;
    assert_eq!(fay.run(ALARM).await, "none");
    let talk = TestKiosk::talk_now("Blue corner");
    kiosk.urgent_talk(&talk).await;
    until(&fay, ALARM, "alert talk").await;
    until(&fay, SOUNDED, "true").await;
    fay.picture("alarm-contact-1280", 1280, 800).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    fay.click(&format!("#take-talk-{}", talk.talk)).await;
    until(&fay, ALARM, "alert talk taken").await;
    assert!(fay.text("main").await.contains("07700 900123"), "what she reads stays");
    assert_eq!(fay.run("return document.body.dataset.same").await, "1", "no reload");
    assert_eq!(
        fay.run("return String(document.querySelector('#stale')?.hidden ?? true)").await,
        "true"
    );
    // A receipt that finds nothing is answered under another address that shows no page.
    fay.open(&format!("{}/requests", app.address)).await;
    fay.type_into("#receipt", "222-222-222").await;
    fay.click("#find").await;
    until(&fay, "return location.pathname", "/requests/find").await;
    kiosk.urgent_talk(&TestKiosk::talk_now("Window")).await;
    fay.says("#alarms", "Window").await;
    // Who is signed out elsewhere leaves what was shown; no form is sent once more.
    fay.driver.delete_all_cookies().await.expect("no cookie");
    kiosk.urgent_talk(&TestKiosk::talk_now("Door")).await;
    until(&fay, "return location.pathname", "/sign-in").await;
    fay.stop().await;
}

const COUNT: &str = "return String(Number(document.body.dataset.sounded ?? 0))";

/// Waits until the page has sounded more often: how often.
async fn sounds_again(browser: &Browser, before: u32) -> u32 {
    for _ in 0..150 {
        let count = browser.run(COUNT).await.parse().expect("a number");
        if count > before {
            return count;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it sounded {before} times and no more");
}

async fn silence_ends_and_neither_another_talk_nor_a_late_one_is_silenced(app: TestApp) {
    app.app.add_user(moorland(), "Jo Officer", Role::VisitsStaff, PASSWORD).await.expect("Jo");
    let (kiosk, jo) = (app.kiosk().await, Browser::start().await);
    jo.sign_in(&app.address, "Jo Officer").await;
    jo.click("main h1").await;
    kiosk.urgent_talk(&TestKiosk::talk_now("Blue corner")).await;
    let first = sounds_again(&jo, 0).await;
    jo.click("#silence").await;
    jo.says("#alarms", "This browser is silent for up to 10 minutes.").await;
    // Another talk is heard, although it is not the turn of the first.
    kiosk.urgent_talk(&TestKiosk::talk_now("Window")).await;
    let second = sounds_again(&jo, first).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    jo.click("#silence").await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(jo.run(COUNT).await, second.to_string(), "both are silenced");
    // Ten minutes later by the browser's own clock.
    jo.run("const now = Date.now; Date.now = () => now() + 600000; return ''").await;
    let third = sounds_again(&jo, second).await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    jo.click("#silence").await;
    jo.says("#alarms", "This browser is silent").await;
    // Nobody goes: that is heard, and more often, and there is no silence for it.
    app.minutes_pass(2);
    until(&jo, ALARM, "alert talk late").await;
    let fourth = sounds_again(&jo, third).await;
    let heard = std::time::Instant::now();
    jo.says("#alarms", "Nobody has gone: this browser sounds more often").await;
    assert_eq!(jo.run("return String(document.querySelector('#silence').hidden)").await, "true");
    sounds_again(&jo, fourth).await;
    assert!(heard.elapsed() < Duration::from_secs(12), "{:?}", heard.elapsed());
    jo.picture("alarm-late-again-1280", 1280, 800).await;
    jo.stop().await;
}
