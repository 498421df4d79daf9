//! What a list does that a person must hear of: a visit that changed after somebody had arrived, and
//! one that is not on the new list.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use visits_domain::site::SiteCode;
use visits_domain::visit::{Slot, VisitHandle};

use super::plan::{Change, Kind};
use crate::audit::{self, Noted};
use crate::error::Error;
use crate::house::House;
use crate::import::{Note, Remark};
use crate::store::import_exceptions::{self, After, Exception, Start};
use crate::store::{Write, feed, listed, missing_visits, sites, visits};

/// A source that says it gave everything may cancel so many visits of a day by leaving them out.
/// Beyond, and beyond half of the day, it is more likely to be broken: a person decides.
const FEW: usize = 3;

/// What becomes of visits that are not on the list.
pub struct Fate {
    /// To be cancelled now.
    pub cancel: Vec<Change>,
    /// They go ahead until somebody decides.
    pub wait: Vec<Change>,
    unasked: usize,
}

/// Pure: which are cancelled now. `asked` were chosen by a person; `complete` says the source.
pub fn fate_of_missing(missing: Vec<Change>, asked: &[VisitHandle], complete: bool) -> Fate {
    let mut by_day: HashMap<NaiveDate, usize> = HashMap::new();
    for change in &missing {
        *by_day.entry(change.is.date).or_default() += 1;
    }
    let asked: HashSet<&VisitHandle> = asked.iter().collect();
    let mut unasked = 0;
    let (cancel, wait) = missing.into_iter().partition(|change| {
        let believed = complete && !change.arrived && by_day[&change.is.date] <= FEW;
        unasked += usize::from(believed && !asked.contains(&change.visit));
        believed || asked.contains(&change.visit)
    });
    Fate { cancel, wait, unasked }
}

impl Fate {
    /// Those that wait, with their days.
    pub fn waiting(&self) -> Vec<(VisitHandle, NaiveDate)> {
        self.wait.iter().map(|change| (change.visit, change.is.date)).collect()
    }

    /// What to say of it.
    pub fn remarks(&self, after_arrival: usize) -> impl Iterator<Item = Remark> + use<> {
        let counted = [
            (Note::AfterArrival, after_arrival),
            (Note::NotOnTheList, self.wait.len()),
            (Note::CancelledAsMissing, self.unasked),
        ];
        counted.into_iter().filter(|(_, n)| *n > 0).map(|(note, n)| Remark::new(note, n))
    }
}

/// Notes what changed after somebody had arrived: how many need somebody to look.
pub async fn after_arrival(
    tx: &mut Write,
    site: SiteCode,
    changes: impl Iterator<Item = &Change>,
    now: DateTime<Utc>,
) -> Result<usize, Error> {
    let changes: Vec<&Change> = changes.filter(|change| change.arrived).collect();
    let handles: Vec<VisitHandle> = changes.iter().map(|change| change.visit).collect();
    let noted = import_exceptions::known(tx, site, &handles).await?;
    let mut to_look_at = 0;
    for change in changes {
        let before = noted.get(&change.visit);
        match exception(change, before, now) {
            Some(one) => {
                import_exceptions::put(tx, site, &one).await?;
                to_look_at += 1;
            }
            None if before.is_some() && change.kind != Kind::Changed => {
                import_exceptions::forget(tx, site, change.visit).await?;
            }
            None => {}
        }
    }
    Ok(to_look_at)
}

fn start_of(slot: &Slot) -> Start {
    (slot.date, slot.start)
}

/// Pure: what there is to look at, measured from how the visit was when they arrived.
fn exception(change: &Change, before: Option<&Exception>, now: DateTime<Utc>) -> Option<Exception> {
    let was = before.map(|before| before.was).or(change.was.as_ref().map(start_of))?;
    let is = start_of(&change.is);
    let what = match change.kind {
        Kind::Cancelled | Kind::Missing => After::Cancelled,
        Kind::Moved | Kind::Back if is != was => After::Moved,
        _ => return None,
    };
    Some(Exception { visit: change.visit, what, was, is, at: now.timestamp_micros() })
}

/// A person decided that a visit which is not on the newest list does not go ahead. False: it is
/// not waiting for a decision. Cards are not sealed yet.
pub async fn cancel_missing(
    house: &House,
    site: SiteCode,
    (visit, by): (VisitHandle, &str),
) -> Result<bool, Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    if !missing_visits::noted(&mut tx, site).await?.contains(&visit) {
        return Ok(false);
    }
    let arrived = listed::arrived(&mut tx, site, &[visit]).await?.contains(&visit);
    let known = listed::by_handle(&mut tx, site, &[visit]).await?;
    for known in known.iter().filter(|known| !known.cancelled) {
        let change = Change {
            visit,
            reference: known.reference.clone(),
            kind: Kind::Cancelled,
            was: Some(known.slot),
            is: known.slot,
            surnames: Vec::new(),
            arrived,
        };
        visits::cancel(&mut tx, site, &[visit], now).await?;
        after_arrival(&mut tx, site, std::iter::once(&change), now).await?;
    }
    missing_visits::forget(&mut tx, site, &[visit]).await?;
    sites::must_seal(&mut tx, site).await?;
    audit::note(house, &mut tx, site, (by, Noted::MissingCancelled), visit.to_string()).await?;
    let counters = feed::publish(&mut tx, site, Vec::new(), true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(true)
}

/// A person decided that it goes ahead all the same.
pub async fn keep_missing(
    house: &House,
    site: SiteCode,
    (visit, by): (VisitHandle, &str),
) -> Result<bool, Error> {
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let kept = missing_visits::keep(&mut tx, site, visit, (by, now)).await?;
    if kept {
        audit::note(house, &mut tx, site, (by, Noted::MissingKept), visit.to_string()).await?;
    }
    let counters = feed::publish(&mut tx, site, Vec::new(), true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(n: u128, kind: Kind, (was, is): (&str, &str)) -> Change {
        let slot = |start: &str| Slot {
            date: "2026-06-01".parse().expect("a day"),
            start: start.parse().expect("a time"),
            end: "17:00:00".parse().expect("a time"),
        };
        Change {
            visit: VisitHandle(uuid::Uuid::from_u128(n)),
            reference: String::new(),
            kind,
            was: Some(slot(was)),
            is: slot(is),
            surnames: Vec::new(),
            arrived: true,
        }
    }

    #[test]
    fn a_visit_is_measured_from_when_they_arrived_and_is_well_when_it_is_there_again() {
        let now = DateTime::<Utc>::default();
        let moved = change(1, Kind::Moved, ("13:45:00", "14:45:00"));
        let first = exception(&moved, None, now).expect("to be looked at");
        let further = change(1, Kind::Moved, ("14:45:00", "15:00:00"));
        let second = exception(&further, Some(&first), now).expect("to be looked at");
        assert_eq!(second.was, first.was);
        let back = change(1, Kind::Moved, ("15:00:00", "13:45:00"));
        assert!(exception(&back, Some(&second), now).is_none());
        let cancelled = change(1, Kind::Cancelled, ("13:45:00", "13:45:00"));
        let gone = exception(&cancelled, None, now).expect("to be looked at");
        assert_eq!(gone.what, After::Cancelled);
        let again = change(1, Kind::Back, ("13:45:00", "13:45:00"));
        assert!(exception(&again, Some(&gone), now).is_none());
    }

    #[test]
    fn a_source_cancels_by_silence_only_a_few_visits_for_which_nobody_came() {
        let missing = |count: u128, arrived| {
            let one = |n| change(n, Kind::Missing, ("13:45:00", "13:45:00"));
            (0..count).map(|n| Change { arrived, ..one(n) }).collect::<Vec<_>>()
        };
        let cancelled = |missing, asked: &[VisitHandle], complete| {
            fate_of_missing(missing, asked, complete).cancel.len()
        };
        assert_eq!(cancelled(missing(3, false), &[], true), 3);
        assert_eq!(cancelled(missing(3, false), &[], false), 0);
        assert_eq!(cancelled(missing(3, true), &[], true), 0);
        assert_eq!(cancelled(missing(4, false), &[], true), 0);
        let one = VisitHandle(uuid::Uuid::from_u128(2));
        assert_eq!(cancelled(missing(4, true), &[one], false), 1);
    }
}
