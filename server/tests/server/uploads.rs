//! *Visit lists*: a file is looked at, brought in, or refused with a sentence.

use std::time::{Duration, Instant};

use visits_domain::wire::News;

use crate::support::app::TestApp;
use crate::support::lists::{file, pass, patel, person, shaw, with};
use crate::support::staff::plain;
use crate::support::upload::count;
use crate::tests;

tests![
    exactly_what_was_previewed_is_imported_and_only_once,
    an_hour_after_a_preview_nothing_is_left_of_it,
    nobody_confirms_what_somebody_else_looked_at,
    what_is_no_list_is_refused_in_a_calm_sentence_in_both_languages,
    fifty_megabytes_are_refused_calmly,
    names_arrive_whole_from_every_program,
    scripts_and_formulas_are_letters_like_any_other,
    a_visit_that_is_not_on_the_new_list_stays_until_somebody_says_so,
    a_visit_that_is_kept_is_not_asked_about_again,
    who_arrived_before_a_visit_was_moved_or_cancelled_stays_and_staff_are_told,
    what_was_set_aside_can_be_downloaded,
];

async fn exactly_what_was_previewed_is_imported_and_only_once(app: TestApp) {
    app.import(file(&[shaw()])).await;
    let staff = app.officer().await;
    let bad = with(shaw(), "reference", "dfs-wjs-abc");
    let list = file(&[with(shaw(), "startTime", "14:00"), patel(), bad]);
    let preview = staff.upload(&list, b"").await;
    assert_eq!(preview.status, 200);
    assert_eq!((preview.count("read"), preview.count("taken")), (3, 2));
    assert_eq!(preview.count("set-aside"), 1);
    let text = plain(&preview.html);
    assert!(text.contains("1/6, 2.00 pm Shaw ab-cd-ef-gh Moved, was 1/6, 1.45 pm"), "{text}");
    assert!(text.contains("1/6, 1.45 pm Patel wo-ra-el-mi"), "{text}");
    assert!(text.contains("look it up in the booking system"), "{text}");
    assert_eq!(app.sql("SELECT handle FROM visits").await.len(), 1, "nothing was stored");

    let answer = staff.confirm(&preview, &[]).await;
    let report = answer.url().path().to_owned();
    assert!(report.starts_with("/imports/") && report.len() > 40, "{report}");
    let html = answer.text().await.expect("the report");
    assert_eq!((count(&html, "read"), count(&html, "taken")), (3, 2));
    assert!(plain(&html).contains("uploaded by Jo Officer"));
    assert_eq!(app.sql("SELECT handle FROM visits").await.len(), 2);
    let noted = app.sql("SELECT seq FROM audit WHERE act = 'list-uploaded'").await;
    assert_eq!(noted.len(), 1);
    let again = staff.confirm(&preview, &[]).await;
    assert_eq!(again.status(), 410);
    assert!(again.text().await.expect("a page").contains("has ended or was used"));
    let page = staff.page("/imports").await;
    assert!(page.contains(&report) && plain(&page).contains("command line"), "both are listed");
    // The cards follow by themselves.
    let kiosk = app.kiosk().await;
    let started = Instant::now();
    while kiosk.card_by_reference("wo-ra-el-mi", "1990-05-06", "2026-06-01").await.is_none() {
        assert!(started.elapsed() < Duration::from_secs(20), "the cards are sealed");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn an_hour_after_a_preview_nothing_is_left_of_it(app: TestApp) {
    let staff = app.officer().await;
    let preview = staff.upload(&file(&[shaw()]), b"").await;
    let held = app.sql("SELECT sealed FROM import_previews").await;
    let sealed: Vec<u8> = sqlx::Row::get(&held[0], 0);
    assert!(!sealed.windows(8).any(|window| window == b"Jeanette"), "it is sealed");
    app.minutes_pass(61);
    assert_eq!(staff.confirm(&preview, &[]).await.status(), 410);
    let started = Instant::now();
    while !app.sql("SELECT id FROM import_previews").await.is_empty() {
        assert!(started.elapsed() < Duration::from_secs(10), "it is forgotten");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert!(app.sql("SELECT handle FROM visits").await.is_empty());
}

async fn nobody_confirms_what_somebody_else_looked_at(app: TestApp) {
    let (officer, manager) = (app.officer().await, app.manager().await);
    let preview = officer.upload(&file(&[shaw()]), b"").await;
    assert_eq!(manager.confirm(&preview, &[]).await.status(), 410);
    assert_eq!(officer.confirm(&preview, &[]).await.status(), 200);
}

async fn what_is_no_list_is_refused_in_a_calm_sentence_in_both_languages(app: TestApp) {
    let staff = app.officer().await;
    // A gzip of a million zeroes is a kilobyte; it is never unpacked.
    let files: [(&[u8], &str, &str); 9] = [
        (b"PK\x03\x04 a spreadsheet", "save the list as CSV", "cadwch y rhestr fel CSV"),
        (b"\x1f\x8b\x08\x00 a bomb", "an archive", "archif"),
        (b"\xd0\xcf\x11\xe0 an old one", "such as .xls", "fel .xls"),
        (b"%PDF-1.7", "a picture or a PDF", "llun neu PDF"),
        (b"<!doctype html><title>Sign in</title>", "a web page", "tudalen we"),
        (b"   ", "it is empty", "mae’n wag"),
        (b"[{\"reference\":", "ends or breaks", "gorffen neu’n torri"),
        (b"{\"error\":1}", "no list of visits", "nid oes rhestr ymweliadau"),
        (b"\x00\xff\xfe\x00", "neither JSON nor a table", "nid JSON ydyw"),
    ];
    for (bytes, english, _) in files {
        let preview = staff.upload(bytes, b"").await;
        assert_eq!(preview.status, 422, "{english}");
        assert!(plain(&preview.html).contains(english), "{english}");
    }
    assert!(plain(&staff.upload(b"", b"").await.html).contains("Choose a file first."));
    let no_names = staff.upload(&file(&[shaw()]), b"[1,2]").await;
    assert!(plain(&no_names.html).contains("the file of contacts names nobody"));
    staff.post("/language", &[("to", "cy"), ("back", "/imports")]).await;
    for (bytes, _, welsh) in files {
        let preview = staff.upload(bytes, b"").await;
        assert!(plain(&preview.html).contains(welsh), "{welsh}");
    }
    assert!(app.sql("SELECT id FROM import_previews").await.is_empty(), "nothing was kept");
}

async fn fifty_megabytes_are_refused_calmly(app: TestApp) {
    let staff = app.officer().await;
    let preview = staff.upload(&vec![b' '; 50 << 20], b"").await;
    assert_eq!(preview.status, 422);
    let text = plain(&preview.html);
    assert!(text.contains("larger than 16 MB") && text.contains("choose fewer days"), "{text}");
    // What is not too large is read to its end.
    let mut list = file(&[shaw()]);
    list.extend(vec![b' '; (15 << 20) - list.len()]);
    assert_eq!(staff.upload(&list, b"").await.count("taken"), 1);
}

async fn names_arrive_whole_from_every_program(app: TestApp) {
    let staff = app.officer().await;
    let table = "reference,date,start,end,prison_number,visitor_last_name,date_of_birth\r\n\
                 ab-cd-ef-gh,01/06/2026,13:45,15:45,A1234BC,Si\u{e2}n-Llo\u{ff}d,28/07/1986\r\n";
    let latin: Vec<u8> = table.chars().map(|c| u8::try_from(u32::from(c)).expect("it")).collect();
    let little: Vec<u8> = table.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> =
        [&[0xfe, 0xff][..], &table.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()]
            .concat();
    let bom = [b"\xef\xbb\xbf", table.as_bytes()].concat();
    for bytes in [latin, little, marked, bom, table.as_bytes().to_vec()] {
        let preview = staff.upload(&bytes, b"").await;
        assert!(plain(&preview.html).contains("Siân-Lloÿd"), "{}", plain(&preview.html));
    }
}

async fn scripts_and_formulas_are_letters_like_any_other(app: TestApp) {
    let staff = app.officer().await;
    let script = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'>";
    let formula = "=HYPERLINK(\"http://x\",\"y\")";
    let mut visit = pass("ab-cd-ef-gh", &[person(1, script, formula, "1986-07-28")]);
    visit = with(visit, "prisonerLastName", script);
    let mut bad: Vec<_> = ["reference", "visitDate", "startTime", "prisonerId", "visitStatus"]
        .into_iter()
        .map(|field| with(shaw(), field, script))
        .collect();
    bad.push(with(shaw(), "prisonId", script));
    bad.insert(0, visit);
    let preview = staff.upload(&file(&bad), b"").await;
    assert_eq!(preview.status, 200, "{}", preview.html);
    assert!(!preview.html.contains("<script>alert") && !preview.html.contains("<img src=x"));
    assert_eq!(preview.count("set-aside"), 6);
    assert!(preview.html.contains("HYPERLINK"));
    let report = staff.confirm(&preview, &[]).await.text().await.expect("a page");
    assert!(!report.contains("<script>alert"));
    let again = staff.upload(&file(&[with(bad[0].clone(), "startTime", "14:00")]), b"").await;
    assert!(!again.html.contains("<script>alert"));
    assert_eq!(again.count("taken"), 1);
}

async fn waiting(app: &TestApp) -> usize {
    app.sql("SELECT visit FROM missing_visits WHERE kept IS NULL").await.len()
}

async fn a_visit_that_is_not_on_the_new_list_stays_until_somebody_says_so(app: TestApp) {
    let tomorrow = with(with(patel(), "visitDate", "2026-06-02"), "reference", "qu-ed-lo-sa");
    app.import(file(&[shaw(), patel(), tomorrow])).await;
    let (staff, kiosk) = (app.officer().await, app.kiosk().await);
    let card = || kiosk.card_by_reference("wo-ra-el-mi", "1990-05-06", "2026-06-01");
    let preview = staff.upload(&file(&[shaw()]), b"").await;
    assert_eq!(preview.missing().len(), 1, "of the same day, and only that");
    assert!(plain(&preview.html).contains("Patel wo-ra-el-mi"));
    // A visit that is on the list, but set aside there, is not missing.
    let aside = with(patel(), "endTime", "09:00");
    assert!(staff.upload(&file(&[shaw(), aside]), b"").await.missing().is_empty());

    let preview = staff.upload(&file(&[shaw()]), b"").await;
    staff.confirm(&preview, &[]).await;
    app.app.seal("MDI".parse().expect("a site")).await.expect("sealed");
    assert!(card().await.is_some() && waiting(&app).await == 1);
    let page = plain(&staff.page("/imports").await);
    assert!(page.contains("Not on the newest list") && page.contains("Patel"), "{page}");
    // On a list again: nothing to decide.
    app.import(file(&[shaw(), patel()])).await;
    assert_eq!(waiting(&app).await, 0);

    let preview = staff.upload(&file(&[shaw()]), b"").await;
    let patel_visit = preview.missing().remove(0);
    staff.confirm(&preview, &[&patel_visit]).await;
    app.app.seal("MDI".parse().expect("a site")).await.expect("sealed");
    assert!(card().await.is_none() && waiting(&app).await == 0);
    app.import(file(&[shaw(), patel()])).await;
    assert!(card().await.is_some(), "it can come back");
}

async fn a_visit_that_is_kept_is_not_asked_about_again(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let (staff, kiosk) = (app.officer().await, app.kiosk().await);
    let card = || kiosk.card_by_reference("wo-ra-el-mi", "1990-05-06", "2026-06-01");
    app.import(file(&[shaw()])).await;
    let visit = kiosk.visit("wo-ra-el-mi", "1990-05-06").await.to_string();
    staff.post("/imports/missing", &[("visit", &visit), ("goes_ahead", "1")]).await;
    app.import(file(&[with(shaw(), "startTime", "14:00")])).await;
    assert_eq!(waiting(&app).await, 0);
    assert!(card().await.is_some());
    // The next time somebody decides otherwise.
    app.import(file(&[shaw(), patel()])).await;
    app.import(file(&[shaw()])).await;
    staff.post("/imports/missing", &[("visit", &visit), ("goes_ahead", "0")]).await;
    app.app.seal("MDI".parse().expect("a site")).await.expect("sealed");
    assert!(card().await.is_none());
    let acts = app.sql("SELECT seq FROM audit WHERE act LIKE 'missing-%'").await;
    assert_eq!(acts.len(), 2);
}

async fn who_arrived_before_a_visit_was_moved_or_cancelled_stays_and_staff_are_told(app: TestApp) {
    app.import(file(&[shaw(), patel()])).await;
    let (staff, kiosk) = (app.officer().await, app.kiosk().await);
    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    kiosk.check_in(visit).await;
    let open = async || {
        let rows = app.sql("SELECT what, visit FROM import_exceptions WHERE settled IS NULL").await;
        rows.iter().map(|row| sqlx::Row::get::<String, _>(row, 0)).collect::<Vec<_>>()
    };
    // A visit to which nobody has come may move as it likes.
    app.import(file(&[shaw(), with(patel(), "startTime", "14:30")])).await;
    assert!(open().await.is_empty());
    let moved = app.import(file(&[with(shaw(), "startTime", "14:00")])).await;
    assert!(moved.remarks.iter().any(|r| r.to_string().contains("after somebody had arrived: 1")));
    assert_eq!(open().await, ["moved"]);
    let page = plain(&staff.page("/imports").await);
    assert!(page.contains("Moved from 1/6, 1.45 pm to 1/6, 2.00 pm"), "{page}");
    assert_eq!(staff.count("arrived").await, 1, "the arrival stays");
    let form = [("visit", visit.to_string())];
    staff.post("/imports/looked-at", &[("visit", &form[0].1)]).await;
    assert!(open().await.is_empty());
    // Cancelled after that: somebody has to look again. And when it is as it was, nobody has to.
    app.import(file(&[with(shaw(), "visitStatus", "CANCELLED")])).await;
    assert_eq!(open().await, ["cancelled"]);
    app.import(file(&[shaw()])).await;
    assert!(open().await.is_empty());
    let arrivals = app.sql("SELECT id FROM arrivals").await;
    assert_eq!(arrivals.len(), 1);
    let (news, _) = kiosk.all_changes(0).await;
    assert!(
        news.iter().any(|news| matches!(news, News::Arrived { visit: of, .. } if *of == visit))
    );
}

async fn what_was_set_aside_can_be_downloaded(app: TestApp) {
    let staff = app.officer().await;
    let preview = staff.upload(&file(&[with(shaw(), "endTime", "09:00")]), b"").await;
    let report = staff.confirm(&preview, &[]).await.url().path().to_owned();
    let answer = staff.get(&format!("{report}/set-aside.csv")).await;
    assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
    let csv = answer.text().await.expect("text");
    assert!(csv.contains("\r\n1,The visit ends when it begins or before: correct its times.\r\n"));
    for unknown in ["/imports/none", "/imports/00000000-0000-0000-0000-000000000000"] {
        assert_eq!(staff.get(unknown).await.status(), 404);
    }
}
