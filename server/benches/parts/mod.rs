//! What is measured, one file each.

pub mod arrivals;
pub mod bare;
pub mod busy_day;
pub mod held;
