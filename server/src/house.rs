//! What every part of the running server shares.

use std::sync::Arc;

use tokio::sync::Mutex;
use visits_domain::site::SiteCode;

use crate::api::ops::Readiness;
use crate::clock::Clock;
use crate::error::Error;
use crate::hub::{Counters, Hub};
use crate::keys::MasterKey;
use crate::metrics::Metrics;
use crate::pull::Fetching;
use crate::pulse::Pulse;
use crate::store::{Db, Write, feed};
use crate::tls::Authority;

/// Database, clock, wakers and keys. Cheap to clone.
#[derive(Clone)]
pub struct House(Arc<Inner>);

/// The parts of a [`House`].
pub struct Inner {
    /// All that is stored.
    pub db: Db,
    /// What time it is.
    pub clock: Clock,
    /// Wakes those who wait.
    pub hub: Hub,
    /// Locks the sites' private keys.
    pub master: MasterKey,
    /// The private authority that kiosks pin. None without TLS.
    pub authority: Option<Authority>,
    /// Which background jobs are alive.
    pub pulse: Pulse,
    /// What is counted.
    pub metrics: Metrics,
    /// Whether it could do its work when somebody asked last.
    pub readiness: Readiness,
    /// Who shows it may read the figures from another machine.
    pub metrics_token: Option<String>,
    /// How lists are fetched, and within which bounds.
    pub fetching: Fetching,
    /// Cards are sealed by one task at a time: it uses all cores.
    pub sealing: Mutex<()>,
}

impl House {
    /// Puts the parts together.
    pub fn new(
        db: Db,
        clock: Clock,
        master: MasterKey,
        (authority, fetching): (Option<Authority>, Fetching),
        metrics_token: Option<String>,
    ) -> Self {
        Self(Arc::new(Inner {
            db,
            clock,
            hub: Hub::default(),
            master,
            authority,
            fetching,
            pulse: Pulse::default(),
            metrics: Metrics::default(),
            readiness: Readiness::default(),
            metrics_token,
            sealing: Mutex::default(),
        }))
    }

    /// Wakes those who wait for a site.
    pub fn announce(&self, site: SiteCode, now: Counters) {
        self.hub.announce(site, now);
    }

    /// Commits a change that staff pages show and kiosks do not hear of, and wakes the pages.
    pub async fn commit_and_tell(&self, mut tx: Write, site: SiteCode) -> Result<(), Error> {
        let counters = feed::publish(&mut tx, site, Vec::new(), true).await?;
        tx.commit().await?;
        self.announce(site, counters);
        Ok(())
    }
}

impl std::ops::Deref for House {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}
