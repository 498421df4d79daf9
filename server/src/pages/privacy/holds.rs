//! Who is on hold, why, and until when.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Redirect};
use serde::Deserialize;

use super::{Nav, Said, around, day_text};
use crate::auth::may::Act;
use crate::clock::{local, moment};
use crate::house::House;
use crate::pages::place::{self, Place};
use crate::pages::{Frame, NoPage, Visitor};
use crate::privacy::holds;
use crate::store::holds::{self as stored, Hold};
use crate::store::subjects::day;
use crate::words::privacy::PrivacyWords;
use crate::words::subject::SubjectWords;

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/privacy/holds", Act::Privacy, page),
        place::post("/privacy/holds/end", Act::Privacy, end),
    ]
}

#[derive(Template)]
#[template(path = "privacy_holds.html")]
struct HoldsPage {
    frame: Frame,
    nav: Nav,
    p: &'static PrivacyWords,
    s: &'static SubjectWords,
    said: Option<Said>,
    holds: Vec<HoldView>,
}

struct HoldView {
    id: String,
    name: String,
    born: String,
    ground: &'static str,
    reason: String,
    owner: String,
    since: String,
    until: String,
    ended: String,
}

/// `GET /privacy/holds`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    let s = visitor.subject_words();
    let all = stored::all(&house.db, visitor.user.site).await?;
    let (frame, nav) = around(&house, &visitor, (s.holds_title, "/privacy/holds")).await?;
    let page = HoldsPage {
        frame,
        nav,
        p: visitor.privacy_words(),
        s,
        said: None,
        holds: all.into_iter().map(|hold| view(s, hold)).collect(),
    };
    Ok(Html(page.render()?))
}

fn view(s: &'static SubjectWords, hold: Hold) -> HoldView {
    let text = |text: &str| day(text).map(day_text).unwrap_or_default();
    let on = |at: i64| day_text(local(moment(at)).date());
    HoldView {
        name: format!("{} {}", hold.first_name, hold.last_name),
        born: hold.born.as_deref().map(text).unwrap_or_default(),
        ground: s.ground_of(&hold.ground),
        since: on(hold.placed),
        until: text(&hold.until_day),
        ended: hold.ended.map(on).unwrap_or_default(),
        reason: hold.reason,
        owner: hold.owner,
        id: hold.id,
    }
}

/// A hold by its id.
#[derive(Deserialize)]
pub struct One {
    hold: String,
}

/// `POST /privacy/holds/end`
pub async fn end(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<One>,
) -> Result<Redirect, NoPage> {
    holds::end(&house, visitor.user.site, &visitor.user.name, &form.hold).await?;
    Ok(Redirect::to("/privacy/holds"))
}
