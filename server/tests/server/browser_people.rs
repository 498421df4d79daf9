//! The pages about people and settings in a real browser: on a telephone, a desk and a wall.

use thirtyfour::prelude::*;
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::browser::Browser;
use crate::support::staff::TestStaff;
use crate::tests;

tests![people_and_settings_fit_every_screen_and_need_no_mouse];

async fn open(browser: &Browser, app: &TestApp, path: &str) {
    let opened = browser.driver.goto(format!("{}{path}", app.address)).await;
    opened.expect("the page opens");
}

/// Types into what has the focus, as somebody without a mouse does.
async fn keys(browser: &Browser, keys: impl Into<TypingData>) {
    let focused = browser.driver.active_element().await.expect("something has the focus");
    focused.send_keys(keys).await.expect("it is typed");
}

async fn sign_in(browser: &Browser, app: &TestApp, name: &str) {
    open(browser, app, "/sign-in").await;
    keys(browser, name).await;
    keys(browser, Key::Tab).await;
    keys(browser, PASSWORD).await;
    keys(browser, Key::Enter).await;
}

async fn people_and_settings_fit_every_screen_and_need_no_mouse(app: TestApp) {
    let leeds = app.leeds().await;
    let manager = app.manager().await;
    for (name, role) in [
        ("Aleksandra Wiśniewska-Kowalczyk", Role::Volunteer),
        ("Siân Ó Néill", Role::FamilyWorker),
        ("Ada", Role::Administrator),
    ] {
        app.app.add_user(moorland(), name, role, PASSWORD).await.expect("a person");
    }
    app.app.give_role(leeds, "Sam Manager", Role::Volunteer).await.expect("a role");
    app.app.give_role(leeds, "Ada", Role::Administrator).await.expect("a role");
    for _ in 0..5 {
        let stranger = TestStaff::new(&app.address);
        stranger.try_sign_in("Siân Ó Néill", "a wrong password").await;
    }
    let page = manager.page("/people").await;
    let row = page.split("<tr").find(|row| row.contains("Wiśniewska")).expect("a row");
    let id = row.split("/people/").nth(1).and_then(|t| t.split('"').next()).expect("an id");
    manager.post(&format!("/people/{id}/kiosk-code"), &[]).await;

    let browser = Browser::start().await;
    sign_in(&browser, &app, "Sam Manager").await;
    browser.click(".bar .person a").await;
    for (name, path) in [
        ("people", "/people".to_owned()),
        ("person", format!("/people/{id}")),
        ("audit", "/audit".to_owned()),
        ("settings", "/site".to_owned()),
        ("account", "/account".to_owned()),
    ] {
        open(&browser, &app, &path).await;
        browser.pictures(name).await;
    }
    let password = browser.driver.find(By::Id("factor-password")).await.expect("a field");
    password.send_keys(PASSWORD + Key::Enter).await.expect("it is typed");
    assert_eq!(browser.text("h1").await, "Second factor");
    let drawn = "return document.querySelector('.qr img').naturalWidth";
    let drawn = browser.driver.execute(drawn, vec![]).await.expect("a number");
    assert!(drawn.convert::<u32>().expect("a number") >= 200, "the picture is drawn");
    browser.pictures("second-factor").await;
    browser.stop().await;

    let browser = Browser::start().await;
    sign_in(&browser, &app, "Ada").await;
    browser.click(".bar .person a").await;
    open(&browser, &app, "/sites").await;
    browser.pictures("prisons").await;
    // Who works at two is at one of them, and changes over to the other.
    let (here, there) = (browser.text(".house").await, browser.text(".switch option").await);
    assert!(!here.contains(&there), "{here}: {there}");
    browser.click(".switch button").await;
    browser.says(".house", &there).await;
    browser.stop().await;
}
