//! How this kiosk is, for staff.

use visits_domain::arrival::{Arrival, Joined};
use visits_domain::wire::Happening;

use super::Worker;
use crate::session::{Report, UnsentArrival};
use crate::store::StoreError;

/// More than a screen of staff ever pages through.
const MOST_SHOWN: usize = 200;

impl Worker {
    pub(super) fn report(&self) -> Report {
        self.try_report().unwrap_or_else(|error| {
            tracing::error!(%error, "the disk could not be looked at");
            let clock_ahead = self.clock_ahead();
            Report { letter: None, unsent: Vec::new(), disk_is_whole: false, clock_ahead }
        })
    }

    fn try_report(&self) -> Result<Report, StoreError> {
        let records = self.store.batch(MOST_SHOWN)?;
        let happenings = records.iter().filter_map(|r| serde_json::from_str(r.body.get()).ok());
        Ok(Report {
            letter: self.store.identity()?.map(|identity| identity.letter),
            unsent: happenings.filter_map(|happening| unsent(&happening)).collect(),
            disk_is_whole: self.store.is_whole()?,
            clock_ahead: self.clock_ahead(),
        })
    }

    fn clock_ahead(&self) -> Option<chrono::TimeDelta> {
        self.clock.is_trusted().then(|| self.clock.wall() - self.clock.now().utc)
    }
}

/// None: it is no arrival, and has no number that staff could look for.
fn unsent(happening: &Happening) -> Option<UnsentArrival> {
    match *happening {
        Happening::Arrived(Arrival { number, party, at, .. }) => {
            Some(UnsentArrival { number, party, at, joined: false })
        }
        Happening::Joined(Joined { number, party, at, .. }) => {
            Some(UnsentArrival { number, party, at, joined: true })
        }
        Happening::Places(_) | Happening::Help(_) => None,
    }
}
