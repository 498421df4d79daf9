//! A ballot, the day of an event and the fairness report in a real browser, on a telephone, a desk
//! and a wall.

use visits_server::Role;

use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::families::{Door, Family};
use crate::tests;

tests![
    a_ballot_is_drawn_and_drawn_again_in_a_browser,
    a_day_is_run_in_a_browser_and_families_tap_how_it_was,
];

async fn a_ballot_is_drawn_and_drawn_again_in_a_browser(app: TestApp) {
    let worker = app.person("Mair Worker", Role::FamilyWorker).await;
    let lots = [("ballot_share", "50"), ("ballot_closes", "2026-06-10T12:00"), ("people", "16")];
    let at = worker.open_event(&lots).await;
    let door = Door::of(&app, &at).await;
    for n in 0..9 {
        door.ask(&Family::named(n), 2 + n % 2).await;
    }
    app.sql(
        "INSERT INTO booking_marks (site, booking, wing, miles, access, nominated, nominated_by) \
         SELECT site, booking, 'Rowan wing', 120, 1, 'a first birthday', 'kay' FROM bookings \
         WHERE turn = 7",
    )
    .await;
    let browser = Browser::start().await;
    browser.sign_in(&app.address, "Mair Worker").await;
    let page = format!("{}{at}/ballot", app.address);
    browser.open(&page).await;
    browser.pictures("ballot-before").await;
    browser.open(&format!("{}{at}/edit", app.address)).await;
    browser.pictures("ballot-form").await;
    app.clock.set("2026-06-10T12:00:00Z".parse().expect("a moment"));
    browser.sign_in(&app.address, "Mair Worker").await;
    browser.open(&format!("{}/events", app.address)).await;
    browser.says("#due", "Summer family day").await;
    browser.pictures("ballot-due").await;
    browser.open(&page).await;
    browser.says("#state", "It is time to draw.").await;
    browser.click("#draw").await;
    browser.pictures("ballot-draw").await;
    browser.click("#yes-draw").await;
    browser.says("#state", "Drawn on").await;
    browser.pictures("ballot-drawn").await;
    browser.click("#verify").await;
    browser.says(".note", "Drawn once more").await;
    browser.other_language().await;
    browser.open(&page).await;
    browser.pictures("ballot-drawn-cy").await;
    browser.click("#names").await;
    browser.says("#families", "Quillfeather").await;
    browser.pictures("ballot-names-cy").await;
    browser.stop().await;
}

async fn a_day_is_run_in_a_browser_and_families_tap_how_it_was(app: TestApp) {
    let worker = app.person("Mair Worker", Role::FamilyWorker).await;
    app.officer().await;
    let at = worker.open_event(&[("people", "16"), ("tables", "")]).await;
    let door = Door::of(&app, &at).await;
    let mut asked = Vec::new();
    for n in 0..7 {
        asked.push(door.ask(&Family::named(n), 2 + n % 2).await);
    }
    app.clock.set("2026-06-20T09:30:00Z".parse().expect("a moment"));
    let browser = Browser::start().await;
    browser.sign_in(&app.address, "Jo Officer").await;
    let page = format!("{}{at}/day", app.address);
    browser.open(&page).await;
    browser.pictures("day").await;
    browser.click(&format!("[id='family-{}'] button.act", asked[0])).await;
    browser.says("#count-here", "1").await;
    browser.says(".note", "Checked in.").await;
    browser.type_into(".helper-form input[name=name]", "Play Together").await;
    browser.click("#sign-in").await;
    browser.says("#helpers", "Play Together").await;
    browser.click("#give-on").await;
    browser.click("#yes-give-on").await;
    browser.says(".note", "went to the waiting list").await;
    browser.pictures("day-after").await;
    browser.click("#sheet").await;
    browser.says("#paper", "Quillfeather").await;
    browser.pictures("day-sheet").await;
    browser.open(&page).await;
    let how = browser.run("return document.getElementById('how').href").await;
    browser.driver.delete_all_cookies().await.expect("nobody");
    browser.open(&how).await;
    browser.pictures("how-was-it").await;
    browser.click("#all_right").await;
    browser.says(".note", "Thank you.").await;
    browser.pictures("how-thanks").await;
    assert_eq!(app.number("SELECT taps FROM event_taps").await, 1);
    browser.sign_in(&app.address, "Mair Worker").await;
    let span = "?from=2026-06-01&until=2026-06-30";
    browser.open(&format!("{}/events/fairness{span}", app.address)).await;
    browser.pictures("fairness").await;
    browser.other_language().await;
    browser.open(&format!("{}/events/fairness{span}", app.address)).await;
    browser.pictures("fairness-cy").await;
    browser.open(&page).await;
    browser.pictures("day-cy").await;
    browser.stop().await;
}
