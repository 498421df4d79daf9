//! Every address the server answers.

use axum::Router;

use crate::api::{self, Authority};
use crate::house::House;

/// The calls of kiosks and the pages of staff.
pub fn router(house: House, authority: Authority, secure_cookies: bool) -> Router {
    let _ = secure_cookies;
    api::router(authority).with_state(house)
}
