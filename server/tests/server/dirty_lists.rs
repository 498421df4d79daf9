//! Whatever is in a list, every visit ends in one bucket and nothing is lost.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use visits_domain::arrival::Language;
use visits_domain::reference::ReferenceRule;
use visits_server::import::{Report, Rules, read};

use crate::support::app::{TestApp, moorland};
use crate::support::kiosk::today;
use crate::support::lists::{file, pass, person, shaw, with};
use crate::tests;

tests![
    each_kind_of_dirt_is_set_aside_with_a_reason,
    good_visits_around_a_bad_one_are_taken,
    buckets_add_up_for_any_list,
    a_list_of_three_hundred_visits_is_taken_whole,
    names_of_every_shape_are_taken,
];

fn rules() -> Rules {
    Rules { site: moorland(), today: today(), reference: ReferenceRule::default() }
}

fn reasons(report: &Report) -> Vec<String> {
    report.quarantined.iter().map(|q| q.sentence(Language::En)).collect()
}

async fn each_kind_of_dirt_is_set_aside_with_a_reason(app: TestApp) {
    let born = |born: &str| pass("ab-cd-ef-gh", &[person(1, "A", "B", born)]);
    let long = "x".repeat(4096);
    for (visit, reason) in [
        (with(shaw(), "visitStatus", "RESERVED"), "neither BOOKED nor CANCELLED"),
        (with(shaw(), "visitSubStatus", "PENDING"), "sub-status"),
        (with(shaw(), "reference", "dfs-wjs-abc"), "reference"),
        (with(shaw(), "reference", ""), "reference"),
        (with(shaw(), "reference", long.as_str()), "reference"),
        (with(shaw(), "prisonerId", "AF34567G"), "prison number"),
        (with(shaw(), "prisonId", "MDIX"), "prison code"),
        (with(shaw(), "endTime", "13:45"), "ends when it begins"),
        (with(shaw(), "endTime", "09:00"), "ends when it begins"),
        (with(shaw(), "startTime", "25:00"), "start"),
        (with(shaw(), "visitDate", "2026-02-31"), "day of the visit"),
        (born("1990-02-31"), "not a day that exists"),
        (born("2026-06-02"), "in the future"),
        (born("1850-01-01"), "too long ago"),
        (pass("ab-cd-ef-gh", &[person(1, "A", &long, "1990-01-01")]), "longer than"),
        (json!("a text"), "not a visit"),
    ] {
        let report = app.import(file(&[visit])).await.report;
        assert_eq!(report.read, 1);
        assert!(reasons(&report)[0].contains(reason), "{:?}", reasons(&report));
        assert!(!reasons(&report)[0].contains("SMITH"));
    }
    let nothing = app.sql("SELECT handle FROM visits").await;
    assert!(nothing.is_empty());
}

async fn good_visits_around_a_bad_one_are_taken(app: TestApp) {
    let list = [
        shaw(),
        with(with(shaw(), "reference", "qu-ed-lo-sa"), "endTime", "13:45"),
        with(with(shaw(), "reference", "ne-ro-ti-ba"), "prisonId", "LEI"),
        with(with(shaw(), "reference", "wo-ra-el-mi"), "visitDate", "2018-12-01"),
        shaw(),
        with(with(shaw(), "reference", "du-fi-ca-ny"), "incentive", "ENHANCED"),
        with(with(shaw(), "reference", "ha-ru-mo-ti"), "visitStatus", "CANCELLED"),
    ];
    let report = app.import(file(&list)).await.report;
    assert_eq!(
        (report.read, report.taken, report.elsewhere, report.repeated, report.cancelled),
        (7, 2, 2, 1, 1)
    );
    assert_eq!(report.quarantined[0].row, 2);
}

fn visit() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        Just(json!("ab-cd-ef-gh")),
        Just(json!("AB CD EF GH")),
        Just(json!("qu-ed-lo-sa")),
        Just(json!("dfs-wjs-abc")),
        Just(json!(null)),
        Just(json!(17)),
        Just(json!([])),
        Just(json!("BOOKED")),
        Just(json!("CANCELLED")),
        Just(json!("RESERVED")),
        Just(json!("MDI")),
        Just(json!("LEI")),
        Just(json!("2026-06-01")),
        Just(json!("13:45")),
        Just(json!("2026-06-01T13:45:00")),
        Just(json!("2018-12-01T13:45:00")),
        Just(json!("A1234BC")),
        Just(json!(-1)),
        ".{0,12}".prop_map(Value::from),
    ];
    let fields = prop_oneof![
        Just("reference"),
        Just("visitStatus"),
        Just("visitSubStatus"),
        Just("prisonId"),
        Just("visitDate"),
        Just("startTime"),
        Just("endTime"),
        Just("startTimestamp"),
        Just("endTimestamp"),
        Just("prisonerId"),
        Just("visitors"),
        Just("modifiedTimestamp"),
        Just("visitRestriction"),
        Just("unknown"),
        Just("visitContact"),
    ];
    let changes = prop::collection::vec((fields, text), 0..4);
    (changes, any::<bool>()).prop_map(|(changes, whole)| {
        let visit = if whole { shaw() } else { json!({}) };
        changes.into_iter().fold(visit, |visit, (field, value)| with(visit, field, value))
    })
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("ab-cd-ef-gh".to_owned()),
        Just("qu-ed-lo-sa".to_owned()),
        Just(String::new()),
        Just("2026-06-01".to_owned()),
        Just("31/02/2026".to_owned()),
        Just("13:45".to_owned()),
        Just("15:45".to_owned()),
        Just("A1234BC".to_owned()),
        Just("\"a, b\"".to_owned()),
        Just("\u{202e}\u{0}😀".to_owned()),
        "[^,\r\n\"]{0,9}",
    ]
}

async fn buckets_add_up_for_any_list(_: TestApp) {
    let mut runner = TestRunner::new(Config { cases: 400, ..Config::default() });
    let lists = prop::collection::vec(visit(), 0..12);
    runner
        .run(&lists, |list| {
            let parsed = read(&file(&list), &rules()).expect("a list");
            prop_assert_eq!(parsed.report.read, list.len());
            prop_assert!(every_visit_is_somewhere(&parsed));
            Ok(())
        })
        .expect("JSON adds up");
    let heading = "reference,date,start,end,prison_number,prisoner_name,restriction,\
                   visitor_first_name,visitor_last_name,date_of_birth,date_of_birth\n";
    let rows = prop::collection::vec(prop::collection::vec(cell(), 0..13), 0..12);
    runner
        .run(&rows, |rows| {
            let rows: Vec<String> = rows.into_iter().map(|cells| cells.join(",")).collect();
            let table = format!("{heading}{}", rows.join("\r\n"));
            let parsed = read(table.as_bytes(), &rules()).expect("a table");
            prop_assert!(every_visit_is_somewhere(&parsed));
            prop_assert!(parsed.report.read <= rows.len());
            Ok(())
        })
        .expect("tables add up");
    runner
        .run(&prop::collection::vec(any::<u8>(), 0..300), |bytes| {
            if let Ok(parsed) = read(&bytes, &rules()) {
                prop_assert!(every_visit_is_somewhere(&parsed));
            }
            Ok(())
        })
        .expect("anything at all is read or refused");
}

/// `taken`, `unchanged` and `cancelled` are counted when the list meets what is stored.
fn every_visit_is_somewhere(parsed: &visits_server::import::Parsed) -> bool {
    let report = Report {
        taken: parsed.booked.len(),
        cancelled: parsed.cancelled.len(),
        ..parsed.report.clone()
    };
    report.adds_up()
}

async fn a_list_of_three_hundred_visits_is_taken_whole(app: TestApp) {
    let reference = |n: u32| {
        let letter = |n: u32| char::from(b'a' + u8::try_from(n % 26).expect("a letter"));
        format!("aa-{}{}-{}b-cc", letter(n / 26), letter(n), letter(n / 7))
    };
    // Nobody has a date of birth: no cards, so that 300 are quick.
    let list: Vec<Value> = (0..300)
        .map(|n| pass(&reference(n), &[json!({ "nomisPersonId": n, "lastName": "X" })]))
        .collect();
    let report = app.import(file(&list)).await.report;
    assert_eq!((report.read, report.taken), (300, 300));
    assert_eq!(app.import(file(&list)).await.report.unchanged, 300);
}

async fn names_of_every_shape_are_taken(app: TestApp) {
    let names = [
        ("O'Neill", "ONEILL"),
        ("Ó Néill", "oneill"),
        ("  van  der Berg ", "Vanderberg"),
        ("Llŷr", "llyr"),
        ("X", "x"),
        ("محمد", "محمد"),
        ("\u{202e}Smith\u{7}", "smith"),
        ("😀Jones", "jones"),
    ];
    let kiosk = app.kiosk().await;
    for (listed, typed) in names {
        let list = [pass("ab-cd-ef-gh", &[person(1, "A", listed, "1990-01-01")])];
        assert_eq!(app.import(file(&list)).await.report.taken, 1, "{listed}");
        let card = kiosk.card_by_name(typed, "1990-01-01", "2026-06-01").await;
        assert!(card.is_some(), "{listed}");
    }
}
