//! What kiosks tell of help: counts of what was looked for, and what is wrong about a service.
//! Neither says who, nor at what time of day.

use uuid::Uuid;
use visits_domain::help::{HelpNeed, Nation, ServiceId};
use visits_domain::wire::{Happening, HelpAct, Mistake, Record, ServiceWrong, Sought, SoughtCount};

use crate::support::app::{PASSWORD, TestApp};
use crate::support::kiosk::{TestKiosk, today};
use crate::tests;

tests![
    what_is_wrong_about_a_service_carries_its_day_and_no_time,
    what_is_wrong_about_a_service_goes_when_its_time_is_over,
    a_count_in_no_language_is_kept_for_staff_and_holds_up_nothing,
];

/// As a kiosk makes it: its id tells when.
fn wrong(kiosk: &TestKiosk) -> Record {
    let service = ServiceId(Uuid::from_u128(0xac7));
    let told = ServiceWrong { service, what: Mistake::Number, date: today() };
    let told = kiosk.record(&Happening::Help(HelpAct::ServiceWrong(told)));
    Record::new(told.seq, Uuid::now_v7(), told.epoch, told.body)
}

async fn what_is_wrong_about_a_service_carries_its_day_and_no_time(app: TestApp) {
    let kiosk = app.kiosk().await;
    let record = wrong(&kiosk);
    kiosk.send(vec![record.clone()]).await.expect("it is taken in");
    let ids = async || {
        let rows = app.sql("SELECT id FROM service_mistakes ORDER BY id").await;
        rows.iter().map(|row| sqlx::Row::get::<String, _>(row, 0)).collect::<Vec<_>>()
    };
    let first = ids().await;
    assert_eq!(first.len(), 1);
    let stored: Uuid = first[0].parse().expect("an id");
    assert_ne!(stored, record.id);
    assert_eq!(stored.get_timestamp(), None, "it tells no time");
    // Told once more, under another number: a disk that was put back.
    let again = Record::new(record.seq + 1, record.id, record.epoch, record.body.clone());
    kiosk.send(vec![again]).await.expect("it is taken in");
    assert_eq!(ids().await, first, "it is one");
}

async fn what_is_wrong_about_a_service_goes_when_its_time_is_over(app: TestApp) {
    let (kiosk, sam) = (app.kiosk().await, app.manager().await);
    kiosk.send(vec![wrong(&kiosk)]).await.expect("it is taken in");
    for (days, left) in [(180, 1), (1, 0)] {
        app.minutes_pass(days * 24 * 60);
        sam.sign_in("Sam Manager", PASSWORD).await;
        sam.post("/privacy/delete-now", &[]).await;
        assert_eq!(app.number("SELECT COUNT(*) FROM service_mistakes").await, left);
    }
}

async fn a_count_in_no_language_is_kept_for_staff_and_holds_up_nothing(app: TestApp) {
    let kiosk = app.kiosk().await;
    let count = |language: &str| {
        let count = SoughtCount {
            need: Some(HelpNeed::Money),
            stage: None,
            nation: Nation::Wales,
            language: language.to_owned(),
            found: true,
            times: 1,
        };
        kiosk.record(&Happening::Help(HelpAct::Sought(Sought {
            date: today(),
            counts: vec![count],
        })))
    };
    let odd = ["\u{0}", "", "Welsh", "cy\u{0}", "c", "CY", "wels", "ŵy"].map(count);
    let good = ["cy", "urd"].map(count);
    let (odds, all) = (odd.len(), odd.len() + good.len());
    let sent = kiosk.send(odd.into_iter().chain(good).collect()).await;
    assert_eq!(sent, Ok(u64::try_from(all).expect("a number")), "the rest goes on");
    assert_eq!(app.number("SELECT COUNT(*) FROM sought").await, 2);
    let aside = "SELECT COUNT(*) FROM records WHERE trouble = 'unknown-kind'";
    assert_eq!(app.number(aside).await, i64::try_from(odds).expect("a number"));
}
