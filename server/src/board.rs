//! The Today board: what staff see of a day. Pure.

use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDateTime, NaiveTime};
use uuid::Uuid;
use visits_domain::arrival::{ArrivalNumber, Language, Need};
use visits_domain::person::{BirthDate, Surname};
use visits_domain::visit::{Timing, VisitHandle};

use crate::clock::{local, moment};
use crate::import::Restriction;
use crate::store::arrivals::Seen;
use crate::store::sites::Settings;
use crate::store::visits::{Visit, Visitor};

/// How far a party has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Not here yet.
    Expected,
    /// Not here, and check-in has closed.
    Late,
    /// Has a number.
    Arrived,
    /// The ID of every adult who is here was seen.
    IdSeen,
    /// Its number was called.
    Called,
    /// Here, but the visit was cancelled.
    Cancelled,
}

/// An adult on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adult {
    /// For addresses.
    pub id: Uuid,
    /// `SHAW Jeanette`; empty when the list has no name.
    pub name: String,
    /// A member of staff saw the ID.
    pub seen: bool,
}

/// One visit.
#[derive(Clone, Debug)]
pub struct Row {
    /// The visit.
    pub visit: VisitHandle,
    /// Its numbers, the earliest first.
    pub numbers: Vec<String>,
    /// Adults on the list.
    pub adults: Vec<Adult>,
    /// Children on the list.
    pub children: usize,
    /// As it is written down.
    pub reference: String,
    /// How many are here; none have come when there is no number.
    pub here: usize,
    /// How many are on the list.
    pub listed: usize,
    /// How far it has come.
    pub state: State,
    /// Restricted, or something is missing on the list.
    pub desk: bool,
    /// They said that it is their first visit.
    pub first_visit: bool,
    /// What they asked for.
    pub needs: Vec<Need>,
    /// The language on the kiosk, when it was not English.
    pub language: Option<Language>,
    /// When they came.
    pub since: Option<NaiveTime>,
    sort_name: String,
    since_micros: i64,
    first_number: Option<ArrivalNumber>,
}

/// How many visits have come how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// On the list.
    pub expected: usize,
    /// With a number.
    pub arrived: usize,
    /// With the ID of every adult seen.
    pub id_seen: usize,
    /// Called.
    pub called: usize,
    /// Not here and late.
    pub late: usize,
    /// For the first time.
    pub first: usize,
}

/// What a board is made of.
pub struct Day<'a> {
    /// The visits of the day, cancelled ones too.
    pub visits: &'a [Visit],
    /// Its arrivals, earliest first.
    pub arrivals: &'a [Seen],
    /// Who was called.
    pub called: &'a [VisitHandle],
    /// The site's rules.
    pub settings: &'a Settings,
    /// Local.
    pub now: NaiveDateTime,
}

/// The starts of the day's sessions.
pub fn sessions(visits: &[Visit]) -> Vec<NaiveTime> {
    let starts: BTreeSet<NaiveTime> =
        visits.iter().filter(|visit| !visit.cancelled).map(|visit| visit.slot.start).collect();
    starts.into_iter().collect()
}

/// The session that staff look at now: the first that is not over.
pub fn current_session(visits: &[Visit], now: NaiveDateTime) -> Option<NaiveTime> {
    let running = visits.iter().filter(|visit| !visit.cancelled);
    let open = running.clone().filter(|visit| visit.slot.date.and_time(visit.slot.end) > now);
    open.map(|visit| visit.slot.start).min().or_else(|| running.map(|visit| visit.slot.start).max())
}

/// The rows: who is here in the order of coming, then who is expected by name.
pub fn rows(day: &Day<'_>) -> Vec<Row> {
    let mut arrivals: HashMap<VisitHandle, Vec<&Seen>> = HashMap::new();
    for seen in day.arrivals {
        arrivals.entry(seen.visit).or_default().push(seen);
    }
    let mut rows: Vec<Row> = day
        .visits
        .iter()
        .filter_map(|visit| {
            let seen = arrivals.get(&visit.handle).map_or(&[][..], Vec::as_slice);
            (!visit.cancelled || !seen.is_empty()).then(|| row(day, visit, seen))
        })
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &Row| (row.since_micros, row.first_number);
        (key(a), &a.sort_name, a.visit).cmp(&(key(b), &b.sort_name, b.visit))
    });
    rows
}

fn row(day: &Day<'_>, visit: &Visit, seen: &[&Seen]) -> Row {
    let is_adult = |v: &Visitor| {
        v.born.is_none_or(|born| {
            BirthDate::from(born).age_on(visit.slot.date) >= day.settings.adult_age
        })
    };
    let adults: Vec<Adult> = visit.visitors.iter().filter(|v| is_adult(v)).map(adult).collect();
    let first = seen.iter().find(|seen| !seen.joined).or(seen.first());
    Row {
        visit: visit.handle,
        numbers: numbers(seen),
        children: visit.visitors.len() - adults.len(),
        reference: written(visit, day.settings),
        here: people_here(seen, visit.visitors.len()),
        listed: visit.visitors.len(),
        state: state(day, visit, &adults, seen),
        desk: visit.restriction != Restriction::Open
            || adults.is_empty()
            || visit.visitors.iter().any(|v| v.last.is_empty() || v.born.is_none()),
        first_visit: seen.iter().any(|seen| seen.first_visit),
        needs: needs(seen),
        language: seen
            .iter()
            .map(|s| s.language)
            .chain(visit.language)
            .find(|l| *l != Language::En),
        since: first.map(|seen| local(moment(seen.at)).time()),
        sort_name: sort_name(visit),
        since_micros: first.map_or(i64::MAX, |seen| seen.at),
        first_number: first.map(|seen| seen.number),
        adults,
    }
}

fn adult(visitor: &Visitor) -> Adult {
    let name = format!("{} {}", visitor.last.to_uppercase(), visitor.first);
    Adult { id: visitor.id, name: name.trim().to_owned(), seen: visitor.id_seen.is_some() }
}

fn numbers(seen: &[&Seen]) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    let (joined, given): (Vec<&&Seen>, Vec<&&Seen>) = seen.iter().partition(|seen| seen.joined);
    for seen in given.into_iter().chain(joined) {
        let number = seen.number.to_string();
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// One family that checked in at two kiosks must not count double; more people than are listed
/// at one kiosk must be seen.
fn people_here(seen: &[&Seen], listed: usize) -> usize {
    let count = |seen: &&Seen| usize::from(seen.party.adults) + usize::from(seen.party.children);
    let all: usize = seen.iter().map(count).sum();
    let given: Vec<usize> = seen.iter().filter(|seen| !seen.joined).map(count).collect();
    if given.len() > 1 {
        let most = given.iter().copied().max().unwrap_or(0);
        all.min(listed.max(most))
    } else {
        all
    }
}

fn adults_here(seen: &[&Seen], listed: usize) -> usize {
    let here: usize = seen.iter().map(|seen| usize::from(seen.party.adults)).sum();
    here.clamp(1, listed.max(1))
}

fn state(day: &Day<'_>, visit: &Visit, adults: &[Adult], seen: &[&Seen]) -> State {
    let ticked = adults.iter().filter(|adult| adult.seen).count();
    if visit.cancelled {
        State::Cancelled
    } else if day.called.contains(&visit.handle) {
        State::Called
    } else if seen.is_empty() {
        match day.settings.window.timing(&visit.slot, day.now) {
            Timing::Late | Timing::Over => State::Late,
            Timing::AnotherDay | Timing::Early(_) | Timing::InWindow => State::Expected,
        }
    } else if !adults.is_empty() && ticked >= adults_here(seen, adults.len()) {
        State::IdSeen
    } else {
        State::Arrived
    }
}

fn needs(seen: &[&Seen]) -> Vec<Need> {
    let needs: BTreeSet<Need> = seen.iter().flat_map(|seen| seen.needs.iter().copied()).collect();
    needs.into_iter().collect()
}

fn written(visit: &Visit, settings: &Settings) -> String {
    let group = settings.reference.group.max(1);
    let chars: Vec<char> = visit.reference.chars().collect();
    let groups: Vec<String> = chars.chunks(group).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

fn sort_name(visit: &Visit) -> String {
    visit.visitors.first().map(|v| folded(&v.last)).unwrap_or_default()
}

fn folded(name: &str) -> String {
    Surname::parse(name).map(|name| name.folded().to_owned()).unwrap_or_default()
}

/// Counts rows by how far they have come.
pub fn counts(rows: &[Row]) -> Counts {
    let at_least = |state| {
        rows.iter().filter(|row| row.state >= state && row.state != State::Cancelled).count()
    };
    Counts {
        expected: rows.iter().filter(|row| row.state != State::Cancelled).count(),
        arrived: rows.iter().filter(|row| !row.numbers.is_empty()).count(),
        id_seen: at_least(State::IdSeen),
        called: at_least(State::Called),
        late: rows.iter().filter(|row| row.state == State::Late).count(),
        first: rows.iter().filter(|row| row.first_visit).count(),
    }
}

/// The rows of people whose surname begins with what was typed.
pub fn of_name(rows: Vec<Row>, visits: &[Visit], typed: &str) -> Vec<Row> {
    let wanted = folded(typed);
    if wanted.is_empty() {
        return rows;
    }
    let matching: std::collections::HashSet<VisitHandle> = visits
        .iter()
        .filter(|visit| visit.visitors.iter().any(|v| folded(&v.last).starts_with(&wanted)))
        .map(|visit| visit.handle)
        .collect();
    rows.into_iter().filter(|row| matching.contains(&row.visit)).collect()
}

/// The next to be called: ID seen, in the order of coming.
pub fn next_to_call(rows: &[Row], count: usize) -> Vec<VisitHandle> {
    let ready = rows.iter().filter(|row| row.state == State::IdSeen);
    ready.take(count).map(|row| row.visit).collect()
}
