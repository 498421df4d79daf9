//! Arrivals by hand, and what staff mend of arrivals.

use visits_domain::arrival::Party;
use visits_domain::wire::{Happening, News, Record};

use crate::support::app::TestApp;
use crate::support::desk::{Desk, PATEL, SHAW, row_of, said};
use crate::tests;

tests![
    an_arrival_by_hand_gets_a_number_that_no_kiosk_gives,
    an_arrival_that_was_undone_stays_undone,
    after_an_undo_the_family_checks_in_anew_and_shows_id_anew,
    who_joins_under_a_number_that_was_undone_is_an_exception,
    nothing_is_undone_behind_the_search,
    a_wrong_link_is_mended_and_who_joins_later_follows,
    two_numbers_of_one_party_become_one,
    a_number_of_another_visit_is_merged_too,
    a_walk_in_is_written_down_once,
    somebody_who_is_on_no_list_is_added_and_an_import_leaves_them,
    an_exception_is_linked_or_put_aside,
];

async fn an_arrival_by_hand_gets_a_number_that_no_kiosk_gives(app: TestApp) {
    let desk = Desk::open(&app).await;
    let (_, cursor) = desk.kiosk.all_changes(0).await;
    let form = desk.officer.form("SHAW").await;
    let came = [("adults", "2"), ("children", "1")];
    for officer in [&desk.officer, &desk.other] {
        assert_eq!(said(officer.send(&form, "/today/arrived", &came).await).await, None);
    }
    let row = desk.row().await;
    assert!(row.starts_with("Z1 SHAW") && row.contains("3 of 3 Arrived"), "{row}");
    let number = "Z1".parse().expect("a number");
    let arrived = News::Arrived { visit: desk.shaw, date: crate::support::kiosk::today(), number };
    assert!(desk.kiosk.all_changes(cursor).await.0.contains(&arrived), "kiosks know it");
    let more = [("adults", "1"), ("children", "0"), ("more", "1")];
    desk.officer.act("Z1", "/today/arrived", &more).await;
    assert!(desk.row().await.contains("4 of 3"), "more than are listed are seen");
    desk.officer.act(PATEL, "/today/arrived", &[("adults", "1")]).await;
    assert!(row_of(&desk.officer, "PATEL").await.starts_with("Z2"));
    let nobody = desk.officer.act(PATEL, "/today/arrived", &[("adults", "0")]).await;
    assert!(said(nobody).await.is_some());
    let by = "SELECT COUNT(*) FROM audit WHERE act = 'arrived-by-hand' AND who = 'jo officer'";
    assert_eq!(app.number(by).await, 3);
}

async fn an_arrival_that_was_undone_stays_undone(app: TestApp) {
    let desk = Desk::open(&app).await;
    let arrival = desk.kiosk.arrival(desk.shaw);
    let number = arrival.number.to_string();
    let record = desk.kiosk.record(&Happening::Arrived(arrival));
    desk.kiosk.send(vec![record.clone()]).await.expect("it is taken");
    desk.officer.act(&number, "/today/call", &[]).await;
    assert_eq!(desk.called().await, [number.as_str()]);
    let (_, cursor) = desk.kiosk.all_changes(0).await;
    let undone = desk.officer.act(&number, "/today/undo-arrival", &[("number", &number)]).await;
    assert_eq!(said(undone).await, None);
    let (news, cursor) = desk.kiosk.all_changes(cursor).await;
    let date = crate::support::kiosk::today();
    assert!(news.contains(&News::ArrivalUndone { visit: desk.shaw, date }));
    assert!(desk.called().await.is_empty(), "nobody holds that number");
    assert!(desk.row().await.contains("0 of 3 Expected"));
    // The same record again; and once more under another number of the kiosk, as after a disk
    // that was copied back.
    desk.kiosk.send(vec![record.clone()]).await.expect("it is known");
    let filler = desk.kiosk.raw_record("{}".to_owned());
    let again = Record::new(filler.seq, record.id, record.epoch, record.body.clone());
    desk.kiosk.send(vec![again]).await.expect("it is taken");
    assert!(desk.row().await.contains("0 of 3 Expected"));
    let news = desk.kiosk.all_changes(cursor).await.0;
    assert!(!news.iter().any(|news| matches!(news, News::Arrived { .. })), "{news:?}");
    assert_eq!(app.number("SELECT COUNT(*) FROM audit WHERE act = 'arrival-undone'").await, 1);
}

async fn after_an_undo_the_family_checks_in_anew_and_shows_id_anew(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    desk.officer.act(&number, "/today/table", &[("table", "9")]).await;
    desk.officer.act(&number, "/today/undo-arrival", &[("number", &number)]).await;
    let anew = desk.kiosk.check_in(desk.shaw).await;
    let row = desk.row().await;
    assert!(row.starts_with(&anew) && row.contains("Arrived") && !row.contains("table"), "{row}");
    assert_eq!(app.number("SELECT COUNT(*) FROM visitors WHERE id_seen IS NOT NULL").await, 0);
}

async fn who_joins_under_a_number_that_was_undone_is_an_exception(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.kiosk.check_in(desk.shaw).await;
    desk.officer.act(&number, "/today/undo-arrival", &[("number", &number)]).await;
    desk.kiosk.join(&number, desk.shaw, Party { adults: 1, children: 0 }).await;
    let page = desk.officer.page("/today?session=all").await;
    assert!(page.contains("More people came under a number that staff had taken back."));
    assert!(desk.row().await.contains("0 of 3 Expected"));
    let record = record_in_trouble(&desk).await;
    let link = [("record", record.as_str()), ("reference", SHAW)];
    assert_eq!(said(desk.officer.post("/today/exceptions/link", &link).await).await, None);
    let row = desk.row().await;
    assert!(row.starts_with(&number) && row.contains("1 of 3 Arrived"), "{row}");
}

/// The id of the record that Today shows.
async fn record_in_trouble(desk: &Desk) -> String {
    let page = desk.officer.page("/today").await;
    let id = page.split("class=\"exception\" id=\"e-").nth(1).expect("an exception");
    id.split('"').next().expect("an id").to_owned()
}

async fn nothing_is_undone_behind_the_search(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    desk.officer.act(&number, "/today/search-done", &[]).await;
    for (path, more) in
        [("/today/undo-arrival", ("reference", "")), ("/today/mend-link", ("reference", PATEL))]
    {
        let refused = desk.officer.act(&number, path, &[("number", &number), more]).await;
        let sentence = said(refused).await.expect("a sentence");
        assert!(sentence.contains("They are through search."), "{path}: {sentence}");
    }
    let tick = desk.officer.page("/today").await;
    let tick = tick.split("id=\"tick-").nth(1).expect("a box").split('"').next();
    let off = format!("{}:0", tick.expect("an id"));
    let refused = desk.officer.act(&number, "/today/id-seen", &[("tick", &off)]).await;
    assert!(said(refused).await.is_some());
}

async fn a_wrong_link_is_mended_and_who_joins_later_follows(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.shaws_with_id().await;
    let (_, cursor) = desk.kiosk.all_changes(0).await;
    let unknown = [("number", number.as_str()), ("reference", "zz-zz-zz-zz")];
    assert!(said(desk.officer.act(&number, "/today/mend-link", &unknown).await).await.is_some());
    let old = desk.other.form(&number).await;
    let there = [("number", number.as_str()), ("reference", "WO RA EL MI")];
    assert_eq!(said(desk.officer.act(&number, "/today/mend-link", &there).await).await, None);
    let again = desk.other.send(&old, "/today/mend-link", &there).await;
    assert_eq!(said(again).await, None, "it is so already");
    let row = row_of(&desk.officer, "PATEL").await;
    assert!(row.starts_with(&number) && row.contains("Arrived"), "ID is seen anew: {row}");
    assert!(desk.row().await.contains("0 of 3 Expected"));
    let date = crate::support::kiosk::today();
    let news = desk.kiosk.all_changes(cursor).await.0;
    assert!(news.contains(&News::ArrivalUndone { visit: desk.shaw, date }));
    let moved = number.parse().expect("a number");
    assert!(news.contains(&News::Arrived { visit: desk.patel, date, number: moved }));
    // The kiosk did not know it yet.
    desk.kiosk.join(&number, desk.shaw, Party { adults: 1, children: 0 }).await;
    let row = row_of(&desk.officer, "PATEL").await;
    assert!(row.contains("4 of 1"), "{row}");
}

async fn two_numbers_of_one_party_become_one(app: TestApp) {
    let desk = Desk::open(&app).await;
    let other_kiosk = app.kiosk().await;
    let first = desk.kiosk.check_in(desk.shaw).await;
    app.minutes_pass(1);
    let second = other_kiosk.check_in(desk.shaw).await;
    desk.officer.act(&first, "/today/id-seen", &[]).await;
    desk.officer.act(&first, "/today/call", &[]).await;
    assert_eq!(desk.called().await, [first.as_str(), second.as_str()]);
    let stale = desk.other.form(&first).await;
    let merge = [("number", second.to_lowercase())];
    let merge: Vec<(&str, &str)> = merge.iter().map(|(k, v)| (*k, v.as_str())).collect();
    assert_eq!(said(desk.officer.act(&first, "/today/merge", &merge).await).await, None);
    assert_eq!(said(desk.other.send(&stale, "/today/merge", &merge).await).await, None);
    assert_eq!(desk.called().await, [first.as_str()]);
    let row = desk.row().await;
    assert!(row.starts_with(&format!("{first} also {second}")), "{row}");
    assert!(row.contains("3 of 3"), "one family is not counted twice: {row}");
    let found = desk.officer.search("all", &second).await;
    assert!(found.contains("SHAW Jeanette"), "whoever holds the slip is found by it");
    // Undoing the number takes what was merged into it with it.
    desk.officer.act(&first, "/today/undo-arrival", &[("number", &first)]).await;
    assert!(desk.row().await.contains("0 of 3 Expected"));
}

async fn a_number_of_another_visit_is_merged_too(app: TestApp) {
    let desk = Desk::open(&app).await;
    let shaws = desk.kiosk.check_in(desk.shaw).await;
    let meena = desk.kiosk.check_in(desk.patel).await;
    let merge = [("number", meena.as_str())];
    assert_eq!(said(desk.officer.act(&shaws, "/today/merge", &merge).await).await, None);
    assert!(desk.row().await.starts_with(&format!("{shaws} also {meena}")));
    assert!(row_of(&desk.officer, "PATEL").await.contains("0 of 1 Expected"));
    let none = desk.officer.act(&shaws, "/today/merge", &[("number", "B77")]).await;
    assert!(said(none).await.is_some());
}

async fn a_walk_in_is_written_down_once(app: TestApp) {
    let desk = Desk::open(&app).await;
    let visit = uuid::Uuid::from_u128(77).to_string();
    let form = [
        ("visit", visit.as_str()),
        ("day", "2026-06-01"),
        ("start", "13:45"),
        ("first1", "=HYPERLINK(1)"),
        ("last1", "<b>O'Brien</b>"),
        ("born1", "1970-01-01"),
        ("children", "2"),
        ("prisoner_number", "a4321bc"),
        ("prisoner_name", "Sam Brown"),
    ];
    for _ in 0..2 {
        assert_eq!(said(desk.officer.post("/today/walk-in", &form).await).await, None);
    }
    let row = row_of(&desk.officer, "Z1").await;
    assert!(row.contains("&#60;B&#62;O&#39;BRIEN&#60;/B&#62;"), "{row}");
    assert!(row.contains("3 At the desk Not on the list"), "{row}");
    assert_eq!(app.number("SELECT COUNT(*) FROM visits WHERE by_hand = 1").await, 1);
    let prisoner = desk.officer.act("Z1", "/today/prisoner", &[]).await;
    assert!(prisoner.text().await.expect("a page").contains("A4321BC"));
    for path in ["/today/id-seen", "/today/call"] {
        desk.officer.act("Z1", path, &[]).await;
    }
    assert_eq!(desk.called().await, ["Z1"]);
    assert_eq!(desk.kiosk.cards().await.len(), 6, "no kiosk holds a card of them");
    app.app.seal(crate::support::app::moorland()).await.expect("cards are sealed");
    assert_eq!(desk.kiosk.cards().await.len(), 6);
    let nameless = [("visit", "00000000-0000-0000-0000-000000000001"), ("day", "2026-06-01")];
    assert!(said(desk.officer.post("/today/walk-in", &nameless).await).await.is_some());
}

async fn somebody_who_is_on_no_list_is_added_and_an_import_leaves_them(app: TestApp) {
    let desk = Desk::open(&app).await;
    let number = desk.kiosk.check_in(desk.shaw).await;
    let extra = [("first", "Siôn"), ("last", "Ŵyn"), ("born", "1999-12-31")];
    assert_eq!(said(desk.officer.act(&number, "/today/add-visitor", &extra).await).await, None);
    assert!(desk.row().await.contains("ŴYN Siôn"));
    let changed = crate::support::lists::with(crate::support::lists::shaw(), "endTime", "15:15");
    app.import(crate::support::lists::file(&[changed])).await;
    assert!(desk.row().await.contains("ŴYN Siôn"), "an import knows nothing of them");
    let future = [("first", "A"), ("last", "B"), ("born", "2030-01-01")];
    assert!(said(desk.officer.act(&number, "/today/add-visitor", &future).await).await.is_some());
}

async fn an_exception_is_linked_or_put_aside(app: TestApp) {
    let desk = Desk::open(&app).await;
    for n in [1, 2] {
        let unknown = visits_domain::visit::VisitHandle(uuid::Uuid::from_u128(n));
        desk.kiosk.check_in(unknown).await;
    }
    let page = desk.officer.page("/today").await;
    assert!(page.contains("Arrivals that kiosks could not match: 2"));
    let worker = app.person("Fay Worker", visits_server::Role::FamilyWorker).await;
    assert!(!worker.page("/today").await.contains("could not match"));
    let first = record_in_trouble(&desk).await;
    let link = [("record", first.as_str()), ("reference", SHAW)];
    for officer in [&desk.officer, &desk.other] {
        assert_eq!(said(officer.post("/today/exceptions/link", &link).await).await, None);
    }
    let row = desk.row().await;
    assert!(row.starts_with('A') && row.contains("3 of 3 Arrived"), "{row}");
    let second = record_in_trouble(&desk).await;
    assert_ne!(first, second);
    let aside = [("record", second.as_str())];
    assert_eq!(said(desk.officer.post("/today/exceptions/dismiss", &aside).await).await, None);
    assert!(!desk.officer.page("/today").await.contains("could not match"));
    let noted = "SELECT COUNT(*) FROM audit WHERE act LIKE 'exception-%' AND who = 'jo officer'";
    assert_eq!(app.number(noted).await, 2);
    // An import judges nothing again that somebody has dealt with.
    app.import(crate::support::lists::file(&[crate::support::lists::shaw()])).await;
    assert!(!desk.officer.page("/today").await.contains("could not match"));
}
