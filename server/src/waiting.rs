//! The families who wait for a volunteer: who they are, who has gone to them, and who was first.

mod judge;

use chrono::{DateTime, Timelike as _, Utc};
use sqlx::AnyConnection;
use visits_domain::site::SiteCode;
use visits_domain::wire::{KeyholderCode, News, VolunteerAct, Waiting};

pub use judge::Waits;

use crate::audit::{self, Noted};
use crate::clock::{day_bounds, local};
use crate::error::Error;
use crate::house::House;
use crate::store::feed::{self, Notice};
use crate::store::{Write, asks, helps, sites};

/// Somebody who helps: at a kiosk by a code, or on a page by an account.
#[derive(Clone, Debug)]
pub struct Helper {
    /// For the record of who did what.
    pub who: String,
    /// What kiosks are told.
    pub code: KeyholderCode,
    /// What staff read.
    pub name: String,
    /// On the pages a stuck family can be handed back or closed for somebody else.
    pub for_others: bool,
}

/// The families who wait at a moment, longest first.
pub async fn at(
    conn: &mut AnyConnection,
    site: SiteCode,
    now: DateTime<Utc>,
) -> Result<Vec<Waits>, Error> {
    let here = local(now);
    let today = here.date();
    let minute = i64::from(here.time().hour() * 60 + here.time().minute());
    let (midnight, _) = day_bounds(today);
    let asked = helps::asked(conn, site, midnight).await?;
    let came = helps::came(conn, site, today).await?;
    let helps = helps::of_day(conn, site, today).await?;
    Ok(judge::families(&asked, &came, &helps, minute))
}

/// How the families stand, as kiosks are told.
pub async fn told(tx: &mut Write, site: SiteCode, now: DateTime<Utc>) -> Result<Waiting, Error> {
    let waits = at(tx.conn(), site, now).await?;
    let families = waits.into_iter().map(|waits| waits.family).collect();
    Ok(Waiting { date: local(now).date(), families })
}

/// The news for kiosks, to be published with whatever changed it.
pub async fn notice(tx: &mut Write, site: SiteCode, now: DateTime<Utc>) -> Result<Notice, Error> {
    let waiting = told(tx, site, now).await?;
    let today = waiting.date;
    Ok(Notice::from(News::Waiting(waiting)).until(today))
}

/// Claims, hands back or closes a family; says how the families stand afterwards. Done twice it
/// is done once; whoever comes second sees it in the answer.
pub async fn act(
    house: &House,
    site: SiteCode,
    helper: &Helper,
    (family, act): (&str, VolunteerAct),
) -> Result<Waiting, Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let before = at(tx.conn(), site, now).await?;
    let waits = before.iter().find(|waits| waits.family.id.to_string() == family);
    let Some(help) = waits.and_then(|waits| judge::after(waits, act, helper, now)) else {
        return told(&mut tx, site, now).await; // nothing is written
    };
    let today = local(now).date();
    helps::put(&mut tx, (site, today), &help, (&helper.who, now)).await?;
    let mut notices = ask_follows(&mut tx, site, (family, act), helper, now).await?;
    let waiting = told(&mut tx, site, now).await?;
    notices.push(Notice::from(News::Waiting(waiting.clone())).until(today));
    audit::note(house, &mut tx, site, (&helper.who, noted(act)), family).await?;
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(waiting)
}

fn noted(act: VolunteerAct) -> Noted {
    match act {
        VolunteerAct::Claim => Noted::FamilyClaimed,
        VolunteerAct::HandBack => Noted::FamilyHandedBack,
        VolunteerAct::Done => Noted::FamilyHelped,
    }
}

/// Where the family asked at a kiosk: the alert goes when somebody has gone to them, and comes
/// back when they are handed back. The kiosk says that the ask was seen.
async fn ask_follows(
    tx: &mut Write,
    site: SiteCode,
    (family, act): (&str, VolunteerAct),
    helper: &Helper,
    now: DateTime<Utc>,
) -> Result<Vec<Notice>, Error> {
    let Ok(ask) = family.parse() else { return Ok(Vec::new()) };
    if act == VolunteerAct::HandBack {
        asks::give_back(tx, site, family).await?;
        return Ok(Vec::new());
    }
    let is_taken = asks::take(tx, site, family, &helper.who, now).await?;
    let notice = Notice::from(News::AskTaken { ask }).until(local(now).date());
    Ok(is_taken.then_some(notice).into_iter().collect())
}
