//! Sessions that do not go ahead, midnight, and the hour that comes twice.

use chrono::{DateTime, TimeDelta, Utc};
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp};
use crate::support::desk::{Desk, row_of, said};
use crate::support::lists::{file, patel, shaw, with};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    a_session_is_cancelled_while_people_are_in_the_hall,
    a_page_that_lay_open_over_midnight_changes_nothing,
    the_hour_that_comes_twice_keeps_everybody_in_order,
    a_visit_that_was_moved_after_they_came_stays_on_today,
    a_visit_that_was_cancelled_after_they_came_is_at_the_desk,
    what_a_list_did_is_said_on_today_until_somebody_has_looked,
    who_did_not_come_is_known_when_the_session_is_over,
];

async fn a_session_is_cancelled_while_people_are_in_the_hall(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    for path in ["/today/call", "/today/search-done", "/today/hall"] {
        desk.officer.act(&number, path, &[]).await;
    }
    let off = [("session", "13:45"), ("day", "2026-06-01"), ("off", "1")];
    for officer in [&desk.officer, &desk.other] {
        assert_eq!(said(officer.post("/today/cancel-session", &off).await).await, None);
    }
    let start = "13:45:00".parse().expect("a time");
    assert_eq!(desk.wall().await.cancelled_sessions, [start], "kiosks know it");
    assert!(desk.row().await.contains("In the hall"), "who sits there sits there");
    assert_eq!(desk.officer.count("in-hall").await, 1);
    let page = desk.officer.page("/today?session=13:45").await;
    assert!(page.contains("The 1.45 pm session does not go ahead."));
    let ring = page.split("id=\"to-ring\"").nth(1).expect("a list").split("</ul>").next();
    let ring = ring.expect("it ends");
    assert!(ring.contains("PATEL Meena · wo-ra-el-mi") && !ring.contains("SHAW"), "{ring}");
    assert!(row_of(&desk.officer, "PATEL").await.contains("Session cancelled"));
    // Meena had not heard of it.
    let came = desk.kiosk.check_in(desk.patel).await;
    let row = row_of(&desk.officer, "PATEL").await;
    assert!(row.starts_with(&came) && row.contains("at the desk"), "{row}");
    desk.officer.act(&number, "/today/left", &[]).await;
    assert!(desk.row().await.contains("Left"));
    let on = [("session", "13:45"), ("day", "2026-06-01"), ("off", "0")];
    desk.officer.post("/today/cancel-session", &on).await;
    assert!(desk.wall().await.cancelled_sessions.is_empty());
    assert!(row_of(&desk.officer, "PATEL").await.contains("Arrived"));
    let noted = "SELECT COUNT(*) FROM audit WHERE act LIKE 'session-%ed' \
                 AND about = '2026-06-01 13:45'";
    assert_eq!(app.number(noted).await, 2);
}

async fn a_page_that_lay_open_over_midnight_changes_nothing(app: TestApp) {
    let tomorrow = with(with(patel(), "reference", "tt-tt-tt-tt"), "visitDate", "2026-06-02");
    app.import(file(&[tomorrow])).await;
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    let old = desk.officer.form(&number).await;
    app.clock.set("2026-06-01T23:00:01Z".parse().expect("a second past midnight in London"));
    for officer in [&desk.officer, &desk.other] {
        let renewed = officer.get("/today").await;
        assert_eq!(renewed.url().path(), "/today", "nobody has to sign in again for it");
    }
    let sentence = "The page was of another day. This is today’s list.";
    for path in ["/today/call", "/today/left", "/today/id-seen", "/today/settled"] {
        let refused = desk.officer.send(&old, path, &[]).await;
        assert_eq!(said(refused).await.as_deref(), Some(sentence), "{path}");
    }
    let off = [("session", "13:45"), ("day", "2026-06-01"), ("off", "1")];
    let refused = desk.officer.post("/today/cancel-session", &off).await;
    assert_eq!(said(refused).await.as_deref(), Some(sentence));
    assert_eq!(app.number("SELECT COUNT(*) FROM progress WHERE called IS NOT NULL").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM cancelled_sessions").await, 0);
    let page = desk.officer.page("/today").await;
    assert!(page.contains("data-day=\"2026-06-02\"") && page.contains("PATEL"));
    assert!(!page.contains("SHAW") && page.contains("As of 12.00 am"));
}

async fn the_hour_that_comes_twice_keeps_everybody_in_order(app: TestApp) {
    let moment = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
    // Half past one in summer time.
    app.clock.set(moment("2026-10-25T00:30:00Z"));
    let on_that_day = |visit| with(visit, "visitDate", "2026-10-25");
    app.import(file(&[on_that_day(shaw()), on_that_day(patel())])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    for (name, at) in [("SHAW", "2026-10-25T00:30:00Z"), ("PATEL", "2026-10-25T01:10:00Z")] {
        app.clock.set(moment(at));
        officer.act(name, "/today/arrived", &[("adults", "1")]).await;
    }
    let page = officer.page("/today?session=all").await;
    let (first, second) = (page.find("SHAW").expect("a row"), page.find("PATEL").expect("a row"));
    assert!(first < second, "who came first stands first, though the clock says 1.30 and 1.10");
    assert!(row_of(&officer, "SHAW").await.contains("1.30"));
    for number in ["Z1", "Z2"] {
        officer.act(number, "/today/id-seen", &[]).await;
    }
    let form = [("session", "13:45"), ("called", "0")];
    assert_eq!(said(officer.post("/today/call-next", &form).await).await, None);
    let called = kiosk.all_changes(0).await.0.into_iter().rev().find_map(|news| match news {
        visits_domain::wire::News::Board(board) => Some(board.called),
        _ => None,
    });
    let called: Vec<String> = called.expect("a wall").iter().map(ToString::to_string).collect();
    assert_eq!(called, ["Z1", "Z2"]);
    let shown = row_of(&officer, "SHAW").await;
    assert!(
        shown.contains("Called"),
        "ID that was seen before the hour came again counts: {shown}"
    );
}

async fn a_visit_that_was_moved_after_they_came_stays_on_today(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    app.import(file(&[with(shaw(), "visitDate", "2026-06-03")])).await;
    let row = desk.row().await;
    assert!(row.starts_with(&number), "{row}");
    assert!(row.contains("Moved to 3 June 2026: at the desk"), "{row}");
    let undone = desk.officer.act(&number, "/today/undo-arrival", &[("number", &number)]).await;
    assert_eq!(said(undone).await, None);
    assert!(!desk.officer.page("/today?session=all").await.contains("SHAW"));
}

async fn a_visit_that_was_cancelled_after_they_came_is_at_the_desk(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.kiosk.check_in(desk.shaw).await;
    app.sql("UPDATE visits SET status = 'CANCELLED' WHERE reference = 'abcdefgh'").await;
    let row = desk.row().await;
    assert!(row.starts_with(&number) && row.contains("Cancelled: at the desk"), "{row}");
    assert_eq!(desk.officer.count("at-desk").await, 1);
}

/// What Today says of lists, if it says anything.
async fn list_matters(staff: &TestStaff) -> Option<String> {
    let page = staff.page("/today").await;
    let matters = page.split("id=\"list-matters\"").nth(1)?.split("</section>").next()?;
    Some(plain(&format!("<p{matters}")))
}

async fn what_a_list_did_is_said_on_today_until_somebody_has_looked(app: TestApp) {
    let desk = Desk::open(&app).await;
    let worker = app.person("Fay Worker", Role::FamilyWorker).await;
    assert_eq!(list_matters(&desk.officer).await, None, "nothing is the matter");
    desk.kiosk.check_in(desk.shaw).await;
    let bad = with(patel(), "reference", "dfs-wjs-abc");
    // The clock stands still by itself, and of two lists of one moment none is the newest.
    app.clock.advance(TimeDelta::seconds(1));
    app.import(file(&[with(shaw(), "startTime", "14:00"), bad])).await;
    let said = list_matters(&desk.officer).await.expect("something");
    for sentence in [
        "Shaw Moved from 1/6, 1.45 pm to 1/6, 2.00 pm",
        "Visits of today that are not on the newest list: 1.",
        "Rows of the newest list that were set aside: 1",
    ] {
        assert!(said.contains(sentence), "{sentence}: {said}");
    }
    assert_eq!(list_matters(&worker).await, None, "lists are not her work");
    desk.other.post("/language", &[("to", "cy")]).await;
    let said = list_matters(&desk.other).await.expect("something");
    assert!(said.contains("Ymweliadau heddiw nad ydynt ar y rhestr ddiweddaraf: 1."), "{said}");
    assert!(said.contains("Shaw Symudwyd o 1/6"), "{said}");

    let (shaw, patel) = (desk.shaw.to_string(), desk.patel.to_string());
    let looked = [("visit", shaw.as_str()), ("back", "/today?session=all")];
    let back = desk.officer.post("/imports/looked-at", &looked).await;
    assert_eq!(back.url().path(), "/today", "back to where it was pressed");
    desk.officer.post("/imports/missing", &[("visit", &patel), ("goes_ahead", "1")]).await;
    let said = list_matters(&desk.other).await.expect("something");
    assert!(!said.contains("Shaw") && !said.contains("nad ydynt"), "{said}");
    app.minutes_pass(11 * 60 + 10);
    let tomorrow = TestStaff::new(&app.address);
    tomorrow.sign_in("Jo Officer", PASSWORD).await;
    assert!(tomorrow.page("/today").await.contains("2 June 2026"));
    assert_eq!(list_matters(&tomorrow).await, None, "it is the list of yesterday");
}

async fn who_did_not_come_is_known_when_the_session_is_over(app: TestApp) {
    let desk = Desk::open(&app).await;
    desk.kiosk.check_in(desk.shaw).await;
    app.minutes_pass(61);
    assert!(row_of(&desk.officer, "PATEL").await.contains("Expected, late"));
    app.minutes_pass(120);
    assert!(row_of(&desk.officer, "PATEL").await.contains("Did not arrive"));
    assert!(desk.row().await.contains("Arrived"), "who is here is not forgotten");
    assert_eq!(desk.officer.count("did-not-arrive").await, 1);
}
