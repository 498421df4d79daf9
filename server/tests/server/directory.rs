//! Feeds of services, as they should be and as they are.

use serde_json::{Value, json};
use visits_server::{Brought, Error};

use crate::support::app::{TestApp, moorland};
use crate::tests;

tests![
    services_are_taken_as_drafts_and_known_ones_are_unchanged,
    ids_of_any_shape_and_numbers_in_quotes_are_read,
    one_id_on_128_rows_is_one_service_with_all_its_places,
    one_id_with_two_names_is_set_aside,
    what_cannot_be_used_is_left_out_and_the_rest_is_taken,
    markup_script_and_links_that_run_are_text_or_nothing,
    other_programs_encodings_and_names_are_read,
    totals_that_are_wrong_change_nothing,
    three_thousand_services_are_taken_at_once,
    what_is_no_json_says_why_in_one_line,
    anything_that_is_json_ends_with_a_report,
];

async fn brought(app: &TestApp, feed: &Value) -> Brought {
    let done = app.app.import_services(moorland(), feed.to_string().as_bytes()).await;
    let done = done.expect("a report");
    assert!(done.report.adds_up(), "{:?}", done.report);
    done
}

fn counts(done: &Brought) -> [usize; 5] {
    let report = &done.report;
    let aside = report.quarantined.len();
    [report.read, report.taken, report.unchanged, report.repeated, aside]
}

fn service(id: impl Into<Value>, name: &str) -> Value {
    json!({ "id": id.into(), "name": name, "status": "active" })
}

fn with(mut service: Value, field: &str, value: impl Into<Value>) -> Value {
    service[field] = value.into();
    service
}

/// What is kept of the only service.
async fn kept(app: &TestApp) -> Value {
    let rows = app.sql("SELECT entry FROM services").await;
    assert_eq!(rows.len(), 1);
    serde_json::from_str(&sqlx::Row::get::<String, _>(&rows[0], 0)).expect("JSON")
}

async fn services_are_taken_as_drafts_and_known_ones_are_unchanged(app: TestApp) {
    let feed = json!([service("1", "Advice"), service("2", "Company")]);
    assert_eq!(counts(&brought(&app, &feed).await), [2, 2, 0, 0, 0]);
    assert_eq!(counts(&brought(&app, &feed).await), [2, 0, 2, 0, 0]);
    let changed =
        json!({ "contents": [service("2", "Company at the gate"), service("1", "Advice")] });
    assert_eq!(counts(&brought(&app, &changed).await), [2, 1, 1, 0, 0]);
    let drafts = "SELECT COUNT(*) FROM services WHERE state = 'draft'";
    assert_eq!(app.number(drafts).await, 2);
    let told = "SELECT COUNT(*) FROM feed WHERE entity LIKE 'service:%'";
    assert_eq!(app.number(told).await, 0);
    let noted = "SELECT COUNT(*) FROM service_history WHERE field = 'name_en'";
    assert_eq!(app.number(noted).await, 1);
}

async fn ids_of_any_shape_and_numbers_in_quotes_are_read(app: TestApp) {
    let odd = with(service(17, "Advice"), "minimum_age", "\"12\"");
    let odd = with(odd, "maximum_age", " 18 ");
    let feed = json!([odd, service("17", "Advice"), service("urn:x/ü?", "Other")]);
    let done = brought(&app, &feed).await;
    assert_eq!(counts(&done), [3, 2, 0, 1, 0]);
    assert_eq!(done.rows[0].id, "17");
    let again = brought(&app, &feed).await;
    assert_eq!(counts(&again), [3, 0, 2, 1, 0]);
}

async fn one_id_on_128_rows_is_one_service_with_all_its_places(app: TestApp) {
    let at = |n: usize| {
        let address = json!({ "address_1": format!("{n} High Street"), "city": "Leeds" });
        let location = json!({ "latitude": 53.8, "longitude": -1.5, "addresses": [address] });
        json!({ "id": n, "location": location, "service": service("one", "Advice") })
    };
    // More than anybody reads are cut off; the rows are counted all the same.
    let feed: Vec<Value> = (0..128).map(|n| at(n % 5)).collect();
    assert_eq!(counts(&brought(&app, &json!(feed)).await), [128, 1, 0, 127, 0]);
    let places = kept(&app).await["places"].as_array().expect("a list").len();
    assert_eq!(places, 5);
}

async fn one_id_with_two_names_is_set_aside(app: TestApp) {
    let feed = json!([service("x", "Advice"), service("x", "Dancing"), service("x", "ADVICE")]);
    let done = brought(&app, &feed).await;
    assert_eq!(counts(&done), [3, 1, 0, 1, 1]);
    let report = serde_json::to_value(&done.report).expect("JSON");
    let aside =
        json!([{ "id": "x", "reason": "An earlier row has the same id and another name." }]);
    assert_eq!(report["quarantined"], aside);
}

async fn what_cannot_be_used_is_left_out_and_the_rest_is_taken(app: TestApp) {
    let odd = json!({
        "id": "a", "name": "Advice", "status": "on holiday", "email": false,
        "minimum_age": "old", "maximum_age": 400, "assured_date": "3034-11-05",
        "phones": [{ "number": "+1 555 010 9999" }, { "number": "\"+44 808 808 2003\"" }],
        "languages": [{ "code": "ur" }, { "name": "Polish" }, { "name": "Klingon" }],
        "service_areas": [{ "name": "England and Wales" }],
        "schedules": [
            { "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "17:00" },
            { "valid_to": "2005-01-01", "byday": "SU", "opens_at": "09:00", "closes_at": "17:00" },
        ],
        "service_at_locations": [{ "location": {
            "latitude": 100, "longitude": 101,
            "addresses": [{ "attention": "A. Persona", "address_1": "1 High Street" }],
        } }],
        "contacts": [{ "name": "Ann Persona", "email": "ann@example.org" }],
    });
    assert_eq!(counts(&brought(&app, &json!([odd])).await), [1, 1, 0, 0, 0]);
    let kept = kept(&app).await;
    assert_eq!(kept["email"], json!(""));
    assert_eq!(kept["phones"], json!([{ "number": "0808 808 2003" }]));
    assert_eq!(kept["places"], json!([{ "address": "1 High Street" }]));
    assert_eq!(kept["languages"], json!(["ur", "pl"]));
    assert_eq!(kept["nations"], json!(["england", "wales"]));
    assert_eq!(kept["hours"].as_array().map(Vec::len), Some(1));
    assert_eq!((&kept["minimum_age"], &kept["assured"]), (&Value::Null, &Value::Null));
    let mut left_out: Vec<&str> =
        kept["left_out"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    left_out.sort_unstable();
    let expected =
        ["assured_date", "email", "latitude", "maximum_age", "minimum_age", "number", "status"];
    assert_eq!(left_out, expected);
    assert!(!kept.to_string().contains("Persona"), "{kept}");
}

async fn markup_script_and_links_that_run_are_text_or_nothing(app: TestApp) {
    let odd = json!({
        "id": "a", "status": "active",
        "name": "<script>alert(1)</script><b>Advice</b>",
        "description": "<p>We help.</p><p onclick=\"x()\">Ring &amp; talk.</p>",
        "url": "javascript:alert(1)",
        "organization": { "name": "Advice &lt;i&gt;Ltd&lt;/i&gt;", "website": "http://advice.example" },
    });
    brought(&app, &json!([odd])).await;
    let kept = kept(&app).await;
    assert_eq!(kept["name_en"], json!("Advice"));
    assert_eq!(kept["words_en"], json!("We help.\nRing & talk."));
    assert_eq!(kept["organization"], json!("Advice Ltd"));
    assert_eq!(kept["web"], json!("http://advice.example"));
}

async fn other_programs_encodings_and_names_are_read(app: TestApp) {
    let camel = br#"{"content":[{"id":1,"name":"Si\xe2n's caf\xe9","minimumAge":"5",
        "eligibilityDescription":"Anybody","serviceAtLocations":[]}],"totalElements":1,
        "first":true,"last":true,"number":1}"#;
    let latin: Vec<u8> = {
        let text =
            String::from_utf8_lossy(camel).replace("\\xe2", "\u{e2}").replace("\\xe9", "\u{e9}");
        text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect()
    };
    let done = app.app.import_services(moorland(), &latin).await.expect("a report");
    assert_eq!(counts(&done), [1, 1, 0, 0, 0]);
    let kept = kept(&app).await;
    assert_eq!(kept["name_en"], json!("Siân's café"));
    assert_eq!((&kept["minimum_age"], &kept["eligibility_en"]), (&json!(5), &json!("Anybody")));
}

async fn totals_that_are_wrong_change_nothing(app: TestApp) {
    let rows: Vec<Value> = (0..4).map(|n| service(n, &format!("Service {n}"))).collect();
    let page = json!({ "total_items": 1, "total_pages": 1, "page_number": 1, "size": 1,
        "first_page": true, "last_page": true, "empty": true, "contents": rows });
    assert_eq!(counts(&brought(&app, &page).await), [4, 4, 0, 0, 0]);
}

async fn three_thousand_services_are_taken_at_once(app: TestApp) {
    let rows: Vec<Value> = (0..3_000)
        .map(|n| with(service(n, &format!("Service {n}")), "description", "It helps. ".repeat(20)))
        .collect();
    assert_eq!(counts(&brought(&app, &json!(rows)).await), [3_000, 3_000, 0, 0, 0]);
    assert_eq!(counts(&brought(&app, &json!(rows)).await), [3_000, 0, 3_000, 0, 0]);
}

async fn what_is_no_json_says_why_in_one_line(app: TestApp) {
    let deep = "[".repeat(100_000);
    for (bytes, says) in [
        (b"\x1f\x8b\x08bomb".as_slice(), "archive"),
        (b"", "empty"),
        (b"<html>sign in</html>", "web page"),
        (b"{\"contents\": [", "line 1"),
        (b"id,name\n1,Advice", "line 1"),
        (deep.as_bytes(), "line 1"),
    ] {
        let error = app.app.import_services(moorland(), bytes).await.expect_err("no report");
        assert!(matches!(error, Error::Unreadable(_)), "{error}");
        let line = error.to_string();
        assert!(line.contains(says) && !line.contains('\n'), "{line}");
    }
}

async fn anything_that_is_json_ends_with_a_report(app: TestApp) {
    for (json, expected) in [
        ("[]", [0, 0, 0, 0, 0]),
        ("{}", [1, 0, 0, 0, 1]),
        ("null", [1, 0, 0, 0, 1]),
        ("\"services\"", [1, 0, 0, 0, 1]),
        ("[1, null, [], {}, \"x\"]", [5, 0, 0, 0, 5]),
        ("{\"contents\": []}", [0, 0, 0, 0, 0]),
        ("{\"contents\": {}}", [1, 0, 0, 0, 1]),
        ("[{\"id\": \"\", \"name\": \"A\"}]", [1, 0, 0, 0, 1]),
        ("[{\"id\": \"a\", \"name\": \"<b></b>\"}]", [1, 0, 0, 0, 1]),
        ("[{\"id\": {}, \"name\": []}]", [1, 0, 0, 0, 1]),
        ("{\"services.csv\": [{\"id\": 1, \"name\": \"A\"}, 2]}", [2, 1, 0, 0, 1]),
        ("{\"name\": \"An organization\", \"services\": []}", [1, 0, 0, 0, 1]),
        ("{\"id\": 1, \"services\": [{\"id\": 2, \"name\": \"B\"}]}", [1, 1, 0, 0, 0]),
    ] {
        let done = app.app.rehearse_services(moorland(), json.as_bytes()).await.expect("a report");
        assert_eq!(counts(&done), expected, "{json}");
    }
}
