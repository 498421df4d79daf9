//! Events: planned, opened, changed and cancelled on the pages, and what kiosks hear of them.

use chrono::TimeDelta;
use reqwest::StatusCode;
use visits_domain::event::{Kind, PoolKind};
use visits_domain::places::Mode;
use visits_domain::wire::{Event, News};
use visits_server::Role;

use crate::support::app::TestApp;
use crate::support::events::{version, with};
use crate::support::kiosk::TestKiosk;
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    an_event_is_planned_opened_changed_and_cancelled_and_kiosks_hear_of_it,
    what_is_not_for_families_reaches_no_kiosk_and_no_calendar,
    a_form_that_needs_mending_keeps_what_was_typed,
    two_people_who_change_one_event_lose_nothing,
    an_event_the_prison_has_not_approved_is_not_opened,
    an_event_is_copied_and_repeated_as_drafts,
    what_this_prison_allows_a_party_is_what_an_event_allows,
    a_final_visit_is_for_those_who_plan_it,
    the_month_is_a_list_a_table_and_a_sheet_of_paper,
    an_open_page_hears_of_an_event,
    an_event_that_ended_long_ago_is_forgotten_with_its_pools,
];

/// The family worker, who plans.
async fn worker(app: &TestApp) -> TestStaff {
    app.person("Mair Worker", Role::FamilyWorker).await
}

/// What a kiosk knows of events, newest state of each.
async fn told(kiosk: &TestKiosk) -> Vec<Event> {
    let news = kiosk.all_changes(0).await.0.into_iter();
    let events = news.filter_map(|news| match news {
        News::Event(event) => Some(*event),
        _ => None,
    });
    events.collect()
}

async fn an_event_is_planned_opened_changed_and_cancelled_and_kiosks_hear_of_it(app: TestApp) {
    let (worker, kiosk) = (worker(&app).await, app.kiosk().await);
    let at = worker.plan(&[]).await;
    let page = plain(&worker.page(&at).await);
    for said in ["Summer family day", "Draft", "Diwrnod teulu’r haf", "Families ask, staff decide"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.contains("Sat 20 June 2026, 10.00 am to 3.00 pm"), "{page}");
    assert!(told(&kiosk).await.is_empty(), "a draft is nobody’s business");

    let answer = worker.step(&at, "open").await.text().await.expect("a page");
    assert!(plain(&answer).contains("Families can see it now."), "{}", plain(&answer));
    let [event] = &told(&kiosk).await[..] else { panic!("one event") };
    assert_eq!((event.event_kind, event.booking), (Kind::FamilyDay, Mode::AskAndStaffDecide));
    assert_eq!(event.title.cy, "Diwrnod teulu’r haf");
    assert_eq!(event.words.en, "Games; lunch, and time together.\nBring sun cream.");
    assert_eq!(event.window.closes.to_rfc3339(), "2026-06-18T16:00:00+00:00", "summer time");
    let counts: Vec<PoolKind> = event.pools.iter().map(|pool| pool.counts).collect();
    assert_eq!(counts, [PoolKind::People, PoolKind::Tables, PoolKind::Seats]);
    assert!(!event.cancelled && event.pools.iter().all(|pool| !pool.pool.0.is_nil()));
    let wire = serde_json::to_string(event).expect("JSON");
    for for_staff in ["Rowan", "Quillfeather", "Play Together"] {
        assert!(!wire.contains(for_staff), "{for_staff} is for staff");
    }

    let edit = worker.page(&format!("{at}/edit")).await;
    let form = with(&[("version", version(&edit)), ("place_en", "Gym"), ("place_cy", "Campfa")]);
    let (led_to, _) = worker.send_event(&format!("{at}/edit"), &form).await;
    assert_eq!(led_to, at);
    let changed = &told(&kiosk).await[0];
    assert_eq!(changed.place.en, "Gym");
    let ids = |event: &Event| event.pools.iter().map(|pool| pool.pool).collect::<Vec<_>>();
    let people_and_tables = |event: &Event| ids(event)[..2].to_vec();
    assert_eq!(people_and_tables(changed), people_and_tables(event), "pools stay who they are");

    worker.step(&at, "cancel").await;
    assert!(told(&kiosk).await[0].cancelled);
    let page = plain(&worker.page(&at).await);
    assert!(page.contains("Cancelled") && !page.contains("Cancel the event"), "{page}");
    let again = worker.post(&format!("{at}/step"), &[("version", "4"), ("step", "open")]).await;
    assert_eq!(again.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let (_, page) = worker.send_event(&format!("{at}/edit"), &with(&[("version", "4")])).await;
    assert!(plain(&page).contains("It was cancelled. Copy it to hold it after all."));
    let noted = "SELECT COUNT(*) FROM audit WHERE act IN ('event-planned', 'event-opened', \
                 'event-changed', 'event-cancelled') AND about <> ''";
    assert_eq!(app.number(noted).await, 4);
}

async fn what_is_not_for_families_reaches_no_kiosk_and_no_calendar(app: TestApp) {
    let (worker, kiosk) = (worker(&app).await, app.kiosk().await);
    for (title, changes) in [
        ("Draft", &[][..]),
        ("Staff alone", &[("booking", "staff_only")]),
        ("Last one", &[("kind", "final-visit")]),
    ] {
        let at = worker.plan(&[&[("title_en", title)][..], changes].concat()).await;
        if title != "Draft" {
            assert!(worker.step(&at, "open").await.status().is_success());
        }
    }
    assert!(told(&kiosk).await.is_empty());
    let calendar = worker.page(&calendar(&worker, "en").await).await;
    assert!(!calendar.contains("BEGIN:VEVENT"), "{calendar}");

    let at = worker.open_event(&[("title_en", "For all")]).await;
    assert_eq!(told(&kiosk).await.len(), 1);
    let edit = worker.page(&format!("{at}/edit")).await;
    let form = with(&[("version", version(&edit)), ("booking", "staff_only")]);
    worker.send_event(&format!("{at}/edit"), &form).await;
    let news = kiosk.all_changes(0).await.0;
    let gone =
        |news: &News| matches!(news, News::EventGone { event } if at.ends_with(&event.to_string()));
    assert!(told(&kiosk).await.is_empty() && news.iter().any(gone), "it is for staff now");
}

async fn a_form_that_needs_mending_keeps_what_was_typed(app: TestApp) {
    let worker = worker(&app).await;
    let form = with(&[
        ("title_cy", ""),
        ("words_en", "Half <b>typed</b>"),
        ("most_people", "40"),
        ("day", "2026-02-30"),
        ("access", "helipad"),
    ]);
    let (at, page) = worker.send_event("/events/new", &form).await;
    assert_eq!(at, "/events/new");
    assert!(page.contains("Half &#60;b&#62;typed&#60;/b&#62;"), "kept, and escaped");
    let text = plain(&page);
    for why in [
        "Nothing was saved.",
        "The other language is there: this one is needed too.",
        "A number from 1 to 6.",
        "A day of the calendar, such as 2026-07-11.",
        "Choose one of those that are offered.",
    ] {
        assert!(text.contains(why), "{why}: {text}");
    }
    for field in ["title_cy", "most_people", "day"] {
        assert!(page.contains(&format!("aria-describedby=\"{field}-why\"")), "{field}");
        assert!(page.contains(&format!("<a href=\"#{field}\">")), "{field}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM events").await, 0);
    for nothing in [vec![], vec![("kind", String::new())]] {
        let (at, page) = worker.send_event("/events/new", &nothing).await;
        assert_eq!(at, "/events/new");
        assert!(plain(&page).contains("Something is needed here."));
    }
}

async fn two_people_who_change_one_event_lose_nothing(app: TestApp) {
    let (worker, manager) = (worker(&app).await, app.manager().await);
    let at = worker.open_event(&[]).await;
    let edit = format!("{at}/edit");
    let (hers, his) = (worker.page(&edit).await, manager.page(&edit).await);
    let form = |page: &str, title: &str| with(&[("version", version(page)), ("title_en", title)]);
    worker.send_event(&edit, &form(&hers, "Hers")).await;
    let (led_to, page) = manager.send_event(&edit, &form(&his, "His")).await;
    assert_eq!(led_to, edit);
    let text = plain(&page);
    assert!(text.contains("Somebody has changed this event since you opened it."), "{text}");
    assert!(page.contains("value=\"His\"") && page.contains(&format!("<a href=\"{at}\">")));
    assert!(worker.page(&at).await.contains("Hers"), "nothing is lost");
    // A step on what the page does not show any more is not taken either.
    let step = [("version", version(&his)), ("step", "cancel")];
    let page = manager.post(&format!("{at}/step"), &step).await.text().await.expect("a page");
    assert!(plain(&page).contains("Nothing was done: look at it again."), "{}", plain(&page));
    // Having seen it, he says that his is right.
    manager.send_event(&edit, &form(&page, "His")).await;
    assert!(worker.page(&at).await.contains("His"));
}

async fn an_event_the_prison_has_not_approved_is_not_opened(app: TestApp) {
    let worker = worker(&app).await;
    let at = worker.plan(&[("prison_approved", "")]).await;
    let page = worker.step(&at, "open").await.text().await.expect("a page");
    assert!(plain(&page).contains("The prison has not approved it yet."), "{}", plain(&page));
    let answer = worker.step(&at, "discard").await;
    assert_eq!(answer.url().path(), "/events");
    assert!(plain(&answer.text().await.expect("a page")).contains("The draft is gone."));
    assert_eq!(worker.get(&at).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(app.number("SELECT COUNT(*) FROM event_pools").await, 0);
    let late = worker.plan(&[("day", "2026-06-02"), ("books_from", ""), ("books_until", "")]).await;
    app.clock.advance(TimeDelta::days(2));
    let worker = TestStaff::new(&app.address);
    worker.sign_in("Mair Worker", crate::support::app::PASSWORD).await;
    let page = worker.step(&late, "open").await.text().await.expect("a page");
    assert!(plain(&page).contains("It has begun."), "{}", plain(&page));
}

async fn an_event_is_copied_and_repeated_as_drafts(app: TestApp) {
    let worker = worker(&app).await;
    let at = worker.open_event(&[]).await;
    let id = at.trim_start_matches("/events/");
    let copy = worker.page(&format!("/events/new?copy={id}")).await;
    assert!(copy.contains("value=\"Summer family day\""));
    assert!(!copy.contains("value=\"2026-06-20\"") && !copy.contains("Quillfeather"));
    let turn = "Last turns, the longest ago first: Rowan wing, Sat 20 June 2026.";
    assert!(plain(&copy).contains(turn), "{}", plain(&copy));
    let month = [("every", "month"), ("times", "3")];
    let answer = worker.post(&format!("{at}/repeat"), &month).await;
    let page = plain(&answer.text().await.expect("a page"));
    assert!(page.contains("3 drafts were made.") && page.contains("Sat 18 July 2026"), "{page}");
    for (month, day) in [("2026-08", "Sat 15 August 2026"), ("2026-09", "Sat 19 September 2026")] {
        let page = plain(&worker.page(&format!("/events?month={month}")).await);
        assert!(page.contains(day) && page.contains("Draft"), "{page}");
    }
    let pools = "SELECT COUNT(DISTINCT pool) FROM event_pools";
    assert_eq!(app.number(pools).await, 12, "places of its own for each");
    for times in ["0", "27", "-1", "many", ""] {
        let wrong = [("every", "week"), ("times", times)];
        let answer = worker.post(&format!("{at}/repeat"), &wrong).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{times}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM events").await, 4);
}

async fn what_this_prison_allows_a_party_is_what_an_event_allows(app: TestApp) {
    let (worker, manager) = (worker(&app).await, app.manager().await);
    let large = with(&[("most_people", "9"), ("most_children", "7")]);
    let (at, page) = worker.send_event("/events/new", &large).await;
    assert_eq!(at, "/events/new");
    assert!(plain(&page).contains("A number from 0 to 4."), "{}", plain(&page));
    let settings = [
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
        ("party_people", "9"),
        ("party_children", "7"),
    ];
    let answer = manager.post("/site", &settings).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let (at, page) = worker.send_event("/events/new", &large).await;
    assert_ne!(at, "/events/new", "{page}");
}

async fn a_final_visit_is_for_those_who_plan_it(app: TestApp) {
    let (worker, officer) = (worker(&app).await, app.officer().await);
    let at = worker.plan(&[("kind", "final-visit"), ("title_en", "Goodbye")]).await;
    worker.step(&at, "open").await;
    assert!(worker.page("/events?month=2026-06").await.contains("Goodbye"));
    for path in
        ["/events?month=2026-06", "/events/print?month=2026-06", "/events/csv?month=2026-06"]
    {
        assert!(!officer.page(path).await.contains("Goodbye"), "{path}");
    }
    for path in [at.clone(), format!("{at}/ics")] {
        assert_eq!(officer.get(&path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(worker.get(&format!("{at}/ics")).await.status(), StatusCode::NOT_FOUND);
    assert!(!worker.page("/events/csv?month=2026-06").await.contains("Goodbye"), "in no table");
    let open = with(&[("kind", "final-visit"), ("booking", "book_yourself")]);
    let (_, page) = worker.send_event("/events/new", &open).await;
    assert!(plain(&page).contains("A final visit is for staff alone."));
}

async fn the_month_is_a_list_a_table_and_a_sheet_of_paper(app: TestApp) {
    let (worker, officer) = (worker(&app).await, app.officer().await);
    worker.open_event(&[("title_en", "=HYPERLINK(1)"), ("wings", "+Rowan")]).await;
    worker.open_event(&[("title_en", "Harvest day"), ("day", "2026-07-18")]).await;
    let page = plain(&officer.page("/events").await);
    assert!(
        page.contains("June 2026")
            && page.contains("=HYPERLINK(1)")
            && !page.contains("Harvest day")
    );
    assert!(!page.contains("New event"), "an officer plans nothing: {page}");
    let csv = officer.page("/events/csv?month=2026-06").await;
    assert!(csv.contains("\"'=HYPERLINK(1)\"") && csv.contains("\"'+Rowan\""), "{csv}");
    assert!(csv.contains("2026-06-20,10:00,15:00,") && !csv.contains("Quillfeather"), "{csv}");
    let sheet = plain(&officer.page("/events/print?month=2026-07").await);
    assert!(
        sheet.contains("Harvest day") && sheet.contains("Moorland visits · Printed on"),
        "{sheet}"
    );
    for month in ["2026-13", "junk", "", "99999999-01", "2026-6'"] {
        let answer = officer.get(&format!("/events?month={month}")).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{month}");
    }
    officer.post("/language", &[("to", "cy"), ("back", "/events")]).await;
    let page = plain(&officer.page("/events").await);
    assert!(page.contains("Digwyddiadau") && page.contains("Diwrnod teulu’r haf"), "{page}");
}

async fn an_open_page_hears_of_an_event(app: TestApp) {
    let (worker, officer) = (worker(&app).await, app.officer().await);
    let mut live = officer.get("/live").await;
    while tokio::time::timeout(std::time::Duration::from_millis(1_200), live.chunk()).await.is_ok()
    {
    }
    worker.plan(&[]).await;
    let heard = tokio::time::timeout(std::time::Duration::from_secs(5), live.chunk()).await;
    let heard = heard.expect("in time").expect("an event").expect("bytes");
    assert!(heard.starts_with(b"event: changed"), "{heard:?}");
}

async fn an_event_that_ended_long_ago_is_forgotten_with_its_pools(app: TestApp) {
    let worker = worker(&app).await;
    worker.open_event(&[]).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM event_pools").await, 3);
    // 730 days after it has ended, and nobody was there to see the nights go by one by one.
    let two_years = i64::from(730 + 30) * 24 * 3_600 * 1_000_000;
    app.sql(format!("UPDATE events SET begins = begins - {two_years}, ends = ends - {two_years}"))
        .await;
    let answer = app.manager().await.post("/privacy/delete-now", &[]).await;
    assert!(answer.status().is_success());
    assert_eq!(app.number("SELECT COUNT(*) FROM events").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM event_pools").await, 0);
}

/// The address of the site's calendar in a language.
pub async fn calendar(staff: &TestStaff, language: &str) -> String {
    let page = staff.page("/events").await;
    let links = page.split("href=\"").filter_map(|rest| rest.split('"').next());
    let mut links = links.filter(|link| link.starts_with("/calendar/"));
    links.find(|link| link.ends_with(&format!("-{language}.ics"))).expect("a link").to_owned()
}
