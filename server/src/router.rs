//! Every address the server answers.

use axum::{Router, middleware};

use crate::api;
use crate::house::House;
use crate::metrics;
use crate::pages;

/// The calls of kiosks, the pages of staff, and the directory for everybody.
pub fn router(house: House) -> Router {
    let pages = pages::router(&house, house.authority.is_some());
    let counted = middleware::from_fn_with_state(house.clone(), metrics::count);
    pages.merge(api::router()).merge(api::oruk::router()).layer(counted).with_state(house)
}
