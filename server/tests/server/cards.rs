//! Sealed cards: who has one, what is inside, when it changes.

use serde_json::json;
use visits_domain::wire::News;
use visits_server::Settings;

use crate::support::app::{TestApp, moorland};
use crate::support::lists::{file, pass, patel, person, shaw, with};
use crate::tests;

tests![
    every_adult_has_a_card_by_reference_and_by_name_and_no_child_has,
    by_name_three_days_by_reference_two_weeks,
    one_person_with_two_visits_has_one_card_with_both,
    two_people_with_one_name_and_birthday_go_to_the_desk,
    twins_on_one_visit_are_not_sent_to_the_desk,
    restricted_or_incomplete_visits_carry_the_bare_flag,
    only_what_changed_is_published_again,
    after_midnight_yesterday_is_forgotten_and_a_new_day_is_sealed,
    a_new_salt_reseals_everything,
    a_site_can_switch_the_name_route_off,
];

const TODAY: &str = "2026-06-01";

async fn every_adult_has_a_card_by_reference_and_by_name_and_no_child_has(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    assert_eq!(kiosk.cards().await.len(), 4, "two adults, two credentials each");
    for born in ["1986-07-28", "1960-01-02"] {
        let by_name = kiosk.card_by_name("Shaw", born, TODAY).await.expect("a card");
        let by_reference = kiosk.card_by_reference("ab-cd-ef-gh", born, TODAY).await;
        assert_eq!(by_reference.expect("a card"), by_name);
        let visit = &by_name.visits[0];
        assert_eq!((visit.adults, visit.children, visit.desk), (2, 1, false));
    }
    assert!(kiosk.card_by_name("Shaw", "2019-03-04", TODAY).await.is_none());
    let (news, _) = kiosk.all_changes(0).await;
    assert!(matches!(news.last(), Some(News::ListAsOf { .. })));
}

async fn by_name_three_days_by_reference_two_weeks(app: TestApp) {
    let days = ["2026-06-01", "2026-06-03", "2026-06-04", "2026-06-15", "2026-06-16"];
    let references = ["aa-aa-aa-aa", "aa-aa-aa-ab", "aa-aa-aa-ac", "aa-aa-aa-ad", "aa-aa-aa-ae"];
    let list: Vec<_> = days
        .iter()
        .zip(references)
        .map(|(day, reference)| with(with(patel(), "reference", reference), "visitDate", *day))
        .collect();
    app.import(file(&list)).await;
    let kiosk = app.kiosk().await;
    let expected = [(true, true), (true, true), (false, true), (false, true), (false, false)];
    for ((day, reference), (by_name, by_reference)) in days.iter().zip(references).zip(expected) {
        let name = kiosk.card_by_name("Patel", "1990-05-06", day).await;
        let card = kiosk.card_by_reference(reference, "1990-05-06", day).await;
        assert_eq!((name.is_some(), card.is_some()), (by_name, by_reference), "{day}");
    }
}

async fn one_person_with_two_visits_has_one_card_with_both(app: TestApp) {
    let morning = with(with(patel(), "startTime", "09:30"), "endTime", "10:30");
    app.import(file(&[patel(), with(morning, "reference", "aa-aa-aa-aa")])).await;
    let kiosk = app.kiosk().await;
    let card = kiosk.card_by_name("Patel", "1990-05-06", TODAY).await.expect("a card");
    assert_eq!(card.visits.len(), 2);
    assert!(card.visits.iter().all(|visit| !visit.desk));
    assert!(card.visits[0].start < card.visits[1].start);
    // Each reference opens its own visit alone.
    let card = kiosk.card_by_reference("aa-aa-aa-aa", "1990-05-06", TODAY).await.expect("a card");
    assert_eq!(card.visits.len(), 1);
}

async fn two_people_with_one_name_and_birthday_go_to_the_desk(app: TestApp) {
    let other = pass("aa-aa-aa-aa", &[person(6000, "Mina", "Patel", "1990-05-06")]);
    app.import(file(&[patel(), other])).await;
    let kiosk = app.kiosk().await;
    let card = kiosk.card_by_name("Patel", "1990-05-06", TODAY).await.expect("a card");
    assert!(card.visits.len() == 1 && card.visits[0].desk);
    let card = kiosk.card_by_reference("aa-aa-aa-aa", "1990-05-06", TODAY).await.expect("a card");
    assert!(!card.visits[0].desk, "by reference there is no doubt");
}

async fn twins_on_one_visit_are_not_sent_to_the_desk(app: TestApp) {
    let twins = [person(1, "Ann", "Ray", "1990-05-06"), person(2, "Bea", "Ray", "1990-05-06")];
    app.import(file(&[pass("aa-aa-aa-aa", &twins)])).await;
    let kiosk = app.kiosk().await;
    let card = kiosk.card_by_name("Ray", "1990-05-06", TODAY).await.expect("a card");
    assert!(!card.visits[0].desk && card.visits[0].adults == 2);
}

async fn restricted_or_incomplete_visits_carry_the_bare_flag(app: TestApp) {
    let nobody_knows = json!({ "nomisPersonId": 9, "firstName": "Al", "lastName": "Ray" });
    let known = person(8, "Ann", "Ray", "1990-05-06");
    for visit in [
        with(patel(), "visitRestriction", "CLOSED"),
        with(patel(), "visitRestriction", "UNKNOWN"),
        with(patel(), "visitRestriction", json!(null)),
        with(patel(), "visitors", json!([known, nobody_knows])),
    ] {
        app.import(file(std::slice::from_ref(&visit))).await;
        let kiosk = app.kiosk().await;
        let card = kiosk.card_by_reference("wo-ra-el-mi", "1990-05-06", TODAY).await;
        assert!(card.expect("a card").visits[0].desk, "{visit}");
    }
    let kiosk = app.kiosk().await;
    app.import(file(&[patel()])).await;
    let card = kiosk.card_by_reference("wo-ra-el-mi", "1990-05-06", TODAY).await;
    assert!(!card.expect("a card").visits[0].desk);
}

async fn only_what_changed_is_published_again(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let kiosk = app.kiosk().await;
    let (_, cursor) = kiosk.all_changes(0).await;
    app.import(file(&[shaw(), with(patel(), "endTime", "16:00")])).await;
    let (news, cursor) = kiosk.all_changes(cursor).await;
    let cards = news.iter().filter(|news| matches!(news, News::Card(_))).count();
    assert_eq!(cards, 2, "Meena's two; the Shaws' four are as they were");
    app.import(file(&[with(patel(), "visitStatus", "CANCELLED")])).await;
    let (news, _) = kiosk.all_changes(cursor).await;
    let gone = news.iter().filter(|news| matches!(news, News::CardGone { .. })).count();
    assert_eq!((gone, kiosk.cards().await.len()), (2, 4));
}

async fn after_midnight_yesterday_is_forgotten_and_a_new_day_is_sealed(app: TestApp) {
    let far = with(with(patel(), "reference", "aa-aa-aa-aa"), "visitDate", "2026-06-16");
    app.import(file(&[shaw(), far])).await;
    let kiosk = app.kiosk().await;
    assert!(kiosk.card_by_reference("aa-aa-aa-aa", "1990-05-06", "2026-06-16").await.is_none());
    app.minutes_pass(24 * 60);
    // The running server notices by itself.
    for _ in 0..100 {
        let card = kiosk.card_by_reference("aa-aa-aa-aa", "1990-05-06", "2026-06-16").await;
        if card.is_some() && kiosk.cards().await.len() == 1 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("a day later: {} cards", kiosk.cards().await.len());
}

async fn a_new_salt_reseals_everything(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    let before = kiosk.cards().await;
    let done = app.app.rotate_salt(moorland()).await.expect("it rotates");
    assert_eq!((done.cards, done.gone), (4, 4));
    let after = kiosk.cards().await;
    assert!(after.keys().all(|lookup| !before.contains_key(lookup)));
    assert_eq!(after.len(), 4);
    assert!(kiosk.card_by_name("Shaw", "1986-07-28", TODAY).await.is_some());
}

async fn a_site_can_switch_the_name_route_off(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let settings = Settings { by_name: false, adult_age: 5, ..Settings::default() };
    app.app.set_settings(moorland(), &settings).await.expect("it is set");
    let kiosk = app.kiosk().await;
    assert!(kiosk.card_by_name("Shaw", "1986-07-28", TODAY).await.is_none());
    let child = kiosk.card_by_reference("ab-cd-ef-gh", "2019-03-04", TODAY).await;
    assert_eq!(child.expect("of age here").visits[0].adults, 3);
}
