//! What partners' machines call.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use visits_domain::arrival::Language;
use visits_domain::site::SiteCode;

use crate::audit::PARTNER;
use crate::house::House;
use crate::requests::referrals::{Fault, Sent, Way, key_hash, take_in};
use crate::store::partners;
use crate::words::fill;
use crate::words::requests::RequestWords;

/// A partner whose key is good.
pub struct Partner {
    site: SiteCode,
    id: String,
    name: String,
}

/// Why a referral is not taken: with a word for the machine, and a sentence for whoever looks
/// after it where the sender can mend it.
pub struct NotTaken(StatusCode, &'static str, Option<Fault>);

#[derive(Serialize)]
struct Refusal {
    refused: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Why>,
}

#[derive(Serialize)]
struct Why {
    en: String,
    cy: String,
}

impl Why {
    fn of(fault: Fault) -> Self {
        let [en, cy] = [Language::En, Language::Cy].map(|language| {
            let r = RequestWords::of(language);
            fill(r.refused, &[("why", &r.fault(fault))])
        });
        Self { en, cy }
    }
}

impl From<Fault> for NotTaken {
    fn from(fault: Fault) -> Self {
        let status = match fault {
            Fault::OtherContent | Fault::Over => StatusCode::CONFLICT,
            Fault::Consent | Fault::Nobody | Fault::TooLong | Fault::Word => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
        };
        Self(status, fault.as_str(), Some(fault))
    }
}

impl IntoResponse for NotTaken {
    fn into_response(self) -> Response {
        let Self(status, refused, fault) = self;
        (status, Json(Refusal { refused, why: fault.map(Why::of) })).into_response()
    }
}

fn failed(error: impl Into<crate::Error>) -> NotTaken {
    let error = error.into();
    tracing::error!(%error, "a referral could not be taken in");
    busy()
}

fn busy() -> NotTaken {
    NotTaken(StatusCode::SERVICE_UNAVAILABLE, "busy", None)
}

impl FromRequestParts<House> for Partner {
    type Rejection = NotTaken;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, NotTaken> {
        let shown = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let key = shown.and_then(|shown| shown.strip_prefix("Bearer "));
        let unknown = || NotTaken(StatusCode::UNAUTHORIZED, "unknown", None);
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

/// `POST /api/v1/referrals`: one family. The same reference again is the same one, until that is
/// over.
pub async fn add(
    State(house): State<House>,
    partner: Partner,
    body: axum::body::Bytes,
) -> Result<Json<Taken>, NotTaken> {
    let unreadable = |_| NotTaken(StatusCode::BAD_REQUEST, "unreadable", None);
    let sent: Sent = serde_json::from_slice(&body).map_err(unreadable)?;
    let referral = sent.read()?;
    let by = format!("{PARTNER}{}", partner.id);
    let from = (Way::Api, partner.name.as_str());
    let taken = take_in(&house, (partner.site, &by), from, &[referral]).await.map_err(failed)?;
    let one = taken.into_iter().next().ok_or_else(busy)??;
    Ok(Json(Taken { receipt: one.receipt.written(), repeated: one.repeated }))
}
