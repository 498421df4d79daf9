//! A volunteer at a kiosk goes to a family that waits, hands it back, or has helped.

use axum::{Json, extract::State};
use visits_domain::wire::{Refused, VolunteerActs, VolunteerAnswer};

use super::Body;
use crate::audit::KEYHOLDER;
use crate::auth::device::{Kiosk, Refuse};
use crate::house::House;
use crate::store::feed;
use crate::waiting::{self, Helper};

/// `POST /api/v1/volunteers`. Sent twice, it is done once; the answer says how the families stand,
/// so that a claim which came second is seen in it. A code that opens nothing any more is refused.
pub async fn act(
    State(house): State<House>,
    Kiosk(device): Kiosk,
    Body(acts): Body<VolunteerActs>,
) -> Result<Json<VolunteerAnswer>, Refuse> {
    let site = device.site()?;
    let keyholder = feed::keyholder(&house.db, site, &acts.by).await?;
    let code = keyholder.ok_or(Refuse(Refused::Unreadable))?.code;
    let who = format!("{KEYHOLDER}{}", code.0);
    let helper = Helper { who, name: code.0.clone(), code, for_others: false };
    let act = (&*acts.family.to_string(), acts.act);
    let waiting = waiting::act(&house, site, &helper, act).await?;
    Ok(Json(VolunteerAnswer { waiting }))
}
