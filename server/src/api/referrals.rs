//! What partners' machines call.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use visits_domain::site::SiteCode;

use crate::audit::PARTNER;
use crate::house::House;
use crate::requests::referrals::{Sent, Way, key_hash, take_in};
use crate::store::partners;

/// A partner whose key is good.
pub struct Partner {
    site: SiteCode,
    id: String,
    name: String,
}

/// Why a referral is not taken.
pub struct NotTaken(StatusCode, &'static str);

#[derive(Serialize)]
struct Refusal {
    refused: &'static str,
}

impl IntoResponse for NotTaken {
    fn into_response(self) -> Response {
        (self.0, Json(Refusal { refused: self.1 })).into_response()
    }
}

fn failed(error: impl Into<crate::Error>) -> NotTaken {
    let error = error.into();
    tracing::error!(%error, "a referral could not be taken in");
    NotTaken(StatusCode::SERVICE_UNAVAILABLE, "busy")
}

impl FromRequestParts<House> for Partner {
    type Rejection = NotTaken;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, NotTaken> {
        let shown = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let key = shown.and_then(|shown| shown.strip_prefix("Bearer "));
        let unknown = || NotTaken(StatusCode::UNAUTHORIZED, "unknown");
        let key = key.ok_or_else(unknown)?;
        let found = partners::of_key(&house.db, &key_hash(key)).await.map_err(failed)?;
        let (site, id, name) = found.ok_or_else(unknown)?;
        Ok(Self { site, id, name })
    }
}

/// What a partner is told.
#[derive(Serialize)]
pub struct Taken {
    /// The family says it at the desk.
    receipt: String,
    /// It was here already.
    repeated: bool,
}

/// `POST /api/v1/referrals`: one family. The same reference again is the same one.
pub async fn add(
    State(house): State<House>,
    partner: Partner,
    body: axum::body::Bytes,
) -> Result<Json<Taken>, NotTaken> {
    let unreadable = |_| NotTaken(StatusCode::BAD_REQUEST, "unreadable");
    let sent: Sent = serde_json::from_slice(&body).map_err(unreadable)?;
    let read = sent.read();
    let referral =
        read.map_err(|fault| NotTaken(StatusCode::UNPROCESSABLE_ENTITY, fault.as_str()))?;
    let by = format!("{PARTNER}{}", partner.id);
    let from = (Way::Api, partner.name.as_str());
    let taken = take_in(&house, (partner.site, &by), from, &[referral]).await.map_err(failed)?;
    let one = taken.into_iter().next();
    let one = one.ok_or(NotTaken(StatusCode::SERVICE_UNAVAILABLE, "busy"))?;
    Ok(Json(Taken { receipt: one.receipt.written(), repeated: one.repeated }))
}
