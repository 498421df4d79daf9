//! Erases a person, unless a hold keeps them, and sees to it that an old list does not bring them
//! back.
//!
//! Past visits lose the person; a past visit with nobody left goes with all that hangs on it. From
//! visits today and later the person is taken off too, and their cards are withdrawn from kiosks,
//! but the next list brings them back: the prison still expects them.

use std::collections::HashMap;

use chrono::NaiveDate;
use visits_domain::site::SiteCode;

use super::bookings::{self, Whose};
use super::subjects::{self, Search, Subject, is_certain, name_key};
use crate::audit::{self, Noted};
use crate::clock::day_bounds;
use crate::error::Error;
use crate::house::House;
use crate::import::{ListedVisit, ListedVisitor};
use crate::keys::hex;
use crate::places;
use crate::sealer;
use crate::store::holds::{self, Hold};
use crate::store::subjects::{self as rows, Listed};
use crate::store::{Write, erasures, retention, sites};

/// What became of it.
pub enum Erased {
    /// The person is gone: from so many past visits, and from so many to come.
    Gone {
        /// Before today.
        past: usize,
        /// Today and later: lists bring these back.
        coming: usize,
    },
    /// A hold keeps the person. Nothing was changed.
    OnHold(Box<Hold>),
    /// Nobody is found any more.
    Nobody,
}

/// Erases one of those who are found.
pub async fn erase(
    house: &House,
    site: SiteCode,
    by: &str,
    (search, id): (&Search, &str),
) -> Result<Erased, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let Some(subject) = subjects::find_one(house, tx.conn(), site, (search, id)).await? else {
        return Ok(Erased::Nobody);
    };
    if let Some(hold) = holds::on(&mut tx, site, &subject.keys()).await?.into_iter().next() {
        let noted = (by, Noted::ErasureRefused);
        audit::note(house, &mut tx, site, noted, hold.id.as_str()).await?;
        house.commit_and_tell(tx, site).await?;
        return Ok(Erased::OnHold(Box::new(hold)));
    }
    let erased = take_away(house, &mut tx, site, &subject).await?;
    let theirs = Whose::of_subject(&subject);
    let theirs = bookings::find(house, tx.conn(), site, &theirs).await?;
    let notices = bookings::erase(house, &mut tx, site, &theirs).await?;
    bookings::forget_places(house, &mut tx, site, &subject).await?;
    audit::note(house, &mut tx, site, (by, Noted::PersonErased), subject.id).await?;
    places::publish(house, tx, site, notices).await?;
    house.db.settle().await;
    sealer::reseal(house, site).await?;
    Ok(erased)
}

async fn take_away(
    house: &House,
    tx: &mut Write,
    site: SiteCode,
    subject: &Subject,
) -> Result<Erased, Error> {
    let (now, today) = (house.clock.now(), house.clock.local().date());
    let is_past = |one: &&Listed| rows::day(&one.day).is_none_or(|day| day < today);
    let (past, coming): (Vec<_>, Vec<_>) = subject.listed.iter().partition(is_past);
    rows::take_off(tx, site, &past).await?;
    rows::take_off(tx, site, &coming).await?;
    let past_visits: Vec<String> = past.iter().map(|one| one.visit.clone()).collect();
    let coming_visits: Vec<String> = coming.iter().map(|one| one.visit.clone()).collect();
    rows::forget_what_they_said(tx, site, &past_visits).await?;
    let alone = rows::empty(tx, site, &past_visits).await?;
    forget_asks(tx, site, &alone).await?;
    retention::delete_visits(tx, site, &alone).await?;
    rows::let_come_back(tx, site, &coming_visits).await?;
    rows::forget_fetched(tx, site, &subject.person_ids()).await?;
    erasures::add(tx, site, &marks(house, site, subject), (today, now)).await?;
    // Their cards must go from the kiosks.
    sites::must_seal(tx, site).await?;
    Ok(Erased::Gone { past: past.len(), coming: coming.len() })
}

/// Requests for a person that were made under the numbers of these visits.
async fn forget_asks(tx: &mut Write, site: SiteCode, visits: &[String]) -> Result<(), Error> {
    for arrival in rows::arrivals(tx.conn(), site, visits).await? {
        let Some(day) = rows::day(&arrival.day) else { continue };
        rows::delete_asks(tx, site, &arrival.number, day_bounds(day)).await?;
    }
    Ok(())
}

/// Erases a booking that was found by the same search, unless a hold keeps whoever is found by it.
pub async fn erase_booking(
    house: &House,
    site: SiteCode,
    by: &str,
    (search, booking): (&Search, &str),
) -> Result<Erased, Error> {
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    for subject in subjects::find(house, tx.conn(), site, search).await? {
        if let Some(hold) = holds::on(&mut tx, site, &subject.keys()).await?.into_iter().next() {
            return Ok(Erased::OnHold(Box::new(hold)));
        }
    }
    let whose: Vec<Whose> = Whose::of_search(search).into_iter().collect();
    let mut found = bookings::find(house, tx.conn(), site, &whose).await?;
    found.retain(|one| one.row.id.to_string() == booking);
    if found.is_empty() {
        return Ok(Erased::Nobody);
    }
    let notices = bookings::erase(house, &mut tx, site, &found).await?;
    audit::note(house, &mut tx, site, (by, Noted::BookingErased), booking).await?;
    places::publish(house, tx, site, notices).await?;
    house.db.settle().await;
    Ok(Erased::Gone { past: 0, coming: 1 })
}

// --- Old lists ---------------------------------------------------------------------------------

fn mark(house: &House, site: SiteCode, key: &str) -> String {
    let parts = [site.as_str().as_bytes(), key.as_bytes()];
    hex(&house.master.derive("erased", &parts)[..20])
}

/// Under an id a person is known by the id alone; a list without ids may name them all the same.
/// Without an id they are known by name and birth.
fn marks(house: &House, site: SiteCode, subject: &Subject) -> Vec<String> {
    let has_id = !subject.person_ids().is_empty();
    let mut keys = Vec::new();
    for one in &subject.listed {
        if one.person.is_some() {
            keys.push(one.who.clone());
        } else if !is_certain(one) {
            keys.push(format!("{}|{}", one.visit, one.who));
        }
        if let Some(born) = one.born.as_deref().and_then(rows::day) {
            let name = name_key(&one.first_name, &one.last_name, born);
            keys.push(if has_id { format!("without id|{name}") } else { name });
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys.iter().map(|key| mark(house, site, key)).collect()
}

/// The marks that a visitor of a list would have, had they been erased.
fn marks_of_listed(
    house: &House,
    site: SiteCode,
    (visit, place, visitor): (&str, usize, &ListedVisitor),
) -> Vec<String> {
    let who = visitor.who(place);
    let mut keys = vec![format!("{visit}|{who}"), who];
    if let Some(born) = visitor.born {
        let name = name_key(&visitor.first, &visitor.last, born);
        if visitor.person.is_none() {
            keys.push(format!("without id|{name}"));
        }
        keys.push(name);
    }
    keys.iter().map(|key| mark(house, site, key)).collect()
}

/// What was left out of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// People who were erased, on past visits.
    pub people: usize,
    /// Visits with nobody left on them.
    pub visits: usize,
}

/// Leaves people who were erased out of the past days of a list. `handle` is that of a reference.
pub async fn leave_out(
    house: &House,
    tx: &mut Write,
    site: SiteCode,
    (booked, handle): (&mut Vec<ListedVisit>, impl Fn(&str) -> String),
) -> Result<LeftOut, Error> {
    let today = house.clock.local().date();
    let mut left = LeftOut::default();
    if !booked.iter().any(|visit| visit.day < today) {
        return Ok(left);
    }
    let erased = erasures::all(tx, site).await?;
    if erased.is_empty() {
        return Ok(left);
    }
    booked.retain_mut(|visit| {
        let (day, name) = (visit.day, handle(&visit.reference));
        let people = visit.visitors.len();
        let mut place = 0;
        visit.visitors.retain(|visitor| {
            let marks = marks_of_listed(house, site, (&name, place, visitor));
            place += 1;
            !is_erased(&erased, &marks, day)
        });
        left.people += people - visit.visitors.len();
        let stays = people == 0 || !visit.visitors.is_empty();
        left.visits += usize::from(!stays);
        stays
    });
    Ok(left)
}

fn is_erased(erased: &HashMap<String, NaiveDate>, marks: &[String], day: NaiveDate) -> bool {
    marks.iter().any(|mark| erased.get(mark).is_some_and(|before| day < *before))
}
