//! *Safeguarding*: everybody who works with families writes; leads read.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::fields::Fields;
use super::place::{self, Place};
use super::said::Said;
use super::talks::day_time;
use super::{Frame, NoPage, Visitor, frame};
use crate::auth::may::Act;
use crate::house::House;
use crate::safeguarding::{self, LONGEST};
use crate::store::safeguarding::{self as rows, Note};
use crate::words::fill;
use crate::words::safeguarding::SafeguardingWords;

const HERE: &str = "/safeguarding";

/// The addresses. Reading takes being a lead, which no role is: there is nothing there for others.
pub fn places() -> Vec<Place> {
    let act = Act::WriteSafeguarding;
    vec![
        place::get(HERE, act, page),
        place::post(HERE, act, write),
        place::post("/safeguarding/{note}/read", act, read),
    ]
}

struct Row {
    id: String,
    when: String,
    who: String,
    state: String,
    tint: &'static str,
}

#[derive(Template)]
#[template(path = "safeguarding.html")]
struct Page {
    frame: Frame,
    s: &'static SafeguardingWords,
    said: Option<Said>,
    leads: String,
    about: Option<Uuid>,
    typed: String,
    /// None: this person is no lead.
    notes: Option<Vec<Row>>,
}

/// From where somebody came.
#[derive(Default, Deserialize)]
pub struct From {
    about: Option<Uuid>,
}

/// `GET /safeguarding`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Query(from): Query<From>,
) -> Result<Response, NoPage> {
    show(&house, &visitor, None, (from.about, String::new())).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    said: Option<Said>,
    (about, typed): (Option<Uuid>, String),
) -> Result<Response, NoPage> {
    let (s, site) = (SafeguardingWords::of(visitor.chosen.language), visitor.user.site);
    let names = rows::leads(&house.db, site).await?;
    let notes = if rows::is_lead(&house.db, site, &visitor.user.person).await? {
        let notes = rows::list(&house.db, site).await?;
        Some(notes.into_iter().map(|note| row(note, visitor, s)).collect())
    } else {
        None
    };
    let title = (s.title.to_owned(), HERE, HERE.to_owned());
    let status = Said::status(said.as_ref());
    let page = Page {
        frame: frame(house, visitor, title).await?,
        s,
        said,
        leads: match names.as_slice() {
            [] => s.no_leads.to_owned(),
            names => fill(s.leads, &[("names", &names.join(", "))]),
        },
        about,
        typed,
        notes,
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn row(note: Note, visitor: &Visitor, s: &SafeguardingWords) -> Row {
    let read = note.read_at.zip(note.read_by.as_ref());
    let (state, tint) = read.map_or_else(
        || (s.unread.to_owned(), "honey"),
        |(at, name)| {
            let when = day_time(visitor, at);
            (fill(s.read_by, &[("name", name), ("when", &when)]), "plain")
        },
    );
    Row { when: day_time(visitor, note.at), who: note.who, id: note.note, state, tint }
}

/// `POST /safeguarding`
pub async fn write(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let s = SafeguardingWords::of(visitor.chosen.language);
    let (text, about) = (fields.text("text"), fields.get::<Uuid>("about"));
    if !(1..=LONGEST).contains(&text.chars().count()) {
        let typed = (about, text.chars().take(LONGEST).collect());
        return show(&house, &visitor, Some(Said::refused(s.too_long)), typed).await;
    }
    let note = (text, about.map(|about| about.to_string()));
    safeguarding::write(&house, &visitor.user, note).await?;
    show(&house, &visitor, Some(Said::done(s.sent)), (None, String::new())).await
}

#[derive(Template)]
#[template(path = "safeguarding_note.html")]
struct NotePage {
    frame: Frame,
    s: &'static SafeguardingWords,
    who: String,
    about: Option<String>,
    text: String,
}

/// `POST /safeguarding/{note}/read`: noted.
pub async fn read(
    State(house): State<House>,
    Path(note): Path<String>,
    visitor: Visitor,
) -> Result<Html<String>, NoPage> {
    let s = SafeguardingWords::of(visitor.chosen.language);
    let opened = safeguarding::read(&house, &visitor.user, &note).await?;
    let opened = opened.ok_or(NoPage::NotFound)?;
    let title = (s.note.to_owned(), HERE, HERE.to_owned());
    let page = NotePage {
        frame: frame(&house, &visitor, title).await?,
        s,
        who: format!("{}, {}", opened.note.who, day_time(&visitor, opened.note.at)),
        about: opened.note.about,
        text: opened.text,
    };
    Ok(Html(page.render()?))
}
