//! Records: each has its effect once, whatever the network does.

use reqwest::StatusCode;
use visits_domain::arrival::Party;
use visits_domain::visit::VisitHandle;
use visits_domain::wire::{Happening, News, Record, Refused};

use crate::support::app::TestApp;
use crate::support::lists::{file, patel, shaw, with};
use crate::tests;

tests![
    a_record_sent_twice_has_its_effect_once,
    the_mark_waits_for_a_gap_to_be_filled,
    a_number_used_twice_is_refused_kept_and_shown_and_what_follows_comes_again,
    a_poison_record_is_an_exception_and_the_rest_goes_on,
    a_damaged_record_is_mended_by_the_whole_one,
    two_kiosks_with_one_family_give_one_row_with_both_numbers,
    the_earliest_honest_time_gives_the_number,
    a_family_that_joins_adds_to_the_count,
    a_full_batch_is_taken_at_once,
    batches_in_any_order_with_losses_and_repeats_give_each_arrival_once,
    another_process_on_the_same_database_is_noticed,
];

const BORN: &str = "1986-07-28";

async fn a_record_sent_twice_has_its_effect_once(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let record = kiosk.record(&Happening::Arrived(kiosk.arrival(visit)));
    for _ in 0..3 {
        assert_eq!(kiosk.send(vec![record.clone()]).await, Ok(1));
    }
    assert_eq!(kiosk.send(vec![record.clone(), record.clone()]).await, Ok(1));
    assert_eq!(officer.count("arrived").await, 1);
    assert!(officer.row("A1").await.expect("a row").contains("3 of 3"));
    assert_eq!(app.sql("SELECT id FROM arrivals").await.len(), 1);
}

async fn the_mark_waits_for_a_gap_to_be_filled(app: TestApp) {
    let kiosk = app.kiosk().await;
    let records: Vec<Record> =
        (0..6).map(|_| kiosk.raw_record("{\"kind\":\"later\"}".into())).collect();
    let some = |wanted: &[usize]| wanted.iter().map(|i| records[*i].clone()).collect::<Vec<_>>();
    assert_eq!(kiosk.send(some(&[0, 1])).await, Ok(2));
    assert_eq!(kiosk.send(some(&[4, 5])).await, Ok(2));
    assert_eq!(kiosk.send(some(&[3])).await, Ok(2));
    assert_eq!(kiosk.send(some(&[2])).await, Ok(6));
    assert_eq!(kiosk.changes(0, 0).await.acknowledged, 6);
}

async fn a_number_used_twice_is_refused_kept_and_shown_and_what_follows_comes_again(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let first = kiosk.record(&Happening::Arrived(kiosk.arrival(visit)));
    kiosk.send(vec![first.clone()]).await.expect("taken");
    let mut other = kiosk.record(&Happening::Arrived(kiosk.arrival(visit)));
    other.seq = 1;
    let mut next = kiosk.raw_record("{\"kind\":\"later\"}".into());
    next.seq = 2;
    let sent = kiosk.send(vec![other.clone(), next.clone()]).await;
    assert_eq!(sent, Err((StatusCode::CONFLICT, Refused::Conflict)));
    // The mark is that of the first disk, so that the other one learns that it is a copy.
    assert_eq!(kiosk.changes(0, 0).await.acknowledged, 1);
    assert_eq!(kiosk.send(vec![next]).await, Ok(2));
    let again = kiosk.send(vec![other]).await;
    assert_eq!(again, Err((StatusCode::CONFLICT, Refused::Conflict)));
    assert_eq!(app.sql("SELECT seq FROM record_conflicts").await.len(), 1);
    assert_eq!(app.sql("SELECT id FROM arrivals").await.len(), 1);
    assert!(officer.page("/kiosks").await.contains("one record number for two"));
}

async fn a_poison_record_is_an_exception_and_the_rest_goes_on(app: TestApp) {
    app.import(file(&[shaw(), with(patel(), "visitDate", "2026-06-02")])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let unknown = kiosk.arrival(VisitHandle(uuid::Uuid::from_u128(404)));
    let tomorrow = kiosk.card_by_reference("wo-ra-el-mi", "1990-05-06", "2026-06-02").await;
    let other_day = kiosk.arrival(tomorrow.expect("a card").visits[0].visit);
    let mut other_letter = kiosk.arrival(visit);
    other_letter.number = "Z9".parse().expect("a number");
    let good = kiosk.arrival(visit);
    let number = good.number.to_string();
    let records = vec![
        kiosk.raw_record("{\"kind\":\"from_the_future\",\"x\":[1]}".into()),
        kiosk.raw_record("17".into()),
        kiosk.record(&Happening::Arrived(unknown)),
        kiosk.record(&Happening::Arrived(other_day)),
        kiosk.record(&Happening::Arrived(other_letter)),
        kiosk.record(&Happening::Arrived(good)),
    ];
    assert_eq!(kiosk.send(records).await, Ok(6));
    assert!(officer.row(&number).await.is_some());
    let page = officer.page("/kiosks").await;
    for sentence in [
        "It may need an update",
        "for a visit that is not on the list",
        "now on another day",
        "does not begin with this kiosk",
    ] {
        assert!(page.contains(sentence), "{sentence}");
    }
}

async fn a_damaged_record_is_mended_by_the_whole_one(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let whole = kiosk.record(&Happening::Arrived(kiosk.arrival(visit)));
    let body = whole.body.get().replace("\"adults\":2", "\"adults\":9");
    let body = serde_json::value::RawValue::from_string(body).expect("JSON");
    let damaged = Record { body, ..whole.clone() };
    assert_eq!(kiosk.send(vec![damaged]).await, Ok(1), "it holds nothing up");
    assert!(app.sql("SELECT id FROM arrivals").await.is_empty());
    assert_eq!(kiosk.send(vec![whole]).await, Ok(1));
    assert_eq!(app.sql("SELECT id FROM arrivals WHERE adults = 2").await.len(), 1);
    assert!(app.sql("SELECT seq FROM records WHERE trouble IS NOT NULL").await.is_empty());
}

async fn two_kiosks_with_one_family_give_one_row_with_both_numbers(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (a, b, officer) = (app.kiosk().await, app.kiosk().await, app.officer().await);
    let visit = a.visit("ab-cd-ef-gh", BORN).await;
    a.check_in(visit).await;
    app.minutes_pass(1);
    b.check_in(visit).await;
    let row = officer.row("A1").await.expect("a row");
    assert!(row.starts_with("A1 B1") && row.contains("3 of 3"), "{row}");
    assert_eq!((officer.count("arrived").await, officer.count("expected").await), (1, 1));
}

async fn the_earliest_honest_time_gives_the_number(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (a, b, officer) = (app.kiosk().await, app.kiosk().await, app.officer().await);
    let visit = a.visit("ab-cd-ef-gh", BORN).await;
    a.check_in(visit).await;
    // B was offline: it comes in later, but the family was there earlier.
    let mut earlier = b.arrival(visit);
    earlier.at -= chrono::TimeDelta::minutes(10);
    b.send(vec![b.record(&Happening::Arrived(earlier))]).await.expect("taken");
    // A clock ten years off is not believed.
    let mut absurd = a.arrival(visit);
    absurd.at -= chrono::TimeDelta::days(3650);
    a.send(vec![a.record(&Happening::Arrived(absurd))]).await.expect("taken");
    let row = officer.row("B1").await.expect("a row");
    assert!(row.starts_with("B1 A1 A2"), "{row}");
    let arrived = a.all_changes(0).await.0.into_iter().filter_map(|news| match news {
        News::Arrived { number, .. } => Some(number.to_string()),
        _ => None,
    });
    assert_eq!(arrived.collect::<Vec<_>>(), ["B1"], "one entity, its newest state");
}

async fn a_family_that_joins_adds_to_the_count(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (a, b, officer) = (app.kiosk().await, app.kiosk().await, app.officer().await);
    let visit = a.visit("ab-cd-ef-gh", BORN).await;
    let mut one = a.arrival(visit);
    one.party = Party { adults: 1, children: 0 };
    a.send(vec![a.record(&Happening::Arrived(one))]).await.expect("taken");
    assert!(officer.row("A1").await.expect("a row").contains("1 of 3"));
    b.join("A1", visit, Party { adults: 1, children: 1 }).await;
    let row = officer.row("A1").await.expect("a row");
    assert!(row.contains("3 of 3") && row.starts_with("A1 SHAW"), "{row}");
}

async fn a_full_batch_is_taken_at_once(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let records = || {
        let arrivals = (0..500).map(|_| kiosk.record(&Happening::Arrived(kiosk.arrival(visit))));
        arrivals.collect::<Vec<_>>()
    };
    assert_eq!(kiosk.send(records()).await, Ok(500));
    assert_eq!(kiosk.send(records()).await, Ok(1000));
    assert_eq!(app.sql("SELECT id FROM arrivals").await.len(), 1000);
}

async fn batches_in_any_order_with_losses_and_repeats_give_each_arrival_once(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let records: Vec<Record> =
        (0..40).map(|_| kiosk.record(&Happening::Arrived(kiosk.arrival(visit)))).collect();
    let mut random = 12345u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(random >> 33).expect("a number") % below
    };
    let mut mark = 0;
    for _ in 0..60 {
        let from = next(records.len());
        let to = (from + 1 + next(9)).min(records.len());
        let mut batch = records[from..to].to_vec();
        batch.rotate_left(next(to - from));
        let acknowledged = kiosk.send(batch).await.expect("taken");
        assert!(acknowledged >= mark, "a mark never goes back");
        mark = acknowledged;
    }
    assert_eq!(kiosk.send(records.clone()).await, Ok(40));
    assert_eq!(app.sql("SELECT id FROM arrivals").await.len(), 40);
    assert_eq!(app.sql("SELECT id FROM records").await.len(), 40);
}

async fn another_process_on_the_same_database_is_noticed(app: TestApp) {
    let kiosk = app.kiosk().await;
    let (_, cursor) = kiosk.all_changes(0).await;
    let other = app.second_server().await;
    let importing = async {
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        let site = crate::support::app::moorland();
        other.import(site, &file(&[shaw()])).await.expect("imported");
    };
    let (changes, ()) = tokio::join!(kiosk.changes(cursor, 20), importing);
    assert!(!changes.changes.is_empty());
    other.close().await;
}
