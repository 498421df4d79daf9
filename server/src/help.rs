//! Help for families: what their kiosks tell of it.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use visits_domain::help::Receipt;
use visits_domain::places::KioskId;
use visits_domain::site::SiteCode;
use visits_domain::wire::{HelpAct, Record};

use crate::error::Error;
use crate::house::House;
use crate::store::{Write, mistakes, requests, sought, talks};

/// Takes in what kiosks told. What comes again takes effect once.
pub async fn take_in(
    house: &House,
    tx: &mut Write,
    (site, kiosk): (SiteCode, KioskId),
    acts: &[(Record, HelpAct)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    for (record, act) in acts {
        match act {
            HelpAct::Sought(counts) => sought::add(tx, site, record.id, counts).await?,
            HelpAct::ServiceWrong(wrong) => {
                mistakes::add(tx, site, without_time(house, site, record.id), wrong).await?;
            }
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

/// A record's id tells when it was made, and so beside whose arrival. What is wrong about a service
/// stays longer than its record, under an id that the same record always has and that tells nothing.
fn without_time(house: &House, site: SiteCode, record: Uuid) -> Uuid {
    let parts: [&[u8]; 2] = [site.as_str().as_bytes(), record.as_bytes()];
    let derived = house.master.derive("service mistake", &parts);
    uuid::Builder::from_random_bytes(std::array::from_fn(|n| derived[n])).into_uuid()
}
