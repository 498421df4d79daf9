//! What staff see. Every page works without script; script makes it live.

mod alerts;
mod assets;
mod events;
mod guard;
mod kiosks;
mod language;
mod sign_in;
mod today;
mod today_acts;
mod today_view;

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::middleware;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_login::AuthManagerLayerBuilder;
use tower_sessions::cookie::SameSite;
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::auth::sessions::Sessions;
use crate::auth::staff::{Session, Staff};
use crate::error::Error;
use crate::house::House;
use crate::store::sites;
use crate::store::users::User;
use crate::words::{self, Words};
use alerts::Alert;
use language::Chosen;

/// Longer than any shift: nobody is signed out at the desk, and nobody stays signed in overnight.
const SIGNED_IN_FOR: Duration = Duration::hours(12);

/// All pages.
pub fn router(house: &House, secure_cookies: bool) -> Router<House> {
    let sessions = SessionManagerLayer::new(Sessions(house.clone()))
        .with_name("visits_session")
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(secure_cookies)
        .with_expiry(Expiry::OnInactivity(SIGNED_IN_FOR));
    let auth = AuthManagerLayerBuilder::new(Staff(house.clone()), sessions).build();
    Router::new()
        .route("/", get(|| async { Redirect::to("/today") }))
        .route("/sign-in", get(sign_in::form).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/language", post(language::choose))
        .route("/today", get(today::page))
        .route("/today/events", get(events::events))
        .route("/today/id-seen", post(today_acts::id_seen))
        .route("/today/call", post(today_acts::call))
        .route("/today/call-back", post(today_acts::call_back))
        .route("/today/call-next", post(today_acts::call_next))
        .route("/today/running-late", post(today_acts::running_late))
        .route("/asks/{ask}/take", post(alerts::take))
        .route("/kiosks", get(kiosks::page))
        .route("/kiosks/revoke", post(kiosks::revoke))
        .route("/kiosks/code", post(kiosks::new_code))
        .fallback(not_found)
        .layer(auth)
        .route("/assets/{*name}", get(assets::asset))
        .layer(middleware::from_fn(guard::same_origin))
        .layer(middleware::from_fn(guard::headers))
}

/// What every page shows around its own content.
pub struct Frame {
    w: &'static Words,
    language: &'static str,
    other_language: &'static str,
    title: String,
    tab: &'static str,
    /// Where to come back to.
    here: String,
    house_name: String,
    person: Option<String>,
    alerts: Vec<Alert>,
    live: bool,
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
}

/// Why there is no page.
pub enum NoPage {
    /// Nobody is signed in.
    SignIn,
    /// There is nothing at this address, or not for this person.
    NotFound,
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
    (title, tab, here): (String, &'static str, String),
) -> Result<Frame, Error> {
    let (words, site) = (visitor.words(), sites::get(&house.db, visitor.user.site).await?);
    Ok(Frame {
        w: words,
        language: visitor.chosen.language.code(),
        other_language: visitor.chosen.other().code(),
        title,
        tab,
        here,
        house_name: words::fill(words.visits_at, &[("site", &site.name)]),
        person: Some(visitor.user.shown_name.clone()),
        alerts: alerts::open(house, visitor).await?,
        live: true,
    })
}

fn signed_in(session: Session, chosen: Chosen) -> Result<Visitor, NoPage> {
    let user = session.user.ok_or(NoPage::SignIn)?;
    let chosen = user.language.map_or(chosen, |language| Chosen { language });
    Ok(Visitor { user, chosen })
}

/// Back to the page a form was on. Only addresses of our own.
fn back(to: Option<&str>) -> Redirect {
    match to {
        Some(path) if path.starts_with('/') && !path.starts_with("//") && !path.contains('\\') => {
            Redirect::to(path)
        }
        _ => Redirect::to("/today"),
    }
}
