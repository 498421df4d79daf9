//! Takes in what kiosks send: each record once, in whatever order and however often it comes.
//!
//! A batch is one transaction of few statements. A record that cannot be applied is kept for
//! staff and never holds up the next.

mod again;
mod judge;

use std::collections::HashMap;

use visits_domain::wire::{Happening, PlacesAct, Record, Records};

use crate::error::Error;
use crate::house::House;
use crate::store::kiosks::{self, Device, Mark};
use crate::store::records::{self, Gap, Held, number};
use crate::store::{Write, arrivals, feed, sites};
use crate::{help, places, waiting};

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
    batch: Records,
) -> Result<Option<Receipt>, Error> {
    let site = device.site()?;
    let now = house.clock.now();
    let kiosk = device.kiosk()?;
    let mut tx = house.db.write().await?;
    let Some(before) = kiosks::lock_mark(&mut tx, device).await? else { return Ok(None) };
    let Records { records: batch, after } = batch;
    let is_all = after == Some(before.acknowledged.unsigned_abs());
    let held = held(&mut tx, device, &batch, before).await?;
    let Sorted { fresh, conflicts } = sort(batch, &held);
    let conflict = !conflicts.is_empty();
    let sent_to = conflicts.first().map(number).or(fresh.iter().map(number).max());
    let complete_to = sent_to.filter(|_| is_all);
    let (mark, gaps) = advance(&mut tx, device, before, &fresh, complete_to).await?;
    let receipt = Receipt { acknowledged: mark.acknowledged.unsigned_abs(), conflict };
    if fresh.is_empty() && conflicts.is_empty() && mark == before {
        return Ok(Some(receipt));
    }
    records::settle_conflicts(&mut tx, device, &fresh).await?;
    records::add_gaps(&mut tx, device, &gaps, now).await?;
    let judge::Batch { came: mut read, places: of_places, help: of_help } = judge::read(fresh);
    let acts = in_turn(&mut tx, device, &of_places, (before, mark)).await?;
    if !acts.is_empty() {
        sites::lock(&mut tx, site).await?;
    }
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
    let mut judged = judge::judge(read, visits, &device.letters()?, now);
    judged.records.extend(of_places.into_iter().map(|(record, _)| (record, None)));
    help::take_in(house, &mut tx, (site, kiosk), &of_help, now).await?;
    judged.records.extend(of_help.into_iter().map(|(record, _)| (record, None)));
    records::add(&mut tx, device, &judged.records, now).await?;
    records::add_conflicts(&mut tx, device, &conflicts, now).await?;
    let new = arrivals::add(&mut tx, site, device.id(), &judged.observations).await?;
    kiosks::set_mark(&mut tx, device, mark).await?;
    // What is known already says nothing new; least of all what staff have taken back.
    let somebody_waits = judged.observations.iter().any(|seen| seen.arrival.first_visit);
    let news = judged.news.into_iter().filter(|(id, _)| new.contains(id));
    let mut notices: Vec<feed::Notice> = news.map(|(_, news)| news.into()).collect();
    if !acts.is_empty() {
        notices.extend(places::take_in(house, &mut tx, (site, kiosk), &acts).await?);
    }
    if somebody_waits {
        notices.push(waiting::notice(&mut tx, site, now).await?);
    }
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    let set_aside = judged.records.iter().filter(|(_, trouble)| trouble.is_some()).count();
    house.metrics.took_in(new.len(), set_aside);
    house.announce(site, counters);
    Ok(Some(receipt))
}

/// What is about places takes effect in the order of its numbers, when none below is missing: what
/// came now, and what had come before what was missing.
async fn in_turn(
    tx: &mut Write,
    device: &Device,
    fresh: &[(Record, PlacesAct)],
    (before, now): (Mark, Mark),
) -> Result<Vec<PlacesAct>, Error> {
    let due = fresh.iter().filter(|(record, _)| number(record) <= now.acknowledged);
    let mut due: Vec<(i64, String, PlacesAct)> =
        due.map(|(record, act)| (number(record), record.id.to_string(), act.clone())).collect();
    if before.highest > before.acknowledged {
        let kept = records::between(tx, device, (before.acknowledged, now.acknowledged)).await?;
        due.extend(kept.into_iter().filter_map(|(number, id, body)| {
            match serde_json::from_str(&body).ok()? {
                Happening::Places(act) => Some((number, id, act)),
                Happening::Arrived(_) | Happening::Joined(_) | Happening::Help(_) => None,
            }
        }));
    }
    due.sort_by_key(|(number, ..)| *number);
    // A disk that is a copy of another sends what it has under new numbers. Of all acts only a
    // change would count twice.
    if due.iter().any(|(.., act)| matches!(act, PlacesAct::Changed(_))) {
        let mut known = records::ids_to(tx, device, before.acknowledged).await?;
        due.retain(|(_, id, _)| known.insert(id.clone()));
    }
    Ok(due.into_iter().map(|(.., act)| act).collect())
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

/// Pure: what is new, what came again, and what came again as something else. What follows that is
/// left for another time: a disk that is a copy of another learns from the mark that its numbers
/// were used, and the mark must not go on to a record of its own.
fn sort(mut batch: Vec<Record>, held: &HashMap<i64, Held>) -> Sorted {
    batch.sort_by_key(number);
    let mut sorted = Sorted { fresh: Vec::with_capacity(batch.len()), conflicts: Vec::new() };
    let mut in_batch: HashMap<i64, Vec<u8>> = HashMap::with_capacity(batch.len());
    for record in batch {
        let number = number(&record);
        let before = in_batch.get(&number).or_else(|| held.get(&number).map(|held| &held.hash));
        let damaged = held.get(&number).is_some_and(|held| held.damaged);
        let same = before.is_some_and(|hash| *hash == record.hash.0);
        let mends = damaged && record.is_whole() && !in_batch.contains_key(&number);
        if before.is_none() && !sorted.conflicts.is_empty() {
            continue;
        }
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
    complete_to: Option<i64>,
) -> Result<(Mark, Vec<Gap>), Error> {
    let mut numbers: Vec<i64> = fresh.iter().map(number).collect();
    if mark.highest > mark.acknowledged {
        numbers.extend(records::numbers_above(tx, device, mark.acknowledged).await?);
    }
    numbers.sort_unstable();
    let gaps = gaps(mark.acknowledged, &numbers, complete_to.unwrap_or(0));
    Ok((past(mark, &numbers, &gaps), gaps))
}

/// Pure: what is missing among numbers in order, above a mark and up to the number to which the
/// device has sent all it has.
fn gaps(mark: i64, numbers: &[i64], complete_to: i64) -> Vec<Gap> {
    let mut before = mark;
    let mut gaps = Vec::new();
    for number in numbers.iter().copied().take_while(|number| *number <= complete_to) {
        if number > before + 1 {
            gaps.push((before + 1, number - 1));
        }
        before = before.max(number);
    }
    gaps
}

/// Pure: the mark moved over numbers in order, as far as there is no gap but those that are known
/// to stay.
fn past(mark: Mark, numbers: &[i64], gaps: &[Gap]) -> Mark {
    let mut acknowledged = mark.acknowledged;
    for number in numbers {
        let is_next = *number == acknowledged + 1;
        if is_next || gaps.contains(&(acknowledged + 1, *number - 1)) {
            acknowledged = *number;
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
        let mark = past(Mark { acknowledged: 2, highest: 2 }, &[3, 4, 6, 7], &[]);
        assert_eq!(mark, Mark { acknowledged: 4, highest: 7 });
        assert_eq!(past(mark, &[5, 6, 7], &[]), Mark { acknowledged: 7, highest: 7 });
        assert_eq!(past(mark, &[], &[]), mark);
    }

    #[test]
    fn what_the_device_has_no_more_is_not_waited_for() {
        let mark = Mark { acknowledged: 2, highest: 9 };
        let numbers = [5, 6, 8, 9, 12];
        assert_eq!(gaps(2, &numbers, 8), [(3, 4), (7, 7)]);
        assert_eq!(past(mark, &numbers, &gaps(2, &numbers, 8)).acknowledged, 9);
        assert_eq!(gaps(2, &numbers, 0), []);
    }

    #[test]
    fn the_same_again_is_nothing_and_something_else_is_a_conflict() {
        let held = HashMap::from([(1, Held { hash: record(1, "a").hash.0, damaged: false })]);
        let sorted_of = |batch| {
            let Sorted { fresh, conflicts } = sort(batch, &held);
            let numbers = |records: Vec<Record>| records.iter().map(|r| r.seq).collect::<Vec<_>>();
            (numbers(fresh), numbers(conflicts))
        };
        let again = vec![record(1, "a"), record(2, "c"), record(2, "c")];
        assert_eq!(sorted_of(again), (vec![2], vec![]));
        let other = vec![record(2, "c"), record(1, "a"), record(1, "b")];
        assert_eq!(sorted_of(other), (vec![], vec![1]), "what follows comes again");
    }
}
