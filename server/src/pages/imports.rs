//! Visit lists: the last ones with their reports, what waits for a decision, and a form for the
//! next. What happens to an uploaded file is in `import_upload.rs`.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;
use uuid::Uuid;
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;

use super::place::{self, Place};
use super::{Frame, NoPage, Visitor, frame, import_upload, own_path};
use crate::audit::{self, Noted};
use crate::auth::may::Act;
use crate::clock::{local, moment};
use crate::csv_out;
use crate::error::Error;
use crate::house::House;
use crate::pull::{self, Source};
use crate::store::import_exceptions::{self, After, Exception};
use crate::store::imports::{self, Counts, Origin, Past};
use crate::store::missing_visits::{self, Missing};
use crate::store::sources;
use crate::store::{feed, sites};
use crate::visit_list;
use crate::words::imports::Imports;
use crate::words::sources::Sources;
use crate::words::{Words, fill};

/// The addresses of this page.
pub fn places() -> Vec<Place> {
    vec![
        place::get("/imports", Act::Import, page),
        place::post("/imports/preview", Act::Import, import_upload::preview)
            .with_body_of_at_most(import_upload::DRAINED_BYTES),
        place::post("/imports/confirm", Act::Import, import_upload::confirm),
        place::post("/imports/missing", Act::Import, decide),
        place::post("/imports/fetch", Act::Import, fetch_now),
        place::post("/imports/looked-at", Act::Import, looked_at),
        place::get("/imports/{id}", Act::Import, report),
        place::get("/imports/{id}/set-aside.csv", Act::Import, set_aside_csv),
    ]
}

/// The newest lists that are shown.
const LATEST: i64 = 20;

#[derive(Template)]
#[template(path = "imports.html")]
struct ImportsPage {
    frame: Frame,
    w: &'static Imports,
    note: Option<String>,
    source: Option<SourceView>,
    waiting: Vec<Row>,
    after_arrival: Vec<Row>,
    lists: Vec<ListView>,
}

/// One visit on one of the tables.
pub struct Row {
    /// Its handle.
    pub visit: String,
    /// `1/6, 1.45 pm`
    pub when: String,
    /// The surnames of its people.
    pub who: String,
    /// As it is written down.
    pub reference: String,
    /// What is to be said of it.
    pub what: String,
    /// Somebody has arrived for it.
    pub arrived: bool,
}

struct SourceView {
    w: &'static Sources,
    sentences: Vec<String>,
    failing: Option<String>,
}

struct ListView {
    id: String,
    when: String,
    how: String,
    counts: Counts,
}

/// `GET /imports`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Response, NoPage> {
    show(&house, &visitor, None).await
}

/// The page, with a sentence about what did not work and its status.
pub async fn show(
    house: &House,
    visitor: &Visitor,
    note: Option<(StatusCode, String)>,
) -> Result<Response, NoPage> {
    let (site, today) = (visitor.user.site, house.clock.local().date());
    let (words, w) = (visitor.words(), Imports::of(visitor.chosen.language));
    let (status, note) = note.map_or((StatusCode::OK, None), |(s, note)| (s, Some(note)));
    let settings = sites::get(&house.db, site).await?.settings;
    let written = |reference: &str| written(reference, settings.reference.group);
    let waiting = missing_visits::undecided(&house.db, site, today).await?;
    let after = imports::exceptions(&house.db, site, today).await?;
    let lists = imports::latest(&house.db, site, LATEST).await?;
    let page = ImportsPage {
        frame: frame(house, visitor, (w.title.to_owned(), "/imports", "/imports".into())).await?,
        w,
        note,
        source: pull::state(house, site)
            .await?
            .map(|(source, state)| source_view(visitor, &source, &state)),
        waiting: waiting.iter().map(|one| waiting_row(words, one, &written)).collect(),
        after_arrival: after.iter().map(|one| after_row(words, w, one)).collect(),
        lists: lists.into_iter().map(|past| list_view(words, w, past)).collect(),
    };
    Ok((status, Html(page.render()?)).into_response())
}

fn source_view(visitor: &Visitor, source: &Source, state: &sources::State) -> SourceView {
    let (words, language) = (visitor.words(), visitor.chosen.language);
    let w = Sources::of(language);
    let host = source.base_url.split("://").nth(1).unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let every = [
        ("n", &source.every_minutes as &(dyn std::fmt::Display + Sync)),
        ("opens", &words.time(source.opens)),
        ("closes", &words.time(source.closes)),
        ("host", &host),
    ];
    let good = match state.last_good {
        Some(at) => fill(w.last_good, &[("time", &stamp(words, at))]),
        None => w.never_yet.to_owned(),
    };
    let failing = state.failing_since.zip(state.failure.as_ref()).map(|(since, failure)| {
        let why = failure.trouble.sentence(language, &failure.about);
        let (time, next) = (stamp(words, since), stamp(words, state.next_at));
        fill(w.failing, &[("time", &time), ("next", &next), ("why", &why)])
    });
    SourceView { w, sentences: vec![fill(w.every, &every), good], failing }
}

/// A reference in its groups.
pub fn written(compact: &str, group: usize) -> String {
    let chars: Vec<char> = compact.chars().collect();
    let groups = chars.chunks(group.max(1)).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join("-")
}

/// `1/6, 1.45 pm`: a day and a time on it, the same in both languages.
pub fn slot(words: &Words, (day, time): (NaiveDate, NaiveTime)) -> String {
    format!("{}, {}", day.format("%-d/%-m"), words.time(time))
}

/// Surnames as they are listed, each once.
pub fn names(surnames: &[String]) -> String {
    let mut once: Vec<&str> = Vec::new();
    for name in surnames.iter().map(String::as_str).filter(|name| !name.is_empty()) {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once.join(", ")
}

fn waiting_row(words: &Words, one: &Missing, written: &impl Fn(&str) -> String) -> Row {
    Row {
        visit: one.visit.to_string(),
        when: slot(words, one.start),
        who: names(&one.surnames),
        reference: written(&one.reference),
        what: String::new(),
        arrived: one.arrived,
    }
}

/// A visit that changed after somebody had arrived.
pub fn after_row(words: &Words, w: &Imports, (one, surnames): &(Exception, Vec<String>)) -> Row {
    let (was, is) = (slot(words, one.was), slot(words, one.is));
    Row {
        visit: one.visit.to_string(),
        what: match one.what {
            After::Moved => fill(w.after_moved, &[("was", &was), ("is", &is)]),
            After::Cancelled => fill(w.after_cancelled, &[("was", &was)]),
        },
        when: is,
        who: names(surnames),
        reference: String::new(),
        arrived: true,
    }
}

/// A moment in microseconds, as a day and a time on it.
pub fn stamp(words: &Words, at: i64) -> String {
    let at = local(moment(at));
    slot(words, (at.date(), at.time()))
}

fn list_view(words: &Words, w: &Imports, past: Past) -> ListView {
    let how = match (past.origin, past.by) {
        (Origin::Fetch, _) => w.by_fetch.to_owned(),
        (Origin::Upload, Some(name)) => fill(w.by_upload, &[("name", &name)]),
        _ => w.by_command.to_owned(),
    };
    ListView { id: past.id, when: stamp(words, past.at), how, counts: past.counts }
}

#[derive(Template)]
#[template(path = "import_report.html")]
struct ReportPage {
    frame: Frame,
    w: &'static Imports,
    list: ListView,
    remarks: Vec<String>,
    set_aside: Vec<(usize, String)>,
    set_aside_more: Option<String>,
}

/// `GET /imports/{id}`
pub async fn report(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Html<String>, NoPage> {
    let past = find(&house, visitor.user.site, &id).await?;
    let (words, language) = (visitor.words(), visitor.chosen.language);
    let w = Imports::of(language);
    let title = fill(w.list_of, &[("time", &stamp(words, past.at))]);
    let here = format!("/imports/{}", past.id);
    let kept = past.counts.kept_aside.len();
    let more = past.counts.set_aside.saturating_sub(kept);
    let page = ReportPage {
        frame: frame(&house, &visitor, (title, "/imports", here)).await?,
        w,
        remarks: past.remarks.iter().map(|remark| remark.sentence(language)).collect(),
        set_aside: past
            .counts
            .kept_aside
            .iter()
            .map(|one| (one.row(), one.sentence(language)))
            .collect(),
        set_aside_more: (more > 0).then(|| fill(w.and_more, &[("n", &more)])),
        list: list_view(words, w, past),
    };
    Ok(Html(page.render()?))
}

async fn find(house: &House, site: SiteCode, id: &str) -> Result<Past, NoPage> {
    let id: Uuid = id.parse().map_err(|_| NoPage::NotFound)?;
    imports::one(&house.db, site, id).await?.ok_or(NoPage::NotFound)
}

/// `GET /imports/{id}/set-aside.csv`: for whoever mends the list where it comes from.
pub async fn set_aside_csv(
    State(house): State<House>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, NoPage> {
    let past = find(&house, visitor.user.site, &id).await?;
    let language = visitor.chosen.language;
    let w = Imports::of(language);
    let heading = vec![w.row.to_owned(), w.what_to_do.to_owned()];
    let rows = past.counts.kept_aside.iter();
    let rows = rows.map(|one| vec![one.row().to_string(), one.sentence(language)]);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"set-aside.csv\""),
    ];
    Ok((headers, csv_out::table(std::iter::once(heading).chain(rows))))
}

/// What somebody decided about a visit that is not on the newest list.
#[derive(Deserialize)]
pub struct Decision {
    visit: Uuid,
    goes_ahead: u8,
}

/// `POST /imports/missing`
pub async fn decide(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<Decision>,
) -> Result<Redirect, NoPage> {
    let (site, of) = (visitor.user.site, (VisitHandle(form.visit), visitor.user.name.as_str()));
    // Somebody else may have decided meanwhile: then there is nothing to do, and the page shows it.
    if form.goes_ahead == 0 {
        visit_list::cancel_missing(&house, site, of).await?;
    } else {
        visit_list::keep_missing(&house, site, of).await?;
    }
    Ok(Redirect::to("/imports"))
}

/// `POST /imports/fetch`: as soon as may be.
pub async fn fetch_now(State(house): State<House>, visitor: Visitor) -> Result<Redirect, NoPage> {
    pull::hurry(&house, visitor.user.site).await?;
    Ok(Redirect::to("/imports"))
}

/// A visit, and the page to come back to.
#[derive(Deserialize)]
pub struct OneVisit {
    visit: Uuid,
    back: Option<String>,
}

/// `POST /imports/looked-at`
pub async fn looked_at(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<OneVisit>,
) -> Result<Redirect, NoPage> {
    look(&house, visitor.user.site, VisitHandle(form.visit), &visitor.user.name).await?;
    Ok(Redirect::to(form.back.as_deref().and_then(own_path).unwrap_or("/imports")))
}

async fn look(house: &House, site: SiteCode, visit: VisitHandle, by: &str) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    if import_exceptions::settle(&mut tx, site, visit, (by, house.clock.now())).await? {
        audit::note(house, &mut tx, site, (by, Noted::ChangeLookedAt), visit.to_string()).await?;
    }
    let counters = feed::publish(&mut tx, site, Vec::new(), true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(())
}
