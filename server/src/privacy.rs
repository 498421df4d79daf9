//! How long things are kept, a person's right to see and to be forgotten, and what was shared.

pub mod bookings;
pub mod erasure;
pub mod export;
pub mod holds;
pub mod nightly;
pub mod notice;
pub mod periods;
pub mod requests;
pub mod shared;
pub mod subjects;

use chrono::NaiveDate;

/// A day as a browser's field sends it, or as somebody types it where there is none.
fn typed_day(text: &str) -> Option<NaiveDate> {
    let mut shapes = ["%Y-%m-%d", "%d/%m/%Y"].into_iter();
    shapes.find_map(|shape| NaiveDate::parse_from_str(text.trim(), shape).ok())
}
