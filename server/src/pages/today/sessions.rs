//! The day as a whole: call the next families, running late, a session that does not go ahead.

use axum::extract::State;
use axum::response::Response;

use super::deed::Deed;
use super::{Asked, load, start_of};
use crate::auth::may::Act;
use crate::board;
use crate::desk::{Answer, Why, steps, wall};
use crate::house::House;
use crate::pages::NoPage;
use crate::pages::place::{self, Place};

/// The most that are called at once.
pub const CALL_AT_MOST: usize = 40;
/// The longest that visits can be said to run late. Minutes.
const LATE_AT_MOST: u16 = 600;

/// The addresses of these acts.
pub fn places() -> Vec<Place> {
    let desk = Act::RunTheDesk;
    vec![
        place::post("/today/call-next", desk, call_next),
        place::post("/today/running-late", desk, running_late),
        place::post("/today/cancel-session", desk, cancel_session),
    ]
}

/// `called`: how many of the session the page showed as called.
async fn call_next(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let fields = &deed.fields;
    let session = start_of(fields.text("session"));
    let asked = Asked::session(fields.text("session").to_owned());
    let loaded = load(&house, deed.visitor.user.site, &asked).await?;
    let count = fields.get("count").unwrap_or(super::CALL_AT_ONCE).clamp(1, CALL_AT_MOST);
    let visits = board::next_to_call(&loaded.rows, count);
    let saw = (session, fields.must("called")?);
    let answer = steps::call_next(&house, deed.officer(), saw, &visits).await?;
    Ok(deed.answer(answer))
}

async fn running_late(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let minutes = deed.fields.must::<u16>("minutes")?.min(LATE_AT_MOST);
    let answer = wall::running_late(&house, deed.officer(), minutes).await?;
    Ok(deed.answer(answer))
}

/// `off`: 1 calls it off, 0 takes that back.
async fn cancel_session(State(house): State<House>, deed: Deed) -> Result<Response, NoPage> {
    let day: Option<chrono::NaiveDate> = deed.fields.get("day");
    let answer = match start_of(deed.fields.text("session")) {
        _ if day != Some(house.clock.local().date()) => Answer::No(Why::OtherDay),
        Some(start) => {
            let off = deed.fields.is_set("off");
            wall::cancel_session(&house, deed.officer(), start, off).await?
        }
        None => Answer::No(Why::Unreadable),
    };
    Ok(deed.answer(answer))
}
