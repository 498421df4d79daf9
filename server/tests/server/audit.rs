//! The record of who did what: that it is written, and that nobody changes it unseen.

use reqwest::StatusCode;
use visits_server::Role;

use crate::command_line::Shell;
use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    what_people_do_is_noted_without_a_name_that_was_only_typed,
    a_changed_deleted_inserted_or_cut_off_row_is_noticed,
    the_record_is_read_by_day_person_and_act,
];

async fn what_people_do_is_noted_without_a_name_that_was_only_typed(app: TestApp) {
    let (sam, kiosk, stranger) =
        (app.manager().await, app.kiosk().await, TestStaff::new(&app.address));
    app.officer().await;
    stranger.try_sign_in("my password by mistake", "x").await;
    for _ in 0..5 {
        stranger.try_sign_in("Jo Officer", "a wrong password").await;
    }
    sam.post("/kiosks/code", &[]).await;
    let ask = kiosk.ask("by the window", 300).await;
    sam.post(&format!("/asks/{ask}/take"), &[]).await;
    sam.post("/kiosks/revoke", &[("kiosk", &kiosk.enrolled.kiosk.to_string())]).await;
    sam.post("/sign-out", &[]).await;
    let rows = app.sql("SELECT who || ': ' || act FROM audit ORDER BY seq").await;
    let noted: Vec<String> = rows.iter().map(|row| sqlx::Row::get(row, 0)).collect();
    assert_eq!(
        noted,
        [
            "server: begun",
            "command line: person-added",
            "sam manager: signed-in",
            "command line: enrol-code-made",
            "server: kiosk-enrolled",
            "command line: person-added",
            "jo officer: signed-in",
            "jo officer: sign-in-failed",
            "jo officer: sign-in-failed",
            "jo officer: sign-in-failed",
            "jo officer: sign-in-failed",
            "jo officer: sign-in-paused",
            "sam manager: enrol-code-made",
            "sam manager: ask-taken",
            "sam manager: kiosk-revoked",
            "sam manager: signed-out",
        ]
    );
    let about = app.sql("SELECT about FROM audit").await;
    for row in about {
        let about: String = sqlx::Row::get(&row, 0);
        assert!(!about.to_lowercase().contains("jo officer"), "{about}");
    }
}

async fn a_changed_deleted_inserted_or_cut_off_row_is_noticed(app: TestApp) {
    let sam = app.manager().await;
    for _ in 0..3 {
        app.app.enrol_code(moorland()).await.expect("a code");
    }
    app.sql("CREATE TABLE kept AS SELECT * FROM audit").await;
    app.sql("CREATE TABLE kept_ends AS SELECT * FROM audit_ends").await;
    let shell = Shell::new(&app);
    let said = shell.ok(&["audit", "verify"]);
    let known = said.trim().rsplit(' ').next().expect("a row and its mark").to_owned();
    assert!(said.starts_with("MDI: whole, 6 rows, the last is 6:"), "{said}");
    for (how, changes, found) in [
        ("who", &["UPDATE audit SET who = 'nobody' WHERE seq = 2"][..], "row 2 is not"),
        ("when", &["UPDATE audit SET at = at + 1 WHERE seq = 3"], "row 3 is not"),
        ("what", &["UPDATE audit SET act = 'signed-out' WHERE seq = 3"], "row 3 is not"),
        ("about", &["UPDATE audit SET about = '' WHERE seq = 2"], "row 2 is not"),
        ("deleted", &["DELETE FROM audit WHERE seq = 3"], "rows before row 4 are missing"),
        ("the first", &["DELETE FROM audit WHERE seq = 1"], "rows before row 2 are missing"),
        ("cut off", &["DELETE FROM audit WHERE seq = 6"], "rows after row 5 are missing"),
        ("all", &["DELETE FROM audit"], "rows after row 0 are missing"),
        (
            "cut off, and the end moved back",
            &[
                "DELETE FROM audit WHERE seq = 6",
                "UPDATE audit_ends SET seq = 5, mark = (SELECT mark FROM audit WHERE seq = 5)",
            ],
            "its end is missing or was changed",
        ),
        (
            "one more at the end",
            &["INSERT INTO audit (site, seq, at, who, act, about, mark) \
               SELECT site, 7, at, who, act, about, mark FROM audit WHERE seq = 6"],
            "rows stand after its end",
        ),
        (
            "one more, and the end moved on",
            &[
                "INSERT INTO audit (site, seq, at, who, act, about, mark) \
                 SELECT site, 7, at, who, act, about, mark FROM audit WHERE seq = 6",
                "UPDATE audit_ends SET seq = 7",
            ],
            "row 7 is not",
        ),
        (
            "one in between",
            &[
                "UPDATE audit SET seq = seq + 100 WHERE seq >= 4",
                "UPDATE audit SET seq = seq - 99 WHERE seq > 100",
                "INSERT INTO audit (site, seq, at, who, act, about, mark) \
                 SELECT site, 4, at, who, act, about, mark FROM audit WHERE seq = 3",
                "UPDATE audit_ends SET seq = 7",
            ],
            "row 4 is not",
        ),
    ] {
        for change in changes {
            app.sql(*change).await;
        }
        let output = shell.run(&["audit", "verify", "--site", "MDI"], "");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{how}: {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with("MDI: BROKEN: ") && said.contains(found), "{how}: {said}");
        app.sql("DELETE FROM audit").await;
        app.sql("INSERT INTO audit SELECT * FROM kept").await;
        app.sql("DELETE FROM audit_ends").await;
        app.sql("INSERT INTO audit_ends SELECT * FROM kept_ends").await;
    }
    let page = |answer: reqwest::Response| async { answer.text().await.expect("a page") };
    let whole = page(sam.post("/audit/verify", &[]).await).await;
    assert!(whole.contains("The record is whole: 6 rows"), "{whole}");
    app.app.enrol_code(moorland()).await.expect("a code");
    let with_known = ["audit", "verify", "--site", "MDI", "--known", &known];
    assert!(shell.ok(&with_known).contains("whole, 7 rows"));
    let other =
        shell.run(&["audit", "verify", "--site", "MDI", "--known", "5:0011223344556677"], "");
    assert_eq!(other.status.code(), Some(1), "another record than the one that was known");
    // The end taken away: what comes after is still written, and shows that it was.
    app.sql("DELETE FROM audit_ends").await;
    app.app.enrol_code(moorland()).await.expect("a code");
    let broken = page(sam.post("/audit/verify", &[]).await).await;
    assert!(broken.contains("The record was changed: row 8"), "{broken}");
}

async fn the_record_is_read_by_day_person_and_act(app: TestApp) {
    let sam = app.manager().await;
    for _ in 0..60 {
        app.app.enrol_code(moorland()).await.expect("a code");
    }
    app.minutes_pass(24 * 60);
    sam.sign_in("Sam Manager", PASSWORD).await;
    let rows = |page: &str| page.matches("<td class=\"number\">").count();
    let first = sam.page("/audit").await;
    assert_eq!(rows(&first), 50);
    let older = first.split("href=\"/audit?").nth(1).and_then(|t| t.split('"').next());
    let older = older.expect("an older page").replace("&#38;", "&").replace("&amp;", "&");
    let second = sam.page(&format!("/audit?{older}")).await;
    // The night may note what it deleted while the pages are read: as many as there were by then.
    let newest = first.split("<td class=\"number\">").nth(1).and_then(|t| t.split('<').next());
    assert_eq!(newest, Some((rows(&first) + rows(&second)).to_string().as_str()));
    assert!(second.contains("The record begins") && !second.contains(">Older<"));
    let today = sam.page("/audit?day=2026-06-02&person=&act=signed-in").await;
    assert_eq!(rows(&today), 1, "{}", plain(&today));
    let acts = sam.page("/audit?act=signed-in").await;
    assert_eq!(rows(&acts), 2);
    assert_eq!(rows(&sam.page("/audit?person=command-line&act=person-added").await), 1);
    assert_eq!(rows(&sam.page("/audit?person=nobody").await), 0);
    let one = first.split("name=\"person\"").nth(1).expect("a list");
    let id = one.split("value=\"").find(|c| c.contains("Sam Manager")).expect("Sam");
    let id = id.split('"').next().expect("an id");
    assert_eq!(rows(&sam.page(&format!("/audit?person={id}")).await), 2);
    for hostile in ["/audit?day=%22%3E%3Cscript%3E", "/audit?before=x", "/audit?before=-1"] {
        let answer = sam.get(hostile).await;
        assert!(!answer.status().is_server_error(), "{hostile}");
        assert!(!answer.text().await.expect("a page").contains("<script>"), "{hostile}");
    }
    app.app.add_user(moorland(), "Al", Role::VisitsStaff, PASSWORD).await.expect("a person");
    let al = TestStaff::new(&app.address);
    al.sign_in("Al", PASSWORD).await;
    assert_eq!(al.get("/audit").await.status(), StatusCode::FORBIDDEN);
}
