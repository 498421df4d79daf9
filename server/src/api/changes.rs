//! What a kiosk must know. Held until there is something.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use uuid::Uuid;
use visits_domain::site::SiteCode;
use visits_domain::wire::{CHANGES_AN_ANSWER, ChangesQuery, DeviceRole, Refused};

use super::health::Told;
use crate::auth::device::{Kiosk, Refuse};
use crate::error::Error;
use crate::house::House;
use crate::store::feed::{self, Page};
use crate::store::kiosks::{self, Acknowledged};
use crate::store::life;

/// Idle links are dropped by routers after 60 s: no request is held longer than this.
const HELD_AT_MOST: u16 = 55;

/// `GET /api/v1/changes?cursor=…&wait_seconds=…&unsent=…&version=…&clock=…`
pub async fn changes(
    State(house): State<House>,
    Extension(told): Extension<Arc<Told>>,
    Kiosk(device): Kiosk,
    query: Result<Query<ChangesQuery>, QueryRejection>,
) -> Result<impl IntoResponse, Refuse> {
    let Query(query) = query.map_err(|_| Refuse(Refused::Unreadable))?;
    let generation = life::generation(&house.db).await?;
    // A cursor of another life says nothing about this one. A kiosk that knows of no lives is
    // believed, as ever.
    let is_of_another_life = query.generation.is_some_and(|given| given != generation);
    let cursor = if is_of_another_life { 0 } else { query.cursor };
    told.note(&house, &device, &ChangesQuery { cursor, ..query.clone() }).await?;
    let site = device.site()?;
    let wait = Duration::from_secs(query.wait_seconds.min(HELD_AT_MOST).into());
    let held = house.metrics.hold();
    let page = if is_of_another_life {
        let first = feed::after(&house.db, site, 0, CHANGES_AN_ANSWER, query.role).await?;
        Page { from_the_start: true, ..first }
    } else {
        wait_for_news(&house, site, query.role, cursor, wait).await?
    };
    drop(held);
    // Asked after the wait: this kiosk may have sent records, or have been revoked, meanwhile.
    let mark = kiosks::acknowledged(&house.db, &device).await?.ok_or(Refuse(Refused::Withdrawn))?;
    let body = answer(&page, &mark, generation, &house);
    Ok(([(CONTENT_TYPE, "application/json")], body))
}

/// Sleeps until the site's number passes the cursor. Asks the database nothing meanwhile.
async fn wait_for_news(
    house: &House,
    site: SiteCode,
    role: DeviceRole,
    cursor: u64,
    wait: Duration,
) -> Result<Page, Error> {
    let mut known = house.hub.feed(site);
    let mut stopping = house.hub.stopping();
    let deadline = tokio::time::Instant::now() + wait;
    loop {
        // 0: nobody has looked yet. A number below the cursor: the server was restored from a
        // copy, and the kiosk reads everything again.
        let seen = *known.borrow_and_update();
        if seen == 0 || seen != cursor {
            let page = feed::after(&house.db, site, cursor, CHANGES_AN_ANSWER, role).await?;
            if !page.changes.is_empty() || page.cursor != cursor || page.from_the_start {
                return Ok(page);
            }
        }
        let woken = tokio::select! {
            changed = known.changed() => changed.is_ok(),
            _ = stopping.wait_for(|stop| *stop) => false,
            () = tokio::time::sleep_until(deadline) => false,
        };
        if !woken {
            let changes = Vec::new();
            return Ok(Page { changes, cursor, more: false, from_the_start: false });
        }
    }
}

/// The stored bodies are [`visits_domain::wire::News`] as JSON objects: the number is put in
/// front, nothing is parsed.
fn answer(page: &Page, mark: &Acknowledged, generation: Uuid, house: &House) -> String {
    let size: usize = page.changes.iter().map(|(_, body)| body.len() + 32).sum();
    let mut json = String::with_capacity(size + 320);
    json.push_str("{\"changes\":[");
    for (place, (seq, body)) in page.changes.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let _ = write!(json, "{comma}{{\"seq\":{seq},{}", body.trim_start_matches('{'));
    }
    let time = house.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let (seq, from_the_start) = (mark.seq, page.from_the_start);
    let id = mark.id.map(|id| format!(",\"acknowledged_id\":\"{id}\"")).unwrap_or_default();
    let _ = write!(
        json,
        "],\"cursor\":{},\"more\":{},\"acknowledged\":{seq}{id},\"server_time\":\"{time}\",\
         \"generation\":\"{generation}\",\"from_the_start\":{from_the_start}}}",
        page.cursor, page.more
    );
    json
}
