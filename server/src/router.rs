//! Every address the server answers.

use axum::{Router, middleware};

use crate::api;
use crate::house::House;
use crate::metrics;
use crate::pages;

/// The calls of kiosks and the pages of staff.
pub fn router(house: House) -> Router {
    let pages = pages::router(&house, house.authority.is_some());
    let counted = middleware::from_fn_with_state(house.clone(), metrics::count);
    pages.merge(api::router()).layer(counted).with_state(house)
}
