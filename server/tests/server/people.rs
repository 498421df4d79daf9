//! What managers do with people, kiosk codes, settings and prisons.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordVerifier as _};
use reqwest::StatusCode;
use visits_domain::wire::{Keyholder, Mode, News};
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::kiosk::TestKiosk;
use crate::support::lists::{file, shaw};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    a_manager_adds_somebody_who_chooses_a_password,
    a_manager_lets_somebody_in_who_is_locked_out,
    nobody_changes_their_own_role_and_a_manager_makes_no_administrator,
    a_manager_reaches_nobody_of_another_site,
    a_code_and_a_pin_reach_the_kiosks_and_follow_the_role,
    settings_have_their_effect_and_are_noted,
    an_administrator_adds_a_prison_and_works_there,
];

/// The id of a person on the page.
async fn id_of(staff: &TestStaff, name: &str) -> String {
    let page = staff.page("/people").await;
    let row = page.split("<tr").skip(1).find(|row| row.contains(&format!(">{name}</a>")));
    let row = row.expect("the person is on the page");
    row.split("/people/").nth(1).and_then(|t| t.split('"').next()).expect("an id").to_owned()
}

/// What is shown once.
fn secret(page: &str) -> String {
    let text = page.split("class=\"big\">").nth(1).and_then(|t| t.split('<').next());
    text.expect("something that is shown once").to_owned()
}

async fn text(answer: reqwest::Response) -> String {
    answer.text().await.expect("a page")
}

async fn a_manager_adds_somebody_who_chooses_a_password(app: TestApp) {
    let sam = app.manager().await;
    let form = [("name", "Ann Lee"), ("role", "volunteer")];
    let page = text(sam.post("/people/add", &form).await).await;
    let once = secret(&page);
    assert!(!sam.page("/people").await.contains(&once), "it is shown once");
    assert!(sam.page("/people").await.contains("Has a one-time password"));
    let ann = TestStaff::new(&app.address);
    let answer = ann.try_sign_in("ann lee", &once).await;
    assert_eq!(answer.url().path(), "/account/new-password");
    ann.post("/account/password", &[("new", PASSWORD), ("again", PASSWORD)]).await;
    assert!(ann.page("/account").await.contains("Volunteer at Moorland"));
    let again = sam.post("/people/add", &form).await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(again).await.contains("signs in with that name already"));
    for ours in ["Server", "command LINE", "keyholder:12"] {
        let form = [("name", ours), ("role", "volunteer")];
        let answer = text(sam.post("/people/add", &form).await).await;
        assert!(answer.contains("signs in with that name already"), "the audit means another");
    }
    let nobody = sam.post("/people/add", &[("name", " "), ("role", "volunteer")]).await;
    assert_eq!(nobody.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

async fn a_manager_lets_somebody_in_who_is_locked_out(app: TestApp) {
    let (sam, stranger) = (app.manager().await, TestStaff::new(&app.address));
    app.officer().await;
    for _ in 0..5 {
        stranger.try_sign_in("Jo Officer", "a wrong password").await;
    }
    let jo = id_of(&sam, "Jo Officer").await;
    let page = sam.page(&format!("/people/{jo}")).await;
    assert!(plain(&page).contains("Paused until 1.01 pm"), "{page}");
    sam.post(&format!("/people/{jo}/lift"), &[]).await;
    stranger.sign_in("Jo Officer", PASSWORD).await;
    let page = text(sam.post(&format!("/people/{jo}/reset"), &[]).await).await;
    let once = secret(&page);
    let answer = TestStaff::new(&app.address).try_sign_in("Jo Officer", &once).await;
    assert_eq!(answer.url().path(), "/account/new-password");
}

async fn nobody_changes_their_own_role_and_a_manager_makes_no_administrator(app: TestApp) {
    let sam = app.manager().await;
    app.officer().await;
    let (own, jo) = (id_of(&sam, "Sam Manager").await, id_of(&sam, "Jo Officer").await);
    for path in [format!("/people/{own}/end"), format!("/people/{own}/role")] {
        let answer = sam.post(&path, &[("role", "volunteer")]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{path}");
    }
    let path = format!("/people/{jo}/role");
    let answer = sam.post(&path, &[("role", "administrator")]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!sam.page("/people").await.contains("value=\"administrator\""));
    app.person("Ada", Role::Administrator).await;
    let ada = id_of(&sam, "Ada").await;
    for act in ["reset", "end", "factor-off"] {
        let answer = sam.post(&format!("/people/{ada}/{act}"), &[]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{act}");
        assert!(text(answer).await.contains("An administrator can do it"), "{act}");
    }
}

async fn a_manager_reaches_nobody_of_another_site(app: TestApp) {
    let leeds = app.leeds().await;
    app.app.add_user(leeds, "Lou", Role::Manager, PASSWORD).await.expect("a person");
    app.app.add_user(leeds, "Max", Role::Volunteer, PASSWORD).await.expect("a person");
    let (lou, sam) = (TestStaff::new(&app.address), app.manager().await);
    lou.sign_in("Lou", PASSWORD).await;
    let max = id_of(&lou, "Max").await;
    let there = text(lou.post(&format!("/people/{max}/kiosk-code"), &[]).await).await;
    assert!(secret(&there).starts_with("Code "));
    assert!(!sam.page("/people").await.contains("Max"));
    for (method, path, _) in visits_server::places() {
        if !path.starts_with("/people/{person}") {
            continue;
        }
        let path = path.replace("{person}", &max);
        let answer = match method.as_str() {
            "GET" => sam.get(&path).await,
            _ => sam.post(&path, &[("role", "volunteer")]).await,
        };
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{method} {path}");
    }
    assert!(lou.page("/people").await.contains("Max"), "all is as it was");

    // With a role at both, each manager has their own half; neither opens the account.
    let form = [("name", "max"), ("role", "visits-staff"), ("known", "1")];
    assert_eq!(sam.post("/people/add", &form).await.status(), StatusCode::OK);
    for act in ["reset", "factor-off"] {
        let answer = sam.post(&format!("/people/{max}/{act}"), &[]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{act}");
    }
    TestStaff::new(&app.address).sign_in("Max", PASSWORD).await;
    sam.post(&format!("/people/{max}/end"), &[]).await;
    let page = lou.page(&format!("/people/{max}")).await;
    assert!(plain(&page).contains("Volunteer · Signs in as max"), "{page}");

    let kiosk = app.app.enrol_code(leeds).await.expect("a code");
    let kiosk = TestKiosk::enrol(&app.address, &kiosk, &app.clock).await;
    let its = kiosk.enrolled.kiosk.to_string();
    sam.post("/kiosks/revoke", &[("kiosk", &its)]).await;
    assert_eq!(kiosk.try_changes(0, 0).await.status(), StatusCode::OK, "it is not Sam's");
    let ask = kiosk.ask("by the window", 300).await;
    sam.post(&format!("/asks/{ask}/take"), &[]).await;
    assert!(lou.page("/kiosks").await.contains("by the window"));
}

async fn keyholders(kiosk: &TestKiosk) -> Vec<News> {
    let all = kiosk.all_changes(0).await.0.into_iter();
    all.filter(|n| matches!(n, News::Keyholder(_) | News::KeyholderGone { .. })).collect()
}

fn fits(keyholder: &Keyholder, pin: &str) -> bool {
    let hash = PasswordHash::new(&keyholder.pin).expect("a PHC string");
    Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok()
}

async fn a_code_and_a_pin_reach_the_kiosks_and_follow_the_role(app: TestApp) {
    let (sam, jo, kiosk) = (app.manager().await, app.officer().await, app.kiosk().await);
    let id = id_of(&sam, "Jo Officer").await;
    assert!(jo.page("/account").await.contains("A manager can give you one"));
    assert_eq!(
        jo.post("/account/pin", &[("pin", "2468")]).await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let shown = secret(&text(sam.post(&format!("/people/{id}/kiosk-code"), &[]).await).await);
    let (code, pin) = shown.split_once(" · PIN ").expect("both");
    let code = code.strip_prefix("Code ").expect("a code").to_owned();
    assert!(code.len() == 4 && pin.len() == 6, "{shown}");
    let [News::Keyholder(first)] = &keyholders(&kiosk).await[..] else { panic!("one") };
    assert_eq!((first.code.0.as_str(), first.opens), (code.as_str(), Mode::Staff));
    assert!(first.pin.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", first.pin);
    assert!(fits(first, pin) && !fits(first, "000000"));

    for weak in ["123", "1234", "1111", "12a4", code.as_str()] {
        let answer = jo.post("/account/pin", &[("pin", weak)]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{weak}");
    }
    assert_eq!(jo.post("/account/pin", &[("pin", "2469")]).await.status(), StatusCode::OK);
    let [News::Keyholder(own)] = &keyholders(&kiosk).await[..] else { panic!("one") };
    assert!(own.code == first.code && fits(own, "2469") && !fits(own, pin));

    sam.post(&format!("/people/{id}/role"), &[("role", "volunteer")]).await;
    let [News::Keyholder(volunteer)] = &keyholders(&kiosk).await[..] else { panic!("one") };
    assert_eq!(volunteer.opens, Mode::Volunteer);
    assert_eq!(volunteer.pin, own.pin, "the PIN stays");
    sam.post(&format!("/people/{id}/end"), &[]).await;
    let [News::KeyholderGone { code: gone }] = &keyholders(&kiosk).await[..] else {
        panic!("gone")
    };
    assert_eq!(gone.0, code);
    let rows = app.sql("SELECT pin FROM keyholders").await;
    assert_eq!(sqlx::Row::get::<String, _>(&rows[0], 0), "", "and its PIN is forgotten");
    app.app.add_user(moorland(), "Kay", Role::KeyWorker, PASSWORD).await.expect("a person");
    let kay = id_of(&sam, "Kay").await;
    let answer = sam.post(&format!("/people/{kay}/kiosk-code"), &[]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "nothing to open");
}

async fn settings_have_their_effect_and_are_noted(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let (sam, kiosk) = (app.manager().await, app.kiosk().await);
    assert_eq!(kiosk.cards().await.len(), 4, "two adults, each by reference and by name");
    let form = [
        ("adult_age", "18"),
        ("opens_minutes_before", "60"),
        ("late_after_minutes", "-15"),
        ("alphabet", "letters"),
        ("group", "2"),
        ("min_characters", "8"),
        ("max_characters", "20"),
        ("reference_days", "14"),
        ("name_days", "2"),
        ("party_people", "6"),
        ("party_children", "4"),
    ];
    let bad = form.map(|(name, value)| (name, if name == "adult_age" { "3" } else { value }));
    assert_eq!(sam.post("/site", &bad).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = text(sam.post("/site", &form).await).await;
    assert!(page.contains("Saved. Cards are being sealed anew."), "{page}");
    let started = std::time::Instant::now();
    while kiosk.cards().await.len() != 2 {
        assert!(started.elapsed().as_secs() < 20, "no card by name is left");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let page = sam.page("/site").await;
    assert!(page.contains("name=\"late_after_minutes\" type=\"number\" min=\"-240\" max=\"240\" required value=\"-15\""));
    let same = text(sam.post("/site", &form).await).await;
    assert!(same.contains("Nothing was different."));
    let audit = plain(&sam.page("/audit").await);
    assert!(
        audit.contains("opens_minutes_before=60 · late_after_minutes=-15 · by_name=false"),
        "{audit}"
    );
}

async fn an_administrator_adds_a_prison_and_works_there(app: TestApp) {
    let ada = app.person("Ada", Role::Administrator).await;
    let page = ada.page("/sites").await;
    assert!(plain(&page).contains("MDI Moorland none yet 1 0"), "{page}");
    for (code, name) in [("L1", "Leeds"), ("LEI", " "), ("mdi", "Moorland")] {
        let answer = ada.post("/sites", &[("code", code), ("name", name)]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{code} {name}");
    }
    ada.post("/sites", &[("code", "lei"), ("name", "Leeds")]).await;
    ada.post("/switch-site", &[("site", "LEI")]).await;
    assert!(ada.page("/site").await.contains("Leeds"));
    let form = [("name", "Lou"), ("role", "manager")];
    assert_eq!(ada.post("/people/add", &form).await.status(), StatusCode::OK);
    let found = app.app.sites().await.expect("sites");
    assert_eq!(
        found.iter().map(|site| site.name.as_str()).collect::<Vec<_>>(),
        ["Leeds", "Moorland"]
    );
}
