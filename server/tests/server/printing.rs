//! Sheets as a real browser prints them: A4, the heading on every page, and nothing that belongs to
//! the screen.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::support::app::TestApp;
use crate::support::browser::{self, Browser};
use crate::support::kiosk::TestKiosk;
use crate::support::lists::{file, pass, person, with};
use crate::support::staff::TestStaff;

/// What can be seen of a PDF without reading it.
pub const TESTS: &[crate::support::harness::Test] =
    &[("sheets_are_printed_on_a4", |app| Box::pin(sheets_are_printed_on_a4(app)))];
/// What needs a program that reads it.
pub const TEXTS: &[crate::support::harness::Test] =
    &[("paper_says_what_the_page_says", |app| Box::pin(paper_says_what_the_page_says(app)))];

const PDFTOTEXT: &str = "/usr/bin/pdftotext";

/// Why PDFs cannot be read, if they cannot.
pub fn absence() -> Option<String> {
    let missing = (!Path::new(PDFTOTEXT).exists()).then(|| "pdftotext is not installed".to_owned());
    browser::absence().or(missing)
}

const BORN: &str = "1980-01-01";
const VISITS: usize = 60;

fn reference(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap_or(0));
    format!("ab-cd-{}{}-{}{}", letter(n / 26), letter(n), letter(n * 7), letter(n * 3))
}

/// A full session and a small one in the morning; thirty families have come so far, eight of them
/// are in the hall, and some have gone.
async fn a_full_day(app: &TestApp) -> TestKiosk {
    let names = ["Evans", "Okafor", "Wiśniewska-Kowalczyk", "Ó Néill", "Patel", "Shaw"];
    let visit = |n: usize| {
        let last = names[n % names.len()];
        let people: Vec<Value> = (1..)
            .zip([("Siân", BORN), ("Aleksandra", "1951-02-03"), ("Kit", "2019-03-04")])
            .map(|(id, (first, born))| person(id, first, last, born))
            .collect();
        pass(&reference(n), &people[..=(n % 3)])
    };
    let morning = (VISITS..VISITS + 5)
        .map(|n| with(with(visit(n), "startTime", "09:30"), "endTime", "10:30"));
    app.import(file(&(0..VISITS).map(visit).chain(morning).collect::<Vec<_>>())).await;
    let kiosk = app.kiosk().await;
    for n in 0..30 {
        kiosk.check_in(kiosk.visit(&reference(n), BORN).await).await;
    }
    kiosk
}

async fn up_to_the_hall(officer: &TestStaff) {
    for n in 1..=12_usize {
        let (number, table) = (format!("A{n}"), (n * 2).to_string());
        officer.act(&format!("{number} "), "/today/id-seen", &[]).await;
        for path in ["/today/call", "/today/search-done", "/today/hall", "/today/left"] {
            let stays = path.ends_with("left") && n <= 8 || path.ends_with("hall") && n > 10;
            if !stays {
                officer.act(&format!("{number} "), path, &[("table", &table)]).await;
            }
        }
    }
}

async fn signed_in(app: &TestApp) -> Browser {
    let browser = Browser::start().await;
    browser.sign_in(&app.address, "Jo Officer").await;
    browser
}

/// A page as it is printed.
pub struct Pdf(Vec<u8>);

impl Pdf {
    /// Prints a page on the paper that it asks for.
    pub async fn of(app: &TestApp, browser: &Browser, path: &str) -> Self {
        browser.open(&format!("{}{path}", app.address)).await;
        browser.text("#paper").await;
        let printed = browser.devtools("Page.printToPDF", json!({ "preferCSSPageSize": true }));
        let data = printed.await["data"].as_str().expect("a PDF").to_owned();
        let pdf = Self(decoded(&data));
        assert!(pdf.0.starts_with(b"%PDF-"));
        if let Some(folder) = std::env::var_os("VISITS_TEST_PICTURES") {
            let name = path.replace(['/', '?', '=', ':'], "-");
            let name: String = name.chars().take(30).collect();
            std::fs::write(PathBuf::from(folder).join(format!("paper{name}.pdf")), &pdf.0)
                .expect("it is kept");
        }
        pdf
    }

    /// Each page's width and height in points. The browser writes pages uncompressed.
    pub fn pages(&self) -> Vec<(i64, i64)> {
        let text = String::from_utf8_lossy(&self.0).into_owned();
        let boxes = text.split("/MediaBox").skip(1).map(|rest| {
            let inside = rest.split(['[', ']']).nth(1).unwrap_or_default();
            let sides = inside.split_whitespace().filter_map(|n| n.parse::<f64>().ok());
            #[allow(clippy::cast_possible_truncation, reason = "a sheet has a few hundred points")]
            let sides: Vec<i64> = sides.map(|n| n.round() as i64).collect();
            (sides[2], sides[3])
        });
        boxes.collect()
    }

    /// What it says, with the columns side by side.
    pub fn text(&self) -> String {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&self.0).expect("it is written");
        let read = Command::new(PDFTOTEXT).arg("-layout").arg(file.path()).arg("-").output();
        String::from_utf8(read.expect("it is read").stdout).expect("a text")
    }
}

fn decoded(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let values: Vec<u8> = text.bytes().filter_map(value).collect();
    let bytes = values.chunks(4).flat_map(|four| {
        let bits = four.iter().fold(0_u32, |bits, value| bits << 6 | u32::from(*value));
        let bits = bits << (6 * (4 - four.len()));
        let count = four.len().saturating_sub(1);
        bits.to_be_bytes()[1..=count].to_vec()
    });
    bytes.collect()
}

const TALL: (i64, i64) = (595, 842);
const WIDE: (i64, i64) = (842, 595);

/// A4 in points, give or take one that rounding adds.
fn is(page: (i64, i64), paper: (i64, i64)) -> bool {
    (page.0 - paper.0).abs() <= 1 && (page.1 - paper.1).abs() <= 1
}

async fn sheets_are_printed_on_a4(app: TestApp) {
    let officer = app.officer().await;
    let kiosk = a_full_day(&app).await;
    up_to_the_hall(&officer).await;
    app.minutes_pass(30);
    let browser = signed_in(&app).await;
    let visit = kiosk.visit(&reference(1), BORN).await;
    let confirmation = format!("/today/confirmation?visit={visit}");
    for (path, paper, pages) in [
        ("/today/print?session=13:45", WIDE, 3..=6),
        ("/today/desk-pack", WIDE, 7..=12),
        ("/today/roll-call", TALL, 2..=5),
        (confirmation.as_str(), TALL, 1..=1),
        ("/today/outcomes?session=13:45", TALL, 2..=8),
    ] {
        let printed = Pdf::of(&app, &browser, path).await.pages();
        assert!(pages.contains(&printed.len()), "{path}: {} pages", printed.len());
        assert!(printed.iter().all(|page| is(*page, paper)), "{path}: {printed:?}");
        let name = path.split(['?', '/']).nth(2).expect("a name");
        browser.pictures(&format!("paper-{name}")).await;
    }
    browser.open(&format!("{}/today", app.address)).await;
    browser.click("#paper-links").await;
    browser.pictures("paper-links").await;
    browser.stop().await;
}

async fn paper_says_what_the_page_says(app: TestApp) {
    let officer = app.officer().await;
    let kiosk = a_full_day(&app).await;
    up_to_the_hall(&officer).await;
    let browser = signed_in(&app).await;
    let list = Pdf::of(&app, &browser, "/today/print?session=13:45").await;
    let text = list.text();
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(pages.len(), list.pages().len());
    for (n, page) in (1..).zip(&pages) {
        assert!(page.contains("Reference") && page.contains("Moorland visits"), "page {n}: {page}");
        // Narrow spaces are lost when a PDF is read.
        let foot: String = page.trim_end().lines().last().unwrap_or_default().split(' ').collect();
        assert_eq!(foot, format!("{n}/{}", pages.len()), "the number of the page");
    }
    for n in 0..VISITS {
        assert_eq!(text.matches(&reference(n)).count(), 1, "{}", reference(n));
    }
    for screen in ["Sign out", "Back to Today", "Kiosks", "SMITH"] {
        assert!(!text.contains(screen), "{screen}");
    }
    let page = officer.page("/today/roll-call").await;
    let adults = page.split("id=\"roll-adults\">").nth(1).and_then(|t| t.split('<').next());
    let text = Pdf::of(&app, &browser, "/today/roll-call").await.text();
    assert!(text.contains(adults.expect("a number")) && text.contains("In the hall"));
    let visit = kiosk.visit(&reference(1), BORN).await;
    let slip = Pdf::of(&app, &browser, &format!("/today/confirmation?visit={visit}")).await.text();
    assert!(slip.contains("Siân Okafor") && slip.contains("Cadarnhad o ymweliad"), "{slip}");
    browser.stop().await;
}
