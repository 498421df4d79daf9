//! The master key, and the sites' private keys locked with it (XChaCha20-Poly1305).

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use hkdf::Hkdf;
use sha2::Sha256;
use visits_domain::encoding::Bytes;
use visits_domain::sealing::SiteSalt;
use visits_domain::site::SiteCode;
use visits_domain::wire::SiteKeys;
use visits_domain::writing::{ReadingKey, WritingKey, key_pair};
use zeroize::Zeroizing;

use crate::random;
use crate::store::{beside, sqlite_path};

/// Where the master key may come from before a file: 64 hexadecimal digits.
pub const MASTER_KEY_VARIABLE: &str = "VISITS_MASTER_KEY";
/// The systemd credential of the same content.
const CREDENTIAL: &str = "visits-master-key";
/// RFC 9106 asks for 16 bytes of salt.
const SALT_BYTES: usize = 16;

/// The key that locks what the database must not give away by itself.
#[derive(Clone)]
pub struct MasterKey {
    bytes: Zeroizing<[u8; 32]>,
    cipher: XChaCha20Poly1305,
    // From which keys for other purposes are derived; not the master key itself.
    derive: Hkdf<Sha256>,
}

/// Why there is no usable master key.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// Not 64 hexadecimal digits.
    #[error("{0} must hold 64 hexadecimal digits")]
    Shape(String),
    /// With PostgreSQL several processes need the same key, so none is made up.
    #[error(
        "with PostgreSQL the master key must be given: set {MASTER_KEY_VARIABLE} to 64 hexadecimal \
         digits, or give the systemd credential {CREDENTIAL}"
    )]
    Absent,
    /// The key file failed.
    #[error("the key file {path}: {cause}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// Made anew it would open nothing.
    #[error(
        "the key file {0} is missing, and the database beside it has sites: put the copy of the \
         key there"
    )]
    Lost(PathBuf),
    /// A backup without it, and none given.
    #[error(
        "the backup holds no master key and none is given: set {MASTER_KEY_VARIABLE}, or put the \
         copy of the key file in its place"
    )]
    NotInBackup,
    /// Another key than the one that locked it.
    #[error("the master key does not open this database's keys")]
    Wrong,
}

/// The folder with a file `MDI` for every site whose machines share a secret.
const SITE_SECRETS_VARIABLE: &str = "VISITS_SITE_SECRETS";

/// The secret of a site's machines, which is mixed into every credential: the bytes of the file
/// that `VISITS_SITE_SECRETS/MDI` or the credential `visits-site-secret-MDI` holds. Empty where
/// there is none; the kiosks' `data.site_secret_file` must have the same bytes.
pub fn site_secret(site: SiteCode) -> Result<Zeroizing<Vec<u8>>, MasterKeyError> {
    let given = std::env::var_os(SITE_SECRETS_VARIABLE)
        .map(|folder| Path::new(&folder).join(site.as_str()));
    let credential = std::env::var_os("CREDENTIALS_DIRECTORY")
        .map(|folder| Path::new(&folder).join(format!("visits-site-secret-{site}")));
    match [given, credential].into_iter().flatten().find(|path| path.exists()) {
        None => Ok(Zeroizing::default()),
        Some(path) => std::fs::read(&path)
            .map(Zeroizing::new)
            .map_err(|cause| MasterKeyError::File { path, cause }),
    }
}

impl MasterKey {
    /// From 32 bytes.
    pub fn new(key: &[u8; 32]) -> Self {
        let (cipher, derive) = (XChaCha20Poly1305::new(key.into()), Hkdf::new(None, key));
        Self { bytes: Zeroizing::new(*key), cipher, derive }
    }

    /// Itself, for a backup.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// 32 bytes that nobody without this key can tell, the same for the same parts (HKDF-SHA256).
    pub fn derive(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut info = Vec::from(purpose.as_bytes());
        for part in parts {
            info.push(0);
            info.extend((part.len() as u64).to_be_bytes());
            info.extend(*part);
        }
        let mut out = [0; 32];
        // Expanding fails above 8160 bytes only.
        let _ = self.derive.expand(&info, &mut out);
        out
    }

    /// From the environment, a systemd credential or, for SQLite, the file beside the database.
    /// None: there is none.
    pub fn find(database_url: &str) -> Result<Option<Self>, MasterKeyError> {
        if let Ok(text) = std::env::var(MASTER_KEY_VARIABLE) {
            return Self::from_hex(&text, MASTER_KEY_VARIABLE).map(Some);
        }
        let credential = std::env::var_os("CREDENTIALS_DIRECTORY")
            .map(|folder| Path::new(&folder).join(CREDENTIAL));
        let places = [credential, key_file_beside(database_url)];
        match places.into_iter().flatten().find(|path| path.exists()) {
            Some(path) => Self::from_file(&path).map(Some),
            None => Ok(None),
        }
    }

    /// Makes one in the file beside a SQLite database that has nothing to unlock yet.
    pub fn make(database_url: &str, has_sites: bool) -> Result<(Self, PathBuf), MasterKeyError> {
        let path = key_file_beside(database_url).ok_or(MasterKeyError::Absent)?;
        if has_sites {
            return Err(MasterKeyError::Lost(path));
        }
        let mut options = std::fs::OpenOptions::new();
        let key: [u8; 32] = random::bytes();
        let made = options.write(true).create_new(true).mode(0o600).open(&path);
        made.and_then(|mut file| {
            file.write_all(hex(&key).as_bytes()).and_then(|()| file.sync_all())
        })
        .map_err(|cause| MasterKeyError::File { path: path.clone(), cause })?;
        Ok((Self::new(&key), path))
    }

    fn from_file(path: &Path) -> Result<Self, MasterKeyError> {
        let text = std::fs::read_to_string(path)
            .map_err(|cause| MasterKeyError::File { path: path.to_owned(), cause })?;
        Self::from_hex(&text, &path.display().to_string())
    }

    /// From 64 hexadecimal digits; `place` is where they stand.
    pub fn from_hex(text: &str, place: &str) -> Result<Self, MasterKeyError> {
        let bytes = unhex(text.trim()).ok_or_else(|| MasterKeyError::Shape(place.to_owned()))?;
        Ok(Self::new(&bytes))
    }

    /// Locks a site's private key.
    fn lock(&self, site: SiteCode, key: &ReadingKey) -> Vec<u8> {
        self.lock_bytes(site.as_str(), &key.0)
    }

    /// Opens what was locked for this site.
    pub fn unlock(&self, site: SiteCode, locked: &[u8]) -> Result<ReadingKey, MasterKeyError> {
        let plain = self.unlock_bytes(site.as_str(), locked)?;
        let key = plain.as_slice().try_into().map_err(|_| MasterKeyError::Wrong)?;
        Ok(ReadingKey(key))
    }

    /// Locks a few bytes: nonce, then ciphertext. They open for the same purpose alone.
    pub fn lock_bytes(&self, purpose: &str, plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; 24] = random::bytes();
        let payload = Payload { msg: plain, aad: purpose.as_bytes() };
        // Encrypting fails above 256 GiB only.
        let locked = self.cipher.encrypt(&nonce.into(), payload).unwrap_or_default();
        [nonce.as_slice(), &locked].concat()
    }

    /// Opens what was locked for this purpose.
    pub fn unlock_bytes(
        &self,
        purpose: &str,
        locked: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, MasterKeyError> {
        let (nonce, sealed) = locked.split_first_chunk::<24>().ok_or(MasterKeyError::Wrong)?;
        let payload = Payload { msg: sealed, aad: purpose.as_bytes() };
        let plain = self.cipher.decrypt(&(*nonce).into(), payload);
        plain.map(Zeroizing::new).map_err(|_| MasterKeyError::Wrong)
    }
}

/// The key file beside a SQLite database; none for PostgreSQL.
pub fn key_file_beside(database_url: &str) -> Option<PathBuf> {
    sqlite_path(database_url).map(|database| beside(&database, "key"))
}

/// Whether a master key is given for this database.
pub fn has_master_key(database_url: &str) -> Result<bool, MasterKeyError> {
    MasterKey::find(database_url).map(|found| found.is_some())
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// A new site's keys: what kiosks get, and the private key locked.
pub fn new_site_keys(master: &MasterKey, site: SiteCode) -> (SiteKeys, Vec<u8>) {
    let (reading, writing) = key_pair(random::bytes());
    (SiteKeys { salt: new_salt(), writing }, master.lock(site, &reading))
}

/// A salt for a site's credentials.
pub fn new_salt() -> SiteSalt {
    SiteSalt { salt: Bytes(random::bytes::<SALT_BYTES>().to_vec()) }
}

/// Stored keys as kiosks get them.
pub fn stored_site_keys(salt: Vec<u8>, writing: Vec<u8>) -> SiteKeys {
    SiteKeys { salt: SiteSalt { salt: Bytes(salt) }, writing: WritingKey(Bytes(writing)) }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// 64 hexadecimal digits as bytes.
pub fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut out = [0; 32];
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_key_opens_with_its_master_key_for_its_site_alone() {
        let (master, other) = (MasterKey::new(&[1; 32]), MasterKey::new(&[2; 32]));
        let site: SiteCode = "MDI".parse().expect("a site");
        let elsewhere: SiteCode = "LEI".parse().expect("a site");
        let (_, locked) = new_site_keys(&master, site);
        assert!(master.unlock(site, &locked).is_ok());
        assert!(other.unlock(site, &locked).is_err());
        assert!(master.unlock(elsewhere, &locked).is_err());
    }

    #[test]
    fn a_master_key_is_64_hexadecimal_digits() {
        assert_eq!(unhex(&hex(&[0xa5; 32])), Some([0xa5; 32]));
        for bad in ["", "00", &"g".repeat(64), &"0".repeat(63), &"é".repeat(32)] {
            assert_eq!(unhex(bad), None);
        }
    }
}
