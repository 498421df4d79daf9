//! The steps of a party at the desk, and several officers at once.

use crate::support::app::TestApp;
use crate::support::desk::{Desk, PATEL, row_of, said};
use crate::support::lists::{file, pass, person, with};
use crate::tests;

tests![
    a_party_goes_through_search_to_a_table_and_home,
    who_is_through_search_is_not_on_the_wall_any_more,
    every_step_can_be_taken_back_the_last_first,
    id_comes_before_search_and_an_absent_adult_is_not_waited_for,
    an_act_that_saw_an_older_row_is_refused_and_the_row_is_shown,
    an_act_that_is_true_already_is_a_success,
    two_officers_who_tick_two_people_lose_nothing,
    two_officers_who_undo_each_other_are_told,
    two_parties_never_sit_at_one_table,
    call_next_calls_as_many_as_are_chosen_and_never_twice_as_many,
    a_visit_ends_in_the_ministrys_words,
    somebody_who_comes_after_all_is_at_the_desk,
    a_family_worker_sees_the_board_and_no_act,
    the_person_visited_is_shown_once_and_that_is_noted,
    typing_mistakes_in_a_surname_are_forgiven,
    a_form_that_no_page_sends_changes_nothing,
];

const STALE: &str = "Somebody else has changed this row meanwhile. It is shown as it is now.";

async fn a_party_goes_through_search_to_a_table_and_home(app: TestApp) {
    let desk = Desk::open(&app).await;
    assert!(desk.row().await.ends_with("Expected — — Arrived by hand"), "{}", desk.row().await);
    let number = desk.shaws_with_id().await;
    for (path, more, state, next) in [
        ("/today/call", &[][..], "Called", "Through search"),
        ("/today/search-done", &[], "Through search", "In the hall"),
        ("/today/hall", &[("table", "14")], "In the hall · table 14", "Left"),
        ("/today/left", &[], "Left", "1.00"),
    ] {
        assert_eq!(said(desk.officer.act(&number, path, more).await).await, None, "{path}");
        let row = desk.row().await;
        assert!(row.contains(state) && row.ends_with(next), "{path}: {row}");
    }
    let counts = ["arrived", "id-seen", "called", "searched", "in-hall", "left"];
    let mut seen = Vec::new();
    for count in counts {
        seen.push(desk.officer.count(count).await);
    }
    assert_eq!(seen, [1, 1, 1, 1, 0, 1]);
    let steps = "SELECT COUNT(*) FROM progress WHERE called_by = 'jo officer' \
                 AND searched_by = 'jo officer' AND hall_by = 'jo officer' \
                 AND gone_by = 'jo officer' AND table_name = '14'";
    assert_eq!(app.number(steps).await, 1, "who did it stands there");
}

async fn who_is_through_search_is_not_on_the_wall_any_more(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    desk.officer.act(&number, "/today/call", &[]).await;
    assert_eq!(desk.called().await, [number.as_str()]);
    desk.officer.act(&number, "/today/to-the-desk", &[]).await;
    assert!(desk.row().await.contains("At the desk"));
    assert!(desk.called().await.is_empty(), "nobody waits at the door for them");
    desk.officer.act(&number, "/today/settled", &[]).await;
    assert_eq!(desk.called().await, [number.as_str()]);
    desk.officer.act(&number, "/today/search-done", &[]).await;
    assert!(desk.called().await.is_empty());
    desk.officer.act(&number, "/today/take-back", &[("step", "searched")]).await;
    assert_eq!(desk.called().await, [number.as_str()]);
}

async fn every_step_can_be_taken_back_the_last_first(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    for path in ["/today/call", "/today/search-done", "/today/hall", "/today/left"] {
        desk.officer.act(&number, path, &[]).await;
    }
    let early = desk.officer.act(&number, "/today/take-back", &[("step", "called")]).await;
    assert!(said(early).await.expect("a sentence").contains("A later step was noted"));
    for (step, state) in [
        ("left", "In the hall"),
        ("hall", "Through search"),
        ("searched", "Called"),
        ("called", "ID seen"),
    ] {
        let back = desk.officer.act(&number, "/today/take-back", &[("step", step)]).await;
        assert_eq!(said(back).await, None);
        assert!(desk.row().await.contains(state), "{step}: {}", desk.row().await);
    }
    let noted = "SELECT COUNT(*) FROM audit WHERE act = 'step-taken-back'";
    assert_eq!(app.number(noted).await, 4);
}

async fn id_comes_before_search_and_an_absent_adult_is_not_waited_for(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.kiosk.check_in(desk.shaw).await;
    let one = tick_of(&desk, "Jeanette").await;
    desk.officer.act(&number, "/today/id-seen", &[("tick", &format!("{one}:1"))]).await;
    let refused = desk.officer.act(&number, "/today/search-done", &[]).await;
    let sentence = "First see the ID of every adult who is here.";
    assert_eq!(said(refused).await.as_deref(), Some(sentence));
    let other = tick_of(&desk, "Doreen").await;
    let absent = format!("{other}:ABSENT");
    desk.officer.act(&number, "/today/attendance", &[("attendance", &absent)]).await;
    assert!(desk.row().await.contains("ID seen"), "two were counted, one has come");
    assert_eq!(said(desk.officer.act(&number, "/today/search-done", &[]).await).await, None);
    let stored = "SELECT COUNT(*) FROM visitors WHERE attendance = 'ABSENT' \
                  AND attendance_by = 'jo officer'";
    assert_eq!(app.number(stored).await, 1);
}

/// The id behind an adult's box.
async fn tick_of(desk: &Desk, name: &str) -> String {
    let page = desk.officer.page("/today?session=all").await;
    let mut boxes = page.split("id=\"tick-").skip(1);
    let found = boxes.find(|text| text.split("</button>").next().is_some_and(|b| b.contains(name)));
    found.expect("a box").split('"').next().expect("an id").to_owned()
}

async fn an_act_that_saw_an_older_row_is_refused_and_the_row_is_shown(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    desk.officer.act(&number, "/today/call", &[]).await;
    let old = desk.officer.form(&number).await;
    desk.other.act(&number, "/today/take-back", &[("step", "called")]).await;
    let refused = desk.officer.send(&old, "/today/search-done", &[("back", "/today")]).await;
    assert!(refused.url().query().is_some_and(|q| q == "said=stale"), "{}", refused.url());
    assert_eq!(said(refused).await.as_deref(), Some(STALE));
    assert!(desk.row().await.contains("ID seen"), "nothing was changed");
    // A version from the future: the server was restored from a copy since.
    let mut ahead = desk.officer.form(&number).await;
    "99".clone_into(&mut ahead[1].1);
    let refused = desk.officer.send(&ahead, "/today/call", &[]).await;
    assert_eq!(said(refused).await.as_deref(), Some(STALE));
}

async fn an_act_that_is_true_already_is_a_success(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    let before = desk.other.form(&number).await;
    for path in ["/today/call", "/today/search-done"] {
        desk.officer.act(&number, path, &[]).await;
        assert_eq!(said(desk.other.send(&before, path, &[]).await).await, None, "{path}");
    }
    let version = app.number("SELECT MAX(version) FROM progress").await;
    desk.other.send(&before, "/today/id-seen", &[]).await;
    assert_eq!(app.number("SELECT MAX(version) FROM progress").await, version);
    assert_eq!(app.number("SELECT COUNT(*) FROM progress WHERE called_by = 'jo officer'").await, 1);
}

async fn two_officers_who_tick_two_people_lose_nothing(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.kiosk.check_in(desk.shaw).await;
    let seen = desk.officer.form(&number).await;
    let ticks = [tick_of(&desk, "Jeanette").await, tick_of(&desk, "Doreen").await];
    let [one, two] = ticks.map(|id| format!("{id}:1"));
    let (first, second) = ([("tick", one.as_str())], [("tick", two.as_str())]);
    let (first, second) = tokio::join!(
        desk.officer.send(&seen, "/today/id-seen", &first),
        desk.other.send(&seen, "/today/id-seen", &second),
    );
    assert_eq!((said(first).await, said(second).await), (None, None));
    assert!(desk.row().await.contains("ID seen"));
    // Taking a tick back that somebody else has set since is another matter.
    let off = one.replace(":1", ":0");
    let refused = desk.other.send(&seen, "/today/id-seen", &[("tick", &off)]).await;
    assert_eq!(said(refused).await.as_deref(), Some(STALE));
}

async fn two_officers_who_undo_each_other_are_told(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    desk.officer.act(&number, "/today/call", &[]).await;
    let (mine, theirs) = (desk.officer.form(&number).await, desk.other.form(&number).await);
    let back = [("step", "called")];
    let (first, second) = tokio::join!(
        desk.officer.send(&mine, "/today/take-back", &back),
        desk.other.send(&theirs, "/today/take-back", &back),
    );
    assert_eq!((said(first).await, said(second).await), (None, None), "both want the same");
    desk.other.act(&number, "/today/call", &[]).await;
    let again = desk.officer.send(&mine, "/today/take-back", &back).await;
    assert_eq!(said(again).await.as_deref(), Some(STALE), "it was called again since");
    assert!(desk.row().await.contains("Called"));
}

async fn two_parties_never_sit_at_one_table(app: TestApp) {
    let desk = Desk::open(&app).await;
    let (shaws, meena) = (desk.shaws_with_id().await, desk.kiosk.check_in(desk.patel).await);
    desk.officer.act(&meena, "/today/id-seen", &[]).await;
    let (mine, theirs) = (desk.officer.form(&shaws).await, desk.other.form(&meena).await);
    let table = [("table", " 3a ")];
    let (first, second) = tokio::join!(
        desk.officer.send(&mine, "/today/hall", &table),
        desk.other.send(&theirs, "/today/hall", &table),
    );
    let mut sentences = [said(first).await, said(second).await];
    sentences.sort();
    assert_eq!(sentences, [None, Some("Another party sits at that table.".to_owned())]);
    let seated = "SELECT COUNT(*) FROM progress WHERE table_name = '3A' AND hall IS NOT NULL";
    assert_eq!(app.number(seated).await, 1);
    let long =
        desk.officer.act(&shaws, "/today/table", &[("table", "the one by the window")]).await;
    assert!(said(long).await.expect("a sentence").contains("cannot be read"));
}

async fn call_next_calls_as_many_as_are_chosen_and_never_twice_as_many(app: TestApp) {
    let references = ["aa-aa-aa-aa", "bb-bb-bb-bb", "cc-cc-cc-cc", "dd-dd-dd-dd"];
    let list: Vec<_> = (1..)
        .zip(references)
        .map(|(n, reference)| pass(reference, &[person(n, "Ann", "Jones", "1980-01-01")]))
        .collect();
    app.import(file(&list)).await;
    let (kiosk, officer, other) = (app.kiosk().await, app.officer().await, app.manager().await);
    for reference in references {
        let number = kiosk.check_in(kiosk.visit(reference, "1980-01-01").await).await;
        officer.act(&number, "/today/id-seen", &[]).await;
        app.minutes_pass(1);
    }
    let form = [("session", "13:45"), ("called", "0"), ("count", "2")];
    let (first, second) = tokio::join!(
        officer.post("/today/call-next", &form),
        other.post("/today/call-next", &form)
    );
    let refused = [said(first).await, said(second).await];
    assert_eq!(refused.iter().flatten().count(), 1, "{refused:?}");
    let called = "SELECT COUNT(*) FROM progress WHERE called IS NOT NULL";
    assert_eq!(app.number(called).await, 2);
    let anew = [("session", "13:45"), ("called", "2"), ("count", "40")];
    assert_eq!(said(other.post("/today/call-next", &anew).await).await, None);
    assert_eq!(app.number(called).await, 4);
}

async fn a_visit_ends_in_the_ministrys_words(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    let end = |outcome: &'static str| [("outcome", outcome)];
    let early = desk.officer.act(&number, "/today/outcome", &end("COMPLETED_NORMALLY")).await;
    assert_eq!(said(early).await.as_deref(), Some("They are not in the hall."));
    let failed = "VISITOR_FAILED_SECURITY_CHECKS";
    assert_eq!(said(desk.officer.act(&number, "/today/outcome", &end(failed)).await).await, None);
    assert!(desk.row().await.contains("ID, search or dog"));
    assert_eq!(desk.officer.count("refused").await, 1);
    let absent = desk.officer.act(PATEL, "/today/outcome", &end("VISITOR_DID_NOT_ARRIVE")).await;
    assert_eq!(said(absent).await, None);
    assert!(row_of(&desk.officer, "PATEL").await.contains("Did not arrive"));
    let unknown = desk.officer.act(PATEL, "/today/outcome", &end("SUPERSEDED_CANCELLATION")).await;
    assert!(said(unknown).await.is_some());
    let stored = app.sql("SELECT outcome FROM progress ORDER BY outcome").await;
    let stored: Vec<String> = stored.iter().map(|row| sqlx::Row::get(row, 0)).collect();
    assert_eq!(stored, ["VISITOR_DID_NOT_ARRIVE", failed]);
    let back = desk.officer.act(&number, "/today/take-back", &[("step", "outcome")]).await;
    assert_eq!(said(back).await, None);
    assert!(desk.row().await.contains("ID seen"));
}

async fn somebody_who_comes_after_all_is_at_the_desk(app: TestApp) {
    let desk = Desk::open(&app).await;
    app.minutes_pass(90);
    let end = [("outcome", "VISITOR_DID_NOT_ARRIVE")];
    desk.officer.act("SHAW", "/today/outcome", &end).await;
    let number = desk.kiosk.check_in(desk.shaw).await;
    let row = desk.row().await;
    assert!(row.starts_with(&number) && row.contains("At the desk"), "{row}");
    desk.officer.act(&number, "/today/take-back", &[("step", "outcome")]).await;
    let row = desk.row().await;
    assert!(row.contains("Late, arrived"), "{row}");
}

async fn a_family_worker_sees_the_board_and_no_act(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    let worker = app.person("Fay Worker", visits_server::Role::FamilyWorker).await;
    let page = worker.page("/today?session=all").await;
    assert!(page.contains("SHAW Jeanette") && page.contains("ID seen"));
    for act in ["/today/call", "/today/left", "/today/walk-in", "/today/running-late"] {
        assert!(!page.contains(act), "{act}");
    }
    let form = desk.officer.form(&number).await;
    let refused = worker.send(&form, "/today/call", &[]).await;
    assert_eq!(refused.status(), reqwest::StatusCode::FORBIDDEN);
    assert!(page.contains("Who they are visiting"), "that they may ask");
}

async fn the_person_visited_is_shown_once_and_that_is_noted(app: TestApp) {
    let desk = Desk::open(&app).await;
    let page = desk.officer.page("/today?session=all").await;
    assert!(!page.contains("A1234BC") && !page.to_uppercase().contains("JOHN SMITH"));
    let answer = desk.officer.act("SHAW", "/today/prisoner", &[]).await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let address = answer.url().to_string();
    assert!(!address.contains('?'), "{address}");
    let page = answer.text().await.expect("a page");
    assert!(page.contains("A1234BC") && page.to_uppercase().contains("SMITH"));
    assert!(!page.contains("staff.js"), "nothing asks for it again by itself");
    let noted = app.sql("SELECT who, about FROM audit WHERE act = 'prisoner-seen'").await;
    let (who, about): (String, String) =
        (sqlx::Row::get(&noted[0], 0), sqlx::Row::get(&noted[0], 1));
    assert_eq!((noted.len(), who.as_str(), about), (1, "jo officer", desk.shaw.to_string()));
    assert_eq!(desk.officer.get("/today/prisoner").await.status(), 405, "and has no address");
}

async fn typing_mistakes_in_a_surname_are_forgiven(app: TestApp) {
    let visitors = [person(1, "Aleksandra", "Wiśniewska-Kowalczyk", "1990-05-06")];
    app.import(file(&[pass("aa-aa-aa-aa", &visitors)])).await;
    let desk = Desk::open(&app).await;
    for (typed, found) in [
        ("wisniewska", "WIŚNIEWSKA"),
        ("Kowalczyk", "WIŚNIEWSKA"),
        ("kowalchyk", "WIŚNIEWSKA"),
        ("Wisniewsak", "WIŚNIEWSKA"),
        ("Shwa", "SHAW"),
        ("jeanette shaw", "SHAW"),
        ("patle", "PATEL"),
        ("wo-ra-el-mi", "PATEL"),
    ] {
        let page = desk.officer.search("all", typed).await;
        let rows = page.matches("<tr id=\"v-").count();
        assert!(page.contains(found) && rows == 1, "{typed}: {rows} rows");
    }
    let answer = desk.officer.post("/today", &[("session", "all"), ("q", "Shaw")]).await;
    assert!(!answer.url().to_string().contains("Shaw"), "a surname is in no address");
}

async fn a_form_that_no_page_sends_changes_nothing(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    let form = desk.officer.form(&number).await;
    let visit = form[0].1.clone();
    for fields in [
        &[("visit", visit.as_str())][..],
        &[("visit", &visit), ("version", "x"), ("day", "2026-06-01")],
        &[("visit", "not an id"), ("version", "1"), ("day", "2026-06-01")],
        &[("visit", &visit), ("version", "1"), ("day", "1 June")],
    ] {
        let answer = desk.officer.post("/today/call", fields).await;
        assert_eq!(answer.status(), reqwest::StatusCode::BAD_REQUEST, "{fields:?}");
    }
    let unknown = uuid::Uuid::from_u128(9).to_string();
    let fields = [("visit", unknown.as_str()), ("version", "0"), ("day", "2026-06-01")];
    assert!(said(desk.officer.post("/today/call", &fields).await).await.is_some());
    let other_day = with(crate::support::lists::shaw(), "reference", "qq-qq-qq-qq");
    app.import(file(&[with(other_day, "visitDate", "2026-06-02")])).await;
    let handle = app.sql("SELECT handle FROM visits WHERE day = '2026-06-02'").await;
    let handle: String = sqlx::Row::get(&handle[0], 0);
    let fields = [("visit", handle.as_str()), ("version", "0"), ("day", "2026-06-01")];
    let answer = desk.officer.post("/today/outcome", &fields).await;
    assert!(said(answer).await.is_some(), "a visit of tomorrow is not on today");
    assert!(desk.called().await.is_empty());
}
