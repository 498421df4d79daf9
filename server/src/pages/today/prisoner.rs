//! Whom a party visits: hidden until asked for, shown once, and noted.

use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::deed::Deed;
use crate::auth::may::Act;
use crate::desk::people;
use crate::house::House;
use crate::pages::place::{self, Place};
use crate::pages::{Frame, NoPage, frame, own_path};
use crate::words::today::TodayWords;

/// The address.
pub fn places() -> Vec<Place> {
    vec![place::post("/today/prisoner", Act::SeePrisoner, prisoner)]
}

#[derive(Template)]
#[template(path = "today_prisoner.html")]
struct Page {
    frame: Frame,
    t: &'static TodayWords,
    number: String,
    name: String,
    back: String,
}

/// The answer is kept nowhere: no browser stores a page of ours, and a form's answer has no
/// address of its own.
async fn prisoner(State(house): State<House>, deed: Deed) -> Result<Html<String>, NoPage> {
    let visit = deed.visit()?;
    let found = people::prisoner(&house, deed.officer(), visit).await?;
    let (number, name) = found.ok_or(NoPage::NotFound)?;
    let t = deed.visitor.today_words();
    let back = own_path(deed.fields.text("back")).unwrap_or("/today");
    let mut frame =
        frame(&house, &deed.visitor, (t.whom_they_visit.to_owned(), "/today", back.to_owned()))
            .await?;
    // Nothing here changes by itself, and what is shown must not be fetched again.
    frame.live = false;
    let page = Page { frame, t, number, name, back: format!("{back}#v-{visit}") };
    Ok(Html(page.render()?))
}
