//! axe-core looks at every page, in both languages, light and dark, on a desk and on a telephone,
//! and finds nothing. A planted fault is found.

use std::path::PathBuf;

use crate::support::app::TestApp;
use crate::support::browser::{self, Browser};
use crate::support::everywhere::{Walk, World};
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

const DESK: (u32, u32) = (1280, 800);
const TELEPHONE: (u32, u32) = (390, 844);

async fn axe_finds_nothing_on_any_page(app: TestApp) {
    let script = std::fs::read_to_string(std::env::var_os(AXE).expect("named")).expect("axe-core");
    let world = World::make(&app).await;
    let pages = world.pages(&app).await;
    let browser = Browser::start().await;
    let mut walk = Walk::new(&world, &browser);
    let mut all = Vec::new();
    // Each two of language, theme and width meet.
    for (language, looks) in
        [("en", [(false, DESK), (true, TELEPHONE)]), ("cy", [(true, DESK), (false, TELEPHONE)])]
    {
        for page in &pages {
            walk.to(page, language).await;
            browser.driver.execute(&script, vec![]).await.expect("axe-core is taken in");
            for (dark, (width, height)) in looks {
                browser.prefers_dark(dark).await;
                let name =
                    format!("{} {language} {width}{}", page.name, ["", " dark"][usize::from(dark)]);
                browser.picture(&file_name(&name), width, height).await;
                let found = faults(&browser).await;
                if !found.is_empty() {
                    all.push(format!("{name}: {found}"));
                }
            }
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
    // Only a page that has come to rest keeps what is planted.
    browser.open(&format!("{}/sign-in", app.address)).await;
    browser.driver.execute(&script, vec![]).await.expect("axe-core is taken in");
    let plant = "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>')";
    browser.driver.execute(plant, vec![]).await.expect("it is planted");
    assert!(faults(&browser).await.contains("image-alt"), "a planted fault is found");
    browser.stop().await;
}

/// `GET /today cy 390` as the name of a picture, without what varies.
fn file_name(name: &str) -> String {
    let kept = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    kept.collect::<String>().to_lowercase()
}

/// What axe found: its rules and where.
async fn faults(browser: &Browser) -> String {
    let look = "const done = arguments[0];
        axe.run({ resultTypes: ['violations'] }).then(r => done(r.violations.map(v =>
            v.id + ' at ' + v.nodes.map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? ''))
                .join(', ')).join('\\n')), e => done(String(e)))";
    let found = browser.driver.execute_async(look, vec![]).await.expect("axe ran");
    found.convert::<String>().expect("a text")
}
