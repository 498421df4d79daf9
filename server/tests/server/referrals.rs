//! Referrals that come again: the same, another, and after the first is over. And very many.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};
use visits_server::Role;

use crate::support::app::TestApp;
use crate::support::kiosk::TestKiosk;
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    a_family_is_referred_anew_after_the_first_time_is_over,
    other_content_under_the_same_reference_is_not_taken,
    a_table_says_which_rows_are_over_or_are_something_else,
    a_table_of_too_many_families_is_not_taken,
    an_urgent_talk_does_not_wait_for_the_largest_table,
];

/// A partner's machine and its key.
struct Partner<'a> {
    app: &'a TestApp,
    client: reqwest::Client,
    key: String,
}

impl<'a> Partner<'a> {
    async fn new(app: &'a TestApp, manager: &TestStaff) -> Self {
        let page = manager.post("/requests/partners", &[("name", "Family Line")]).await;
        let page = page.text().await.expect("a page");
        let key = page.split("id=\"key\">").nth(1).and_then(|rest| rest.split('<').next());
        Self { app, client: reqwest::Client::new(), key: key.expect("the key").to_owned() }
    }

    async fn refer(&self, family: &Value) -> (StatusCode, Value) {
        let call = self.client.post(format!("{}/api/v1/referrals", self.app.address));
        let call = call.bearer_auth(&self.key).json(family);
        let answer = call.send().await.expect("an answer");
        (answer.status(), answer.json().await.expect("JSON"))
    }
}

fn family(words: &str) -> Value {
    json!({ "reference": "F-1", "name": "Zsófia Quillfeather", "words": words, "consent": true })
}

async fn requests(app: &TestApp) -> i64 {
    app.number("SELECT COUNT(*) FROM requests").await
}

/// The request that is new, done with.
async fn close_the_new_one(app: &TestApp, staff: &TestStaff) {
    let rows = app.sql("SELECT request FROM requests WHERE state = 'new'").await;
    let request: String = sqlx::Row::get(&rows[0], 0);
    for (version, step) in [("1", "own"), ("2", "closed")] {
        let form = [("version", version), ("step", step)];
        let done = staff.post(&format!("/requests/{request}/step"), &form).await;
        assert!(done.status().is_success(), "{step}");
    }
}

async fn a_family_is_referred_anew_after_the_first_time_is_over(app: TestApp) {
    let sam = app.manager().await;
    let partner = Partner::new(&app, &sam).await;
    let refer = async || {
        let (status, answer) = partner.refer(&family("")).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        (answer["receipt"].as_str().expect("a receipt").to_owned(), answer["repeated"] == true)
    };
    let (first, _) = refer().await;
    close_the_new_one(&app, &sam).await;
    let (second, repeated) = refer().await;
    assert!(!repeated && second != first, "it is another one");
    assert_eq!(refer().await, (second.clone(), true), "and the same again is that one");
    sam.post("/requests/withdraw", &[("receipt", &second)]).await;
    let (third, repeated) = refer().await;
    assert!(!repeated && third != second && third != first);
    assert_eq!(requests(&app).await, 3);
    // By hand: what somebody types is meant.
    let form = [("from", "Probation"), ("name", "Ann Lee"), ("consent", "1")];
    let typed =
        async || plain(&sam.post("/requests/new", &form).await.text().await.expect("a page"));
    sam.post("/requests/withdraw", &[("receipt", &third)]).await;
    assert!(typed().await.contains("Taken in."));
    close_the_new_one(&app, &sam).await;
    assert!(typed().await.contains("Taken in."));
    assert!(typed().await.contains("It was here already."));
    assert_eq!(requests(&app).await, 5);
}

async fn other_content_under_the_same_reference_is_not_taken(app: TestApp) {
    let sam = app.manager().await;
    let partner = Partner::new(&app, &sam).await;
    assert_eq!(partner.refer(&family("About the rent")).await.0, StatusCode::OK);
    let (status, answer) = partner.refer(&family("About the school")).await;
    assert_eq!((status, &answer["refused"]), (StatusCode::CONFLICT, &json!("other-content")));
    let why = answer["why"]["en"].as_str().expect("a sentence");
    assert!(why.contains("under a new reference"), "{why}");
    assert!(answer["why"]["cy"].is_string());
    assert_eq!(partner.refer(&family("About the rent")).await.1["repeated"], json!(true));
    assert_eq!(requests(&app).await, 1);
}

async fn send_table(app: &TestApp, staff: &TestStaff, table: &str) -> String {
    let part = |name: &str, rest: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n\r\n")
    };
    let file = part("table", "; filename=\"a.csv\"");
    let body = format!("{}Housing\r\n{file}{table}\r\n--x--\r\n", part("from", ""));
    let call = staff.client.post(format!("{}/requests/csv", app.address));
    let call = call.header("origin", &app.address);
    let call = call.header("content-type", "multipart/form-data; boundary=x").body(body);
    plain(&call.send().await.expect("an answer").text().await.expect("a page"))
}

async fn a_table_says_which_rows_are_over_or_are_something_else(app: TestApp) {
    let sam = app.manager().await;
    let table = "reference,name,words,consent\n1,Ann Lee,,yes\n";
    assert!(send_table(&app, &sam, table).await.contains("1 taken in"));
    close_the_new_one(&app, &sam).await;
    let table =
        "reference,name,words,consent\n1,Ann Lee,,yes\n2,Bo Lee,Rent,yes\n2,Bo Lee,School,yes\n";
    let page = send_table(&app, &sam, table).await;
    for said in [
        "1 taken in, 0 were here already, 2 set aside.",
        "Line 2: it was here and is over",
        "Line 4: something else stands under this reference",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(requests(&app).await, 2);
}

fn table_of(rows: u32) -> String {
    let row = |n| format!("{n},Family {n},07700 900123,yes\n");
    let rows: String = (0..rows).map(row).collect();
    format!("reference,name,phone,consent\n{rows}")
}

async fn a_table_of_too_many_families_is_not_taken(app: TestApp) {
    let fay = app.person("Fay Worker", Role::FamilyWorker).await;
    let page = send_table(&app, &fay, &table_of(501)).await;
    assert!(page.contains("a table holds up to 500 families"), "{page}");
    assert_eq!(requests(&app).await, 0);
}

async fn an_urgent_talk_does_not_wait_for_the_largest_table(app: TestApp) {
    let fay = app.person("Fay Worker", Role::FamilyWorker).await;
    let kiosk = app.kiosk().await;
    let table = table_of(500);
    let talks = async {
        let mut longest = Duration::ZERO;
        while requests(&app).await < 500 {
            let asked = Instant::now();
            kiosk.urgent_talk(&TestKiosk::talk_now("Blue corner")).await;
            longest = longest.max(asked.elapsed());
        }
        longest
    };
    let (page, longest) = tokio::join!(send_table(&app, &fay, &table), talks);
    assert!(page.contains("500 taken in, 0 were here already, 0 set aside."), "{page}");
    assert!(longest < Duration::from_secs(3), "a kiosk waits six seconds: {longest:?}");
}
