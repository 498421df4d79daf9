//! Judges again what was set aside because its visit was not known, or was on another day: after
//! every import, and after a restore from an older backup.

use chrono::{DateTime, Utc};
use visits_domain::site::SiteCode;
use visits_domain::wire::News;

use super::judge::{self, OTHER_DAY, Times, UNKNOWN_VISIT};
use crate::clock::moment;
use crate::error::Error;
use crate::store::Write;
use crate::store::arrivals;
use crate::store::records::{self, SetAside};

/// Takes in what can be taken in now, in the transaction of the import. What it returns must be
/// published with it. The site must be locked.
pub async fn judge_again(
    tx: &mut Write,
    site: SiteCode,
    now: DateTime<Utc>,
) -> Result<Vec<News>, Error> {
    let waiting = records::set_aside(tx, site, [UNKNOWN_VISIT, OTHER_DAY]).await?;
    let read = judge::read(waiting.iter().map(|one| one.record.clone()).collect());
    let mut visits = arrivals::known_visits(tx, site, &judge::handles(&read)).await?;
    let mut news = Vec::new();
    for (one, (record, happening)) in waiting.iter().zip(read) {
        let times = Times { received: moment(one.received), now };
        let judged =
            happening.and_then(|told| judge::one(&record, told, &mut visits, (one.letter, times)));
        settle(tx, site, one, judged.as_ref().map(|(seen, _)| seen).map_err(|why| *why)).await?;
        news.extend(judged.ok().and_then(|(_, news)| news));
    }
    Ok(news)
}

async fn settle(
    tx: &mut Write,
    site: SiteCode,
    one: &SetAside,
    judged: Result<&arrivals::Observation, &'static str>,
) -> Result<(), Error> {
    match judged {
        Ok(seen) => {
            arrivals::add_from(tx, site, &one.kiosk, std::slice::from_ref(seen)).await?;
            records::set_trouble(tx, site, one, None).await
        }
        Err(trouble) if trouble != one.trouble => {
            records::set_trouble(tx, site, one, Some(trouble)).await
        }
        Err(_) => Ok(()),
    }
}
