//! What kiosks call. The shapes are `visits_domain::wire`.

mod asks;
mod changes;
mod enrol;
mod health;
pub mod ops;
pub mod oruk;
mod places;
mod records;
mod referrals;
mod talks;
mod volunteers;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::routing::{get, post};
use serde::de::DeserializeOwned;
use visits_domain::wire::{BODY_BYTES, Refused};

use crate::auth::device::Refuse;
use crate::house::House;

/// All calls of kiosks.
pub fn router() -> Router<House> {
    Router::new()
        .route("/api/v1/enrol", post(enrol::enrol))
        .route("/api/v1/records", post(records::records))
        .route("/api/v1/changes", get(changes::changes))
        .route("/api/v1/asks", post(asks::ask))
        .route("/api/v1/referrals", post(referrals::add))
        .route("/api/v1/talks", post(talks::raise))
        .route("/api/v1/volunteers", post(volunteers::act))
        .route("/api/v1/places", post(places::want))
        .route("/api/v1/bookings", post(places::stands))
        .layer(axum::Extension(std::sync::Arc::new(health::Told::default())))
        .route("/healthz", get(ops::healthz))
        .route("/readyz", get(ops::readyz))
        .route("/metrics", get(ops::metrics))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
}

/// A JSON body; anything else is refused in the words of the wire.
struct Body<T>(T);

impl<T: DeserializeOwned> FromRequest<House> for Body<T> {
    type Rejection = Refuse;

    async fn from_request(request: Request, house: &House) -> Result<Self, Refuse> {
        let bytes = axum::body::Bytes::from_request(request, house)
            .await
            .map_err(|_| Refuse(Refused::Unreadable))?;
        let read = serde_json::from_slice(&bytes).map_err(|_| Refuse(Refused::Unreadable))?;
        Ok(Self(read))
    }
}
