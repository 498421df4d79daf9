//! The fairness report: who asked for places at events, who was offered one, who came, and who was
//! turned away and why. `facts` says what counts of one booking, `table` which figures are shown:
//! both are pure. A figure of fewer than five families is in no table, and none can be worked out
//! from those that are.
//!
//! Final visits are in no figure.

pub mod facts;
pub mod table;

use chrono::NaiveDate;
use visits_domain::site::SiteCode;

use crate::clock::day_bounds;
use crate::error::Error;
use crate::house::House;
use crate::store::fairness;
use facts::Fact;

/// What is known of the bookings of all events of these days, the last one included.
pub async fn facts(
    house: &House,
    site: SiteCode,
    (from, until): (NaiveDate, NaiveDate),
) -> Result<Vec<Fact>, Error> {
    let after = until.succ_opt().unwrap_or(until);
    let span = (day_bounds(from).0, day_bounds(after).0);
    let rows = fairness::bookings(&house.db, site, span).await?;
    let now = house.clock.now().timestamp_micros();
    Ok(rows.iter().map(|row| facts::of(row, now)).collect())
}
