//! Every page in a real browser by keyboard alone, and at four times its size.

use serde_json::Value;
use thirtyfour::prelude::*;

use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::everywhere::{Walk, World};
use crate::tests;

tests![
    tab_reaches_every_control_of_every_page_and_shows_where_it_is,
    at_four_times_the_size_no_page_is_pushed_aside_or_cut,
];

/// Opens what can be opened, counts what Tab must reach, and watches where it goes.
const WATCH: &str = "
    for (const closed of document.querySelectorAll('details')) closed.open = true;
    const name = e => e.id ? '#' + e.id : e.tagName + ' ' + (e.name || e.innerText || '').slice(0, 30);
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
        .filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0 && e.type !== 'hidden');
    const seen = new Set(), faults = [];
    for (const e of all) if (e.tabIndex > 0) faults.push(name(e) + ' is out of order');
    addEventListener('focusin', event => seen.add(event.target));
    addEventListener('keydown', () => {
        const e = document.activeElement, style = getComputedStyle(e), at = e.getBoundingClientRect();
        if (e === document.body) return;
        if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push(name(e) + ' has no ring');
        if (at.bottom <= 0 || at.right <= 0 || at.top >= innerHeight || at.left >= innerWidth)
            faults.push(name(e) + ' is out of sight');
    }, true);
    seen.add(document.activeElement);
    window.watched = () => faults.concat(all.filter(e => e.isConnected && !seen.has(e)).map(e => name(e) + ' was not reached'));
    const inner = all.filter(e => ['date', 'time', 'datetime-local'].includes(e.type)).length;
    return all.length + 6 * inner + 12";

async fn tab_reaches_every_control_of_every_page_and_shows_where_it_is(app: TestApp) {
    let world = World::make(&app).await;
    let pages = world.pages(&app).await;
    let browser = Browser::start().await;
    browser.size(1280, 800).await;
    let mut walk = Walk::new(&world, &browser);
    let mut all = Vec::new();
    for page in &pages {
        walk.to(page, "en").await;
        all.extend(tab_through(&browser).await.map(|fault| format!("{}: {fault}", page.name)));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
    // What cannot be reached is found.
    browser.open(&format!("{}/account", app.address)).await;
    let plant = "document.querySelector('main').addEventListener('keydown', e => {
        if (e.key === 'Tab') e.preventDefault(); }); return ''";
    browser.run(plant).await;
    assert!(tab_through(&browser).await.count() > 0, "a trap is found");
    browser.stop().await;
}

/// What is wrong on the way through a page.
async fn tab_through(browser: &Browser) -> impl Iterator<Item = String> {
    let steps = browser.driver.execute(WATCH, vec![]).await.expect("it watches");
    let steps: usize = steps.convert().expect("a number");
    browser.press(Key::Tab + "").await;
    for _ in 0..steps.div_ceil(20) {
        let keys: String = std::iter::repeat_n(char::from(Key::Tab), 20).collect();
        browser.press(keys).await;
    }
    let faults = browser.driver.execute("return watched()", vec![]).await.expect("what it saw");
    faults.convert::<Vec<String>>().expect("texts").into_iter()
}

/// What reaches beyond the page or is cut off. What can be scrolled by itself may be wider.
const CUT: &str = "
    const name = e => (e.id ? '#' + e.id : e.tagName + '.' + e.className) + ' ' + (e.innerText || '').slice(0, 40);
    const scrolls = e => { for (let at = e; at; at = at.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return true; return false; };
    const unseen = e => e.closest('.unseen, .skip') !== null;
    const faults = [];
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) faults.push('the page is ' + wide + ' wide');
    for (const e of document.querySelectorAll('body *')) {
        if (!e.checkVisibility() || unseen(e)) continue;
        const at = e.getBoundingClientRect(), style = getComputedStyle(e);
        if (at.width && (at.right > innerWidth + 1 || at.left < -1) && !scrolls(e)) faults.push('beyond: ' + name(e));
        const cuts = ['hidden', 'clip'].includes(style.overflowX) || e.tagName === 'BUTTON';
        if (cuts && e.scrollWidth > e.clientWidth + 1) faults.push('cut: ' + name(e));
    }
    return faults.slice(0, 8)";

async fn at_four_times_the_size_no_page_is_pushed_aside_or_cut(app: TestApp) {
    let world = World::make(&app).await;
    let pages = world.pages(&app).await;
    let browser = Browser::start().await;
    // A window of 1280 by 1024 at 400 %.
    browser.size(320, 256).await;
    let mut walk = Walk::new(&world, &browser);
    let mut all = Vec::new();
    for language in ["en", "cy"] {
        for page in &pages {
            walk.to(page, language).await;
            let faults = cut(&browser).await;
            all.extend(faults.iter().map(|fault| format!("{} {language}: {fault}", page.name)));
        }
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
    let plant = "document.querySelector('main').insertAdjacentHTML('beforeend',
        '<p>' + 'wide'.repeat(99)); return ''";
    browser.run(plant).await;
    assert!(!cut(&browser).await.is_empty(), "a line that is too long is found");
    browser.stop().await;
}

async fn cut(browser: &Browser) -> Vec<String> {
    let faults = browser.driver.execute(CUT, vec![]).await.expect("it looks");
    let faults: Vec<Value> = faults.convert().expect("a list");
    faults.iter().filter_map(|fault| fault.as_str().map(str::to_owned)).collect()
}
