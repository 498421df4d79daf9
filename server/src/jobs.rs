//! What the server does by itself: notices changes that other processes made, fetches lists, seals
//! cards when a list is new or a day begins, tells more people of an urgent talk that nobody takes,
//! and deletes at night what is past its period.

use std::collections::HashMap;
use std::time::Duration;

use tokio::task::{JoinHandle, JoinSet};
use visits_domain::site::SiteCode;

use crate::bookings::cards;
use crate::error::Error;
use crate::house::House;
use crate::privacy::nightly;
use crate::pull;
use crate::pulse::Job;
use crate::sealer;
use crate::store::{feed, hear, previews, sites};
use crate::talks;

/// How long a change of another process goes unnoticed at most.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// A database that restarts is not knocked at all the time.
const LISTEN_AGAIN: Duration = Duration::from_secs(5);

/// Runs until the hub stops.
pub fn start(house: House) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut stopping = house.hub.stopping();
        let look = tokio::spawn(look(house.clone()));
        let hear = tokio::spawn(hear(house.clone()));
        let seal = tokio::spawn(seal(house.clone()));
        let night = tokio::spawn(night(house.clone()));
        let escalate = tokio::spawn(escalate(house.clone()));
        let fetch = tokio::spawn(fetch(house));
        let _ = stopping.wait_for(|stop| *stop).await;
        // They only read, or write in transactions of their own: cutting them off loses nothing.
        look.abort();
        hear.abort();
        seal.abort();
        night.abort();
        fetch.abort();
        escalate.abort();
    })
}

/// PostgreSQL tells at once what the look would find within a second.
async fn hear(house: House) {
    let _alive = house.pulse.begin(Job::Hear);
    loop {
        let heard = hear::until_it_ends(&house.db, |site, now| house.announce(site, now)).await;
        match heard {
            Ok(None) => return,
            Ok(Some(())) => tracing::warn!("the database ended the connection that listens"),
            Err(error) => tracing::warn!(%error, "the database cannot be listened to"),
        }
        house.pulse.failed(Job::Hear);
        tokio::time::sleep(LISTEN_AGAIN).await;
    }
}

async fn look(house: House) {
    let _alive = house.pulse.begin(Job::Look);
    loop {
        match feed::all_counters(&house.db).await {
            Ok(counters) => {
                for (site, now) in counters {
                    house.announce(site, now);
                }
            }
            Err(error) => {
                house.pulse.failed(Job::Look);
                tracing::warn!(%error, "the counters could not be read");
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Each site's list when its time has come, several sites at once. Ending this ends them: a lease
/// runs out by itself.
async fn fetch(house: House) {
    let _alive = house.pulse.begin(Job::Fetch);
    let mut under_way = JoinSet::new();
    loop {
        match pull::due(&house).await {
            Ok(due) => {
                for site in due {
                    let house = house.clone();
                    under_way.spawn(async move {
                        // How it ended is noted there. Another process may have been faster.
                        let _ = pull::run(&house, site, true).await;
                    });
                }
            }
            Err(error) => {
                house.pulse.failed(Job::Fetch);
                tracing::warn!(%error, "the sources could not be read");
            }
        }
        while under_way.try_join_next().is_some() {}
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn seal(house: House) {
    let _alive = house.pulse.begin(Job::Seal);
    let mut told = HashMap::new();
    loop {
        if let Err(error) = seal_stale(&house, &mut told).await {
            house.pulse.failed(Job::Seal);
            tracing::warn!(%error, "the sites could not be read");
        }
        if let Err(error) = cards::seal_all(&house).await {
            house.pulse.failed(Job::Seal);
            tracing::warn!(%error, "the cards of bookings could not be sealed");
        }
        if let Err(error) = previews::forget_expired(&house.db, house.clock.now()).await {
            tracing::warn!(%error, "old previews could not be forgotten");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn escalate(house: House) {
    let _alive = house.pulse.begin(Job::Escalate);
    loop {
        if let Err(error) = talks::escalate_due(&house).await {
            house.pulse.failed(Job::Escalate);
            tracing::warn!(%error, "urgent talks could not be told to more people");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn night(house: House) {
    let _alive = house.pulse.begin(Job::Night);
    loop {
        if let Err(error) = nightly::run_due(&house).await {
            house.pulse.failed(Job::Night);
            tracing::warn!(%error, "what is past its period could not be deleted");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn seal_stale(house: &House, told: &mut HashMap<SiteCode, String>) -> Result<(), Error> {
    let today = house.clock.local().date();
    for site in sites::all(&house.db).await? {
        if !sealer::is_stale(&site, today) {
            continue;
        }
        match sealer::reseal(house, site.code).await {
            Ok(done) => {
                told.remove(&site.code);
                let (cards, gone) = (done.cards, done.gone);
                tracing::info!(site = %site.code, cards, gone, "cards sealed");
            }
            // Said once, not every second, and the other sites go on.
            Err(error) => {
                let text = error.to_string();
                house.pulse.failed(Job::Seal);
                if told.get(&site.code) != Some(&text) {
                    tracing::warn!(site = %site.code, %error, "cards could not be sealed");
                    told.insert(site.code, text);
                }
            }
        }
    }
    Ok(())
}
