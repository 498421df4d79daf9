//! Somebody asks for a person.

use axum::{Json, extract::State};
use chrono::TimeDelta;
use visits_domain::wire::{Ask, AskStored, Refused, Whom};

use super::Body;
use crate::auth::device::{Kiosk, Refuse};
use crate::house::House;
use crate::store::{asks, feed};
use crate::waiting;

/// Where somebody sits, in a few words.
pub const SEAT_CHARACTERS: usize = 80;
/// An ask that stands longer is not looked at any more; a kiosk that says more is not believed.
const EXPIRES_AT_MOST: u32 = 3_600;

/// `POST /api/v1/asks`: stored and on every open staff page. Sent twice, it asks once.
pub async fn ask(
    State(house): State<House>,
    Kiosk(device): Kiosk,
    Body(ask): Body<Ask>,
) -> Result<Json<AskStored>, Refuse> {
    let seat_fits = ask.seat.as_ref().is_none_or(|seat| seat.chars().count() <= SEAT_CHARACTERS);
    if !seat_fits || ask.language.len() > 8 {
        return Err(Refuse(Refused::Unreadable));
    }
    let (now, site) = (house.clock.now(), device.site()?);
    let expires = now + TimeDelta::seconds(ask.expires_seconds.min(EXPIRES_AT_MOST).into());
    let mut tx = house.db.write().await?;
    asks::add(&mut tx, &device, &ask, now, expires).await?;
    let notices = match ask.whom {
        Whom::Staff => Vec::new(),
        Whom::Volunteer => vec![waiting::notice(&mut tx, site, now).await?],
    };
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(Json(AskStored { ask: ask.id }))
}
