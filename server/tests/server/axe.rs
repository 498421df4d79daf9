//! axe-core looks at every page as a manager and an administrator see it, in both languages, and
//! finds nothing. A planted fault is found.

use std::path::PathBuf;

use visits_server::Role;

use crate::support::app::TestApp;
use crate::support::browser::{self, Browser};
use crate::support::lists::{file, pass, patel, shaw};
use crate::support::staff::TestStaff;
use crate::tests;

tests![axe_finds_nothing_on_any_page];

/// Where axe-core's `axe.min.js` lies (npm's `axe-core`).
const AXE: &str = "VISITS_AXE";

/// Why axe cannot look, if it cannot.
pub fn absence() -> Option<String> {
    let script = std::env::var_os(AXE).map(PathBuf::from).filter(|path| path.exists());
    let missing = script.is_none().then(|| format!("{AXE} does not name axe-core's axe.min.js"));
    browser::absence().or(missing)
}

async fn axe_finds_nothing_on_any_page(app: TestApp) {
    let script = std::fs::read_to_string(std::env::var_os(AXE).expect("named")).expect("axe-core");
    a_day(&app).await;
    let browser = Browser::start().await;
    for (name, role) in [("Jo Manager", Role::Manager), ("Al Admin", Role::Administrator)] {
        let staff = app.person(name, role).await;
        browser.driver.delete_all_cookies().await.expect("nobody");
        browser.sign_in(&app.address, name).await;
        let pages = pages(&staff, role).await;
        for language in ["en", "cy"] {
            for path in &pages {
                browser.open(&format!("{}{path}", app.address)).await;
                assert_eq!(browser.run("return document.documentElement.lang").await, language);
                let found = faults(&browser, &script).await;
                assert!(found.is_empty(), "{path} ({name}): {found}");
            }
            browser.click("form[action='/language'] button").await;
        }
    }
    // Only a page that has come to rest keeps what is planted.
    browser.open(&format!("{}/account", app.address)).await;
    let plant = "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>')";
    browser.driver.execute(plant, vec![]).await.expect("it is planted");
    assert!(faults(&browser, &script).await.contains("image-alt"), "a planted fault is found");
    browser.stop().await;
}

/// Something of everything: people here and not here, a kiosk, somebody who asks.
async fn a_day(app: &TestApp) {
    app.import(file(&[shaw(), patel(), pass("zz-zz-zz-zz", &[])])).await;
    let kiosk = app.kiosk().await;
    kiosk.check_in(kiosk.visit("ab-cd-ef-gh", "1986-07-28").await).await;
    kiosk.ask("by the window", 600).await;
}

/// The addresses that show this role a page.
async fn pages(staff: &TestStaff, role: Role) -> Vec<&'static str> {
    let mut pages = Vec::new();
    for (method, path, roles) in visits_server::places() {
        if method != "GET" || !roles.contains(&role) || path.contains('{') || path == "/events" {
            continue;
        }
        let answer = staff.get(path).await;
        let kind = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        if answer.status().is_success() && kind.is_some_and(|kind| kind.starts_with("text/html")) {
            pages.push(path);
        }
    }
    assert!(pages.len() > 2, "{pages:?}");
    pages
}

/// What axe found: its rules and where.
async fn faults(browser: &Browser, script: &str) -> String {
    browser.driver.execute(script, vec![]).await.expect("axe-core is taken in");
    let look = "const done = arguments[0]; axe.run().then(r => done(r.violations.map(v => \
                v.id + ' at ' + v.nodes.map(n => n.target.join(' ')).join(', ')).join('\\n')))";
    let found = browser.driver.execute_async(look, vec![]).await.expect("axe ran");
    found.convert::<String>().expect("a text")
}
