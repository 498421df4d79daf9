//! Talks in private: the urgent ones that sound on every page, and those that can wait.

use reqwest::StatusCode;
use visits_domain::help::About;
use visits_domain::wire::{HelpAct, News};
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, holds, moorland};
use crate::support::kiosk::TestKiosk;
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    an_urgent_talk_is_on_every_page_until_somebody_takes_it,
    sent_twice_it_raises_one_alarm_and_the_kiosk_learns_that_it_was_taken,
    of_two_who_take_it_one_has_it,
    nobody_goes_and_more_people_are_told_by_themselves,
    it_never_runs_out_and_survives_a_new_server,
    it_is_told_to_more_people_after_the_server_stopped_and_began_again,
    an_open_talk_stays_and_a_closed_one_goes_by_the_last_thing_done,
    a_talk_that_can_wait_has_an_owner_and_an_answer,
    what_is_no_talk_is_refused,
];

const SEAT: &str = "Blue corner";

async fn talks_noted(app: &TestApp) -> Vec<(String, String)> {
    let rows = app.sql("SELECT who, act FROM audit WHERE act LIKE 'talk-%' ORDER BY seq").await;
    rows.iter().map(|row| (sqlx::Row::get(row, 0), sqlx::Row::get(row, 1))).collect()
}

async fn an_urgent_talk_is_on_every_page_until_somebody_takes_it(app: TestApp) {
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let volunteer = app.person("Vi Volunteer", Role::Volunteer).await;
    let administrator = app.person("Al Admin", Role::Administrator).await;
    let talk = TestKiosk::talk_now(SEAT);
    assert!(!kiosk.urgent_talk(&talk).await.taken);
    for (staff, path, may_take) in [
        (&officer, "/today", true),
        (&officer, "/kiosks", true),
        (&volunteer, "/volunteers", true),
        (&administrator, "/site", false),
        (&administrator, "/account", false),
    ] {
        let page = staff.page(path).await;
        let text = plain(&page);
        let said = "Somebody needs to talk now. About someone inside · number A7 · Blue corner · \
                    English · since 1.00 pm · Their number may be called: “about your form”";
        assert!(text.contains(said), "{path}: {text}");
        assert!(page.contains("data-alarm"), "{path} sounds");
        assert_eq!(text.contains("I’ll take it"), may_take, "{path}");
    }
    volunteer.post("/language", &[("to", "cy"), ("back", "/")]).await;
    let page = plain(&volunteer.page("/volunteers").await);
    assert!(page.contains("Mae rhywun angen siarad nawr. Am rywun y tu mewn"), "{page}");
    app.minutes_pass(1);
    let take = format!("/talks/{}/take", talk.talk);
    let after = officer.post(&take, &[("back", "/kiosks")]).await;
    assert_eq!(after.url().path(), "/kiosks");
    let page = volunteer.page("/volunteers").await;
    assert!(plain(&page).contains("Cymerodd Jo Officer hyn am 1.01 yp."), "all see who has it");
    assert!(!page.contains("data-alarm"), "and nothing sounds");
    let page = plain(&officer.page("/today").await);
    assert!(page.contains("Whom was it passed to?"), "{page}");
    // Whom in the prison it was passed to, and when.
    app.minutes_pass(2);
    let pass = format!("/talks/{}/pass", talk.talk);
    officer.post(&pass, &[("to", "Safer custody, 4100")]).await;
    let log = plain(&officer.page("/talks").await);
    let row = "1/6/2026, 1.00 pm About someone inside A7, Blue corner English Passed on Jo \
               Officer, 1.01 pm Safer custody, 4100, 1.03 pm";
    assert!(log.contains(row), "{log}");
    assert!(log.contains("Nothing here says whether anybody is held at this prison."));
    officer.post(&format!("/talks/{}/close", talk.talk), &[]).await;
    assert!(!officer.page("/today").await.contains(SEAT));
    assert!(plain(&officer.page("/talks").await).contains("Closed"), "the log keeps it");
    let noted = talks_noted(&app).await;
    let acts: Vec<&str> = noted.iter().map(|(_, act)| act.as_str()).collect();
    assert_eq!(acts, ["talk-raised", "talk-taken", "talk-passed", "talk-closed"]);
    assert_eq!(noted[1].0, "jo officer");
}

async fn sent_twice_it_raises_one_alarm_and_the_kiosk_learns_that_it_was_taken(app: TestApp) {
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let talk = TestKiosk::talk_now(SEAT);
    let (_, cursor) = kiosk.all_changes(0).await;
    let (one, two) = tokio::join!(kiosk.urgent_talk(&talk), kiosk.urgent_talk(&talk));
    assert_eq!((one.talk, two.talk), (talk.talk, talk.talk));
    assert_eq!(app.number("SELECT COUNT(*) FROM talks").await, 1);
    assert_eq!(officer.page("/today").await.matches("data-alarm").count(), 1);
    assert_eq!(talks_noted(&app).await.len(), 1, "one alarm");
    officer.post(&format!("/talks/{}/take", talk.talk), &[]).await;
    let news = kiosk.all_changes(cursor).await.0;
    assert!(news.contains(&News::TalkTaken { talk: talk.talk }), "{news:?}");
    let again = kiosk.urgent_talk(&talk).await;
    assert!(again.taken, "whoever sends it again is told that somebody has it");
    assert!(!officer.page("/today").await.contains("data-alarm"));
}

async fn of_two_who_take_it_one_has_it(app: TestApp) {
    let (kiosk, officer, manager) = (app.kiosk().await, app.officer().await, app.manager().await);
    let talk = TestKiosk::talk_now(SEAT);
    kiosk.urgent_talk(&talk).await;
    let path = format!("/talks/{}/take", talk.talk);
    tokio::join!(officer.post(&path, &[]), manager.post(&path, &[]));
    let noted = talks_noted(&app).await;
    assert_eq!(noted.len(), 2, "{noted:?}");
    let name = if noted[1].0 == "jo officer" { "Jo Officer" } else { "Sam Manager" };
    for staff in [&officer, &manager] {
        let page = plain(&staff.page("/talks").await);
        assert!(page.contains(&format!("{name} took it at 1.00 pm.")), "{page}");
    }
    // A key worker and an administrator take none.
    let other = TestKiosk::talk_now("Window");
    kiosk.urgent_talk(&other).await;
    for (who, role) in [("Ky Worker", Role::KeyWorker), ("Al Admin", Role::Administrator)] {
        let staff = app.person(who, role).await;
        let answer = staff.post(&format!("/talks/{}/take", other.talk), &[]).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{who}");
    }
    // Nothing is passed on or closed that nobody has.
    for (step, to) in [("pass", "Safer custody"), ("close", "")] {
        officer.post(&format!("/talks/{}/{step}", other.talk), &[("to", to)]).await;
    }
    assert_eq!(talks_noted(&app).await.len(), 3, "it was raised, and nothing else");
}

/// Waits until the server's own job has done something.
async fn until(app: &TestApp, sql: &str, rows: i64) {
    for _ in 0..200 {
        if app.number(sql).await == rows {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{sql} is not {rows}");
}

const LATE: &str = "SELECT COUNT(*) FROM audit WHERE act = 'talk-escalated'";

async fn nobody_goes_and_more_people_are_told_by_themselves(app: TestApp) {
    let (kiosk, manager) = (app.kiosk().await, app.manager().await);
    let first = TestKiosk::talk_now(SEAT);
    kiosk.urgent_talk(&first).await;
    app.clock.advance(chrono::TimeDelta::seconds(119));
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    assert_eq!(app.number(LATE).await, 0, "not before its time");
    app.clock.advance(chrono::TimeDelta::seconds(1));
    until(&app, LATE, 1).await;
    let page = plain(&manager.page("/today").await);
    let said = "Nobody has gone yet. Somebody still needs to talk now. Tell the manager or the \
                officer on duty now.";
    assert!(page.contains(said), "{page}");
    // The prison's own time and whom to tell.
    let page = manager.page("/site").await;
    assert!(page.contains("name=\"escalate_seconds\"") && page.contains("value=\"120\""));
    let site = "SELECT settings FROM sites WHERE site = 'MDI'";
    let form = [
        ("adult_age", "18"),
        ("opens_minutes_before", "75"),
        ("late_after_minutes", "15"),
        ("alphabet", "letters"),
        ("group", "2"),
        ("min_characters", "8"),
        ("max_characters", "20"),
        ("reference_days", "14"),
        ("name_days", "2"),
        ("by_name", "1"),
        ("party_people", "6"),
        ("party_children", "4"),
        ("escalate_seconds", "600"),
        ("talk_told", "Duty governor, 4500"),
    ];
    let saved = manager.post("/site", &form).await.text().await.expect("a page");
    assert!(plain(&saved).contains("Saved."), "{}", plain(&saved));
    assert_eq!(app.sql(site).await.len(), 1);
    let second = TestKiosk::talk_now("Door");
    kiosk.urgent_talk(&second).await;
    app.minutes_pass(9);
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    assert_eq!(app.number(LATE).await, 1);
    app.minutes_pass(1);
    until(&app, LATE, 2).await;
    let page = plain(&manager.page("/today").await);
    assert!(page.contains("Tell Duty governor, 4500 now."), "{page}");
    // One that was taken in time is told to nobody else.
    let third = TestKiosk::talk_now("Stairs");
    kiosk.urgent_talk(&third).await;
    manager.post(&format!("/talks/{}/take", third.talk), &[]).await;
    app.minutes_pass(30);
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    assert_eq!(app.number(LATE).await, 2);
}

async fn it_never_runs_out_and_survives_a_new_server(app: TestApp) {
    let (kiosk, _) = (app.kiosk().await, app.officer().await);
    kiosk.urgent_talk(&TestKiosk::talk_now(SEAT)).await;
    app.minutes_pass(3 * 24 * 60);
    let second = app.second_process().await;
    let officer = TestStaff::new(&second.address);
    officer.sign_in("Jo Officer", PASSWORD).await;
    let page = officer.page("/today").await;
    assert!(page.contains(SEAT) && page.contains("data-alarm"));
    // Not even by age.
    app.minutes_pass(400 * 24 * 60);
    let manager = app.manager().await;
    manager.post("/privacy/delete-now", &[]).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM talks").await, 1);
    second.stop().await;
}

async fn it_is_told_to_more_people_after_the_server_stopped_and_began_again(app: TestApp) {
    let (kiosk, _) = (app.kiosk().await, app.officer().await);
    kiosk.urgent_talk(&TestKiosk::talk_now(SEAT)).await;
    app.stop().await;
    app.minutes_pass(24 * 60);
    let again = app.second_process().await;
    until(&again, LATE, 1).await;
    let officer = TestStaff::new(&again.address);
    officer.sign_in("Jo Officer", PASSWORD).await;
    let page = officer.page("/today").await;
    assert!(page.contains(SEAT) && page.contains("data-late"), "{}", plain(&page));
    again.stop().await;
}

async fn an_open_talk_stays_and_a_closed_one_goes_by_the_last_thing_done(app: TestApp) {
    let (kiosk, sam) = (app.kiosk().await, app.manager().await);
    let mut talks = Vec::new();
    for _ in 0..2 {
        let contact = TestKiosk::contact("Zsófia Quillfeather", "");
        let asked = kiosk.talk_asked(&contact, About::Child);
        kiosk.help(HelpAct::TalkAsked(asked.clone())).await;
        talks.push(asked);
    }
    let urgent = TestKiosk::talk_now(SEAT);
    kiosk.urgent_talk(&urgent).await;
    sam.post(&format!("/talks/{}/take", urgent.talk), &[]).await;
    let days_pass = async |days: i64| {
        app.minutes_pass(days * 24 * 60);
        sam.sign_in("Sam Manager", PASSWORD).await;
        sam.post("/privacy/delete-now", &[]).await;
        app.number("SELECT COUNT(*) FROM talks").await
    };
    assert_eq!(days_pass(200).await, 3, "nobody has answered or closed any of them");
    let page = plain(&sam.page("/talks").await);
    assert!(page.contains("200 days About a child Cymraeg Waits"), "it is shown: {page}");
    for step in ["take", "answer", "close"] {
        sam.post(&format!("/talks/{}/{step}", talks[0].talk), &[]).await;
    }
    assert_eq!(days_pass(180).await, 3, "it was answered half a year ago");
    assert_eq!(days_pass(1).await, 2, "its time is over");
    sam.post(&format!("/talks/{}/close", urgent.talk), &[]).await;
    assert_eq!(days_pass(181).await, 1, "the one that nobody has taken");
}

async fn a_talk_that_can_wait_has_an_owner_and_an_answer(app: TestApp) {
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let worker = app.person("Fay Worker", Role::FamilyWorker).await;
    let contact = TestKiosk::contact("Zsófia Quillfeather", "");
    let asked = kiosk.talk_asked(&contact, About::Child);
    kiosk.help(HelpAct::TalkAsked(asked.clone())).await;
    kiosk.help(HelpAct::TalkAsked(asked.clone())).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM talks").await, 1, "told twice, stored once");
    assert!(!officer.page("/today").await.contains("data-alarm"), "it sounds nowhere");
    app.minutes_pass(90);
    let receipt = visits_domain::help::Receipt::parse(&asked.receipt).expect("a receipt").written();
    let page = plain(&worker.page("/talks").await);
    let row = format!("{receipt} 1/6/2026, 1.00 pm 90 min About a child Cymraeg Waits It is mine");
    assert!(page.contains(&row), "{page}");
    assert!(!page.contains("Quillfeather"), "no name before somebody asks for it");
    let path = |step: &str| format!("/talks/{}/{step}", asked.talk);
    assert_eq!(officer.post(&path("contact"), &[]).await.status(), StatusCode::FORBIDDEN);
    officer.post(&path("take"), &[]).await;
    assert!(plain(&worker.page("/talks").await).contains("It is mine"), "it is not the desk's");
    worker.post(&path("take"), &[]).await;
    let shown = worker.post(&path("contact"), &[]).await.text().await.expect("a page");
    for said in
        ["Zsófia Quillfeather", "07700 900123", "Mornings", "No message", "visits team alone"]
    {
        assert!(
            plain(&shown).to_lowercase().contains(&said.to_lowercase()),
            "{said}: {}",
            plain(&shown)
        );
    }
    let seen = "SELECT COUNT(*) FROM audit WHERE act = 'contact-seen' AND who = 'fay worker'";
    assert_eq!(app.number(seen).await, 1, "each opening is noted");
    worker.post(&path("answer"), &[]).await;
    let page = plain(&worker.page("/talks").await);
    assert!(page.contains("Answered Fay Worker Fay Worker"), "owner and answered-by: {page}");
    worker.post(&path("close"), &[]).await;
    assert!(!holds(&app.everything().await, "Quillfeather"), "nothing of it is in clear");
}

async fn what_is_no_talk_is_refused(app: TestApp) {
    let kiosk = app.kiosk().await;
    let long = serde_json::to_string(&TestKiosk::talk_now(&"x".repeat(81))).expect("JSON");
    for body in ["", "{}", "{\"talk\":1}", long.as_str()] {
        let answer = kiosk.post("/api/v1/talks", body.to_owned()).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{body}");
    }
    let talk = serde_json::to_vec(&TestKiosk::talk_now(SEAT)).expect("JSON");
    let stranger = reqwest::Client::new().post(format!("{}/api/v1/talks", app.address));
    let answer = stranger.header("x-visits-protocol", "1").body(talk).send().await;
    assert_eq!(answer.expect("an answer").status(), StatusCode::UNAUTHORIZED);
    assert_eq!(app.number("SELECT COUNT(*) FROM talks").await, 0);
    let leeds = app.leeds().await;
    app.app.add_user(leeds, "Lee Leeds", Role::VisitsStaff, PASSWORD).await.expect("a person");
    kiosk.urgent_talk(&TestKiosk::talk_now(SEAT)).await;
    let lee = TestStaff::new(&app.address);
    lee.sign_in("Lee Leeds", PASSWORD).await;
    assert!(!lee.page("/today").await.contains(SEAT), "another prison hears nothing");
    assert_ne!(leeds, moorland());
}
