//! Every address with every role, and with none: who gets an answer. A new page is in it as soon
//! as it exists.

use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, StatusCode};
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::kiosk::TestKiosk;
use crate::support::lists::{file, pass, person};
use crate::tests;

tests![
    every_address_answers_those_who_may_and_nobody_else,
    nobody_does_anything_before_a_one_time_password_is_changed,
    the_calls_of_kiosks_take_no_session,
    no_address_reaches_a_thing_of_another_site_by_its_id,
];

/// A browser that goes nowhere by itself.
struct Browser<'a> {
    client: Client,
    app: &'a TestApp,
}

impl<'a> Browser<'a> {
    fn new(app: &'a TestApp) -> Self {
        let client = Client::builder().cookie_store(true).redirect(Policy::none()).build();
        Self { client: client.expect("a client"), app }
    }

    async fn signed_in(app: &'a TestApp, name: &str, password: &str) -> Self {
        let browser = Self::new(app);
        let form = [("name", name), ("password", password)];
        let answer = browser.client.post(format!("{}/sign-in", app.address));
        let answer = answer.header("origin", &app.address).form(&form).send().await;
        assert_eq!(answer.expect("an answer").status(), StatusCode::SEE_OTHER, "{name}");
        browser
    }

    async fn call(&self, method: &str, path: &str) -> Response {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let path = filled(path);
        let mut call = self.client.request(method.clone(), format!("{}{path}", self.app.address));
        if method != Method::GET {
            // Nothing in it: whoever may would have to fill it in.
            call = call.header("origin", &self.app.address).form(&[("", "")]);
        }
        call.send().await.expect("an answer")
    }
}

/// The address with an id that is nobody's for each name.
fn filled(path: &str) -> String {
    let part = |part: &str| {
        if part.starts_with('{') { uuid::Uuid::nil().to_string() } else { part.to_owned() }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn goes_to(answer: &Response) -> Option<&str> {
    answer.headers().get("location").and_then(|to| to.to_str().ok())
}

async fn every_address_answers_those_who_may_and_nobody_else(app: TestApp) {
    let stranger = Browser::new(&app);
    let mut people = Vec::new();
    for role in Role::ALL {
        let name = format!("A {}", role.as_str());
        app.app.add_user(moorland(), &name, role, PASSWORD).await.expect("a person");
        people.push((role, Browser::signed_in(&app, &name, PASSWORD).await));
    }
    let places = visits_server::places();
    assert!(places.len() > 20, "the list itself is there");
    for (method, path, may) in places {
        let what = format!("{method} {path}");
        let answer = stranger.call(&method, path).await;
        assert_eq!(goes_to(&answer), Some("/sign-in"), "{what} without signing in");
        for (role, browser) in &people {
            let answer = browser.call(&method, path).await;
            let (status, what) = (answer.status(), format!("{what} as {}", role.as_str()));
            if may.contains(role) {
                assert_ne!(status, StatusCode::FORBIDDEN, "{what}");
                assert_ne!(goes_to(&answer), Some("/sign-in"), "{what}");
                assert!(!status.is_server_error(), "{what}: {status}");
            } else {
                assert_eq!(status, StatusCode::FORBIDDEN, "{what}");
            }
        }
    }
    for (role, browser) in &people {
        let home = browser.call("GET", "/").await;
        let home = goes_to(&home).expect("somewhere").to_owned();
        let answer = browser.call("GET", &home).await;
        assert_eq!(answer.status(), StatusCode::OK, "{} as {}", home, role.as_str());
    }
}

async fn nobody_does_anything_before_a_one_time_password_is_changed(app: TestApp) {
    app.app.add_user(moorland(), "Jo", Role::Manager, PASSWORD).await.expect("a person");
    let once = app.app.reset_user("jo", false).await.expect("a password");
    let browser = Browser::signed_in(&app, "Jo", &once).await;
    for (method, path, may) in visits_server::places() {
        if !may.contains(&Role::Manager) || path.ends_with("password") && path.starts_with("/acc") {
            continue;
        }
        let answer = browser.call(&method, path).await;
        assert_eq!(goes_to(&answer), Some("/account/new-password"), "{method} {path}");
    }
    assert_eq!(browser.call("GET", "/account/new-password").await.status(), StatusCode::OK);
}

async fn the_calls_of_kiosks_take_no_session(app: TestApp) {
    app.app.add_user(moorland(), "Jo", Role::Manager, PASSWORD).await.expect("a person");
    let browser = Browser::signed_in(&app, "Jo", PASSWORD).await;
    for (method, path) in [
        ("GET", "/api/v1/changes?cursor=0&wait_seconds=0"),
        ("POST", "/api/v1/records"),
        ("POST", "/api/v1/asks"),
    ] {
        let call =
            browser.client.request(method.parse().expect("it"), format!("{}{path}", app.address));
        let answer = call.header("x-visits-protocol", "1").header("origin", &app.address);
        let answer = answer.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{method} {path}");
    }
}

/// What changes when anything of Leeds does: its counters, and its record of who did what.
async fn state_of_leeds(app: &TestApp) -> (i64, i64, i64) {
    let rows = app
        .sql(
            "SELECT s.seq, s.board, (SELECT COUNT(*) FROM audit a WHERE a.site = s.site) \
             FROM site_seq s WHERE s.site = 'LEI'",
        )
        .await;
    let number = |at: usize| sqlx::Row::get::<i64, _>(&rows[0], at);
    (number(0), number(1), number(2))
}

async fn no_address_reaches_a_thing_of_another_site_by_its_id(app: TestApp) {
    let leeds = app.leeds().await;
    let visitors = [person(1, "Zoe", "Zebedee", "1986-07-28")];
    let list = file(&[pass("ze-be-de-ee", &visitors)]);
    app.app.import(leeds, &list).await.expect("it is imported");
    app.app.add_user(leeds, "Zara Zuniga", Role::VisitsStaff, PASSWORD).await.expect("a person");
    let code = app.app.enrol_code(leeds).await.expect("a code");
    let kiosk = TestKiosk::enrol(&app.address, &code, &app.clock).await;
    let visit = kiosk.visit("ze-be-de-ee", "1986-07-28").await;
    kiosk.check_in(visit).await;
    let ask = kiosk.ask("by the zebra", 3_600).await;
    let visitor = app.sql("SELECT visitor FROM visitors WHERE site = 'LEI'").await;
    let visitor: String = sqlx::Row::get(&visitor[0], 0);
    let zara = app.sql("SELECT person FROM roles WHERE site = 'LEI'").await;
    let zara: String = sqlx::Row::get(&zara[0], 0);
    let (visit, ask, kiosk) =
        (visit.to_string(), ask.to_string(), kiosk.enrolled.kiosk.to_string());

    app.app.add_user(moorland(), "Sam", Role::Manager, PASSWORD).await.expect("a person");
    let sam = Browser::signed_in(&app, "Sam", PASSWORD).await;
    let before = state_of_leeds(&app).await;
    for (method, path, may) in visits_server::places() {
        if !may.contains(&Role::Manager) {
            continue;
        }
        for id in [&visit, &visitor, &ask, &kiosk, &zara] {
            let part =
                |part: &str| if part.starts_with('{') { id.clone() } else { part.to_owned() };
            let address = path.split('/').map(part).collect::<Vec<_>>().join("/");
            let method = Method::from_bytes(method.as_bytes()).expect("a method");
            let form = [
                ("visit", visit.as_str()),
                ("visitor", &visitor),
                ("ask", &ask),
                ("kiosk", &kiosk),
                ("person", &zara),
                ("id", id),
                ("to", &visit),
                ("from", &visit),
                ("seen", "1"),
                ("session", "13:45"),
                ("role", "volunteer"),
            ];
            let mut call = sam.client.request(method.clone(), format!("{}{address}", app.address));
            call = call.header("origin", &app.address);
            call = if method == Method::GET { call.query(&form) } else { call.form(&form) };
            let answer = call.send().await.expect("an answer");
            assert!(!answer.status().is_server_error(), "{method} {path}");
            if path != "/live" {
                let page = answer.text().await.unwrap_or_default().to_lowercase();
                for theirs in ["zebedee", "zuniga", "zebra", "ze-be-de-ee"] {
                    assert!(!page.contains(theirs), "{theirs} in {method} {path}");
                }
            }
        }
    }
    assert_eq!(state_of_leeds(&app).await, before, "nothing of Leeds has changed");
}
