//! An address of the server and the act that somebody must be allowed for it. A page that is not
//! in a list of places does not exist, and a place cannot be made without its act.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler;
use axum::http::{HeaderMap, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get as on_get, post as on_post};

use super::NoPage;
use crate::auth::may::Act;
use crate::auth::staff::{ENDS_UNUSED_AFTER, Session};
use crate::error::Error;
use crate::house::House;

/// One method of one address.
pub struct Place {
    /// GET or POST.
    pub method: Method,
    /// With `{names}` for the parts that vary.
    pub path: &'static str,
    /// What somebody must be allowed.
    pub act: Act,
    handler: MethodRouter<House>,
}

/// Something to look at.
pub fn get<H, T>(path: &'static str, act: Act, handler: H) -> Place
where
    H: Handler<T, House>,
    T: 'static,
{
    Place { method: Method::GET, path, act, handler: on_get(handler) }
}

/// Something to do.
pub fn post<H, T>(path: &'static str, act: Act, handler: H) -> Place
where
    H: Handler<T, House>,
    T: 'static,
{
    Place { method: Method::POST, path, act, handler: on_post(handler) }
}

impl Place {
    /// With a body that may be larger than a form's.
    pub fn with_body_of_at_most(self, bytes: usize) -> Self {
        Self { handler: self.handler.layer(DefaultBodyLimit::max(bytes)), ..self }
    }
}

/// All places as addresses, each behind its act.
pub fn router(house: &House, places: Vec<Place>) -> Router<House> {
    places.into_iter().fold(Router::new(), |router, place| {
        let guard = from_fn_with_state((house.clone(), place.act), only_allowed);
        router.route(place.path, place.handler.route_layer(guard))
    })
}

async fn only_allowed(
    State((house, act)): State<(House, Act)>,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    let Some(user) = session.user.clone() else { return NoPage::SignIn.into_response() };
    match still_used(&house, session, request.headers()).await {
        Ok(true) => {}
        Ok(false) => return NoPage::SignIn.into_response(),
        Err(no_page) => return no_page.into_response(),
    }
    if !user.role.may(act) {
        return NoPage::NotYours.into_response();
    }
    let here = request.uri().path();
    if user.must_change_password && !NEW_PASSWORD.contains(&here) {
        return Redirect::to(NEW_PASSWORD[0]).into_response();
    }
    next.run(request).await
}

/// The only addresses for somebody whose password a manager knows.
const NEW_PASSWORD: [&str; 2] = ["/account/new-password", "/account/password"];

/// What an open page fetches by itself: it is no sign of a person.
const BY_ITSELF: &str = "x-visits-by-itself";
/// When somebody last did something.
const USED: &str = "used";
/// Written no oftener than this. Microseconds.
const NOTED_EVERY: i64 = 5 * 60 * 1_000_000;

/// Ends a session that nobody has used for long.
async fn still_used(
    house: &House,
    mut session: Session,
    headers: &HeaderMap,
) -> Result<bool, NoPage> {
    let now = house.clock.now().timestamp_micros();
    let failed = |_| NoPage::from(Error::Session);
    let used: Option<i64> = session.session.get(USED).await.map_err(failed)?;
    let unused = used.map_or(0, |used| now - used);
    if unused > ENDS_UNUSED_AFTER.num_microseconds().unwrap_or(i64::MAX) {
        session.logout().await.map_err(|_| NoPage::from(Error::Session))?;
        return Ok(false);
    }
    let a_person = !headers.contains_key(BY_ITSELF);
    if a_person && (used.is_none() || unused > NOTED_EVERY) {
        session.session.insert(USED, now).await.map_err(failed)?;
    }
    Ok(true)
}
