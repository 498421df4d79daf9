//! What staff see and do, in a browser without script.

use std::time::Duration;

use reqwest::StatusCode;
use visits_domain::wire::News;

use crate::support::app::{PASSWORD, TestApp};
use crate::support::lists::{file, pass, patel, person, shaw, with};
use crate::support::staff::TestStaff;
use crate::tests;

tests![
    nobody_sees_a_page_without_signing_in,
    five_wrong_passwords_lock_for_a_minute_and_then_longer,
    a_form_of_another_site_is_refused,
    pages_forbid_foreign_script_and_frames,
    a_family_goes_from_expected_to_called,
    the_next_families_are_called_in_the_order_of_coming,
    running_late_is_on_every_kiosk,
    an_ask_is_on_every_page_until_somebody_takes_it,
    an_ask_expires_by_itself,
    names_are_escaped_and_the_prisoner_is_not_shown,
    a_surname_is_found_however_it_is_typed,
    sessions_of_the_day_are_told_apart,
    the_pages_speak_welsh,
    a_manager_makes_a_code_and_anybody_revokes,
    an_open_page_is_told_of_a_change_and_let_go_when_the_server_stops,
];

const BORN: &str = "1986-07-28";

async fn nobody_sees_a_page_without_signing_in(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let stranger = TestStaff::new(&app.address);
    for path in ["/", "/today", "/kiosks", "/today?session=all"] {
        let answer = stranger.get(path).await;
        assert_eq!(answer.url().path(), "/sign-in", "{path}");
        assert!(!answer.text().await.expect("a page").contains("SHAW"));
    }
    assert_eq!(stranger.get("/live").await.url().path(), "/sign-in");
    let answer = stranger.post("/today/call", &[("visit", &uuid::Uuid::nil().to_string())]).await;
    assert_eq!(answer.url().path(), "/sign-in");
    let officer = app.officer().await;
    officer.post("/sign-out", &[]).await;
    assert_eq!(officer.get("/today").await.url().path(), "/sign-in");
    assert_eq!(stranger.get("/nothing").await.status(), StatusCode::NOT_FOUND);
}

async fn five_wrong_passwords_lock_for_a_minute_and_then_longer(app: TestApp) {
    let officer = app.officer().await;
    officer.post("/sign-out", &[]).await;
    let stranger = TestStaff::new(&app.address);
    for _ in 0..5 {
        let answer = stranger.try_sign_in("jo officer", "a wrong password").await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
    let locked = stranger.try_sign_in("Jo Officer", PASSWORD).await;
    assert_eq!(locked.status(), StatusCode::UNAUTHORIZED, "even the right one, for a minute");
    let second = app.second_server().await;
    second.close().await;
    app.minutes_pass(1);
    assert_eq!(stranger.try_sign_in("JO OFFICER ", PASSWORD).await.url().path(), "/today");
    let unknown = TestStaff::new(&app.address).try_sign_in("Nobody", PASSWORD).await;
    assert_eq!(unknown.status(), StatusCode::UNAUTHORIZED);
}

async fn a_form_of_another_site_is_refused(app: TestApp) {
    let officer = app.officer().await;
    let url = format!("{}/today/running-late", app.address);
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("x-none", "x"),
    ] {
        let call = officer.client.post(&url).header(name, value).form(&[("minutes", "20")]);
        assert_eq!(call.send().await.expect("an answer").status(), StatusCode::FORBIDDEN);
    }
    let done = officer.post("/today/running-late", &[("minutes", "20"), ("back", "//evil")]).await;
    assert_eq!(done.url().path(), "/today", "and nobody is sent elsewhere");
}

async fn pages_forbid_foreign_script_and_frames(app: TestApp) {
    let officer = app.officer().await;
    let answer = officer.get("/today").await;
    let policy = answer.headers()["content-security-policy"].to_str().expect("a text").to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe"));
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let page = answer.text().await.expect("a page");
    assert!(!page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick"));
    assert!(!page.contains("<script>"));
    let signed_in = TestStaff::new(&app.address);
    let answer = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client")
        .post(format!("{}/sign-in", app.address))
        .header("origin", &app.address)
        .form(&[("name", "Jo Officer"), ("password", PASSWORD)])
        .send()
        .await
        .expect("an answer");
    let cookie = answer.headers()["set-cookie"].to_str().expect("a text");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    for asset in ["staff.css", "staff.js", "regular.ttf", "semibold.ttf", "bold.ttf", "icon.svg"] {
        let answer = signed_in.get(&format!("/assets/{asset}")).await;
        assert_eq!(answer.status(), StatusCode::OK, "{asset}");
    }
    assert_eq!(signed_in.get("/assets/../Cargo.toml").await.status(), StatusCode::NOT_FOUND);
}

async fn a_family_goes_from_expected_to_called(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let (_, cursor) = kiosk.all_changes(0).await;
    assert_eq!((officer.count("expected").await, officer.count("arrived").await), (2, 0));
    let number = kiosk.check_in(visit).await;
    let row = officer.row(&number).await.expect("a row");
    assert_eq!(
        row,
        "A1 SHAW Jeanette SHAW Doreen 1 child ab-cd-ef-gh 3 of 3 Arrived First visit · Quiet \
         space 1.00 ID seen"
    );
    let page = officer.page("/today").await;
    let one = page.split("id=\"tick-").nth(1).expect("a box").split('"').next().expect("an id");
    let tick = format!("{one}:1");
    officer.act(&number, "/today/id-seen", &[("tick", &tick)]).await;
    assert!(officer.row(&number).await.expect("a row").contains("Arrived"), "one of two");
    officer.act(&number, "/today/id-seen", &[]).await;
    assert!(officer.row(&number).await.expect("a row").ends_with("Call"));
    assert_eq!(officer.count("id-seen").await, 1);
    officer.act(&number, "/today/call", &[]).await;
    officer.act(&number, "/today/call", &[]).await;
    assert!(officer.row(&number).await.expect("a row").contains("Called"));
    assert_eq!(called(&kiosk.all_changes(cursor).await.0), ["A1"]);
    officer.act(&number, "/today/take-back", &[("step", "called")]).await;
    assert!(called(&kiosk.all_changes(cursor).await.0).is_empty());
}

fn called(news: &[News]) -> Vec<String> {
    let mut boards = news.iter().filter_map(|news| match news {
        News::Board(board) => Some(board),
        _ => None,
    });
    let last = boards.next_back();
    last.map(|b| b.called.iter().map(ToString::to_string).collect()).unwrap_or_default()
}

async fn the_next_families_are_called_in_the_order_of_coming(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let (_, cursor) = kiosk.all_changes(0).await;
    for (reference, born) in [("wo-ra-el-mi", "1990-05-06"), ("ab-cd-ef-gh", BORN)] {
        kiosk.check_in(kiosk.visit(reference, born).await).await;
        app.minutes_pass(1);
    }
    for number in ["A2", "A1"] {
        officer.act(number, "/today/id-seen", &[]).await;
    }
    officer.post("/today/call-next", &[("session", "13:45"), ("called", "0")]).await;
    assert_eq!(called(&kiosk.all_changes(cursor).await.0), ["A1", "A2"]);
}

async fn running_late_is_on_every_kiosk(app: TestApp) {
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    officer.post("/today/running-late", &[("minutes", "20")]).await;
    let (news, _) = kiosk.all_changes(0).await;
    assert!(news.iter().any(|n| matches!(n, News::Board(b) if b.running_late_minutes == 20)));
    assert!(officer.page("/today").await.contains("<option value=\"20\" selected>"));
    app.minutes_pass(24 * 60);
    officer.sign_in("Jo Officer", PASSWORD).await;
    let tomorrow = officer.page("/today").await;
    assert!(tomorrow.contains("<option value=\"0\" selected>"), "a new day is on time");
}

async fn an_ask_is_on_every_page_until_somebody_takes_it(app: TestApp) {
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let ask = kiosk.ask("by the window", 300).await;
    for path in ["/today", "/kiosks"] {
        let page = officer.page(path).await;
        assert!(page.contains("kiosk A · by the window · Cymraeg · since 1.00 pm"), "{path}");
    }
    let (_, cursor) = kiosk.all_changes(0).await;
    officer.post(&format!("/asks/{ask}/take"), &[("back", "/kiosks")]).await;
    assert!(!officer.page("/today").await.contains("by the window"));
    assert_eq!(kiosk.all_changes(cursor).await.0, [News::AskTaken { ask }]);
    let rows = app.sql("SELECT taken_by FROM asks").await;
    assert_eq!(sqlx::Row::get::<String, _>(&rows[0], 0), "jo officer");
}

async fn an_ask_expires_by_itself(app: TestApp) {
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let ask = kiosk.ask("<b>here</b>", 60).await;
    assert!(officer.page("/today").await.contains("&#60;b&#62;here"));
    app.minutes_pass(2);
    assert!(!officer.page("/today").await.contains("here&#60;"));
    let (_, cursor) = kiosk.all_changes(0).await;
    officer.post(&format!("/asks/{ask}/take"), &[]).await;
    assert!(kiosk.all_changes(cursor).await.0.is_empty(), "nobody came: the kiosk says so");
}

async fn names_are_escaped_and_the_prisoner_is_not_shown(app: TestApp) {
    let visitors = [person(1, "<script>alert(1)</script>", "\"><img src=x>", "1990-05-06")];
    app.import(file(&[pass("ab-cd-ef-gh", &visitors)])).await;
    let officer = app.officer().await;
    let page = officer.page("/today").await;
    assert!(!page.to_lowercase().contains("<img") && !page.contains("<script>alert"));
    assert!(page.contains("&#60;IMG"));
    for hidden in ["A1234BC", "JOHN SMITH", "1990"] {
        assert!(!page.contains(hidden), "{hidden}");
    }
}

async fn a_surname_is_found_however_it_is_typed(app: TestApp) {
    let visitors = [person(1, "Siân", "Ó Néill", "1990-05-06")];
    app.import(file(&[shaw(), pass("aa-aa-aa-aa", &visitors)])).await;
    let officer = app.officer().await;
    for typed in ["oneill", "O'NEIL", "ó", "onei", "oniell", "Sian O Neill"] {
        let page = officer.search("all", typed).await;
        assert!(page.contains("Ó NÉILL Siân") && !page.contains("SHAW"), "{typed}");
    }
    assert!(officer.search("all", "zzz").await.contains("Nobody of that name"));
}

async fn sessions_of_the_day_are_told_apart(app: TestApp) {
    let morning = with(with(patel(), "startTime", "09:30"), "endTime", "10:30");
    app.import(file(&[shaw(), morning])).await;
    let officer = app.officer().await;
    let now = officer.page("/today").await;
    assert!(now.contains("Today · 1.45 pm session") && now.contains("SHAW"));
    assert!(!now.contains("PATEL"));
    assert!(officer.page("/today?session=09:30").await.contains("PATEL Meena"));
    let all = officer.page("/today?session=all").await;
    assert!(all.contains("PATEL") && all.contains("SHAW"));
    assert!(officer.page("/today?session=09:30").await.contains("Did not arrive"));
}

async fn the_pages_speak_welsh(app: TestApp) {
    let stranger = TestStaff::new(&app.address);
    let call = stranger.client.get(format!("{}/sign-in", app.address));
    let page = call.header("accept-language", "cy-GB,cy;q=0.9,en;q=0.8").send().await;
    let page = page.expect("an answer").text().await.expect("a page");
    assert!(page.contains("lang=\"cy\"") && page.contains("Mewngofnodi"));
    let officer = app.officer().await;
    officer.post("/language", &[("to", "cy"), ("back", "/kiosks")]).await;
    assert!(officer.page("/today").await.contains("Ymweliadau Moorland"));
    officer.post("/sign-out", &[]).await;
    officer.sign_in("Jo Officer", PASSWORD).await;
    assert!(officer.page("/today").await.contains("Heddiw"), "it is remembered");
    officer.post("/language", &[("to", "en")]).await;
    assert!(officer.page("/today").await.contains("Moorland visits"));
}

async fn a_manager_makes_a_code_and_anybody_revokes(app: TestApp) {
    let (officer, manager, kiosk) = (app.officer().await, app.manager().await, app.kiosk().await);
    assert_eq!(officer.post("/kiosks/code", &[]).await.status(), StatusCode::FORBIDDEN);
    let page = manager.post("/kiosks/code", &[]).await.text().await.expect("a page");
    let code = page.split("class=\"big\">").nth(1).expect("a code").split('<').next();
    let other =
        crate::support::kiosk::TestKiosk::enrol(&app.address, code.expect("a code"), &app.clock)
            .await;
    assert_eq!(other.enrolled.letter.to_string(), "B");
    kiosk.changes(0, 0).await;
    let page = officer.page("/kiosks").await;
    assert!(page.contains("Online") && page.contains("Not heard from yet"));
    officer.post("/kiosks/revoke", &[("kiosk", &kiosk.enrolled.kiosk.to_string())]).await;
    assert!(officer.page("/kiosks").await.contains("Revoked"));
    assert_eq!(kiosk.try_changes(0, 0).await.status(), StatusCode::FORBIDDEN);
}

async fn an_open_page_is_told_of_a_change_and_let_go_when_the_server_stops(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let mut events = officer.get("/live").await;
    kiosk.check_in(visit).await;
    let event = tokio::time::timeout(Duration::from_secs(2), events.chunk()).await;
    let event = event.expect("within 2 s").expect("an event").expect("bytes");
    assert!(event.starts_with(b"event: changed\ndata: "), "{event:?}");
    app.stop().await;
    let rest = async { while let Ok(Some(_)) = events.chunk().await {} };
    let ended = tokio::time::timeout(Duration::from_secs(2), rest).await;
    assert!(ended.is_ok(), "the stream ends with the server");
}
