//! The directory for staff: what there is, what is due, and what feeds say.

mod bring;
mod form;
mod one;
mod queues;
mod view;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use visits_domain::help::ServiceId;

use super::place::{self, Place};
use super::said::Said;
use super::{Frame, NoPage, Visitor, frame};
use crate::auth::may::Act;
use crate::directory::acts::{self, Editor};
use crate::directory::{Kept, start};
use crate::house::House;
use crate::pages::fields::Fields;
use crate::store::{mistakes, service_feeds, services};
use crate::words::directory::DirectoryWords;
use crate::words::fill;
use view::{Line, Shown};

/// The addresses of the directory.
pub fn places() -> Vec<Place> {
    use Act::{EditDirectory, SeeDirectory};
    vec![
        place::get("/directory", SeeDirectory, list),
        place::get("/directory/new", EditDirectory, form::new),
        place::post("/directory/new", EditDirectory, form::add),
        place::post("/directory/start", EditDirectory, take_start),
        place::post("/directory/held", EditDirectory, decide_on_feed),
        place::get("/directory/mistakes", SeeDirectory, queues::mistakes),
        place::post("/directory/mistakes", EditDirectory, queues::settle),
        place::get("/directory/set-aside", SeeDirectory, queues::set_aside),
        place::get("/directory/bring", EditDirectory, bring::page),
        place::post("/directory/preview", EditDirectory, bring::preview)
            .with_body_of_at_most(super::import_upload::DRAINED_BYTES),
        place::post("/directory/confirm", EditDirectory, bring::confirm),
        place::get("/directory/{id}", SeeDirectory, one::page),
        place::post("/directory/{id}", EditDirectory, one::act),
        place::get("/directory/{id}/edit", EditDirectory, form::edit),
        place::post("/directory/{id}/edit", EditDirectory, form::save),
    ]
}

impl Visitor {
    fn directory_words(&self) -> &'static DirectoryWords {
        DirectoryWords::of(self.chosen.language)
    }

    fn editor(&self) -> Editor<'_> {
        Editor { site: self.user.site, who: &self.user.name }
    }
}

/// A service of the address.
async fn known(house: &House, visitor: &Visitor, id: &str) -> Result<Kept, NoPage> {
    let service = id.parse().map(ServiceId).map_err(|_| NoPage::NotFound)?;
    let mut conn = house.db.pool().acquire().await.map_err(crate::Error::from)?;
    services::find(&mut conn, visitor.user.site, service).await?.ok_or(NoPage::NotFound)
}

/// So many are shown at once.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "directory.html")]
struct ListPage {
    frame: Frame,
    t: &'static DirectoryWords,
    said: Option<Said>,
    may_edit: bool,
    q: String,
    shows: Vec<(&'static str, &'static str, bool)>,
    count: String,
    lines: Vec<Line>,
    more: Option<String>,
    held: Vec<(String, String)>,
    mistakes: usize,
    set_aside: i64,
    is_empty: bool,
}

/// What is looked for.
#[derive(Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    done: String,
}

/// `GET /directory?q=…&show=drafts`
pub async fn list(
    State(house): State<House>,
    visitor: Visitor,
    Query(wanted): Query<Wanted>,
) -> Result<Response, NoPage> {
    show(&house, &visitor, wanted, None).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    wanted: Wanted,
    said: Option<Said>,
) -> Result<Response, NoPage> {
    let (t, site, language) =
        (visitor.directory_words(), visitor.user.site, visitor.chosen.language);
    let today = house.clock.local().date();
    let shown = Shown::parse(&wanted.show);
    let mut conn = house.db.pool().acquire().await.map_err(crate::Error::from)?;
    let all = services::all(&mut conn, site).await?;
    drop(conn);
    let is_empty = all.is_empty();
    let mut found: Vec<&Kept> = all
        .iter()
        .filter(|kept| shown.has(kept, today) && view::says(kept, wanted.q.trim()))
        .collect();
    found.sort_by_cached_key(|kept| kept.entry.name().of(language).to_lowercase());
    let more = found.len().saturating_sub(SHOWN);
    let held = service_feeds::all(&house.db, site).await?.into_iter().filter_map(|feed| {
        let since = view::moment_of(visitor, feed.held?);
        let says = fill(t.held, &[("feed", &feed.name), ("time", &since)]);
        Some((feed.name, says))
    });
    let said = said.or_else(|| view::done(t, &wanted.done));
    let status = Said::status(said.as_ref());
    let title = (t.title.to_owned(), "/directory", "/directory".to_owned());
    let page = ListPage {
        frame: frame(house, visitor, title).await?,
        t,
        said,
        may_edit: visitor.may(Act::EditDirectory),
        shows: Shown::ALL.iter().map(|one| (one.word(), one.title(t), *one == shown)).collect(),
        count: fill(t.found, &[("n", &found.len())]),
        lines: found.into_iter().take(SHOWN).map(|kept| Line::of(visitor, kept, today)).collect(),
        more: (more > 0).then(|| fill(t.and_more, &[("n", &more)])),
        held: held.collect(),
        mistakes: mistakes::open(&house.db, site).await?.len(),
        set_aside: service_feeds::count_set_aside(&house.db, site).await?,
        is_empty,
        q: wanted.q,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `POST /directory/start`: the starting directory comes in as drafts.
pub async fn take_start(State(house): State<House>, visitor: Visitor) -> Result<Redirect, NoPage> {
    start::run(&house, (visitor.user.site, &visitor.user.name)).await?;
    Ok(Redirect::to("/directory?show=drafts&done=started"))
}

/// `POST /directory/held` with `feed` and `gone`.
pub async fn decide_on_feed(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let gone = fields.is_set("gone");
    let answer = acts::decide_on_feed(&house, visitor.editor(), fields.text("feed"), gone).await?;
    if matches!(answer, acts::Answer::Done) {
        return Ok(Redirect::to("/directory?done=decided").into_response());
    }
    let said = Said::refused(visitor.directory_words().changed_meanwhile);
    let page = show(&house, &visitor, Wanted::default(), Some(said)).await?;
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The id in an address.
type Id = Path<String>;
