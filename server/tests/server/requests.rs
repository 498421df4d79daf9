//! Families who ask to be contacted: the queue, whom to contact, withdrawal, referrals in and out,
//! another prison.

use reqwest::StatusCode;
use serde_json::json;
use visits_domain::help::{HelpNeed, Nation, Receipt};
use visits_domain::wire::{ContactAsked, HelpAct, Sought, SoughtCount};
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, holds};
use crate::support::kiosk::{TestKiosk, today};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    a_family_asks_and_somebody_has_it_until_it_is_answered,
    whom_to_contact_is_sealed_and_each_look_is_noted,
    of_two_who_change_a_request_the_second_is_told,
    a_family_withdraws_by_its_receipt_and_nothing_is_left,
    what_is_on_hold_stays_until_the_hold_ends,
    a_referral_goes_out_to_whom_the_family_named_and_to_nobody_else,
    referrals_come_in_by_form_and_table_once_and_with_consent_alone,
    a_partners_machine_refers_with_its_key,
    a_request_goes_to_another_prison_and_staffs_notes_stay,
    requests_go_when_their_time_is_over,
    who_asks_what_is_held_is_told_of_requests_too,
    the_report_names_exactly_what_was_asked_for_in_vain,
];

const NAME: &str = "Zsófia Quillfeather";

async fn asks(app: &TestApp, organization: &str) -> ContactAsked {
    let kiosk = app.kiosk().await;
    let contact = TestKiosk::contact(NAME, organization);
    let asked = kiosk.contact_asked(&contact, Some(HelpNeed::Money));
    kiosk.help(HelpAct::ContactAsked(asked.clone())).await;
    // The same again is nothing.
    kiosk.help(HelpAct::ContactAsked(asked.clone())).await;
    asked
}

fn written(asked: &ContactAsked) -> String {
    Receipt::parse(&asked.receipt).expect("a receipt").written()
}

async fn worker(app: &TestApp) -> TestStaff {
    app.person("Fay Worker", Role::FamilyWorker).await
}

fn version(page: &str) -> String {
    let rest = page.split("name=\"version\" value=\"").nth(1).expect("a version");
    rest.split('"').next().expect("its end").to_owned()
}

/// Sends a form of the request's page, as it is now.
async fn act(staff: &TestStaff, asked: &ContactAsked, path: &str, form: &[(&str, &str)]) -> String {
    let at = format!("/requests/{}", asked.request);
    let version = version(&staff.page(&at).await);
    let form = [&[("version", version.as_str())], form].concat();
    let answer = staff.post(&format!("{at}/{path}"), &form).await;
    plain(&answer.text().await.expect("a page"))
}

async fn noted(app: &TestApp, act: &str) -> i64 {
    app.number(&format!("SELECT COUNT(*) FROM audit WHERE act = '{act}'")).await
}

async fn a_family_asks_and_somebody_has_it_until_it_is_answered(app: TestApp) {
    let asked = asks(&app, "").await;
    let (fay, officer) = (worker(&app).await, app.officer().await);
    app.minutes_pass(3 * 60);
    assert_eq!(app.number("SELECT COUNT(*) FROM requests").await, 1);
    let row = format!(
        "{} the family, at a kiosk, to the visits team {} 3 h nobody yet New",
        written(&asked),
        HelpNeed::Money.title().en
    );
    for staff in [&fay, &officer] {
        let page = plain(&staff.page("/requests").await);
        assert!(page.contains(&row), "{page}");
    }
    // Of a service that the directory does not have any more.
    app.sql("UPDATE requests SET service = 'ac7' WHERE site = 'MDI' RETURNING version").await;
    let page = plain(&fay.page(&format!("/requests/{}", asked.request)).await);
    assert!(page.contains("Service a service that is no longer listed"), "{page}");
    assert!(act(&fay, &asked, "step", &[("step", "answered")]).await.contains("does not stand so"));
    act(&fay, &asked, "step", &[("step", "own")]).await;
    act(&fay, &asked, "step", &[("step", "contacted")]).await;
    act(&fay, &asked, "step", &[("step", "panel")]).await;
    let next = [("text", "Ring the school"), ("day", "2026-06-05")];
    act(&fay, &asked, "next", &next).await;
    act(&fay, &asked, "segment", &[("segment", "primary")]).await;
    let panel = plain(&fay.page("/requests/panel").await);
    assert!(panel.contains(&written(&asked)) && panel.contains("5/6/2026"), "{panel}");
    assert!(!panel.contains("Quillfeather") && !panel.contains("school"));
    let page = act(&fay, &asked, "step", &[("step", "answered")]).await;
    assert!(page.contains("Answered by Fay Worker, 1/6/2026, 4.00 pm"), "{page}");
    let page = act(&fay, &asked, "step", &[("step", "closed")]).await;
    assert!(page.contains("Closed"), "{page}");
    assert!(!plain(&fay.page("/requests/panel").await).contains(&written(&asked)));
    // By receipt, which is in no address.
    let form = [("receipt", written(&asked).to_lowercase())];
    let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
    let found = officer.post("/requests/find", &form).await;
    assert_eq!(found.url().path(), format!("/requests/{}", asked.request));
    let page = found.text().await.expect("a page");
    assert!(!page.contains("id=\"contact\""), "the desk does not open it");
    for (typed, said) in [("K7M", "letter or digit is not right"), ("222-222-222", "Nothing was")] {
        let answer = officer.post("/requests/find", &[("receipt", typed)]).await;
        assert!(plain(&answer.text().await.expect("a page")).contains(said), "{typed}");
    }
    let vi = app.person("Vi Volunteer", Role::Volunteer).await;
    assert_eq!(vi.get("/requests").await.status(), StatusCode::FORBIDDEN);
}

async fn whom_to_contact_is_sealed_and_each_look_is_noted(app: TestApp) {
    let asked = asks(&app, "Example Families").await;
    let (fay, officer) = (worker(&app).await, app.officer().await);
    act(&fay, &asked, "note", &[("text", "Her <sister> Branwen answers the phone.")]).await;
    let at = format!("/requests/{}/contact", asked.request);
    assert_eq!(officer.post(&at, &[]).await.status(), StatusCode::FORBIDDEN);
    let page = fay.post(&at, &[]).await.text().await.expect("a page");
    let text = plain(&page);
    for said in [NAME, "07700 900123", "Please ring before school ends.", "Example Families"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(page.contains("Her &#60;sister&#62; Branwen"), "escaped: {page}");
    assert_eq!(noted(&app, "contact-seen").await, 1);
    let all = app.everything().await;
    for word in ["Quillfeather", "07700 900123", "Branwen", "Example Families"] {
        assert!(!holds(&all, word), "{word} is in clear");
    }
    assert!(!fay.page("/requests").await.contains("Quillfeather"));
    assert!(!fay.page(&format!("/requests/{}", asked.request)).await.contains("Branwen"));
}

async fn of_two_who_change_a_request_the_second_is_told(app: TestApp) {
    let asked = asks(&app, "").await;
    let (fay, sam) = (worker(&app).await, app.manager().await);
    let at = format!("/requests/{}", asked.request);
    let seen = version(&sam.page(&at).await);
    act(&fay, &asked, "step", &[("step", "own")]).await;
    let late = [("version", seen.as_str()), ("step", "own")];
    let answer = sam.post(&format!("{at}/step"), &late).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = plain(&answer.text().await.expect("a page"));
    assert!(page.contains("Somebody changed it meanwhile") && page.contains("Fay Worker"));
    let page = act(&sam, &asked, "step", &[("step", "own")]).await;
    assert!(page.contains("Owner Sam Manager"), "seen anew it can be taken over: {page}");
}

async fn withdraw(staff: &TestStaff, asked: &ContactAsked) -> String {
    let answer = staff.post("/requests/withdraw", &[("receipt", &written(asked))]).await;
    plain(&answer.text().await.expect("a page"))
}

async fn a_family_withdraws_by_its_receipt_and_nothing_is_left(app: TestApp) {
    let asked = asks(&app, "Example Families").await;
    let (fay, officer) = (worker(&app).await, app.officer().await);
    act(&fay, &asked, "step", &[("step", "own")]).await;
    act(&fay, &asked, "note", &[("text", "A note")]).await;
    let sheet = format!("/requests/{}/sheet", asked.request);
    fay.post(&sheet, &[]).await;
    let page = withdraw(&officer, &asked).await;
    assert!(page.contains("Example Families had it: tell them to erase it too."), "{page}");
    let left = "SELECT COUNT(*) FROM requests WHERE sealed IS NOT NULL";
    assert_eq!(app.number(left).await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM request_notes").await, 0);
    let records = format!("SELECT COUNT(*) FROM records WHERE body LIKE '%{}%'", asked.request);
    assert_eq!(app.number(&records).await, 0, "nor as its kiosk sent it");
    let page = plain(&fay.post(&sheet, &[]).await.text().await.expect("a page"));
    assert!(page.contains("It is over: it goes to nobody."), "{page}");
    assert_eq!(noted(&app, "request-withdrawn").await, 1);
    // A talk that can wait is withdrawn the same way.
    let kiosk = app.kiosk().await;
    let contact = TestKiosk::contact(NAME, "");
    let talk = kiosk.talk_asked(&contact, visits_domain::help::About::Me);
    kiosk.help(HelpAct::TalkAsked(talk.clone())).await;
    officer.post("/requests/withdraw", &[("receipt", &talk.receipt)]).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM talks WHERE sealed IS NOT NULL").await, 0);
}

async fn what_is_on_hold_stays_until_the_hold_ends(app: TestApp) {
    let asked = asks(&app, "").await;
    let (fay, sam) = (worker(&app).await, app.manager().await);
    act(&sam, &asked, "hold", &[("why", "A complaint")]).await;
    let at = format!("/requests/{}", asked.request);
    let held = [("version", "2"), ("why", "No")];
    assert_eq!(fay.post(&format!("{at}/hold"), &held).await.status(), StatusCode::FORBIDDEN);
    assert!(withdraw(&fay, &asked).await.contains("A hold keeps it until the hold ends."));
    let left = "SELECT COUNT(*) FROM requests WHERE sealed IS NOT NULL";
    assert_eq!(app.number(left).await, 1);
    app.minutes_pass(400 * 24 * 60);
    sam.sign_in("Sam Manager", PASSWORD).await;
    sam.post("/privacy/delete-now", &[]).await;
    assert_eq!(app.number(left).await, 1, "nor does age take it");
    act(&sam, &asked, "free", &[]).await;
    assert_eq!(app.number(left).await, 0, "the family wanted it gone");
}

async fn a_referral_goes_out_to_whom_the_family_named_and_to_nobody_else(app: TestApp) {
    let named = asks(&app, "Example Families").await;
    let team = asks(&app, "").await;
    let fay = worker(&app).await;
    let at = |asked: &ContactAsked, what: &str| format!("/requests/{}/{what}", asked.request);
    for what in ["sheet", "csv"] {
        let answer = fay.post(&at(&team, what), &[]).await;
        let page = plain(&answer.text().await.expect("a page"));
        assert!(page.contains("They agreed to the visits team alone"), "{page}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM shared").await, 0);
    let sheet = plain(&fay.post(&at(&named, "sheet"), &[]).await.text().await.expect("a page"));
    let lead = "The family agreed that this goes to Example Families, and to nobody else.";
    assert!(sheet.contains(lead) && sheet.contains(NAME), "{sheet}");
    let table = fay.post(&at(&named, "csv"), &[]).await;
    let name = table.headers()["content-disposition"].to_str().expect("a name").to_owned();
    assert_eq!(name, "attachment; filename=\"referral.csv\"", "a file's name tells nothing");
    let table = table.text().await.expect("a table");
    assert!(table.contains(&format!("{},Example Families,{NAME}", named.receipt)), "{table}");
    let shared = app.sql("SELECT recipient, what, ground FROM shared ORDER BY at").await;
    assert_eq!(shared.len(), 2);
    let cell = |at: usize| sqlx::Row::get::<String, _>(&shared[0], at);
    assert_eq!([cell(0), cell(1), cell(2)], ["Example Families", "referral", "consent"]);
    let page = plain(&fay.page(&format!("/requests/{}", named.request)).await);
    assert!(page.contains("Handed on to Example Families, 1/6/2026, 1.00 pm"), "{page}");
}

async fn referrals_come_in_by_form_and_table_once_and_with_consent_alone(app: TestApp) {
    let fay = worker(&app).await;
    let form = [
        ("from", "Probation"),
        ("name", NAME),
        ("phone", "07700 900123"),
        ("need", "money"),
        ("words", "=HYPERLINK(1)"),
        ("consent", "1"),
    ];
    let said = async |form: &[(&str, &str)]| {
        plain(&fay.post("/requests/new", form).await.text().await.expect("a page"))
    };
    assert!(said(&form).await.contains("Taken in. The family’s receipt is"));
    assert!(said(&form).await.contains("It was here already."), "the same again is the same one");
    assert!(said(&form[..5]).await.contains("the family has not agreed"));
    assert!(said(&form[1..]).await.contains("Say who refers the family"));
    assert!(plain(&fay.page("/requests").await).contains("referred by Probation"));
    let table = "reference,name,phone,need,consent\n1,Ann Lee,07700 900001,travel,yes\n\
                 2,Bo Lee,,,no\n3,,,,yes\n4,Cy Lee,,gold,yes\n5,Di Lee,,,ydw\n";
    let send = async |table: &str| {
        let part = |name: &str, rest: &str| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n\r\n")
        };
        let body = format!(
            "{}Housing\r\n{}{table}\r\n--x--\r\n",
            part("from", ""),
            part("table", "; filename=\"a.csv\"")
        );
        let call = fay.client.post(format!("{}/requests/csv", app.address));
        let call = call.header("origin", &app.address);
        let call = call.header("content-type", "multipart/form-data; boundary=x").body(body);
        plain(&call.send().await.expect("an answer").text().await.expect("a page"))
    };
    let page = send(table).await;
    for said in [
        "2 taken in, 0 were here already, 3 set aside.",
        "Line 3: the family has not agreed",
        "Line 4: neither a name nor a phone number",
        "Line 5: a word of ring, need, stage or language is not one of ours",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(send(table).await.contains("0 taken in, 2 were here already, 3 set aside."));
    assert!(send("gold\n1\n").await.contains("it is no table"));
    assert_eq!(noted(&app, "referred-in").await, 3);
    assert!(!holds(&app.everything().await, "Ann Lee"), "sealed as a family's own");
}

async fn a_partners_machine_refers_with_its_key(app: TestApp) {
    let sam = app.manager().await;
    let page = sam.post("/requests/partners", &[("name", "Family Line")]).await;
    let page = page.text().await.expect("a page");
    let key = page.split("id=\"key\">").nth(1).and_then(|rest| rest.split('<').next());
    let key = key.expect("the key, once").to_owned();
    assert!(!sam.page("/requests/partners").await.contains(&key), "and never again");
    assert!(!holds(&app.everything().await, &key), "it is kept as a hash");
    let client = reqwest::Client::new();
    let send = async |key: &str, body: serde_json::Value| {
        let call = client.post(format!("{}/api/v1/referrals", app.address)).bearer_auth(key);
        let answer = call.json(&body).send().await.expect("an answer");
        (answer.status(), answer.json::<serde_json::Value>().await.expect("JSON"))
    };
    let family = json!({ "reference": "F-1", "name": NAME, "need": "money", "consent": true });
    let (status, first) = send(&key, family.clone()).await;
    assert_eq!((status, &first["repeated"]), (StatusCode::OK, &json!(false)), "{first}");
    let (_, again) = send(&key, family.clone()).await;
    assert_eq!((&again["receipt"], &again["repeated"]), (&first["receipt"], &json!(true)));
    let (status, answer) = send(&key, json!({ "name": NAME, "consent": false })).await;
    assert_eq!((status, &answer["refused"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("consent")));
    let why = "Nothing was taken in: the family has not agreed.";
    assert_eq!(answer["why"]["en"], json!(why));
    let (status, _) = send(&key, json!([1])).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(send("0".repeat(48).as_str(), family.clone()).await.0, StatusCode::UNAUTHORIZED);
    let row = sam.page("/requests").await;
    assert!(plain(&row).contains("referred by Family Line"));
    let partners = sam.page("/requests/partners").await;
    let end = partners.split("action=\"/requests/partners/").nth(1).expect("a form");
    let end = format!("/requests/partners/{}", end.split('"').next().expect("its address"));
    sam.post(&end, &[]).await;
    assert_eq!(send(&key, family).await.0, StatusCode::UNAUTHORIZED, "its key has ended");
    assert_eq!(app.number("SELECT COUNT(*) FROM requests").await, 1);
}

async fn a_request_goes_to_another_prison_and_staffs_notes_stay(app: TestApp) {
    let asked = asks(&app, "").await;
    let fay = worker(&app).await;
    let leeds = app.leeds().await;
    act(&fay, &asked, "note", &[("text", "A note of Moorland")]).await;
    let form = [("site", "LEI"), ("consent", "1")];
    let at = format!("/requests/{}/move", asked.request);
    let said = async |form: &[(&str, &str)]| {
        plain(&fay.post(&at, form).await.text().await.expect("a page"))
    };
    assert!(said(&form).await.contains("Nothing was moved"), "she is nobody in Leeds");
    app.app.give_role(leeds, "Fay Worker", Role::FamilyWorker).await.expect("a role");
    assert!(said(&form[..1]).await.contains("Nothing was moved"), "the family must want it");
    assert!(said(&form).await.contains("Moved."));
    let rows = app.sql("SELECT site, state, receipt FROM requests ORDER BY site").await;
    let row = |n: usize| [0, 1, 2].map(|at| sqlx::Row::get::<String, _>(&rows[n], at));
    assert_eq!(row(0), ["LEI", "new", asked.receipt.as_str()]);
    assert_eq!(row(1), ["MDI", "closed", asked.receipt.as_str()]);
    let left = "SELECT COUNT(*) FROM requests WHERE site = 'MDI' AND sealed IS NOT NULL";
    assert_eq!(app.number(left).await, 0);
    fay.post("/switch-site", &[("site", "LEI")]).await;
    let page = fay.page("/requests").await;
    assert!(plain(&page).contains("Moorland, moved here"), "{}", plain(&page));
    let id = page.split("href=\"/requests/").find(|rest| rest.as_bytes()[8] == b'-');
    let id = id.and_then(|rest| rest.split('"').next()).expect("its id");
    let opened = fay.post(&format!("/requests/{id}/contact"), &[]).await;
    let opened = plain(&opened.text().await.expect("a page"));
    assert!(opened.contains(NAME) && !opened.contains("A note of"), "{opened}");
    assert_eq!(noted(&app, "request-moved").await, 2, "in both records");
}

async fn requests_go_when_their_time_is_over(app: TestApp) {
    let asked = asks(&app, "").await;
    let (fay, sam) = (worker(&app).await, app.manager().await);
    act(&fay, &asked, "note", &[("text", "A note")]).await;
    app.minutes_pass(180 * 24 * 60);
    sam.sign_in("Sam Manager", PASSWORD).await;
    sam.post("/privacy/delete-now", &[]).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM requests").await, 1, "on its last day");
    app.minutes_pass(24 * 60);
    sam.sign_in("Sam Manager", PASSWORD).await;
    sam.post("/privacy/delete-now", &[]).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM requests").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM request_notes").await, 0);
}

async fn who_asks_what_is_held_is_told_of_requests_too(app: TestApp) {
    let asked = asks(&app, "Example Families").await;
    let sam = app.manager().await;
    act(&sam, &asked, "note", &[("text", "Rung on Monday")]).await;
    let look = async |form: &[(&str, &str)]| {
        let answer = sam.post("/privacy/person", form).await;
        plain(&answer.text().await.expect("a page"))
    };
    for form in [
        vec![("reference", asked.receipt.as_str())],
        vec![("surname", "Quillfeather"), ("born", "1986-07-28")],
    ] {
        let page = look(&form).await;
        for said in [NAME, "07700 900123", "Rung on Monday", "Agreed to: Example Families"] {
            assert!(page.contains(said), "{said}: {page}");
        }
    }
    let other = look(&[("surname", "Nobody"), ("born", "1986-07-28")]).await;
    assert!(!other.contains("07700"), "{other}");
    withdraw(&sam, &asked).await;
    assert!(!look(&[("reference", asked.receipt.as_str())]).await.contains("07700"));
}

async fn the_report_names_exactly_what_was_asked_for_in_vain(app: TestApp) {
    let (kiosk, fay) = (app.kiosk().await, worker(&app).await);
    let count = |need: Option<HelpNeed>, language: &str, found: bool, times: u32| SoughtCount {
        need,
        stage: None,
        nation: Nation::Wales,
        language: language.to_owned(),
        found,
        times,
    };
    let counts = vec![
        count(Some(HelpNeed::Housing), "cy", false, 7),
        count(Some(HelpNeed::Baby), "en", false, 2),
        count(Some(HelpNeed::Money), "en", true, 12),
        count(None, "en", false, 6),
    ];
    let record = kiosk.record(&visits_domain::wire::Happening::Help(HelpAct::Sought(Sought {
        date: today(),
        counts,
    })));
    kiosk.send(vec![record.clone()]).await.expect("it is taken in");
    kiosk.send(vec![record]).await.expect("and again");
    let page = plain(&fay.page("/requests/unmet").await);
    let title = |need: HelpNeed| need.title().en;
    let gaps = page.split("In vain, by stage, nation and language").nth(1).expect("the gaps");
    for row in [
        format!("{} not said Wales Cymraeg 7", title(HelpNeed::Housing)),
        format!("{} not said Wales English fewer than five", title(HelpNeed::Baby)),
        "A word was searched for not said Wales English 6".to_owned(),
    ] {
        assert!(gaps.contains(&row), "{row}: {gaps}");
    }
    assert!(!gaps.contains(title(HelpNeed::Money)), "what was found is no gap");
    assert!(page.contains(&format!("{} 0 12", title(HelpNeed::Money))), "{page}");
    let csv = fay.get("/requests/unmet/csv?from=2026-06-01&until=2026-06-01").await;
    let csv = csv.text().await.expect("a table");
    assert!(csv.contains("housing,any,any,any,7,0\r\nhousing,not-said,wales,cy,7,\r\n"), "{csv}");
    assert!(csv.contains("baby,any,any,any,1-4,0"), "{csv}");
    let none = plain(&fay.page("/requests/unmet?from=2026-05-01&until=2026-05-31").await);
    assert!(none.contains("Nothing was looked for in these days."));
    let bad = fay.get("/requests/unmet?from=gold").await;
    assert_eq!(bad.status(), StatusCode::UNPROCESSABLE_ENTITY);
}
