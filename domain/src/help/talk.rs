//! Talking to someone in private.

use serde::{Deserialize, Serialize};

use crate::one_word::one_word_each;

/// What a family says at the desk when it asks what became of a talk: not to be guessed, easy to
/// read aloud, with a check character.
pub use crate::places::BookingReference as Receipt;

one_word_each! {
    /// Whom a talk is about, as far as a screen asks.
    About;
    /// Somebody inside. Nobody says whether they are.
    SomeoneInside = "someone-inside",
    /// A child.
    Child = "child",
    /// Whoever stands at the screen.
    Me = "me",
    /// Something else.
    SomethingElse = "something-else",
}
