//! Families who wait for a volunteer: at kiosks, on the page, and who was first.

use reqwest::StatusCode;
use uuid::Uuid;
use visits_domain::encoding::to_text;
use visits_domain::wire::{
    Ask, KeyholderCode, News, PROTOCOL_HEADER, Refusal, Refused, VolunteerAct, VolunteerActs,
    VolunteerAnswer, Waiting, Whom,
};
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::kiosk::{TestKiosk, today};
use crate::support::lists::{file, patel, shaw};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    a_first_visit_waits_until_it_was_helped,
    of_two_volunteers_one_is_first_and_twice_is_once,
    a_code_that_opens_nothing_is_refused_and_an_unknown_family_changes_nothing,
    an_ask_for_a_volunteer_alerts_staff_until_somebody_goes,
    who_asks_and_has_arrived_waits_once_and_is_taken_by_staff_too,
    volunteers_help_on_the_page_too,
    the_page_is_for_volunteers_and_speaks_welsh,
    yesterdays_families_wait_no_more,
    a_kiosk_that_is_out_of_service_is_shown,
];

const BORN: &str = "1986-07-28";
const LEFT: VolunteerAct = VolunteerAct::HandBack;

/// Two volunteers whose codes kiosks know.
async fn two_volunteers(app: &TestApp) {
    app.sql(
        "INSERT INTO feed (site, entity, seq, body) VALUES \
         ('MDI', 'keyholder:12', 0, \
          '{\"kind\":\"keyholder\",\"code\":\"12\",\"opens\":\"volunteer\",\"pin\":\"x\"}'), \
         ('MDI', 'keyholder:34', 0, \
          '{\"kind\":\"keyholder\",\"code\":\"34\",\"opens\":\"volunteer\",\"pin\":\"x\"}'), \
         ('MDI', 'keyholder:56', 0, '{\"kind\":\"keyholder_gone\",\"code\":\"56\"}') \
         RETURNING seq",
    )
    .await;
}

/// What the newest of the news says.
fn newest(news: &[News]) -> Option<Waiting> {
    news.iter().rev().find_map(|news| match news {
        News::Waiting(waiting) => Some(waiting.clone()),
        _ => None,
    })
}

async fn waiting(kiosk: &TestKiosk) -> Waiting {
    newest(&kiosk.all_changes(0).await.0).expect("somebody has waited")
}

async fn try_act(
    kiosk: &TestKiosk,
    by: &str,
    family: Uuid,
    act: VolunteerAct,
) -> reqwest::Response {
    let acts = VolunteerActs { family, by: KeyholderCode(by.to_owned()), act };
    kiosk.post("/api/v1/volunteers", serde_json::to_vec(&acts).expect("JSON")).await
}

async fn act(kiosk: &TestKiosk, by: &str, family: Uuid, act: VolunteerAct) -> Waiting {
    let answer = try_act(kiosk, by, family, act).await;
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json::<VolunteerAnswer>().await.expect("an answer").waiting
}

async fn ask_for_a_volunteer(kiosk: &TestKiosk, number: Option<&str>) -> Uuid {
    let ask = Ask {
        id: Uuid::now_v7(),
        seat: Some("Play corner".to_owned()),
        number: number.map(|number| number.parse().expect("a number")),
        language: "cy".to_owned(),
        expires_seconds: 600,
        whom: Whom::Volunteer,
    };
    let sent = kiosk.post("/api/v1/asks", serde_json::to_vec(&ask).expect("JSON")).await;
    assert_eq!(sent.status(), StatusCode::OK);
    ask.id
}

async fn volunteer(app: &TestApp) -> TestStaff {
    app.app.add_user(moorland(), "Vi Volunteer", Role::Volunteer, PASSWORD).await.expect("a user");
    let staff = TestStaff::new(&app.address);
    staff.try_sign_in("Vi Volunteer", PASSWORD).await;
    staff
}

async fn audited(app: &TestApp) -> Vec<(String, String)> {
    let rows = app.sql("SELECT who, act FROM audit WHERE act LIKE 'family-%' ORDER BY seq").await;
    rows.iter().map(|row| (sqlx::Row::get(row, 0), sqlx::Row::get(row, 1))).collect()
}

async fn a_first_visit_waits_until_it_was_helped(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    two_volunteers(&app).await;
    let (kiosk, other) = (app.kiosk().await, app.kiosk().await);
    let visit = kiosk.visit("ab-cd-ef-gh", BORN).await;
    kiosk.check_in(visit).await;
    app.minutes_pass(1);
    // Another kiosk, which did not hear of it, takes the same party in.
    other.check_in(visit).await;
    let told = waiting(&kiosk).await;
    assert_eq!((told.date, told.families.len()), (today(), 1), "{told:?}");
    let family = &told.families[0];
    assert_eq!(family.number.map(|n| n.to_string()).as_deref(), Some("A1"));
    assert_eq!((family.claimed_by.clone(), family.seat.clone()), (None, None));
    act(&kiosk, "12", family.id, VolunteerAct::Claim).await;
    assert_eq!(waiting(&other).await.families[0].claimed_by, Some(KeyholderCode("12".into())));
    let after = act(&kiosk, "12", family.id, VolunteerAct::Done).await;
    assert!(after.families.is_empty() && waiting(&other).await.families.is_empty());
    let text = serde_json::to_string(&told).expect("JSON").to_uppercase();
    assert!(!text.contains("SHAW") && !text.contains("AB-CD"), "no name, no reference");
    // A visit that is over makes nobody wait.
    kiosk.check_in(kiosk.visit("wo-ra-el-mi", "1990-05-06").await).await;
    assert_eq!(waiting(&kiosk).await.families.len(), 1);
    app.minutes_pass(180);
    ask_for_a_volunteer(&kiosk, None).await;
    let late = waiting(&kiosk).await;
    assert_eq!(late.families.len(), 1, "only who asked: {late:?}");
    assert!(late.families[0].number.is_none());
}

async fn of_two_volunteers_one_is_first_and_twice_is_once(app: TestApp) {
    app.import(file(&[shaw()])).await;
    two_volunteers(&app).await;
    let kiosk = app.kiosk().await;
    kiosk.check_in(kiosk.visit("ab-cd-ef-gh", BORN).await).await;
    let family = waiting(&kiosk).await.families[0].id;
    let (one, two) = tokio::join!(
        act(&kiosk, "12", family, VolunteerAct::Claim),
        act(&kiosk, "34", family, VolunteerAct::Claim)
    );
    let [one, two] = [one, two].map(|told| told.families[0].claimed_by.clone().expect("claimed"));
    assert_eq!(one, two, "both are told the same");
    let second = if one.0 == "12" { "34" } else { "12" };
    for what in [VolunteerAct::Claim, LEFT, VolunteerAct::Done] {
        let told = act(&kiosk, second, family, what).await;
        assert_eq!(told.families[0].claimed_by.as_ref(), Some(&one), "{what:?}");
    }
    let (_, cursor) = kiosk.all_changes(0).await;
    act(&kiosk, &one.0, family, VolunteerAct::Claim).await;
    assert!(kiosk.all_changes(cursor).await.0.is_empty(), "repeated, nothing is told anew");
    assert_eq!(act(&kiosk, &one.0, family, LEFT).await.families[0].claimed_by, None);
    act(&kiosk, second, family, VolunteerAct::Claim).await;
    act(&kiosk, second, family, VolunteerAct::Done).await;
    act(&kiosk, second, family, VolunteerAct::Done).await;
    let noted = audited(&app).await;
    let acts: Vec<&str> = noted.iter().map(|(_, act)| act.as_str()).collect();
    assert_eq!(acts, ["family-claimed", "family-handed-back", "family-claimed", "family-helped"]);
    assert_eq!(noted[0].0, format!("keyholder:{}", one.0));
}

async fn a_code_that_opens_nothing_is_refused_and_an_unknown_family_changes_nothing(app: TestApp) {
    app.import(file(&[shaw()])).await;
    two_volunteers(&app).await;
    let kiosk = app.kiosk().await;
    kiosk.check_in(kiosk.visit("ab-cd-ef-gh", BORN).await).await;
    let family = waiting(&kiosk).await.families[0].id;
    for code in ["56", "99", "", "12' OR 1=1"] {
        let answer = try_act(&kiosk, code, family, VolunteerAct::Claim).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
        assert_eq!(answer.json::<Refusal>().await.expect("JSON").refused, Refused::Unreadable);
    }
    let told = act(&kiosk, "12", Uuid::nil(), VolunteerAct::Done).await;
    assert_eq!(told.families.len(), 1);
    assert!(audited(&app).await.is_empty());
    for body in ["", "{}", "{\"family\":1}"] {
        let answer = kiosk.post("/api/v1/volunteers", body).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{body}");
    }
}

async fn an_ask_for_a_volunteer_alerts_staff_until_somebody_goes(app: TestApp) {
    two_volunteers(&app).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let ask = ask_for_a_volunteer(&kiosk, None).await;
    assert!(officer.page("/kiosks").await.contains("Play corner"));
    let told = waiting(&kiosk).await;
    assert_eq!((told.families[0].id, told.families[0].language.code()), (ask, "cy"));
    let (_, cursor) = kiosk.all_changes(0).await;
    act(&kiosk, "12", ask, VolunteerAct::Claim).await;
    let news = kiosk.all_changes(cursor).await.0;
    assert!(news.contains(&News::AskTaken { ask }), "the kiosk says that it was seen: {news:?}");
    assert!(!officer.page("/kiosks").await.contains("Play corner"));
    act(&kiosk, "12", ask, LEFT).await;
    assert!(officer.page("/kiosks").await.contains("Play corner"), "it stands again");
    assert_eq!(waiting(&kiosk).await.families[0].claimed_by, None);
    app.minutes_pass(11);
    assert!(!officer.page("/kiosks").await.contains("Play corner"), "the alert has run out");
    assert_eq!(act(&kiosk, "12", ask, VolunteerAct::Claim).await.families.len(), 1);
    assert!(act(&kiosk, "12", ask, VolunteerAct::Done).await.families.is_empty());
}

async fn who_asks_and_has_arrived_waits_once_and_is_taken_by_staff_too(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let number = kiosk.check_in(kiosk.visit("ab-cd-ef-gh", BORN).await).await;
    let ask = ask_for_a_volunteer(&kiosk, Some(&number)).await;
    let told = waiting(&kiosk).await;
    assert_eq!(told.families.len(), 1, "{told:?}");
    assert_eq!(told.families[0].seat.as_deref(), Some("Play corner"));
    officer.post(&format!("/asks/{ask}/take"), &[]).await;
    assert!(waiting(&kiosk).await.families.is_empty(), "a member of staff has gone to them");
}

async fn volunteers_help_on_the_page_too(app: TestApp) {
    app.import(file(&[shaw()])).await;
    two_volunteers(&app).await;
    let (kiosk, vi) = (app.kiosk().await, volunteer(&app).await);
    kiosk.check_in(kiosk.visit("ab-cd-ef-gh", BORN).await).await;
    let family = waiting(&kiosk).await.families[0].id;
    let page = plain(&vi.page("/volunteers").await);
    assert!(page.contains("A1 English 1.00 pm Waits I’ll go to them"), "{page}");
    assert!(!page.to_uppercase().contains("SHAW"));
    act(&kiosk, "12", family, VolunteerAct::Claim).await;
    assert!(plain(&vi.page("/volunteers").await).contains("With volunteer 12"));
    let form = |act: &str| [("family", family.to_string()), ("act", String::from(act))];
    let does = async |what: &str| {
        let form = form(what);
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        plain(&vi.post("/volunteers/act", &form).await.text().await.expect("a page"))
    };
    assert!(does("claim").await.contains("With volunteer 12"), "who came first stays");
    assert!(does("hand_back").await.contains("Waits"), "a stuck family can be freed");
    assert!(does("claim").await.contains("With you"));
    let holder = waiting(&kiosk).await.families[0].claimed_by.clone();
    assert!(holder.is_some_and(|code| code.0 != "12"), "and no name goes to a kiosk");
    assert!(does("done").await.contains("Nobody waits now."));
    assert_eq!(audited(&app).await.len(), 4);
}

async fn the_page_is_for_volunteers_and_speaks_welsh(app: TestApp) {
    let vi = volunteer(&app).await;
    assert_eq!(vi.get("/").await.url().path(), "/volunteers", "it is their first page");
    assert_eq!(vi.get("/today").await.status(), StatusCode::FORBIDDEN);
    vi.post("/language", &[("to", "cy"), ("back", "/volunteers")]).await;
    let page = vi.page("/volunteers").await;
    assert!(page.contains("Pwy sy’n aros am help") && page.contains("Does neb yn aros nawr."));
    let stranger = TestStaff::new(&app.address);
    assert_eq!(stranger.get("/volunteers").await.url().path(), "/sign-in");
}

async fn yesterdays_families_wait_no_more(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let kiosk = app.kiosk().await;
    volunteer(&app).await;
    kiosk.check_in(kiosk.visit("ab-cd-ef-gh", BORN).await).await;
    ask_for_a_volunteer(&kiosk, None).await;
    assert_eq!(waiting(&kiosk).await.families.len(), 2);
    app.minutes_pass(24 * 60);
    let vi = TestStaff::new(&app.address);
    vi.try_sign_in("Vi Volunteer", PASSWORD).await;
    assert!(vi.page("/volunteers").await.contains("Nobody waits now."));
    ask_for_a_volunteer(&kiosk, None).await;
    let told = waiting(&kiosk).await;
    assert_eq!((told.families.len(), told.date.to_string().as_str()), (1, "2026-06-02"));
}

async fn a_kiosk_that_is_out_of_service_is_shown(app: TestApp) {
    let (kiosk, officer) = (app.kiosk().await, app.officer().await);
    let says = async |query: &str| {
        let url = format!(
            "{}/api/v1/changes?cursor=0&wait_seconds=0&unsent=0&version=0.1.0\
             &clock=2026-06-01T12:00:00Z{query}",
            kiosk.address
        );
        let call = kiosk.client.get(url).bearer_auth(to_text(&kiosk.enrolled.token.0));
        let answer = call.header(PROTOCOL_HEADER, "1").send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
    };
    says("&out_of_service=true").await;
    assert!(officer.page("/kiosks").await.contains("Out of service"));
    says("").await;
    let page = officer.page("/kiosks").await;
    assert!(!page.contains("Out of service") && page.contains("Online"));
}
