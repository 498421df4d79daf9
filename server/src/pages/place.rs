//! An address of the server and the act that somebody must be allowed for it. A page that is not
//! in a list of places does not exist, and a place cannot be made without its act.

use axum::Router;
use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get as on_get, post as on_post};

use super::NoPage;
use crate::auth::may::Act;
use crate::auth::staff::Session;
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

/// All places as addresses, each behind its act.
pub fn router(places: Vec<Place>) -> Router<House> {
    places.into_iter().fold(Router::new(), |router, place| {
        let guard = from_fn_with_state(place.act, only_allowed);
        router.route(place.path, place.handler.route_layer(guard))
    })
}

async fn only_allowed(
    State(act): State<Act>,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    match &session.user {
        None => NoPage::SignIn.into_response(),
        Some(user) if user.role.may(act) => next.run(request).await,
        Some(_) => NoPage::NotYours.into_response(),
    }
}
