//! A file of services comes in through the browser: read, shown, and brought in when somebody says
//! yes.

use std::time::Duration;

use askama::Template;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::directory::bring_in::{self, From};
use crate::directory::{Brought, Found};
use crate::error::Error;
use crate::house::House;
use crate::pages::fields::Fields;
use crate::pages::import_upload::bytes_of;
use crate::pages::said::Said;
use crate::pages::{Frame, NoPage, Visitor, frame};
use crate::preview::{self, Upload};
use crate::words::directory::DirectoryWords;
use crate::words::fill;

/// A line of 1 Mbit/s brings the largest file in this time.
const UPLOAD_TAKES: Duration = Duration::from_mins(3);
/// One file at a time in memory, whoever sends how many.
static READING: Semaphore = Semaphore::const_new(1);
/// Others wait so long.
const WAIT_FOR_TURN: Duration = Duration::from_secs(20);
/// So many rows of one table are shown.
const ROWS_SHOWN: usize = 300;
/// The name of a feed.
const FEED_NAME: usize = 100;

#[derive(Template)]
#[template(path = "directory_bring.html")]
struct BringPage {
    frame: Frame,
    t: &'static DirectoryWords,
    said: Option<Said>,
}

/// `GET /directory/bring`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show(&house, &visitor, None).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    said: Option<(StatusCode, Said)>,
) -> Result<Response, NoPage> {
    let t = visitor.directory_words();
    let title = (t.bring.to_owned(), "/directory", "/directory/bring".to_owned());
    let (status, said) = said.map_or((StatusCode::OK, None), |(status, s)| (status, Some(s)));
    let page = BringPage { frame: frame(house, visitor, title).await?, t, said };
    Ok((status, Html(page.render()?)).into_response())
}

/// Why there is no preview.
enum No {
    Say(StatusCode, String),
    Failed(NoPage),
}

impl std::convert::From<Error> for No {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

fn no(status: StatusCode, text: &str) -> No {
    No::Say(status, text.to_owned())
}

/// `POST /directory/preview`
pub async fn preview(
    State(house): State<House>,
    visitor: Visitor,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, NoPage> {
    match try_preview(&house, &visitor, form).await {
        Ok(page) => Ok(page.into_response()),
        Err(why) => refused(&house, &visitor, why).await,
    }
}

async fn refused(house: &House, visitor: &Visitor, why: No) -> Result<Response, NoPage> {
    match why {
        No::Say(status, text) => show(house, visitor, Some((status, Said::refused(text)))).await,
        No::Failed(page) => Err(page),
    }
}

async fn try_preview(
    house: &House,
    visitor: &Visitor,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Html<String>, No> {
    let t = visitor.directory_words();
    let lost = || no(StatusCode::BAD_REQUEST, t.did_not_arrive);
    let form = form.map_err(|_| lost())?;
    let turn = tokio::time::timeout(WAIT_FOR_TURN, READING.acquire()).await;
    let _turn = turn.map_err(|_| no(StatusCode::SERVICE_UNAVAILABLE, t.did_not_arrive))?;
    let upload = tokio::time::timeout(UPLOAD_TAKES, receive(form)).await;
    let upload = upload.map_err(|_| lost())?.map_err(|_| lost())?;
    let upload = upload.ok_or_else(|| no(StatusCode::PAYLOAD_TOO_LARGE, t.too_large))?;
    if upload.list.is_empty() {
        return Err(no(StatusCode::UNPROCESSABLE_ENTITY, t.choose_first));
    }
    let brought = bring(house, visitor, &upload, true).await?;
    let (site, who) = (visitor.user.site, visitor.user.name.as_str());
    let ticket = preview::keep(house, site, who, upload).await?;
    previewed(house, visitor, brought, ticket).await
}

async fn bring(
    house: &House,
    visitor: &Visitor,
    upload: &Upload,
    dry_run: bool,
) -> Result<Brought, No> {
    let feed = String::from_utf8_lossy(&upload.contacts).trim().to_owned();
    let from = From { feed: &feed, whole: !feed.is_empty() };
    let by = (visitor.user.site, visitor.user.name.as_str());
    match bring_in::file(house, by, (&upload.list, from), dry_run).await {
        Ok(brought) => Ok(brought),
        Err(Error::Unreadable(why)) => {
            let sentence = why.sentence(visitor.chosen.language);
            Err(No::Say(StatusCode::UNPROCESSABLE_ENTITY, sentence))
        }
        Err(error) => Err(error.into()),
    }
}

type Broken = axum::extract::multipart::MultipartError;

/// The file, and in the place of contacts what the feed is called. None: it is too large.
async fn receive(mut form: Multipart) -> Result<Option<Upload>, Broken> {
    let mut upload = Upload { list: Vec::new(), contacts: Vec::new() };
    let mut too_large = false;
    while let Some(field) = form.next_field().await? {
        let into = match field.name() {
            Some("list") => &mut upload.list,
            Some("feed") => &mut upload.contacts,
            _ => continue,
        };
        match bytes_of(field).await? {
            Some(bytes) => *into = bytes,
            None => too_large = true,
        }
    }
    upload.contacts.truncate(FEED_NAME);
    Ok((!too_large).then_some(upload))
}

#[derive(Template)]
#[template(path = "directory_preview.html")]
struct PreviewPage {
    frame: Frame,
    t: &'static DirectoryWords,
    ticket: preview::Ticket,
    read: usize,
    taken: usize,
    unchanged: usize,
    repeated: usize,
    aside_count: usize,
    gone: Option<String>,
    rows: Vec<(String, &'static str)>,
    aside: Vec<(usize, String, &'static str)>,
    more: Option<String>,
}

async fn previewed(
    house: &House,
    visitor: &Visitor,
    brought: Brought,
    ticket: preview::Ticket,
) -> Result<Html<String>, No> {
    let (t, language) = (visitor.directory_words(), visitor.chosen.language);
    let Brought { report, rows, missing, .. } = brought;
    let title = (t.preview_title.to_owned(), "/directory", "/directory/bring".to_owned());
    let named =
        |found: &Found| (found.name.clone(), if found.is_new { t.is_new } else { t.is_changed });
    let more = rows.len().max(report.quarantined.len()).saturating_sub(ROWS_SHOWN);
    let page = PreviewPage {
        frame: frame(house, visitor, title).await?,
        t,
        ticket,
        read: report.read,
        taken: report.taken,
        unchanged: report.unchanged,
        repeated: report.repeated,
        aside_count: report.quarantined.len(),
        gone: (missing > 0).then(|| fill(t.gone_from_feed, &[("n", &missing)])),
        rows: rows.iter().take(ROWS_SHOWN).map(named).collect(),
        aside: report
            .quarantined
            .into_iter()
            .take(ROWS_SHOWN)
            .map(|one| (one.row, one.id, one.reason.sentence(language)))
            .collect(),
        more: (more > 0).then(|| fill(t.and_more, &[("n", &more)])),
    };
    page.render().map(Html).map_err(|error| No::Failed(error.into()))
}

/// `POST /directory/confirm`: exactly the bytes that were previewed.
pub async fn confirm(
    State(house): State<House>,
    visitor: Visitor,
    fields: Fields,
) -> Result<Response, NoPage> {
    match try_confirm(&house, &visitor, &fields).await {
        Ok(said) => show(&house, &visitor, Some((StatusCode::OK, Said::done(said)))).await,
        Err(why) => refused(&house, &visitor, why).await,
    }
}

async fn try_confirm(house: &House, visitor: &Visitor, fields: &Fields) -> Result<String, No> {
    let t = visitor.directory_words();
    let gone = || no(StatusCode::GONE, t.preview_gone);
    let id: Uuid = fields.get("id").ok_or_else(gone)?;
    let (site, who) = (visitor.user.site, visitor.user.name.as_str());
    let upload = preview::take(house, site, who, (id, fields.text("key"))).await?;
    let upload = upload.ok_or_else(gone)?;
    let report = bring(house, visitor, &upload, false).await?.report;
    let aside = report.quarantined.len();
    let counts: [(&str, &(dyn std::fmt::Display + Sync)); 3] =
        [("taken", &report.taken), ("unchanged", &report.unchanged), ("aside", &aside)];
    Ok(fill(t.brought, &counts))
}
