//! A real browser: signs in, sees an arrival appear, ticks an ID, calls the number.

use std::time::{Duration, Instant};

use thirtyfour::prelude::*;
use visits_domain::wire::News;

use crate::support::app::TestApp;
use crate::support::browser::Browser;
use crate::support::lists::{file, pass, patel, person, shaw, with};
use crate::tests;

tests![an_arrival_appears_its_id_is_ticked_and_its_number_is_called];

async fn a_busy_day(app: &TestApp) {
    let mut list = vec![shaw(), patel(), with(patel(), "reference", "zz-zz-zz-zz")];
    for (reference, first, last) in [
        ("qu-ed-lo-sa", "Ruth", "Jones"),
        ("ne-ro-ti-ba", "Grace", "Okafor"),
        ("du-fi-ca-ny", "Siân", "Evans"),
        ("ha-ru-mo-ti", "Aleksandra", "Wiśniewska-Kowalczyk"),
    ] {
        let adults = [
            person(1, first, last, "1980-01-01"),
            person(2, "Dai", last, "1979-01-01"),
            person(3, "Kit", last, "2018-01-01"),
            person(4, "Bo", last, "2020-01-01"),
        ];
        list.push(pass(reference, &adults));
    }
    list[2] = with(with(list[2].clone(), "startTime", "09:30"), "endTime", "10:30");
    list[6] = with(list[6].clone(), "visitRestriction", "CLOSED");
    app.import(file(&list)).await;
}

async fn an_arrival_appears_its_id_is_ticked_and_its_number_is_called(app: TestApp) {
    a_busy_day(&app).await;
    let (kiosk, _) = (app.kiosk().await, app.manager().await);
    let browser = Browser::start().await;
    browser.open(&app.address).await;
    browser.pictures("sign-in").await;
    browser.sign_in(&app.address, "Sam Manager").await;
    browser.says("h1", "Today · 1.45 pm session").await;

    // A family checks in: it is on the open page within a second, without a reload.
    browser.driver.execute("window.stayed = true", vec![]).await.expect("a mark");
    let visit = kiosk.visit("ab-cd-ef-gh", "1986-07-28").await;
    let (_, cursor) = kiosk.all_changes(0).await;
    let number = kiosk.check_in(visit).await;
    let row = format!("#v-{visit}");
    browser.says(&row, &number).await;
    browser.says("#count-arrived", "1").await;

    for (n, name) in [(1, "Jeanette"), (2, "Doreen")] {
        let tick = format!("{row} .people .tick:nth-of-type({n})");
        assert!(browser.text(&tick).await.contains(name));
        browser.click(&tick).await;
        let started = Instant::now();
        let checked = format!("{row} .people .tick:nth-of-type({n})[aria-checked=true]");
        while browser.driver.find(By::Css(checked.as_str())).await.is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "{name} was not ticked");
        }
        // The keyboard stays where it was.
        let focus = "return document.activeElement.textContent";
        let focus = browser.driver.execute(focus, vec![]).await.expect("a text");
        assert!(focus.convert::<String>().expect("a text").contains(name));
    }
    browser.says(&row, "Call").await;
    browser.click(&format!("{row} .next .act")).await;
    browser.says(&row, "Called").await;
    let news = kiosk.all_changes(cursor).await.0;
    let called = news.iter().find_map(|news| match news {
        News::Board(board) => Some(board.called.iter().map(ToString::to_string).collect()),
        _ => None,
    });
    assert_eq!(called, Some(vec![number]));
    let stayed = browser.driver.execute("return window.stayed === true", vec![]).await;
    assert!(stayed.expect("a mark").convert::<bool>().expect("yes"), "the page never reloaded");
    for reference in ["qu-ed-lo-sa", "ne-ro-ti-ba"] {
        kiosk.check_in(kiosk.visit(reference, "1980-01-01").await).await;
    }
    let other = app.kiosk().await;
    other.check_in(kiosk.visit("qu-ed-lo-sa", "1980-01-01").await).await;
    kiosk.ask("by the window", 300).await;
    browser.says("#alerts", "by the window").await;
    browser.pictures("today").await;
    browser.open(&format!("{}/kiosks", app.address)).await;
    browser.click("#alerts .act").await;
    browser.click(".below .act").await;
    browser.pictures("kiosks").await;
    browser.stop().await;
}
