//! *Privacy*: how long each kind of data is kept, what would go tonight, and what has gone.

pub mod holds;
pub mod notice;
pub mod person;
pub mod shared;

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::Html;
use chrono::NaiveDate;

use super::place::{self, Place};
use super::{Frame, NoPage, Visitor, frame};
use crate::audit::{self, Noted, SERVER};
use crate::auth::may::Act;
use crate::clock::{local, moment};
use crate::error::Error;
use crate::house::House;
use crate::privacy::nightly::{self, Due};
use crate::privacy::periods::{Kind, Periods, Unsuitable};
use crate::store::retention::{self, Bounds, Counts, Run};
use crate::store::{privacy, sites};
use crate::words::privacy::PrivacyWords;
use crate::words::subject::SubjectWords;
use crate::words::{Words, fill};

/// The addresses of the privacy pages.
pub fn places() -> Vec<Place> {
    let mut places = vec![
        place::get("/privacy", Act::Privacy, page),
        place::post("/privacy/periods", Act::Privacy, set_periods),
        place::post("/privacy/delete-now", Act::Privacy, delete_now),
    ];
    places.extend(person::places());
    places.extend(holds::places());
    places.extend(shared::places());
    places.extend(notice::places());
    places
}

/// The row of links above each privacy page.
pub struct Nav {
    /// Its words.
    p: &'static PrivacyWords,
    /// The address of the page that is shown.
    here: &'static str,
}

impl Nav {
    /// The pages: address, name, whether it is shown.
    fn links(&self) -> [(&'static str, &'static str, bool); 5] {
        let p = self.p;
        [
            ("/privacy", p.tab_kept),
            ("/privacy/person", p.tab_people),
            ("/privacy/holds", p.tab_holds),
            ("/privacy/shared", p.tab_shared),
            ("/privacy/notice", p.tab_notice),
        ]
        .map(|(address, name)| (address, name, address == self.here))
    }
}

impl Visitor {
    fn privacy_words(&self) -> &'static PrivacyWords {
        PrivacyWords::of(self.chosen.language)
    }

    fn subject_words(&self) -> &'static SubjectWords {
        SubjectWords::of(self.chosen.language)
    }
}

/// The frame and the links of a privacy page.
async fn around(
    house: &House,
    visitor: &Visitor,
    (title, here): (&'static str, &'static str),
) -> Result<(Frame, Nav), Error> {
    let frame = frame(house, visitor, (title.to_owned(), "/privacy", here.to_owned())).await?;
    Ok((frame, Nav { p: visitor.privacy_words(), here }))
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct PrivacyPage {
    frame: Frame,
    nav: Nav,
    p: &'static PrivacyWords,
    said: Option<Said>,
    kinds: Vec<KindView>,
    tonight: String,
    would_go: Vec<(u64, &'static str)>,
    clock_leapt: Option<String>,
    runs: Vec<RunView>,
}

/// What is said about what was just done.
pub struct Said {
    text: String,
    /// Nothing was done.
    refused: bool,
}

impl Said {
    fn done(text: &str) -> Self {
        Self { text: text.to_owned(), refused: false }
    }

    fn refused(text: impl Into<String>) -> Self {
        Self { text: text.into(), refused: true }
    }
}

struct KindView {
    name: &'static str,
    means: &'static str,
    field: &'static str,
    days: u16,
    least: u16,
    most: u16,
    can_be: String,
}

struct RunView {
    when: String,
    by: String,
    gone: Vec<(u64, &'static str)>,
}

/// `GET /privacy`
pub async fn page(State(house): State<House>, visitor: Visitor) -> Result<Html<String>, NoPage> {
    show(&house, &visitor, None).await
}

async fn show(
    house: &House,
    visitor: &Visitor,
    said: Option<Said>,
) -> Result<Html<String>, NoPage> {
    let (p, site) = (visitor.privacy_words(), visitor.user.site);
    let periods = privacy::periods(&house.db, site).await?;
    let last = retention::last_done(&house.db, site).await?;
    let night = nightly::next_night(last, house.clock.local().date());
    let bounds = Bounds { periods: &periods, today: night };
    let would_go = retention::would_go(&house.db, site, bounds).await?;
    let runs = retention::runs(&house.db, site).await?;
    let (frame, nav) = around(house, visitor, (p.title, "/privacy")).await?;
    let page = PrivacyPage {
        frame,
        nav,
        p,
        said,
        kinds: Kind::ALL.map(|kind| kind_view(p, kind, &periods)).into(),
        tonight: fill(p.tonight, &[("day", &day_text(night))]),
        would_go: counts(p, &would_go),
        clock_leapt: match nightly::due(last, house.clock.local()) {
            Due::ClockLeapt(n) => Some(fill(p.clock_leapt, &[("n", &n)])),
            Due::Now | Due::Later => None,
        },
        runs: runs.iter().map(|run| run_view(visitor.words(), p, run)).collect(),
    };
    Ok(Html(page.render()?))
}

fn kind_view(p: &'static PrivacyWords, kind: Kind, periods: &Periods) -> KindView {
    let ((name, means), (least, most)) = (p.kind_of(kind), kind.limits().into_inner());
    KindView {
        name,
        means,
        field: kind.as_str(),
        days: periods.days(kind),
        least,
        most,
        can_be: fill(p.can_be, &[("least", &least), ("most", &most)]),
    }
}

fn counts(p: &'static PrivacyWords, counts: &Counts) -> Vec<(u64, &'static str)> {
    counts.0.iter().map(|(table, rows)| (*rows, p.table(table))).collect()
}

fn run_view(words: &Words, p: &'static PrivacyWords, run: &Run) -> RunView {
    let by = if run.who == SERVER { p.by_server } else { run.who.as_str() };
    RunView { when: time_text(words, run.began), by: by.to_owned(), gone: counts(p, &run.gone) }
}

/// `1/6/2026`
fn day_text(day: NaiveDate) -> String {
    day.format("%-d/%-m/%Y").to_string()
}

/// `1/6/2026, 3.00 am`
fn time_text(words: &Words, at: i64) -> String {
    let at = local(moment(at));
    format!("{}, {}", day_text(at.date()), words.time(at.time()))
}

/// `POST /privacy/periods`: a field of each kind with its days.
pub async fn set_periods(
    State(house): State<House>,
    visitor: Visitor,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Html<String>, NoPage> {
    let p = visitor.privacy_words();
    let said = match chosen(&form) {
        None => Said::refused(p.not_a_number),
        Some(Err(Unsuitable::ArrivalsOutliveVisits)) => Said::refused(p.arrivals_outlive),
        Some(Err(Unsuitable::OutOfLimits(kind))) => {
            let (name, (least, most)) = (p.kind_of(kind).0, kind.limits().into_inner());
            Said::refused(fill(
                p.out_of_limits,
                &[("kind", &name.to_lowercase()), ("least", &least), ("most", &most)],
            ))
        }
        Some(Ok(periods)) => {
            store_periods(&house, &visitor, &periods).await?;
            Said::done(p.saved)
        }
    };
    show(&house, &visitor, Some(said)).await
}

/// None: something is no number.
fn chosen(form: &[(String, String)]) -> Option<Result<Periods, Unsuitable>> {
    let mut days = Vec::new();
    for kind in Kind::ALL {
        let (_, typed) = form.iter().find(|(name, _)| name == kind.as_str())?;
        days.push((kind, typed.trim().parse().ok()?));
    }
    Some(Periods::chosen(days))
}

async fn store_periods(house: &House, visitor: &Visitor, to: &Periods) -> Result<(), Error> {
    let site = visitor.user.site;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    privacy::set_periods(&mut tx, site, to).await?;
    let who = (visitor.user.name.as_str(), Noted::PeriodsChanged);
    audit::note(house, &mut tx, site, who, "").await?;
    house.commit_and_tell(tx, site).await
}

/// `POST /privacy/delete-now`
pub async fn delete_now(
    State(house): State<House>,
    visitor: Visitor,
) -> Result<Html<String>, NoPage> {
    let done = nightly::run_for(&house, visitor.user.site, &visitor.user.name).await?;
    let said = done.is_none().then(|| Said::refused(visitor.privacy_words().busy));
    show(&house, &visitor, said).await
}
