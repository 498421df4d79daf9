//! Wakes whoever waits for news of a site: held kiosk requests and open staff pages.
//!
//! Each site has two numbers, what kiosks read and what staff pages show. A waiter sleeps until
//! its number passes what it has; it asks the database nothing meanwhile.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::watch;
use visits_domain::site::SiteCode;

/// The counters of a site after a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// What kiosks have to read, up to here.
    pub feed: u64,
    /// How often what staff pages show has changed.
    pub board: u64,
}

struct Site {
    feed: watch::Sender<u64>,
    board: watch::Sender<u64>,
}

/// One for the whole process.
pub struct Hub {
    sites: Mutex<HashMap<SiteCode, Site>>,
    stopping: watch::Sender<bool>,
}

impl Default for Hub {
    fn default() -> Self {
        Self { sites: Mutex::default(), stopping: watch::channel(false).0 }
    }
}

impl Hub {
    /// Tells all waiters of a site. Numbers only grow; an older one wakes nobody.
    pub fn announce(&self, site: SiteCode, now: Counters) {
        self.with(site, |entry| {
            raise(&entry.feed, now.feed);
            raise(&entry.board, now.board);
        });
    }

    /// Follows what kiosks read.
    pub fn feed(&self, site: SiteCode) -> watch::Receiver<u64> {
        self.with(site, |entry| entry.feed.subscribe())
    }

    /// Follows what staff pages show.
    pub fn board(&self, site: SiteCode) -> watch::Receiver<u64> {
        self.with(site, |entry| entry.board.subscribe())
    }

    /// Ends all waiting: the server stops.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Turns true once, when the server stops.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    fn with<R>(&self, site: SiteCode, act: impl FnOnce(&Site) -> R) -> R {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        act(sites
            .entry(site)
            .or_insert_with(|| Site { feed: watch::channel(0).0, board: watch::channel(0).0 }))
    }
}

fn raise(sender: &watch::Sender<u64>, to: u64) {
    sender.send_if_modified(|held| {
        let higher = to > *held;
        *held = (*held).max(to);
        higher
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_number_wakes_nobody() {
        let hub = Hub::default();
        let site: SiteCode = "MDI".parse().expect("a site");
        let mut waiter = hub.feed(site);
        hub.announce(site, Counters { feed: 5, board: 1 });
        assert!(waiter.has_changed().expect("open"));
        assert_eq!(*waiter.borrow_and_update(), 5);
        hub.announce(site, Counters { feed: 4, board: 2 });
        assert!(!waiter.has_changed().expect("open"));
    }
}
