//! Places for a family that stands at a kiosk.

use axum::{Json, extract::State};
use visits_domain::places::Takes;
use visits_domain::wire::{BookingAsked, BookingStands, PlacesAnswer, PlacesWanted, Refused};

use super::Body;
use crate::auth::device::{Kiosk, Refuse};
use crate::house::House;
use crate::places;

/// `POST /api/v1/places`: grants what is missing, in all pools or in none. Sent twice, it is
/// granted once.
pub async fn want(
    State(house): State<House>,
    Kiosk(device): Kiosk,
    Body(wanted): Body<PlacesWanted>,
) -> Result<Json<PlacesAnswer>, Refuse> {
    if wanted.totals.is_empty() || wanted.totals.len() > Takes::POOLS_AT_MOST {
        return Err(Refuse(Refused::Unreadable));
    }
    Ok(Json(places::demand(&house, (device.site()?, device.kiosk()?), &wanted).await?))
}

/// `POST /api/v1/bookings`: held, or which number on the waiting list.
pub async fn stands(
    State(house): State<House>,
    Kiosk(device): Kiosk,
    Body(asked): Body<BookingAsked>,
) -> Result<Json<BookingStands>, Refuse> {
    let about = (asked.event, asked.booking);
    Ok(Json(places::stands(&house, device.site()?, about).await?))
}
