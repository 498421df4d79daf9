//! Somebody wants to talk in private, now.

use axum::{Json, extract::State};
use visits_domain::wire::{Refused, TalkStored, UrgentTalk};

use super::Body;
use super::asks::SEAT_CHARACTERS;
use crate::auth::device::{Kiosk, Refuse};
use crate::house::House;
use crate::talks;

/// `POST /api/v1/talks`: stored, and sounding on every open staff page. Sent twice, it is one.
pub async fn raise(
    State(house): State<House>,
    Kiosk(device): Kiosk,
    Body(talk): Body<UrgentTalk>,
) -> Result<Json<TalkStored>, Refuse> {
    if talk.seat.as_ref().is_some_and(|seat| seat.chars().count() > SEAT_CHARACTERS) {
        return Err(Refuse(Refused::Unreadable));
    }
    Ok(Json(talks::raise(&house, &device, &talk).await?))
}
