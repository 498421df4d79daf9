//! Help for families: what their kiosks tell of it.

use chrono::{DateTime, Utc};
use visits_domain::places::KioskId;
use visits_domain::site::SiteCode;
use visits_domain::wire::{HelpAct, Record};

use crate::error::Error;
use crate::store::{Write, mistakes, sought};

/// Takes in what kiosks told. What comes again takes effect once.
pub async fn take_in(
    tx: &mut Write,
    (site, _kiosk): (SiteCode, KioskId),
    acts: &[(Record, HelpAct)],
    _now: DateTime<Utc>,
) -> Result<(), Error> {
    for (record, act) in acts {
        match act {
            HelpAct::Sought(counts) => sought::add(tx, site, record.id, counts).await?,
            HelpAct::ServiceWrong(wrong) => mistakes::add(tx, site, record.id, wrong).await?,
            HelpAct::ContactAsked(_) | HelpAct::TalkAsked(_) => {}
        }
    }
    Ok(())
}
