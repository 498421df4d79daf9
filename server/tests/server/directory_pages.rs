//! What staff do with services, and what kiosks hear of it.

use reqwest::StatusCode;
use serde_json::{Value, json};
use visits_domain::wire::News;

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::kiosk::TestKiosk;
use crate::support::staff::{TestStaff, plain};
use crate::tests;
use visits_server::Role;

tests![
    a_service_is_written_down_checked_and_published_and_kiosks_hear_of_it,
    what_is_missing_is_said_and_nothing_is_published_before,
    what_staff_edited_stays_and_the_feed_is_shown_to_say_otherwise,
    a_published_service_does_not_change_with_its_feed,
    a_feed_that_lacks_half_is_held_until_somebody_says_so,
    a_file_is_looked_at_before_it_is_brought_in,
    two_who_edit_at_once_do_not_lose_each_others_work,
    who_reads_and_who_edits,
    a_mistake_is_settled_once,
    a_feed_is_read_page_by_page_and_a_circle_ends,
];

const WHOLE: [(&str, &str); 11] = [
    ("name_en", "Advice line"),
    ("name_cy", "Llinell gyngor"),
    ("organization", "Advice"),
    ("words_en", "Advice for families."),
    ("words_cy", "Cyngor i deuluoedd."),
    ("nations", "wales"),
    ("needs", "money"),
    ("stages", "home"),
    ("phone_1", "08088082003"),
    ("takes_requests", "1"),
    ("going", "active"),
];

/// Writes a service down: its page.
async fn written(staff: &TestStaff, fields: &[(&str, &str)]) -> String {
    let answer = staff.post("/directory/new", fields).await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.url().path().to_owned()
}

async fn version(app: &TestApp, at: &str) -> String {
    let id = at.trim_start_matches("/directory/");
    app.number(&format!("SELECT version FROM services WHERE service = '{id}'")).await.to_string()
}

/// Does something on the page of a service.
async fn deed(app: &TestApp, staff: &TestStaff, at: &str, what: &[(&str, &str)]) -> StatusCode {
    let version = version(app, at).await;
    let fields: Vec<_> =
        [("version", version.as_str())].into_iter().chain(what.iter().copied()).collect();
    staff.post(at, &fields).await.status()
}

/// What a kiosk hears of services, one after the other.
async fn heard(kiosk: &TestKiosk) -> Vec<Value> {
    let changes = kiosk.changes(0, 0).await.changes;
    let of_services = changes
        .iter()
        .filter(|change| matches!(change.news, News::Service(_) | News::ServiceGone { .. }));
    of_services.map(|change| serde_json::to_value(&change.news).expect("JSON")).collect()
}

async fn a_service_is_written_down_checked_and_published_and_kiosks_hear_of_it(app: TestApp) {
    let (manager, kiosk) = (app.manager().await, app.kiosk().await);
    let at = written(&manager, &WHOLE).await;
    assert_eq!(heard(&kiosk).await, Vec::<Value>::new());
    assert_eq!(deed(&app, &manager, &at, &[("do", "checked")]).await, StatusCode::OK);
    assert_eq!(deed(&app, &manager, &at, &[("do", "publish")]).await, StatusCode::OK);
    let news = heard(&kiosk).await;
    assert_eq!(news.len(), 1);
    let text = news[0].to_string();
    assert!(text.contains("Llinell gyngor") && text.contains("0808 808 2003"), "{text}");
    assert_eq!(deed(&app, &manager, &at, &[("do", "withdraw")]).await, StatusCode::OK);
    let news = heard(&kiosk).await;
    assert_eq!(news.len(), 1);
    assert!(news[0].to_string().contains("service_gone"), "{news:?}");
    let page = plain(&manager.page(&at).await);
    assert!(page.contains("Withdrawn") && page.contains("Sam Manager"), "{page}");
    let acts = app.sql("SELECT act FROM audit WHERE act LIKE 'service-%' ORDER BY seq").await;
    let acts: Vec<String> = acts.iter().map(|row| sqlx::Row::get(row, 0)).collect();
    let expected = ["service-added", "service-checked", "service-published", "service-withdrawn"];
    assert_eq!(acts, expected);
}

async fn what_is_missing_is_said_and_nothing_is_published_before(app: TestApp) {
    let (manager, kiosk) = (app.manager().await, app.kiosk().await);
    let at = written(&manager, &[("name_en", "Advice"), ("going", "active")]).await;
    assert_eq!(
        deed(&app, &manager, &at, &[("do", "publish")]).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let page = plain(&manager.page(&at).await);
    for says in ["Welsh is missing: the name", "Nobody has checked it yet", "no way to reach it"] {
        assert!(page.contains(says), "{says}");
    }
    assert_eq!(heard(&kiosk).await, Vec::<Value>::new());
    // What families see stays whole.
    let at = written(&manager, &WHOLE).await;
    deed(&app, &manager, &at, &[("do", "checked")]).await;
    deed(&app, &manager, &at, &[("do", "publish")]).await;
    let version = version(&app, &at).await;
    let mut fields: Vec<(&str, &str)> =
        WHOLE.into_iter().filter(|(name, _)| *name != "words_cy").collect();
    fields.push(("version", &version));
    let answer = manager.post(&format!("{at}/edit"), &fields).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.expect("a page").contains("Welsh is missing: what it does"));
    assert!(heard(&kiosk).await[0].to_string().contains("Cyngor i deuluoedd."));
}

fn feed(names: &[&str]) -> Vec<u8> {
    let one = |(n, name): (usize, &&str)| json!({ "id": n, "name": name, "status": "active", "email": format!("{n}@advice.example") });
    json!(names.iter().enumerate().map(one).collect::<Vec<_>>()).to_string().into_bytes()
}

/// A service of a feed with all that is needed, its page.
async fn of_feed(app: &TestApp, manager: &TestStaff, names: &[&str]) -> String {
    let taken = app.app.import_feed(moorland(), "feed", &feed(names)).await.expect("a report");
    let at = format!("/directory/{}", taken.rows[0].service);
    let version = version(app, &at).await;
    let fields: Vec<_> = WHOLE.into_iter().chain([("version", version.as_str())]).collect();
    let answer = manager.post(&format!("{at}/edit"), &fields).await;
    assert_eq!(answer.url().query(), Some("done=saved"));
    at
}

async fn what_staff_edited_stays_and_the_feed_is_shown_to_say_otherwise(app: TestApp) {
    let manager = app.manager().await;
    let at = of_feed(&app, &manager, &["Advice"]).await;
    let again = app.app.import_feed(moorland(), "feed", &feed(&["Advice shop"])).await;
    assert_eq!(again.expect("a report").report.taken, 1);
    let page = plain(&manager.page(&at).await);
    assert!(page.contains("The feed says otherwise") && page.contains("Advice shop"), "{page}");
    assert!(page.starts_with("Advice line"), "{page}");
    deed(&app, &manager, &at, &[("do", "take"), ("field", "name_en")]).await;
    assert!(plain(&manager.page(&at).await).starts_with("Advice shop"));
    let history = plain(&manager.page(&at).await);
    assert!(history.contains("Advice line Advice shop"), "{history}");
}

async fn a_published_service_does_not_change_with_its_feed(app: TestApp) {
    let (manager, kiosk) = (app.manager().await, app.kiosk().await);
    let at = of_feed(&app, &manager, &["Advice"]).await;
    deed(&app, &manager, &at, &[("do", "checked")]).await;
    deed(&app, &manager, &at, &[("do", "publish")]).await;
    let before = heard(&kiosk).await;
    app.app.import_feed(moorland(), "feed", &feed(&["Other"])).await.expect("a report");
    assert_eq!(heard(&kiosk).await, before);
    let list = plain(&manager.page("/directory?show=otherwise").await);
    assert!(list.contains("Services: 1"), "{list}");
    deed(&app, &manager, &at, &[("do", "keep"), ("field", "name_en")]).await;
    let list = plain(&manager.page("/directory?show=otherwise").await);
    assert!(list.contains("Services: 0"), "{list}");
}

async fn a_feed_that_lacks_half_is_held_until_somebody_says_so(app: TestApp) {
    let (manager, kiosk) = (app.manager().await, app.kiosk().await);
    let at = of_feed(&app, &manager, &["Advice", "B", "C", "D"]).await;
    deed(&app, &manager, &at, &[("do", "checked")]).await;
    deed(&app, &manager, &at, &[("do", "publish")]).await;
    let rest = br#"[{"id":2,"name":"C","status":"active","email":"2@advice.example"}]"#;
    let done = app.app.import_feed(moorland(), "feed", rest).await.expect("a report");
    assert!(done.held && done.missing == 3, "{done:?}");
    assert_eq!(heard(&kiosk).await.len(), 1);
    let page = plain(&manager.page("/directory").await);
    assert!(page.contains("Nothing was unpublished. Are they gone?"), "{page}");
    let published = "SELECT COUNT(*) FROM services WHERE state = 'published'";
    assert_eq!(app.number(published).await, 1);
    let gone = [("feed", "feed"), ("gone", "1")];
    assert_eq!(manager.post("/directory/held", &gone).await.status(), StatusCode::OK);
    assert_eq!(app.number(published).await, 0);
    assert!(heard(&kiosk).await[0].to_string().contains("service_gone"));
    assert_eq!(manager.post("/directory/held", &gone).await.status(), StatusCode::CONFLICT);
}

async fn a_file_is_looked_at_before_it_is_brought_in(app: TestApp) {
    let manager = app.manager().await;
    let files: [(&str, &[u8]); 2] = [("list", &feed(&["A", "B"])), ("feed", b"a feed")];
    let answer = manager.send_files("/directory/preview", &files).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let page = answer.text().await.expect("a page");
    assert_eq!(app.number("SELECT COUNT(*) FROM services").await, 0);
    let value = |name: &str| {
        let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("the field");
        rest.split('"').next().expect("its value").to_owned()
    };
    let (id, key) = (value("id"), value("key"));
    let yes = [("id", id.as_str()), ("key", key.as_str())];
    assert_eq!(manager.post("/directory/confirm", &yes).await.status(), StatusCode::OK);
    assert_eq!(app.number("SELECT COUNT(*) FROM services WHERE feed = 'a feed'").await, 2);
    assert_eq!(manager.post("/directory/confirm", &yes).await.status(), StatusCode::GONE);
}

async fn two_who_edit_at_once_do_not_lose_each_others_work(app: TestApp) {
    let manager = app.manager().await;
    let at = written(&manager, &WHOLE).await;
    let to = format!("{at}/edit");
    let with = |words: &'static str| {
        let kept = WHOLE.into_iter().filter(|(name, _)| *name != "words_en");
        kept.chain([("words_en", words), ("version", "1")]).collect::<Vec<_>>()
    };
    assert_eq!(manager.post(&to, &with("The first.")).await.status(), StatusCode::OK);
    let second = manager.post(&to, &with("The second.")).await;
    assert_eq!(second.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = second.text().await.expect("a page");
    assert!(page.contains("changed it meanwhile") && page.contains("The second."), "{page}");
    assert!(plain(&manager.page(&at).await).contains("The first."));
}

async fn who_reads_and_who_edits(app: TestApp) {
    let manager = app.manager().await;
    let at = written(&manager, &WHOLE).await;
    let volunteer = app.person("Vi Volunteer", Role::Volunteer).await;
    let page = volunteer.page(&at).await;
    assert!(page.contains("Advice line") && !page.contains("id=\"publish\""), "{page}");
    let no = volunteer.post(&at, &[("version", "1"), ("do", "publish")]).await;
    assert_eq!(no.status(), StatusCode::FORBIDDEN);
    app.app.add_user(moorland(), "Fay", Role::FamilyWorker, PASSWORD).await.expect("a person");
    let worker = TestStaff::new(&app.address);
    worker.sign_in("Fay", PASSWORD).await;
    assert_eq!(deed(&app, &worker, &at, &[("do", "checked")]).await, StatusCode::OK);
}

async fn a_mistake_is_settled_once(app: TestApp) {
    let manager = app.manager().await;
    let at = written(&manager, &WHOLE).await;
    let id = at.trim_start_matches("/directory/");
    app.sql(format!(
        "INSERT INTO service_mistakes (site, id, service, what, day) \
         VALUES ('MDI', 'one', '{id}', 'gone', '2026-06-01')"
    ))
    .await;
    let page = plain(&manager.page("/directory/mistakes").await);
    assert!(page.contains("Advice line") && page.contains("no such service any more"), "{page}");
    for _ in 0..2 {
        manager.post("/directory/mistakes", &[("mistake", "one")]).await;
    }
    let settled = "SELECT COUNT(*) FROM audit WHERE act = 'mistake-settled'";
    assert_eq!(app.number(settled).await, 1);
    assert!(
        plain(&manager.page("/directory/mistakes").await).contains("Families found no mistake")
    );
}

async fn a_feed_is_read_page_by_page_and_a_circle_ends(app: TestApp) {
    use crate::support::fake_api::{Answer, FakeApi};
    let row = |n: u32| json!({ "id": n, "name": format!("Service {n}"), "status": "active" });
    let api = FakeApi::start(move |asked| {
        let n = asked.page();
        Answer::Json(match asked.path.as_str() {
            "/new" => json!({ "contents": [row(n)], "last_page": n == 3, "total_pages": 3 }),
            "/older" => json!({ "content": [row(n)], "last": n == 2, "number": n }),
            "/circle" => json!({ "contents": [row(1)], "last_page": false }),
            _ => json!({ "contents": [row(n)], "last_page": false }),
        })
    })
    .await;
    for (path, read, whole) in
        [("/new", 3, true), ("/older", 2, true), ("/circle", 1, false), ("/endless", 5, false)]
    {
        let address = format!("{}{path}", api.address);
        let done = app.app.fetch_services(moorland(), &address, true).await.expect("a report");
        assert_eq!((done.report.read, done.is_a_part), (read, !whole), "{path}");
        assert!(done.report.adds_up());
    }
    for address in ["http://10.0.0.1/services", "ftp://a.example", "https://a:b@a.example", "x"] {
        app.app.fetch_services(moorland(), address, true).await.expect_err("no feed");
    }
}
