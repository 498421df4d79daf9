//! The kiosk's screens, compiled: markup, fonts, icons, words. No decision is taken here.

#[allow(unsafe_code, missing_docs, unused_qualifications, clippy::all, clippy::pedantic)]
#[allow(clippy::unwrap_used, clippy::todo)]
mod generated {
    slint::include_modules!();
}
pub use generated::*;

/// The typeface of the screens, for what is drawn beside them.
pub mod fonts {
    /// For reading.
    pub const REGULAR: &[u8] = include_bytes!("fonts/AtkinsonHyperlegibleNext_400Regular.ttf");
    /// For what stands out.
    pub const BOLD: &[u8] = include_bytes!("fonts/AtkinsonHyperlegibleNext_700Bold.ttf");
}

#[cfg(feature = "rehearsal")]
pub mod rehearsal;
