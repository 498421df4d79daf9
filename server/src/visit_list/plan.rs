//! Compares a list with what is stored: what is new, what changed and how, what is not on it.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use visits_domain::site::SiteCode;
use visits_domain::visit::{Slot, VisitHandle};

use super::Imported;
use crate::error::Error;
use crate::house::House;
use crate::import::{ListedVisit, Note, Parsed, Remark};
use crate::keys::hex;
use crate::privacy::erasure;
use crate::store::Write;
use crate::store::listed::{self, Known};
use crate::store::visits::Stored;

/// What a list does to a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It was not known.
    New,
    /// It is at another time or on another day.
    Moved,
    /// Something else changed: who comes, how it may go ahead.
    Changed,
    /// It was cancelled and goes ahead again.
    Back,
    /// It does not go ahead.
    Cancelled,
    /// It is not on the list of its day.
    Missing,
}

/// A visit that a list changes.
#[derive(Clone, Debug)]
pub struct Change {
    /// The visit.
    pub visit: VisitHandle,
    /// Its reference without separators.
    pub reference: String,
    /// What is done to it.
    pub kind: Kind,
    /// When it was. None for a new one.
    pub was: Option<Slot>,
    /// When it is.
    pub is: Slot,
    /// The surnames of the people on it.
    pub surnames: Vec<String>,
    /// Somebody has arrived for it.
    pub arrived: bool,
}

/// What is to be stored, and how it differs.
pub struct Plan {
    /// Counts and remarks.
    pub imported: Imported,
    /// To be stored.
    pub stored: Vec<Stored>,
    /// New, changed and cancelled visits.
    pub changes: Vec<Change>,
    /// Not on the list, though of its days.
    pub missing: Vec<Change>,
    /// Known visits that are on the list.
    pub on_the_list: Vec<VisitHandle>,
}

/// Compares a list with what is stored. `complete`: the days of which it is said to be all.
pub async fn compare(
    house: &House,
    tx: &mut Write,
    site: SiteCode,
    (parsed, complete): (Parsed, Option<RangeInclusive<NaiveDate>>),
) -> Result<Plan, Error> {
    let Parsed { mut report, mut booked, cancelled, mentioned, whole, mut remarks } = parsed;
    join_known_names(tx, site, &mut booked).await?;
    let handle = |reference: &str| handle_of(house, site, reference).to_string();
    let left_out = erasure::leave_out(house, tx, site, (&mut booked, handle)).await?;
    report.elsewhere += left_out.visits;
    if left_out.people > 0 {
        remarks.push(Remark::new(Note::ErasedLeftOut, left_out.people));
    }
    let references: Vec<String> =
        booked.iter().map(|v| v.reference.clone()).chain(cancelled.iter().cloned()).collect();
    let known = listed::known(tx, site, &references).await?;
    let today = house.clock.local().date();
    let days: HashSet<NaiveDate> = match complete {
        Some(days) => days.start().iter_days().take_while(|day| days.contains(day)).collect(),
        None if whole => booked.iter().map(|visit| visit.day).filter(|d| *d >= today).collect(),
        None => HashSet::new(),
    };
    report.cancelled += cancelled.len();
    let mut changes: Vec<Change> = cancelled
        .iter()
        .filter_map(|reference| known.get(reference))
        .filter(|known| !known.cancelled)
        .map(|known| unlisted(known, Kind::Cancelled))
        .collect();
    let mut stored = Vec::new();
    for visit in booked {
        let content = content_hash(&visit);
        let known = known.get(&visit.reference);
        if known.is_some_and(|known| known.content == content) {
            report.unchanged += 1;
            continue;
        }
        // A visit keeps its handle for good: kiosks may hold arrivals that are not sent yet.
        let handle = known.map_or_else(|| handle_of(house, site, &visit.reference), |k| k.handle);
        changes.push(change_of(handle, &visit, known));
        stored.push(Stored { handle, visit, content });
    }
    report.taken += stored.len();
    let mut missing = missing(tx, site, &days, &mentioned).await?;
    complete_changes(tx, site, &mut changes, &mut missing).await?;
    let on_the_list = known.into_values().map(|known| known.handle).collect();
    Ok(Plan {
        imported: Imported { id: Uuid::nil(), report, remarks },
        stored,
        changes,
        missing,
        on_the_list,
    })
}

fn change_of(visit: VisitHandle, listed: &ListedVisit, known: Option<&Known>) -> Change {
    let is = Slot { date: listed.day, start: listed.start, end: listed.end };
    let moved = |was: &Slot| (was.date, was.start) != (is.date, is.start);
    let kind = match known {
        None => Kind::New,
        Some(known) if known.cancelled => Kind::Back,
        Some(known) if moved(&known.slot) => Kind::Moved,
        Some(_) => Kind::Changed,
    };
    Change {
        visit,
        reference: listed.reference.clone(),
        kind,
        was: known.map(|known| known.slot),
        is,
        surnames: listed.visitors.iter().map(|visitor| visitor.last.clone()).collect(),
        arrived: false,
    }
}

/// A visit that is not on the list, or only as cancelled.
fn unlisted(known: &Known, kind: Kind) -> Change {
    Change {
        visit: known.handle,
        reference: known.reference.clone(),
        kind,
        was: Some(known.slot),
        is: known.slot,
        surnames: Vec::new(),
        arrived: false,
    }
}

async fn missing(
    tx: &mut Write,
    site: SiteCode,
    days: &HashSet<NaiveDate>,
    mentioned: &HashSet<String>,
) -> Result<Vec<Change>, Error> {
    let booked = listed::booked_on(tx, site, days).await?;
    let gone = booked.iter().filter(|known| !mentioned.contains(&known.reference));
    Ok(gone.map(|known| unlisted(known, Kind::Missing)).collect())
}

/// Who has arrived, and the names of those whom the list does not name.
async fn complete_changes(
    tx: &mut Write,
    site: SiteCode,
    changes: &mut [Change],
    missing: &mut [Change],
) -> Result<(), Error> {
    let all = || changes.iter().chain(missing.iter());
    let known: Vec<VisitHandle> = all().filter(|c| c.was.is_some()).map(|c| c.visit).collect();
    let arrived = listed::arrived(tx, site, &known).await?;
    let nameless: Vec<VisitHandle> =
        all().filter(|c| c.surnames.is_empty()).map(|c| c.visit).collect();
    let surnames = listed::surnames(tx, site, &nameless).await?;
    for change in changes.iter_mut().chain(missing) {
        change.arrived = arrived.contains(&change.visit);
        if let (true, Some(names)) = (change.surnames.is_empty(), surnames.get(&change.visit)) {
            change.surnames.clone_from(names);
        }
    }
    Ok(())
}

/// The same for a reference on every import, so that a server which was restored from an older
/// backup gives a visit the handle that kiosks know it by. Without the master key it tells
/// nothing: it goes out on cards.
fn handle_of(house: &House, site: SiteCode, reference: &str) -> VisitHandle {
    let parts = [site.as_str().as_bytes(), reference.as_bytes()];
    let derived = house.master.derive("visit-handle", &parts);
    let mut id = [0; 16];
    id.copy_from_slice(&derived[..16]);
    VisitHandle(uuid::Builder::from_random_bytes(id).into_uuid())
}

/// Search pages have ids without names: people who are on another list are joined from there.
async fn join_known_names(
    tx: &mut Write,
    site: SiteCode,
    booked: &mut [ListedVisit],
) -> Result<(), Error> {
    let nameless = booked.iter().flat_map(|v| &v.visitors).filter(|v| v.last.is_empty());
    let ids: Vec<String> = nameless.filter_map(|v| v.person.clone()).collect();
    let people = listed::people(tx, site, &ids).await?;
    for visitor in booked.iter_mut().flat_map(|v| &mut v.visitors) {
        let person = visitor.person.as_ref().and_then(|id| people.get(id));
        if let (true, Some(person)) = (visitor.last.is_empty(), person) {
            *visitor = person.clone();
        }
    }
    let nameless = booked.iter().filter(|visit| visit.prisoner_name.is_empty());
    let numbers: Vec<String> = nameless.map(|visit| visit.prisoner_number.clone()).collect();
    let names = listed::prisoner_names(tx, site, &numbers).await?;
    for visit in booked.iter_mut().filter(|visit| visit.prisoner_name.is_empty()) {
        if let Some(name) = names.get(&visit.prisoner_number) {
            visit.prisoner_name.clone_from(name);
        }
    }
    Ok(())
}

/// Equal for a visit that says the same, wherever it stands in the file.
fn content_hash(visit: &ListedVisit) -> String {
    let ListedVisit { row: _, reference, day, start, end, restriction, .. } = visit;
    let mut text = format!(
        "{reference}\n{day}\n{start}\n{end}\n{}\n{}\n{}\n{:?}",
        restriction.as_str(),
        visit.prisoner_number,
        visit.prisoner_name,
        visit.language,
    );
    for v in &visit.visitors {
        let _ = write!(text, "\n{:?}\n{}\n{}\n{:?}", v.person, v.first, v.last, v.born);
    }
    hex(&Sha256::digest(text.as_bytes()))
}
