//! A list comes in through the browser: read, shown, and brought in when somebody says yes.

use std::time::Duration;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::extract::multipart::{Field, Multipart, MultipartRejection};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use tokio::sync::Semaphore;
use uuid::Uuid;
use visits_domain::visit::VisitHandle;

use super::imports::{Row, names, show, slot, written};
use super::{Frame, NoPage, Visitor, frame};
use crate::error::Error;
use crate::house::House;
use crate::import::{People, Report, Unreadable};
use crate::preview::{self, Upload};
use crate::sealer::secret;
use crate::store::imports::Origin;
use crate::store::sites;
use crate::visit_list::{self, Change, Given, How, Kind, Preview};
use crate::words::imports::Imports;
use crate::words::{Words, fill};

/// The largest list that is taken: far more than a month of the largest prison.
const LIST_BYTES: usize = 16 << 20;
/// A larger one is read to its end and thrown away, so that the browser shows our sentence and not
/// an error of its own. Beyond this it is cut off.
pub const DRAINED_BYTES: usize = 160 << 20;
/// A line of 1 Mbit/s brings the largest list in this time.
const UPLOAD_TAKES: Duration = Duration::from_mins(3);
/// Two lists at a time in memory, whoever sends how many.
static READING: Semaphore = Semaphore::const_new(2);
/// Others wait so long.
const WAIT_FOR_TURN: Duration = Duration::from_secs(20);
/// So many rows of one table are shown.
const ROWS_SHOWN: usize = 300;

/// Why there is no preview, in a sentence.
enum NoPreview {
    /// What the file is.
    File(Unreadable),
    /// What to do, from the words of the page.
    Say(StatusCode, fn(&Imports) -> &'static str),
    /// Something failed.
    Failed(NoPage),
}

impl From<Unreadable> for NoPreview {
    fn from(why: Unreadable) -> Self {
        Self::File(why)
    }
}

impl From<Error> for NoPreview {
    fn from(error: Error) -> Self {
        match error {
            Error::Unreadable(why) => Self::File(why),
            Error::OtherSecret(_) => Self::Say(StatusCode::CONFLICT, |w| w.other_secret),
            error => Self::Failed(error.into()),
        }
    }
}

impl NoPreview {
    async fn into_page(self, house: &House, visitor: &Visitor) -> Result<Response, NoPage> {
        let language = visitor.chosen.language;
        let note = match self {
            Self::File(why) => (StatusCode::UNPROCESSABLE_ENTITY, why.sentence(language)),
            Self::Say(status, text) => (status, text(Imports::of(language)).to_owned()),
            Self::Failed(page) => return Err(page),
        };
        show(house, visitor, Some(note)).await
    }
}

/// `POST /imports/preview`
pub async fn preview(
    State(house): State<House>,
    visitor: Visitor,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, NoPage> {
    match try_preview(&house, &visitor, form).await {
        Ok(page) => Ok(page.into_response()),
        Err(why) => why.into_page(&house, &visitor).await,
    }
}

async fn try_preview(
    house: &House,
    visitor: &Visitor,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Html<String>, NoPreview> {
    let did_not_arrive = || NoPreview::Say(StatusCode::BAD_REQUEST, |w| w.did_not_arrive);
    let form = form.map_err(|_| did_not_arrive())?;
    let turn = tokio::time::timeout(WAIT_FOR_TURN, READING.acquire()).await;
    let _turn = turn.map_err(|_| NoPreview::Say(StatusCode::SERVICE_UNAVAILABLE, |w| w.busy))?;
    let upload = tokio::time::timeout(UPLOAD_TAKES, receive(form)).await;
    let upload = upload.map_err(|_| did_not_arrive())?.map_err(|_| did_not_arrive())??;
    if upload.list.is_empty() {
        return Err(NoPreview::Say(StatusCode::UNPROCESSABLE_ENTITY, |w| w.choose_first));
    }
    let (site, by) = (visitor.user.site, visitor.user.name.as_str());
    secret::known(house, site).await?;
    let people = people_of(&upload)?;
    let given = Given { list: &upload.list, people: &people };
    let preview = visit_list::preview(house, site, given).await?;
    let ticket = preview::keep(house, site, by, upload).await?;
    page(house, visitor, preview, ticket).await
}

fn people_of(upload: &Upload) -> Result<People, Unreadable> {
    let mut people = People::default();
    if !upload.contacts.is_empty() {
        people.add_file(&upload.contacts)?;
    }
    Ok(people)
}

type Broken = axum::extract::multipart::MultipartError;

/// The two files of the form. Outer error: it did not arrive; inner: it is too large.
async fn receive(mut form: Multipart) -> Result<Result<Upload, Unreadable>, Broken> {
    let mut upload = Upload { list: Vec::new(), contacts: Vec::new() };
    let mut too_large = false;
    while let Some(field) = form.next_field().await? {
        let into = match field.name() {
            Some("list") => &mut upload.list,
            Some("contacts") => &mut upload.contacts,
            _ => continue,
        };
        match bytes_of(field).await? {
            Some(bytes) => *into = bytes,
            None => too_large = true,
        }
    }
    Ok(if too_large { Err(Unreadable::too_large("16 MB")) } else { Ok(upload) })
}

/// Reads a field to its end. None: it was larger than is kept.
pub async fn bytes_of(mut field: Field<'_>) -> Result<Option<Vec<u8>>, Broken> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = field.chunk().await? {
        bytes = bytes.filter(|held: &Vec<u8>| held.len() + chunk.len() <= LIST_BYTES);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(bytes)
}

#[derive(Template)]
#[template(path = "import_preview.html")]
struct PreviewPage {
    frame: Frame,
    w: &'static Imports,
    ticket: preview::Ticket,
    report: Report,
    set_aside_count: usize,
    remarks: Vec<String>,
    changes: Table,
    new: Table,
    missing: Table,
    set_aside: Vec<(usize, String)>,
    set_aside_more: Option<String>,
}

struct Table {
    rows: Vec<Row>,
    more: Option<String>,
}

async fn page(
    house: &House,
    visitor: &Visitor,
    preview: Preview,
    ticket: preview::Ticket,
) -> Result<Html<String>, NoPreview> {
    let language = visitor.chosen.language;
    let (words, w) = (visitor.words(), Imports::of(language));
    let group = sites::get(&house.db, visitor.user.site).await?.settings.reference.group;
    let Preview { imported, changes, missing } = preview;
    let (new, changes): (Vec<Change>, Vec<Change>) =
        changes.into_iter().partition(|change| change.kind == Kind::New);
    let table = |changes: &[Change]| table(changes, (words, w, group));
    let title = (w.preview_title.to_owned(), "/imports", "/imports".to_owned());
    let page = PreviewPage {
        frame: frame(house, visitor, title).await?,
        w,
        ticket,
        remarks: imported.remarks.iter().map(|remark| remark.sentence(language)).collect(),
        changes: table(&changes),
        new: table(&new),
        missing: table(&missing),
        set_aside: imported
            .report
            .quarantined
            .iter()
            .take(ROWS_SHOWN)
            .map(|one| (one.row, one.sentence(language)))
            .collect(),
        set_aside_more: more(w, imported.report.quarantined.len()),
        set_aside_count: imported.report.quarantined.len(),
        report: imported.report,
    };
    page.render().map(Html).map_err(|error| NoPreview::Failed(error.into()))
}

fn more(w: &Imports, all: usize) -> Option<String> {
    let more = all.saturating_sub(ROWS_SHOWN);
    (more > 0).then(|| fill(w.and_more, &[("n", &more)]))
}

fn table(changes: &[Change], (words, w, group): (&Words, &Imports, usize)) -> Table {
    let mut sorted: Vec<&Change> = changes.iter().collect();
    sorted.sort_by_key(|change| (change.is.date, change.is.start));
    let rows = sorted.into_iter().take(ROWS_SHOWN).map(|change| Row {
        visit: change.visit.to_string(),
        when: slot(words, (change.is.date, change.is.start)),
        who: names(&change.surnames),
        reference: written(&change.reference, group),
        what: what(words, w, change),
        arrived: change.arrived,
    });
    Table { rows: rows.collect(), more: more(w, changes.len()) }
}

fn what(words: &Words, w: &Imports, change: &Change) -> String {
    let was = change.was.map(|was| slot(words, (was.date, was.start))).unwrap_or_default();
    match change.kind {
        Kind::New => w.kind_new.to_owned(),
        Kind::Moved => fill(w.kind_moved, &[("was", &was)]),
        Kind::Changed => w.kind_changed.to_owned(),
        Kind::Back => w.kind_back.to_owned(),
        Kind::Cancelled => w.kind_cancelled.to_owned(),
        Kind::Missing => String::new(),
    }
}

/// `POST /imports/confirm`: exactly the bytes that were previewed. Fields may repeat, one `cancel`
/// for each visit that is not on the list and was ticked.
pub async fn confirm(
    State(house): State<House>,
    visitor: Visitor,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, NoPage> {
    match try_confirm(&house, &visitor, &fields).await {
        Ok(import) => Ok(Redirect::to(&format!("/imports/{import}")).into_response()),
        Err(why) => why.into_page(&house, &visitor).await,
    }
}

async fn try_confirm(
    house: &House,
    visitor: &Visitor,
    fields: &[(String, String)],
) -> Result<Uuid, NoPreview> {
    let field =
        |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let gone = || NoPreview::Say(StatusCode::GONE, |w| w.preview_gone);
    let id: Uuid = field("id").and_then(|id| id.parse().ok()).ok_or_else(gone)?;
    let (site, by) = (visitor.user.site, visitor.user.name.as_str());
    let key = field("key").unwrap_or_default();
    let upload = preview::take(house, site, by, (id, key)).await?.ok_or_else(gone)?;
    let people = people_of(&upload)?;
    let ticked = fields.iter().filter(|(name, _)| name == "cancel");
    let cancel: Vec<VisitHandle> =
        ticked.filter_map(|(_, visit)| visit.parse().ok()).map(VisitHandle).collect();
    let how =
        How { origin: Origin::Upload, by: Some(&visitor.user), cancel: &cancel, ..How::command() };
    let given = Given { list: &upload.list, people: &people };
    Ok(visit_list::import(house, site, given, how).await?.id)
}
