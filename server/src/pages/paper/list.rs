//! The print list: one session or the day, by surname. It never says whom somebody visits.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;

use super::{Part, Sheet, made, parts, sheet};
use crate::auth::may::Act;
use crate::house::House;
use crate::pages::place::{self, Place};
use crate::pages::today::{Asked, view};
use crate::pages::{Frame, NoPage, Visitor};

/// The address.
pub fn places() -> Vec<Place> {
    vec![place::get("/today/print", Act::RunTheDesk, list)]
}

#[derive(Template)]
#[template(path = "paper_list.html")]
struct Page {
    frame: Frame,
    sheet: Sheet,
    parts: Vec<Part>,
    names_prisoners: bool,
}

/// `GET /today/print?session=13:45`
async fn list(
    State(house): State<House>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, NoPage> {
    let p = visitor.paper_words();
    let made = made(&house, &visitor, &asked).await?;
    let here = format!("/today/print?session={}", view::session_value(made.loaded.session));
    let (frame, sheet) =
        sheet(&house, &visitor, (&made, p.print_list, &here), p.printed_at).await?;
    let parts = parts(&visitor, made.loaded);
    Ok(Html(Page { frame, sheet, parts, names_prisoners: false }.render()?))
}
