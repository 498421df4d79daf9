//! Sealed writing: what a family types is sealed to the site's public key when it is saved.
//!
//! The kiosk writes it and cannot read it. HPKE base mode (RFC 9180) with
//! DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and `ChaCha20Poly1305`.

use std::convert::Infallible;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _};
use rand_core::{TryCryptoRng, TryRng};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::encoding::Bytes;

/// The site's public key: 32 bytes, X25519.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WritingKey(pub Bytes);

/// The site's private key: 32 bytes. It never leaves the server.
#[derive(Clone, Zeroize)]
#[zeroize(drop)]
pub struct ReadingKey(pub [u8; 32]);

/// Writing as a kiosk holds it: the encapsulated key (32 bytes), then the ciphertext.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SealedWriting(pub Bytes);

/// Writing was not sealed or did not open.
#[derive(Debug, thiserror::Error)]
pub enum WritingError {
    /// The key is not one.
    #[error("not a key: {0}")]
    Key(hpke::HpkeError),
    /// It could not be sealed.
    #[error("not sealed: {0}")]
    Seal(hpke::HpkeError),
    /// Another key, another purpose, or changed bytes.
    #[error("did not open: {0}")]
    Open(hpke::HpkeError),
    /// Shorter than an encapsulated key.
    #[error("cut short")]
    CutShort,
}

/// A key pair from 32 random bytes.
pub fn key_pair(random: [u8; 32]) -> (ReadingKey, WritingKey) {
    let (private, public) = X25519HkdfSha256::derive_keypair(&random);
    let key = ReadingKey(private.to_bytes().into());
    (key, WritingKey(Bytes(public.to_bytes().to_vec())))
}

/// Seals `plain` for `purpose` (the record's kind and id, so that it cannot be moved to another).
/// `random` is 32 random bytes, never used twice.
pub fn seal(
    key: &WritingKey,
    purpose: &[u8],
    plain: &[u8],
    random: [u8; 32],
) -> Result<SealedWriting, WritingError> {
    let public = <X25519HkdfSha256 as hpke::Kem>::PublicKey::from_bytes(&key.0.0)
        .map_err(WritingError::Key)?;
    let (encapsulated, sealed) = hpke::single_shot_seal_with_rng::<
        ChaCha20Poly1305,
        HkdfSha256,
        X25519HkdfSha256,
    >(
        &OpModeS::Base, &public, purpose, plain, b"", &mut Given(random)
    )
    .map_err(WritingError::Seal)?;
    Ok(SealedWriting(Bytes([encapsulated.to_bytes().as_slice(), &sealed].concat())))
}

/// Opens what [`seal`] sealed for the same purpose.
pub fn open(
    key: &ReadingKey,
    purpose: &[u8],
    sealed: &SealedWriting,
) -> Result<Zeroizing<Vec<u8>>, WritingError> {
    let (encapsulated, sealed) = sealed.0.0.split_at_checked(32).ok_or(WritingError::CutShort)?;
    let private = <X25519HkdfSha256 as hpke::Kem>::PrivateKey::from_bytes(&key.0)
        .map_err(WritingError::Key)?;
    let encapsulated = <X25519HkdfSha256 as hpke::Kem>::EncappedKey::from_bytes(encapsulated)
        .map_err(WritingError::Open)?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapsulated,
        purpose,
        sealed,
        b"",
    )
    .map(Zeroizing::new)
    .map_err(WritingError::Open)
}

impl std::fmt::Debug for ReadingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadingKey(..)")
    }
}

/// Randomness that was passed in. HPKE draws 32 bytes, once.
struct Given([u8; 32]);

impl TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes).map(|()| u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes).map(|()| u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        // A second draw would repeat the first: that must never go unnoticed.
        assert!(self.0 != [0; 32] && out.len() <= 32, "32 random bytes are given, once");
        out.copy_from_slice(&self.0[..out.len()]);
        self.0.zeroize();
        Ok(())
    }
}

impl TryCryptoRng for Given {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_opens_for_the_site_and_the_purpose_alone() {
        let (private, public) = key_pair([3; 32]);
        let (other, _) = key_pair([4; 32]);
        let sealed =
            seal(&public, b"booking 1", "Nia, 01632 960001".as_bytes(), [5; 32]).expect("sealed");
        let opened = open(&private, b"booking 1", &sealed).expect("opens");
        assert_eq!(opened.as_slice(), "Nia, 01632 960001".as_bytes());
        assert!(open(&private, b"booking 2", &sealed).is_err());
        assert!(open(&other, b"booking 1", &sealed).is_err());
        assert!(open(&private, b"booking 1", &SealedWriting(Bytes(vec![0; 31]))).is_err());
    }

    /// RFC 9180, A.2.1 (X25519, HKDF-SHA256, `ChaCha20Poly1305`, base mode): the recipient's key
    /// opens the RFC's first ciphertext when the same info and associated data are given.
    #[test]
    fn known_answer_of_the_rfc() {
        let private = unhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
        let encapsulated =
            unhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
        let sealed = unhex(
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
        );
        let info = unhex("4f6465206f6e2061204772656369616e2055726e");
        let plain = hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &<X25519HkdfSha256 as hpke::Kem>::PrivateKey::from_bytes(&private).expect("a key"),
            &<X25519HkdfSha256 as hpke::Kem>::EncappedKey::from_bytes(&encapsulated)
                .expect("a key"),
            &info,
            &sealed,
            b"Count-0",
        )
        .expect("opens");
        assert_eq!(plain, b"Beauty is truth, truth beauty");
    }

    fn unhex(text: &str) -> Vec<u8> {
        (0..text.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(&text[i..i + 2], 16).expect("hex"))
            .collect()
    }
}
