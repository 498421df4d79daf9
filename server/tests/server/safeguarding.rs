//! Safeguarding notes: everybody writes, leads read.

use reqwest::StatusCode;
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, holds};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    a_note_is_read_by_leads_alone_and_each_reading_is_noted,
    nobody_names_themselves_and_who_leaves_reads_no_more,
];

const TOLD: &str = "A child told me something about Thornfield Road.";

/// The id of somebody on the page of people.
async fn id(manager: &TestStaff, name: &str) -> String {
    let page = manager.page("/people").await;
    let row = page.split("<tr").skip(1).find(|row| row.contains(name)).expect("a row");
    let id = row.split("href=\"/people/").nth(1).and_then(|rest| rest.split('"').next());
    id.expect("an id").to_owned()
}

async fn readings(app: &TestApp) -> i64 {
    app.number("SELECT COUNT(*) FROM audit WHERE act = 'safeguarding-read'").await
}

fn note_of(page: &str) -> String {
    let rest = page.split("action=\"/safeguarding/").nth(1).expect("a note");
    format!("/safeguarding/{}", rest.split('"').next().expect("its address"))
}

async fn a_note_is_read_by_leads_alone_and_each_reading_is_noted(app: TestApp) {
    let (manager, vi) = (app.manager().await, app.person("Vi Volunteer", Role::Volunteer).await);
    let fay = app.person("Fay Worker", Role::FamilyWorker).await;
    let page = plain(&vi.page("/safeguarding").await);
    assert!(page.contains("No lead is named yet.") && page.contains("ring 999"), "{page}");
    let lead = format!("/people/{}/lead", id(&manager, "Fay Worker").await);
    let said = manager.post(&lead, &[]).await.text().await.expect("a page");
    assert!(plain(&said).contains("Fay Worker is a safeguarding lead from now on."));
    assert!(plain(&vi.page("/safeguarding").await).contains("Leads: Fay Worker"));
    for bad in [String::new(), "x".repeat(4001)] {
        let answer = vi.post("/safeguarding", &[("text", &bad)]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let sent = vi.post("/safeguarding", &[("text", TOLD)]).await.text().await.expect("a page");
    assert!(plain(&sent).contains("The leads have it.") && !sent.contains("Thornfield"));
    assert!(!holds(&app.everything().await, "Thornfield"), "it is locked");
    for other in [&vi, &manager] {
        let page = other.page("/safeguarding").await;
        assert!(!page.contains("/read\""), "nobody else has a list");
    }
    let list = fay.page("/safeguarding").await;
    assert!(plain(&list).contains("Vi Volunteer Not read yet"), "{}", plain(&list));
    assert!(!list.contains("Thornfield"), "the list does not say what they say");
    let note = note_of(&list);
    for other in [&vi, &manager] {
        assert_eq!(other.post(&note, &[]).await.status(), StatusCode::NOT_FOUND);
    }
    assert_eq!(readings(&app).await, 0);
    for _ in 0..2 {
        let page = fay.post(&note, &[]).await.text().await.expect("a page");
        assert!(page.contains(TOLD));
    }
    assert_eq!(readings(&app).await, 2, "each reading");
    assert!(plain(&fay.page("/safeguarding").await).contains("Read by Fay Worker, 1/6/2026"));
}

async fn nobody_names_themselves_and_who_leaves_reads_no_more(app: TestApp) {
    let manager = app.manager().await;
    let fay = app.person("Fay Worker", Role::FamilyWorker).await;
    let own = format!("/people/{}/lead", id(&manager, "Sam Manager").await);
    manager.post(&own, &[]).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM safeguarding_leads").await, 0);
    let hers = format!("/people/{}", id(&manager, "Fay Worker").await);
    manager.post(&format!("{hers}/lead"), &[]).await;
    fay.post("/safeguarding", &[("text", TOLD)]).await;
    let note = note_of(&fay.page("/safeguarding").await);
    manager.post(&format!("{hers}/end"), &[]).await;
    manager.post(&format!("{hers}/role"), &[("role", "family-worker")]).await;
    fay.sign_in("Fay Worker", PASSWORD).await;
    let answer = fay.post(&note, &[]).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND, "a new role makes no lead");
    let officer = app.officer().await;
    assert_eq!(officer.post(&own, &[]).await.status(), StatusCode::FORBIDDEN);
    let noted = "SELECT COUNT(*) FROM audit WHERE act = 'lead-ended'";
    assert_eq!(app.number(noted).await, 1);
}
