//! What happened at a kiosk.

use axum::{Json, extract::State};
use visits_domain::wire::{Acknowledged, RECORDS_A_CALL, Records, Refused};

use super::Body;
use crate::auth::device::{Kiosk, Refuse};
use crate::house::House;
use crate::intake;
use crate::store::kiosks;

/// `POST /api/v1/records`. 409: a number was used again for other content; it was kept for staff
/// and the rest of the batch is stored.
pub async fn records(
    State(house): State<House>,
    Kiosk(device): Kiosk,
    Body(batch): Body<Records>,
) -> Result<Json<Acknowledged>, Refuse> {
    let numbered = |seq: u64| seq > 0 && i64::try_from(seq).is_ok();
    let well_formed = batch.records.iter().all(|r| numbered(r.seq) && r.hash.0.len() == 32);
    if batch.records.len() > RECORDS_A_CALL || !well_formed {
        return Err(Refuse(Refused::Unreadable));
    }
    let receipt =
        intake::receive(&house, &device, batch).await?.ok_or(Refuse(Refused::Withdrawn))?;
    if receipt.conflict {
        tracing::warn!(kiosk = device.id(), "a record number was used twice");
        return Err(Refuse(Refused::Conflict));
    }
    let mark = kiosks::acknowledged(&house.db, &device).await?.ok_or(Refuse(Refused::Withdrawn))?;
    let (acknowledged, acknowledged_id) = (mark.seq, mark.id);
    let server_time = house.clock.now();
    Ok(Json(Acknowledged { acknowledged, acknowledged_id, server_time }))
}
