//! Bringing the visit list up to date.

use std::path::{Path, PathBuf};

use serde_json::json;
use visits_server::import::{People, Report};

use crate::support::app::{TestApp, moorland};
use crate::support::harness::Test;
use crate::support::lists::{file, patel, shaw, with};
use crate::tests;

tests![
    new_visits_are_taken_and_known_ones_are_unchanged,
    a_changed_visit_is_taken_again_and_keeps_its_handle,
    a_cancelled_visit_is_cancelled_and_can_come_back,
    a_search_page_without_names_is_taken_and_joined_with_known_people,
    a_saved_reply_of_the_external_interface_is_joined_with_its_contacts,
    a_table_is_read_one_row_a_visitor,
    a_rehearsal_stores_nothing_and_needs_no_site,
    a_file_that_is_no_list_says_why_in_one_line,
];

/// Needs the Ministry's samples beside the repository.
pub const SAMPLES: &[Test] =
    &[("the_shared_samples_are_read", |app| Box::pin(the_shared_samples_are_read(app)))];

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/moj")
}

/// Why the samples cannot be read, if they cannot.
pub fn samples_absence() -> Option<String> {
    (!samples().exists()).then(|| "the shared samples are not here".to_owned())
}

fn buckets(report: &Report) -> [usize; 6] {
    assert!(report.adds_up());
    [
        report.taken,
        report.unchanged,
        report.cancelled,
        report.elsewhere,
        report.repeated,
        report.quarantined.len(),
    ]
}

async fn new_visits_are_taken_and_known_ones_are_unchanged(app: TestApp) {
    let first = app.import(file(&[shaw(), patel()])).await;
    assert_eq!(buckets(&first.report), [2, 0, 0, 0, 0, 0]);
    let again = app.import(file(&[patel(), shaw()])).await;
    assert_eq!(buckets(&again.report), [0, 2, 0, 0, 0, 0]);
}

async fn a_changed_visit_is_taken_again_and_keeps_its_handle(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    let handle = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    let moved = app.import(file(&[with(shaw(), "startTime", "14:00")])).await;
    assert_eq!(buckets(&moved.report), [1, 0, 0, 0, 0, 0]);
    let card = kiosk.card_by_reference("ab-cd-ef-gh", "1986-07-28", "2026-06-01").await;
    let card = card.expect("a card");
    assert_eq!(card.visits[0].visit, handle);
    assert_eq!(card.visits[0].start.to_string(), "14:00:00");
}

async fn a_cancelled_visit_is_cancelled_and_can_come_back(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    let card = || kiosk.card_by_reference("ab-cd-ef-gh", "1986-07-28", "2026-06-01");
    assert!(card().await.is_some());
    let cancelled = with(shaw(), "visitStatus", "CANCELLED");
    let report = app.import(file(std::slice::from_ref(&cancelled))).await.report;
    assert_eq!(buckets(&report), [0, 0, 1, 0, 0, 0]);
    assert!(card().await.is_none());
    let report = app.import(file(&[cancelled])).await.report;
    assert_eq!(buckets(&report), [0, 0, 1, 0, 0, 0]);
    let report = app.import(file(&[shaw()])).await.report;
    assert_eq!(buckets(&report), [1, 0, 0, 0, 0, 0]);
    assert!(card().await.is_some());
}

async fn a_search_page_without_names_is_taken_and_joined_with_known_people(app: TestApp) {
    let visit = |reference: &str, id: u32| {
        json!({
            "reference": reference, "prisonId": "MDI", "prisonerId": "A1234BC",
            "visitStatus": "BOOKED", "visitSubStatus": "AUTO_APPROVED",
            "visitRestriction": "OPEN", "startTimestamp": "2026-06-01T13:45:00",
            "endTimestamp": "2026-06-01T15:45:00", "visitors": [{ "nomisPersonId": id }],
        })
    };
    let page =
        |content| json!({ "totalElements": -3, "last": false, "content": content }).to_string();
    let imported = app.import(page(vec![visit("no-na-me-ss", 5000)])).await;
    assert_eq!(buckets(&imported.report), [1, 0, 0, 0, 0, 0]);
    assert!(imported.remarks[0].to_string().contains("one page of several"));
    let kiosk = app.kiosk().await;
    assert!(kiosk.cards().await.is_empty(), "nobody on it has a date of birth");

    app.import(file(&[patel()])).await;
    app.import(page(vec![visit("no-na-me-ss", 5000)])).await;
    let card = kiosk.card_by_reference("no-na-me-ss", "1990-05-06", "2026-06-01").await;
    assert!(!card.expect("joined by person id").visits[0].desk);
}

async fn a_saved_reply_of_the_external_interface_is_joined_with_its_contacts(app: TestApp) {
    let reply = json!({
        "data": [{
            "reference": "ab-cd-ef-gh", "prisonId": "MDI", "prisonerId": "A1234BC",
            "visitStatus": "BOOKED", "visitRestriction": "OPEN",
            "startTimestamp": "2026-06-01T13:45:00", "endTimestamp": "2026-06-01T15:45:00",
            "visitNotes": [{ "type": "VISITOR_CONCERN", "text": "secret" }],
            "visitors": [{ "contactId": 4321, "visitContact": true }, { "contactId": 4322 }],
        }],
        "pagination": {
            "isLastPage": true, "count": 1, "page": 1, "perPage": 10, "totalCount": 1,
            "totalPages": 1,
        },
    });
    // Saved one by one, put into one file.
    let contacts = json!([
        { "data": { "contactId": 4321, "firstName": "Jeanette", "lastName": "Shaw",
                    "dateOfBirth": "1986-07-28", "addresses": [{ "street": "secret" }] } },
        { "data": { "contactId": 4322, "firstName": "Doreen", "lastName": "Shaw",
                    "dateOfBirth": "1960-01-02" } },
        { "data": { "hmppsId": "A1234BC", "firstName": "John", "lastName": "Smith" } },
    ]);
    let mut people = People::default();
    people.add_file(contacts.to_string().as_bytes()).expect("it is read");
    let reply = reply.to_string();
    let imported = app.app.import_with(moorland(), reply.as_bytes(), &people).await;
    assert_eq!(buckets(&imported.expect("it is imported").report), [1, 0, 0, 0, 0, 0]);
    let kiosk = app.kiosk().await;
    let card = kiosk.card_by_name("shaw", "1960-01-02", "2026-06-01").await.expect("a card");
    assert_eq!((card.visits[0].adults, card.visits[0].desk), (2, false));
    let rows = app.sql("SELECT prisoner_name FROM visits").await;
    assert_eq!(sqlx::Row::get::<String, _>(&rows[0], 0), "John Smith");
    // Without the contacts the next time: they are known by now.
    let again = app.import(reply).await;
    assert_eq!(buckets(&again.report), [0, 1, 0, 0, 0, 0]);
    assert!(People::default().add_file(b"[{\"name\":1}]").is_err());
}

async fn a_table_is_read_one_row_a_visitor(app: TestApp) {
    let table = "Reference,Date,Start,End,Prison number,prisoner_name,restriction,\
                 visitor_first_name,visitor_last_name,date_of_birth,notes\r\n\
                 ab-cd-ef-gh,01/06/2026,13:45,15:45,A1234BC,John Smith,OPEN,Si\u{e2}n,\
                 \"O'Neill, Jones\",28/07/1986,secret\r\n\
                 AB CD EF GH,2026-06-01,13:45,15:45,A1234BC,John Smith,OPEN,Dai,Jones,\
                 2015-02-03,x\r\n\
                 qu-ed-lo-sa,2026-06-01,9:30,10:30,A1234BD,J Jones,CLOSED,Ruth,Jones,1970-01-01,\r\n\
                 ,,,,,,,,,,\r\n";
    // As a spreadsheet on Windows saves it.
    let bytes: Vec<u8> =
        table.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let imported = app.import(bytes).await;
    assert_eq!(buckets(&imported.report), [2, 0, 0, 0, 0, 0]);
    let kiosk = app.kiosk().await;
    let card = kiosk.card_by_name("oneill jones", "1986-07-28", "2026-06-01").await;
    let card = card.expect("a card");
    assert_eq!((card.visits[0].adults, card.visits[0].children), (1, 1));
    assert!(!card.visits[0].desk);
    let closed = kiosk.card_by_reference("qu-ed-lo-sa", "1970-01-01", "2026-06-01").await;
    assert!(closed.expect("a card").visits[0].desk);
}

async fn a_rehearsal_stores_nothing_and_needs_no_site(app: TestApp) {
    let nowhere = "LEI".parse().expect("a site code");
    let rehearsed = app.app.rehearse_import(nowhere, &file(&[shaw()])).await.expect("it is read");
    assert_eq!(buckets(&rehearsed.report), [1, 0, 0, 0, 0, 0]);
    app.app.rehearse_import(moorland(), &file(&[shaw()])).await.expect("it is read");
    for rows in [app.sql("SELECT site FROM visits").await, app.sql("SELECT id FROM imports").await]
    {
        assert!(rows.is_empty());
    }
    let really = app.import(file(&[shaw()])).await;
    assert_eq!(buckets(&really.report), [1, 0, 0, 0, 0, 0]);
}

async fn a_file_that_is_no_list_says_why_in_one_line(app: TestApp) {
    let many_columns = b"reference,date,start\nab-cd-ef-gh,2026-06-01,13:45\n";
    for (bytes, why) in [
        (b"".as_slice(), "it is empty"),
        (b"  \n ", "it is empty"),
        (b"<html>login</html>", "it is a web page"),
        (b"[{\"reference\":", "ends or breaks at line 1"),
        (b"{\"error\":\"no\"}", "holds no list of visits"),
        (b"hello\nworld", "neither JSON nor a table"),
        (many_columns, "no column end"),
        (b"\x00\x01\x02\xff", "neither JSON nor a table"),
    ] {
        let error = app.app.import(moorland(), bytes).await.expect_err("it cannot be read");
        let text = error.to_string();
        assert!(text.contains(why) && !text.contains('\n'), "{text}");
    }
    let empty = app.import(b"[]").await;
    assert_eq!(buckets(&empty.report), [0; 6]);
}

async fn the_shared_samples_are_read(app: TestApp) {
    let passes = std::fs::read(samples().join("visit-passes.json")).expect("the sample");
    assert_eq!(buckets(&app.import(passes).await.report), [1, 0, 0, 0, 0, 0]);
    let page = std::fs::read(samples().join("visit-search-page.json")).expect("the sample");
    let report = app.import(page).await.report;
    assert_eq!(buckets(&report), [0, 0, 0, 0, 0, 2]);
}
