//! Enrolment, tokens, versions, limits: what a call must be like.

use std::time::{Duration, Instant};

use reqwest::{Client, StatusCode};
use serde_json::json;
use visits_domain::wire::{BODY_BYTES, News, PROTOCOL_HEADER, Refusal, Refused};

use crate::support::app::{TestApp, moorland};
use crate::support::kiosk::{TestKiosk, try_enrol};
use crate::support::lists::{file, shaw};
use crate::tests;

tests![
    a_code_enrols_one_kiosk_within_a_day,
    kiosks_get_letters_in_order,
    nobody_is_answered_without_a_token_or_with_another_version,
    a_revoked_kiosk_is_told_so_even_while_it_waits,
    what_cannot_be_read_is_refused_and_nothing_breaks,
    unknown_fields_are_tolerated,
    a_held_request_ends_when_something_happens_and_when_its_time_is_up,
    a_cursor_of_a_restored_server_reads_everything_again,
    tokens_are_not_in_the_database,
    a_call_board_is_told_the_board_and_never_a_card,
];

async fn refusal(answer: reqwest::Response) -> (StatusCode, Refused) {
    let status = answer.status();
    (status, answer.json::<Refusal>().await.expect("a refusal").refused)
}

async fn a_code_enrols_one_kiosk_within_a_day(app: TestApp) {
    let client = Client::new();
    let code = app.app.enrol_code(moorland()).await.expect("a code");
    let typed = format!("{}.fingerprint", code.to_lowercase().replace('-', " "));
    assert_eq!(try_enrol(&client, &app.address, &typed).await.status(), StatusCode::OK);
    let again = refusal(try_enrol(&client, &app.address, &code).await).await;
    assert_eq!(again, (StatusCode::GONE, Refused::CodeSpent));
    let late = app.app.enrol_code(moorland()).await.expect("a code");
    app.minutes_pass(24 * 60 + 1);
    let late = refusal(try_enrol(&client, &app.address, &late).await).await;
    assert_eq!(late, (StatusCode::GONE, Refused::CodeSpent));
    let other = json!({ "code": code, "protocol": 99 });
    let call = client.post(format!("{}/api/v1/enrol", app.address)).json(&other);
    let old = refusal(call.send().await.expect("an answer")).await;
    assert_eq!(old, (StatusCode::UPGRADE_REQUIRED, Refused::Protocol));
}

async fn kiosks_get_letters_in_order(app: TestApp) {
    let (a, b) = (app.kiosk().await, app.kiosk().await);
    assert_eq!(
        (a.enrolled.letter.to_string(), b.enrolled.letter.to_string()),
        ("A".into(), "B".into())
    );
    assert_eq!(a.enrolled.site, moorland());
    assert_eq!(a.enrolled.keys, b.enrolled.keys);
    assert!(a.enrolled.authority.is_none(), "plain HTTP on loopback pins nothing");
    app.app.revoke_kiosk(moorland(), &a.enrolled.kiosk.to_string()).await.expect("revoked");
    let c = app.kiosk().await;
    assert_eq!(c.enrolled.letter.to_string(), "C", "A's numbers are still in hands today");
}

async fn nobody_is_answered_without_a_token_or_with_another_version(app: TestApp) {
    let kiosk = app.kiosk().await;
    let url = format!("{}/api/v1/records", app.address);
    let plain = Client::new().post(&url).header(PROTOCOL_HEADER, "1").send().await;
    assert_eq!(
        refusal(plain.expect("an answer")).await,
        (StatusCode::UNAUTHORIZED, Refused::NotEnrolled)
    );
    let token = visits_domain::encoding::to_text(&kiosk.enrolled.token.0);
    let old = Client::new().post(&url).bearer_auth(token).header(PROTOCOL_HEADER, "2");
    assert_eq!(
        refusal(old.send().await.expect("an answer")).await,
        (StatusCode::UPGRADE_REQUIRED, Refused::Protocol)
    );
}

async fn a_revoked_kiosk_is_told_so_even_while_it_waits(app: TestApp) {
    let kiosk = app.kiosk().await;
    let (_, cursor) = kiosk.all_changes(0).await;
    let id = kiosk.enrolled.kiosk.to_string();
    let started = Instant::now();
    let waiting = kiosk.try_changes(cursor, 30);
    let revoking = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        app.app.revoke_kiosk(moorland(), &id).await.expect("revoked");
    };
    let (answer, ()) = tokio::join!(waiting, revoking);
    assert_eq!(refusal(answer).await, (StatusCode::FORBIDDEN, Refused::Withdrawn));
    assert!(started.elapsed() < Duration::from_secs(5));
    let sent = kiosk.send(vec![kiosk.raw_record("{}".into())]).await;
    assert_eq!(sent, Err((StatusCode::FORBIDDEN, Refused::Withdrawn)));
}

async fn what_cannot_be_read_is_refused_and_nothing_breaks(app: TestApp) {
    let kiosk = app.kiosk().await;
    let large = vec![b' '; BODY_BYTES + 1];
    let deep = "[".repeat(100_000);
    let bodies: Vec<Vec<u8>> =
        vec![vec![], b"{".to_vec(), b"\xff\xfe".to_vec(), large, deep.into_bytes(), b"{}".to_vec()];
    for path in ["/api/v1/records", "/api/v1/asks"] {
        for body in &bodies {
            let answer = kiosk.post(path, body.clone()).await;
            assert_eq!(refusal(answer).await, (StatusCode::BAD_REQUEST, Refused::Unreadable));
        }
    }
    let many = (0..501).map(|_| kiosk.raw_record("{}".into())).collect();
    let sent = kiosk.send(many).await;
    assert_eq!(sent, Err((StatusCode::BAD_REQUEST, Refused::Unreadable)));
    let zero = visits_domain::wire::Record { seq: 0, ..kiosk.raw_record("{}".into()) };
    assert!(kiosk.send(vec![zero]).await.is_err());
    app.import(file(&[shaw()])).await;
}

async fn unknown_fields_are_tolerated(app: TestApp) {
    let kiosk = app.kiosk().await;
    let record = serde_json::to_value(kiosk.raw_record("{}".into())).expect("JSON");
    let mut record = record;
    record["from_the_future"] = json!({ "a": 1 });
    let body = json!({ "records": [record], "more": true }).to_string();
    assert_eq!(kiosk.post("/api/v1/records", body).await.status(), StatusCode::OK);
}

async fn a_held_request_ends_when_something_happens_and_when_its_time_is_up(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk: TestKiosk = app.kiosk().await;
    let (_, cursor) = kiosk.all_changes(0).await;
    let started = Instant::now();
    let empty = kiosk.changes(cursor, 1).await;
    assert!(empty.changes.is_empty() && empty.cursor == cursor && !empty.more);
    assert!(started.elapsed() >= Duration::from_millis(950));

    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    let waiting = async {
        let changes = kiosk.changes(cursor, 30).await;
        (changes, Instant::now())
    };
    let happening = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        kiosk.check_in(visit).await;
        Instant::now()
    };
    let ((changes, heard), happened) = tokio::join!(waiting, happening);
    assert_eq!(changes.changes.len(), 2, "their number, and that a first visit waits");
    assert_eq!(changes.acknowledged, 1);
    assert!(heard.saturating_duration_since(happened) < Duration::from_secs(1));
}

async fn a_cursor_of_a_restored_server_reads_everything_again(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    let page = kiosk.changes(1_000_000, 5).await;
    assert!(page.changes.len() >= 5 && page.cursor < 1_000);
}

async fn tokens_are_not_in_the_database(app: TestApp) {
    let kiosk = app.kiosk().await;
    let rows = app.sql("SELECT token_hash FROM kiosks").await;
    let stored: String = sqlx::Row::get(&rows[0], 0);
    let token = &kiosk.enrolled.token.0;
    assert_eq!((stored.len(), token.len()), (64, 32));
    assert!(!stored.contains(&visits_domain::encoding::to_text(token)));
}

async fn a_call_board_is_told_the_board_and_never_a_card(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (kiosk, wall, officer) = (app.kiosk().await, app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    kiosk.check_in(visit).await;
    kiosk.ask("Play corner", 600).await;
    officer.post("/today/running-late", &[("minutes", "20")]).await;
    let (to_a_kiosk, _) = kiosk.all_changes(0).await;
    let private = |news: &News| matches!(news, News::Card(_) | News::Arrived { .. });
    assert!(to_a_kiosk.iter().any(private), "there is something to withhold");
    let (on_the_wall, cursor) = wall.all_changes_for_a_wall(0).await;
    let allowed =
        |news: &News| matches!(news, News::Board(_) | News::ListAsOf { .. } | News::Keys(_));
    assert!(on_the_wall.iter().all(allowed), "{on_the_wall:?}");
    let late = on_the_wall.iter().find_map(|news| match news {
        News::Board(board) => Some(board.running_late_minutes),
        _ => None,
    });
    assert_eq!(late, Some(20));
    assert!(on_the_wall.iter().any(|news| matches!(news, News::ListAsOf { .. })));
    // It follows on from there, and is not told the same again.
    assert!(wall.all_changes_for_a_wall(cursor).await.0.is_empty());
}
