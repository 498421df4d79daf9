//! Which cards a visit list asks for. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, TimeDelta};
use visits_domain::arrival::Route;
use visits_domain::card::{Card, CardVisit};
use visits_domain::credential::Credential;
use visits_domain::person::{BirthDate, Surname};
use visits_domain::reference::VisitReference;
use visits_domain::visit::VisitHandle;

use crate::import::Restriction;
use crate::store::sites::Settings;
use crate::store::visits::{Visit, Visitor};

/// A card that should exist.
pub struct Wanted {
    /// What opens it.
    pub credential: Credential,
    /// Its day.
    pub date: NaiveDate,
    /// What is inside.
    pub card: Card,
}

/// Everybody who presents one credential on one day.
#[derive(Default)]
struct Holders {
    by_person: BTreeMap<String, BTreeSet<VisitHandle>>,
    visits: HashMap<VisitHandle, CardVisit>,
}

/// The cards by day, today first.
pub fn wanted(
    visits: &[Visit],
    settings: &Settings,
    today: NaiveDate,
) -> Vec<(NaiveDate, Vec<Wanted>)> {
    let last_by_name = today + TimeDelta::days(settings.name_days.into());
    let mut days: BTreeMap<NaiveDate, HashMap<Vec<u8>, (Credential, Holders)>> = BTreeMap::new();
    // What staff wrote down by hand is here already: it needs no card.
    for visit in visits.iter().filter(|visit| !visit.cancelled && !visit.by_hand) {
        let date = visit.slot.date;
        let by_name = settings.by_name && date <= last_by_name;
        let card = card_visit(visit, settings);
        for visitor in adults(visit, settings) {
            let credentials = credentials(visit, visitor, settings);
            for credential in credentials.filter(|c| by_name || c.route() == Route::Reference) {
                let day = days.entry(date).or_default();
                let (_, holders) = day
                    .entry(credential.canonical().to_vec())
                    .or_insert_with(|| (credential, Holders::default()));
                holders.by_person.entry(visitor.who.clone()).or_default().insert(visit.handle);
                holders.visits.insert(visit.handle, card.clone());
            }
        }
    }
    days.into_iter()
        .map(|(date, day)| (date, day.into_values().map(|h| of(date, h)).collect()))
        .collect()
}

fn of(date: NaiveDate, (credential, holders): (Credential, Holders)) -> Wanted {
    let card = Card::new(holders.visits.into_values().collect(), are_ambiguous(&holders.by_person));
    Wanted { credential, date, card }
}

/// Twins on one visit share a surname and a birthday, and the visit: nothing is doubtful. Two
/// people with different visits are.
fn are_ambiguous(by_person: &BTreeMap<String, BTreeSet<VisitHandle>>) -> bool {
    let mut sets = by_person.values();
    let first = sets.next();
    sets.any(|set| Some(set) != first)
}

fn is_adult(visitor: &Visitor, visit: &Visit, settings: &Settings) -> bool {
    // Somebody of unknown age counts as an adult: ID may be asked for.
    visitor
        .born
        .is_none_or(|born| BirthDate::from(born).age_on(visit.slot.date) >= settings.adult_age)
}

fn adults<'a>(visit: &'a Visit, settings: &'a Settings) -> impl Iterator<Item = &'a Visitor> {
    visit.visitors.iter().filter(|v| v.born.is_some() && is_adult(v, visit, settings))
}

fn credentials(
    visit: &Visit,
    visitor: &Visitor,
    settings: &Settings,
) -> impl Iterator<Item = Credential> + use<> {
    let born = visitor.born.map(BirthDate::from);
    let reference = VisitReference::parse(&visit.reference, &settings.reference).ok();
    let surname = Surname::parse(&visitor.last).ok();
    let by_reference = reference.zip(born).map(|(r, b)| Credential::Reference(r, b));
    let by_name = surname.zip(born).map(|(s, b)| Credential::Name(s, b));
    by_reference.into_iter().chain(by_name)
}

fn card_visit(visit: &Visit, settings: &Settings) -> CardVisit {
    let count = |adult: bool| {
        let people = visit.visitors.iter().filter(|v| is_adult(v, visit, settings) == adult);
        u8::try_from(people.count()).unwrap_or(u8::MAX)
    };
    CardVisit {
        visit: visit.handle,
        start: visit.slot.start,
        end: visit.slot.end,
        adults: count(true),
        children: count(false),
        desk: visit.restriction != Restriction::Open || is_incomplete(visit),
        language: visit.language,
    }
}

/// Something is missing that the desk must ask for.
fn is_incomplete(visit: &Visit) -> bool {
    let missing = |v: &Visitor| v.last.is_empty() || v.born.is_none();
    visit.visitors.is_empty() || visit.visitors.iter().any(missing)
}
