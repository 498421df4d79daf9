//! A kiosk shows a one-time code and becomes a kiosk of the site.

use axum::{Json, extract::State};
use visits_domain::encoding::Bytes;
use visits_domain::wire::{Enrol, Enrolled, PROTOCOL, Refused};

use super::Body;
use crate::audit::{self, Noted};
use crate::auth::device::Refuse;
use crate::house::House;
use crate::random;
use crate::store::{kiosks, life, sites};

/// There are no more than 24.
const LETTERS_AT_MOST: usize = 24;

/// `POST /api/v1/enrol`. 410: the code was used, has run out, or never was. 426: another version.
pub async fn enrol(
    State(house): State<House>,
    Body(enrol): Body<Enrol>,
) -> Result<Json<Enrolled>, Refuse> {
    if enrol.protocol != PROTOCOL || enrol.letters.len() > LETTERS_AT_MOST {
        return Err(Refuse(Refused::Protocol));
    }
    let now = house.clock.now();
    let code = crate::enrolment::plain_code(&enrol.code);
    let mut tx = house.db.write().await?;
    let site = kiosks::spend_code(&mut tx, &code, now).await?.ok_or(Refuse(Refused::CodeSpent))?;
    let keys = sites::lock(&mut tx, site).await?.keys;
    let (kiosk, token) = (random::opaque_id(), random::bytes::<32>());
    let letter = kiosks::add(&mut tx, site, (kiosk, &token), &enrol.letters, now).await?;
    let by = (audit::SERVER, Noted::KioskEnrolled);
    audit::note(&house, &mut tx, site, by, kiosk.to_string()).await?;
    house.commit_and_tell(tx, site).await?;
    tracing::info!(%site, %letter, "a kiosk was enrolled");
    let authority = house.authority.as_ref().map(|authority| authority.certificate.clone());
    let token = Bytes(token.to_vec());
    let (generation, protocol) = (life::generation(&house.db).await?, PROTOCOL);
    Ok(Json(Enrolled { kiosk, site, letter, token, keys, authority, protocol, generation }))
}
