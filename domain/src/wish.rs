//! What a family types when it asks for a place at an event. Sealed to the site's key before it is
//! written down: the kiosk that it was typed on cannot read it again.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::arrival::Need;
use crate::encoding::Bytes;
use crate::places::BookingId;
use crate::visit::VisitHandle;
use crate::writing::{self, ReadingKey, SealedWriting, WritingError, WritingKey};

/// What a family types. Whoever looks after the event reads it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The booking's reference, without separators.
    pub reference: String,
    /// Who leads the party.
    pub lead: Lead,
    /// Whom they come to see.
    pub visits: Visits,
    /// The children's ages in years.
    #[serde(default)]
    pub ages: Vec<u8>,
    /// What would help.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What would help, in their own words.
    #[serde(default)]
    pub needs_words: String,
    /// What they do not eat.
    #[serde(default)]
    pub diet: String,
}

/// Who leads the party, and how to reach them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// As they wrote it.
    pub name: String,
    /// Opens the booking again, with its reference.
    pub born: NaiveDate,
    /// As they wrote it. Empty: they come and ask.
    #[serde(default)]
    pub phone: String,
    /// When it is safe to ring.
    pub ring: Ring,
    /// A message may be left.
    #[serde(default)]
    pub message: bool,
}

/// When it is safe to ring somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ring {
    /// At any time.
    AnyTime,
    /// Before noon.
    Mornings,
    /// From noon to five.
    Afternoons,
    /// After five.
    Evenings,
    /// Never: they look it up, or ask.
    Never,
}

impl Ring {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::AnyTime, Self::Mornings, Self::Afternoons, Self::Evenings, Self::Never];
}

/// Whom a family comes to see.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visits {
    /// Whom they have checked in to see today.
    CheckedIn(VisitHandle),
    /// Whom they named.
    Named {
        /// As they wrote it.
        name: String,
        /// As they wrote it. Empty: they do not know it.
        #[serde(default)]
        number: String,
    },
}

/// What was opened is no wish, or did not open.
#[derive(Debug, thiserror::Error)]
pub enum NotAWish {
    /// Another key, another booking, or changed bytes.
    #[error(transparent)]
    Seal(#[from] WritingError),
    /// It opened, and is something else.
    #[error("what was sealed for a booking cannot be read")]
    Content,
}

/// Of the sealed text: all of this length, so that its length tells nothing. Bytes.
const LENGTH: usize = 2048;

fn purpose(booking: BookingId) -> Vec<u8> {
    [b"visits booking 1 ".as_slice(), booking.0.as_bytes()].concat()
}

impl Wish {
    /// Seals it for one booking. `random` is 32 random bytes, never used twice.
    pub fn seal(
        &self,
        key: &WritingKey,
        booking: BookingId,
        random: [u8; 32],
    ) -> Result<Bytes, WritingError> {
        let mut plain = Zeroizing::new(serde_json::to_vec(self).unwrap_or_default());
        if plain.len() < LENGTH {
            plain.resize(LENGTH, b' ');
        }
        Ok(writing::seal(key, &purpose(booking), &plain, random)?.0)
    }

    /// Opens what [`Wish::seal`] sealed for the same booking.
    pub fn open(key: &ReadingKey, booking: BookingId, sealed: &Bytes) -> Result<Self, NotAWish> {
        let plain = writing::open(key, &purpose(booking), &SealedWriting(sealed.clone()))?;
        serde_json::from_slice(&plain).map_err(|_| NotAWish::Content)
    }
}

impl std::fmt::Debug for Wish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wish(..)") // it belongs to a family: it stays out of logs
    }
}

impl std::fmt::Debug for Lead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lead(..)")
    }
}

impl std::fmt::Debug for Visits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Visits(..)")
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::writing::key_pair;

    fn wish(phone: &str) -> Wish {
        Wish {
            reference: "K7M4RXP2D".to_owned(),
            lead: Lead {
                name: "Zsófia Quillfeather".to_owned(),
                born: "1986-07-28".parse().expect("a day"),
                phone: phone.to_owned(),
                ring: Ring::Afternoons,
                message: false,
            },
            visits: Visits::Named { name: "Rhys".to_owned(), number: String::new() },
            ages: vec![3, 9],
            needs: vec![Need::StepFree],
            needs_words: String::new(),
            diet: "no nuts".to_owned(),
        }
    }

    #[test]
    fn it_opens_for_its_site_and_its_booking_alone_and_all_are_of_one_length() {
        let (private, public) = key_pair([3; 32]);
        let booking = BookingId(Uuid::from_u128(1));
        let sealed = wish("").seal(&public, booking, [5; 32]).expect("sealed");
        assert!(Wish::open(&private, booking, &sealed).expect("opened") == wish(""));
        let other = BookingId(Uuid::from_u128(2));
        assert!(matches!(Wish::open(&private, other, &sealed), Err(NotAWish::Seal(_))));
        assert!(Wish::open(&key_pair([4; 32]).0, booking, &sealed).is_err());
        let longer = wish("07700 900123").seal(&public, booking, [6; 32]).expect("sealed");
        assert_eq!(longer.0.len(), sealed.0.len());
        assert_eq!(format!("{:?}", wish("07700 900123")), "Wish(..)");
    }
}
