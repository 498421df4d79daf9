//! Events in a real browser: planned by keyboard alone, on a telephone, a desk and a wall, in the
//! dark and on paper.

use serde_json::json;
use visits_server::Role;

use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::events::family_day;
use crate::tests;

tests![
    an_event_is_planned_in_a_browser_by_keyboard_alone,
    the_pages_of_events_fit_every_screen_in_both_languages,
];

async fn signed_in(app: &TestApp) -> Browser {
    let browser = Browser::start().await;
    browser.sign_in(&app.address, "Mair Worker").await;
    browser
}

async fn an_event_is_planned_in_a_browser_by_keyboard_alone(app: TestApp) {
    let worker = app.person("Mair Worker", Role::FamilyWorker).await;
    let browser = signed_in(&app).await;
    browser.open(&format!("{}/events/new?day=2026-06-20", app.address)).await;
    let field = "const f = document.getElementById(arguments[0]); f.focus(); f.select?.()";
    for (name, value) in family_day() {
        // What is chosen in a list or a calendar is typed in a way of its own in each browser.
        if ["title_en", "title_cy", "place_en", "place_cy", "words_en", "words_cy", "people"]
            .contains(&name)
        {
            browser.driver.execute(field, vec![json!(name)]).await.expect("the focus");
            browser.press(value.replace("\r\n", " ")).await;
        }
    }
    let set = "document.getElementById('start').value = '10:00'; \
               document.getElementById('end').value = '15:00'";
    browser.driver.execute(set, vec![]).await.expect("the times");
    browser.driver.execute(field, vec![json!("save")]).await.expect("the focus");
    browser.press("\u{e007}").await;
    browser.says("#state", "Draft").await;
    assert_eq!(browser.text("h1").await, "Summer family day");

    // Somebody else opens it, and the page says so by itself.
    let at = browser.driver.current_url().await.expect("an address").path().to_owned();
    let edit = worker.page(&format!("{at}/edit")).await;
    let version = crate::support::events::version(&edit);
    let form = crate::support::events::with(&[("version", version), ("title_en", "Sports day")]);
    worker.send_event(&format!("{at}/edit"), &form).await;
    browser.says("h1", "Sports day").await;
    browser.click("#open").await;
    browser.says("#state", "Open to families").await;
    browser.click("#cancel").await;
    browser.click("#yes-cancel").await;
    browser.says("#state", "Cancelled").await;
    assert_eq!(browser.count("#cancel").await, 0);
    browser.stop().await;
}

async fn the_pages_of_events_fit_every_screen_in_both_languages(app: TestApp) {
    let worker = app.person("Mair Worker", Role::FamilyWorker).await;
    let event = worker.open_event(&[]).await;
    worker
        .plan(&[
            ("day", "2026-06-13"),
            ("books_until", "2026-06-11T17:00"),
            ("title_en", "Homework"),
            ("kind", "homework-club"),
        ])
        .await;
    let off =
        [("day", "2026-06-20"), ("start", "16:00"), ("end", "17:00"), ("title_en", "Stories")];
    let off = worker.open_event(&off).await;
    worker.step(&off, "cancel").await;
    worker.plan(&[("day", "2026-06-27"), ("kind", "final-visit")]).await;
    let unusual = worker.plan(&[("booking", "book_yourself"), ("day", "2026-06-24")]).await;
    let browser = signed_in(&app).await;
    for language in ["en", "cy"] {
        for (name, path) in [
            ("events", "/events?month=2026-06".to_owned()),
            ("event", event.clone()),
            ("event-unusual", unusual.clone()),
            ("event-form", format!("{event}/edit")),
            ("events-print", "/events/print?month=2026-06".to_owned()),
        ] {
            browser.open(&format!("{}{path}", app.address)).await;
            assert_eq!(browser.run("return document.documentElement.lang").await, language);
            browser.pictures(&format!("{name}-{language}")).await;
        }
        browser.open(&format!("{}/events/new", app.address)).await;
        let unchecked = "document.querySelector('.event-form').noValidate = true";
        browser.driver.execute(unchecked, vec![]).await.expect("as without a browser’s help");
        browser.click("#save").await;
        browser.has(".faults").await;
        browser.pictures(&format!("event-faults-{language}")).await;
        browser.other_language().await;
    }
    browser.stop().await;
}
