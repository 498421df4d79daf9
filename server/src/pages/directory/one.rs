//! One service: what is known of it, what is missing, what its feed says, and its history.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::{Id, Wanted, known, view};
use crate::auth::may::Act;
use crate::directory::acts::{self, Answer, Deed};
use crate::directory::publish::{self, Missing};
use crate::directory::{Kept, State as Going};
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::store::services;
use crate::words::directory::DirectoryWords;

#[derive(Template)]
#[template(path = "directory_one.html")]
struct Page {
    frame: Frame,
    t: &'static DirectoryWords,
    said: Option<Said>,
    why_not: Vec<&'static str>,
    may_edit: bool,
    id: String,
    version: i64,
    name: String,
    chips: Vec<(&'static str, &'static str)>,
    is_published: bool,
    is_dropped: bool,
    /// The field where each is mended, and what it is.
    missing: Vec<(&'static str, &'static str)>,
    table: Vec<(String, String)>,
    otherwise: Vec<Otherwise>,
    evidence: Vec<String>,
    left_out: Vec<String>,
    source: String,
    history: Vec<Past>,
}

/// A field of which the feed says otherwise.
struct Otherwise {
    field: String,
    name: String,
    ours: String,
    theirs: String,
}

/// A change of a field.
struct Past {
    when: String,
    who: String,
    field: String,
    was: String,
    became: String,
}

/// `GET /directory/{id}`
pub async fn page(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Id,
    Query(wanted): Query<Wanted>,
) -> Result<Response, NoPage> {
    let kept = known(&house, &visitor, &id).await?;
    let said = view::done(visitor.directory_words(), &wanted.done);
    show(&house, &visitor, kept, (said, Vec::new())).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    kept: Kept,
    (said, why_not): (Option<Said>, Vec<Missing>),
) -> Result<Response, NoPage> {
    let (t, language) = (visitor.directory_words(), visitor.chosen.language);
    let id = kept.service.to_string();
    let name = kept.entry.name().of(language).to_owned();
    let sentence = |missing: Missing| missing.sentence(language);
    let otherwise = kept.otherwise().into_iter().map(|change| Otherwise {
        name: view::field_name(t, &change.field),
        ours: view::value(t, &change.was),
        theirs: view::value(t, &change.is),
        field: change.field,
    });
    let history = services::history(&house.db, visitor.user.site, kept.service).await?;
    let past = history.into_iter().map(|noted| Past {
        when: view::moment_of(visitor, noted.at),
        who: noted.who,
        field: view::field_name(t, &noted.change.field),
        was: view::value(t, &noted.change.was),
        became: view::value(t, &noted.change.is),
    });
    let title = (name.clone(), "/directory", format!("/directory/{id}"));
    let status = Said::status(said.as_ref());
    let page = Page {
        frame: frame(house, visitor, title).await?,
        t,
        said,
        why_not: why_not.into_iter().map(sentence).collect(),
        may_edit: visitor.may(Act::EditDirectory),
        version: kept.version,
        name,
        chips: view::chips(t, &kept, house.clock.local().date()),
        is_published: kept.state == Going::Published,
        is_dropped: kept.dropped.is_some(),
        missing: publish::missing(&kept.entry)
            .into_iter()
            .map(|one| (one.field(), sentence(one)))
            .collect(),
        table: view::table(t, &kept, language),
        otherwise: otherwise.collect(),
        evidence: kept.entry.evidence.lines().map(str::to_owned).collect(),
        left_out: kept.entry.left_out.iter().map(|field| view::field_name(t, field)).collect(),
        source: if kept.feed.is_empty() { t.by_hand.to_owned() } else { kept.feed },
        history: past.collect(),
        id,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// `POST /directory/{id}` with `version` and what is to be done.
pub async fn act(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Id,
    fields: Fields,
) -> Result<Response, NoPage> {
    let kept = known(&house, &visitor, &id).await?;
    let version: i64 = fields.must("version")?;
    let field = || fields.text("field").to_owned();
    let (deed, done) = match fields.text("do") {
        "publish" => (Deed::Publish, "published"),
        "withdraw" => (Deed::Withdraw, "withdrawn"),
        "checked" => (Deed::Checked(house.clock.local().date()), "checked"),
        "take" => (Deed::TakeTheFeed(field()), "decided"),
        "keep" => (Deed::KeepOurs(field()), "decided"),
        "still-there" => (Deed::StillThere, "decided"),
        _ => return Err(NoPage::Unreadable),
    };
    let t = visitor.directory_words();
    match acts::act(&house, visitor.editor(), (kept.service, version), deed).await? {
        Answer::Done => Ok(Redirect::to(&format!("/directory/{id}?done={done}")).into_response()),
        Answer::Unknown => Err(NoPage::NotFound),
        Answer::Changed => {
            let now = known(&house, &visitor, &id).await?;
            let said = Some(Said::refused(t.changed_meanwhile));
            let page = show(&house, &visitor, now, (said, Vec::new())).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Answer::Missing(missing) => {
            let said = Some(Said::refused(t.not_yet));
            show(&house, &visitor, kept, (said, missing)).await
        }
    }
}
