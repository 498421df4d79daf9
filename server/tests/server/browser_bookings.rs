//! Bookings in a real browser: they arrive while somebody looks, and are decided with two presses.

use visits_server::Role;

use crate::support::app::TestApp;
use crate::support::bookings::{Counter, wish};
use crate::support::browser::Browser;
use crate::tests;

tests![bookings_arrive_on_an_open_page_are_decided_rung_about_and_printed];

async fn bookings_arrive_on_an_open_page_are_decided_rung_about_and_printed(app: TestApp) {
    let worker = app.person("Mair Worker", Role::FamilyWorker).await;
    let counter = Counter::new(&app, 1).await;
    let event_at = worker.open_event(&[]).await;
    let event = counter.event(&event_at).await;
    let browser = Browser::start().await;
    browser.sign_in(&app.address, "Mair Worker").await;
    browser.open(&format!("{}{event_at}/bookings", app.address)).await;
    browser.says("#bookings", "Nobody has booked yet.").await;

    let family = wish(1, "Zephyrine Quillfeather-Featherstonehaugh", "1986-07-28");
    let booking = counter.book(&event, (&family, true, None)).await;
    browser.says("#bookings", "Zephyrine Quillfeather").await;
    let next = format!("#next-{booking}");
    browser.says(&next, "The prison says yes").await;
    // What moved under the pointer a moment ago is not pressed.
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    browser.click(&next).await;
    browser.says(&next, "Approve").await;
    tokio::time::sleep(std::time::Duration::from_millis(600)).await;
    browser.click(&next).await;
    browser.says(&format!("#b-{booking} .chip"), "Approved").await;

    let twice = wish(2, "Zephyrine Quillfeather-Featherstonehaugh", "1986-07-28");
    counter.book(&event, (&twice, false, None)).await;
    let other = wish(3, "Ann Lee", "1990-01-01");
    let other = counter.book(&event, (&other, true, None)).await;
    let page = format!("{event_at}/bookings/{other}");
    browser.open(&format!("{}{page}", app.address)).await;
    browser.click("#decline").await;
    browser.click("#yes-decline").await;
    browser.says("#state", "Declined").await;
    let one = format!("{event_at}/bookings/{booking}");
    for language in ["en", "cy"] {
        for (name, path) in [
            ("bookings-event", event_at.clone()),
            ("bookings", format!("{event_at}/bookings")),
            ("booking", one.clone()),
            ("booking-form", format!("{one}/change")),
            ("booking-letter", format!("{one}/letter")),
            ("bookings-print", format!("{event_at}/bookings/print")),
            ("bookings-ring", format!("{event_at}/ring")),
            ("bookings-troubles", "/events/troubles".to_owned()),
        ] {
            browser.open(&format!("{}{path}", app.address)).await;
            assert_eq!(browser.run("return document.documentElement.lang").await, language);
            browser.pictures(&format!("{name}-{language}")).await;
        }
        browser.other_language().await;
    }
    browser.open(&format!("{}{event_at}/ring", app.address)).await;
    browser.says("#calls", "Yes, they can come.").await;
    browser.click(&format!("#next-{booking}")).await;
    browser.says(&format!("#c-{booking}"), "Rung by mair worker").await;
    browser.stop().await;
}
