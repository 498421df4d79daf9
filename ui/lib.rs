//! The kiosk's screens, compiled: markup, fonts, icons, words. No decision is taken here.

#[allow(unsafe_code, missing_docs, unused_qualifications, clippy::all, clippy::pedantic)]
#[allow(clippy::unwrap_used, clippy::todo)]
mod generated {
    slint::include_modules!();
}
pub use generated::*;

#[cfg(feature = "rehearsal")]
pub mod rehearsal;
