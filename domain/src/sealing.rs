//! Sealed cards: a card opens only while a family presents its credential.
//!
//! `secret = Argon2id(credential, salt of the site)`; per date HKDF-SHA-256 makes of it a look-up
//! key and an encryption key (XChaCha20-Poly1305). A kiosk holds look-up keys and sealed cards.
//! A thief guesses person by person at one Argon2id each. Sources: RFC 9106 (Argon2), RFC 5869
//! (HKDF), RFC 8439 and draft-irtf-cfrg-xchacha (XChaCha20-Poly1305).

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use chrono::NaiveDate;
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use crate::card::Card;
use crate::credential::Credential;
use crate::encoding::Bytes;

/// Argon2id's memory. KiB.
pub const MEMORY_KIB: u32 = 19 * 1024;
/// Argon2id's passes.
pub const PASSES: u32 = 2;
/// Argon2id's lanes.
pub const LANES: u32 = 1;

/// The salt of a site, and the secret of its machines where there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteSalt {
    /// Random, 16 bytes or more, anew when it is rotated.
    pub salt: Bytes,
}

/// What Argon2id makes of a credential. Whoever has it opens that person's cards.
#[derive(Clone, PartialEq, Eq, Zeroize)]
#[zeroize(drop)]
pub struct Secret(pub [u8; 32]);

/// Finds a card in a kiosk's store. Tells nothing without the credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LookupKey(pub [u8; 16]);

/// A card as a kiosk holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedCard {
    /// The local day it is for.
    pub date: NaiveDate,
    /// Where to find it: 16 bytes.
    pub lookup: Bytes,
    /// 24 bytes nonce, then the ciphertext with its tag.
    pub sealed: Bytes,
}

/// A sealed card did not open.
#[derive(Debug, thiserror::Error)]
pub enum CardDidNotOpen {
    /// Another key, another date, or changed bytes.
    #[error("the seal does not match")]
    Seal,
    /// It opened, but holds no card.
    #[error(transparent)]
    Content(#[from] crate::card::NotACard),
}

/// The salt or the site secret has a length that Argon2 does not take.
#[derive(Debug, thiserror::Error)]
#[error("the site's salt or secret has a length that cannot be used: {0}")]
pub struct UnusableSalt(argon2::Error);

/// The costly step: one Argon2id.
///
/// `site_secret` is bound to the machine or held in memory only (TPM, systemd credential), where
/// there is one; empty where there is none. Server and kiosk must have the same.
pub fn secret_of(
    credential: &Credential,
    salt: &SiteSalt,
    site_secret: &[u8],
) -> Result<Secret, UnusableSalt> {
    stretched(&credential.canonical(), salt, site_secret)
}

/// One Argon2id of what somebody presents, in its canonical form.
pub(crate) fn stretched(
    canonical: &[u8],
    salt: &SiteSalt,
    site_secret: &[u8],
) -> Result<Secret, UnusableSalt> {
    let mut out = [0u8; 32];
    argon2(site_secret)
        .and_then(|a| a.hash_password_into(canonical, &salt.salt.0, &mut out))
        .map_err(UnusableSalt)?;
    Ok(Secret(out))
}

fn argon2(site_secret: &[u8]) -> argon2::Result<Argon2<'_>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32))?;
    Argon2::new_with_secret(site_secret, Algorithm::Argon2id, Version::V0x13, params)
}

impl Secret {
    /// Where this person's card of a day would be.
    pub fn lookup_key(&self, date: NaiveDate) -> LookupKey {
        let mut out = [0u8; 16];
        self.derive(b"visits card lookup 1 ", date, &mut out);
        LookupKey(out)
    }

    /// Seals this person's card of a day. `nonce` is 24 random bytes, never used twice.
    pub fn seal(&self, date: NaiveDate, card: &Card, nonce: [u8; 24]) -> SealedCard {
        let lookup = self.lookup_key(date);
        let aad = associated(date, &lookup);
        let plain = Zeroizing::new(card.to_bytes());
        let sealed = self
            .cipher(date)
            .encrypt(&nonce.into(), Payload { msg: &plain, aad: &aad })
            .unwrap_or_default(); // fails above 256 GiB only
        SealedCard {
            date,
            lookup: Bytes(lookup.0.to_vec()),
            sealed: Bytes([nonce.as_slice(), &sealed].concat()),
        }
    }

    /// Opens this person's card of a day.
    pub fn open(&self, date: NaiveDate, sealed: &[u8]) -> Result<Card, CardDidNotOpen> {
        let (nonce, sealed) = sealed.split_first_chunk::<24>().ok_or(CardDidNotOpen::Seal)?;
        let aad = associated(date, &self.lookup_key(date));
        let plain = self
            .cipher(date)
            .decrypt(&(*nonce).into(), Payload { msg: sealed, aad: &aad })
            .map_err(|_| CardDidNotOpen::Seal)?;
        Ok(Card::from_bytes(&Zeroizing::new(plain))?)
    }

    fn cipher(&self, date: NaiveDate) -> XChaCha20Poly1305 {
        let mut key = Zeroizing::new([0u8; 32]);
        self.derive(b"visits card seal 1 ", date, key.as_mut());
        XChaCha20Poly1305::new(&(*key).into())
    }

    fn derive(&self, purpose: &[u8], date: NaiveDate, out: &mut [u8]) {
        let date = date.to_string();
        Hkdf::<Sha256>::new(None, &self.0)
            .expand_multi_info(&[purpose, date.as_bytes()], out)
            .unwrap_or_else(|_| unreachable!("HKDF gives up to 8,160 bytes"));
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Binds a card to its day and its place.
fn associated(date: NaiveDate, lookup: &LookupKey) -> Vec<u8> {
    [date.to_string().as_bytes(), &lookup.0].concat()
}

/// What guessing costs a thief with the disk and every key on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GuessingCost {
    /// Guesses to try every surname with every date of birth.
    pub guesses: u64,
    /// Days of one core at the measured time of one Argon2id.
    pub core_days: f64,
}

/// The cost of trying `surnames` times `birth_dates`, at `seconds_a_guess` on one core. One
/// guess tries one person against every card of the site: the salt is the site's.
pub fn guessing_cost(surnames: u64, birth_dates: u64, seconds_a_guess: f64) -> GuessingCost {
    let guesses = surnames * birth_dates;
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    let core_days = guesses as f64 * seconds_a_guess / 86_400.0;
    GuessingCost { guesses, core_days }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::{BirthDate, Surname};
    use crate::reference::{ReferenceRule, VisitReference};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn salt() -> SiteSalt {
        SiteSalt { salt: Bytes(b"sixteen byte salt".to_vec()) }
    }

    fn by_name() -> Credential {
        let surname = Surname::parse("Ó Néill").expect("letters");
        Credential::Name(surname, BirthDate::from(day("1986-07-28")))
    }

    fn by_reference() -> Credential {
        let rule = ReferenceRule::ENGLAND_AND_WALES;
        let reference = VisitReference::parse("ab-cd-ef-gh", &rule).expect("a reference");
        Credential::Reference(reference, BirthDate::from(day("1986-07-28")))
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    }

    /// The Argon2id answers were computed with the reference implementation (argon2-cffi's
    /// `hash_secret_raw`), the HKDF answer with Python's hmac.
    #[test]
    fn known_answers() {
        let secret = secret_of(&by_name(), &salt(), b"").expect("a secret");
        assert_eq!(hex(&secret.0), KNOWN_NAME_SECRET);
        assert_eq!(hex(&secret.lookup_key(day("2026-06-01")).0), KNOWN_NAME_LOOKUP);
        let secret = secret_of(&by_reference(), &salt(), b"").expect("a secret");
        assert_eq!(hex(&secret.0), KNOWN_REFERENCE_SECRET);
    }
    const KNOWN_NAME_SECRET: &str =
        "72582976f15f19a5428e24e614b772808d7253798840b5a194ba017d2e63a60b";
    const KNOWN_NAME_LOOKUP: &str = "abdb7bd0da30271df6c717fb4c40ba98";
    const KNOWN_REFERENCE_SECRET: &str =
        "6e9a08f280a8f24d440987959f7cb54adcbbea15dc5832773b6faa80e996b98a";

    #[test]
    fn a_card_opens_for_its_credential_on_its_day_alone() {
        let card = Card { visits: vec![] };
        let secret = secret_of(&by_name(), &salt(), b"").expect("a secret");
        let other = Secret([7; 32]);
        let sealed = secret.seal(day("2026-06-01"), &card, [9; 24]);
        assert_eq!(secret.open(day("2026-06-01"), &sealed.sealed.0).expect("opens"), card);
        assert!(secret.open(day("2026-06-02"), &sealed.sealed.0).is_err());
        assert!(other.open(day("2026-06-01"), &sealed.sealed.0).is_err());
        for i in 0..sealed.sealed.0.len() {
            let mut changed = sealed.sealed.0.clone();
            changed[i] ^= 1;
            assert!(secret.open(day("2026-06-01"), &changed).is_err(), "byte {i}");
        }
        for length in 0..60 {
            assert!(secret.open(day("2026-06-01"), &sealed.sealed.0[..length]).is_err());
        }
    }

    #[test]
    fn a_machine_secret_and_another_salt_each_give_another_key() {
        let plain = secret_of(&by_name(), &salt(), b"").expect("a secret");
        let bound = secret_of(&by_name(), &salt(), b"of this machine").expect("a secret");
        let other = SiteSalt { salt: Bytes(b"another salt here".to_vec()) };
        let rotated = secret_of(&by_name(), &other, b"").expect("a secret");
        assert!(plain != bound && plain != rotated && bound != rotated);
    }

    #[test]
    fn the_cost_of_guessing_is_counted() {
        let cost = guessing_cost(1_000, 25_000, 0.0864);
        assert_eq!(cost.guesses, 25_000_000);
        assert!((cost.core_days - 25.0).abs() < 1e-9);
    }
}
