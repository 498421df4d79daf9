//! The secret of a site's machines, and that every command has the same one.
//!
//! Cards that were sealed with another secret open on no kiosk, and nothing would show it but
//! families at the desk. So a keyed mark of the secret is noted at its first use, and a command that
//! has another one, or none, does nothing.

use visits_domain::site::SiteCode;
use zeroize::Zeroizing;

use crate::audit::{self, Noted};
use crate::error::Error;
use crate::house::House;
use crate::keys;
use crate::store::{bookings, secret_marks, sites};

/// The secret, if it is the one that this site's cards are sealed with, or none is sealed yet.
pub async fn known(house: &House, site: SiteCode) -> Result<Zeroizing<Vec<u8>>, Error> {
    let secret = keys::site_secret(site)?;
    match secret_marks::find(&house.db, site).await? {
        Some(noted) if noted != mark(house, site, &secret) => Err(Error::OtherSecret(site)),
        _ => Ok(secret),
    }
}

/// The same, to seal with: from now on no other is taken.
pub async fn to_seal_with(house: &House, site: SiteCode) -> Result<Zeroizing<Vec<u8>>, Error> {
    let secret = known(house, site).await?;
    if secret_marks::find(&house.db, site).await?.is_some() {
        return Ok(secret);
    }
    let mut tx = house.db.write().await?;
    let mark = mark(house, site, &secret);
    secret_marks::note_first(&mut tx, site, &mark, house.clock.now()).await?;
    tx.commit().await?;
    // Another process may have been first, with another secret.
    known(house, site).await
}

/// From now on cards are sealed with the secret that this process has.
pub async fn accept(house: &House, site: SiteCode) -> Result<(), Error> {
    let secret = keys::site_secret(site)?;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    secret_marks::replace(&mut tx, site, &mark(house, site, &secret), house.clock.now()).await?;
    audit::note(house, &mut tx, site, (audit::COMMAND_LINE, Noted::SecretAccepted), "").await?;
    // A process that seals with the one before notices it and ends.
    sites::must_seal(&mut tx, site).await?;
    bookings::all_cards_due(&mut tx, site).await?;
    tx.commit().await
}

fn mark(house: &House, site: SiteCode, secret: &[u8]) -> [u8; 32] {
    house.master.derive("site-secret", &[site.as_str().as_bytes(), secret])
}
