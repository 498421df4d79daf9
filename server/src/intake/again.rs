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
use crate::waiting;

/// Takes in what can be taken in now, in the transaction of the import. What it returns must be
/// published with it. The site must be locked.
pub async fn judge_again(
    tx: &mut Write,
    site: SiteCode,
    now: DateTime<Utc>,
) -> Result<Vec<News>, Error> {
    let waiting = records::set_aside(tx, site, [UNKNOWN_VISIT, OTHER_DAY]).await?;
    let mut read = judge::read(waiting.iter().map(|one| one.record.clone()).collect()).came;
    let fates = arrivals::fates(tx, site, &judge::joined_numbers(&read)).await?;
    judge::follow(&mut read, &fates);
    let mut visits = arrivals::known_visits(tx, site, &judge::handles(&read)).await?;
    let (mut news, mut somebody_waits) = (Vec::new(), false);
    for (one, (record, happening)) in waiting.iter().zip(read) {
        let times = Times { received: moment(one.received), now };
        let judged = happening
            .and_then(|told| judge::one(&record, told, &mut visits, (&one.letters, times)));
        let seen = judged.as_ref().map(|(seen, _)| seen).map_err(|why| *why);
        somebody_waits |= seen.is_ok_and(|seen| seen.arrival.first_visit);
        if settle(tx, site, one, seen).await? {
            news.extend(judged.ok().and_then(|(_, news)| news));
        }
    }
    if somebody_waits {
        news.push(News::Waiting(waiting::told(tx, site, now).await?));
    }
    Ok(news)
}

/// True: an arrival that was not known has come of it.
async fn settle(
    tx: &mut Write,
    site: SiteCode,
    one: &SetAside,
    judged: Result<&arrivals::Observation, &'static str>,
) -> Result<bool, Error> {
    match judged {
        Ok(seen) => {
            let new = arrivals::add(tx, site, &one.kiosk, std::slice::from_ref(seen)).await?;
            records::set_trouble(tx, site, one, None).await?;
            Ok(!new.is_empty())
        }
        Err(trouble) if trouble != one.trouble => {
            records::set_trouble(tx, site, one, Some(trouble)).await?;
            Ok(false)
        }
        Err(_) => Ok(false),
    }
}
