//! The card with which a family finds its booking again on any screen: sealed under its reference
//! and the lead person's date of birth.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use chrono::NaiveDate;
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::arrival::Party;
use crate::encoding::Bytes;
use crate::person::BirthDate;
use crate::places::{BookingId, BookingReference, EventId, Takes};
use crate::sealing::{CardDidNotOpen, LookupKey, Secret, SiteSalt, UnusableSalt, stretched};

/// What a family hears of its booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// Written down, and nobody has promised anything: no server has heard of it yet.
    AskedFor,
    /// Places are set aside. Where staff decide, they have not yet.
    Held,
    /// Staff and the prison have said yes.
    Approved,
    /// On the waiting list. The number is the server's to say.
    Waiting,
    /// In the ballot that is still to be drawn.
    InTheDraw,
    /// Staff or the prison have said no. The screen is not told why.
    Declined,
    /// The family has cancelled.
    Cancelled,
}

/// What opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingCard {
    /// Names it to the server.
    #[serde(rename = "b")]
    pub booking: BookingId,
    /// Where to.
    #[serde(rename = "e")]
    pub event: EventId,
    /// What it takes.
    #[serde(rename = "t")]
    pub takes: Takes,
    /// How many come.
    #[serde(rename = "p")]
    pub party: Party,
    /// How it stands.
    #[serde(rename = "s")]
    pub state: BookingState,
    /// How often the family has changed it.
    #[serde(rename = "n", default)]
    pub changes: u32,
    /// Staff have moved it here from another event.
    #[serde(rename = "m", default, skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
}

/// A card as a kiosk holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedBookingCard {
    /// Where to find it: 16 bytes.
    pub lookup: Bytes,
    /// Forgotten after this local day: the event's.
    pub until: NaiveDate,
    /// 24 bytes nonce, then the ciphertext with its tag.
    pub sealed: Bytes,
}

/// Of every card before it is sealed, so that its length tells nothing. Bytes.
const LENGTH: usize = 768;

/// The costly step: one Argon2id of a booking's reference and the date of birth of who leads the
/// party. It never meets a credential of a check-in.
pub fn booking_secret(
    reference: &BookingReference,
    born: BirthDate,
    salt: &SiteSalt,
    site_secret: &[u8],
) -> Result<Secret, UnusableSalt> {
    let canonical = Zeroizing::new(format!("booking\n{}\n{}", reference.compact(), born.date()));
    stretched(canonical.as_bytes(), salt, site_secret)
}

impl Secret {
    /// Where the card of a booking would be, for the secret of its reference and date of birth.
    pub fn booking_lookup(&self) -> LookupKey {
        let mut out = [0; 16];
        self.of_bookings(b"visits booking lookup 1", &mut out);
        LookupKey(out)
    }

    /// Seals the card of a booking. `nonce` is 24 random bytes, never used twice.
    pub fn seal_booking(
        &self,
        card: &BookingCard,
        until: NaiveDate,
        nonce: [u8; 24],
    ) -> SealedBookingCard {
        let lookup = self.booking_lookup();
        let mut plain = Zeroizing::new(serde_json::to_vec(card).unwrap_or_default());
        debug_assert!(plain.len() <= LENGTH, "{} bytes", plain.len());
        let length = plain.len().max(LENGTH);
        plain.resize(length, b' ');
        let sealed = self
            .booking_cipher()
            .encrypt(&nonce.into(), Payload { msg: &plain, aad: &lookup.0 })
            .unwrap_or_default(); // fails above 256 GiB only
        let sealed = Bytes([nonce.as_slice(), &sealed].concat());
        SealedBookingCard { lookup: Bytes(lookup.0.to_vec()), until, sealed }
    }

    /// Opens the card of a booking.
    pub fn open_booking(&self, sealed: &[u8]) -> Result<BookingCard, CardDidNotOpen> {
        let (nonce, sealed) = sealed.split_first_chunk::<24>().ok_or(CardDidNotOpen::Seal)?;
        let lookup = self.booking_lookup();
        let plain = self
            .booking_cipher()
            .decrypt(&(*nonce).into(), Payload { msg: sealed, aad: &lookup.0 })
            .map_err(|_| CardDidNotOpen::Seal)?;
        let plain = Zeroizing::new(plain);
        serde_json::from_slice(&plain).map_err(|e| CardDidNotOpen::Content(e.into()))
    }

    fn booking_cipher(&self) -> XChaCha20Poly1305 {
        let mut key = Zeroizing::new([0; 32]);
        self.of_bookings(b"visits booking seal 1", key.as_mut());
        XChaCha20Poly1305::new(&(*key).into())
    }

    fn of_bookings(&self, purpose: &[u8], out: &mut [u8]) {
        Hkdf::<Sha256>::new(None, &self.0)
            .expand(purpose, out)
            .unwrap_or_else(|_| unreachable!("HKDF gives up to 8,160 bytes"));
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::places::PoolId;

    fn card(state: BookingState) -> BookingCard {
        let id = Uuid::from_u128;
        BookingCard {
            booking: BookingId(id(1)),
            event: EventId(id(2)),
            takes: Takes::new((1..=8).map(|n| (PoolId(Uuid::max()), n)).take(1)).expect("takes"),
            party: Party { adults: 2, children: 3 },
            state,
            changes: 0,
            moved: false,
        }
    }

    #[test]
    fn it_opens_for_its_own_secret_and_all_are_of_one_length() {
        let (secret, until) = (Secret([7; 32]), "2026-06-20".parse().expect("a day"));
        let sealed = secret.seal_booking(&card(BookingState::Held), until, [1; 24]);
        assert_eq!(sealed.lookup.0, secret.booking_lookup().0);
        let opened = secret.open_booking(&sealed.sealed.0).expect("it opens");
        assert_eq!(opened, card(BookingState::Held));
        assert!(Secret([8; 32]).open_booking(&sealed.sealed.0).is_err());
        let other = secret.seal_booking(&card(BookingState::InTheDraw), until, [2; 24]);
        assert_eq!(other.sealed.0.len(), sealed.sealed.0.len());
        for cut in 0..60 {
            assert!(secret.open_booking(&sealed.sealed.0[..cut]).is_err());
        }
    }

    #[test]
    fn the_largest_card_has_room() {
        let takes = (0..8).map(|n| (PoolId(Uuid::from_u128(u128::MAX - n)), 99));
        let largest = BookingCard {
            takes: Takes::new(takes).expect("takes"),
            party: Party { adults: 99, children: 99 },
            moved: true,
            ..card(BookingState::InTheDraw)
        };
        assert!(serde_json::to_vec(&largest).expect("JSON").len() <= LENGTH);
    }
}
