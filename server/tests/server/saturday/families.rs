//! The families of the day: who comes, and what happens to them on their way. Pure, but for
//! finding their rows.

use chrono::{NaiveDate, NaiveTime};
use serde_json::Value;
use visits_domain::visit::VisitHandle;

use super::browser::Browser;
use super::{Fault, Sheet};
use crate::support::lists::{file, letters, pass, person, with};

/// Whether the list knows when adults were born: without that nobody of them has a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Births {
    Known,
    Unknown,
}

/// How far a family comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Its number is called and it is still at the door.
    Called,
    /// It sits in the hall.
    InHall,
    /// It has left.
    Left,
}

/// Something that officers put right again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mishap {
    /// An ID was ticked that was somebody else's.
    WrongId,
    /// They were noted as through search and were not.
    NotThroughSearch,
    /// They are given another table.
    OtherTable,
    /// They were noted as gone and were not.
    LeftTooEarly,
}

/// A family on the list.
#[derive(Clone, Debug)]
pub struct Family {
    pub n: usize,
    pub start: NaiveTime,
    pub adults: usize,
    pub children: usize,
    pub comes: bool,
    pub ends: End,
    pub mishaps: Vec<Mishap>,
    /// Its row; known once a page has shown it.
    pub visit: VisitHandle,
}

/// So many families, a third of them in each session.
pub fn families(count: usize, starts: [NaiveTime; 3]) -> Vec<Family> {
    (0..count).map(|n| family(n, starts[n * starts.len() / count])).collect()
}

fn family(n: usize, start: NaiveTime) -> Family {
    let ends = match n % 30 {
        5 => End::Called,
        3 | 13 | 23 => End::InHall,
        _ => End::Left,
    };
    let mishaps = [
        (n % 7 == 2, Mishap::WrongId),
        (n % 11 == 6, Mishap::NotThroughSearch),
        (n % 8 == 1, Mishap::OtherTable),
        (n % 9 == 4, Mishap::LeftTooEarly),
    ];
    Family {
        n,
        start,
        adults: 1 + n % 3,
        children: n % 4 / 2,
        comes: n % 25 != 24,
        ends,
        mishaps: mishaps.into_iter().filter(|(it_is, _)| *it_is).map(|(_, what)| what).collect(),
        visit: VisitHandle(uuid::Uuid::nil()),
    }
}

impl Family {
    /// `aa-bb-ab-cd`
    pub fn reference(&self) -> String {
        let n = u32::try_from(self.n).unwrap_or(0);
        format!("aa-bb-{}-{}", letters(n / 676), letters(n))
    }

    /// The surname of its first adult: nobody else has it, or one like it at its beginning.
    pub fn surname(&self) -> String {
        format!("Q{}family", letters(u32::try_from(self.n).unwrap_or(0)))
    }

    /// How many times its row is changed in the course of the day.
    pub fn acts(&self) -> usize {
        let steps = match self.ends {
            _ if !self.comes => return 0,
            End::Called => 2,
            End::InHall => 4,
            End::Left => 5,
        };
        steps + 2 * self.mishaps.len()
    }
}

/// The list as a booking system gives it.
pub fn list(families: &[Family], day: NaiveDate, births: Births) -> Vec<u8> {
    let visits: Vec<Value> =
        families.iter().map(|family| on_the_list(family, day, births)).collect();
    file(&visits)
}

fn on_the_list(family: &Family, day: NaiveDate, births: Births) -> Value {
    let id = |k: usize| u32::try_from(family.n * 10 + k).unwrap_or(0);
    let adult = |k: usize| {
        let born = format!("19{}-0{}-1{}", 60 + family.n % 40, 1 + k, k);
        let born = if births == Births::Known { born } else { String::new() };
        let last = if k == 0 { family.surname() } else { format!("{}{k}", family.surname()) };
        let mut adult = person(id(k), "Ann", &last.replace(char::is_numeric, "s"), &born);
        if born.is_empty() {
            adult = with(adult, "dateOfBirth", Value::Null);
        }
        adult
    };
    let child = |k: usize| person(id(k), "Kit", &family.surname(), "2019-03-04");
    let adults = (0..family.adults).map(adult);
    let everybody = adults.chain((0..family.children).map(|k| child(family.adults + k)));
    let visit = pass(&family.reference(), &everybody.collect::<Vec<_>>());
    let start = family.start;
    let end = start + chrono::TimeDelta::minutes(60);
    let visit = with(visit, "visitDate", day.to_string());
    let visit = with(visit, "startTime", start.format("%H:%M").to_string());
    with(visit, "endTime", end.format("%H:%M").to_string())
}

/// How many cards follow from a list: two for each adult whose date of birth is known.
pub fn cards(families: &[Family], births: Births) -> usize {
    match births {
        Births::Known => families.iter().map(|family| 2 * family.adults).sum(),
        Births::Unknown => 0,
    }
}

/// The families with their rows, as the board of the day shows them.
pub async fn known_by_their_rows(
    families: Vec<Family>,
    browser: &Browser,
) -> Result<(Vec<Family>, Sheet), Fault> {
    let board = browser.fetch("/today?session=all").await?;
    let mut known = Vec::with_capacity(families.len());
    for family in families {
        let row = board.rows.iter().find(|row| row.reference == family.reference());
        let visit = row.and_then(|row| Some(VisitHandle(row.visit.parse().ok()?)));
        let visit = visit.ok_or_else(|| format!("family {} is not on Today", family.n))?;
        known.push(Family { visit, ..family });
    }
    Ok((known, board))
}
