//! Feeds of any shape: whatever comes in, a report comes out that adds up, or one line.
//!
//! The cases in `corpus/` are replayed in every run and changed at random for a few seconds;
//! `VISITS_FUZZ_MINUTES=10` does it for longer, and `VISITS_FUZZ_KEEP=<folder>` keeps those that end in a way not seen before.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use visits_server::Error;

use crate::support::app::{TestApp, moorland};
use crate::tests;

tests![
    every_kept_feed_ends_with_a_report_or_one_line,
    a_feed_of_any_shape_ends_with_a_report_or_one_line,
];

fn how_long() -> Duration {
    let minutes = std::env::var("VISITS_FUZZ_MINUTES").ok().and_then(|text| text.parse().ok());
    minutes.map_or(Duration::from_secs(3), |minutes: u64| Duration::from_secs(60 * minutes))
}

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/server/corpus");
    let mut all: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|file| {
            let path = file.expect("a file").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
            (name, std::fs::read(&path).expect("its bytes"))
        })
        .collect();
    all.sort();
    assert!(all.len() > 15, "the corpus is there");
    all
}

/// How it ends: which reasons, which fields left out, or which line.
async fn ending(app: &TestApp, bytes: &[u8], what: &str) -> String {
    match app.app.rehearse_services(moorland(), bytes).await {
        Ok(done) => {
            assert!(done.report.adds_up(), "{what}: {:?}", done.report);
            assert_eq!(done.report.taken, done.rows.len(), "{what}");
            assert!(done.rows.iter().all(|row| !row.name.is_empty()), "{what}");
            let reasons: BTreeSet<&str> =
                done.report.quarantined.iter().map(|one| one.reason.as_str()).collect();
            let some = |n: usize| n.min(2);
            format!("{reasons:?} {} {}", some(done.report.taken), some(done.report.repeated))
        }
        Err(Error::Unreadable(why)) => {
            let line = why.to_string();
            assert!(!line.contains('\n'), "{what}: {line}");
            line.chars().filter(|c| !c.is_ascii_digit()).collect()
        }
        Err(error) => panic!("{what}: {error}"),
    }
}

async fn every_kept_feed_ends_with_a_report_or_one_line(app: TestApp) {
    for (name, bytes) in corpus() {
        ending(&app, &bytes, &name).await;
    }
}

async fn a_feed_of_any_shape_ends_with_a_report_or_one_line(app: TestApp) {
    let until = Instant::now() + how_long();
    let keep = std::env::var_os("VISITS_FUZZ_KEEP").map(PathBuf::from);
    let mut cases: Vec<Vec<u8>> = corpus().into_iter().map(|(_, bytes)| bytes).collect();
    let mut endings = BTreeSet::new();
    for case in &cases {
        endings.insert(ending(&app, case, "the corpus").await);
    }
    let (seed, mut runs) = (fastrand::u64(..), 0u64);
    let mut random = fastrand::Rng::with_seed(seed);
    while Instant::now() < until {
        runs += 1;
        let mut case = cases[random.usize(..cases.len())].clone();
        for _ in 0..random.usize(1..6) {
            case = changed(case, &cases, &mut random);
        }
        case.truncate(200_000);
        let what = format!("run {runs} of seed {seed}");
        if let Some(folder) = &keep {
            std::fs::write(folder.join("last"), &case).expect("it is kept");
        }
        if endings.insert(ending(&app, &case, &what).await) {
            if let Some(folder) = keep.as_ref().filter(|_| case.len() < 4_000) {
                std::fs::write(folder.join(format!("case_{runs}.json")), &case)
                    .expect("it is kept");
            }
            cases.push(case);
        }
    }
    assert!(runs > 0 && endings.len() > 20, "{runs} feeds of seed {seed}: {}", endings.len());
}

fn changed(case: Vec<u8>, cases: &[Vec<u8>], random: &mut fastrand::Rng) -> Vec<u8> {
    if random.u8(..4) > 0
        && let Ok(mut value) = serde_json::from_slice::<Value>(&case)
    {
        let mut left = random.usize(..60);
        change_value(&mut value, &mut left, random);
        return serde_json::to_vec(&value).unwrap_or_default();
    }
    let mut case = case;
    let at = random.usize(..=case.len());
    match random.u8(..5) {
        0 if at < case.len() => case[at] = random.u8(..),
        1 => case.truncate(at),
        2 => {
            let other = &cases[random.usize(..cases.len())];
            let from = random.usize(..=other.len());
            case.splice(at..at, other[from..].iter().take(300).copied().collect::<Vec<_>>());
        }
        3 => {
            let end = (at + random.usize(..40)).min(case.len());
            case.drain(at..end);
        }
        _ => {
            let tokens = [
                "\"", "{", "}", "[", "]", ",", ":", "\\u0000", "\u{202e}", "1e999", "null",
                "<script>", "&lt;",
            ];
            let token = tokens[random.usize(..tokens.len())];
            case.splice(at..at, token.bytes());
        }
    }
    case
}

/// Puts something odd in the place of one value, somewhere in it.
fn change_value(value: &mut Value, left: &mut usize, random: &mut fastrand::Rng) -> bool {
    if *left == 0 {
        *value = odd(value, random);
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(values) => values.iter_mut().any(|one| change_value(one, left, random)),
        Value::Object(fields) => fields.values_mut().any(|one| change_value(one, left, random)),
        _ => false,
    }
}

fn odd(value: &Value, random: &mut fastrand::Rng) -> Value {
    let texts = [
        "",
        " ",
        "false",
        "<b>",
        "</script",
        "&#xD800;",
        "&#99999999999;",
        "javascript:alert(1)",
        "\u{0}",
        "0808 808 2003",
        "+44",
        "\"",
        "2026-02-30",
        "9999-99-99",
        "24:00",
        "MO,1TU",
        "é",
        "👨‍👩‍👧",
        "x@y.z",
        "https://[::1]/",
        "http://",
        "101",
        "-0",
        "NaN",
        "ac148810-d857-441c-9679-408f346de14b",
    ];
    match random.u8(..12) {
        0 => Value::Null,
        1 => json!(false),
        2 => json!(-1),
        3 => json!(u64::MAX),
        4 => json!(1e308),
        5 => json!([]),
        6 => json!({}),
        7 => json!([value, value]),
        8 => json!({ "id": value, "name": value, "services": [value] }),
        9 => json!(value.to_string()),
        10 => json!("x".repeat(random.usize(..10_000))),
        _ => json!(texts[random.usize(..texts.len())]),
    }
}
