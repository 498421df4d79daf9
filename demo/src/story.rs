//! What happens on a made-up day.

mod check_in;
mod desk;
mod family_days;
mod help;
mod short;
mod unhappy;
mod whole;

pub use short::short;
pub use whole::whole;

use visits_server::import::Report;

use crate::day::{Day, DayError, time};
use crate::ledger::family_day::Sums;

/// A few families, and a family day that is booked.
pub fn family_day(day: &mut Day) -> Result<(Report, Sums), DayError> {
    let report = short(day)?;
    let sums = family_days::family_day(day, time(15, 0))?;
    Ok((report, sums))
}
