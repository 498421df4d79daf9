//! The directory: what was asked for is looked up, looks are counted, and what is wrong is written
//! down, to be told with them. No word that was searched for is kept.

use chrono::NaiveDate;
use uuid::Uuid;
use visits_domain::help::ServiceId;
use visits_domain::wire::{Mistake, SoughtCount};

use super::Worker;
use crate::session::help::{HelpFound, HelpSeek, Noted, ordered};
use crate::store::{Stamp, StoreError};

impl Worker {
    pub(super) fn find_help(&self, seek: &HelpSeek) -> HelpFound {
        let nation = seek.seek.nation;
        let known = match (&seek.word, seek.seek.need) {
            (Some(word), _) => self.store.services_with(word, &seek.seek),
            (None, Some(need)) => {
                self.store.services_for(need, nation).map(|services| (services, false))
            }
            (None, None) => Ok((Vec::new(), false)),
        };
        match known {
            Ok((services, more)) => ordered(&services, more, seek),
            Err(error) => {
                tracing::error!(%error, "services could not be read");
                HelpFound { unread: true, ..HelpFound::default() }
            }
        }
    }

    pub(super) fn count(&mut self, look: &SoughtCount) {
        let now = self.clock.now();
        let day: NaiveDate = now.local().date();
        if let Err(error) = self.store.count_look(day, look, now.utc) {
            tracing::error!(%error, "a look could not be counted");
        }
        self.tell_looks_when_due();
    }

    pub(super) fn note_wrong(&mut self, service: ServiceId, what: Mistake) -> Noted {
        let now = self.clock.now();
        match self.store.note_wrong(service, what, now.local().date(), now.utc) {
            Ok(()) => {
                self.tell_looks_when_due();
                Noted::Yes
            }
            Err(error) => {
                tracing::error!(%error, "what is wrong with a service was not written down");
                Noted::No
            }
        }
    }

    /// Hands what was counted to the outbox once it is an hour or more: no look stands beside an
    /// arrival.
    pub(super) fn tell_looks_when_due(&mut self) {
        match self.store.looks_are_due(self.clock.now().utc) {
            Ok(true) => self.tell_looks(),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "what was looked for could not be read"),
        }
    }

    /// The same at once: staff ask for it.
    pub fn tell_looks(&mut self) {
        match self.try_tell_looks() {
            Ok(true) => (self.on_record)(),
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "what was looked for could not be told"),
        }
    }

    fn try_tell_looks(&mut self) -> Result<bool, StoreError> {
        let mut is_told = false;
        let stamp = |at| Stamp { id: Uuid::now_v7(), epoch: self.epoch, at };
        let now = self.clock.now().utc;
        while self.store.tell_looks(stamp(now))? {
            is_told = true;
        }
        Ok(is_told)
    }
}
