//! A person's right to see what is held, and to be forgotten; and the holds that stand before it.

use chrono::TimeDelta;
use serde_json::Value;

use crate::support::app::{PASSWORD, TestApp, holds};
use crate::support::lists::{file, pass, patel, person, shaw, with};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    everything_held_about_a_person_is_on_one_page_and_in_one_file,
    who_was_looked_for_is_in_no_address_and_not_in_the_audit,
    two_people_of_one_name_and_birthday_stay_two,
    an_id_and_a_name_without_one_are_one_person,
    an_erased_person_is_nowhere_in_the_database,
    an_erased_person_s_cards_go_from_the_kiosks_until_the_next_list,
    an_old_list_does_not_bring_an_erased_person_back,
    the_others_on_a_visit_stay_when_one_is_erased,
    a_hold_refuses_calmly_and_says_which,
    a_hold_keeps_visits_past_their_period_until_it_ends,
    a_search_that_is_none_is_told_so,
];

const BORN: &str = "1979-08-13";

/// Zephyrine Quillfeather with Ottoline, a person with ids.
fn quillfeather(reference: &str, day: &str) -> Value {
    let people = [
        person(987_654, "Zephyrine", "Quillfeather", BORN),
        person(987_655, "Ottoline", "Marchbanks", "1959-11-30"),
    ];
    with(pass(reference, &people), "visitDate", day)
}

/// Zephyrine alone.
fn alone(reference: &str, day: &str) -> Value {
    let people = [person(987_654, "Zephyrine", "Quillfeather", BORN)];
    with(pass(reference, &people), "visitDate", day)
}

const SEARCH: [(&str, &str); 2] = [("surname", "quillfeather"), ("born", BORN)];

async fn post(manager: &TestStaff, path: &str, more: &[(&str, &str)]) -> String {
    let form = [&SEARCH[..], more].concat();
    let answer = manager.post(path, &form).await;
    assert_eq!(answer.status(), 200, "{path}");
    assert!(!answer.url().as_str().to_lowercase().contains("quill"), "{}", answer.url());
    answer.text().await.expect("a page")
}

/// The opaque ids of those who are found.
async fn found(manager: &TestStaff) -> Vec<String> {
    let page = post(manager, "/privacy/person", &[]).await;
    ids(&page)
}

fn ids(page: &str) -> Vec<String> {
    let each = page.split("<section").skip(1);
    each.map(|part| {
        let id = part.split("name=\"subject\" value=\"").nth(1).expect("an id");
        id.split('"').next().expect("an id").to_owned()
    })
    .collect()
}

async fn erase(manager: &TestStaff, subject: &str) -> String {
    let form = [("subject", subject), ("sure", "1")];
    plain(&post(manager, "/privacy/person/erase", &form).await)
}

async fn everything_held_about_a_person_is_on_one_page_and_in_one_file(app: TestApp) {
    app.import(file(&[
        quillfeather("zy-xw-vu-ts", "2026-06-01"),
        alone("aa-bb-cc-dd", "2026-05-20"),
        shaw(),
    ]))
    .await;
    let (kiosk, officer, manager) = (app.kiosk().await, app.officer().await, app.manager().await);
    let visit = kiosk.visit("zy-xw-vu-ts", BORN).await;
    let number = kiosk.check_in(visit).await;
    officer.act(&number, "/today/id-seen", &[]).await;
    officer.act(&number, "/today/call", &[]).await;
    officer.act(&number, "/today/table", &[("table", "14")]).await;
    let subjects = found(&manager).await;
    assert_eq!(subjects.len(), 1);
    let one = [("subject", subjects[0].as_str())];
    let page = plain(&post(&manager, "/privacy/person/everything", &one).await);
    for held in [
        "Zephyrine Quillfeather",
        "Date of birth: 13/8/1979",
        "Person id: 987654",
        "zyxwvuts",
        "aabbccdd",
        "JOHN SMITH A1234BC",
        "2 adults, 1 children, first visit, Quiet space",
        "called",
        "ID seen 1/6/2026",
        "Table 14",
        "Visits: 2",
        "Visits are kept for 90 days",
    ] {
        assert!(page.contains(held), "{held} in {page}");
    }
    for others in ["Ottoline", "Marchbanks", "Shaw", "officer"] {
        assert!(!page.contains(others), "{others} is somebody else");
    }
    let text = post(&manager, "/privacy/person/file", &one).await;
    let dossier: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(dossier["named"][0]["last_name"], "Quillfeather");
    assert_eq!(dossier["visits"].as_array().map(Vec::len), Some(2));
    let today = &dossier["visits"][1];
    assert_eq!(today["arrivals"][0]["number"], number.as_str());
    assert_eq!(today["arrivals"][0]["needs"][0], "quiet");
    assert_eq!(today["others"], 1);
    assert!(today["id_seen"].is_string() && today["table"] == "14");
    let happened = |what: &str| {
        let events = today["events"].as_array().expect("events");
        events.iter().any(|one| one["what"] == what)
    };
    assert!(happened("called") && !happened("in the hall"), "{today}");
    assert_eq!(dossier["shared"].as_array().map(Vec::len), Some(1), "the page before it");
    assert!(!text.contains("Marchbanks") && !text.to_lowercase().contains("officer"));
    let record = plain(&manager.page("/privacy/shared").await);
    assert!(record.contains("The person themselves All that is held about one person"), "{record}");
}

async fn who_was_looked_for_is_in_no_address_and_not_in_the_audit(app: TestApp) {
    app.import(file(&[alone("aa-bb-cc-dd", "2026-05-20")])).await;
    let manager = app.manager().await;
    let subject = found(&manager).await.remove(0);
    post(&manager, "/privacy/person/file", &[("subject", &subject)]).await;
    erase(&manager, &subject).await;
    for (act, rows) in [("person-looked-for", 1), ("person-exported", 1), ("person-erased", 1)] {
        let sql = format!("SELECT COUNT(*) FROM audit WHERE act = '{act}'");
        assert_eq!(app.number(&sql).await, rows, "{act}");
    }
    let rows = app.sql("SELECT about FROM audit WHERE act = 'person-erased'").await;
    assert_eq!(sqlx::Row::get::<String, _>(&rows[0], 0), subject, "an opaque id");
    assert!(subject.len() == 32 && subject.bytes().all(|b| b.is_ascii_hexdigit()));
    let rows = app.sql("SELECT who, act, about FROM audit").await;
    for row in &rows {
        for column in 0..3 {
            let text = sqlx::Row::get::<String, _>(row, column).to_lowercase();
            assert!(!text.contains("quill") && !text.contains("aabbccdd"), "{text}");
        }
    }
}

async fn two_people_of_one_name_and_birthday_stay_two(app: TestApp) {
    let people = [
        person(1, "Zephyrine", "Quillfeather", BORN),
        person(2, "Zephyrine", "Quillfeather", BORN),
    ];
    app.import(file(&[with(pass("aa-bb-cc-dd", &people), "visitDate", "2026-05-20")])).await;
    let manager = app.manager().await;
    let page = post(&manager, "/privacy/person", &[]).await;
    assert!(plain(&page).contains("stand apart because the lists give them different ids"));
    let subjects = ids(&page);
    assert_eq!(subjects.len(), 2);
    assert!(erase(&manager, &subjects[0]).await.contains("Erased: from 1 past visits"));
    assert_eq!(found(&manager).await, subjects[1..], "the other one is still there");
}

async fn an_id_and_a_name_without_one_are_one_person(app: TestApp) {
    app.import(file(&[alone("aa-bb-cc-dd", "2026-05-20")])).await;
    let csv = "reference,date,start,end,prison_number,prisoner_name,restriction,\
               visitor_first_name,visitor_last_name,date_of_birth\n\
               ee-ff-gg-hh,2026-05-21,13:45,15:45,A1234BC,John Smith,OPEN,ZEPHYRINE,\
               Quillféather,1979-08-13\n";
    app.import(csv).await;
    let manager = app.manager().await;
    let page = post(&manager, "/privacy/person", &[]).await;
    assert_eq!(ids(&page).len(), 1);
    assert!(plain(&page).contains("Visits: 2 , 20/5/2026 to 21/5/2026"), "{}", plain(&page));
    let subject = ids(&page).remove(0);
    assert!(erase(&manager, &subject).await.contains("from 2 past visits"));
    assert_eq!(app.number("SELECT COUNT(*) FROM visitors").await, 0);
    app.import(csv).await;
    app.import(file(&[alone("aa-bb-cc-dd", "2026-05-20")])).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visitors").await, 0, "neither list knows them");
}

async fn an_erased_person_is_nowhere_in_the_database(app: TestApp) {
    app.import(file(&[alone("zy-xw-vu-ts", "2026-06-01"), shaw()])).await;
    let (kiosk, manager) = (app.kiosk().await, app.manager().await);
    let visit = kiosk.visit("zy-xw-vu-ts", BORN).await;
    kiosk.check_in(visit).await;
    app.clock.advance(TimeDelta::days(2));
    let manager = again(&app, manager).await;
    let before = app.everything().await;
    let seeded = ["Zephyrine", "Quillfeather", "987654", "zyxwvuts", BORN];
    for text in seeded {
        assert!(holds(&before, text), "the search itself finds {text}");
    }
    let handle = visit.to_string();
    assert!(holds(&before, &handle));
    let subject = found(&manager).await.remove(0);
    assert!(erase(&manager, &subject).await.contains("from 1 past visits and 0 to come"));
    let after = app.everything().await;
    for text in seeded {
        assert!(!holds(&after, text), "{text} is still there");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM arrivals").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM records WHERE body <> ''").await, 0);
    assert!(holds(&after, "Jeanette"), "and nobody else is gone");
    assert!(found(&manager).await.is_empty());
}

/// Signs in on a later day.
async fn again(app: &TestApp, _yesterday: TestStaff) -> TestStaff {
    let manager = TestStaff::new(&app.address);
    manager.sign_in("Sam Manager", PASSWORD).await;
    manager
}

async fn an_erased_person_s_cards_go_from_the_kiosks_until_the_next_list(app: TestApp) {
    let list = file(&[quillfeather("zy-xw-vu-ts", "2026-06-01"), patel()]);
    app.import(&list).await;
    let (kiosk, manager) = (app.kiosk().await, app.manager().await);
    assert!(kiosk.card_by_name("Quillfeather", BORN, "2026-06-01").await.is_some());
    let subject = found(&manager).await.remove(0);
    assert!(erase(&manager, &subject).await.contains("from 0 past visits and 1 to come"));
    assert!(kiosk.card_by_name("Quillfeather", BORN, "2026-06-01").await.is_none());
    assert!(kiosk.card_by_reference("zy-xw-vu-ts", BORN, "2026-06-01").await.is_none());
    let other = kiosk.card_by_name("Marchbanks", "1959-11-30", "2026-06-01").await;
    assert_eq!(other.expect("her own card").visits[0].adults, 1, "one fewer");
    assert!(kiosk.card_by_name("Patel", "1990-05-06", "2026-06-01").await.is_some());
    app.import(&list).await;
    let back = kiosk.card_by_name("Quillfeather", BORN, "2026-06-01").await;
    assert!(back.is_some(), "the prison still expects them: the page says so");
}

async fn an_old_list_does_not_bring_an_erased_person_back(app: TestApp) {
    let old = file(&[
        alone("aa-bb-cc-dd", "2026-05-20"),
        quillfeather("ee-ff-gg-hh", "2026-05-21"),
        with(shaw(), "visitDate", "2026-05-20"),
    ]);
    app.import(&old).await;
    let manager = app.manager().await;
    let subject = found(&manager).await.remove(0);
    erase(&manager, &subject).await;
    let visitors = "SELECT COUNT(*) FROM visitors";
    assert_eq!(app.number(visitors).await, 4, "Ottoline and three Shaws");
    let again = app.import(&old).await;
    assert_eq!(again.report.elsewhere, 1, "her own visit: {:?}", again.report);
    assert!(again.remarks.iter().any(|said| said.to_string().ends_with("days: 2.")), "{again:?}");
    assert_eq!(app.number(visitors).await, 4);
    assert!(!holds(&app.everything().await, "Quillfeather"));
    let ahead = file(&[alone("aa-bb-cc-ee", "2026-06-08")]);
    app.import(ahead).await;
    assert_eq!(found(&manager).await, [subject], "a visit to come is a new one");
}

async fn the_others_on_a_visit_stay_when_one_is_erased(app: TestApp) {
    app.import(file(&[quillfeather("zy-xw-vu-ts", "2026-06-01")])).await;
    let (kiosk, manager) = (app.kiosk().await, app.manager().await);
    let visit = kiosk.visit("zy-xw-vu-ts", BORN).await;
    kiosk.check_in(visit).await;
    app.clock.advance(TimeDelta::days(2));
    let manager = again(&app, manager).await;
    let subject = found(&manager).await.remove(0);
    erase(&manager, &subject).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visitors").await, 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM arrivals WHERE needs = '[]'").await, 1);
    assert_eq!(app.number("SELECT COUNT(*) FROM arrivals WHERE first_visit = 1").await, 0);
}

async fn hold(manager: &TestStaff, subject: &str, until: &str) -> String {
    let form = [
        ("subject", subject),
        ("ground", "legal"),
        ("reason", "a claim before the county court"),
        ("owner", "Alex Records"),
        ("until", until),
    ];
    plain(&post(manager, "/privacy/person/hold", &form).await)
}

async fn a_hold_refuses_calmly_and_says_which(app: TestApp) {
    app.import(file(&[alone("aa-bb-cc-dd", "2026-05-20")])).await;
    let manager = app.manager().await;
    let subject = found(&manager).await.remove(0);
    for until in ["2026-05-31", "2036-01-01", ""] {
        assert!(
            hold(&manager, &subject, until).await.contains("Nothing was changed: a hold needs")
        );
    }
    assert!(hold(&manager, &subject, "2026-12-31").await.contains("The hold stands."));
    let said = erase(&manager, &subject).await;
    let sentence = "Not erased. A hold keeps this person: The law, until 31/12/2026, Alex Records \
                    answers for it.";
    assert!(said.contains(sentence), "{said}");
    assert_eq!(app.number("SELECT COUNT(*) FROM visitors").await, 1);
    let listed = plain(&manager.page("/privacy/holds").await);
    assert!(listed.contains("Zephyrine Quillfeather , 13/8/1979 The law: a claim"), "{listed}");
    let rows = app.sql("SELECT id FROM holds").await;
    let id: String = sqlx::Row::get(&rows[0], 0);
    manager.post("/privacy/holds/end", &[("hold", &id)]).await;
    manager.post("/privacy/holds/end", &[("hold", &id)]).await;
    assert!(plain(&manager.page("/privacy/holds").await).contains("Ended: 1/6/2026"));
    for (act, rows) in [("hold-placed", 1), ("erasure-refused", 1), ("hold-ended", 1)] {
        let sql = format!("SELECT COUNT(*) FROM audit WHERE act = '{act}' AND about = '{id}'");
        assert_eq!(app.number(&sql).await, rows, "{act}");
    }
    let unsure = plain(&post(&manager, "/privacy/person/erase", &[("subject", &subject)]).await);
    assert!(unsure.contains("first make sure who is asking"));
    assert!(erase(&manager, &subject).await.contains("Erased: from 1 past visits"));
}

async fn a_hold_keeps_visits_past_their_period_until_it_ends(app: TestApp) {
    app.import(file(&[alone("aa-bb-cc-dd", "2026-06-01"), patel()])).await;
    let manager = app.manager().await;
    let subject = found(&manager).await.remove(0);
    hold(&manager, &subject, "2026-09-15").await;
    app.clock.advance(TimeDelta::days(100));
    let manager = again(&app, manager).await;
    let would_go = manager.page("/privacy").await;
    assert!(would_go.contains("visits: <b>1</b>"), "one of the two");
    manager.post("/privacy/delete-now", &[]).await;
    let all = app.everything().await;
    assert!(holds(&all, "Quillfeather") && !holds(&all, "Patel"), "the hold keeps one");
    app.clock.advance(TimeDelta::days(7));
    let manager = again(&app, manager).await;
    manager.post("/privacy/delete-now", &[]).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 0, "its last day is past");
    let ended = "SELECT COUNT(*) FROM audit WHERE act = 'hold-ended' AND who = 'server'";
    assert_eq!(app.number(ended).await, 1);
    app.clock.advance(TimeDelta::days(91));
    again(&app, manager).await.post("/privacy/delete-now", &[]).await;
    assert!(!holds(&app.everything().await, "Quillfeather"), "and then the hold itself");
}

async fn a_search_that_is_none_is_told_so(app: TestApp) {
    let manager = app.manager().await;
    for form in [
        [("surname", ""), ("born", ""), ("reference", "")],
        [("surname", "Quillfeather"), ("born", "13th of August"), ("reference", "")],
        [("surname", ""), ("born", BORN), ("reference", "")],
        [("surname", ""), ("born", ""), ("reference", "ab")],
    ] {
        let page = manager.post("/privacy/person", &form).await.text().await.expect("a page");
        assert!(plain(&page).contains("Type a surname and a date of birth"), "{form:?}");
    }
    let page = plain(&post(&manager, "/privacy/person", &[]).await);
    assert!(page.contains("Nobody is found."), "{page}");
    let page = post(&manager, "/privacy/person/file", &[("subject", "x")]).await;
    assert!(plain(&page).contains("Nobody of that search is there any more."));
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'person-looked-for'").await, 1);
}
