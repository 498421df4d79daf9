//! What whoever runs the server sees of it: is it up, can it work, figures, the log; and several
//! processes on one database.

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use axum::extract::connect_info::MockConnectInfo;
use reqwest::StatusCode;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::Happening;
use visits_server::{App, Clock, Config, SharedClock};

use crate::command_line::{Shell, terminate};
use crate::support::app::{Database, KEY, PASSWORD, TestApp, holds};
use crate::support::kiosk::TestKiosk;
use crate::support::lists::{file, pass, person, shaw, with};
use crate::support::staff::TestStaff;
use crate::tests;

tests![
    a_server_says_whether_it_is_up_and_whether_it_can_work,
    the_figures_are_counted_and_name_nobody,
    from_another_machine_the_figures_are_shown_for_a_token_alone,
    a_change_in_one_process_is_seen_on_a_page_of_another_at_once,
    a_day_in_the_log_names_nobody,
];

const BORN: &str = "1986-07-28";

async fn get(app: &TestApp, path: &str) -> (StatusCode, String) {
    let answer = reqwest::get(format!("{}{path}", app.address)).await.expect("an answer");
    (answer.status(), answer.text().await.expect("a text"))
}

async fn a_server_says_whether_it_is_up_and_whether_it_can_work(app: TestApp) {
    assert_eq!(get(&app, "/healthz").await, (StatusCode::OK, "up\n".to_owned()));
    assert_eq!(get(&app, "/readyz").await, (StatusCode::OK, "ready\n".to_owned()));
    app.sql("ALTER TABLE server_life RENAME TO taken_away").await;
    // Nobody makes it look more often than every two seconds.
    assert_eq!(get(&app, "/readyz").await.0, StatusCode::OK);
    tokio::time::sleep(Duration::from_millis(2_100)).await;
    let (status, said) = get(&app, "/readyz").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(said, "the database cannot be written\n");
    assert_eq!(get(&app, "/healthz").await.0, StatusCode::OK, "the process is up all the same");
}

async fn the_figures_are_counted_and_name_nobody(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    kiosk.check_in(kiosk.visit("ab-cd-ef-gh", BORN).await).await;
    let unknown = kiosk.arrival(VisitHandle(uuid::Uuid::from_u128(404)));
    kiosk.send(vec![kiosk.record(&Happening::Arrived(unknown))]).await.expect("kept");
    officer.page("/today").await;
    get(&app, "/no/such/page/Shaw").await;
    app.minutes_pass(10);
    let (status, figures) = get(&app, "/metrics").await;
    assert_eq!(status, StatusCode::OK);
    for line in [
        "visits_requests_total{route=\"/api/v1/records\",method=\"POST\",status=\"200\"} 2",
        "visits_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 1",
        "visits_arrivals_total 1",
        "visits_records_set_aside_total 1",
        "visits_held_requests 0",
        "visits_list_age_seconds{site=\"MDI\"} 600",
        "visits_unsent_records{site=\"MDI\",kiosk=\"A\"} 0",
        "visits_job_failures_total{job=\"seal\"} 0",
    ] {
        assert!(figures.lines().any(|said| said == line), "{line}\n{figures}");
    }
    for hidden in ["Shaw", "Jeanette", "ab-cd-ef-gh", "1986", "A1234BC", "Jo Officer"] {
        assert!(!holds(figures.as_bytes(), hidden), "{hidden}");
    }
}

async fn from_another_machine_the_figures_are_shown_for_a_token_alone(app: TestApp) {
    let config = Config::new(app.database.url()).with_master_key(KEY);
    let server = App::open(Config { metrics_token: Some("a token".to_owned()), ..config }).await;
    let server = server.expect("it opens");
    let elsewhere = SocketAddr::from(([192, 0, 2, 7], 4_000));
    let router = server.router().layer(MockConnectInfo(elsewhere));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/metrics", listener.local_addr().expect("an address"));
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });
    let ask = async |token: Option<&str>| {
        let call = reqwest::Client::new().get(&url);
        let call = token.into_iter().fold(call, reqwest::RequestBuilder::bearer_auth);
        call.send().await.expect("an answer").status()
    };
    assert_eq!(ask(None).await, StatusCode::NOT_FOUND);
    assert_eq!(ask(Some("another")).await, StatusCode::NOT_FOUND);
    assert_eq!(ask(Some("a token")).await, StatusCode::OK);
    serving.abort();
    server.close().await;
}

/// The number of events that wait on a page, after the first came.
async fn next_event(events: &mut reqwest::Response, within: Duration) {
    let event = tokio::time::timeout(within, events.chunk()).await;
    let event = event.expect("in time").expect("an event").expect("bytes");
    assert!(event.starts_with(b"event: changed"), "{event:?}");
}

async fn a_change_in_one_process_is_seen_on_a_page_of_another_at_once(app: TestApp) {
    const CHANGES: u32 = 8;
    app.import(file(&[shaw()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    drop(officer);
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let other = app.second_process().await;
    let there = TestStaff::new(&other.address);
    there.sign_in("Jo Officer", PASSWORD).await;
    let mut events = there.get("/live").await;
    // What signing in and enrolling changed has been told by now.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    while tokio::time::timeout(Duration::from_millis(50), events.chunk()).await.is_ok() {}
    let mut waited = Duration::ZERO;
    for _ in 0..CHANGES {
        kiosk.check_in(visit).await;
        let since = Instant::now();
        next_event(&mut events, Duration::from_millis(1_500)).await;
        waited += since.elapsed();
        // Out of step with the look of every second.
        tokio::time::sleep(Duration::from_millis(130)).await;
    }
    let each = waited / CHANGES;
    // Where it is heard it takes no time. Looking alone takes half a second on average.
    let at_most = if matches!(&*app.database, Database::Postgres { .. }) { 250 } else { 1_100 };
    assert!(each < Duration::from_millis(at_most), "{each:?} each");
    other.stop().await;
}

async fn a_day_in_the_log_names_nobody(app: TestApp) {
    let database = app.database.another().await;
    let shell = Shell::on(database.url());
    let today = visits_server::clock::local(Clock::System.now()).date();
    shell.ok(&["site", "add", "MDI", "Moorland"]);
    shell.run(&["user", "add", "--site", "MDI", "--role", "manager", "Sam Seeded"], PASSWORD);
    let visitor = person(77_001, "Qwenllian", "Zzyxfamily", BORN);
    let visit = with(pass("zz-yx-wv-ut", &[visitor]), "visitDate", today.to_string());
    let visit = with(with(visit, "prisonerId", "Z9876YX"), "prisonerLastName", "Zzprisoner");
    let list = shell.file("list.json", &file(std::slice::from_ref(&visit)));
    shell.ok(&["import", "visits", "--site", "MDI", &list]);
    let log = shell.folder.path().join("log");
    let mut command = shell.command(&["serve", "--listen", "127.0.0.1:0", "--log", "json"]);
    command.stdout(Stdio::piped()).stderr(std::fs::File::create(&log).expect("a file"));
    let mut child = command.spawn().expect("it starts");
    let address = first_line(&mut child).trim_start_matches("Listening on ").to_owned();

    let code = shell.ok(&["kiosk", "enrol-code", "--site", "MDI"]);
    let clock = SharedClock::at(Clock::System.now());
    let kiosk = TestKiosk::enrol(&address, code.trim(), &clock).await;
    let card = kiosk.card_by_reference("zz-yx-wv-ut", BORN, &today.to_string()).await;
    let mut arrival = kiosk.arrival(card.expect("a card").visits[0].visit);
    arrival.date = today;
    let record = kiosk.record(&Happening::Arrived(arrival));
    kiosk.send(vec![record.clone()]).await.expect("taken");
    // What goes wrong is logged, and is where names slip through.
    let mut clash = kiosk.raw_record("{\"name\":\"Zzyxfamily\"}".to_owned());
    clash.seq = record.seq;
    let _ = kiosk.send(vec![clash]).await;
    for body in ["{\"name\":\"Zzyxfamily\"", "[\"zz-yx-wv-ut\"]", "{\"records\":\"1986-07-28\"}"] {
        kiosk.post("/api/v1/records", body).await;
    }
    kiosk.ask("Zzyxfamily by the door", 60).await;
    let staff = TestStaff::new(&address);
    staff.try_sign_in("Sam Seeded", "Zzyxfamily typed as a password").await;
    staff.sign_in("Sam Seeded", PASSWORD).await;
    staff.post("/today", &[("q", "Zzyxfamily")]).await;
    for path in ["/today", "/today?session=all", "/kiosks", "/zz-yx-wv-ut/1986-07-28"] {
        staff.get(path).await;
    }
    let database_gone = shell.run(&["import", "visits", "--site", "MDI", &list], "");
    assert!(database_gone.status.success());
    terminate(child);

    let log = std::fs::read_to_string(&log).expect("the log");
    assert!(log.lines().count() >= 2, "something was logged: {log}");
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("one object a line");
        assert!(line["time"].is_string() && line["level"].is_string(), "{line}");
    }
    assert!(log.contains("a kiosk was enrolled"), "the search finds what is there: {log}");
    for seeded in [
        "Qwenllian",
        "Zzyxfamily",
        "Zzprisoner",
        "zz-yx-wv-ut",
        "zzyxwvut",
        "1986-07-28",
        "28/07/1986",
        "19860728",
        "Z9876YX",
        "77001",
        "Seeded",
        PASSWORD,
    ] {
        assert!(!holds(log.as_bytes(), seeded), "{seeded} is in the log:\n{log}");
    }
}

fn first_line(child: &mut std::process::Child) -> String {
    use std::io::{BufRead as _, BufReader};
    let mut lines = BufReader::new(child.stdout.take().expect("an output")).lines();
    lines.next().expect("a line").expect("text")
}
