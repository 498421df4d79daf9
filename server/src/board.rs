//! The Today board: what staff see of a day. Pure.

mod search;
mod state;

use std::collections::{BTreeSet, HashMap};

use chrono::{NaiveDateTime, NaiveTime};
use uuid::Uuid;
use visits_domain::arrival::{ArrivalNumber, Language, Need};
use visits_domain::person::BirthDate;
use visits_domain::visit::{Slot, VisitHandle};

use crate::clock::{local, moment};
use crate::import::Restriction;
use crate::outcome::{Attendance, Outcome};
use crate::store::arrivals::Seen;
use crate::store::progress::Progress;
use crate::store::sites::Settings;
use crate::store::visits::{Visit, Visitor};

pub use search::{of_name, sort_name};
pub use state::{State, ids_are_seen};

/// Somebody on the list, or added to it by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// For forms.
    pub id: Uuid,
    /// `SHAW Jeanette`; empty when the list has no name.
    pub name: String,
    /// Shows ID. Somebody of unknown age counts as an adult.
    pub adult: bool,
    /// A member of staff saw the ID today.
    pub seen: bool,
    /// Whether they were there, where a member of staff has said so.
    pub attendance: Option<Attendance>,
    /// On no list.
    pub by_hand: bool,
}

/// One visit.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of a visit, each independent of the others"
)]
pub struct Row {
    /// The visit.
    pub visit: VisitHandle,
    /// When it is.
    pub slot: Slot,
    /// Its numbers, the earliest first.
    pub numbers: Vec<String>,
    /// Numbers that were merged into those.
    pub also: Vec<String>,
    /// Who is on it.
    pub people: Vec<Person>,
    /// As it is written down; empty for a visit that is on no list.
    pub reference: String,
    /// On no list.
    pub by_hand: bool,
    /// How many are here; none have come when there is no number.
    pub here: usize,
    /// How many of them are adults, as they said at the kiosk or the desk counted.
    pub adults_here: usize,
    /// How many of them are children.
    pub children_here: usize,
    /// How many are on the list.
    pub listed: usize,
    /// How far it has come.
    pub state: State,
    /// They came after check-in had closed.
    pub came_late: bool,
    /// Restricted, or something is missing on the list.
    pub desk: bool,
    /// The visit was cancelled, or its session was.
    pub cancelled: bool,
    /// The list has moved it to another day since they came.
    pub moved: bool,
    /// They said that it is their first visit.
    pub first_visit: bool,
    /// What they asked for.
    pub needs: Vec<Need>,
    /// The language on the kiosk, when it was not English.
    pub language: Option<Language>,
    /// When they came.
    pub since: Option<NaiveTime>,
    /// The steps, when, and by whom; the version that a form about this row must carry.
    pub progress: Progress,
    sort_name: String,
    since_micros: i64,
    first_number: Option<ArrivalNumber>,
}

impl Row {
    /// The surname of the lead visitor for sorting: without accents; empty when it is not known.
    pub fn sort_name(&self) -> &str {
        &self.sort_name
    }

    /// Those who show ID.
    pub fn adults(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.adult)
    }

    /// How many do not.
    pub fn children(&self) -> usize {
        self.people.iter().filter(|person| !person.adult).count()
    }

    /// Somebody of the party is here.
    pub fn is_here(&self) -> bool {
        !self.numbers.is_empty()
    }

    /// How it ended: what a member of staff has said (true), or what follows from the steps.
    pub fn outcome(&self) -> Option<(Outcome, bool)> {
        let follows = match self.state {
            State::Left => Some(Outcome::CompletedNormally),
            _ if self.cancelled && self.state < State::InHall => {
                Some(Outcome::EstablishmentCancelled)
            }
            State::DidNotArrive => Some(Outcome::VisitorDidNotArrive),
            _ => None,
        };
        let said = self.progress.outcome.as_ref().map(|(outcome, _)| (*outcome, true));
        said.or(follows.map(|outcome| (outcome, false)))
    }

    /// Whether somebody was there: what a member of staff has said (true), or what follows from
    /// the steps. None: nobody can know yet.
    pub fn attendance(&self, person: &Person) -> Option<(Attendance, bool)> {
        let everybody = self.here >= self.listed;
        let follows = match self.state {
            State::InHall | State::Left if person.adult => {
                Some(if person.seen { Attendance::Attended } else { Attendance::Absent })
            }
            State::InHall | State::Left => everybody.then_some(Attendance::Attended),
            State::Refused | State::DidNotArrive => Some(Attendance::Absent),
            _ => None,
        };
        let said = person.attendance.map(|attendance| (attendance, true));
        said.or(follows.map(|attendance| (attendance, false)))
    }
}

/// How many visits have come how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// On the list.
    pub expected: usize,
    /// With a number.
    pub arrived: usize,
    /// Something has to be settled with them.
    pub at_desk: usize,
    /// With the ID of every adult seen.
    pub id_seen: usize,
    /// Called, through search or further.
    pub called: usize,
    /// Through search or further.
    pub searched: usize,
    /// In the hall now.
    pub in_hall: usize,
    /// Have been and left.
    pub left: usize,
    /// Came and did not get in.
    pub refused: usize,
    /// Did not come.
    pub did_not_arrive: usize,
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
    /// What staff did.
    pub progress: &'a HashMap<VisitHandle, Progress>,
    /// The starts of sessions that do not go ahead.
    pub sessions_off: &'a [NaiveTime],
    /// The site's rules.
    pub settings: &'a Settings,
    /// Local.
    pub now: NaiveDateTime,
}

/// The starts of the day's sessions.
pub fn sessions(visits: &[Visit], now: NaiveDateTime) -> Vec<NaiveTime> {
    running(visits, now)
        .map(|visit| visit.slot.start)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// The session that staff look at now: the first that is not over.
pub fn current_session(visits: &[Visit], now: NaiveDateTime) -> Option<NaiveTime> {
    let open = running(visits, now).filter(|visit| visit.slot.date.and_time(visit.slot.end) > now);
    let last = || running(visits, now).map(|visit| visit.slot.start).max();
    open.map(|visit| visit.slot.start).min().or_else(last)
}

fn running(visits: &[Visit], now: NaiveDateTime) -> impl Iterator<Item = &Visit> {
    visits.iter().filter(move |visit| !visit.cancelled && visit.slot.date == now.date())
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
    let people: Vec<Person> =
        visit.visitors.iter().map(|v| person(visit, v, day.settings.adult_age)).collect();
    let first = seen.iter().find(|seen| !seen.joined).or(seen.first());
    let (numbers, also) = numbers(seen);
    let (adults_here, children_here) = people_here(seen, &people);
    let progress = day.progress.get(&visit.handle).cloned().unwrap_or_default();
    let moved = visit.slot.date != day.now.date();
    let session_off = !moved && day.sessions_off.contains(&visit.slot.start);
    let mut row = Row {
        visit: visit.handle,
        slot: visit.slot,
        numbers,
        also,
        reference: if visit.by_hand { String::new() } else { written(visit, day.settings) },
        by_hand: visit.by_hand,
        here: adults_here + children_here,
        adults_here,
        children_here,
        listed: visit.visitors.len(),
        state: State::Expected,
        came_late: first.is_some_and(|seen| state::came_late(day, visit, seen)),
        desk: needs_desk(visit, &people),
        cancelled: visit.cancelled || session_off,
        moved,
        first_visit: seen.iter().any(|seen| seen.first_visit),
        needs: needs(seen),
        language: language(visit, seen),
        since: first.map(|seen| local(moment(seen.at)).time()),
        sort_name: sort_name(visit),
        since_micros: first.map_or(i64::MAX, |seen| seen.at),
        first_number: first.map(|seen| seen.number),
        people,
        progress,
    };
    row.state = state::of(day, visit, &row, seen);
    row
}

/// Whether somebody shows ID. Somebody of unknown age may be asked for it.
pub fn is_adult(visit: &Visit, visitor: &Visitor, adult_age: u32) -> bool {
    visitor.born.is_none_or(|born| BirthDate::from(born).age_on(visit.slot.date) >= adult_age)
}

/// Somebody on the list. ID that was seen on another day, before the list moved the visit, has to
/// be seen again.
pub fn person(visit: &Visit, visitor: &Visitor, adult_age: u32) -> Person {
    let name = format!("{} {}", visitor.last.to_uppercase(), visitor.first);
    let seen_on = visitor.id_seen.map(|at| local(moment(at)).date());
    Person {
        id: visitor.id,
        name: name.trim().to_owned(),
        adult: is_adult(visit, visitor, adult_age),
        seen: seen_on == Some(visit.slot.date),
        attendance: visitor.attendance,
        by_hand: visitor.by_hand,
    }
}

fn needs_desk(visit: &Visit, people: &[Person]) -> bool {
    let listed = || visit.visitors.iter().filter(|visitor| !visitor.by_hand);
    visit.restriction != Restriction::Open
        || !people.iter().any(|person| person.adult)
        || (!visit.by_hand && listed().any(|v| v.last.is_empty() || v.born.is_none()))
}

fn language(visit: &Visit, seen: &[&Seen]) -> Option<Language> {
    let spoken = seen.iter().map(|seen| seen.language).chain(visit.language);
    spoken.into_iter().find(|language| *language != Language::En)
}

/// The numbers a party goes by, and those that were merged into them.
fn numbers(seen: &[&Seen]) -> (Vec<String>, Vec<String>) {
    let (mut numbers, mut also): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let (joined, given): (Vec<&&Seen>, Vec<&&Seen>) = seen.iter().partition(|seen| seen.joined);
    for seen in given.into_iter().chain(joined) {
        let number = seen.number.to_string();
        if numbers.contains(&number) || also.contains(&number) {
            continue;
        }
        if seen.merged { &mut also } else { &mut numbers }.push(number);
    }
    (numbers, also)
}

/// Adults and children. One family that checked in at two kiosks must not count double; more
/// people than are listed at one kiosk must be seen.
fn people_here(seen: &[&Seen], people: &[Person]) -> (usize, usize) {
    let adults = people.iter().filter(|person| person.adult).count();
    let count = |listed: usize, of: &dyn Fn(&Seen) -> u8| {
        let all: usize = seen.iter().map(|seen| usize::from(of(seen))).sum();
        let given = || seen.iter().filter(|seen| !seen.joined).map(|seen| usize::from(of(seen)));
        if given().count() > 1 { all.min(listed.max(given().max().unwrap_or(0))) } else { all }
    };
    let children = people.len() - adults;
    (count(adults, &|seen| seen.party.adults), count(children, &|seen| seen.party.children))
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

/// Counts rows by how far they have come.
pub fn counts(rows: &[Row]) -> Counts {
    let count = |which: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| which(row)).count();
    let is = |state: State| count(&|row| row.state == state);
    let at_least = |state: State| count(&|row| row.state >= state && row.state <= State::Left);
    Counts {
        expected: count(&|row| !row.cancelled || row.progress.hall.is_some()),
        arrived: count(&Row::is_here),
        at_desk: is(State::AtDesk),
        id_seen: at_least(State::IdSeen),
        called: at_least(State::Called),
        searched: at_least(State::Searched),
        in_hall: is(State::InHall),
        left: is(State::Left),
        refused: is(State::Refused),
        did_not_arrive: is(State::DidNotArrive),
        late: is(State::Late),
        first: count(&|row| row.first_visit),
    }
}

/// The next to be called: ID seen, in the order of coming.
pub fn next_to_call(rows: &[Row], count: usize) -> Vec<VisitHandle> {
    let ready = rows.iter().filter(|row| row.state == State::IdSeen);
    ready.take(count).map(|row| row.visit).collect()
}

/// Whom to ring when a session does not go ahead: who is on its list and has not come.
pub fn to_ring(rows: &[Row], start: NaiveTime) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.slot.start == start && !row.is_here() && !row.moved)
}
