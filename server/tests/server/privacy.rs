//! What must not be kept, and what must not be readable.

use serde_json::json;

use crate::support::app::{TestApp, holds};
use crate::support::lists::{file, shaw};
use crate::tests;

tests![
    what_is_dropped_at_the_door_is_nowhere_in_the_database,
    the_feed_holds_no_name_reference_or_birthday,
    the_private_key_is_locked,
];

const SEEDED: [&str; 9] = [
    "UNIQUEnote",
    "UNIQUEstreet",
    "UNIQUEphone",
    "UNIQUEmail",
    "UNIQUEcontact",
    "UNIQUEincentive",
    "UNIQUEalert",
    "UNIQUEsupport",
    "UNIQUEroom",
];

async fn what_is_dropped_at_the_door_is_nowhere_in_the_database(app: TestApp) {
    let mut visit = shaw();
    visit["visitNotes"] = json!([{ "type": "VISITOR_CONCERN", "text": "UNIQUEnote" }]);
    visit["visitContact"] = json!({
        "name": "UNIQUEcontact", "telephone": "UNIQUEphone", "email": "UNIQUEmail",
    });
    visit["visitorSupport"] = json!({ "description": "UNIQUEsupport" });
    visit["visitRoom"] = json!("UNIQUEroom");
    visit["incentiveLevel"] = json!("UNIQUEincentive");
    visit["alerts"] = json!(["UNIQUEalert"]);
    visit["visitors"][0]["address"] = json!({ "street": "UNIQUEstreet" });
    let bad = json!([visit, { "reference": "UNIQUEnote", "visitStatus": "UNIQUEalert" }]);
    app.import(bad.to_string()).await;
    let all = app.everything().await;
    for seeded in SEEDED {
        assert!(!holds(&all, seeded), "{seeded}");
    }
    assert!(holds(&all, "Jeanette"), "the search itself finds what is there");
}

async fn the_feed_holds_no_name_reference_or_birthday(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    kiosk.check_in(visit).await;
    let answer = kiosk.try_changes(0, 0).await.text().await.expect("a page");
    for hidden in ["Shaw", "Jeanette", "ab-cd-ef-gh", "abcdefgh", "1986", "A1234BC", "Smith"] {
        assert!(!holds(answer.as_bytes(), hidden), "{hidden}");
    }
    assert!(holds(answer.as_bytes(), "\"kind\":\"card\""));
}

async fn the_private_key_is_locked(app: TestApp) {
    let kiosk = app.kiosk().await;
    let rows = app.sql("SELECT reading_key, writing_key FROM sites").await;
    let locked: Vec<u8> = sqlx::Row::get(&rows[0], 0);
    let public: Vec<u8> = sqlx::Row::get(&rows[0], 1);
    assert_eq!(public, kiosk.enrolled.keys.writing.0.0);
    assert_eq!(locked.len(), 24 + 32 + 16, "nonce, key, tag");
    let config = visits_server::Config::new(app.database.url()).with_master_key([8; 32]);
    let wrong = visits_server::App::open(config).await;
    assert!(wrong.is_err_and(|e| e.to_string().contains("master key")));
}
