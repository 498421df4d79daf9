//! Signing in, staying in, and one's own account.

use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::StatusCode;
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::staff::TestStaff;
use crate::tests;

tests![
    one_person_works_at_two_sites_and_changes_over,
    a_new_role_or_password_ends_sessions_at_once,
    a_session_ends_twelve_hours_unused_and_after_sixteen,
    who_comes_back_the_next_morning_signs_in_once,
    a_one_time_password_is_changed_first_and_runs_out,
    who_changes_their_password_stays_here_and_is_out_elsewhere,
    a_second_factor_is_asked_for_and_no_code_serves_twice,
    one_who_mistypes_closes_the_desk_to_nobody_else,
    names_at_several_sites_become_accounts_of_their_own,
];

const OTHER: &str = "quite another password";

async fn is_out(staff: &TestStaff) -> bool {
    staff.get("/account").await.url().path() == "/sign-in"
}

/// Another browser of the same person.
async fn again(app: &TestApp, name: &str, password: &str) -> TestStaff {
    let staff = TestStaff::new(&app.address);
    staff.sign_in(name, password).await;
    staff
}

async fn text(answer: reqwest::Response) -> String {
    answer.text().await.expect("a page")
}

async fn one_person_works_at_two_sites_and_changes_over(app: TestApp) {
    let (leeds, alone) = (app.leeds().await, app.officer().await);
    assert!(!alone.page("/today").await.contains("switch-site"), "nothing to choose");
    assert_eq!(
        alone.post("/switch-site", &[("site", "LEI")]).await.status(),
        StatusCode::NOT_FOUND
    );
    app.person("Sam", Role::Manager).await;
    app.app.give_role(leeds, "sam", Role::Volunteer).await.expect("a role");
    let sam = again(&app, "Sam", PASSWORD).await;
    let page = sam.page("/today").await;
    assert!(page.contains("Moorland visits"), "where the role was first");
    assert!(page.contains("<option value=\"LEI\">Leeds</option>"));
    let there = sam.post("/switch-site", &[("site", "LEI")]).await;
    assert_eq!(there.url().path(), "/volunteers", "a volunteer has no board");
    assert!(sam.page("/account").await.contains("Volunteer at Leeds"));
    assert_eq!(sam.get("/today").await.status(), StatusCode::FORBIDDEN);
    let next_day = again(&app, "Sam", PASSWORD).await;
    assert!(next_day.page("/account").await.contains("Volunteer at Leeds"), "it is remembered");
    app.app.end_role(leeds, "Sam").await.expect("it ends");
    assert!(is_out(&next_day).await);
    let back = again(&app, "Sam", PASSWORD).await;
    assert!(back.page("/account").await.contains("Manager at Moorland"));
}

async fn a_new_role_or_password_ends_sessions_at_once(app: TestApp) {
    let officer = app.officer().await;
    app.app.give_role(moorland(), "Jo Officer", Role::Volunteer).await.expect("a role");
    assert!(is_out(&officer).await, "another role");
    let volunteer = again(&app, "Jo Officer", PASSWORD).await;
    assert_eq!(volunteer.get("/today").await.status(), StatusCode::FORBIDDEN);
    let once = app.app.reset_user("Jo Officer", false).await.expect("a password");
    assert!(is_out(&volunteer).await, "another password");
    let stranger = TestStaff::new(&app.address);
    let old = stranger.try_sign_in("Jo Officer", PASSWORD).await;
    assert_eq!(old.status(), StatusCode::UNAUTHORIZED);
    let jo = again(&app, "Jo Officer", &once).await;
    app.app.end_role(moorland(), "Jo Officer").await.expect("it ends");
    assert!(is_out(&jo).await, "no role");
    let none = stranger.try_sign_in("Jo Officer", &once).await;
    assert_eq!(none.status(), StatusCode::UNAUTHORIZED, "with no role there is nothing to do");
}

async fn a_session_ends_twelve_hours_unused_and_after_sixteen(app: TestApp) {
    let busy = app.officer().await;
    let left_open = again(&app, "Jo Officer", PASSWORD).await;
    busy.page("/account").await;
    left_open.page("/account").await;
    app.minutes_pass(7 * 60);
    busy.page("/account").await;
    let by_itself = left_open.client.get(format!("{}/today", app.address));
    let answer = by_itself.header("x-visits-by-itself", "1").send().await.expect("an answer");
    assert_eq!(answer.url().path(), "/today");
    app.minutes_pass(5 * 60 + 1);
    assert!(is_out(&left_open).await, "what a page fetches by itself is no sign of a person");
    assert!(!is_out(&busy).await);
    app.minutes_pass(4 * 60);
    assert!(is_out(&busy).await, "sixteen hours are enough");
}

/// The ids under which sessions are kept.
async fn sessions(app: &TestApp) -> Vec<String> {
    let rows = app.sql("SELECT id FROM sessions").await;
    rows.iter().map(|row| sqlx::Row::get(row, 0)).collect()
}

async fn who_comes_back_the_next_morning_signs_in_once(app: TestApp) {
    let jo = app.officer().await;
    jo.page("/today").await;
    let yesterday = sessions(&app).await;
    app.minutes_pass(19 * 60);
    assert!(is_out(&jo).await, "sixteen hours are over");
    assert_eq!(jo.try_sign_in("Jo Officer", PASSWORD).await.url().path(), "/today");
    let today = sessions(&app).await;
    assert_eq!(today.len(), 1, "the one of yesterday is gone");
    assert_ne!(today, yesterday, "an id that ended is not used again");
    app.minutes_pass(13 * 60);
    let form = jo.try_sign_in("Jo Officer", PASSWORD).await;
    assert_eq!(form.url().path(), "/today", "a form that stood open while the session ran out");
    app.minutes_pass(13 * 60);
    assert!(is_out(&jo).await, "twelve hours unused");
    assert_eq!(jo.try_sign_in("Jo Officer", PASSWORD).await.url().path(), "/today");
    assert!(!is_out(&jo).await);
}

async fn a_one_time_password_is_changed_first_and_runs_out(app: TestApp) {
    app.officer().await;
    let once = app.app.reset_user("jo officer", false).await.expect("a password");
    let jo = again(&app, "Jo Officer", &once).await;
    let page = text(jo.get("/today").await).await;
    assert!(page.contains("Choose your own password"), "{page}");
    let change = async |new: &str, twice: &str| {
        jo.post("/account/password", &[("new", new), ("again", twice)]).await
    };
    for (new, twice) in [(OTHER, PASSWORD), ("short", "short"), (once.as_str(), once.as_str())] {
        let answer = change(new, twice).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{new}");
    }
    assert_eq!(change(OTHER, OTHER).await.url().path(), "/today");
    assert!(!is_out(&again(&app, "Jo Officer", OTHER).await).await);
    let late = app.app.reset_user("jo officer", false).await.expect("a password");
    app.minutes_pass(9 * 24 * 60);
    let answer = TestStaff::new(&app.address).try_sign_in("Jo Officer", &late).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "it has run out");
}

async fn who_changes_their_password_stays_here_and_is_out_elsewhere(app: TestApp) {
    let here = app.officer().await;
    let elsewhere = again(&app, "Jo Officer", PASSWORD).await;
    let form = [("now", "not this one"), ("new", OTHER), ("again", OTHER)];
    let wrong = here.post("/account/password", &form).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!is_out(&elsewhere).await);
    let form = [("now", PASSWORD), ("new", OTHER), ("again", OTHER)];
    let done = text(here.post("/account/password", &form).await).await;
    assert!(done.contains("Your password is changed"), "{done}");
    assert!(!is_out(&here).await && is_out(&elsewhere).await);
    let elsewhere = again(&app, "Jo Officer", OTHER).await;
    here.post("/account/end-sessions", &[]).await;
    assert!(!is_out(&here).await && is_out(&elsewhere).await);
}

/// What an authenticator app shows (RFC 6238), written down a second time.
pub fn code(secret: &str, app: &TestApp, steps_later: i64) -> String {
    let now = visits_server::Clock::Shared(app.clock.clone()).now().timestamp();
    let values = secret.chars().filter_map(|c| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c));
    let bits = values.fold(String::new(), |bits, value| bits + format!("{value:05b}").as_str());
    let bytes = bits.as_bytes().chunks_exact(8);
    let bytes = bytes.map(|b| u8::from_str_radix(str::from_utf8(b).expect("bits"), 2));
    let key: Vec<u8> = bytes.collect::<Result<_, _>>().expect("bytes");
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&key).expect("a key");
    mac.update(&u64::try_from(now / 30 + steps_later).expect("a step").to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes(hash[at..at + 4].try_into().expect("four")) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

async fn with_code(app: &TestApp, typed: &str) -> (TestStaff, bool) {
    let staff = TestStaff::new(&app.address);
    let half = staff.try_sign_in("Jo Officer", PASSWORD).await;
    assert_eq!(half.url().path(), "/sign-in/code");
    assert!(is_out(&staff).await, "a password alone is not enough");
    let answer = staff.post("/sign-in/code", &[("code", typed)]).await;
    let is_in = answer.status() == StatusCode::OK && answer.url().path() == "/today";
    (staff, is_in)
}

async fn a_second_factor_is_asked_for_and_no_code_serves_twice(app: TestApp) {
    let jo = app.officer().await;
    let wrong = jo.post("/account/second-factor/begin", &[("password", OTHER)]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY, "an open page is not enough");
    assert_eq!(jo.get("/account/second-factor.svg").await.status(), StatusCode::NOT_FOUND);
    let page = text(jo.post("/account/second-factor/begin", &[("password", PASSWORD)]).await).await;
    let secret = page.split("class=\"secret\">").nth(1).expect("a secret");
    let secret = secret.split('<').next().expect("a secret").replace(' ', "");
    let picture = jo.get("/account/second-factor.svg").await;
    assert_eq!(picture.headers()["content-type"], "image/svg+xml");
    assert!(text(picture).await.contains("<svg"));
    let wrong = jo.post("/account/second-factor/on", &[("code", "000000")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let first = code(&secret, &app, 0);
    let page = text(jo.post("/account/second-factor/on", &[("code", &first)]).await).await;
    let codes: Vec<&str> = page.split("<li>").skip(1).map(|c| &c[..14]).collect();
    assert_eq!(codes.len(), 10);
    assert_eq!(jo.get("/account/second-factor.svg").await.status(), StatusCode::NOT_FOUND);
    let rows = app.sql("SELECT factor FROM people WHERE factor IS NOT NULL").await;
    let locked: Vec<u8> = sqlx::Row::get(&rows[0], 0);
    assert_eq!(locked.len(), 24 + 20 + 16, "nonce, secret, tag");

    assert!(!with_code(&app, &first).await.1, "the code that turned it on is used up");
    app.minutes_pass(1);
    let second = code(&secret, &app, 0);
    assert!(with_code(&app, &second).await.1);
    assert!(!with_code(&app, &second).await.1, "seen over a shoulder it is worth nothing");
    assert!(!with_code(&app, &code(&secret, &app, -1)).await.1, "nor is an older one");
    assert!(with_code(&app, &codes[3].to_uppercase()).await.1, "a recovery code");
    assert!(!with_code(&app, codes[3]).await.1, "once");
    assert!(jo.page("/account").await.contains("9 of 10 recovery codes are left"));

    // The code that was used up was the first.
    for wrong in ["1", "22", "333", "4444"] {
        assert!(!with_code(&app, wrong).await.1);
    }
    let staff = TestStaff::new(&app.address);
    let locked = staff.try_sign_in("Jo Officer", PASSWORD).await;
    assert_eq!(locked.status(), StatusCode::UNAUTHORIZED, "wrong codes count as wrong passwords");
    app.minutes_pass(20);
    assert!(with_code(&app, &code(&secret, &app, 0)).await.1);
    let off = jo.post("/account/second-factor/off", &[("password", PASSWORD)]).await;
    assert!(text(off).await.contains("Your second factor is off"));
    assert!(!is_out(&again(&app, "Jo Officer", PASSWORD).await).await);
}

async fn one_who_mistypes_closes_the_desk_to_nobody_else(app: TestApp) {
    app.officer().await;
    app.manager().await;
    let desk = TestStaff::new(&app.address);
    for _ in 0..6 {
        desk.try_sign_in("Jo Officer", OTHER).await;
    }
    let jo = desk.try_sign_in("Jo Officer", PASSWORD).await;
    assert_eq!(jo.status(), StatusCode::UNAUTHORIZED, "Jo has to wait");
    assert!(!is_out(&again(&app, "Sam Manager", PASSWORD).await).await, "Sam does not");
    for n in 0..45 {
        desk.try_sign_in(&format!("guess {n}"), OTHER).await;
    }
    let sam = TestStaff::new(&app.address).try_sign_in("Sam Manager", PASSWORD).await;
    assert_eq!(sam.status(), StatusCode::UNAUTHORIZED, "somebody goes through the accounts");
    app.minutes_pass(9);
    assert!(!is_out(&again(&app, "Sam Manager", PASSWORD).await).await);
    let rows = app.sql("SELECT who FROM tries").await;
    let who = rows.iter().map(|row| sqlx::Row::get::<String, _>(row, 0));
    assert!(who.into_iter().all(|who| who.len() == 64 && !who.contains(' ')), "no name stays");
}

/// What migration 4 does with the accounts of before, on both databases.
async fn names_at_several_sites_become_accounts_of_their_own(app: TestApp) {
    app.leeds().await;
    app.sql(
        "CREATE TABLE users (site TEXT NOT NULL, name TEXT NOT NULL, shown_name TEXT NOT NULL, \
         role TEXT NOT NULL, password TEXT NOT NULL, language TEXT, added BIGINT NOT NULL)",
    )
    .await;
    app.sql(
        "INSERT INTO users (site, name, shown_name, role, password, language, added) VALUES \
         ('MDI', 'jo', 'Jo', 'manager', 'x', 'cy', 1), ('LEI', 'jo', 'Jo', 'volunteer', 'y', \
         NULL, 2), ('LEI', 'sam b', 'Sam B', 'visits-staff', 'z', NULL, 3)",
    )
    .await;
    let migration = include_str!("../../migrations/0004_people.sql");
    for statement in migration.split(";\n").filter(|s| s.contains("INSERT INTO")) {
        app.sql(statement).await;
    }
    let rows = app
        .sql(
            "SELECT p.name || ' ' || r.site || ' ' || r.role || ' ' || p.password || ' ' || \
             p.shown_name || COALESCE(' ' || p.language, '') FROM people p \
             JOIN roles r ON r.person = p.person ORDER BY p.name",
        )
        .await;
    let found: Vec<String> = rows.iter().map(|row| sqlx::Row::get(row, 0)).collect();
    assert_eq!(
        found,
        [
            "jo.lei LEI volunteer y Jo",
            "jo.mdi MDI manager x Jo cy",
            "sam b LEI visits-staff z Sam B"
        ]
    );
}
