//! What staff see. Every page works without script; script makes it live.

mod account;
mod alerts;
mod assets;
mod audit;
mod directory;
mod events;
mod fields;
mod guard;
mod import_upload;
mod imports;
mod kiosks;
mod language;
mod live;
mod paper;
mod people;
pub mod place;
mod privacy;
mod requests;
mod safeguarding;
mod said;
mod sign_in;
mod site;
mod sites;
mod switch;
mod talks;
mod today;
mod volunteers;

use askama::Template;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_login::AuthManagerLayerBuilder;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::auth::may::Act;
use crate::auth::sessions::Sessions;
use crate::auth::staff::{ENDS_AFTER, Session, Staff};
use crate::error::Error;
use crate::house::House;
use crate::store;
use crate::store::people::User;
use crate::store::roles;
use crate::words::talks::TalkWords;
use crate::words::{self, Words};
use alerts::Alert;
use language::Chosen;
use place::Place;
use talks::Alarm;

/// All pages.
pub fn router(house: &House, secure_cookies: bool) -> Router<House> {
    let sessions = SessionManagerLayer::new(Sessions(house.clone()))
        .with_name("visits_session")
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(secure_cookies)
        .with_expiry(Expiry::OnInactivity(Duration::seconds(ENDS_AFTER.num_seconds())));
    let auth = AuthManagerLayerBuilder::new(Staff(house.clone()), sessions).build();
    place::router(house, places())
        .route("/", get(home))
        .route("/sign-in", get(sign_in::form).post(sign_in::sign_in))
        .route("/sign-in/code", get(sign_in::code_form).post(sign_in::code))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/language", post(language::choose))
        .route("/calendar/{name}", get(events::calendar::feed))
        .route("/how-was-it/{name}", get(events::day::how::question).post(events::day::how::answer))
        .fallback(not_found)
        .layer(auth)
        .route("/assets/{*name}", get(assets::asset))
        .layer(middleware::from_fn(guard::same_origin))
        .layer(middleware::from_fn(guard::headers))
}

/// Every address for signed-in people. What is open to everybody stands in [`router`].
pub fn places() -> Vec<Place> {
    [
        today::places(),
        paper::places(),
        alerts::places(),
        kiosks::places(),
        imports::places(),
        switch::places(),
        account::places(),
        privacy::places(),
        events::places(),
        directory::places(),
        volunteers::places(),
        requests::places(),
        talks::places(),
        safeguarding::places(),
        people::places(),
        audit::places(),
        site::places(),
        sites::places(),
    ]
    .into_iter()
    .flatten()
    .chain([place::get("/live", Act::OwnAccount, live::live)])
    .collect()
}

/// What something is called in the language of the page.
type Name = fn(&Words) -> &'static str;

/// The pages of the bar at the top: address, what must be allowed, name.
const TABS: &[(&str, Act, Name)] = &[
    ("/today", Act::SeeToday, |w| w.today),
    ("/imports", Act::Import, |w| w.imports),
    ("/volunteers", Act::Volunteer, |w| w.volunteers),
    ("/events", Act::SeeEvents, |w| w.events),
    ("/directory", Act::SeeDirectory, |w| w.directory),
    ("/requests", Act::SeeRequests, |w| w.requests),
    ("/talks", Act::AnswerTalks, |w| w.talks),
    ("/safeguarding", Act::WriteSafeguarding, |w| w.safeguarding),
    ("/kiosks", Act::SeeKiosks, |w| w.kiosks),
    ("/privacy", Act::Privacy, |w| w.privacy),
    ("/people", Act::ManagePeople, |w| w.people),
    ("/audit", Act::SeeAudit, |w| w.audit),
    ("/site", Act::SiteSettings, |w| w.settings),
    ("/sites", Act::ManageSites, |w| w.prisons),
];

/// Everybody's own page.
const OWN_ACCOUNT: &str = "/account";

/// A page in the bar at the top.
pub struct Tab {
    address: &'static str,
    name: &'static str,
    is_here: bool,
}

/// The first page that this person may see.
fn home_of(user: &User) -> &'static str {
    let allowed = TABS.iter().find(|(_, act, _)| user.role.may(*act));
    allowed.map_or(OWN_ACCOUNT, |(address, ..)| *address)
}

async fn home(session: Session) -> Redirect {
    Redirect::to(session.user.as_ref().map_or("/sign-in", home_of))
}

/// What every page shows around its own content.
pub struct Frame {
    w: &'static Words,
    language: &'static str,
    other_language: &'static str,
    title: String,
    tabs: Vec<Tab>,
    /// Where to come back to.
    here: String,
    house_name: String,
    person: Option<String>,
    /// The sites they may change over to; none for who works at one only.
    other_sites: Vec<roles::Held>,
    alerts: Vec<Alert>,
    talk: &'static TalkWords,
    alarms: Vec<Alarm>,
    live: bool,
}

impl Frame {
    /// An urgent talk waits for somebody.
    fn alarms_sound(&self) -> bool {
        self.alarms.iter().any(|alarm| !alarm.is_taken)
    }
}

/// A signed-in person and the language of the page.
pub struct Visitor {
    user: User,
    chosen: Chosen,
}

impl Visitor {
    fn words(&self) -> &'static Words {
        words::of(self.chosen.language)
    }

    fn today_words(&self) -> &'static words::today::TodayWords {
        words::today::TodayWords::of(self.chosen.language)
    }

    /// Whether this person may do it: for what a page offers. Addresses are guarded by their
    /// [`Place`].
    fn may(&self, act: Act) -> bool {
        self.user.role.may(act)
    }
}

impl FromRequestParts<House> for Visitor {
    type Rejection = NoPage;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, NoPage> {
        let session =
            Session::from_request_parts(parts, house).await.map_err(|_| NoPage::SignIn)?;
        let Ok(chosen) = Chosen::from_request_parts(parts, house).await;
        let user = session.user.ok_or(NoPage::SignIn)?;
        let chosen = user.language.map_or(chosen, |language| Chosen { language });
        Ok(Self { user, chosen })
    }
}

/// Why there is no page.
pub enum NoPage {
    /// Nobody is signed in.
    SignIn,
    /// There is nothing at this address.
    NotFound,
    /// A form that no page of ours sends.
    Unreadable,
    /// Somebody else's work.
    NotYours,
    /// Something failed; it was logged.
    Failed,
}

impl From<Error> for NoPage {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "a page failed");
        Self::Failed
    }
}

impl From<askama::Error> for NoPage {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a page could not be written");
        Self::Failed
    }
}

impl IntoResponse for NoPage {
    fn into_response(self) -> Response {
        let words = words::of(visits_domain::arrival::Language::En);
        match self {
            Self::SignIn => Redirect::to("/sign-in").into_response(),
            Self::NotYours => plain(StatusCode::FORBIDDEN, words.not_yours),
            Self::Unreadable => plain(StatusCode::BAD_REQUEST, words.try_again),
            Self::NotFound => plain(StatusCode::NOT_FOUND, words.not_found),
            Self::Failed => plain(StatusCode::INTERNAL_SERVER_ERROR, words.try_again),
        }
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    let page = Plain { text };
    (status, Html(page.render().unwrap_or_default())).into_response()
}

#[derive(Template)]
#[template(path = "plain.html")]
struct Plain {
    text: &'static str,
}

async fn not_found() -> NoPage {
    NoPage::NotFound
}

/// The frame of a signed-in person's page.
async fn frame(
    house: &House,
    visitor: &Visitor,
    (title, tab, here): (String, &str, String),
) -> Result<Frame, Error> {
    let (words, site) = (visitor.words(), store::sites::get(&house.db, visitor.user.site).await?);
    Ok(Frame {
        w: words,
        language: visitor.chosen.language.code(),
        other_language: visitor.chosen.other().code(),
        title,
        tabs: tabs(words, visitor, tab),
        here,
        house_name: words::fill(words.visits_at, &[("site", &site.name)]),
        person: Some(visitor.user.shown_name.clone()),
        other_sites: switch::others(house, &visitor.user).await?,
        alerts: if visitor.may(Act::AnswerAsks) {
            alerts::open(house, visitor).await?
        } else {
            Vec::new()
        },
        talk: visitor.talk_words(),
        alarms: talks::alarms(house, visitor).await?,
        live: true,
    })
}

fn tabs(words: &Words, visitor: &Visitor, here: &str) -> Vec<Tab> {
    let allowed = TABS.iter().filter(|(_, act, _)| visitor.may(*act));
    allowed
        .map(|(address, _, name)| Tab { address, name: name(words), is_here: *address == here })
        .collect()
}

/// Back to the page a form was on. Only addresses of our own.
fn back(to: Option<&str>) -> Redirect {
    Redirect::to(to.and_then(own_path).unwrap_or("/"))
}

/// A path of this server, and nothing that a browser could take for another.
fn own_path(path: &str) -> Option<&str> {
    let ours = path.starts_with('/') && !path.starts_with("//") && !path.contains('\\');
    ours.then_some(path)
}
