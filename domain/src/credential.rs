//! What a family presents, in one canonical form on both sides.

use zeroize::Zeroizing;

use crate::arrival::Route;
use crate::person::{BirthDate, Surname};
use crate::reference::VisitReference;

/// What opens a card: two facts that a family knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential {
    /// Surname and date of birth.
    Name(Surname, BirthDate),
    /// Visit reference and the date of birth of an adult on it.
    Reference(VisitReference, BirthDate),
}

impl Credential {
    /// Which of the two it is.
    pub fn route(&self) -> Route {
        match self {
            Self::Name(..) => Route::Name,
            Self::Reference(..) => Route::Reference,
        }
    }

    /// The bytes that are hashed. The two kinds never meet, and no field runs into the next:
    /// folded text holds no line feed.
    pub fn canonical(&self) -> Zeroizing<Vec<u8>> {
        let text = match self {
            Self::Name(surname, born) => format!("name\n{}\n{}", surname.folded(), born.date()),
            Self::Reference(reference, born) => {
                format!("reference\n{}\n{}", reference.compact(), born.date())
            }
        };
        Zeroizing::new(text.into_bytes())
    }
}
