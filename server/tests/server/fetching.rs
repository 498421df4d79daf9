//! The External API: page after page, people joined, and whatever it does, one sentence.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use visits_server::import::Report;
use visits_server::{App, Imported, NotFetched, Source};

use crate::support::app::{TestApp, holds, moorland};
use crate::support::fake_api::{Answer, Asked, FakeApi, page, person, visit};
use crate::support::staff::plain;
use crate::tests;

tests![
    pages_are_fetched_to_the_last_and_everybody_is_asked_for_once,
    whatever_the_service_does_ends_in_one_sentence_and_stores_nothing,
    pages_that_never_end_repeat_or_disagree_are_bounded_and_said,
    what_came_before_a_page_failed_is_kept_and_the_failure_is_said,
    a_complete_list_cancels_a_few_by_silence_and_never_many,
    one_process_fetches_at_a_time,
    the_server_fetches_by_itself_backs_off_and_says_since_when_it_fails,
    a_turn_that_was_taken_by_a_wrong_clock_holds_nobody_up,
    the_service_asks_for_a_certificate_and_we_for_its,
    a_key_that_everybody_can_read_is_not_used_and_none_is_ever_stored,
];

const KEY: &str = "UNIQUE-api-key-of-the-tests";

fn put_secret(app: &TestApp, name: &str, content: &[u8]) {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = app.sources.path().join("MDI");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, content).expect("it is written");
    let private = std::fs::Permissions::from_mode(0o600);
    std::fs::set_permissions(&path, private).expect("it is private");
}

fn source(address: &str) -> Source {
    Source {
        base_url: address.to_owned(),
        prison: "MDI".to_owned(),
        every_minutes: 15,
        opens: "07:00:00".parse().expect("a time"),
        closes: "18:00:00".parse().expect("a time"),
        days: 14,
    }
}

/// Sets the source so that only the test fetches, not the server by itself.
async fn set_source(app: &TestApp, address: &str) {
    let settings = serde_json::to_string(&source(address)).expect("JSON");
    let tomorrow = visits_server::Clock::Shared(app.clock.clone()).now().timestamp_micros()
        + 24 * 3_600_000_000;
    app.sql(format!(
        "INSERT INTO sources (site, settings, next_at, lease, lease_until, failures) \
         VALUES ('MDI', '{settings}', {tomorrow}, '', 0, 0) ON CONFLICT (site) DO UPDATE \
         SET settings = excluded.settings RETURNING site"
    ))
    .await;
    put_secret(app, "api-key", format!("{KEY}\n").as_bytes());
}

async fn fetch(app: &App) -> Imported {
    let imported = app.fetch(moorland()).await.expect("it is fetched");
    assert!(imported.report.adds_up());
    imported
}

/// In a test what was fetched is followed by the next try a day later, not by the server itself.
async fn only_by_hand(app: &TestApp) {
    app.sql("UPDATE sources SET next_at = next_at + 86400000000 RETURNING site").await;
}

fn buckets(report: &Report) -> [usize; 3] {
    [report.taken, report.unchanged, report.quarantined.len()]
}

async fn pages_are_fetched_to_the_last_and_everybody_is_asked_for_once(app: TestApp) {
    let api = FakeApi::start(|asked| {
        person(asked).unwrap_or_else(|| match (asked.is_of("BOOKED"), asked.page()) {
            (true, 1) => page(&[visit("ab-cd-ef-gh", &[4321, 4322])], 1, 2, 2),
            (true, 2) => page(&[visit("wo-ra-el-mi", &[4321, 5000, 404])], 2, 2, 2),
            _ => page(&[], 1, 1, 0),
        })
    })
    .await;
    set_source(&app, &api.address).await;
    let imported = fetch(&app.app).await;
    assert_eq!(buckets(&imported.report), [2, 0, 0]);
    assert!(imported.remarks.iter().any(|r| r.to_string().contains("gave no name: 1")));
    let asked = api.take_asked();
    assert!(asked.iter().all(|asked| asked.key.as_deref() == Some(KEY)));
    let mut paths: BTreeMap<String, usize> = BTreeMap::new();
    for one in &asked {
        *paths.entry(one.path.clone()).or_default() += 1;
    }
    let searches: Vec<(&str, u32)> = asked
        .iter()
        .filter(|asked| asked.path == "/v1/prison/MDI/visit/search")
        .map(|asked| (asked.query["visitStatus"].as_str(), asked.page()))
        .collect();
    assert_eq!(searches, [("BOOKED", 1), ("BOOKED", 2), ("CANCELLED", 1)]);
    assert_eq!(asked[0].query["fromDate"], "2026-06-01");
    assert_eq!(asked[0].query["toDate"], "2026-06-14");
    paths.remove("/v1/prison/MDI/visit/search");
    assert_eq!(paths.len(), 5, "{paths:?}");
    assert!(paths.values().all(|times| *times == 1), "{paths:?}");

    let kiosk = app.kiosk().await;
    let card = kiosk.card_by_reference("ab-cd-ef-gh", "1960-01-02", "2026-06-01").await;
    assert!(!card.expect("a card").visits[0].desk);
    let card = kiosk.card_by_reference("wo-ra-el-mi", "1990-05-06", "2026-06-01").await;
    assert!(card.expect("a card").visits[0].desk, "somebody on it has no name");
    let all = app.everything().await;
    for dropped in ["UNIQUEnote", "UNIQUEname", "UNIQUEphone", "UNIQUEstreet", KEY] {
        assert!(!holds(&all, dropped), "{dropped}");
    }
    assert!(holds(&all, "John Smith"), "the search itself finds what is there");

    // Nothing new: nobody is asked for again, until a day later.
    only_by_hand(&app).await;
    assert_eq!(buckets(&fetch(&app.app).await.report), [0, 2, 0]);
    assert_eq!(api.take_asked().len(), 3);
    app.minutes_pass(21 * 60);
    only_by_hand(&app).await;
    fetch(&app.app).await;
    assert_eq!(api.take_asked().iter().filter(|a| a.path.contains("contacts")).count(), 4);
}

fn raw(status: u16, headers: &[(&'static str, &str)], body: &[u8]) -> Answer {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Answer::Raw { status, headers, body: body.to_vec() }
}

/// What the service says then.
type Make = fn() -> Answer;

async fn whatever_the_service_does_ends_in_one_sentence_and_stores_nothing(app: TestApp) {
    let api = FakeApi::start(|_| Answer::Status(500)).await;
    set_source(&app, &api.address).await;
    let big = || raw(200, &[], &vec![b' '; 300 << 10]);
    let cases: Vec<(Make, &str)> = vec![
        (|| Answer::Status(500), "something failed (500)"),
        (|| Answer::Status(404), "something failed (404)"),
        (|| Answer::Status(401), "did not accept our key or certificate (401)"),
        (|| Answer::Status(403), "did not accept our key or certificate (403)"),
        (|| Answer::Status(429), "asked us to wait (429)"),
        (|| raw(302, &[("location", "/v1/elsewhere")], b""), "another address"),
        (|| raw(200, &[("content-type", "text/html")], b"<html>Sign in"), "sign-in page"),
        (|| Answer::Json(json!({ "data": {} })), "not a visit list"),
        (|| Answer::Json(json!([])), "not a visit list"),
        (|| raw(200, &[], b""), "not a visit list"),
        (|| raw(200, &[("content-encoding", "gzip")], b"\x1f\x8b\x08"), "compressed"),
        (|| raw(200, &[], b"\x1f\x8b\x08\x00 a bomb"), "not a visit list"),
        (big, "larger than any list"),
        (|| Answer::Half(br#"{"data":[{"reference":"#.to_vec()), "broke off"),
        (|| Answer::Drip, "too long to answer"),
    ];
    for (answer, sentence) in cases {
        api.answer_with(move |_| answer());
        let started = Instant::now();
        let error = app.app.fetch(moorland()).await.expect_err("it fails").to_string();
        assert!(error.contains(sentence) && error.lines().count() == 1, "{sentence}: {error}");
        assert!(!error.contains("127.0.0.1") && !error.contains(KEY), "{error}");
        assert!(started.elapsed() < Duration::from_secs(15), "{sentence}");
        assert!(api.take_asked().iter().all(|asked| !asked.path.contains("elsewhere")));
        only_by_hand(&app).await;
    }
    assert!(app.sql("SELECT handle FROM visits").await.is_empty());
    assert!(app.sql("SELECT id FROM imports").await.is_empty());
    assert_eq!(app.number("SELECT failures FROM sources").await, 15);
    // And nobody there at all.
    let nobody = FakeApi::at("http://127.0.0.1:9".to_owned(), |_| Answer::Status(200));
    set_source(&app, &nobody.address).await;
    let error = app.app.fetch(moorland()).await.expect_err("it fails").to_string();
    assert!(error.contains("could not be reached"), "{error}");
}

fn says(imported: &Imported, text: &str) -> bool {
    imported.remarks.iter().any(|remark| remark.to_string().contains(text))
}

/// What comes of these booked visits, and how often the service was asked for them.
async fn pages(app: &TestApp, api: &FakeApi, answers: fn(&Asked) -> Answer) -> (Imported, usize) {
    api.answer_with(move |asked| {
        person(asked).unwrap_or_else(|| {
            if asked.is_of("BOOKED") { answers(asked) } else { page(&[], 1, 1, 0) }
        })
    });
    only_by_hand(app).await;
    let imported = fetch(&app.app).await;
    let booked = api.take_asked().iter().filter(|asked| asked.is_of("BOOKED")).count();
    (imported, booked)
}

async fn pages_that_never_end_repeat_or_disagree_are_bounded_and_said(app: TestApp) {
    let api = FakeApi::start(|_| Answer::Status(500)).await;
    set_source(&app, &api.address).await;
    let (imported, calls) = pages(&app, &api, |asked| {
        let letter = char::from(b'a' + u8::try_from(asked.page()).expect("a page"));
        page(&[visit(&format!("aa-bb-cc-a{letter}"), &[])], 1, 99, 99)
    })
    .await;
    assert_eq!((imported.report.read, calls), (5, 5));
    assert!(says(&imported, "more than 5 pages"), "{:?}", imported.remarks);
    let (imported, calls) =
        pages(&app, &api, |_| page(&[visit("ab-cd-ef-gh", &[4321])], 1, 99, 99)).await;
    assert_eq!((imported.report.read, calls), (1, 2));
    assert!(says(&imported, "gave page 2 again"), "{:?}", imported.remarks);
    let (imported, _) =
        pages(&app, &api, |_| page(&[visit("ab-cd-ef-gh", &[4321])], 1, 1, 7)).await;
    assert!(says(&imported, "different numbers of visits: 7, 1"), "{:?}", imported.remarks);
    let (imported, calls) = pages(&app, &api, |_| page(&[], 1, 9, 0)).await;
    assert_eq!((imported.report.read, calls), (0, 1));
    assert!(says(&imported, "Page 1 is empty"), "{:?}", imported.remarks);
    // None of these is believed to be everything: nothing was cancelled by silence.
    assert!(app.sql("SELECT handle FROM visits WHERE status <> 'BOOKED'").await.is_empty());
    assert_eq!(app.sql("SELECT handle FROM visits").await.len(), 6);
}

async fn what_came_before_a_page_failed_is_kept_and_the_failure_is_said(app: TestApp) {
    let api = FakeApi::start(|asked| {
        person(asked).unwrap_or_else(|| match asked.page() {
            1 => page(&[visit("ab-cd-ef-gh", &[4321])], 1, 3, 3),
            _ => Answer::Status(500),
        })
    })
    .await;
    set_source(&app, &api.address).await;
    let error = app.app.fetch(moorland()).await.expect_err("it fails").to_string();
    assert!(error.contains("something failed (500)"), "{error}");
    assert_eq!(app.sql("SELECT handle FROM visits").await.len(), 1);
    let staff = app.officer().await;
    let text = plain(&staff.page("/imports").await);
    assert!(text.contains("It has not worked since 1/6, 1.00 pm"), "{text}");
    assert!(text.contains("something failed (500)"), "{text}");
    let id = app.sql("SELECT id FROM imports").await;
    let id: String = sqlx::Row::get(&id[0], 0);
    let report = plain(&staff.page(&format!("/imports/{id}")).await);
    assert!(report.contains("Page 2 could not be fetched"), "{report}");
}

fn references(count: u8) -> Vec<Value> {
    (0..count).map(|n| visit(&format!("aa-bb-cc-d{}", char::from(b'a' + n)), &[4321])).collect()
}

/// What comes of a list of these visits and no others.
async fn give(app: &TestApp, api: &FakeApi, visits: Vec<Value>) -> Imported {
    api.answer_with(move |asked| {
        person(asked).unwrap_or_else(|| {
            let visits = if asked.is_of("BOOKED") { visits.as_slice() } else { &[] };
            page(visits, 1, 1, visits.len())
        })
    });
    only_by_hand(app).await;
    fetch(&app.app).await
}

async fn a_complete_list_cancels_a_few_by_silence_and_never_many(app: TestApp) {
    let api = FakeApi::start(|_| Answer::Status(500)).await;
    set_source(&app, &api.address).await;
    let booked = async || app.sql("SELECT handle FROM visits WHERE status = 'BOOKED'").await.len();
    give(&app, &api, references(8)).await;
    let kiosk = app.kiosk().await;
    let arrived = kiosk.visit("aa-bb-cc-da", "1986-07-28").await;
    kiosk.check_in(arrived).await;
    let imported = give(&app, &api, references(8)[2..].to_vec()).await;
    assert!(says(&imported, "does not have them: 1"), "{:?}", imported.remarks);
    assert_eq!(booked().await, 7, "the one for whom somebody came waits for a decision");
    let imported = give(&app, &api, Vec::new()).await;
    assert!(says(&imported, "not on the new list: 7"), "{:?}", imported.remarks);
    assert_eq!(booked().await, 7, "a service that forgot everything is not believed");
}

async fn one_process_fetches_at_a_time(app: TestApp) {
    let api = FakeApi::start(|asked| {
        person(asked).unwrap_or_else(|| {
            let empty = json!({ "data": [], "pagination": { "isLastPage": true } });
            Answer::Later(Duration::from_millis(800), empty)
        })
    })
    .await;
    set_source(&app, &api.address).await;
    let other = app.second_server().await;
    let (one, two) = tokio::join!(app.app.fetch(moorland()), other.fetch(moorland()));
    let under_way = [&one, &two].iter().filter(|r| matches!(r, Err(NotFetched::UnderWay))).count();
    assert_eq!(under_way, 1, "{one:?} {two:?}");
    assert_eq!(api.take_asked().len(), 2, "once booked, once cancelled");
    only_by_hand(&app).await;
    assert!(other.fetch(moorland()).await.is_ok(), "and then the other may");
    other.close().await;
    let no_source = app.app.rehearse_fetch("LEI".parse().expect("a site")).await;
    assert!(matches!(no_source, Err(NotFetched::NoSource)));
}

/// Waits until a row answers.
async fn soon(app: &TestApp, what: &str, sql: &'static str) {
    let started = Instant::now();
    while app.sql(sql).await.is_empty() {
        assert!(started.elapsed() < Duration::from_secs(20), "{what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// How long until the next fetch.
async fn minutes_to_go(app: &TestApp) -> i64 {
    let now = visits_server::Clock::Shared(app.clock.clone()).now().timestamp_micros();
    (app.number("SELECT next_at FROM sources").await - now) / 60_000_000
}

/// A service with one visit and its visitor.
async fn with_one_visit() -> FakeApi {
    FakeApi::start(|asked| {
        person(asked).unwrap_or_else(|| {
            let visits = [visit("ab-cd-ef-gh", &[4321])];
            let visits = if asked.is_of("BOOKED") { &visits[..] } else { &[] };
            page(visits, 1, 1, visits.len())
        })
    })
    .await
}

async fn the_server_fetches_by_itself_backs_off_and_says_since_when_it_fails(app: TestApp) {
    let api = with_one_visit().await;
    put_secret(&app, "api-key", KEY.as_bytes());
    app.app.set_source(moorland(), source(&api.address)).await.expect("it is set");
    soon(&app, "it is fetched", "SELECT handle FROM visits").await;
    let done = "SELECT site FROM sources WHERE lease_until = 0 AND last_good IS NOT NULL";
    soon(&app, "it is noted", done).await;
    let staff = app.officer().await;
    let text = plain(&staff.page("/imports").await);
    assert!(text.contains("Every 15 minutes from 7.00 am to 6.00 pm, from 127.0.0.1"), "{text}");
    assert!(text.contains("Last fetched 1/6, 1.00 pm"), "{text}");
    api.take_asked();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(api.take_asked().is_empty(), "not before its time");

    api.answer_with(|_| Answer::Status(503));
    app.minutes_pass(17);
    soon(&app, "it is tried", "SELECT site FROM sources WHERE failures = 1").await;
    assert!(minutes_to_go(&app).await <= 1, "soon again");
    app.minutes_pass(2);
    soon(&app, "and again", "SELECT site FROM sources WHERE failures = 2").await;
    let text = plain(&staff.page("/imports").await);
    assert!(text.contains("It has not worked since 1/6, 1.17 pm"), "{text}");
    assert!(text.contains("something failed (503)"), "{text}");
    let today = plain(&staff.page("/today").await);
    assert!(today.contains("No list could be fetched since 1/6, 1.17 pm."), "{today}");
    // Staff need not wait.
    api.answer_with(|_| page(&[], 1, 1, 0));
    staff.post("/imports/fetch", &[]).await;
    soon(&app, "it works", "SELECT site FROM sources WHERE failures = 0").await;
    let text = plain(&staff.page("/imports").await);
    assert!(!text.contains("It has not worked"), "{text}");
    // At seven in the evening the next time is tomorrow.
    app.minutes_pass(6 * 60);
    let started = Instant::now();
    while minutes_to_go(&app).await < 11 * 60 {
        assert!(started.elapsed() < Duration::from_secs(20), "after closing");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn a_turn_that_was_taken_by_a_wrong_clock_holds_nobody_up(app: TestApp) {
    let api = with_one_visit().await;
    set_source(&app, &api.address).await;
    let month = "next_at + 2592000000000";
    let taken = format!("UPDATE sources SET lease_until = {month}, next_at = 0 RETURNING site");
    assert_eq!(app.sql(taken).await.len(), 1);
    soon(&app, "it is fetched", "SELECT handle FROM visits").await;
}

struct Papers {
    authority: rcgen::Certificate,
    issuer: rcgen::Issuer<'static, rcgen::KeyPair>,
}

impl Papers {
    fn new() -> Self {
        let key = rcgen::KeyPair::generate().expect("a key");
        let mut params = rcgen::CertificateParams::default();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Constrained(0));
        let authority = params.self_signed(&key).expect("a certificate");
        Self { authority, issuer: rcgen::Issuer::new(params, key) }
    }

    /// Certificate and key, PEM.
    fn signed(&self, names: &[&str]) -> (rcgen::Certificate, rcgen::KeyPair) {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let params = rcgen::CertificateParams::new(names).expect("names");
        let key = rcgen::KeyPair::generate().expect("a key");
        (params.signed_by(&key, &self.issuer).expect("a certificate"), key)
    }

    fn client(&self) -> String {
        let (certificate, key) = self.signed(&[]);
        format!("{}{}", certificate.pem(), key.serialize_pem())
    }
}

/// Serves over TLS to those who show a certificate of these papers.
fn serve_with_certificates(api: &FakeApi, papers: &Papers, listener: std::net::TcpListener) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = rustls::RootCertStore::empty();
    roots.add(papers.authority.der().clone()).expect("the authority");
    let verifier = rustls::server::WebPkiClientVerifier::builder_with_provider(
        Arc::new(roots),
        provider.clone(),
    );
    let (certificate, key) = papers.signed(&["localhost"]);
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(key.serialize_der());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS")
        .with_client_cert_verifier(verifier.build().expect("a verifier"))
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .expect("a certificate");
    let config = axum_server::tls_rustls::RustlsConfig::from_config(Arc::new(config));
    listener.set_nonblocking(true).expect("a listener");
    let server = axum_server::from_tcp_rustls(listener, config).expect("a server");
    tokio::spawn(server.serve(api.router().into_make_service()));
}

async fn the_service_asks_for_a_certificate_and_we_for_its(app: TestApp) {
    let (ours, theirs) = (Papers::new(), Papers::new());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let api = FakeApi::at(format!("https://localhost:{port}/api/"), |asked| {
        person(asked).unwrap_or_else(|| page(&[], 1, 1, 0))
    });
    serve_with_certificates(&api, &ours, listener);
    set_source(&app, &api.address).await;
    let error = async || {
        only_by_hand(&app).await;
        app.app.fetch(moorland()).await.expect_err("it fails").to_string()
    };
    assert!(error().await.contains("not where this server looks for it: client.pem"));
    put_secret(&app, "client.pem", ours.client().as_bytes());
    assert!(error().await.contains("its certificate is not trusted"), "no system knows it");
    put_secret(&app, "authority.pem", theirs.authority.pem().as_bytes());
    assert!(error().await.contains("its certificate is not trusted"));
    assert!(api.take_asked().is_empty(), "not one byte of ours was sent to a stranger");
    put_secret(&app, "authority.pem", ours.authority.pem().as_bytes());
    put_secret(&app, "client.pem", theirs.client().as_bytes());
    error().await;
    assert!(api.take_asked().is_empty(), "nor did the service talk to one");
    put_secret(&app, "client.pem", b"-----BEGIN NOTHING-----");
    assert!(error().await.contains("cannot be read: client.pem"));
    put_secret(&app, "client.pem", ours.client().as_bytes());
    only_by_hand(&app).await;
    fetch(&app.app).await;
    let asked = api.take_asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].path, "/api/v1/prison/MDI/visit/search");
    assert_eq!(asked[0].key.as_deref(), Some(KEY));
}

async fn a_key_that_everybody_can_read_is_not_used_and_none_is_ever_stored(app: TestApp) {
    use std::os::unix::fs::PermissionsExt as _;
    let api = FakeApi::start(|_| page(&[], 1, 1, 0)).await;
    set_source(&app, &api.address).await;
    let path = app.sources.path().join("MDI/api-key");
    let open = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&path, open).expect("it is open");
    let error = app.app.fetch(moorland()).await.expect_err("it is refused").to_string();
    assert!(error.contains("can be read by everybody"), "{error}");
    std::fs::remove_file(&path).expect("it is gone");
    only_by_hand(&app).await;
    let error = app.app.fetch(moorland()).await.expect_err("it is refused").to_string();
    assert!(error.contains("not where this server looks for it: api-key"), "{error}");
    assert!(api.take_asked().is_empty());
    put_secret(&app, "api-key", KEY.as_bytes());
    only_by_hand(&app).await;
    fetch(&app.app).await;
    assert!(!holds(&app.everything().await, KEY));
    for bad in [
        Source { base_url: "http://visits.example".to_owned(), ..source("") },
        Source { every_minutes: 1, ..source(&api.address) },
        Source { days: 0, ..source(&api.address) },
        Source { prison: "../x".to_owned(), ..source(&api.address) },
        Source { closes: "06:00:00".parse().expect("a time"), ..source(&api.address) },
    ] {
        assert!(app.app.set_source(moorland(), bad).await.is_err());
    }
}
