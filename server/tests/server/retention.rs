//! What is past its period is deleted at night, by one server, and nothing else is.

use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use visits_domain::arrival::Party;

use crate::support::app::{PASSWORD, TestApp, holds, moorland, one_o_clock};
use crate::support::lists::{file, pass, patel, person, shaw, with};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    with_the_clock_moved_on_nothing_personal_is_left,
    a_visit_stays_on_the_last_day_of_its_period,
    the_night_is_done_once_however_many_servers_run,
    what_would_go_is_what_went,
    who_asks_while_it_is_being_done_waits_for_its_end,
    a_clock_that_leapt_deletes_nothing_until_somebody_says_so,
    a_period_that_cannot_be_is_refused_in_one_sentence,
    an_emptied_record_still_shows_that_its_number_was_used_twice,
    the_oldest_audit_goes_and_its_beginning_is_sealed,
    a_thousand_visits_go_in_steps,
    nothing_goes_before_the_first_night,
    every_table_is_kept_for_a_time_or_for_a_reason,
    what_was_shared_is_written_down,
    the_notice_is_printed_by_everybody_and_set_by_a_manager,
];

const BORN: &str = "1986-07-28";

/// Waits until the night of the local day has been done.
async fn night(app: &TestApp) {
    let today = visits_server::Clock::Shared(app.clock.clone()).local().date();
    for _ in 0..400 {
        let rows = app.sql("SELECT done_day FROM retention_leases WHERE site = 'MDI'").await;
        let done: Option<String> = rows.first().and_then(|row| sqlx::Row::get(row, 0));
        if done.is_some_and(|done| done == today.to_string()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the night to {today} was not done");
}

/// The manager on a later day.
async fn signed_in_again(app: &TestApp) -> TestStaff {
    let manager = TestStaff::new(&app.address);
    manager.sign_in("Sam Manager", PASSWORD).await;
    manager
}

/// Lets days go by, each night done: no clock leaps.
async fn days_pass(app: &TestApp, mut days: i64) {
    while days > 0 {
        let step = days.min(30);
        app.clock.advance(TimeDelta::days(step));
        night(app).await;
        days -= step;
    }
}

/// A family whose every field is found nowhere else, with everything that can happen to it.
async fn a_day_of_a_unique_family(app: &TestApp) -> (TestStaff, [&'static str; 7]) {
    let visit = pass(
        "zy-xw-vu-ts",
        &[
            person(987_654, "Zephyrine", "Quillfeather", BORN),
            person(987_655, "Ottoline", "Quillfeather", "1959-11-30"),
        ],
    );
    let visit = with(visit, "prisonerId", "Z9876YX");
    let visit = with(visit, "prisonerFirstName", "BARTHOLOMEW");
    let visit = with(visit, "prisonerLastName", "QUILLFEATHER");
    app.import(file(&[visit])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let handle = kiosk.visit("zy-xw-vu-ts", BORN).await;
    let number = kiosk.check_in(handle).await;
    kiosk.join(&number, handle, Party { adults: 1, children: 0 }).await;
    kiosk.ask("the seat by the aquarium", 600).await;
    officer.act(&number, "/today/id-seen", &[]).await;
    officer.act(&number, "/today/call", &[]).await;
    officer.act(&number, "/today/table", &[("table", "14")]).await;
    TestStaff::new(&app.address).try_sign_in("Nobodyatall", "a wrong password").await;
    let seeded =
        ["Zephyrine", "Ottoline", "Quillfeather", "Bartholomew", "zyxwvuts", "Z9876YX", "aquarium"];
    (officer, seeded)
}

async fn with_the_clock_moved_on_nothing_personal_is_left(app: TestApp) {
    let (_, seeded) = a_day_of_a_unique_family(&app).await;
    let before = app.everything().await;
    for text in seeded.iter().chain(&["1959-11-30", "person:987654"]) {
        assert!(holds(&before, text), "the search itself finds {text}");
    }
    let arrived = app.number("SELECT COUNT(*) FROM arrivals").await;
    assert_eq!(arrived, 2);
    days_pass(&app, 91).await;
    let after = app.everything().await;
    for text in seeded.iter().chain(&["1959-11-30", "person:987654"]) {
        assert!(!holds(&after, text), "{text} is past its period and still there");
    }
    for table in ["visits", "visitors", "arrivals", "progress", "asks", "card_secrets"] {
        assert_eq!(app.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    let bodies = "SELECT COUNT(*) FROM records WHERE body <> '' OR id <> ''";
    assert_eq!(app.number(bodies).await, 0);
    app.import(file(&[with(shaw(), "visitDate", "2026-09-01")])).await;
    assert!(holds(&app.everything().await, "Jeanette"), "and it finds what is there now");
}

async fn a_visit_stays_on_the_last_day_of_its_period(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let manager = app.manager().await;
    let page = choose(&manager, &[("visits", "10"), ("arrivals", "10")]).await;
    assert!(plain(&page).contains("Saved."), "{}", plain(&page));
    assert!(page.contains("name=\"visits\" type=\"number\" inputmode=\"numeric\" required"));
    days_pass(&app, 10).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visitors").await, 3, "on the tenth day");
    days_pass(&app, 1).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 0, "and the night after");
    let manager = signed_in_again(&app).await;
    let told = plain(&manager.page("/privacy").await);
    assert!(told.contains("visits: 1") && told.contains("visitors: 3"), "{told}");
    assert!(told.contains("the server, at night"), "{told}");
}

/// Sends the form with some of its fields changed.
async fn choose(manager: &TestStaff, changes: &[(&str, &str)]) -> String {
    let usual = [
        ("visits", "90"),
        ("arrivals", "90"),
        ("asks", "7"),
        ("records", "30"),
        ("imports", "90"),
        ("sign-in", "30"),
        ("holds", "90"),
        ("requests", "180"),
        ("safeguarding", "1095"),
        ("shared", "1095"),
        ("audit", "730"),
        ("backups", "14"),
    ];
    let form: Vec<(&str, &str)> = usual
        .iter()
        .map(|(kind, days)| {
            let chosen = changes.iter().find(|(chosen, _)| chosen == kind);
            (*kind, chosen.map_or(*days, |(_, days)| days))
        })
        .collect();
    manager.post("/privacy/periods", &form).await.text().await.expect("a page")
}

async fn the_night_is_done_once_however_many_servers_run(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let servers = [app.second_server().await, app.second_server().await];
    let jobs: Vec<_> = servers.iter().map(visits_server::App::start_jobs).collect();
    days_pass(&app, 3 * 30 + 1).await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    let nights = app.number("SELECT COUNT(*) FROM retention_runs").await;
    assert_eq!(nights, 4, "thrice thirty days, and one");
    let days = app.number("SELECT COUNT(DISTINCT began) FROM retention_runs").await;
    assert_eq!(nights, days, "no night twice");
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 0);
    for server in &servers {
        server.stop();
    }
    for job in jobs {
        job.await.expect("the jobs end");
    }
    for server in &servers {
        server.close().await;
    }
}

async fn what_would_go_is_what_went(app: TestApp) {
    a_day_of_a_unique_family(&app).await;
    let manager = app.manager().await;
    night(&app).await;
    let page = manager.page("/privacy").await;
    let would_go = page.split("id=\"would-go\"").nth(1).and_then(|rest| rest.split('<').next());
    assert!(!would_go.expect("the list").contains("visits"), "{}", plain(&page));
    app.clock.advance(TimeDelta::days(100));
    let manager = signed_in_again(&app).await;
    let page = manager.page("/privacy").await;
    let would_go = part(&page, "id=\"would-go\">", "</ul>");
    assert!(would_go.contains("visits: 1") && would_go.contains("arrivals: 2"), "{would_go}");
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 1, "and it only says so");
    let done = manager.post("/privacy/delete-now", &[]).await.text().await.expect("a page");
    let went = part(&done, "data-label=\"How many\">", "</td>");
    assert_eq!(went.replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" "), would_go);
    assert!(part(&done, "data-label=\"By\">", "</td>").contains("sam manager"));
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 0);
}

async fn who_asks_while_it_is_being_done_waits_for_its_end(app: TestApp) {
    app.import(file(&[with(shaw(), "visitDate", "2026-01-15")])).await;
    let manager = app.manager().await;
    night(&app).await;
    let until = (one_o_clock() + TimeDelta::minutes(5)).timestamp_micros();
    app.sql(format!("UPDATE retention_leases SET holder = 'another', until = {until}")).await;
    let ends = async {
        tokio::time::sleep(Duration::from_millis(700)).await;
        assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 1, "it is another's turn");
        app.sql("UPDATE retention_leases SET until = 0").await;
    };
    let (done, ()) = tokio::join!(manager.post("/privacy/delete-now", &[]), ends);
    let told = plain(&done.text().await.expect("a page"));
    assert!(!told.contains("It is being deleted just now"), "{told}");
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 0);
}

/// The first part of a page between two marks, without tags.
fn part(page: &str, from: &str, to: &str) -> String {
    let part = page.split(from).nth(1).and_then(|rest| rest.split(to).next());
    plain(&format!("<p>{}", part.expect(from)))
}

async fn a_clock_that_leapt_deletes_nothing_until_somebody_says_so(app: TestApp) {
    app.import(file(&[shaw()])).await;
    app.manager().await;
    night(&app).await;
    app.clock.advance(TimeDelta::days(3_650));
    let manager = signed_in_again(&app).await;
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 1);
    let told = plain(&manager.page("/privacy").await);
    assert!(told.contains("The server’s clock stands 3650 days after the last night"), "{told}");
    app.clock.set(one_o_clock() + TimeDelta::days(1));
    night(&app).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 1, "set right, all is there");
    app.clock.advance(TimeDelta::days(400));
    let manager = signed_in_again(&app).await;
    let told = manager.post("/privacy/delete-now", &[]).await.text().await.expect("a page");
    assert!(!plain(&told).contains("The server’s clock stands"));
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 0, "a person looked at it");
}

async fn a_period_that_cannot_be_is_refused_in_one_sentence(app: TestApp) {
    let manager = app.manager().await;
    for (kind, days, sentence) in [
        ("visits", "6", "can be kept for 7 to 1095 days."),
        ("audit", "364", "can be kept for 365 to 2555 days."),
        ("arrivals", "91", "arrivals belong to their visits"),
        ("asks", "soon", "write each period as a whole number of days."),
        ("asks", "-1", "write each period as a whole number of days."),
        ("asks", "99999999999", "write each period as a whole number of days."),
    ] {
        let said = plain(&choose(&manager, &[(kind, days)]).await);
        assert!(said.contains("Nothing was changed") && said.contains(sentence), "{kind}: {said}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM privacy").await, 0);
    assert_eq!(manager.post("/privacy/periods", &[("visits", "9")]).await.status(), 200);
    assert_eq!(app.number("SELECT COUNT(*) FROM privacy").await, 0, "half a form is none");
}

async fn an_emptied_record_still_shows_that_its_number_was_used_twice(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    let arrived = visits_domain::wire::Happening::Arrived(kiosk.arrival(visit));
    let record = kiosk.record(&arrived);
    assert_eq!(kiosk.send(vec![record.clone()]).await, Ok(1));
    days_pass(&app, 31).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM records WHERE body = ''").await, 1);
    assert_eq!(kiosk.send(vec![record.clone()]).await, Ok(1), "again, it changes nothing");
    assert_eq!(app.number("SELECT COUNT(*) FROM records WHERE body <> ''").await, 0);
    let other = visits_domain::wire::Record::new(
        record.seq,
        record.id,
        record.epoch,
        serde_json::value::RawValue::from_string("{\"kind\":\"another\"}".to_owned())
            .expect("JSON"),
    );
    let (status, _) = kiosk.send(vec![other]).await.expect_err("refused");
    assert_eq!(status, 409);
}

async fn the_oldest_audit_goes_and_its_beginning_is_sealed(app: TestApp) {
    let verify = || app.app.verify_audit(moorland());
    let manager = app.manager().await;
    night(&app).await;
    for _ in 0..3 {
        manager.post("/privacy/delete-now", &[]).await;
    }
    let before = app.number("SELECT CAST(MAX(seq) AS BIGINT) FROM audit").await;
    days_pass(&app, 731).await;
    let first = app.number("SELECT CAST(MIN(seq) AS BIGINT) FROM audit").await;
    assert!(first > before, "{first} after {before}");
    let rows = app.sql("SELECT seq, mark, seal FROM audit_cuts").await;
    assert_eq!(sqlx::Row::get::<i64, _>(&rows[0], 0), first - 1, "no gap");
    assert_eq!(sqlx::Row::get::<Vec<u8>, _>(&rows[0], 1).len(), 32);
    assert_eq!(sqlx::Row::get::<Vec<u8>, _>(&rows[0], 2).len(), 32);
    let whole = verify().await.expect("a verdict").to_string();
    assert!(whole.starts_with("whole"), "{whole}");
    // Somebody takes one row more off the beginning, and moves the beginning behind it.
    app.sql(
        "UPDATE audit_cuts SET seq = seq + 1, mark = (SELECT a.mark FROM audit a \
         WHERE a.site = audit_cuts.site AND a.seq = audit_cuts.seq + 1)",
    )
    .await;
    app.sql("DELETE FROM audit WHERE seq <= (SELECT c.seq FROM audit_cuts c)").await;
    let broken = verify().await.expect("a verdict").to_string();
    assert!(broken.contains("its beginning is missing or was changed"), "{broken}");
}

async fn a_thousand_visits_go_in_steps(app: TestApp) {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).expect("a letter"));
    let visits: Vec<_> = (0..1_000)
        .map(|n| {
            let pair = format!("{}{}", letter(n / 676), letter(n / 26));
            let reference = format!("ab-cd-{pair}-{}{}", letter(n / 26), letter(n));
            let born = NaiveDate::from_ymd_opt(1980, 1, 1).expect("a day") + TimeDelta::days(7);
            let visit = pass(&reference, &[person(10_000, "A", "B", &born.to_string())]);
            with(visit, "visitDate", "2026-05-01")
        })
        .collect();
    app.import(file(&visits)).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 1_000);
    night(&app).await;
    days_pass(&app, 60).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM visitors").await, 0);
}

async fn nothing_goes_before_the_first_night(app: TestApp) {
    app.import(file(&[with(shaw(), "visitDate", "2026-01-15")])).await;
    let manager = app.manager().await;
    night(&app).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 1, "the day it was set up");
    let page = plain(&manager.page("/privacy").await);
    assert!(page.contains("the night to 2/6/2026") && page.contains("visits: 1"), "{page}");
    days_pass(&app, 1).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM visits").await, 0, "an old list is old");
}

/// Every table, and what ends it. A new one belongs into `store/retention.rs` first.
const TABLES: &[(&str, &str)] = &[
    ("arrivals", "its period"),
    ("asks", "its period"),
    ("attendance", "with its booking"),
    ("audit", "its period"),
    ("audit_cuts", "one row a site, no person"),
    ("audit_ends", "one row a site, no person"),
    ("ballot_rules", "one row a site, no person"),
    ("ballots", "with their event, no person"),
    ("booking_marks", "with their booking"),
    ("bookings", "with their event"),
    ("bookings_changed_first", "with their event"),
    ("bookings_ended_first", "with their event"),
    ("cancelled_sessions", "its period"),
    ("card_secrets", "the sealer, the night after the visit"),
    ("desk_numbers", "its period"),
    ("enrol_codes", "its period"),
    ("erasures", "a year, when no list can bring the person back"),
    ("event_calendars", "one row a site, no person"),
    ("event_helpers", "its period"),
    ("event_pools", "with their event"),
    ("event_taps", "with their event, counts alone"),
    ("events", "its period, after they ended"),
    ("feed", "the sealer, the night after its day"),
    ("had_places", "its period, under a mark"),
    ("helps", "its period"),
    ("hold_people", "with its hold"),
    ("holds", "its period, after it ended"),
    ("import_exceptions", "its period"),
    ("import_previews", "its period, and its key is not here"),
    ("imports", "its period"),
    ("keyholders", "with the account"),
    ("kiosks", "machines, no person"),
    ("missing_visits", "its period"),
    ("not_arrived", "with its booking"),
    ("people", "when somebody removes the account"),
    ("place_epochs", "its period, machines, no person"),
    ("place_events", "its period, after it ended"),
    ("place_grants", "with their event or epoch"),
    ("place_pools", "with their event"),
    ("place_troubles", "its period"),
    ("place_waits", "one row a site, no person"),
    ("privacy", "one row a site, no person"),
    ("progress", "its period"),
    ("record_conflicts", "its period"),
    ("record_gaps", "its period"),
    ("records", "its period: emptied, number and hash stay"),
    ("recovery_codes", "with the account"),
    ("referral_partners", "organisations, no person"),
    ("request_notes", "with their request"),
    ("requests", "its period"),
    ("retention_leases", "one row a site, no person"),
    ("retention_runs", "its period"),
    ("roles", "with the account"),
    ("safeguarding_leads", "with the account"),
    ("safeguarding_notes", "its period"),
    ("server_life", "one row, no person"),
    ("service_feeds", "no person"),
    ("service_history", "with the directory: accounts, no family"),
    ("service_mistakes", "its period, no person"),
    ("service_set_aside", "no person"),
    ("services", "the directory, no person"),
    ("sessions", "12 hours without use"),
    ("shared", "its period"),
    ("site_secret_marks", "one row a site, no person"),
    ("site_seq", "one row a site, no person"),
    ("sites", "one row a site, no person"),
    ("sought", "its period, counts alone"),
    ("source_people", "its period"),
    ("sources", "one row a site, no person"),
    ("talks", "its period, after they were closed"),
    ("tries", "its period, under a mark"),
    ("visitors", "with their visit"),
    ("visits", "its period"),
];

async fn every_table_is_kept_for_a_time_or_for_a_reason(app: TestApp) {
    let known: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    assert_eq!(app.tables().await, known, "give it a period in store/retention.rs, then name it");
}

async fn what_was_shared_is_written_down(app: TestApp) {
    let manager = app.manager().await;
    let page = plain(&manager.page("/privacy/shared").await);
    assert!(page.contains("Nothing has been shared yet."), "{page}");
    let form = [
        ("recipient", "Family <b>Support</b>"),
        ("what", "referral"),
        ("ground", "consent"),
        ("people", "2"),
    ];
    let page = manager.post("/privacy/shared", &form).await.text().await.expect("a page");
    assert!(page.contains("Family &#60;b&#62;Support&#60;/b&#62;"), "escaped");
    assert!(plain(&page).contains("Referral They agreed 2 sam manager"), "{}", plain(&page));
    for (field, wrong) in [("recipient", " "), ("what", "gossip"), ("ground", ""), ("people", "0")]
    {
        let form = form.map(|(name, value)| (name, if name == field { wrong } else { value }));
        let page = manager.post("/privacy/shared", &form).await.text().await.expect("a page");
        assert!(plain(&page).contains("Nothing was written down"), "{field}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM shared").await, 1);
    let noted = "SELECT COUNT(*) FROM audit WHERE act = 'data-shared' AND about <> ''";
    assert_eq!(app.number(noted).await, 1);
}

async fn the_notice_is_printed_by_everybody_and_set_by_a_manager(app: TestApp) {
    let (officer, manager) = (app.officer().await, app.manager().await);
    let page = officer.page("/privacy/notice").await;
    assert!(page.contains("<article class=\"card notice\" lang=\"en\">"));
    assert!(page.contains("<article class=\"card notice\" lang=\"cy\">"), "side by side");
    let text = plain(&page);
    assert!(text.contains("Your name and your visit: 90 days after the visit."), "{text}");
    assert!(text.contains("Eich enw a’ch ymweliad: 90 diwrnod ar ôl yr ymweliad."), "{text}");
    assert!(!page.contains("<form class=\"card stack form\""), "and nothing to set");
    choose(&manager, &[("visits", "45"), ("arrivals", "45")]).await;
    let form = [
        ("controller", "Moorland <Prison>"),
        ("contact_en", "Ask Sam at the desk."),
        ("contact_cy", "Gofynnwch i Sam wrth y ddesg."),
        ("officer", "0300 000 000"),
        ("more_en", "We also run a play corner."),
        ("more_cy", "Rydyn ni hefyd yn cynnal cornel chwarae."),
    ];
    let set = manager.post("/privacy/notice", &form).await.text().await.expect("a page");
    assert!(plain(&set).contains("Saved. Print it anew."), "{}", plain(&set));
    assert!(set.contains("Moorland &#60;Prison&#62; answers for your information."));
    let text = plain(&officer.page("/privacy/notice").await);
    for said in ["45 days after the visit", "45 diwrnod", "Ask Sam at the desk.", "cornel chwarae"]
    {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert!(set.contains("notice_contact = { en = "), "the kiosks' line");
    let half = [("contact_en", "Ask Sam."), ("contact_cy", "")];
    let refused = manager.post("/privacy/notice", &half).await.text().await.expect("a page");
    assert!(plain(&refused).contains("Nothing was saved:"));
    assert!(refused.contains("Ask Sam at the desk."), "what stood there stays");
    let periods = plain(&manager.page("/privacy").await);
    assert!(periods.contains("How long things are kept"));
    assert_eq!(app.number("SELECT COUNT(*) FROM privacy").await, 1);
}
