//! Help for families: what their kiosks tell of it.

use chrono::{DateTime, Utc};
use visits_domain::help::Receipt;
use visits_domain::places::KioskId;
use visits_domain::site::SiteCode;
use visits_domain::wire::{HelpAct, Record};

use crate::error::Error;
use crate::store::{Write, mistakes, requests, sought, talks};

/// Takes in what kiosks told. What comes again takes effect once.
pub async fn take_in(
    tx: &mut Write,
    (site, kiosk): (SiteCode, KioskId),
    acts: &[(Record, HelpAct)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for (record, act) in acts {
        match act {
            HelpAct::Sought(counts) => sought::add(tx, site, record.id, counts).await?,
            HelpAct::ServiceWrong(wrong) => mistakes::add(tx, site, record.id, wrong).await?,
            HelpAct::ContactAsked(asked) => {
                requests::ask(tx, site, (asked, &receipt(&asked.receipt)), now).await?;
            }
            HelpAct::TalkAsked(asked) => {
                let receipt = receipt(&asked.receipt);
                talks::add(tx, site, &kiosk.to_string(), (asked, &receipt)).await?;
            }
        }
    }
    Ok(())
}

/// As it is looked for. One that is none finds nothing; what the family asked for is kept.
fn receipt(sent: &str) -> String {
    Receipt::parse(sent).map_or_else(|_| String::new(), |read| read.compact().to_owned())
}
