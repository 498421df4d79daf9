//! What happens on a made-up day.

mod check_in;
mod desk;
mod short;
mod unhappy;
mod whole;

pub use short::short;
pub use whole::whole;
