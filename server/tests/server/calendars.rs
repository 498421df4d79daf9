//! Calendars: who may read them, and whether programs that are not ours understand them.

use std::io::Write as _;
use std::process::{Command, Stdio};

use reqwest::{Client, StatusCode};

use crate::events::calendar;
use crate::support::app::TestApp;
use crate::tests;

tests![the_calendar_needs_no_signing_in_until_it_has_another_address];

/// What needs a parser that is not ours.
pub const PARSED: &[crate::support::harness::Test] =
    &[("a_parser_that_is_not_ours_reads_the_calendar", |app| {
        Box::pin(a_parser_that_is_not_ours_reads_the_calendar(app))
    })];

/// Names a Python that has the package `icalendar`; else the machine's own is tried.
const PYTHON: &str = "VISITS_TEST_PYTHON";

fn python() -> std::ffi::OsString {
    std::env::var_os(PYTHON).unwrap_or_else(|| "python3".into())
}

/// Why the parser cannot be asked, if it cannot.
pub fn absence() -> Option<String> {
    let mut look = Command::new(python());
    let look = look.args(["-c", "import icalendar"]).stderr(Stdio::null()).status();
    let is_there = look.is_ok_and(|ended| ended.success());
    (!is_there).then(|| format!("no Python has the package icalendar ({PYTHON} may name one)"))
}

async fn the_calendar_needs_no_signing_in_until_it_has_another_address(app: TestApp) {
    let manager = app.manager().await;
    let at = manager.open_event(&[]).await;
    let id = at.trim_start_matches("/events/");
    let (english, welsh) = (calendar(&manager, "en").await, calendar(&manager, "cy").await);
    let stranger = Client::new();
    let read = async |path: &str| {
        let answer = stranger.get(format!("{}{path}", app.address)).send().await;
        answer.expect("an answer")
    };
    let answer = read(&english).await;
    assert_eq!(answer.headers()["content-type"], "text/calendar; charset=utf-8");
    let text = answer.text().await.expect("a calendar");
    assert!(text.contains(&format!("UID:{id}@mdi.visits\r\n")), "{text}");
    assert!(text.contains("DTSTART;TZID=Europe/London:20260620T100000\r\n"), "{text}");
    assert!(text.contains("SUMMARY;LANGUAGE=en:Summer family day\r\n"), "{text}");
    for for_staff in ["Rowan", "Quillfeather"] {
        assert!(!text.contains(for_staff), "{for_staff} is for staff");
    }
    assert!(read(&welsh).await.text().await.expect("it").contains("Diwrnod teulu’r haf"));
    manager.step(&at, "cancel").await;
    let cancelled = read(&english).await.text().await.expect("a calendar");
    assert!(cancelled.contains("STATUS:CANCELLED") && cancelled.contains("SEQUENCE:2"));

    manager.post("/events/calendar", &[]).await;
    for path in [&*english, "/calendar/MDI-0-en.ics", "/calendar/LEI-0-en.ics", "/calendar/x"] {
        assert_eq!(read(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(read(&calendar(&manager, "en").await).await.status(), StatusCode::OK);
}

/// Says of each event: id, state, beginning and end in UTC, and its texts.
const READ: &str = "import sys, icalendar
from datetime import timezone
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
assert not calendar.errors, calendar.errors
print(calendar['name'])
for event in calendar.walk('VEVENT'):
    assert not event.errors, event.errors
    utc = lambda name: event.decoded(name).astimezone(timezone.utc).isoformat()
    print('|'.join([str(event['uid']), str(event['status']), utc('dtstart'), utc('dtend'),
        str(event['summary']), str(event['description']).replace(chr(10), '/')]))
";

async fn a_parser_that_is_not_ours_reads_the_calendar(app: TestApp) {
    let manager = app.manager().await;
    let long = "Tŷ’r ŵyl; bwyd, gemau a \\ chân. ".repeat(12);
    let summer = manager.open_event(&[("words_cy", long.trim())]).await;
    let winter = manager.open_event(&[("day", "2026-12-05"), ("title_cy", "Nadolig")]).await;
    let ids = [&summer, &winter].map(|at| at.trim_start_matches("/events/").to_owned());
    let text = manager.page(&calendar(&manager, "cy").await).await;
    let mut reader = Command::new(python());
    let reader = reader.args(["-c", READ]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut reader = reader.expect("it starts");
    reader.stdin.take().expect("its input").write_all(text.as_bytes()).expect("it is given");
    let read = reader.wait_with_output().expect("it ends");
    assert!(read.status.success(), "it could not be read:\n{text}");
    let read = String::from_utf8(read.stdout).expect("a text");
    let lines: Vec<&str> = read.lines().collect();
    assert_eq!(lines[0], "Moorland: digwyddiadau i deuluoedd");
    let expected = |id: &str, from: &str, to: &str, title: &str, words: &str| {
        format!("{id}@mdi.visits|CONFIRMED|{from}+00:00|{to}+00:00|{title}|{words}")
    };
    let first = expected(
        &ids[0],
        "2026-06-20T09:00:00",
        "2026-06-20T14:00:00",
        "Diwrnod teulu’r haf",
        long.trim(),
    );
    assert_eq!(lines[1], first, "summer time, and every sign as it was");
    let words = "Gemau; cinio, ac amser gyda’n gilydd./Dewch ag eli haul.";
    let second = expected(&ids[1], "2026-12-05T10:00:00", "2026-12-05T15:00:00", "Nadolig", words);
    assert_eq!(lines[2], second);
    assert_eq!(lines.len(), 3);
}
