//! Whom to contact, and how it is safe. Sealed to the site's key before it is written down: the
//! kiosk that it was typed on cannot read it again.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::encoding::Bytes;
use crate::wish::Ring;
use crate::writing::{self, ReadingKey, SealedWriting, WritingError, WritingKey};

/// What a family types when somebody is to contact it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// As they wrote it. Empty: they did not want to say.
    #[serde(default)]
    pub name: String,
    /// As they wrote it. Empty: they come to the desk.
    #[serde(default)]
    pub phone: String,
    /// When it is safe to ring.
    pub ring: Ring,
    /// A message may be left.
    #[serde(default)]
    pub message: bool,
    /// In their own words. Empty: they wrote nothing.
    #[serde(default)]
    pub words: String,
    /// To whom alone it may be handed on, as the screen named it; empty: the visits team.
    #[serde(default)]
    pub organization: String,
}

/// What was opened is no contact, or did not open.
#[derive(Debug, thiserror::Error)]
pub enum NotAContact {
    /// Another key, another request, or changed bytes.
    #[error(transparent)]
    Seal(#[from] WritingError),
    /// It opened, and is something else.
    #[error("what was sealed for a request cannot be read")]
    Content,
}

/// Of the sealed text: all of this length, so that its length tells nothing. Bytes.
const LENGTH: usize = 2048;

fn purpose(id: Uuid) -> Vec<u8> {
    [b"visits contact 1 ".as_slice(), id.as_bytes()].concat()
}

impl Contact {
    /// Seals it for one request or one talk. `random` is 32 random bytes, never used twice.
    pub fn seal(
        &self,
        key: &WritingKey,
        id: Uuid,
        random: [u8; 32],
    ) -> Result<Bytes, WritingError> {
        let mut plain = Zeroizing::new(serde_json::to_vec(self).unwrap_or_default());
        if plain.len() < LENGTH {
            plain.resize(LENGTH, b' ');
        }
        Ok(writing::seal(key, &purpose(id), &plain, random)?.0)
    }

    /// Opens what [`Contact::seal`] sealed for the same request or talk.
    pub fn open(key: &ReadingKey, id: Uuid, sealed: &Bytes) -> Result<Self, NotAContact> {
        let plain = writing::open(key, &purpose(id), &SealedWriting(sealed.clone()))?;
        serde_json::from_slice(&plain).map_err(|_| NotAContact::Content)
    }
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(..)") // it belongs to a family: it stays out of logs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::writing::key_pair;

    #[test]
    fn it_opens_for_its_site_and_its_request_alone_and_all_are_of_one_length() {
        let contact = |words: &str| Contact {
            name: "Zsófia Quillfeather".to_owned(),
            phone: "07700 900123".to_owned(),
            ring: Ring::Mornings,
            message: false,
            words: words.to_owned(),
            organization: "Example Families".to_owned(),
        };
        let (private, public) = key_pair([3; 32]);
        let id = Uuid::from_u128(1);
        let sealed = contact("").seal(&public, id, [5; 32]).expect("sealed");
        assert!(Contact::open(&private, id, &sealed).expect("opened") == contact(""));
        assert!(Contact::open(&private, Uuid::from_u128(2), &sealed).is_err());
        assert!(Contact::open(&key_pair([4; 32]).0, id, &sealed).is_err());
        let longer = contact("My son.").seal(&public, id, [6; 32]).expect("sealed");
        assert_eq!(longer.0.len(), sealed.0.len());
        assert_eq!(format!("{:?}", contact("")), "Contact(..)");
    }
}
