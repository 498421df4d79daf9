//! Every address the server answers.

use axum::Router;

use crate::api;
use crate::house::House;
use crate::pages;

/// The calls of kiosks and the pages of staff.
pub fn router(house: House) -> Router {
    let pages = pages::router(&house, house.authority.is_some());
    pages.merge(api::router()).with_state(house)
}
