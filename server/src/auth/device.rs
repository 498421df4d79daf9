//! A kiosk shows its token and states its version.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use visits_domain::encoding;
use visits_domain::wire::{PROTOCOL, PROTOCOL_HEADER, Refusal, Refused};

use crate::error::Error;
use crate::house::House;
use crate::store::kiosks::{self, Bearer, Device};

/// An answer to a kiosk that is not a success.
#[derive(Debug)]
pub struct Refuse(pub Refused);

impl Refuse {
    fn status(&self) -> StatusCode {
        match self.0 {
            Refused::NotEnrolled => StatusCode::UNAUTHORIZED,
            Refused::Withdrawn => StatusCode::FORBIDDEN,
            Refused::CodeSpent => StatusCode::GONE,
            Refused::Protocol => StatusCode::UPGRADE_REQUIRED,
            Refused::Unreadable => StatusCode::BAD_REQUEST,
            Refused::Conflict => StatusCode::CONFLICT,
            Refused::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl IntoResponse for Refuse {
    fn into_response(self) -> Response {
        (self.status(), axum::Json(Refusal { refused: self.0 })).into_response()
    }
}

impl From<Error> for Refuse {
    fn from(error: Error) -> Self {
        tracing::error!(%error, "a kiosk's call failed");
        Self(Refused::Busy)
    }
}

/// A caller whose token is good and whose version is ours.
pub struct Kiosk(pub Device);

impl FromRequestParts<House> for Kiosk {
    type Rejection = Refuse;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Self, Refuse> {
        same_protocol(parts)?;
        let token = token(parts).ok_or(Refuse(Refused::NotEnrolled))?;
        match kiosks::of_token(&house.db, &token).await? {
            Bearer::Known(device) => Ok(Self(device)),
            Bearer::Withdrawn => Err(Refuse(Refused::Withdrawn)),
            Bearer::Unknown => Err(Refuse(Refused::NotEnrolled)),
        }
    }
}

fn same_protocol(parts: &Parts) -> Result<(), Refuse> {
    let stated = parts.headers.get(PROTOCOL_HEADER).and_then(|value| value.to_str().ok());
    match stated.and_then(|text| text.trim().parse::<u16>().ok()) {
        Some(PROTOCOL) => Ok(()),
        _ => Err(Refuse(Refused::Protocol)),
    }
}

fn token(parts: &Parts) -> Option<Vec<u8>> {
    let text = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
    encoding::from_text(text.strip_prefix("Bearer ")?.trim()).ok()
}
