//! For whoever watches over the server: is it up, can it work, how much does it do.

use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use crate::error::Error;
use crate::house::House;
use crate::metrics;
use crate::store::{ops, sites};

/// Anybody may ask, but nobody makes the server write more often than this.
const LOOKED_AT_FOR: Duration = Duration::from_secs(2);

/// What was found last.
#[derive(Default)]
pub struct Readiness(Mutex<Option<(Instant, Option<&'static str>)>>);

/// `GET /healthz`: the process answers.
pub async fn healthz() -> &'static str {
    "up\n"
}

/// `GET /readyz`: it can do its work, or one line says what is missing.
pub async fn readyz(State(house): State<House>) -> Response {
    match missing(&house).await {
        None => (StatusCode::OK, "ready\n".to_owned()).into_response(),
        Some(what) => (StatusCode::SERVICE_UNAVAILABLE, format!("{what}\n")).into_response(),
    }
}

async fn missing(house: &House) -> Option<&'static str> {
    let held = *house.readiness.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((at, found)) = held
        && at.elapsed() < LOOKED_AT_FOR
    {
        return found;
    }
    let found = look(house).await;
    *house.readiness.0.lock().unwrap_or_else(PoisonError::into_inner) =
        Some((Instant::now(), found));
    found
}

async fn look(house: &House) -> Option<&'static str> {
    if let Err(error) = ops::can_write(&house.db).await {
        tracing::error!(%error, "the database cannot be written");
        return Some("the database cannot be written");
    }
    if let Err(error) = keys_open(house).await {
        tracing::error!(%error, "the sites' keys do not open");
        return Some("the master key does not open the sites' keys");
    }
    if !house.pulse.is_well() {
        return Some("a background job has ended");
    }
    None
}

async fn keys_open(house: &House) -> Result<(), Error> {
    for site in sites::all(&house.db).await? {
        let locked = sites::reading_key(&house.db, site.code).await?;
        house.master.unlock(site.code, &locked)?;
    }
    Ok(())
}

/// `GET /metrics`: for this machine, or for who shows the token. For others there is nothing here.
pub async fn metrics(
    State(house): State<House>,
    ConnectInfo(caller): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    if !caller.ip().to_canonical().is_loopback() && !shows_token(&house, &headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match ops::all(&house.db).await {
        Ok((sites, kiosks)) => {
            let now = house.clock.now();
            let text = metrics::text(&house.metrics, &house.pulse, (&sites, &kiosks), now);
            ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the figures could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

fn shows_token(house: &House, headers: &HeaderMap) -> bool {
    let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let shown = shown.and_then(|text| text.strip_prefix("Bearer "));
    // Hashes are compared: how far they are alike tells nothing of the token.
    let hash = |text: &str| Sha256::digest(text.trim().as_bytes());
    match (shown, house.metrics_token.as_deref()) {
        (Some(shown), Some(token)) if !token.trim().is_empty() => hash(shown) == hash(token),
        _ => false,
    }
}
