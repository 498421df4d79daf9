//! What came of a form, said above the page.

use axum::http::StatusCode;

/// A sentence at the top: what was done, or why not.
pub struct Said {
    /// For whoever asked.
    pub text: String,
    /// Nothing was done.
    pub refused: bool,
}

impl Said {
    /// It was done.
    pub fn done(text: impl Into<String>) -> Self {
        Self { text: text.into(), refused: false }
    }

    /// It was not done.
    pub fn refused(text: impl Into<String>) -> Self {
        Self { text: text.into(), refused: true }
    }

    /// For the answer.
    pub fn status(said: Option<&Self>) -> StatusCode {
        if said.is_some_and(|said| said.refused) {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }
}
