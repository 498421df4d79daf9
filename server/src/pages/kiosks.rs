//! Kiosks: how they are, what they sent that could not be taken in, and who may join.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Redirect};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::place::{self, Place};
use super::today::view::AWAY_AFTER;
use super::{Frame, NoPage, Visitor, frame};
use crate::auth::may::Act;
use crate::clock::{local, moment};
use crate::enrolment;
use crate::house::House;
use crate::store::kiosks::{self, Shown};
use crate::store::places;
use crate::store::records::{self, Trouble};
use crate::words::bookings::BookingWords;
use crate::words::{Words, fill};

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/kiosks", Act::SeeKiosks, page),
        place::post("/kiosks/revoke", Act::RevokeKiosk, revoke),
        place::post("/kiosks/code", Act::EnrolKiosk, new_code),
        place::post("/kiosks/write-off", Act::RiskPlaces, write_off),
    ]
}

/// Below this a clock is right. Seconds.
const CLOCK_IS_RIGHT: i64 = 5;

#[derive(Template)]
#[template(path = "kiosks.html")]
struct KiosksPage {
    frame: Frame,
    kiosks: Vec<KioskView>,
    troubles: Vec<TroubleView>,
    may_enrol: bool,
    may_write_off: bool,
    b: &'static BookingWords,
    code: Option<String>,
}

struct KioskView {
    kiosk: String,
    letter: String,
    health: &'static str,
    tint: &'static str,
    last_seen: String,
    list_as_of: String,
    unsent: i64,
    clock: String,
    version: String,
    in_use: bool,
    /// It may hold places at events.
    has_places: bool,
    write_off: String,
}

struct TroubleView {
    letter: String,
    seq: i64,
    received: String,
    sentence: &'static str,
}

/// `GET /kiosks`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    show(&house, visitor, None).await
}

async fn show(
    house: &House,
    visitor: Visitor,
    code: Option<String>,
) -> Result<Html<String>, NoPage> {
    let (words, site, now) = (visitor.words(), visitor.user.site, house.clock.now());
    let known = kiosks::all(&house.db, site).await?;
    let mut troubles = records::conflicts(&house.db, site).await?;
    troubles.extend(records::gaps(&house.db, site).await?);
    troubles.extend(records::exceptions(&house.db, site).await?);
    let title = (words.kiosks.to_owned(), "/kiosks", "/kiosks".to_owned());
    let b = BookingWords::of(visitor.chosen.language);
    let granted = places::with_places(&house.db, site).await?;
    let view = |kiosk: Shown| {
        let has_places = granted.contains(&kiosk.kiosk);
        let write_off = fill(b.yes_write_off, &[("letter", &kiosk.letter)]);
        KioskView { has_places, write_off, ..kiosk_view(words, kiosk, now) }
    };
    let page = KiosksPage {
        frame: frame(house, &visitor, title).await?,
        kiosks: known.into_iter().map(view).collect(),
        may_write_off: visitor.may(Act::RiskPlaces),
        b,
        troubles: troubles.into_iter().map(|trouble| trouble_view(words, trouble)).collect(),
        may_enrol: visitor.may(Act::EnrolKiosk),
        code,
    };
    Ok(Html(page.render()?))
}

fn kiosk_view(words: &'static Words, kiosk: Shown, now: DateTime<Utc>) -> KioskView {
    let time = |at: Option<i64>| at.map(|at| stamp(words, at)).unwrap_or_default();
    let (health, tint) = match (kiosk.revoked, kiosk.last_seen) {
        (Some(_), _) => (words.revoked, "blush"),
        (None, None) => (words.never_seen, "plain"),
        (None, Some(_)) if kiosk.out_of_service != 0 => (words.out_of_service, "honey"),
        (None, Some(at)) if now - moment(at) < AWAY_AFTER => (words.online, "sage"),
        (None, Some(_)) => (words.away, "honey"),
    };
    KioskView {
        health,
        tint,
        last_seen: time(kiosk.last_seen),
        list_as_of: time(kiosk.list_as_of),
        unsent: kiosk.unsent,
        clock: clock(words, &kiosk),
        version: kiosk.version,
        in_use: kiosk.revoked.is_none(),
        has_places: false,
        write_off: String::new(),
        letter: kiosk.letter,
        kiosk: kiosk.kiosk,
    }
}

fn clock(words: &Words, kiosk: &Shown) -> String {
    let seconds = kiosk.clock_offset_ms / 1_000;
    match seconds {
        _ if kiosk.last_seen.is_none() => String::new(),
        seconds if seconds.abs() <= CLOCK_IS_RIGHT => words.clock_good.to_owned(),
        ahead if ahead > 0 => fill(words.clock_ahead, &[("n", &ahead)]),
        behind => fill(words.clock_behind, &[("n", &behind.abs())]),
    }
}

/// `1 June, 1.45 pm` without the year: these are of the last days.
fn stamp(words: &Words, at: i64) -> String {
    let at = local(moment(at));
    format!("{}, {}", at.format("%-d/%-m"), words.time(at.time()))
}

fn trouble_view(words: &'static Words, trouble: Trouble) -> TroubleView {
    TroubleView {
        received: stamp(words, trouble.received),
        sentence: words.trouble(&trouble.what),
        letter: trouble.letter,
        seq: trouble.seq,
    }
}

/// A kiosk by its id.
#[derive(Deserialize)]
pub struct One {
    kiosk: String,
}

/// `POST /kiosks/revoke`
pub async fn revoke(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<One>,
) -> Result<Redirect, NoPage> {
    let site = visitor.user.site;
    match enrolment::revoke(&house, site, (&visitor.user.name, &form.kiosk)).await {
        Ok(()) | Err(crate::Error::UnknownKiosk) => Ok(Redirect::to("/kiosks")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /kiosks/write-off`: what a kiosk may still promise is given up.
pub async fn write_off(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<One>,
) -> Result<Redirect, NoPage> {
    let (site, kiosk) = (visitor.user.site, form.kiosk.parse().map_err(|_| NoPage::Unreadable)?);
    if places::with_places(&house.db, site).await?.contains(&form.kiosk) {
        crate::places::write_off(&house, site, &visitor.user.name, kiosk).await?;
    }
    Ok(Redirect::to("/kiosks"))
}

/// `POST /kiosks/code`: lets a kiosk in.
pub async fn new_code(
    State(house): State<House>,
    visitor: Visitor,
) -> Result<Html<String>, NoPage> {
    let code = enrolment::new_code(&house, visitor.user.site, &visitor.user.name).await?;
    show(&house, visitor, Some(code)).await
}
