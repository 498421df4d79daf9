//! What families say is wrong, and what feeds gave that was not taken.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, Redirect};
use visits_domain::help::ServiceId;
use visits_domain::wire::Mistake;

use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::{mistakes, service_feeds, services, sites};
use crate::words::directory::DirectoryWords;

#[derive(Template)]
#[template(path = "directory_mistakes.html")]
struct MistakesPage {
    frame: Frame,
    t: &'static DirectoryWords,
    may_edit: bool,
    rows: Vec<Wrong>,
}

struct Wrong {
    id: String,
    service: Option<String>,
    name: String,
    what: &'static str,
    day: String,
}

/// `GET /directory/mistakes`
pub async fn mistakes(
    State(house): State<House>,
    visitor: Visitor,
) -> Result<Html<String>, NoPage> {
    let (t, site) = (visitor.directory_words(), visitor.user.site);
    let mut rows = Vec::new();
    let mut conn = house.db.pool().acquire().await.map_err(crate::Error::from)?;
    for open in mistakes::open(&house.db, site).await? {
        let id = open.service.parse().map(ServiceId).ok();
        let kept = match id {
            Some(id) => services::find(&mut conn, site, id).await?,
            None => None,
        };
        let name = kept.as_ref().map(|kept| kept.entry.name());
        let name = name.map(|name| name.of(visitor.chosen.language).to_owned());
        rows.push(Wrong {
            id: open.id,
            name: name.unwrap_or_else(|| t.unknown_service.to_owned()),
            service: kept.map(|kept| kept.service.to_string()),
            what: what(t, open.what),
            day: open.day,
        });
    }
    drop(conn);
    let title = (t.mistakes.to_owned(), "/directory", "/directory/mistakes".to_owned());
    let may_edit = visitor.may(Act::EditDirectory);
    let page = MistakesPage { frame: frame(&house, &visitor, title).await?, t, may_edit, rows };
    Ok(Html(page.render()?))
}

fn what(t: &DirectoryWords, mistake: Mistake) -> &'static str {
    match mistake {
        Mistake::Number => t.wrong_number,
        Mistake::Gone => t.wrong_gone,
        Mistake::Words => t.wrong_words,
        Mistake::Other => t.wrong_other,
    }
}

/// `POST /directory/mistakes` with `mistake`.
pub async fn settle(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Redirect, NoPage> {
    let (site, who) = (visitor.user.site, visitor.user.name.as_str());
    let id = fields.text("mistake");
    let at = house.clock.now().timestamp_micros();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    if mistakes::settle(&mut tx, site, (id, who), at).await? {
        audit::note(&house, &mut tx, site, (who, Noted::MistakeSettled), id).await?;
        house.commit_and_tell(tx, site).await?;
    }
    Ok(Redirect::to("/directory/mistakes"))
}

#[derive(Template)]
#[template(path = "directory_set_aside.html")]
struct SetAsidePage {
    frame: Frame,
    t: &'static DirectoryWords,
    rows: Vec<Aside>,
}

struct Aside {
    feed: String,
    row: usize,
    id: String,
    reason: &'static str,
}

/// So many are shown.
const SHOWN: i64 = 500;

/// `GET /directory/set-aside`
pub async fn set_aside(
    State(house): State<House>,
    visitor: Visitor,
) -> Result<Html<String>, NoPage> {
    let (t, language) = (visitor.directory_words(), visitor.chosen.language);
    let rows = service_feeds::all_set_aside(&house.db, visitor.user.site, SHOWN).await?;
    let rows = rows.into_iter().map(|(feed, one)| Aside {
        feed,
        row: one.row,
        id: one.id,
        reason: one.reason.sentence(language),
    });
    let title = (t.set_aside.to_owned(), "/directory", "/directory/set-aside".to_owned());
    let page =
        SetAsidePage { frame: frame(&house, &visitor, title).await?, t, rows: rows.collect() };
    Ok(Html(page.render()?))
}
