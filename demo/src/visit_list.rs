//! A made-up day as a visit-passes file, the way a prison's booking system writes it: good rows,
//! and the bad ones that real files have.

use std::collections::{BTreeMap, HashSet};

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde_json::{Value, json};

use crate::people::{self, Person};

/// One visit on the list.
#[derive(Clone, Debug)]
pub struct Visit {
    /// `ab-cd-ef-gh`.
    pub reference: String,
    /// Local day.
    pub day: NaiveDate,
    /// Local.
    pub start: NaiveTime,
    /// Local.
    pub end: NaiveTime,
    /// `OPEN`, `CLOSED` or `UNKNOWN`.
    pub restriction: &'static str,
    /// Who comes. The first one stands at the kiosk.
    pub visitors: Vec<Person>,
    /// `BOOKED` or `CANCELLED`.
    pub status: &'static str,
}

impl Visit {
    /// Who stands at the kiosk.
    pub fn lead(&self) -> &Person {
        &self.visitors[0]
    }
}

/// A time of a day in which visits are.
#[derive(Clone, Copy, Debug)]
pub struct Session {
    /// Local.
    pub start: NaiveTime,
    /// Local.
    pub end: NaiveTime,
}

/// The visits of a day.
#[derive(Clone, Debug)]
pub struct DayList {
    /// The day.
    pub day: NaiveDate,
    /// Open visits, in order of session and then of coming: who can check in.
    pub open: Vec<Visit>,
    /// One person with an open visit in the first and one in the last session.
    pub twice: [Visit; 2],
    /// Two people of one surname and one birthday: by name nobody can tell them apart.
    pub alike: [Visit; 2],
    /// Behind glass: at the desk.
    pub closed: Visit,
    /// Not decided: at the desk.
    pub unknown: Visit,
    /// In three days.
    pub another_day: Visit,
    /// Booked and taken back.
    pub cancelled: Visit,
}

impl DayList {
    /// Open visits in so many sessions, `visits` in all on this day's list (without the cancelled
    /// one). Two of them are closed or undecided, one is on another day.
    pub fn new(day: NaiveDate, sessions: &[Session], visits: usize) -> Self {
        let mut made = Maker { day, made: 0, references: HashSet::new() };
        let (first, last) = (sessions[0], sessions[sessions.len() - 1]);
        let rest = visits.saturating_sub(7);
        let open = (0..rest).map(|n| made.visit(sessions[n * sessions.len() / rest])).collect();
        let closed = Visit { restriction: "CLOSED", ..made.visit(first) };
        let unknown = Visit { restriction: "UNKNOWN", ..made.visit(first) };
        let later = day + TimeDelta::days(3);
        let another_day = Visit { day: later, ..made.visit(last) };
        let cancelled = Visit { status: "CANCELLED", ..made.visit(last) };
        let twice = made.same_person(first, last);
        let alike = made.alike(first);
        Self { day, open, twice, alike, closed, unknown, another_day, cancelled }
    }

    fn visits(&self) -> impl Iterator<Item = &Visit> {
        let alone = [&self.closed, &self.unknown, &self.another_day, &self.cancelled];
        self.open.iter().chain(&self.twice).chain(&self.alike).chain(alone)
    }

    /// How many people each visit is for, by its reference.
    pub fn people(&self) -> BTreeMap<String, usize> {
        self.visits().map(|visit| (visit.reference.clone(), visit.visitors.len())).collect()
    }

    /// The file.
    pub fn file(&self) -> Vec<u8> {
        let mut rows: Vec<Value> = self.visits().map(row).collect();
        rows.extend(self.dirty_rows());
        serde_json::to_vec_pretty(&rows).unwrap_or_default() // values of strings: cannot fail
    }

    /// What real files hold besides: a repeat, another prison's visit, and rows to be set aside.
    fn dirty_rows(&self) -> Vec<Value> {
        let good = row(&self.open[0]);
        let with = |changes: &[(&str, Value)]| {
            let mut dirty = good.clone();
            for (key, value) in changes {
                dirty[*key] = value.clone();
            }
            dirty
        };
        let other = |letters: &str| ("reference", json!(letters));
        vec![
            good.clone(),
            with(&[other("zz-za-zb-zc"), ("prisonId", json!("QQI"))]),
            with(&[other("dfs-wjs-abc")]),
            with(&[other("zz-za-zb-zd"), ("visitStatus", json!("RESERVED"))]),
            with(&[other("zz-za-zb-ze"), ("endTime", good["startTime"].clone())]),
            with(&[other("zz-za-zb-zf"), ("prisonerId", json!("12345"))]),
            with(&[
                other("zz-za-zb-zg"),
                ("visitors", json!([{ "lastName": "  Nobody ", "dateOfBirth": "1990-02-31" }])),
            ]),
            json!("not a visit"),
        ]
    }
}

struct Maker {
    day: NaiveDate,
    made: usize,
    references: HashSet<String>,
}

impl Maker {
    fn visit(&mut self, session: Session) -> Visit {
        let n = self.made;
        self.made += 1;
        let mut visitors = vec![people::lead(n)];
        visitors.extend(people::others(n, self.day));
        Visit {
            reference: self.reference(),
            day: self.day,
            start: session.start,
            end: session.end,
            restriction: "OPEN",
            visitors,
            status: "BOOKED",
        }
    }

    fn same_person(&mut self, first: Session, last: Session) -> [Visit; 2] {
        let one = self.visit(first);
        let other = Visit { visitors: one.visitors.clone(), ..self.visit(last) };
        [one, other]
    }

    fn alike(&mut self, session: Session) -> [Visit; 2] {
        let mut both = [self.visit(session), self.visit(session)];
        let (last, typed) = (both[0].lead().last.clone(), both[0].lead().typed.clone());
        let born = both[0].lead().born;
        let other = &mut both[1].visitors;
        other.truncate(1);
        other[0] = Person { last, typed, born, ..other[0].clone() };
        both
    }

    /// Four pairs of letters, none twice.
    fn reference(&mut self) -> String {
        let mut chance = fastrand::Rng::with_seed(0x5eed + self.references.len() as u64);
        loop {
            let letters: String = (0..8).map(|_| chance.lowercase()).collect();
            let pairs: Vec<&str> = (0..8).step_by(2).map(|i| &letters[i..i + 2]).collect();
            let reference = pairs.join("-");
            if self.references.insert(reference.clone()) {
                return reference;
            }
        }
    }
}

fn row(visit: &Visit) -> Value {
    let visitors: Vec<Value> = visit.visitors.iter().map(visitor).collect();
    json!({
        "reference": visit.reference,
        "visitDate": visit.day.to_string(),
        "startTime": visit.start.format("%H:%M").to_string(),
        "endTime": visit.end.format("%H:%M").to_string(),
        "prisonId": crate::site::CODE,
        "prisonerId": prison_number(&visit.reference),
        "prisonerFirstName": "ALEX",
        "prisonerLastName": "INVENTED",
        "visitStatus": visit.status,
        "visitRestriction": visit.restriction,
        "visitors": visitors,
    })
}

fn visitor(person: &Person) -> Value {
    json!({
        "firstName": person.first,
        "lastName": person.last,
        "dateOfBirth": person.born.to_string(),
    })
}

/// Of the right shape, and of nobody.
fn prison_number(reference: &str) -> String {
    let letters: Vec<u32> = reference.bytes().filter(|b| *b != b'-').map(u32::from).collect();
    let digits: u32 = letters.iter().fold(0, |sum, letter| (sum * 31 + letter) % 10_000);
    let letter = |i: usize| reference.to_uppercase().chars().nth(i).unwrap_or('A');
    format!("A{digits:04}{}{}", letter(0), letter(1))
}
