//! One-time codes with which a kiosk becomes a kiosk of a site.

use chrono::TimeDelta;
use visits_domain::site::SiteCode;

use crate::audit::{self, Noted};
use crate::error::Error;
use crate::house::House;
use crate::random;
use crate::store::{feed, kiosks, sites};

/// A day: printed in the office in the morning, typed on the wall before evening.
const VALID_FOR: TimeDelta = TimeDelta::hours(24);
/// Crockford's Base32: no I, L, O or U, so it can be read aloud. 32 characters, 5 bits each.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 60 bits: nobody guesses one of a few open codes within a day over the network.
const CHARACTERS: usize = 12;

/// Makes a code: three groups of four, and the authority's fingerprint after a dot where there is
/// one.
pub async fn new_code(house: &House, site: SiteCode, who: &str) -> Result<String, Error> {
    sites::get(&house.db, site).await?;
    let random: [u8; CHARACTERS] = random::bytes();
    let code: String =
        random.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    kiosks::add_code(&mut tx, site, &code, now, now + VALID_FOR).await?;
    audit::note(house, &mut tx, site, (who, Noted::EnrolCodeMade), "").await?;
    tx.commit().await?;
    let fingerprint = house.authority.as_ref().map(|authority| &authority.fingerprint);
    let fingerprint = fingerprint.map(|text| format!(".{text}")).unwrap_or_default();
    Ok(format!("{}-{}-{}{fingerprint}", &code[..4], &code[4..8], &code[8..]))
}

/// A code as it is stored, however it was typed.
pub fn plain_code(typed: &str) -> String {
    let code = typed.split('.').next().unwrap_or_default();
    let letters = code.chars().filter(char::is_ascii_alphanumeric).take(2 * CHARACTERS);
    letters
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// Withdraws a kiosk by its id.
pub async fn revoke(
    house: &House,
    site: SiteCode,
    (who, kiosk): (&str, &str),
) -> Result<(), Error> {
    let mut tx = house.db.write().await?;
    if !kiosks::revoke(&mut tx, site, kiosk, house.clock.now()).await? {
        return Err(Error::UnknownKiosk);
    }
    audit::note(house, &mut tx, site, (who, Noted::KioskRevoked), kiosk).await?;
    // Its held request ends now, not in a minute.
    let counters = feed::wake(&mut tx, site).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        assert_eq!(plain_code("abcd-ef0h 12L4.fingerprint"), "ABCDEF0H1214");
        assert_eq!(plain_code(&"x".repeat(4096)).len(), 24);
    }
}
