//! Seals the cards that kiosks hold: after an import, when a day begins, when the server starts.
//!
//! Day by day, today first, so that a long list is useful early. Only cards that changed are
//! published. A second run finds nothing to do.

mod plan;
pub mod secret;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use visits_domain::credential::Credential;
use visits_domain::encoding::Bytes;
use visits_domain::sealing::{SealedCard, Secret, SiteSalt, secret_of};
use visits_domain::site::SiteCode;
use visits_domain::wire::News;
use zeroize::Zeroizing;

use crate::clock::moment;
use crate::error::Error;
use crate::house::House;
use crate::keys::hex;
use crate::random;
use crate::store::sites::Site;
use crate::store::{feed, secrets, sites, visits};
use plan::Wanted;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Cards published.
    pub cards: usize,
    /// Cards withdrawn.
    pub gone: usize,
    /// Credentials that had to be hashed.
    pub hashed: usize,
}

/// Whether a site's cards are of an older list or of another day.
pub fn is_stale(site: &Site, today: NaiveDate) -> bool {
    site.sealed_version != site.list_version
        || site.sealed_day.as_deref() != Some(today.to_string().as_str())
}

/// Seals what has changed. Begins anew when the list changes meanwhile.
pub async fn reseal(house: &House, code: SiteCode) -> Result<Sealed, Error> {
    let _one_at_a_time = house.sealing.lock().await;
    let mut done = Sealed::default();
    while !run(house, code, &mut done).await? {}
    Ok(done)
}

/// False: the list changed under it.
async fn run(house: &House, code: SiteCode, done: &mut Sealed) -> Result<bool, Error> {
    let site = sites::get(&house.db, code).await?;
    let today = house.clock.local().date();
    let last = today + chrono::TimeDelta::days(site.settings.reference_days.into());
    let listed = visits::between(&house.db, code, today, last).await?;
    let wanted = plan::wanted(&listed, &site.settings, today);
    // Where nothing is to be sealed, no secret is the right one yet.
    let bound = if wanted.is_empty() {
        secret::known(house, code).await?
    } else {
        secret::to_seal_with(house, code).await?
    };
    let mut work = Work::begin(house, site, (bound, today)).await?;
    for (_, cards) in &wanted {
        if !work.day(house, cards, done).await? {
            return Ok(false);
        }
    }
    work.finish(house, done).await
}

struct Work {
    site: Site,
    /// Mixed into every credential, on the kiosks too.
    bound: Zeroizing<Vec<u8>>,
    today: NaiveDate,
    known: HashMap<String, Secret>,
    used: HashSet<String>,
    /// What kiosks hold and nobody has asked for again so far.
    held: HashMap<Vec<u8>, SealedCard>,
}

impl Work {
    async fn begin(
        house: &House,
        site: Site,
        (bound, today): (Zeroizing<Vec<u8>>, NaiveDate),
    ) -> Result<Self, Error> {
        let known = secrets::all(&house.db, site.code).await?;
        let held = feed::cards_from(&house.db, site.code, today).await?;
        let held = held.into_iter().map(|card| (card.lookup.0.clone(), card)).collect();
        Ok(Self { site, bound, today, known, used: HashSet::new(), held })
    }

    /// Publishes the cards of one day that are new or have changed.
    async fn day(
        &mut self,
        house: &House,
        cards: &[Wanted],
        done: &mut Sealed,
    ) -> Result<bool, Error> {
        let hashed = self.hash(cards).await?;
        let mut notices = Vec::new();
        for wanted in cards {
            let key = wanted.key(&self.site.keys.salt, &self.bound);
            let Some(secret) = self.known.get(&key) else { continue };
            let lookup = secret.lookup_key(wanted.date).0.to_vec();
            let held = self.held.remove(&lookup);
            let same = held.is_some_and(|held| {
                secret.open(wanted.date, &held.sealed.0).is_ok_and(|card| card == wanted.card)
            });
            if !same {
                let card = secret.seal(wanted.date, &wanted.card, random::bytes());
                notices.push(News::Card(card).into());
            }
        }
        if notices.is_empty() && hashed.is_empty() {
            return Ok(true);
        }
        let (cards, fresh) = (notices.len(), hashed.len());
        let mut tx = house.db.write().await?;
        if !self.still_current(&sites::lock(&mut tx, self.site.code).await?) {
            return Ok(false);
        }
        secrets::add(&mut tx, self.site.code, &hashed).await?;
        let counters = feed::publish(&mut tx, self.site.code, notices, false).await?;
        tx.commit().await?;
        house.announce(self.site.code, counters);
        done.cards += cards;
        done.hashed += fresh;
        Ok(true)
    }

    /// Withdraws what nobody asked for, forgets what is past, and says how new the list is.
    async fn finish(self, house: &House, done: &mut Sealed) -> Result<bool, Error> {
        let mut tx = house.db.write().await?;
        let site = sites::lock(&mut tx, self.site.code).await?;
        if !self.still_current(&site) {
            return Ok(false);
        }
        secrets::keep_only(&mut tx, site.code, &self.known, &self.used).await?;
        feed::forget_before(&mut tx, site.code, self.today).await?;
        sites::sealed(&mut tx, site.code, site.list_version, self.today).await?;
        let gone = self
            .held
            .into_values()
            .map(|card| News::CardGone { date: card.date, lookup: Bytes(card.lookup.0) }.into());
        let mut notices: Vec<feed::Notice> = gone.collect();
        done.gone += notices.len();
        if let Some(at) = site.list_as_of {
            notices.push(News::ListAsOf { at: moment(at) }.into());
        }
        let counters = feed::publish(&mut tx, site.code, notices, false).await?;
        tx.commit().await?;
        house.announce(site.code, counters);
        Ok(true)
    }

    fn still_current(&self, now: &Site) -> bool {
        now.list_version == self.site.list_version && now.keys == self.site.keys
    }

    /// Hashes the credentials that are not known, on both cores at most: kiosks are served
    /// meanwhile.
    async fn hash(&mut self, cards: &[Wanted]) -> Result<Vec<(String, Secret)>, Error> {
        let salt = self.site.keys.salt.clone();
        let bound = self.bound.clone();
        let mut missing = Vec::new();
        for wanted in cards {
            let key = wanted.key(&salt, &bound);
            if self.used.insert(key.clone()) && !self.known.contains_key(&key) {
                missing.push((key, wanted.credential.clone()));
            }
        }
        let half = missing.len().div_ceil(2);
        let other = missing.split_off(half.min(missing.len()));
        let (salt_a, salt_b, bound_a, bound_b) = (salt.clone(), salt, bound.clone(), bound);
        let one = tokio::task::spawn_blocking(move || hash_all(missing, &salt_a, &bound_a));
        let two = tokio::task::spawn_blocking(move || hash_all(other, &salt_b, &bound_b));
        let mut hashed = one.await??;
        hashed.extend(two.await??);
        self.known.extend(hashed.iter().cloned());
        Ok(hashed)
    }
}

fn hash_all(
    credentials: Vec<(String, Credential)>,
    salt: &SiteSalt,
    bound: &[u8],
) -> Result<Vec<(String, Secret)>, Error> {
    credentials
        .into_iter()
        .map(|(key, credential)| Ok((key, secret_of(&credential, salt, bound)?)))
        .collect()
}

impl Wanted {
    /// Names the secret of this credential under a salt and the site's own secret.
    fn key(&self, salt: &SiteSalt, bound: &[u8]) -> String {
        let mut hash = Sha256::new();
        hash.update(&salt.salt.0);
        hash.update(Sha256::digest(bound));
        hash.update(self.credential.canonical().as_slice());
        hex(&hash.finalize())
    }
}
