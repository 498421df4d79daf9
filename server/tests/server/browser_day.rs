//! One officer's day in real browsers: the list comes in, families come, are found, seen, called
//! and led through, while others look on; and what is printed is what the pages say. Then the same
//! desk in a browser that runs no script.

use std::time::{Duration, Instant};

use serde_json::Value;
use visits_domain::visit::VisitHandle;
use visits_server::Role;

use crate::printing::Pdf;
use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::browser::Browser;
use crate::support::harness::Test;
use crate::support::kiosk::TestKiosk;
use crate::support::lists::{file, pass, person, shaw, with};

/// What can be seen with a browser alone.
pub const TESTS: &[Test] =
    &[("the_desks_day_needs_no_script", |app| Box::pin(the_desks_day_needs_no_script(app)))];
/// What needs a program that reads PDFs as well.
pub const PRINTED: &[Test] = &[("an_officers_day_from_the_list_to_the_last_family", |app| {
    Box::pin(an_officers_day_from_the_list_to_the_last_family(app))
})];

const BORN: &str = "1980-01-01";
const FAMILIES: usize = 12;
const NAMES: [&str; 6] = ["Evans", "Okafor", "Patel", "Shaw", "Jones", "Wiśniewska"];
/// Her name has what people leave out when they type.
const O_NEILL: &str = "du-fi-ca-ny";

fn reference(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
    format!("ab-cd-ef-{}{}", letter(n), letter(n * 7))
}

/// Twelve families, Siân Ó Néill with her father, and two rows that cannot be taken.
fn list_of_the_day() -> Vec<u8> {
    let family = |n: usize| {
        let last = NAMES[n % NAMES.len()];
        pass(&reference(n), &[person(1, "Alex", last, BORN), person(2, "Kit", last, "2019-03-04")])
    };
    let two = [person(3, "Siân", "Ó Néill", BORN), person(4, "Brân", "Ó Néill", "1951-02-03")];
    let bad = with(shaw(), "reference", "dfs-wjs-abc");
    let mut list: Vec<Value> = (0..FAMILIES).map(family).collect();
    list.extend([pass(O_NEILL, &two), bad, with(shaw(), "startTime", "half past one")]);
    file(&list)
}

/// Chooses the list, reads what it would do, and says yes.
async fn brings_in_the_list(browser: &Browser, address: &str) {
    browser.open(&format!("{address}/imports")).await;
    browser.attach("#list", &list_of_the_day()).await;
    browser.click("#look").await;
    browser.says("#taken", "13").await;
    browser.says("#set-aside", "2").await;
    browser.says("#aside", "look it up in the booking system").await;
    browser.says("main", "Nothing has changed yet.").await;
    browser.pictures("import-preview").await;
    browser.click("#yes").await;
    browser.says("#taken", "13").await;
    browser.says("main", "The kiosks get the new cards").await;
}

/// The cards of a list that came through a page follow it.
async fn visit(kiosk: &TestKiosk, reference: &str) -> VisitHandle {
    let started = Instant::now();
    loop {
        let card = kiosk.card_by_reference(reference, BORN, "2026-06-01").await;
        if let Some(card) = card {
            return card.visits[0].visit;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "no card for {reference}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn signed_in(app: &TestApp, name: &str, role: Role) -> Browser {
    app.app.add_user(moorland(), name, role, PASSWORD).await.expect("a person");
    let browser = Browser::start().await;
    browser.sign_in(&app.address, name).await;
    browser
}

async fn today(browser: &Browser, app: &TestApp) {
    browser.open(&format!("{}/today?session=13:45", app.address)).await;
    browser.says("h1", "1.45 pm session").await;
}

/// Finds Siân Ó Néill as somebody types in a hurry, and sees both IDs.
async fn finds_and_ticks(officer: &Browser, o_neill: VisitHandle) {
    for typed in ["o neil", "NEILL", "O'Niell"] {
        officer.type_into("#search", typed).await;
        officer.click("#do-search").await;
        officer.has(&format!("#search[value=\"{typed}\"]")).await;
        officer.has(&format!("#v-{o_neill}")).await;
        assert_eq!(officer.count("tr[data-row]").await, 1, "{typed}");
    }
    for n in [1, 2] {
        officer.click(&format!("#v-{o_neill} .tick:nth-of-type({n})")).await;
        if n == 1 {
            officer.has(&format!("#v-{o_neill} .tick:nth-of-type(1)[aria-checked=true]")).await;
            officer.says(&format!("#v-{o_neill} .state"), "Arrived").await;
        }
    }
    officer.says(&format!("#v-{o_neill} .state"), "ID seen").await;
}

/// Through search, to a table, home: how long the other browser took to see each.
async fn leads_through(
    officer: &Browser,
    (visit, table): (VisitHandle, &str),
    others: &[&Browser],
) -> Duration {
    let (next, state) = (format!("#next-{visit}"), format!("#v-{visit} .state"));
    let mut slowest = Duration::ZERO;
    let at_table = format!("table {table}");
    for (button, becomes) in
        [("Through search", "Through search"), ("In the hall", at_table.as_str()), ("Left", "Left")]
    {
        officer.says(&next, button).await;
        if button == "In the hall" {
            officer.type_into(&format!("#table-{visit}"), table).await;
        }
        officer.click(&next).await;
        officer.says(&state, becomes).await;
        for other in others {
            slowest = slowest.max(other.says(&state, becomes).await);
        }
    }
    slowest
}

async fn an_officers_day_from_the_list_to_the_last_family(app: TestApp) {
    let kiosk = app.kiosk().await;
    let officer = signed_in(&app, "Jo Officer", Role::VisitsStaff).await;
    let other = signed_in(&app, "Al Officer", Role::VisitsStaff).await;
    let worker = signed_in(&app, "Fay Worker", Role::FamilyWorker).await;
    brings_in_the_list(&officer, &app.address).await;
    for browser in [&officer, &other, &worker] {
        today(browser, &app).await;
        browser.run("window.stayed = 'yes'; return ''").await;
    }
    // Rows that were set aside are said where the officer works, not only where lists are kept.
    officer.says("#list-matters", "Rows of the newest list that were set aside: 2").await;

    let o_neill = visit(&kiosk, O_NEILL).await;
    let mut visits = Vec::new();
    for n in 0..FAMILIES {
        visits.push(visit(&kiosk, &reference(n)).await);
    }
    kiosk.check_in(o_neill).await;
    for visit in &visits {
        kiosk.check_in(*visit).await;
    }
    for browser in [&officer, &other, &worker] {
        browser.says("#count-arrived", "13").await;
    }
    for browser in [&other, &worker] {
        assert_eq!(browser.run("return window.stayed").await, "yes", "nothing was loaded again");
    }
    finds_and_ticks(&officer, o_neill).await;
    other.says(&format!("#v-{o_neill} .state"), "ID seen").await;
    officer.click("#clear-search").await;
    officer.has(&format!("#v-{}", visits[0])).await;
    for visit in &visits {
        officer.click(&format!("#next-{visit}")).await;
        officer.says(&format!("#v-{visit} .state"), "ID seen").await;
    }
    other.says("#count-id-seen", "13").await;

    // Ten of thirteen are called, and the three that came last are not.
    officer.click("#call-next").await;
    officer.says("#count-called", "10").await;
    let mut slowest = other.says("#count-called", "10").await;
    assert_eq!(other.count("tr[data-state=called]").await, 10);
    for visit in &visits[FAMILIES - 3..] {
        other.says(&format!("#v-{visit} .state"), "ID seen").await;
    }
    slowest = slowest.max(leads_through(&officer, (o_neill, "14"), &[&other, &worker]).await);
    slowest = slowest.max(leads_through(&officer, (visits[0], "3"), &[&other]).await);
    other.says("#count-left", "2").await;
    // It was told: asking by itself it would have known a minute later.
    assert!(slowest < Duration::from_secs(10), "{slowest:?}");
    assert_eq!(other.run("return window.stayed").await, "yes", "and never loaded again");
    officer.pictures("day-today").await;

    prints_match_the_pages(&app, &officer).await;
    others_see_what_they_may(&app, &worker).await;
    for browser in [officer, other, worker] {
        browser.stop().await;
    }
}

/// The texts of one column of a table of the page.
async fn column(browser: &Browser, selector: &str) -> Vec<String> {
    let script = format!(
        "return [...document.querySelectorAll('{selector}')].map(cell => cell.innerText.trim())"
    );
    let texts = browser.driver.execute(&script, vec![]).await.expect("texts");
    texts.convert().expect("texts")
}

async fn prints_match_the_pages(app: &TestApp, officer: &Browser) {
    today(officer, app).await;
    let on_screen = column(officer, "#board tr[data-row]").await.len();
    let printed = Pdf::of(app, officer, "/today/print?session=13:45").await.text();
    let references = column(officer, "#paper td.reference").await;
    let numbers = column(officer, "#paper td.number").await;
    assert_eq!(references.len(), on_screen, "every row of the page is on the list");
    for (reference, number) in references.iter().zip(&numbers) {
        let lines: Vec<&str> = printed.lines().filter(|line| line.contains(reference)).collect();
        assert!(lines.len() == 1 && lines[0].contains(number.as_str()), "{reference}: {lines:?}");
    }
    let tables: Vec<&str> = printed.lines().filter(|line| line.contains(O_NEILL)).collect();
    assert!(tables[0].contains("14") && tables[0].contains("Left"), "{tables:?}");
    let roll = Pdf::of(app, officer, "/today/roll-call").await.text();
    let parties = column(officer, "#paper .roll-party legend b").await;
    assert_eq!(parties.len(), FAMILIES + 1 - 2, "two have left");
    for party in &parties {
        assert!(roll.split_whitespace().any(|word| word == party), "{party}: {roll}");
    }
    for adults in column(officer, "#roll-adults").await {
        assert!(roll.contains(&adults), "{adults} adults");
    }
}

/// A family worker looks on; a volunteer sees no name at all.
async fn others_see_what_they_may(app: &TestApp, worker: &Browser) {
    assert_eq!(worker.count("#board .act, #board .menu, #tools, #walk-in, #list-matters").await, 0);
    let tabs = column(worker, "header nav a").await;
    let hers =
        ["Today", "Volunteers", "Events", "Directory", "Requests", "Private talks", "Safeguarding"];
    assert_eq!(tabs, hers, "the pages that are hers");
    worker.open(&format!("{}/imports", app.address)).await;
    worker.says("main", "This page is for somebody with another role.").await;
    worker.driver.delete_all_cookies().await.expect("nobody");
    app.app.add_user(moorland(), "Vi", Role::Volunteer, PASSWORD).await.expect("a person");
    worker.sign_in(&app.address, "Vi").await;
    worker.says("h1", "wait").await;
    worker.says("#families", "A1").await;
    let page = worker.text("body").await;
    for name in NAMES.iter().chain(&["Néill", "Alex", "SMITH"]) {
        assert!(!page.contains(name), "{name}");
    }
    worker.open(&format!("{}/today", app.address)).await;
    worker.says("main", "This page is for somebody with another role.").await;
}

async fn the_desks_day_needs_no_script(app: TestApp) {
    let kiosk = app.kiosk().await;
    let officer = Browser::start().await;
    officer.run_no_script().await;
    app.app.add_user(moorland(), "Jo", Role::VisitsStaff, PASSWORD).await.expect("a person");
    officer.sign_in(&app.address, "Jo").await;
    brings_in_the_list(&officer, &app.address).await;
    let o_neill = visit(&kiosk, O_NEILL).await;
    kiosk.check_in(o_neill).await;
    today(&officer, &app).await;
    let is_live = "return String(document.getElementById('board').source !== undefined)";
    assert_eq!(officer.run(is_live).await, "false", "no script has run");
    finds_and_ticks(&officer, o_neill).await;
    // A family that no kiosk saw.
    let by_hand = visit(&kiosk, &reference(0)).await;
    let (next, state) = (format!("#next-{by_hand}"), format!("#v-{by_hand} .state"));
    officer.click(&next).await;
    officer.says(&state, "Arrived").await;
    officer.click(&next).await;
    officer.says(&state, "ID seen").await;
    officer.click("#call-next").await;
    officer.says("#count-called", "2").await;
    leads_through(&officer, (o_neill, "14"), &[]).await;
    // One step too far, and back; a menu opens without script.
    leads_through(&officer, (by_hand, "3"), &[]).await;
    officer.click(&format!("#more-{by_hand}")).await;
    officer.click(&format!("#menu-{by_hand} button[formaction='/today/take-back']")).await;
    officer.says(&state, "In the hall · table 3").await;
    // A refusal is one sentence.
    let other = visit(&kiosk, &reference(1)).await;
    kiosk.check_in(other).await;
    today(&officer, &app).await;
    officer.click(&format!("#more-{other}")).await;
    officer
        .type_into(&format!("#menu-{other} form[action='/today/table'] input[name=table]"), "3")
        .await;
    officer.click(&format!("#menu-{other} form[action='/today/table'] button")).await;
    officer.says("#said", "Another party sits at that table.").await;
    // Somebody who is on no list.
    officer.type_into("#first1", "Ruth").await;
    officer.type_into("#last1", "Abara").await;
    officer.click("#write-down").await;
    officer.says("#board", "Ruth").await;
    for link in ["#to-roll-call", "#to-print", "#to-outcomes", "#to-desk-pack"] {
        today(&officer, &app).await;
        officer.click("#paper-links").await;
        officer.click(link).await;
        officer.has("#paper").await;
    }
    officer.other_language().await;
    officer.has("html[lang=cy] #paper").await;
    officer.click("form[action='/sign-out'] button").await;
    officer.has("#password").await;
    officer.stop().await;
}
