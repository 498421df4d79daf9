//! A visit is the same visit on every import, also after the server was restored from an older
//! backup; and who arrived for it meanwhile gets in.

use visits_domain::visit::VisitHandle;
use visits_domain::wire::News;
use visits_server::{App, Config};

use crate::support::app::TestApp;
use crate::support::lists::{file, patel, shaw, with};
use crate::tests;

tests![
    a_visit_has_the_same_handle_on_every_server_with_the_same_master_key,
    who_arrived_for_a_visit_that_the_backup_did_not_have_gets_in_with_the_list,
    who_arrived_for_a_visit_that_stood_on_another_day_gets_in_when_it_comes_back,
    what_was_set_aside_for_another_cause_stays_set_aside,
];

async fn handle_on_a_new_server(key: [u8; 32], site: &str, day: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/visits.db", folder.path().display());
    let app = App::open(Config::new(&url).with_master_key(key)).await.expect("it opens");
    let site = site.parse().expect("a site");
    app.add_site(site, "A prison").await.expect("the site is added");
    let list = file(&[with(shaw(), "visitDate", day)]);
    app.import(site, &list).await.expect("it is imported");
    let pool = sqlx::AnyPool::connect(&url).await.expect("a connection");
    let row: (String,) =
        sqlx::query_as("SELECT handle FROM visits").fetch_one(&pool).await.expect("the visit");
    pool.close().await;
    app.close().await;
    row.0
}

async fn a_visit_has_the_same_handle_on_every_server_with_the_same_master_key(_: TestApp) {
    let today = visits_server::clock::local(visits_server::Clock::System.now()).date().to_string();
    let once = handle_on_a_new_server([7; 32], "MDI", &today).await;
    assert_eq!(handle_on_a_new_server([7; 32], "MDI", &today).await, once);
    assert_ne!(handle_on_a_new_server([8; 32], "MDI", &today).await, once);
    assert_ne!(handle_on_a_new_server([7; 32], "LEI", &today).await, once);
    assert!(once.parse::<uuid::Uuid>().is_ok());
}

async fn troubles(app: &TestApp) -> usize {
    app.sql("SELECT seq FROM records WHERE trouble IS NOT NULL").await.len()
}

async fn who_arrived_for_a_visit_that_the_backup_did_not_have_gets_in_with_the_list(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let (kiosk, staff) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    // The backup is from before the import.
    app.sql("DELETE FROM visitors").await;
    app.sql("DELETE FROM visits").await;
    let number = kiosk.check_in(visit).await;
    assert_eq!((troubles(&app).await, staff.count("arrived").await), (1, 0));
    let (_, cursor) = kiosk.all_changes(0).await;
    app.minutes_pass(20);

    app.import(file(&[shaw()])).await;
    assert_eq!((troubles(&app).await, staff.count("arrived").await), (0, 1));
    let row = staff.row(&number).await.expect("it is on the board");
    assert!(row.contains(" 1.00 "), "at the time when the family came: {row}");
    let news = kiosk.all_changes(cursor).await.0;
    let told = |news: &News| matches!(news, News::Arrived { visit: of, .. } if *of == visit);
    assert_eq!(news.iter().filter(|news| told(news)).count(), 1, "all kiosks know the number");
    app.import(file(&[shaw()])).await;
    assert_eq!((troubles(&app).await, staff.count("arrived").await), (0, 1));
}

async fn who_arrived_for_a_visit_that_stood_on_another_day_gets_in_when_it_comes_back(
    app: TestApp,
) {
    app.import(file(&[shaw()])).await;
    let (kiosk, staff) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    app.import(file(&[with(shaw(), "visitDate", "2026-06-02")])).await;
    kiosk.check_in(visit).await;
    assert_eq!((troubles(&app).await, staff.count("arrived").await), (1, 0));
    app.import(file(&[shaw()])).await;
    assert_eq!((troubles(&app).await, staff.count("arrived").await), (0, 1));
}

async fn what_was_set_aside_for_another_cause_stays_set_aside(app: TestApp) {
    let kiosk = app.kiosk().await;
    let nonsense = kiosk.raw_record("{\"kind\":\"nonsense\"}".to_owned());
    kiosk.send(vec![nonsense]).await.expect("it is kept");
    let nobody = VisitHandle(uuid::Uuid::from_u128(1));
    kiosk.check_in(nobody).await;
    app.import(file(&[shaw()])).await;
    app.import(file(&[shaw(), patel()])).await;
    let rows = app.sql("SELECT trouble FROM records ORDER BY seq").await;
    let troubles: Vec<String> = rows.iter().map(|row| sqlx::Row::get(row, 0)).collect();
    assert_eq!(troubles, ["unknown-kind", "unknown-visit"]);
}
