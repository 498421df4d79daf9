//! An uploaded list between its preview and its confirmation. The server keeps it sealed, and the
//! page keeps the key: neither half says anything alone, and after an hour there is no half left.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use chrono::TimeDelta;
use uuid::Uuid;
use visits_domain::site::SiteCode;

use crate::error::Error;
use crate::house::House;
use crate::keys::{hex, unhex};
use crate::random;
use crate::store::previews;

/// So long a preview holds.
const HOLDS: TimeDelta = TimeDelta::hours(1);

/// What the page of a preview sends back to confirm it.
pub struct Ticket {
    /// Names what is kept.
    pub id: Uuid,
    /// Opens it.
    pub key: String,
}

/// A list, and a file of contacts that may be empty.
pub struct Upload {
    /// The list.
    pub list: Vec<u8>,
    /// The contacts.
    pub contacts: Vec<u8>,
}

/// Keeps an upload for the account that sent it.
pub async fn keep(
    house: &House,
    site: SiteCode,
    by: &str,
    upload: Upload,
) -> Result<Ticket, Error> {
    let (id, key): (Uuid, [u8; 32]) = (random::opaque_id(), random::bytes());
    let sealed = tokio::task::spawn_blocking(move || seal(&key, site, id, &upload)).await?;
    let mut tx = house.db.write().await?;
    previews::put(&mut tx, site, (id, by), &sealed, house.clock.now() + HOLDS).await?;
    tx.commit().await?;
    Ok(Ticket { id, key: hex(&key) })
}

/// Takes it out: exactly the bytes that were previewed, once. None: it has ended, was used, is
/// somebody else's, or the key is not its key.
pub async fn take(
    house: &House,
    site: SiteCode,
    by: &str,
    (id, key): (Uuid, &str),
) -> Result<Option<Upload>, Error> {
    let Some(key) = unhex(key) else { return Ok(None) };
    let mut tx = house.db.write().await?;
    let sealed = previews::take(&mut tx, site, (id, by), house.clock.now()).await?;
    tx.commit().await?;
    let Some(sealed) = sealed else { return Ok(None) };
    Ok(tokio::task::spawn_blocking(move || open(&key, site, id, &sealed)).await?)
}

fn about(site: SiteCode, id: Uuid) -> Vec<u8> {
    [site.as_str().as_bytes(), id.as_bytes()].concat()
}

fn seal(key: &[u8; 32], site: SiteCode, id: Uuid, upload: &Upload) -> Vec<u8> {
    let length = (upload.list.len() as u64).to_be_bytes();
    let plain = [length.as_slice(), &upload.list, &upload.contacts].concat();
    let payload = Payload { msg: &plain, aad: &about(site, id) };
    // One key seals one message: the nonce need not vary. Sealing fails above 256 GiB only.
    XChaCha20Poly1305::new(key.into()).encrypt(&[0; 24].into(), payload).unwrap_or_default()
}

fn open(key: &[u8; 32], site: SiteCode, id: Uuid, sealed: &[u8]) -> Option<Upload> {
    let payload = Payload { msg: sealed, aad: &about(site, id) };
    let plain = XChaCha20Poly1305::new(key.into()).decrypt(&[0; 24].into(), payload).ok()?;
    let (length, rest) = plain.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
    let (list, contacts) = rest.split_at_checked(length)?;
    Some(Upload { list: list.to_vec(), contacts: contacts.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_key_of_the_page_opens_it_and_only_for_its_site() {
        let (site, other): (SiteCode, SiteCode) =
            ("MDI".parse().expect("a site"), "LEI".parse().expect("a site"));
        let (id, key) = (Uuid::from_u128(5), [3; 32]);
        let upload = Upload { list: b"a list".to_vec(), contacts: b"names".to_vec() };
        let sealed = seal(&key, site, id, &upload);
        assert!(!sealed.windows(6).any(|window| window == b"a list"));
        let opened = open(&key, site, id, &sealed).expect("it opens");
        assert_eq!((opened.list, opened.contacts), (upload.list, upload.contacts));
        assert!(open(&[4; 32], site, id, &sealed).is_none());
        assert!(open(&key, other, id, &sealed).is_none());
        assert!(open(&key, site, Uuid::from_u128(6), &sealed).is_none());
    }
}
