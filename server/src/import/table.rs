//! CSV for prisons that have no such service: one row a visitor, rows of one reference are one
//! visit.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord, Trim};

use super::check::{date, time};
use super::raw::{RawVisit, RawVisitor};
use super::sentences::{Cause, Quarantined, Reason, Unreadable};
use super::{Given, VISITS};

/// The columns without which no visit can be read.
const NEEDED: [&str; 4] = ["reference", "date", "start", "end"];
/// All columns that are read. Others are ignored.
const COLUMNS: [&str; 10] = [
    "reference",
    "date",
    "start",
    "end",
    "prison_number",
    "prisoner_name",
    "restriction",
    "visitor_first_name",
    "visitor_last_name",
    "date_of_birth",
];

type Rows = Vec<Result<RawVisit, Quarantined>>;

/// Reads a table with a heading.
pub fn read(text: &str) -> Result<Given, Unreadable> {
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|_| not_a_list())?.clone();
    let heading = Heading::parse(&headings)?;
    let mut visits = Visits::default();
    for (record, row) in reader.records().zip(2..) {
        // Reading from memory, and text already: only a broken reader could fail here.
        let record = record.map_err(|_| not_a_list())?;
        if record.iter().any(|cell| !cell.is_empty()) {
            visits.add(&record, row, &heading);
        }
        if visits.finished.len() > VISITS {
            return Err(Unreadable::new(Cause::TooMany, VISITS.to_string()));
        }
    }
    Ok(Given { rows: visits.finished, whole: true, remarks: Vec::new() })
}

fn not_a_list() -> Unreadable {
    Unreadable::new(Cause::NotATable, COLUMNS.join(", "))
}

/// Spreadsheets of other countries write semicolons or tabs.
fn delimiter(text: &str) -> u8 {
    let heading = text.trim_start().lines().next().unwrap_or_default();
    let count = |c: char| heading.matches(c).count();
    [(b',', ','), (b';', ';'), (b'\t', '\t')]
        .into_iter()
        .max_by_key(|(byte, c)| (count(*c), *byte == b','))
        .map_or(b',', |(byte, _)| byte)
}

/// Where each column is. A column that occurs twice is read from both.
struct Heading {
    places: HashMap<&'static str, Vec<usize>>,
    width: usize,
}

impl Heading {
    fn parse(headings: &StringRecord) -> Result<Self, Unreadable> {
        let mut places: HashMap<&'static str, Vec<usize>> = HashMap::new();
        for (place, heading) in headings.iter().enumerate() {
            let name = heading.trim().to_lowercase().replace([' ', '-'], "_");
            if let Some(column) = COLUMNS.into_iter().find(|column| *column == name) {
                places.entry(column).or_default().push(place);
            }
        }
        if places.is_empty() {
            return Err(not_a_list());
        }
        match NEEDED.into_iter().find(|column| !places.contains_key(column)) {
            Some(missing) => Err(Unreadable::new(Cause::NoColumn, missing)),
            None => Ok(Self { places, width: headings.len() }),
        }
    }

    /// A cell; the name of the column when two columns of that name disagree.
    fn cell(&self, record: &StringRecord, column: &'static str) -> Result<String, &'static str> {
        let places = self.places.get(column).map_or(&[][..], Vec::as_slice);
        let mut cells = places.iter().map(|place| record.get(*place).unwrap_or_default());
        let first = cells.next().unwrap_or_default();
        if cells.all(|cell| cell == first) { Ok(first.to_owned()) } else { Err(column) }
    }
}

#[derive(Default)]
struct Visits {
    finished: Rows,
    by_reference: HashMap<String, usize>,
}

impl Visits {
    fn add(&mut self, record: &StringRecord, row: usize, heading: &Heading) {
        let read = if record.len() > heading.width {
            Err(Quarantined::new(row, Reason::TooManyCells))
        } else {
            raw_visit(record, row, heading).map_err(|about| Quarantined {
                row,
                reason: Reason::ColumnTwice,
                about,
            })
        };
        // Rows of one visit are recognised by their reference, however it is written.
        let reference = heading.cell(record, "reference").unwrap_or_default();
        let key: String = reference
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        let place = if key.is_empty() { None } else { self.by_reference.get(&key).copied() };
        match (place, read) {
            (Some(place), read) => {
                let known = &mut self.finished[place];
                join(known, read);
            }
            (None, read) => {
                self.by_reference.insert(key, self.finished.len());
                self.finished.push(read);
            }
        }
    }
}

/// Adds a further row to its visit. A visit is good when all of its rows are.
fn join(known: &mut Result<RawVisit, Quarantined>, more: Result<RawVisit, Quarantined>) {
    let Ok(visit) = known else { return };
    match more {
        Err(quarantined) => *known = Err(quarantined),
        Ok(more) if !same_visit(visit, &more) => {
            *known = Err(Quarantined::new(more.row, Reason::RowsDisagree));
        }
        Ok(more) => {
            let new = more.visitors.into_iter().filter(|v| !visit.visitors.contains(v));
            let new: Vec<RawVisitor> = new.collect();
            visit.visitors.extend(new);
        }
    }
}

fn same_visit(a: &RawVisit, b: &RawVisit) -> bool {
    // Spreadsheets write one date in two ways in one column.
    let same = |a: &str, b: &str| a == b || (time(a).is_some() && time(a) == time(b));
    let same_day = a.day == b.day || (date(&a.day).is_some() && date(&a.day) == date(&b.day));
    same_day
        && same(&a.start, &b.start)
        && same(&a.end, &b.end)
        && (&a.prisoner, &a.restriction) == (&b.prisoner, &b.restriction)
}

fn raw_visit(
    record: &StringRecord,
    row: usize,
    heading: &Heading,
) -> Result<RawVisit, &'static str> {
    let cell = |column| heading.cell(record, column);
    let maybe = |column| cell(column).map(|text| Some(text).filter(|text| !text.is_empty()));
    let visitor = RawVisitor {
        person: None,
        first: cell("visitor_first_name")?,
        last: cell("visitor_last_name")?,
        born: maybe("date_of_birth")?,
    };
    let nobody = visitor == RawVisitor::default();
    Ok(RawVisit {
        row,
        reference: cell("reference")?,
        day: cell("date")?,
        start: cell("start")?,
        end: cell("end")?,
        prisoner: cell("prison_number")?,
        prisoner_name: cell("prisoner_name")?,
        restriction: maybe("restriction")?,
        visitors: if nobody { Vec::new() } else { vec![visitor] },
        ..RawVisit::default()
    })
}
