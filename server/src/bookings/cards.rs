//! Seals the cards with which families find their bookings again: when a booking has come, when
//! its state has changed, when the site's keys are others.

use visits_domain::booking_card::{BookingCard, BookingState, booking_secret};
use visits_domain::encoding::Bytes;
use visits_domain::person::BirthDate;
use visits_domain::places::{BookingId, BookingReference};
use visits_domain::sealing::{Secret, SiteSalt};
use visits_domain::site::SiteCode;
use visits_domain::wire::News;
use zeroize::Zeroizing;

use super::family::Families;
use super::stands::state_of;
use crate::ballots;
use crate::error::Error;
use crate::house::House;
use crate::keys::hex;
use crate::random;
use crate::sealer;
use crate::store::bookings::{self, Card, Row};
use crate::store::feed::{self, Notice};
use crate::store::sites::Site;
use crate::store::{Write, places, sites};

/// Of all sites.
pub async fn seal_all(house: &House) -> Result<(), Error> {
    for site in sites::all(&house.db).await? {
        while seal_due(house, &site).await? {}
    }
    Ok(())
}

/// What is needed to seal the cards of a site.
struct Seals<'a> {
    house: &'a House,
    site: SiteCode,
    salt: SiteSalt,
    /// The secret of the site's machines.
    bound: Zeroizing<Vec<u8>>,
    /// Tells these keys from others.
    keys: String,
}

/// A booking whose card can be sealed.
struct Ready {
    row: Row,
    secret: Secret,
}

/// Seals a few. True: there may be more.
async fn seal_due(house: &House, site: &Site) -> Result<bool, Error> {
    let due = bookings::with_cards_due(&house.db, site.code, house.clock.now()).await?;
    if due.is_empty() {
        return Ok(false);
    }
    let _one_at_a_time = house.sealing.lock().await;
    let bound = sealer::secret::to_seal_with(house, site.code).await?;
    let salt = site.keys.salt.clone();
    let parts: [&[u8]; 3] = [site.code.as_str().as_bytes(), &salt.salt.0, &bound];
    let keys = hex(&house.master.derive("booking-keys", &parts)[..8]);
    let seals = Seals { house, site: site.code, salt, bound, keys };
    let many = due.len();
    let (ready, unreadable) = seals.ready(due).await?;
    let mut tx = house.db.write().await?;
    if sites::lock(&mut tx, site.code).await?.keys != site.keys {
        return Ok(false); // sealed with the new ones the next time
    }
    let notices = seals.seal(&mut tx, ready, unreadable).await?;
    let counters = feed::publish(&mut tx, site.code, notices, false).await?;
    tx.commit().await?;
    house.announce(site.code, counters);
    Ok(many == 100)
}

impl Seals<'_> {
    /// The secrets of bookings: kept ones are unlocked, the others hashed off the async threads.
    async fn ready(&self, due: Vec<Row>) -> Result<(Vec<Ready>, Vec<Row>), Error> {
        let families = Families::of(self.house, self.site).await?;
        let (mut ready, mut missing, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
        for row in due {
            if let Some(secret) = self.kept(&row) {
                ready.push(Ready { row, secret });
                continue;
            }
            let wish = row.sealed.as_ref().and_then(|sealed| families.open(row.id, sealed));
            let found = wish.and_then(|wish| {
                let reference = BookingReference::parse(&wish.reference).ok()?;
                Some((reference, BirthDate::from(wish.lead.born)))
            });
            match found {
                Some(found) if row.party.is_some() => missing.push((row, found)),
                _ => unreadable.push(row),
            }
        }
        let (salt, bound) = (self.salt.clone(), self.bound.clone());
        let hashed = tokio::task::spawn_blocking(move || -> Result<Vec<Ready>, Error> {
            let hash = |(row, (reference, born)): (Row, (BookingReference, BirthDate))| {
                let secret = booking_secret(&reference, born, &salt, &bound)?;
                Ok(Ready { row, secret })
            };
            missing.into_iter().map(hash).collect()
        });
        ready.extend(hashed.await??);
        Ok((ready, unreadable))
    }

    /// The secret of the last time, if the keys are the same.
    fn kept(&self, row: &Row) -> Option<Secret> {
        let card = row.card.as_ref().filter(|card| card.keys == self.keys)?;
        let plain = self.house.master.unlock_bytes(&purpose(row.id), &card.secret).ok()?;
        Some(Secret(plain.as_slice().try_into().ok()?))
    }

    async fn seal(
        &self,
        tx: &mut Write,
        ready: Vec<Ready>,
        unreadable: Vec<Row>,
    ) -> Result<Vec<Notice>, Error> {
        let mut notices = Vec::new();
        let events: Vec<_> = ready.iter().map(|one| one.row.event).collect();
        let days = places::last_days(tx.conn(), self.site, &events).await?;
        let in_the_draw = ballots::in_the_draws(tx.conn(), self.site, &events).await?;
        for Ready { row, secret } in ready {
            let (Some(party), Some(until)) = (row.party, days.get(&row.event)) else { continue };
            let card = BookingCard {
                booking: row.id,
                event: row.event,
                takes: row.takes.clone(),
                party,
                state: if in_the_draw.contains(&row.id) {
                    BookingState::InTheDraw
                } else {
                    state_of(row.standing, row.decision)
                },
                changes: row.changes,
                moved: row.moved_from.is_some(),
            };
            let sealed = secret.seal_booking(&card, *until, random::bytes());
            let locked = self.house.master.lock_bytes(&purpose(row.id), &secret.0);
            let lookup = sealed.lookup.0.clone();
            let kept = Card { lookup: lookup.clone(), secret: locked, keys: self.keys.clone() };
            let this = (row.id, row.version);
            if bookings::card_sealed(tx, self.site, this, Some(&kept)).await? {
                notices.extend(gone(&row, &lookup));
                notices.push(News::BookingCard(sealed).into());
            }
        }
        for row in unreadable {
            if bookings::card_sealed(tx, self.site, (row.id, row.version), None).await? {
                notices.extend(gone(&row, &[]));
            }
        }
        Ok(notices)
    }
}

/// The card of a booking to be forgotten, unless it lies at this place again.
pub fn gone(row: &Row, now_at: &[u8]) -> Option<Notice> {
    let before = row.lookup.as_ref().filter(|lookup| lookup.as_slice() != now_at)?;
    Some(News::BookingCardGone { lookup: Bytes(before.clone()) }.into())
}

fn purpose(booking: BookingId) -> String {
    format!("booking-card {booking}")
}
