//! Several bookings of an event end at once: their places go on in one step.

use chrono::{DateTime, Utc};
use visits_domain::places::{BookingId, EventId};
use visits_domain::site::SiteCode;

use super::{Open, Which};
use crate::error::Error;
use crate::store::Write;
use crate::store::feed::Notice;

/// Ends them, and lets the waiting list move up. The site must be locked.
pub async fn end_all(
    tx: &mut Write,
    site: SiteCode,
    (event, bookings): (EventId, &[BookingId]),
    now: DateTime<Utc>,
) -> Result<Vec<Notice>, Error> {
    let mut open = Open::new(tx, site, Which::one(event), now).await?;
    if let Some(ledger) = open.books.ledgers.get_mut(&event) {
        for booking in bookings {
            ledger.end(*booking);
        }
    }
    let details = open.details();
    open.close(&details).await
}
