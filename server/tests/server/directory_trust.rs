//! What nobody here has checked reaches nobody, and no feed speaks for another.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::fake_api::{Answer, FakeApi};
use crate::support::staff::{TestStaff, plain};
use crate::tests;
use visits_server::Role;

tests![
    what_staff_checked_does_not_change_with_its_feed_before_it_is_published,
    a_check_that_a_feed_tells_of_is_not_ours,
    a_day_of_a_feed_that_was_once_taken_for_ours_is_ours_no_more,
    files_of_two_publishers_do_not_share_a_service,
    one_address_with_two_questions_is_two_feeds,
    what_is_no_page_does_not_end_a_feed,
    nobodys_account_is_served_as_an_address,
    what_needs_no_service_is_served_without_reading_one,
];

/// What a form adds to a service of a feed that has a name and a number.
const REST: [(&str, &str); 9] = [
    ("name_en", "Advice line"),
    ("same_name", "1"),
    ("organization", "Advice"),
    ("words_en", "Advice for families."),
    ("words_cy", "Cyngor i deuluoedd."),
    ("nations", "wales"),
    ("any_need", "1"),
    ("any_stage", "1"),
    ("going", "active"),
];

fn numbered(number: &str) -> Value {
    json!([{ "id": "1", "name": "Advice line", "status": "active",
        "organization": { "name": "Advice" }, "phones": [{ "number": number }] }])
}

async fn taken(app: &TestApp, feed: &str, rows: &Value) -> String {
    let done = app.app.import_feed(moorland(), feed, rows.to_string().as_bytes()).await;
    format!("/directory/{}", done.expect("a report").rows[0].service)
}

/// Does something on the page of a service.
async fn deed(app: &TestApp, staff: &TestStaff, at: &str, what: &str) -> StatusCode {
    let version = version(app, at).await;
    staff.post(at, &[("version", &version), ("do", what)]).await.status()
}

async fn version(app: &TestApp, at: &str) -> String {
    let id = at.trim_start_matches("/directory/");
    app.number(&format!("SELECT version FROM services WHERE service = '{id}'")).await.to_string()
}

async fn edited(app: &TestApp, staff: &TestStaff, at: &str, more: &[(&str, &str)]) {
    let version = version(app, at).await;
    let fields = REST.into_iter().chain([("version", version.as_str())]);
    let fields: Vec<_> = fields.chain(more.iter().copied()).collect();
    let answer = staff.post(&format!("{at}/edit"), &fields).await;
    assert_eq!(answer.url().query(), Some("done=saved"));
}

async fn what_staff_checked_does_not_change_with_its_feed_before_it_is_published(app: TestApp) {
    let manager = app.manager().await;
    let at = taken(&app, "feed", &numbered("0808 808 2003")).await;
    assert_eq!(deed(&app, &manager, &at, "checked").await, StatusCode::OK);
    taken(&app, "feed", &numbered("0300 123 7015")).await;
    let fields = manager.page(&at).await;
    let fields = plain(fields.split("id=\"fields\"").nth(1).expect("what is kept"));
    let fields = fields.split("History").next().expect("what is kept");
    assert!(fields.contains("0808 808 2003") && !fields.contains("0300 123 7015"), "{fields}");
    assert_eq!(app.number("SELECT otherwise FROM services").await, 1);
    // Withdrawn, it was checked all the same.
    assert_eq!(deed(&app, &manager, &at, "withdraw").await, StatusCode::OK);
    taken(&app, "feed", &numbered("0300 123 7016")).await;
    let kept = "SELECT COUNT(*) FROM services WHERE entry LIKE '%0808 808 2003%'";
    assert_eq!(app.number(kept).await, 1);
}

async fn a_check_that_a_feed_tells_of_is_not_ours(app: TestApp) {
    let manager = app.manager().await;
    let mut rows = numbered("0808 808 2003");
    rows[0]["assured_date"] = json!("2026-05-01");
    rows[0]["assurer_email"] = json!("ann@advice.example");
    let at = taken(&app, "feed", &rows).await;
    edited(&app, &manager, &at, &[("phone_1", "0808 808 2003")]).await;
    assert_eq!(deed(&app, &manager, &at, "publish").await, StatusCode::UNPROCESSABLE_ENTITY);
    let page = plain(&manager.page(&at).await);
    assert!(page.contains("Nobody has checked it yet"), "{page}");
    assert!(page.contains("Checked, as its feed says 2026-05-01"), "{page}");
    assert!(!page.contains("Last checked"), "{page}");
    let list = plain(&manager.page("/directory").await);
    assert!(list.contains("never") && !list.contains("1/5/2026"), "{list}");
    // The day on which it was rung here, be it the feed's own day.
    assert_eq!(deed(&app, &manager, &at, "checked").await, StatusCode::OK);
    assert_eq!(deed(&app, &manager, &at, "publish").await, StatusCode::OK);
    let page = plain(&manager.page(&at).await);
    assert!(page.contains("Last checked 2026-06-01"), "{page}");
    assert!(page.contains("Checked by sam manager"), "{page}");
    // What the feed says of its own check is nothing to decide on.
    rows[0]["assured_date"] = json!("2026-05-20");
    taken(&app, "feed", &rows).await;
    assert_eq!(app.number("SELECT otherwise FROM services").await, 0);
    assert!(plain(&manager.page(&at).await).contains("Checked, as its feed says 2026-05-20"));
}

async fn a_day_of_a_feed_that_was_once_taken_for_ours_is_ours_no_more(app: TestApp) {
    let manager = app.manager().await;
    let at = taken(&app, "feed", &numbered("0808 808 2003")).await;
    edited(&app, &manager, &at, &[("phone_1", "0808 808 2003")]).await;
    // As a server wrote it that did not know better.
    app.sql(
        "UPDATE services SET \
         entry = REPLACE(entry, '\"assured\":null', '\"assured\":\"2026-05-01\"'), \
         said = REPLACE(said, '\"name_en\"', '\"assured\":\"2026-05-01\",\"name_en\"')",
    )
    .await;
    assert_eq!(deed(&app, &manager, &at, "publish").await, StatusCode::UNPROCESSABLE_ENTITY);
    // Where families see it, it is due, and can be withdrawn from kiosks.
    app.sql("UPDATE services SET state = 'published'").await;
    assert!(plain(&manager.page("/directory?show=due").await).contains("Services: 1"));
    assert_eq!(deed(&app, &manager, &at, "withdraw").await, StatusCode::OK);
    let gone = "SELECT COUNT(*) FROM feed WHERE entity LIKE 'service:%'";
    assert_eq!(app.number(gone).await, 1);
}

async fn files_of_two_publishers_do_not_share_a_service(app: TestApp) {
    let of = |name: &str, organization: &str| {
        let row = json!({ "id": 1, "name": name, "status": "active",
            "organization": { "name": organization } });
        json!([row]).to_string().into_bytes()
    };
    let import = async |file: Vec<u8>| {
        let done = app.app.import_services(moorland(), &file).await.expect("a report");
        assert!(done.report.adds_up());
        (done.report.taken, done.report.quarantined)
    };
    assert_eq!(import(of("Advice", "Pact")).await.0, 1);
    let (taken, aside) = import(of("Dancing", "The mill")).await;
    assert_eq!((taken, aside.len()), (0, 1));
    assert_eq!(aside[0].reason.as_str(), "another-service");
    let pact = "SELECT COUNT(*) FROM services WHERE entry LIKE '%Pact%'";
    assert_eq!(app.number(pact).await, 1);
    // A new name, and who runs it is the same; then the other way about.
    assert_eq!(import(of("Advice line", "Pact")).await.0, 1);
    assert_eq!(import(of("Advice line", "Pact and friends")).await.0, 1);
    // A feed that has a name has ids of its own.
    let other = of("Dancing", "The mill");
    let done = app.app.import_feed(moorland(), "The mill", &other).await.expect("a report");
    assert_eq!(done.report.taken, 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM services").await, 2);
}

async fn one_address_with_two_questions_is_two_feeds(app: TestApp) {
    let api = FakeApi::start(|asked| {
        let of = asked.query.get("directory").cloned().unwrap_or_default();
        let row = |n: u32| json!({ "id": n, "name": format!("{of} {n}"), "status": "active" });
        Answer::Json(json!([row(1), row(2)]))
    })
    .await;
    let fetch = async |query: &str| {
        let address = format!("{}/services{query}", api.address);
        app.app.fetch_services(moorland(), &address, false).await.expect("a report")
    };
    for query in ["?directory=a&kind=1", "?directory=b&kind=1", ""] {
        let done = fetch(query).await;
        assert_eq!((done.report.taken, done.missing), (2, 0), "{query}");
    }
    // The same questions in another order.
    assert_eq!(fetch("?kind=1&directory=a").await.report.unchanged, 2);
    assert_eq!(app.number("SELECT COUNT(DISTINCT feed) FROM services").await, 3);
    // What stands in a question may be a key.
    let told = "SELECT COUNT(*) FROM services WHERE feed LIKE '%directory=%'";
    assert_eq!(app.number(told).await, 0);
}

async fn what_is_no_page_does_not_end_a_feed(app: TestApp) {
    let row = |n: u32| json!({ "id": n, "name": format!("Service {n}"), "status": "active" });
    let api = FakeApi::start(move |asked| {
        let n = asked.page();
        let page = json!({ "contents": [row(n)], "total_pages": 4, "last_page": n == 4 });
        let oops = json!({ "error": "try again later" });
        let empty = json!({ "contents": [], "total_pages": 0, "last_page": true });
        let more = json!({ "contents": [row(n)], "last_page": false });
        Answer::Json(match (asked.path.as_str(), n) {
            ("/oops", 3) | ("/oops-at-once", 1) => oops,
            ("/empty", 3) | ("/empties", 2) | ("/nothing", _) => empty,
            ("/short", 2) => json!([row(2)]),
            ("/short", 3) => json!([]),
            ("/empties", _) => more,
            ("/ends", 2) => json!({ "contents": [row(2)], "total_pages": 4, "last_page": true }),
            _ => page,
        })
    })
    .await;
    for (path, read, whole) in [
        ("/good", 4, true),
        ("/oops", 2, false),
        ("/oops-at-once", 1, false),
        ("/empty", 2, false),
        ("/empties", 1, false),
        ("/short", 2, false),
        ("/ends", 2, false),
        ("/nothing", 0, true),
    ] {
        let address = format!("{}{path}", api.address);
        let done = app.app.fetch_services(moorland(), &address, true).await.expect("a report");
        assert_eq!((done.report.read, !done.is_a_part), (read, whole), "{path}");
    }
}

async fn open(app: &TestApp, path: &str) -> reqwest::Response {
    reqwest::get(format!("{}/oruk/MDI{path}", app.address)).await.expect("an answer")
}

async fn nobodys_account_is_served_as_an_address(app: TestApp) {
    let name = "ann.persona@prison.example";
    app.app.add_user(moorland(), name, Role::Manager, PASSWORD).await.expect("a person");
    let ann = TestStaff::new(&app.address);
    ann.sign_in(name, PASSWORD).await;
    let at = taken(&app, "feed", &numbered("0808 808 2003")).await;
    edited(&app, &ann, &at, &[("phone_1", "0808 808 2003")]).await;
    assert_eq!(deed(&app, &ann, &at, "checked").await, StatusCode::OK);
    assert_eq!(deed(&app, &ann, &at, "publish").await, StatusCode::OK);
    let served = open(&app, "/services").await.text().await.expect("a page");
    assert!(served.contains("2026-06-01") && !served.contains("persona"), "{served}");
}

async fn what_needs_no_service_is_served_without_reading_one(app: TestApp) {
    taken(&app, "feed", &numbered("0808 808 2003")).await;
    app.sql("UPDATE services SET state = 'published', entry = 'nothing that can be read'").await;
    assert_eq!(open(&app, "/services").await.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let term = "/taxonomy_terms/no-such-term";
    assert_eq!(open(&app, term).await.status(), StatusCode::NOT_FOUND);
    for path in ["", "/", "/taxonomies", "/taxonomy_terms"] {
        assert_eq!(open(&app, path).await.status(), StatusCode::OK, "{path}");
    }
}
