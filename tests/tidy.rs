//! The house rules, as a test: who may import whom, one socket, one clock, one pair of files a
//! screen, no bare words. Sizes are printed and fail nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "nothing to look at in {folder}");
    found
}

/// Path below the root, and the code without comments and without its unit tests.
fn code(path: &Path) -> (String, String) {
    let name = path.strip_prefix(root()).expect("below").display().to_string();
    let text = std::fs::read_to_string(path).expect("readable");
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    (name, lines.collect::<Vec<_>>().join("\n"))
}

/// Every file in `folder` that mentions one of `words`, but for those whose path begins with one
/// of `allowed`.
fn mentions(folder: &str, words: &[&str], allowed: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, code) in files(folder, "rs").iter().map(|path| code(path)) {
        if allowed.iter().any(|allowed| name.starts_with(allowed)) {
            continue;
        }
        let words = words.iter().filter(|word| code.contains(**word));
        found.extend(words.map(|word| format!("{name} mentions {word}")));
    }
    found
}

const NONE: Vec<String> = Vec::new();

#[test]
fn the_domain_reads_no_clock_opens_nothing_and_knows_no_database() {
    let words = [
        "Utc::now",
        "Local::now",
        "SystemTime",
        "Instant::now",
        "std::fs",
        "std::net",
        "std::env",
        "rusqlite",
        "sqlx",
        "reqwest",
        "tokio",
        "getrandom",
        "slint",
        "now_v7",
        "new_v4",
    ];
    assert_eq!(mentions("domain/src", &words, &[]), NONE);
}

#[test]
fn nothing_outside_the_client_opens_a_socket() {
    let words = ["reqwest", "std::net", "TcpStream", "UdpSocket", "UnixStream"];
    assert_eq!(mentions("src", &words, &["src/sync/client.rs"]), NONE);
}

#[test]
fn the_server_asks_other_machines_in_one_place_only() {
    let words = ["reqwest", "TcpStream", "UdpSocket", "UnixStream"];
    assert_eq!(mentions("server/src", &words, &["server/src/pull/client.rs"]), NONE);
}

#[test]
fn one_place_a_crate_reads_the_clock() {
    let words = ["Utc::now", "Local::now", "SystemTime::now", "Instant::now"];
    assert_eq!(mentions("src", &words, &["src/clock.rs"]), NONE);
    let server = ["Utc::now", "Local::now", "SystemTime::now"];
    assert_eq!(mentions("server/src", &server, &["server/src/clock.rs"]), NONE);
}

#[test]
fn imports_go_downward_only() {
    for (folder, allowed, never) in [
        // The session is pure.
        (
            "src/session",
            &[][..],
            &[
                "crate::store",
                "crate::sync",
                "crate::worker",
                "crate::kiosk",
                "crate::screens",
                "slint",
                "visits_ui",
                "rusqlite",
            ][..],
        ),
        (
            "src/store",
            &[],
            &[
                "crate::sync",
                "crate::worker",
                "crate::kiosk",
                "crate::session",
                "crate::screens",
                "slint",
                "visits_ui",
            ],
        ),
        ("src/sync", &[], &["crate::kiosk", "crate::screens", "slint", "visits_ui"]),
        ("src/screens", &[], &["crate::store", "crate::sync", "crate::worker", "rusqlite"]),
        ("src", &[], &["visits_server", "visits_demo", "sqlx", "axum"]),
        ("server/src", &[], &["visits_kiosk", "visits_ui", "visits_demo", "slint", "rusqlite"]),
        ("ui", &[], &["visits_kiosk", "visits_domain", "visits_server", "visits_demo"]),
        ("server/src/store", &[], &["crate::pages", "crate::api", "crate::router", "axum::"]),
    ] {
        assert_eq!(mentions(folder, never, allowed), NONE, "{folder}");
    }
    for file in ["src/session.rs", "src/store.rs", "src/sync.rs", "src/screens.rs"] {
        let (name, code) = code(&root().join(file));
        let upward = ["crate::kiosk::Kiosk", "crate::assembly", "visits_server"];
        assert!(!upward.iter().any(|word| code.contains(word)), "{name} looks upward");
    }
}

#[test]
fn a_screen_imports_no_other_screen() {
    for (name, code) in files("src/screens", "rs").iter().map(|path| code(path)) {
        assert!(!code.contains("super::welcome") && !code.contains("crate::screens::"), "{name}");
    }
    for path in files("ui/screens", "slint") {
        let text = std::fs::read_to_string(&path).expect("readable");
        assert!(!text.contains("from \"./") && !text.contains("screens/"), "{}", path.display());
    }
}

fn stems(folder: &str, ending: &str) -> BTreeSet<String> {
    let stem = |path: PathBuf| path.file_stem().expect("a name").to_string_lossy().into_owned();
    files(folder, ending).into_iter().map(stem).collect()
}

#[test]
fn one_screen_is_one_pair_of_files() {
    let mut rust = stems("src/screens", "rs");
    let mut slint = stems("ui/screens", "slint");
    rust.remove("top_bar"); // on every screen; its markup is a component
    rust.remove("sheets"); // of several screens; its markup is a component too
    rust.remove("measure"); // of sheets: what fits on one
    rust.remove("qr"); // of several screens
    rust.remove("told"); // of a service, for several screens
    rust.remove("along"); // the same, for phones and paper
    rust.remove("paper"); // of several screens: no screen at all
    slint.remove("out_of_service"); // has nothing to show or to press
    assert_eq!(rust, slint);
}

#[test]
fn no_words_are_bare_and_no_colour_stands_in_a_screen() {
    for path in files("ui", "slint") {
        let name = path.display();
        let text = std::fs::read_to_string(&path).expect("readable");
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.split("//").next().unwrap_or_default();
            let bare = ["text: \"", "title: \"", "sentence: \"", "label: \""]
                .iter()
                .filter_map(|start| line.trim().strip_prefix(start)?.split('"').next())
                .any(|words| words.chars().filter(|c| c.is_alphabetic()).count() > 1);
            // What a global shows in the preview is replaced before anybody sees it.
            let is_sample = line.contains("in property") && line.contains(": \"");
            assert!(!bare || is_sample, "{name}:{number} has words outside @tr");
            let colour = line.contains(": #") || line.contains("rgb(");
            assert!(!colour || name.to_string().ends_with("theme.slint"), "{name}:{number}");
        }
    }
}

#[test]
fn a_planted_fault_is_found() {
    let words = ["Verdict::Desk"];
    assert!(!mentions("src", &words, &[]).is_empty(), "the search finds what is there");
}

#[test]
#[allow(clippy::print_stdout, reason = "for whoever asks with --nocapture")]
fn sizes() {
    let all = ["src", "domain/src", "server/src", "demo/src", "ui"];
    let mut sizes: Vec<(usize, String)> = all
        .iter()
        .flat_map(|folder| files(folder, "rs"))
        .chain(files("ui", "slint"))
        .map(|path| {
            let lines = std::fs::read_to_string(&path).expect("readable").lines().count();
            (lines, path.strip_prefix(root()).expect("below").display().to_string())
        })
        .collect();
    sizes.sort();
    for (lines, name) in sizes.iter().rev().take(12) {
        println!("{lines:5} {name}");
    }
}
