//! Feeds whose list is brief, with the whole of each service at an address of its own.

use serde_json::{Value, json};

use crate::support::app::{TestApp, moorland};
use crate::support::fake_api::{Answer, Asked, FakeApi};
use crate::tests;
use visits_server::Brought;

tests![
    the_whole_of_each_service_is_asked_for_where_its_list_is_brief,
    what_could_not_be_asked_this_time_is_not_forgotten,
    a_feed_without_such_addresses_is_soon_left_in_peace,
];

fn brief(id: &str) -> Value {
    json!({ "id": id, "name": format!("Service {id}"), "status": "active",
        "organization": { "id": "o", "name": "Advice" } })
}

fn whole(id: &str, number: &str) -> Value {
    let mut service = brief(id);
    service["phones"] = json!([{ "number": number }]);
    service
}

fn page(rows: &[Value]) -> Answer {
    Answer::Json(json!({ "contents": rows, "total_pages": 1, "last_page": true }))
}

async fn fetched(app: &TestApp, api: &FakeApi, path: &str) -> Brought {
    let address = format!("{}{path}", api.address);
    let done = app.app.fetch_services(moorland(), &address, false).await.expect("a report");
    assert!(done.report.adds_up() && !done.is_a_part, "{:?}", done.report);
    done
}

fn paths(asked: &[Asked]) -> Vec<&str> {
    asked.iter().map(|one| one.path.as_str()).collect()
}

async fn with_number(app: &TestApp, number: &str) -> i64 {
    app.number(&format!("SELECT COUNT(*) FROM services WHERE entry LIKE '%{number}%'")).await
}

async fn the_whole_of_each_service_is_asked_for_where_its_list_is_brief(app: TestApp) {
    let api = FakeApi::start(|asked| match asked.path.as_str() {
        "/brief" => page(&[brief("1"), brief("../x"), brief("3"), brief("4")]),
        "/brief/1" => Answer::Json(whole("1", "0808 808 2003")),
        "/brief/..%2Fx" => Answer::Json(whole("../x", "0300 123 7015")),
        // Another service, and none.
        "/brief/3" => Answer::Json(whole("1", "0300 123 7099")),
        "/whole" => page(&[whole("5", "0300 123 7016")]),
        _ => Answer::Status(404),
    })
    .await;
    let done = fetched(&app, &api, "/brief?key=a").await;
    assert_eq!((done.report.read, done.report.taken), (4, 4));
    let asked = api.take_asked();
    assert_eq!(paths(&asked), ["/brief", "/brief/1", "/brief/..%2Fx", "/brief/3", "/brief/4"]);
    assert!(asked.iter().all(|one| one.query.get("key").is_some_and(|key| key == "a")));
    assert_eq!(with_number(&app, "0808 808 2003").await, 1);
    assert_eq!(with_number(&app, "0300 123 7015").await, 1);
    assert_eq!(with_number(&app, "0300 123 7099").await, 0);
    // A list that is whole is asked for once.
    fetched(&app, &api, "/whole").await;
    assert_eq!(paths(&api.take_asked()), ["/whole"]);
    assert_eq!(with_number(&app, "0300 123 7016").await, 1);
}

async fn what_could_not_be_asked_this_time_is_not_forgotten(app: TestApp) {
    let api = FakeApi::start(|asked| match asked.path.as_str() {
        "/services" => page(&[brief("1")]),
        _ => Answer::Json(whole("1", "0808 808 2003")),
    })
    .await;
    fetched(&app, &api, "/services").await;
    api.answer_with(|asked| match asked.path.as_str() {
        "/services" => page(&[brief("1")]),
        _ => Answer::Status(503),
    });
    assert_eq!(fetched(&app, &api, "/services").await.report.unchanged, 1);
    assert_eq!(with_number(&app, "0808 808 2003").await, 1);
    // What its whole says no more is gone.
    api.answer_with(|asked| match asked.path.as_str() {
        "/services" => page(&[brief("1")]),
        _ => Answer::Json(brief("1")),
    });
    assert_eq!(fetched(&app, &api, "/services").await.report.taken, 1);
    assert_eq!(with_number(&app, "0808 808 2003").await, 0);
}

async fn a_feed_without_such_addresses_is_soon_left_in_peace(app: TestApp) {
    let api = FakeApi::start(|asked| match asked.path.as_str() {
        "/services" => page(&(0..50).map(|n| brief(&format!("service-{n}"))).collect::<Vec<_>>()),
        // The list, whatever is asked.
        _ => page(&[brief("service-1")]),
    })
    .await;
    assert_eq!(fetched(&app, &api, "/services").await.report.taken, 50);
    assert_eq!(api.take_asked().len(), 6);
}
