//! What is printed says what the board says; who is in the building is counted in every state; and
//! only outcomes that somebody noted leave as a file.

use reqwest::StatusCode;
use serde_json::Value;
use visits_domain::arrival::Party;
use visits_server::Role;

use crate::support::app::TestApp;
use crate::support::kiosk::TestKiosk;
use crate::support::lists::{file, pass, patel, person, shaw, with};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    the_print_list_says_what_the_board_says,
    the_print_list_is_by_surname_and_never_says_whom_somebody_visits,
    the_desk_pack_has_all_that_a_day_without_the_network_needs,
    the_pack_with_prisoners_is_for_those_who_may_and_is_noted,
    a_roll_call_counts_every_state_once,
    a_roll_call_holds_joined_merged_and_unlisted_parties,
    a_roll_call_counts_whom_a_kiosk_saw_and_nobody_matched,
    a_confirmation_names_who_attended_in_both_languages,
    nobody_gets_a_confirmation_before_they_are_in_the_hall,
    an_outcome_is_proposed_and_never_filled_in_by_itself,
    one_button_notes_what_the_board_knows_and_leaves_changed_rows_alone,
    who_was_there_is_asked_where_nobody_can_know,
    the_file_holds_decided_visits_only_and_survives_hostile_names,
    sheets_speak_welsh,
];

const BORN: &str = "1980-01-01";

/// A visit of one adult, by that surname.
fn of(reference: &str, last: &str) -> Value {
    pass(reference, &[person(1, "Alex", last, BORN)])
}

async fn came(kiosk: &TestKiosk, reference: &str) -> String {
    kiosk.check_in(kiosk.visit(reference, BORN).await).await
}

/// Brings a party as far as a step.
async fn goes(officer: &TestStaff, number: &str, step: &str, table: &str) {
    let way = ["/today/id-seen", "/today/call", "/today/search-done", "/today/hall", "/today/left"];
    for path in way {
        let more: &[(&str, &str)] = if path == "/today/hall" { &[("table", table)] } else { &[] };
        officer.act(number, path, more).await;
        if path.ends_with(step) {
            return;
        }
    }
}

/// The rows of a sheet, without tags: number, names, reference, state.
fn lines(page: &str) -> Vec<String> {
    let rows = page.split("<tr data-visit=").skip(1);
    rows.map(|row| plain(row.split("</tr>").next().unwrap_or_default())).collect()
}

fn text_of(page: &str, id: &str) -> String {
    let inner = page.split(&format!("id=\"{id}\">")).nth(1).unwrap_or_else(|| panic!("no {id}"));
    inner.split('<').next().unwrap_or_default().to_owned()
}

async fn heads(officer: &TestStaff) -> (String, String) {
    let page = officer.page("/today/roll-call").await;
    (text_of(&page, "roll-adults"), text_of(&page, "roll-children"))
}

async fn the_print_list_says_what_the_board_says(app: TestApp) {
    app.import(file(&[shaw(), patel(), of("ne-ro-ti-ba", "Okafor"), of("qu-ed-lo-sa", "Jones")]))
        .await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let number = kiosk.check_in(kiosk.visit("ab-cd-ef-gh", "1986-07-28").await).await;
    goes(&officer, &number, "hall", "7").await;
    let other = came(&kiosk, "ne-ro-ti-ba").await;
    officer.act(&other, "/today/id-seen", &[]).await;
    let printed = lines(&officer.page("/today/print?session=13:45").await);
    assert_eq!(printed.len(), 4);
    let board = officer.page("/today?session=13:45").await;
    for row in board.split("<tr id=\"v-").skip(1) {
        let row = row.split("</tr>").next().expect("a row");
        let visit = row.split('"').next().expect("a visit");
        let sheet = officer.page("/today/print?session=13:45").await;
        let line = sheet.split(&format!("<tr data-visit=\"{visit}\"")).nth(1).expect("it is there");
        let line = plain(line.split("</tr>").next().expect("a line"));
        // What the board shows in its chip, and every number and name, stands on the paper.
        let chip = row.split("class=\"chip ").nth(1).expect("a chip");
        let chip = chip.split('>').nth(1).and_then(|t| t.split('<').next()).expect("a state");
        assert!(line.contains(chip), "{line} has {chip}");
        let numbers = row.split("data-numbers=\"").nth(1).and_then(|t| t.split('"').next());
        assert!(line.starts_with(numbers.expect("numbers")), "{line}");
        for name in ["SHAW Jeanette", "SHAW Doreen", "PATEL Meena", "OKAFOR Alex", "JONES Alex"] {
            assert_eq!(plain(row).contains(name), line.contains(name), "{line}: {name}");
        }
    }
    let shaws = "A1 ID seen: SHAW Jeanette ID seen: SHAW Doreen 1 ab-cd";
    assert!(printed[3].starts_with(shaws), "{}", printed[3]);
    assert!(printed[3].contains("In the hall · table 7 First visit · Quiet space 7"));
}

async fn the_print_list_is_by_surname_and_never_says_whom_somebody_visits(app: TestApp) {
    let morning = with(with(of("zu-zu-zu-zu", "Zulu"), "startTime", "09:30"), "endTime", "10:30");
    app.import(file(&[
        of("aa-aa-aa-aa", "Wood"),
        of("bb-bb-bb-bb", "Ábel"),
        of("cc-cc-cc-cc", "Òrd"),
        morning,
    ]))
    .await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    came(&kiosk, "aa-aa-aa-aa").await;
    let printed = lines(&officer.page("/today/print?session=13:45").await);
    let order: Vec<bool> =
        ["ÁBEL", "ÒRD", "WOOD"].iter().zip(&printed).map(|(n, line)| line.contains(n)).collect();
    assert_eq!((order, printed.len()), (vec![true; 3], 3), "{printed:?}");
    let day = officer.page("/today/print?session=all").await;
    assert!(lines(&day)[0].contains("ZULU"), "the morning comes first");
    assert!(day.contains("9.30 am to 10.30 am") && day.contains("1.45 pm to 3.45 pm"));
    assert!(day.contains("Printed on 1 June 2026 at 1.00 pm"));
    for hidden in ["A1234BC", "SMITH", "JOHN", "1980"] {
        assert!(!day.contains(hidden), "{hidden}");
    }
}

async fn the_desk_pack_has_all_that_a_day_without_the_network_needs(app: TestApp) {
    let morning = with(with(patel(), "startTime", "09:30"), "endTime", "10:30");
    app.import(file(&[shaw(), morning])).await;
    let officer = app.officer().await;
    officer.post("/today/running-late", &[("minutes", "20")]).await;
    let pack = officer.page("/today/desk-pack").await;
    let text = plain(&pack);
    for part in
        ["SHAW Jeanette", "PATEL Meena", "Running late: 20 minutes late", "Duty manager", "Z501"]
    {
        assert!(text.contains(part), "{part}");
    }
    let steps = pack.split("id=\"pack-steps\">").nth(1).and_then(|t| t.split("</ol>").next());
    assert_eq!(steps.expect("what to do").matches("<li>").count(), 6);
    let sheet = pack.split("id=\"arrival-sheet\"").nth(1).expect("an arrival sheet");
    let sheet = sheet.split("</section>").next().expect("its end");
    assert_eq!(sheet.matches("<b>Z5").count(), 40);
    assert!(sheet.contains("Z540") && pack.contains("id=\"roll-call-sheet\""));
    assert!(!text.contains("SMITH") && !text.contains("A1234BC"));
}

async fn the_pack_with_prisoners_is_for_those_who_may_and_is_noted(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let officer = app.officer().await;
    let volunteer = TestStaff::new(&app.address);
    let password = crate::support::app::PASSWORD;
    let site = crate::support::app::moorland();
    app.app.add_user(site, "Vi", Role::Volunteer, password).await.expect("a person");
    volunteer.try_sign_in("Vi", password).await;
    for path in ["/today/desk-pack", "/today/confirmation"] {
        assert_eq!(volunteer.post(path, &[]).await.status(), StatusCode::FORBIDDEN, "{path}");
    }
    let noted = "SELECT COUNT(*) FROM audit WHERE act = 'prisoners-printed'";
    assert_eq!(app.number(noted).await, 0);
    let pack = officer.post("/today/desk-pack", &[]).await.text().await.expect("a pack");
    assert!(pack.contains("JOHN SMITH A1234BC") && pack.contains("names people in prison"));
    assert_eq!(app.number(noted).await, 1);
}

async fn a_roll_call_counts_every_state_once(app: TestApp) {
    let surnames = [
        ("aa-aa-aa-aa", "Arrived"),
        ("bb-bb-bb-bb", "Desk"),
        ("cc-cc-cc-cc", "Idseen"),
        ("dd-dd-dd-dd", "Called"),
        ("ee-ee-ee-ee", "Searched"),
        ("ff-ff-ff-ff", "Hall"),
        ("gg-gg-gg-gg", "Left"),
        ("hh-hh-hh-hh", "Refused"),
        ("jj-jj-jj-jj", "Undone"),
        ("kk-kk-kk-kk", "Expected"),
        ("ll-ll-ll-ll", "Absent"),
    ];
    let list: Vec<Value> = surnames.iter().map(|(reference, last)| of(reference, last)).collect();
    app.import(file(&list)).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    for (reference, _) in &surnames[..9] {
        came(&kiosk, reference).await;
    }
    // Each kiosk said two adults and a child.
    assert_eq!(heads(&officer).await, ("18".to_owned(), "9".to_owned()));
    officer.act("DESK Alex", "/today/to-the-desk", &[]).await;
    for (name, step, table) in [
        ("IDSEEN Alex", "id-seen", ""),
        ("CALLED Alex", "call", ""),
        ("SEARCHED Alex", "search-done", ""),
        ("HALL Alex", "hall", "12"),
        ("LEFT Alex", "left", "2"),
    ] {
        goes(&officer, name, step, table).await;
    }
    let refused = [("outcome", "VISITOR_FAILED_SECURITY_CHECKS")];
    officer.act("REFUSED Alex", "/today/outcome", &refused).await;
    officer.act("UNDONE Alex", "/today/undo-arrival", &[("number", "A9")]).await;
    officer.act("ABSENT Alex", "/today/outcome", &[("outcome", "VISITOR_DID_NOT_ARRIVE")]).await;
    let page = officer.page("/today/roll-call").await;
    assert_eq!(heads(&officer).await, ("12".to_owned(), "6".to_owned()));
    let groups: Vec<String> = page.split("class=\"roll-group\"").skip(1).map(plain).collect();
    for (group, begins, names) in [
        (0, "Waiting Adults: 8, children: 4", vec!["ARRIVED", "DESK", "IDSEEN", "CALLED"]),
        (1, "Through search Adults: 2, children: 1", vec!["SEARCHED"]),
        (2, "In the hall Adults: 2, children: 1", vec!["HALL Alex"]),
    ] {
        assert!(groups[group].contains(begins), "{}", groups[group]);
        assert!(names.iter().all(|name| groups[group].contains(name)), "{}", groups[group]);
    }
    assert!(groups[2].contains("A6 · Table 12"), "{}", groups[2]);
    assert!(groups[3].contains("Did not get in") && groups[3].contains("REFUSED Alex"));
    for away in ["LEFT Alex", "UNDONE Alex", "EXPECTED Alex", "ABSENT Alex"] {
        assert!(!page.contains(away), "{away}");
    }
}

async fn a_roll_call_holds_joined_merged_and_unlisted_parties(app: TestApp) {
    app.import(file(&[shaw(), of("ne-ro-ti-ba", "Okafor")])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let shaws = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    let okafors = kiosk.visit("ne-ro-ti-ba", BORN).await;
    // One adult comes first, the other with the child joins.
    let mut first = kiosk.arrival(shaws);
    first.party = Party { adults: 1, children: 0 };
    let number = first.number.to_string();
    let record = kiosk.record(&visits_domain::wire::Happening::Arrived(first));
    kiosk.send(vec![record]).await.expect("it is taken");
    assert_eq!(heads(&officer).await, ("1".to_owned(), "0".to_owned()));
    kiosk.join(&number, shaws, Party { adults: 1, children: 1 }).await;
    assert_eq!(heads(&officer).await, ("2".to_owned(), "1".to_owned()));
    // The same family at another kiosk is not counted twice, whichever number it holds.
    let again = app.kiosk().await;
    let second = again.check_in(shaws).await;
    assert_eq!(heads(&officer).await, ("2".to_owned(), "1".to_owned()));
    officer.act(&number, "/today/merge", &[("number", &second)]).await;
    assert_eq!(heads(&officer).await, ("2".to_owned(), "1".to_owned()));
    let page = officer.page("/today/roll-call").await;
    assert!(page.contains("data-numbers=\"A1 B1\""), "the merged number is still on a slip");
    // Two adults and a child said at the kiosk, one adult on the list.
    kiosk.check_in(okafors).await;
    let visit = uuid::Uuid::from_u128(7).to_string();
    let walk_in = [
        ("visit", visit.as_str()),
        ("day", "2026-06-01"),
        ("start", "13:45"),
        ("last1", "Evans"),
        ("first1", "Siân"),
        ("children", "2"),
    ];
    officer.post("/today/walk-in", &walk_in).await;
    assert_eq!(heads(&officer).await, ("5".to_owned(), "4".to_owned()));
    let text = plain(&officer.page("/today/roll-call").await);
    assert!(text.contains("EVANS Siân (ID not seen) Child 1 Child 2"), "{text}");
    assert!(text.contains("OKAFOR Alex (ID not seen) Adult, name not on the list Child 1"));
}

async fn a_roll_call_counts_whom_a_kiosk_saw_and_nobody_matched(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let unknown = visits_domain::visit::VisitHandle(uuid::Uuid::from_u128(99));
    let number = kiosk.check_in(unknown).await;
    assert_eq!(heads(&officer).await, ("2".to_owned(), "1".to_owned()));
    let page = officer.page("/today/roll-call").await;
    let group = page.split("id=\"roll-unmatched\"").nth(1).expect("they are there");
    assert!(plain(group).contains(&format!("{number} · Adults: 2, children: 1")));
    app.minutes_pass(24 * 60);
    officer.sign_in("Jo Officer", crate::support::app::PASSWORD).await;
    assert_eq!(heads(&officer).await, ("0".to_owned(), "0".to_owned()), "yesterday's went home");
}

async fn a_confirmation_names_who_attended_in_both_languages(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    let mut arrival = kiosk.arrival(visit);
    arrival.party = Party { adults: 1, children: 0 };
    let record = kiosk.record(&visits_domain::wire::Happening::Arrived(arrival));
    kiosk.send(vec![record]).await.expect("it is taken");
    let page = officer.page("/today").await;
    let one = page.split("id=\"tick-").nth(1).expect("a box").split('"').next().expect("an id");
    officer.act("A1", "/today/id-seen", &[("tick", &format!("{one}:1"))]).await;
    for path in ["/today/call", "/today/search-done", "/today/hall"] {
        officer.act("A1", path, &[]).await;
    }
    let address = format!("/today/confirmation?visit={visit}");
    assert!(officer.page("/today").await.contains(&address), "Today leads there");
    let page = officer.page(&address).await;
    let slip = page.split("<article").nth(1).expect("a slip").split("</article>").next();
    let slip = plain(slip.expect("its end"));
    for part in [
        "Visit confirmation",
        "Cadarnhad o ymweliad",
        "Moorland",
        "ab-cd-ef-gh",
        "1 June 2026 / 1 Mehefin 2026",
        "1.45 pm / 1.45 yp",
        "Jeanette Shaw",
        "Stamp",
    ] {
        assert!(slip.contains(part), "{slip} has {part}");
    }
    for absent in ["Doreen", "Kit", "SMITH", "A1234BC", "1986"] {
        assert!(!slip.contains(absent), "{absent} was not there");
    }
    // Nobody knows of the child.
    assert!(page.contains("nobody has said whether they were there: 1"), "{page}");
    let named = officer.post("/today/confirmation", &[("visit", &visit.to_string())]).await;
    assert!(named.text().await.expect("a slip").contains("JOHN SMITH"));
    let noted = "SELECT COUNT(*) FROM audit WHERE act = 'prisoner-seen'";
    assert_eq!(app.number(noted).await, 1);
}

async fn nobody_gets_a_confirmation_before_they_are_in_the_hall(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    let address = format!("/today/confirmation?visit={visit}");
    let none = |page: String| page.contains("id=\"nobody-attended\"") && !page.contains("<article");
    assert!(none(officer.page(&address).await));
    let number = kiosk.check_in(visit).await;
    goes(&officer, &number, "search-done", "").await;
    assert!(none(officer.page(&address).await));
    officer.act(&number, "/today/hall", &[]).await;
    assert!(!none(officer.page(&address).await));
    officer.act(&number, "/today/left", &[]).await;
    assert!(!none(officer.page(&address).await));
    for nobody in ["/today/confirmation", "/today/confirmation?visit=x"] {
        assert_eq!(officer.get(nobody).await.status(), StatusCode::NOT_FOUND);
    }
    let other = uuid::Uuid::from_u128(5);
    let other = officer.get(&format!("/today/confirmation?visit={other}")).await;
    assert_eq!(other.status(), StatusCode::NOT_FOUND);
}

/// The file's rows, as they are written.
async fn exported(officer: &TestStaff) -> (String, Vec<Vec<String>>) {
    let answer = officer.post("/today/outcomes/csv", &[("session", "13:45")]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
    let name = answer.headers()["content-disposition"].to_str().expect("a text").to_owned();
    let bytes = answer.bytes().await.expect("a file");
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("Excel reads it as UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
    let rows = reader.records().map(|row| row.expect("a row"));
    (name, rows.map(|row| row.iter().map(str::to_owned).collect()).collect())
}

async fn an_outcome_is_proposed_and_never_filled_in_by_itself(app: TestApp) {
    app.import(file(&[shaw(), patel(), of("ne-ro-ti-ba", "Okafor")])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let number = kiosk.check_in(kiosk.visit("ab-cd-ef-gh", "1986-07-28").await).await;
    goes(&officer, &number, "left", "3").await;
    came(&kiosk, "ne-ro-ti-ba").await;
    app.minutes_pass(180);
    let page = officer.page("/today/outcomes?session=13:45").await;
    assert!(page.contains("Decide these: 3") && page.contains("Nothing is decided yet"));
    assert!(
        page.contains("Note VISITOR_DID_NOT_ARRIVE") && page.contains("Note COMPLETED_NORMALLY")
    );
    let okafor = page.split("OKAFOR Alex").nth(1).expect("a row").split("</li>").next();
    assert!(!okafor.expect("its end").contains("class=\"act\""), "nothing is known of them");
    let (name, rows) = exported(&officer).await;
    assert_eq!(name, "attachment; filename=\"outcomes-MDI-2026-06-01-1345.csv\"");
    assert_eq!(rows.len(), 2, "the heading and what is missing: {rows:?}");
    assert_eq!(rows[1][0], "Visits not decided and not in this file: 3");
    officer.act("PATEL Meena", "/today/outcome", &[("outcome", "VISITOR_DID_NOT_ARRIVE")]).await;
    officer.act(&number, "/today/outcome", &[("outcome", "PRISONER_COMPLETED_EARLY")]).await;
    let (_, rows) = exported(&officer).await;
    let of = |n: usize| rows[n].iter().map(String::as_str).collect::<Vec<_>>();
    let at = "2026-06-01 16:00";
    assert_eq!(of(0)[..4], ["reference", "date", "start", "outcome"]);
    let patel = ["wo-ra-el-mi", "2026-06-01", "13:45", "VISITOR_DID_NOT_ARRIVE", "Meena", "Patel"];
    assert_eq!(of(1), [&patel[..], &["ABSENT", "yes", at]].concat());
    for (line, first) in [(2, "Jeanette"), (3, "Doreen"), (4, "Kit")] {
        let shaw = ["ab-cd-ef-gh", "2026-06-01", "13:45", "PRISONER_COMPLETED_EARLY", first];
        assert_eq!(of(line), [&shaw[..], &["Shaw", "ATTENDED", "yes", at]].concat());
    }
    assert_eq!(rows[5][0], "Visits not decided and not in this file: 1");
    let noted = "SELECT COUNT(*) FROM audit WHERE act = 'outcomes-exported' \
                 AND about = '2026-06-01 13:45'";
    assert_eq!(app.number(noted).await, 2);
}

async fn one_button_notes_what_the_board_knows_and_leaves_changed_rows_alone(app: TestApp) {
    app.import(file(&[patel(), of("ne-ro-ti-ba", "Okafor"), of("qu-ed-lo-sa", "Jones")])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    app.minutes_pass(180);
    let page = officer.page("/today/outcomes?session=13:45").await;
    assert!(page.contains("Note VISITOR_DID_NOT_ARRIVE for all 3"));
    let rows: Vec<(&str, &str)> = page
        .split("name=\"row\" value=\"")
        .skip(1)
        .map(|rest| ("row", rest.split('"').next().expect("a row")))
        .collect();
    assert_eq!(rows.len(), 3);
    // One of them comes while the page is open.
    came(&kiosk, "qu-ed-lo-sa").await;
    let mut form = vec![("outcome", "VISITOR_DID_NOT_ARRIVE"), ("day", "2026-06-01")];
    form.push(("back", "/today/outcomes?session=13:45"));
    form.extend(rows);
    let answer = officer
        .client
        .post(format!("{}/today/outcomes/proposed", app.address))
        .header("origin", &app.address)
        .form(&form)
        .send()
        .await
        .expect("an answer");
    let page = answer.text().await.expect("a page");
    assert!(page.contains("They have arrived"), "it says that one was left out");
    assert!(page.contains("Decided: 2") && page.contains("Decide these: 1"));
    let (_, rows) = exported(&officer).await;
    assert_eq!(rows.iter().filter(|row| row[3] == "VISITOR_DID_NOT_ARRIVE").count(), 2);
    assert!(!rows.iter().any(|row| row[5] == "Jones"));
}

async fn who_was_there_is_asked_where_nobody_can_know(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let mut arrival = kiosk.arrival(kiosk.visit("ab-cd-ef-gh", "1986-07-28").await);
    arrival.party = Party { adults: 2, children: 0 };
    let record = kiosk.record(&visits_domain::wire::Happening::Arrived(arrival));
    kiosk.send(vec![record]).await.expect("it is taken");
    goes(&officer, "A1", "left", "3").await;
    officer.act("A1", "/today/outcome", &[("outcome", "COMPLETED_NORMALLY")]).await;
    let page = officer.page("/today/outcomes?session=13:45").await;
    assert!(page.contains("Decide these: 1") && page.contains("Say who was there"), "{page}");
    assert!(plain(&page).contains("SHAW Kit Attended Absent"));
    assert_eq!(exported(&officer).await.1.len(), 2, "nothing but the heading and the count");
    let child = page.split(":ABSENT\"").next().and_then(|t| t.rsplit('"').next());
    let absent = format!("{}:ABSENT", child.expect("the child"));
    officer.act("A1", "/today/attendance", &[("attendance", &absent)]).await;
    let (_, rows) = exported(&officer).await;
    let kit = rows.iter().find(|row| row[4] == "Kit").expect("the child");
    assert_eq!(kit[6], "ABSENT");
    assert_eq!(rows.len(), 4, "nothing is undecided");
}

async fn the_file_holds_decided_visits_only_and_survives_hostile_names(app: TestApp) {
    let hostile = [
        "=cmd|' /C calc'!A0",
        "+44",
        "-Smith",
        "@SUM(A1:A9)",
        "O\"Neill, Jr",
        "Ŵyn ; Łukasz",
        "<script>alert(1)</script>",
        "'=1+1",
    ];
    let visitors: Vec<Value> =
        (1..).zip(hostile).map(|(n, last)| person(n, "Kim", last, BORN)).collect();
    app.import(file(&[pass("ab-cd-ef-gh", &visitors), patel()])).await;
    let officer = app.officer().await;
    app.minutes_pass(180);
    officer.act("ab-cd-ef-gh", "/today/outcome", &[("outcome", "VISITOR_DID_NOT_ARRIVE")]).await;
    let (name, rows) = exported(&officer).await;
    assert!(!name.contains("Kim") && !name.contains("ab-cd"));
    let names: Vec<&str> = rows[1..rows.len() - 1].iter().map(|row| row[5].as_str()).collect();
    assert_eq!(names.len(), hostile.len());
    for (written, was) in names.iter().zip(hostile) {
        assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']), "{written}");
        let guarded = written.strip_prefix('\'').unwrap_or(written);
        assert_eq!(if *written == was { *written } else { guarded }, was);
    }
    let page = officer.page("/today/outcomes?session=13:45").await;
    assert!(!page.contains("<script>alert"));
}

async fn sheets_speak_welsh(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let officer = app.officer().await;
    officer.post("/language", &[("to", "cy"), ("back", "/today")]).await;
    for (path, text) in [
        ("/today", "Galw’r enwau"),
        ("/today/print", "Ymwelwyr (ticiwch pan welir ID)"),
        ("/today/desk-pack", "Beth i’w wneud"),
        ("/today/roll-call", "Yn yr adeilad nawr"),
        ("/today/outcomes", "Penderfynwch ar y rhain: 1"),
    ] {
        let page = officer.page(path).await;
        assert!(page.contains(text) && page.contains("<html lang=\"cy\">"), "{path}");
    }
}
