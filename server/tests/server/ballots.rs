//! Ballots: a share of the places that is kept back, drawn once, and drawn again by anybody.

use chrono::TimeDelta;
use reqwest::StatusCode;
use visits_domain::arrival::Need;
use visits_domain::ballot::Published;
use visits_domain::places::{BookingId, EventId, PoolId, Standing};
use visits_domain::wire::{BookingStands, News};
use visits_server::Role;

use crate::support::app::{PASSWORD, TestApp, moorland};
use crate::support::events::{version, with};
use crate::support::families::{Door, Family};
use crate::support::staff::{TestStaff, plain};
use crate::tests;

tests![
    a_share_is_kept_back_until_it_is_drawn_and_the_ledger_follows,
    nobody_draws_before_it_closes_and_two_who_press_at_once_draw_once,
    what_is_published_is_drawn_again_by_the_command_and_names_nobody,
    who_has_reasons_has_tickets_and_none_is_for_behaviour,
    families_are_numbers_until_somebody_asks_and_that_is_noted,
    families_know_the_share_and_it_stays,
    a_ballot_that_has_closed_is_shown_to_who_may_draw_it,
    a_server_that_was_put_back_draws_nothing_until_a_manager_lets_it,
    the_seed_is_in_no_table_before_it_is_drawn,
    a_family_that_had_a_place_is_known_when_its_booking_is_long_gone,
    a_family_that_is_erased_is_known_no_more,
];

/// Ten places for people, half of them drawn.
pub const LOTS: [(&str, &str); 6] = [
    ("ballot_share", "50"),
    ("ballot_closes", "2026-06-10T12:00"),
    ("people", "10"),
    ("tables", ""),
    ("seats_1", ""),
    ("most_people", "4"),
];

const NO_BUS: [(&str, &str); 3] = [("seats_1_en", ""), ("seats_1_cy", ""), ("most_children", "3")];

/// Plans an event with a ballot, as [`LOTS`] and these fields say.
async fn plan(worker: &TestStaff, more: &[(&'static str, &'static str)]) -> String {
    worker.open_event(&[&LOTS[..], &NO_BUS, more].concat()).await
}

async fn worker(app: &TestApp) -> TestStaff {
    app.person("Mair Worker", Role::FamilyWorker).await
}

/// Somebody on a later day.
async fn again(app: &TestApp, name: &str) -> TestStaff {
    let staff = TestStaff::new(&app.address);
    staff.sign_in(name, PASSWORD).await;
    staff
}

async fn stands(app: &TestApp, event: EventId) -> Vec<(BookingId, Standing)> {
    let books = app.app.place_books(moorland(), event).await.expect("the books");
    books.ledgers[&event].bookings.iter().map(|(id, b)| (*id, b.standing)).collect()
}

fn capacity(books: &visits_domain::places::Books, event: EventId) -> u32 {
    let ledger = &books.ledgers[&event];
    let pool: PoolId = *ledger.pools.keys().next().expect("a pool");
    assert!(ledger.committed(pool) <= ledger.pools[&pool]);
    ledger.pools[&pool]
}

async fn draw(staff: &TestStaff, at: &str) -> String {
    let answer = staff.post(&format!("{at}/ballot/draw"), &[("sure", "1")]).await;
    plain(&answer.text().await.expect("a page"))
}

async fn a_share_is_kept_back_until_it_is_drawn_and_the_ledger_follows(app: TestApp) {
    let worker = worker(&app).await;
    let at = plan(&worker, &[]).await;
    let door = Door::of(&app, &at).await;
    let told = door.told().await.ballot.expect("families are told");
    assert_eq!((told.share, told.closes.to_rfc3339().as_str()), (50, "2026-06-10T11:00:00+00:00"));
    let commitment = String::from(told.commitment);
    assert!(worker.page(&at).await.contains(&commitment), "and everybody who looks");
    let books = app.app.place_books(moorland(), door.event).await.expect("the books");
    assert_eq!(capacity(&books, door.event), 5);

    app.clock.advance(TimeDelta::days(2));
    let mut asked = Vec::new();
    for n in 0..8 {
        asked.push(door.ask(&Family::named(n), 2).await);
    }
    let held = |all: &[(BookingId, Standing)]| {
        all.iter().filter(|(_, standing)| *standing == Standing::Held).count()
    };
    assert_eq!(held(&stands(&app, door.event).await), 2, "four of five places");
    assert_eq!(door.stands(asked[0]).await, BookingStands::Held);
    assert_eq!(door.stands(asked[5]).await, BookingStands::InTheDraw);

    app.clock.advance(TimeDelta::days(7));
    let late = door.ask(&Family::named(99), 2).await;
    assert_eq!(door.stands(late).await, BookingStands::Waiting(7), "it had closed");
    let worker = again(&app, "Mair Worker").await;
    let list = worker.page(&format!("{at}/bookings")).await;
    assert_eq!(list.matches(">In the draw<").count(), 6, "staff read what families do: {list}");
    assert_eq!(list.matches("Waiting list, number").count(), 1, "{list}");
    let said = draw(&worker, &at).await;
    assert!(said.contains("It is drawn."), "{said}");
    assert!(said.contains("3 families have a place, 3 wait."), "{said}");
    let books = app.app.place_books(moorland(), door.event).await.expect("the books");
    assert_eq!(capacity(&books, door.event), 10);
    let now = stands(&app, door.event).await;
    assert_eq!((held(&now), now.len()), (5, 9));
    let published = published(&worker, &at).await;
    assert_eq!(published.draw.places.values().sum::<u32>(), 6, "and the one that was left");
    for booking in &published.drawn.places {
        assert_eq!(door.stands(*booking).await, BookingStands::Held);
    }
    for (n, booking) in (1..).zip(&published.drawn.waiting) {
        assert_eq!(door.stands(*booking).await, BookingStands::Waiting(n));
    }
    assert_eq!(door.stands(late).await, BookingStands::Waiting(4), "after all who were in it");
    assert!(!published.draw.entries.iter().any(|entry| entry.booking == late));
    // The list goes on in the drawn order.
    app.app.end_booking(moorland(), door.event, published.drawn.places[0]).await.expect("ended");
    assert_eq!(door.stands(published.drawn.waiting[0]).await, BookingStands::Held);
    // What is changed later is changed in the whole of it.
    let edit = worker.page(&format!("{at}/edit")).await;
    let form = [&LOTS[..], &NO_BUS, &[("people", "12"), ("version", version(&edit))]].concat();
    let (led_to, page) = worker.send_event(&format!("{at}/edit"), &with(&form)).await;
    assert_eq!(led_to, at, "{}", plain(&page));
    let books = app.app.place_books(moorland(), door.event).await.expect("the books");
    assert_eq!(capacity(&books, door.event), 12);
}

async fn published(staff: &TestStaff, at: &str) -> Published {
    let text = staff.page(&format!("{at}/ballot/file")).await;
    serde_json::from_str(&text).expect("a published ballot")
}

async fn nobody_draws_before_it_closes_and_two_who_press_at_once_draw_once(app: TestApp) {
    let worker = worker(&app).await;
    let at = plan(&worker, &[("ballot_share", "100")]).await;
    let door = Door::of(&app, &at).await;
    app.clock.advance(TimeDelta::days(2));
    for n in 0..6 {
        let asked = door.ask(&Family::named(n), 2).await;
        assert_eq!(door.stands(asked).await, BookingStands::InTheDraw);
    }
    let worker = again(&app, "Mair Worker").await;
    assert!(draw(&worker, &at).await.contains("Families can still ask. Nothing was drawn."));
    app.clock.advance(TimeDelta::days(7));
    let worker = again(&app, "Mair Worker").await;
    let unsure = worker.post(&format!("{at}/ballot/draw"), &[]).await;
    assert_eq!(unsure.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(app.number("SELECT COUNT(*) FROM ballots WHERE drawn IS NULL").await, 1);
    let both = tokio::join!(draw(&worker, &at), draw(&worker, &at), draw(&worker, &at));
    let said = [both.0, both.1, both.2];
    let done = said.iter().filter(|said| said.contains("It is drawn.")).count();
    assert_eq!(done, 1, "{said:?}");
    let again = said.iter().filter(|said| said.contains("stays as it is.")).count();
    assert_eq!(again, 2, "{said:?}");
    let drawn = "SELECT COUNT(*) FROM audit WHERE act = 'ballot-drawn'";
    assert_eq!(app.number(drawn).await, 1);
    let kept = "SELECT CAST(SUM(kept) AS BIGINT), CAST(SUM(capacity) AS BIGINT) FROM place_pools";
    let row = &app.sql(kept).await[0];
    let number = |n: usize| sqlx::Row::get::<i64, _>(row, n);
    assert_eq!((number(0), number(1)), (0, 10), "the share is given once");
}

async fn what_is_published_is_drawn_again_by_the_command_and_names_nobody(app: TestApp) {
    let worker = worker(&app).await;
    let at = plan(&worker, &[("ballot_share", "100"), ("people", "6")]).await;
    let door = Door::of(&app, &at).await;
    app.clock.advance(TimeDelta::days(2));
    for n in 0..7 {
        door.ask(&Family::named(n), 2).await;
    }
    app.clock.advance(TimeDelta::days(7));
    let worker = again(&app, "Mair Worker").await;
    assert_eq!(worker.get(&format!("{at}/ballot/file")).await.status(), StatusCode::NOT_FOUND);
    draw(&worker, &at).await;
    let text = worker.page(&format!("{at}/ballot/file")).await;
    for theirs in ["Quillfeather", "1986", "0770", "K7M4"] {
        assert!(!text.contains(theirs), "{theirs}: {text}");
    }
    let told = door.told().await.ballot.expect("a ballot").commitment;
    let published: Published = serde_json::from_str(&text).expect("a published ballot");
    assert_eq!(published.commitment, told, "the one that was told before anybody asked");
    assert_eq!(published.verify(), Ok(()));
    let said = worker.post(&format!("{at}/ballot/verify"), &[]).await;
    let said = plain(&said.text().await.expect("a page"));
    assert!(said.contains("the same 3 families have a place, and 4 wait"), "{said}");
    // Somebody with the database, and no other seed, moves a friend.
    let mut mended = published.clone();
    let friend = mended.drawn.waiting.pop().expect("somebody waits");
    mended.drawn.places.push(friend);
    let mended = serde_json::to_string(&mended).expect("JSON").replace('\'', "''");
    app.sql(format!("UPDATE ballots SET published = '{mended}'")).await;
    let said = worker.post(&format!("{at}/ballot/verify"), &[]).await;
    assert_eq!(said.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let said = plain(&said.text().await.expect("a page"));
    assert!(said.contains("draw other families than those that were published"), "{said}");
}

async fn who_has_reasons_has_tickets_and_none_is_for_behaviour(app: TestApp) {
    let (worker, manager) = (worker(&app).await, app.manager().await);
    let page = manager.page("/events/ballot-rules").await;
    let weights = page.split("id=\"rules\"").nth(1).expect("the form");
    let fields: Vec<&str> =
        weights.split("name=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ["not_for_long", "wings_turn", "distance", "access", "nominated", "months", "far"];
    assert_eq!(fields, all, "none by behaviour, and no other");
    let rules = |nominated| {
        let usual =
            [("not_for_long", "3"), ("wings_turn", "1"), ("distance", "2"), ("access", "1")];
        let more = [("nominated", nominated), ("months", "6"), ("far", "40"), ("behaviour", "9")];
        usual.into_iter().chain(more).collect::<Vec<_>>()
    };
    let answer = manager.post("/events/ballot-rules", &rules("11")).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(manager.post("/events/ballot-rules", &rules("4")).await.status().is_success());
    let kept = &app.sql("SELECT weights FROM ballot_rules").await[0];
    let kept: String = sqlx::Row::get(kept, 0);
    assert!(!kept.contains("behaviour") && kept.contains("\"nominated\":4"), "{kept}");

    let at = plan(&worker, &[("ballot_share", "100"), ("wings", "Rowan wing")]).await;
    let door = Door::of(&app, &at).await;
    app.clock.advance(TimeDelta::days(2));
    let plainly = door.ask(&Family::named(1), 2).await;
    let hard = door.ask(&Family { needs: vec![Need::StepFree], ..Family::named(2) }, 2).await;
    let far = door.ask(&Family::named(3), 2).await;
    let key_worker = app.person("Kay Worker", Role::KeyWorker).await;
    let note = |booking: BookingId, miles: &'static str, why: &'static str| {
        let form = [
            ("booking", booking.to_string()),
            ("wing", "rowan WING".to_owned()),
            ("miles", miles.to_owned()),
            ("nominated", why.to_owned()),
        ];
        let form = form.map(|(name, value)| (name, value));
        let (key_worker, at) = (&key_worker, &at);
        async move {
            let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
            key_worker.post(&format!("{at}/ballot/note"), &form).await.status()
        }
    };
    assert_eq!(note(far, "40", "a first birthday").await, StatusCode::OK);
    for (miles, why) in [("-1", ""), ("many", ""), ("1000", ""), ("10", "line\u{7}")] {
        assert_eq!(note(far, miles, why).await, StatusCode::UNPROCESSABLE_ENTITY, "{miles}");
    }
    let nobody = BookingId(uuid::Uuid::from_u128(1));
    assert_eq!(note(nobody, "40", "").await, StatusCode::UNPROCESSABLE_ENTITY);
    app.clock.advance(TimeDelta::days(7));
    let worker = again(&app, "Mair Worker").await;
    draw(&worker, &at).await;
    let published = published(&worker, &at).await;
    let tickets = |booking| {
        let entry = published.draw.entries.iter().find(|entry| entry.booking == booking);
        published.draw.weights.tickets(&entry.expect("it is in it").reasons)
    };
    assert_eq!([plainly, hard, far].map(tickets), [4, 5, 11]);
    let page = plain(&worker.page(&format!("{at}/ballot")).await);
    let why = "no place for long, their wing’s turn, far away, named by staff";
    assert!(page.contains(why), "{page}");
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'family-nominated'").await, 1);
    // It was drawn: nobody is named any more, and what is known for the figures can be noted.
    let key_worker = again(&app, "Kay Worker").await;
    let path = format!("{at}/ballot/note");
    let booking = plainly.to_string();
    let named = [("booking", booking.as_str()), ("nominated", "too late")];
    assert_eq!(key_worker.post(&path, &named).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let known = [("booking", booking.as_str()), ("miles", "12")];
    assert_eq!(key_worker.post(&path, &known).await.status(), StatusCode::OK);
}

async fn families_are_numbers_until_somebody_asks_and_that_is_noted(app: TestApp) {
    let worker = worker(&app).await;
    let at = plan(&worker, &[]).await;
    let door = Door::of(&app, &at).await;
    app.clock.advance(TimeDelta::days(2));
    for n in 0..3 {
        door.ask(&Family::named(n), 3).await;
    }
    let worker = again(&app, "Mair Worker").await;
    let officer = app.officer().await;
    for staff in [&worker, &officer] {
        let page = staff.page(&format!("{at}/ballot")).await;
        assert!(plain(&page).contains("Family 3") && !page.contains("Quillfeather"), "{page}");
    }
    let seen = "SELECT COUNT(*) FROM audit WHERE act = 'families-seen'";
    assert_eq!(app.number(seen).await, 0);
    let shown = worker.post(&format!("{at}/ballot/names"), &[]).await;
    assert!(shown.text().await.expect("a page").contains("Zsófia Quillfeather"));
    assert_eq!(app.number(seen).await, 1);
    let not = officer.post(&format!("{at}/ballot/names"), &[]).await;
    assert_eq!(not.status(), StatusCode::FORBIDDEN);
    worker.post("/language", &[("to", "cy"), ("back", "/events")]).await;
    let page = plain(&worker.page(&format!("{at}/ballot")).await);
    assert!(page.contains("Rhannu’n deg") && page.contains("Teulu 1"), "{page}");
}

async fn families_know_the_share_and_it_stays(app: TestApp) {
    let worker = worker(&app).await;
    for (field, value, why) in [
        ("ballot_share", "101", "A number from 0 to 100."),
        ("ballot_closes", "", "Something is needed here."),
        ("ballot_closes", "2026-06-19T12:00", "The ballot closes after booking opens"),
        ("ballot_closes", "2026-06-02T08:00", "The ballot closes after booking opens"),
        ("kind", "final-visit", "A final visit is for staff alone."),
    ] {
        let form = with(&[&LOTS[..], &NO_BUS, &[(field, value)]].concat());
        let (led_to, page) = worker.send_event("/events/new", &form).await;
        assert_eq!(led_to, "/events/new", "{field} {value}");
        assert!(plain(&page).contains(why), "{why}: {}", plain(&page));
    }
    let at = plan(&worker, &[]).await;
    let edit = format!("{at}/edit");
    let change = |fields: &[(&'static str, &'static str)]| {
        let fields = [&LOTS[..], &NO_BUS, fields].concat();
        let (worker, edit) = (&worker, &edit);
        async move {
            let page = worker.page(edit).await;
            let mut form = with(&fields);
            form.push(("version", version(&page).to_owned()));
            worker.send_event(edit, &form).await
        }
    };
    let (led_to, page) = change(&[("ballot_share", "60")]).await;
    assert_eq!(led_to, edit);
    assert!(plain(&page).contains("Families know how many places are drawn"), "{}", plain(&page));
    let (led_to, _) = change(&[("ballot_closes", "2026-06-12T12:00")]).await;
    assert_eq!(led_to, at, "when it closes can be moved");
    let closes = "SELECT closes FROM ballots";
    assert_eq!(app.number(closes).await, 1_781_262_000_000_000, "12 June, noon in summer");
    app.clock.advance(TimeDelta::days(12));
    let later = again(&app, "Mair Worker").await;
    let page = later.page(&edit).await;
    let fields = [("ballot_closes", "2026-06-15T12:00"), ("version", version(&page))];
    let (led_to, page) =
        later.send_event(&edit, &with(&[&LOTS[..], &NO_BUS, &fields].concat())).await;
    assert_eq!(led_to, edit);
    assert!(plain(&page).contains("The ballot has closed"), "{}", plain(&page));
}

async fn a_ballot_that_has_closed_is_shown_to_who_may_draw_it(app: TestApp) {
    let worker = worker(&app).await;
    let at = plan(&worker, &[]).await;
    assert!(!plain(&worker.page("/events").await).contains("Ballots to draw"));
    app.clock.advance(TimeDelta::days(9));
    let (worker, officer) = (again(&app, "Mair Worker").await, app.officer().await);
    let page = worker.page("/events").await;
    assert!(plain(&page).contains("Ballots to draw Summer family day"), "{}", plain(&page));
    assert!(page.contains(&format!("href=\"{at}/ballot\"")));
    assert!(!plain(&officer.page("/events").await).contains("Ballots to draw"));
    let page = plain(&worker.page(&format!("{at}/ballot")).await);
    assert!(page.contains("It is time to draw."), "{page}");
    // Nobody asked: nobody is drawn, and the places are there.
    let said = draw(&worker, &at).await;
    assert!(said.contains("0 families have a place, 0 wait."), "{said}");
    assert!(!plain(&worker.page("/events").await).contains("Ballots to draw"));
    let cancelled = plan(&worker, &[("ballot_closes", "2026-06-11T12:00")]).await;
    app.clock.advance(TimeDelta::days(2));
    let worker = again(&app, "Mair Worker").await;
    worker.step(&cancelled, "cancel").await;
    assert!(draw(&worker, &cancelled).await.contains("Nothing is drawn."));
    assert!(!plain(&worker.page("/events").await).contains("Ballots to draw"));
}

async fn a_server_that_was_put_back_draws_nothing_until_a_manager_lets_it(app: TestApp) {
    let worker = worker(&app).await;
    let at = plan(&worker, &[]).await;
    let door = Door::of(&app, &at).await;
    app.clock.advance(TimeDelta::days(2));
    door.ask(&Family::named(1), 2).await;
    app.clock.advance(TimeDelta::days(7));
    app.app.begin_another_life().await.expect("another life");
    let worker = again(&app, "Mair Worker").await;
    let said = draw(&worker, &at).await;
    assert!(said.contains("until a manager lets it. Nothing was drawn."), "{said}");
    app.app.give_places_again(moorland()).await.expect("a manager does it");
    assert!(draw(&worker, &at).await.contains("It is drawn."));
}

async fn the_seed_is_in_no_table_before_it_is_drawn(app: TestApp) {
    let worker = worker(&app).await;
    let at = plan(&worker, &[]).await;
    app.clock.advance(TimeDelta::days(9));
    let before = app.everything().await;
    let worker = again(&app, "Mair Worker").await;
    draw(&worker, &at).await;
    let seed = String::from(published(&worker, &at).await.draw.seed);
    let bytes: Vec<u8> = (0..32)
        .map(|n| u8::from_str_radix(&seed[2 * n..2 * n + 2], 16).expect("a digit"))
        .collect();
    assert!(!crate::support::app::holds(&before, &seed));
    assert!(!before.windows(32).any(|window| window == bytes), "nor as bytes");
    assert!(crate::support::app::holds(&app.everything().await, &seed), "and now it is found");
}

/// So many days go by, and the night of the last one is done.
async fn night_after(app: &TestApp, days: i64) {
    app.clock.advance(TimeDelta::days(days));
    let today = visits_server::Clock::Shared(app.clock.clone()).local().date().to_string();
    let done = format!("SELECT COUNT(*) FROM retention_leases WHERE done_day = '{today}'");
    while app.number(&done).await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

async fn a_family_that_is_erased_is_known_no_more(app: TestApp) {
    let worker = worker(&app).await;
    let at = worker.open_event(&[("day", "2026-06-03"), ("books_until", "")]).await;
    let door = Door::of(&app, &at).await;
    let (theirs, other) = (Family::named(1), Family::named(2));
    let booking = door.ask(&theirs, 2).await.to_string();
    let others = door.ask(&other, 2).await.to_string();
    for booking in [&booking, &others] {
        let form = [("booking", booking.as_str()), ("miles", "60"), ("nominated", "ill")];
        worker.post(&format!("{at}/ballot/note"), &form).await;
    }
    night_after(&app, 3).await;
    let (had, marks) = ("SELECT COUNT(*) FROM had_places", "SELECT COUNT(*) FROM booking_marks");
    assert_eq!((app.number(had).await, app.number(marks).await), (2, 2));
    let manager = app.manager().await;
    let form = [
        ("surname", "quillfeather"),
        ("born", theirs.born.as_str()),
        ("subject", booking.as_str()),
        ("sure", "1"),
    ];
    let page = manager.post("/privacy/person/erase-booking", &form).await;
    let page = plain(&page.text().await.expect("a page"));
    assert!(page.contains("The booking is erased."), "{page}");
    assert_eq!((app.number(had).await, app.number(marks).await), (1, 1), "the other’s stay");
    night_after(&app, 1).await;
    assert_eq!(app.number(had).await, 1, "and no night brings it back");
}

async fn a_family_that_had_a_place_is_known_when_its_booking_is_long_gone(app: TestApp) {
    let worker = worker(&app).await;
    let first = worker.open_event(&[("day", "2026-06-03"), ("books_until", "")]).await;
    let door = Door::of(&app, &first).await;
    let had_one = door.ask(&Family::named(1), 2).await;
    assert_eq!(door.stands(had_one).await, BookingStands::Held);
    // Past the period of bookings, night by night.
    for _ in 0..4 {
        night_after(&app, 29).await;
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM bookings").await, 0);
    let worker = again(&app, "Mair Worker").await;
    let at = plan(
        &worker,
        &[
            ("day", "2026-10-20"),
            ("books_from", ""),
            ("books_until", ""),
            ("ballot_share", "100"),
            ("ballot_closes", "2026-10-01T12:00"),
        ],
    )
    .await;
    let door = Door::of(&app, &at).await;
    let again_one = door.ask(&Family::named(1), 2).await;
    let never = door.ask(&Family::named(2), 2).await;
    app.clock.advance(TimeDelta::days(10));
    let worker = self::again(&app, "Mair Worker").await;
    draw(&worker, &at).await;
    let published = published(&worker, &at).await;
    let has = |booking| {
        let entry = published.draw.entries.iter().find(|entry| entry.booking == booking);
        !entry.expect("it is in it").reasons.is_empty()
    };
    assert_eq!((has(again_one), has(never)), (false, true));
    assert!(
        door.kiosk.all_changes(0).await.0.iter().any(|news| matches!(news, News::Event(_))),
        "kiosks know of it"
    );
}
