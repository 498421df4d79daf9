//! One request. Whom to contact and what was written down is behind a button, and each look is
//! noted.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use visits_domain::arrival::Language;
use visits_domain::help::{RequestId, Segment, ServiceId};

use super::view::Row;
use super::{HERE, seen};
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::error::Error;
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::said::Said;
use crate::pages::switch;
use crate::pages::talks::{ContactPage, ContactView, day_time};
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::requests::{self, Step, transfer};
use crate::store::requests::{self as rows, Request};
use crate::store::services;
use crate::words::fill;
use crate::words::requests::RequestWords;

/// Of a note or a next step. Characters.
const TEXT: usize = 2000;
/// Of a reason. Characters.
const LINE: usize = 120;

#[derive(Template)]
#[template(path = "request.html")]
#[allow(clippy::struct_excessive_bools, reason = "each is a part that is shown or not")]
struct Page {
    frame: Frame,
    r: &'static RequestWords,
    said: Option<Said>,
    row: Row,
    version: i64,
    /// Of which service they asked; none: the visits team.
    service: Option<String>,
    answered_by: String,
    handed_to: String,
    held: Option<String>,
    segments: Vec<(&'static str, &'static str, bool)>,
    /// Code and name of those where they answer requests too.
    prisons: Vec<(String, String)>,
    is_mine: bool,
    is_new: bool,
    has_contact: bool,
    may_answer: bool,
    may_hold: bool,
}

async fn one(house: &House, visitor: &Visitor, request: RequestId) -> Result<Request, NoPage> {
    let mut conn = house.db.pool().acquire().await.map_err(Error::from)?;
    let found = rows::find(&mut conn, visitor.user.site, &request.to_string()).await?;
    found.ok_or(NoPage::NotFound)
}

/// `GET /requests/{request}`
pub async fn page(
    State(house): State<House>,
    Path(request): Path<RequestId>,
    visitor: Visitor,
) -> Result<Response, NoPage> {
    show(&house, &visitor, request, None).await
}

/// The request with a sentence.
pub async fn show(
    house: &House,
    visitor: &Visitor,
    request: RequestId,
    said: Option<Said>,
) -> Result<Response, NoPage> {
    let r = visitor.request_words();
    let found = one(house, visitor, request).await?;
    let row = Row::of(&found, visitor, house.clock.now());
    let service = match &found.service {
        Some(service) => Some(service_name(house, visitor, service).await?),
        None => None,
    };
    let others = switch::others(house, &visitor.user).await?;
    let others = others.into_iter().filter(|held| held.role.may(Act::AnswerRequests));
    let at = |what: &Option<String>, at: Option<i64>| {
        let told = what.as_ref().zip(at);
        told.map(|(who, at)| format!("{who}, {}", day_time(visitor, at))).unwrap_or_default()
    };
    let chosen = found.segment.as_deref().and_then(Segment::parse);
    let segments = Segment::ALL.iter();
    let segments =
        segments.map(|one| (one.as_str(), r.segment_of(*one), chosen == Some(*one))).collect();
    let held = found.held.zip(found.held_why.as_ref());
    let title = (format!("{} {}", r.title, row.receipt), HERE, format!("{HERE}/{request}"));
    let status = Said::status(said.as_ref());
    let page = Page {
        frame: frame(house, visitor, title).await?,
        r,
        said,
        version: found.version,
        service,
        answered_by: at(&found.answered_by, found.answered),
        handed_to: at(&found.handed_to, found.handed),
        held: held
            .map(|(at, why)| fill(r.on_hold, &[("when", &day_time(visitor, at)), ("why", why)])),
        segments,
        prisons: others.map(|held| (held.site.to_string(), held.site_name)).collect(),
        is_mine: found.owner.as_ref() == Some(&visitor.user.name),
        is_new: found.state == requests::State::New.as_str(),
        has_contact: found.sealed.is_some(),
        may_answer: visitor.may(Act::AnswerRequests),
        may_hold: visitor.may(Act::Privacy),
        row,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// The name of a service of the directory, as families read it.
async fn service_name(house: &House, visitor: &Visitor, service: &str) -> Result<String, NoPage> {
    let gone = visitor.request_words().service_gone.to_owned();
    let Some(id) = service.parse().ok().map(ServiceId) else { return Ok(gone) };
    let mut conn = house.db.pool().acquire().await.map_err(Error::from)?;
    let found = services::find(&mut conn, visitor.user.site, id).await?;
    Ok(found.map_or(gone, |kept| match visitor.chosen.language {
        Language::Cy if !kept.entry.name_cy.is_empty() => kept.entry.name_cy,
        Language::Cy | Language::En => kept.entry.name_en,
    }))
}

type Which = (State<House>, Path<RequestId>, Visitor, Fields);

async fn act(
    (State(house), Path(request), visitor, fields): Which,
    step: Step,
) -> Result<Response, NoPage> {
    let seen = seen(request, &fields)?;
    match requests::act(&house, &visitor.user, seen, &step).await? {
        Ok(()) => Ok(Redirect::to(&format!("{HERE}/{request}")).into_response()),
        Err(why) => {
            let said = Said::refused(visitor.request_words().not_now(why));
            show(&house, &visitor, request, Some(said)).await
        }
    }
}

/// `POST /requests/{request}/step`: a button.
pub async fn step(
    house: State<House>,
    request: Path<RequestId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let step = match fields.text("step") {
        "own" => Step::Own,
        "panel" => Step::Panel(true),
        "no-panel" => Step::Panel(false),
        other => match requests::State::parse(other) {
            // What is handed on goes out in the same act.
            None | Some(requests::State::HandedOn | requests::State::Owned) => {
                return Err(NoPage::Unreadable);
            }
            Some(state) => Step::Stands(state),
        },
    };
    act((house, request, visitor, fields), step).await
}

/// What was typed, if there is room for it.
fn text(fields: &Fields, name: &str, most: usize) -> Option<String> {
    let typed = fields.text(name);
    (typed.chars().count() <= most).then(|| typed.to_owned())
}

/// `POST /requests/{request}/note`
pub async fn note(
    house: State<House>,
    request: Path<RequestId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let Some(text) = text(&fields, "text", TEXT).filter(|text| !text.is_empty()) else {
        let said = Said::refused(visitor.request_words().too_long);
        return show(&house, &visitor, request.0, Some(said)).await;
    };
    act((house, request, visitor, fields), Step::Note(text)).await
}

/// `POST /requests/{request}/next`
pub async fn next(
    house: State<House>,
    request: Path<RequestId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let Some(text) = text(&fields, "text", TEXT) else {
        let said = Said::refused(visitor.request_words().too_long);
        return show(&house, &visitor, request.0, Some(said)).await;
    };
    let step = Step::Next(text, fields.get("day"));
    act((house, request, visitor, fields), step).await
}

/// `POST /requests/{request}/segment`
pub async fn segment(
    house: State<House>,
    request: Path<RequestId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let step = Step::Segment(Segment::parse(fields.text("segment")));
    act((house, request, visitor, fields), step).await
}

/// `POST /requests/{request}/hold`
pub async fn hold(
    house: State<House>,
    request: Path<RequestId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let Some(why) = text(&fields, "why", LINE).filter(|why| !why.is_empty()) else {
        let said = Said::refused(visitor.request_words().too_long);
        return show(&house, &visitor, request.0, Some(said)).await;
    };
    act((house, request, visitor, fields), Step::Hold(why)).await
}

/// `POST /requests/{request}/free`
pub async fn free(
    house: State<House>,
    request: Path<RequestId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    act((house, request, visitor, fields), Step::Free).await
}

/// `POST /requests/{request}/move`: to another prison, as the family wishes.
pub async fn move_to(
    State(house): State<House>,
    Path(request): Path<RequestId>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    let r = visitor.request_words();
    let to = fields.get("site").filter(|_| fields.is_set("consent"));
    let done = match to {
        Some(to) => transfer::to_site(&house, &visitor.user, request, to).await?.is_ok(),
        None => false,
    };
    let said = if done { Said::done(r.moved) } else { Said::refused(r.not_moved) };
    show(&house, &visitor, request, Some(said)).await
}

/// `POST /requests/{request}/contact`: whom to contact, and what was written down.
pub async fn contact(
    State(house): State<House>,
    Path(request): Path<RequestId>,
    visitor: Visitor,
) -> Result<Html<String>, NoPage> {
    let (t, r, site) = (visitor.talk_words(), visitor.request_words(), visitor.user.site);
    let found = one(&house, &visitor, request).await?;
    let by = (site, visitor.user.name.as_str());
    audit::alone(&house, by, Noted::ContactSeen, request.to_string()).await?;
    let mut conn = house.db.pool().acquire().await.map_err(Error::from)?;
    let opened = requests::open(&house, &mut conn, site, &found).await?;
    drop(conn);
    let note = |(at, who, text): (i64, String, String)| {
        (format!("{who}, {}", day_time(&visitor, at)), text)
    };
    let title = (t.contact_title.to_owned(), HERE, format!("{HERE}/{request}"));
    let page = ContactPage {
        frame: frame(&house, &visitor, title).await?,
        t,
        r,
        contact: opened.contact.map(|contact| ContactView::of(contact, &visitor)),
        next_step: opened.next_step,
        notes: opened.notes.into_iter().map(note).collect(),
        from: format!("{HERE}/{request}"),
        about: request.to_string(),
    };
    Ok(Html(page.render()?))
}
