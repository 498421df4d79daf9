//! Passwords: Argon2id, off the async threads.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use std::sync::LazyLock;

use crate::error::Error;
use crate::random;

/// NIST SP 800-63B asks for 8 at least; with no rules about kinds of characters, a little more.
const CHARACTERS: usize = 10;
/// RFC 9106's second recommendation is out of a kiosk's reach; this is what OWASP gives for
/// little memory, about 25 ms on a small core. Kiosks check PINs with it: it stays theirs to bear.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Whether it may serve as the password of somebody of this name.
pub fn is_strong(password: &str, name: &str) -> bool {
    let folded = password.trim().to_lowercase();
    let different: std::collections::HashSet<char> = folded.chars().collect();
    folded.chars().count() >= CHARACTERS && different.len() > 3 && folded != name.to_lowercase()
}

/// Hashes a password or a PIN.
pub async fn hash(secret: String) -> Result<String, Error> {
    tokio::task::spawn_blocking(move || hash_now(&secret)).await?
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None);
    let params = params.map_err(|e| Error::Password(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> Result<String, Error> {
    let salt: [u8; 16] = random::bytes();
    argon2()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash: PasswordHash| hash.to_string())
        .map_err(|e| Error::Password(e.to_string()))
}

/// Whether a password is the one that was hashed. Without an account the same work is done, so
/// that time does not tell which names exist.
pub async fn is_right(password: String, stored: Option<String>) -> Result<bool, Error> {
    static NOBODY: LazyLock<Option<String>> =
        LazyLock::new(|| hash_now("nobody has this password").ok());
    let check = move || {
        let exists = stored.is_some();
        let hash = stored.or_else(|| NOBODY.clone()).unwrap_or_default();
        let right = PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
        });
        right && exists
    };
    Ok(tokio::task::spawn_blocking(check).await?)
}

/// A password to be printed once: 16 characters that are read aloud without doubt, 80 bits.
pub fn generate() -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";
    let random: [u8; 16] = random::bytes();
    random.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}
