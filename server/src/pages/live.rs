//! Tells open pages that something changed. They fetch what they show themselves.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use tokio::time::Instant;

use super::{NoPage, Visitor};
use crate::house::House;

/// Below what routers drop.
const KEEP_ALIVE: Duration = Duration::from_secs(25);
/// The browser comes back by itself, and shows again who it is.
const LASTS: Duration = Duration::from_mins(15);

/// `GET /live`: one small event for each change, several at once as one. Ends when the
/// server stops.
pub async fn live(
    State(house): State<House>,
    visitor: Visitor,
) -> Result<impl IntoResponse, NoPage> {
    let board = house.hub.board(visitor.user.site);
    let stopping = house.hub.stopping();
    let ends = Instant::now() + LASTS;
    let changes = stream::unfold((board, stopping), move |(mut board, mut stopping)| async move {
        let changed = tokio::select! {
            changed = board.changed() => changed.is_ok(),
            _ = stopping.wait_for(|stop| *stop) => false,
            () = tokio::time::sleep_until(ends) => false,
        };
        if !changed {
            return None;
        }
        let number = *board.borrow_and_update();
        let event = Event::default().event("changed").data(number.to_string());
        Some((Ok::<_, Infallible>(event), (board, stopping)))
    });
    Ok(Sse::new(changes).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}
