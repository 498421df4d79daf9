//! Takes in what kiosks send: each record once, in whatever order and however often it comes.
//!
//! A batch is one transaction of few statements. A record that cannot be applied is kept for
//! staff and never holds up the next.

mod again;
mod judge;

use std::collections::HashMap;

use visits_domain::wire::Record;

use crate::error::Error;
use crate::house::House;
use crate::store::kiosks::{self, Device, Mark};
use crate::store::records::{self, Held, number};
use crate::store::{Write, arrivals, feed, sites};

pub use again::judge_again;
pub use judge::{NUMBER_UNDONE, OTHER_DAY, OTHER_LETTER, UNKNOWN_VISIT};

/// What became of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The highest number without a gap below it.
    pub acknowledged: u64,
    /// A number was used again for other content. It was kept for staff.
    pub conflict: bool,
}

/// Takes in a batch. None: the kiosk was revoked meanwhile.
pub async fn receive(
    house: &House,
    device: &Device,
    batch: Vec<Record>,
) -> Result<Option<Receipt>, Error> {
    let site = device.site()?;
    let now = house.clock.now();
    let mut tx = house.db.write().await?;
    let Some(mark) = kiosks::lock_mark(&mut tx, device).await? else { return Ok(None) };
    let held = held(&mut tx, device, &batch, mark).await?;
    let Sorted { fresh, conflicts } = sort(batch, &held);
    let (mark, conflict) = (advance(&mut tx, device, mark, &fresh).await?, !conflicts.is_empty());
    let receipt = Receipt { acknowledged: mark.acknowledged.unsigned_abs(), conflict };
    if fresh.is_empty() && conflicts.is_empty() {
        return Ok(Some(receipt));
    }
    let mut read = judge::read(fresh);
    let fates = arrivals::fates(&mut tx, site, &judge::joined_numbers(&read)).await?;
    judge::follow(&mut read, &fates);
    let handles = judge::handles(&read);
    let mut visits = arrivals::known_visits(&mut tx, site, &handles).await?;
    if judge::is_doubtful(&read, &visits) {
        // An import that began before would not see these records when it judges again: wait for
        // it, and look once more.
        sites::lock(&mut tx, site).await?;
        visits = arrivals::known_visits(&mut tx, site, &handles).await?;
    }
    let judged = judge::judge(read, visits, device.letter()?, now);
    records::add(&mut tx, device, &judged.records, now).await?;
    records::add_conflicts(&mut tx, device, &conflicts, now).await?;
    let new = arrivals::add(&mut tx, site, device.id(), &judged.observations).await?;
    kiosks::set_mark(&mut tx, device, mark).await?;
    // What is known already says nothing new; least of all what staff have taken back.
    let news = judged.news.into_iter().filter(|(id, _)| new.contains(id));
    let notices = news.map(|(_, news)| news.into()).collect();
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(Some(receipt))
}

/// What is stored under the numbers of a batch. A batch that goes on where the last one ended
/// asks nothing.
async fn held(
    tx: &mut Write,
    device: &Device,
    batch: &[Record],
    mark: Mark,
) -> Result<HashMap<i64, Held>, Error> {
    let numbers = || batch.iter().map(number);
    match (numbers().min(), numbers().max()) {
        (Some(from), Some(to)) if from <= mark.highest => {
            records::held(tx, device, (from, to)).await
        }
        _ => Ok(HashMap::new()),
    }
}

struct Sorted {
    fresh: Vec<Record>,
    conflicts: Vec<Record>,
}

/// Pure: what is new, what came again, and what came again as something else.
fn sort(batch: Vec<Record>, held: &HashMap<i64, Held>) -> Sorted {
    let mut sorted = Sorted { fresh: Vec::with_capacity(batch.len()), conflicts: Vec::new() };
    let mut in_batch: HashMap<i64, Vec<u8>> = HashMap::with_capacity(batch.len());
    for record in batch {
        let number = number(&record);
        let before = in_batch.get(&number).or_else(|| held.get(&number).map(|held| &held.hash));
        let damaged = held.get(&number).is_some_and(|held| held.damaged);
        let same = before.is_some_and(|hash| *hash == record.hash.0);
        let mends = damaged && record.is_whole() && !in_batch.contains_key(&number);
        if before.is_none() || mends {
            in_batch.insert(number, record.hash.0.clone());
            sorted.fresh.push(record);
        } else if !same {
            sorted.conflicts.push(record);
        }
    }
    sorted
}

/// Where the mark stands after these records.
async fn advance(
    tx: &mut Write,
    device: &Device,
    mark: Mark,
    fresh: &[Record],
) -> Result<Mark, Error> {
    let mut numbers: Vec<i64> = fresh.iter().map(number).collect();
    if mark.highest > mark.acknowledged {
        numbers.extend(records::numbers_above(tx, device, mark.acknowledged).await?);
    }
    numbers.sort_unstable();
    Ok(past(mark, &numbers))
}

/// Pure: the mark moved over numbers in order, as far as there is no gap.
fn past(mark: Mark, numbers: &[i64]) -> Mark {
    let mut acknowledged = mark.acknowledged;
    for number in numbers {
        if *number == acknowledged + 1 {
            acknowledged += 1;
        }
    }
    let highest = numbers.last().map_or(mark.highest, |last| mark.highest.max(*last));
    Mark { acknowledged, highest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::value::RawValue;
    use uuid::Uuid;

    fn record(seq: u64, text: &str) -> Record {
        let body = RawValue::from_string(format!("\"{text}\"")).expect("JSON");
        Record::new(seq, Uuid::from_u128(seq.into()), Uuid::from_u128(1), body)
    }

    #[test]
    fn the_mark_stops_at_the_first_gap_and_goes_on_when_it_is_filled() {
        let mark = past(Mark { acknowledged: 2, highest: 2 }, &[3, 4, 6, 7]);
        assert_eq!(mark, Mark { acknowledged: 4, highest: 7 });
        assert_eq!(past(mark, &[5, 6, 7]), Mark { acknowledged: 7, highest: 7 });
        assert_eq!(past(mark, &[]), mark);
    }

    #[test]
    fn the_same_again_is_nothing_and_something_else_is_a_conflict() {
        let held = HashMap::from([(1, Held { hash: record(1, "a").hash.0, damaged: false })]);
        let batch = vec![record(1, "a"), record(1, "b"), record(2, "c"), record(2, "c")];
        let sorted = sort(batch, &held);
        assert_eq!(sorted.fresh.iter().map(|r| r.seq).collect::<Vec<_>>(), [2]);
        assert_eq!(sorted.conflicts.iter().map(|r| r.seq).collect::<Vec<_>>(), [1]);
    }
}
