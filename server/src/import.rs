//! Reads visit lists. Takes the good visits, sets the bad aside with a reason that staff can act
//! on, and loses none: `read = taken + unchanged + cancelled + elsewhere + repeated +
//! quarantined`.
//!
//! Notes, addresses, contact details, incentive levels and alerts are never looked at here, so
//! nothing further in can store them.

mod check;
mod json;
mod raw;
mod table;
mod text;

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use visits_domain::arrival::Language;
use visits_domain::person::Surname;
use visits_domain::reference::ReferenceRule;
use visits_domain::site::SiteCode;

use check::Verdict;
use raw::RawVisit;

/// The largest file that is read. A day of the largest prison is under 1 MiB.
const FILE_BYTES: usize = 64 << 20;

/// Why a whole file could not be read. One line for whoever ran the import.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this file cannot be imported: {0}")]
pub struct Unreadable(pub String);

/// A visit that was set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Where it is in the file: the n-th visit of a JSON list, the row of a spreadsheet (the
    /// heading is row 1).
    pub row: usize,
    /// One plain sentence.
    pub reason: String,
}

/// What became of the visits of a file. Counted in visits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// In the file.
    pub read: usize,
    /// New or changed.
    pub taken: usize,
    /// Known already, word for word.
    pub unchanged: usize,
    /// Cancelled, rejected or withdrawn.
    pub cancelled: usize,
    /// Of another prison, or of a day too far away.
    pub elsewhere: usize,
    /// In the file more than once.
    pub repeated: usize,
    /// Set aside.
    pub quarantined: Vec<Quarantined>,
}

impl Report {
    /// Whether every visit that was read is in one bucket.
    pub fn adds_up(&self) -> bool {
        let sum = self.taken + self.unchanged + self.cancelled + self.elsewhere + self.repeated;
        self.read == sum + self.quarantined.len()
    }
}

/// What an import is checked against.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The site it is for.
    pub site: SiteCode,
    /// The site's local day.
    pub today: NaiveDate,
    /// The shape of its references.
    pub reference: ReferenceRule,
}

/// How a visit may go ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Restriction {
    /// Nothing in the way.
    #[serde(rename = "OPEN")]
    Open,
    /// Behind glass.
    #[serde(rename = "CLOSED")]
    Closed,
    /// Not known.
    #[serde(rename = "UNKNOWN")]
    Unknown,
}

impl Restriction {
    /// The Ministry's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::Closed => "CLOSED",
            Self::Unknown => "UNKNOWN",
        }
    }
}

/// A person on a visit. Empty names and no date of birth where the list has none.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListedVisitor {
    /// The person's id in the Ministry's systems.
    pub person: Option<String>,
    /// First names.
    pub first: String,
    /// Surname.
    pub last: String,
    /// Date of birth.
    pub born: Option<NaiveDate>,
}

impl ListedVisitor {
    /// The same for one person on every visit: the person's id, or folded full name and birth.
    /// `place` stands in for somebody of whom nothing is known.
    pub fn who(&self, place: usize) -> String {
        if let Some(person) = &self.person {
            return format!("person:{person}");
        }
        let folded =
            |name: &str| Surname::parse(name).map(|n| n.folded().to_owned()).unwrap_or_default();
        let born = self.born.map(|born| born.to_string()).unwrap_or_default();
        let (first, last) = (folded(&self.first), folded(&self.last));
        if first.is_empty() && last.is_empty() {
            format!("unknown:{place}|{born}")
        } else {
            format!("name:{first}|{last}|{born}")
        }
    }
}

/// A booked visit that passed the checks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListedVisit {
    /// Where it was in the file.
    pub row: usize,
    /// The reference without separators.
    pub reference: String,
    /// The local day.
    pub day: NaiveDate,
    /// Local.
    pub start: NaiveTime,
    /// Local, later than `start`.
    pub end: NaiveTime,
    /// How it may go ahead.
    pub restriction: Restriction,
    /// The prison number of the person visited.
    pub prisoner_number: String,
    /// That person's name, where the list has it.
    pub prisoner_name: String,
    /// The language the family asked for.
    pub language: Option<Language>,
    /// Who comes.
    pub visitors: Vec<ListedVisitor>,
}

/// A file after the checks, before it is compared with what is stored.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// Counts so far: everything but `taken`, `unchanged` and `cancelled`.
    pub report: Report,
    /// To be stored.
    pub booked: Vec<ListedVisit>,
    /// References to be cancelled.
    pub cancelled: Vec<String>,
    /// What whoever runs the import should know besides.
    pub remarks: Vec<String>,
}

/// Reads a file of any of the known shapes, recognised by its content.
pub fn read(bytes: &[u8], rules: &Rules) -> Result<Parsed, Unreadable> {
    if bytes.len() > FILE_BYTES {
        return Err(Unreadable("it is larger than 64 MiB".into()));
    }
    let text = text::decode(bytes);
    let (raw, remarks) = match text.trim_start().chars().next() {
        None => return Err(Unreadable("it is empty".into())),
        Some('[' | '{') => json::read(&text)?,
        Some('<') => return Err(Unreadable("it is a web page, not a visit list".into())),
        Some(_) => table::read(&text)?,
    };
    Ok(Parsed { remarks, ..sort(raw, rules) })
}

/// Puts every visit into one bucket.
fn sort(raw: Vec<Result<RawVisit, Quarantined>>, rules: &Rules) -> Parsed {
    let mut report = Report { read: raw.len(), ..Report::default() };
    // The visits that stand so far, by reference: where, and when they were modified.
    let mut standing: HashMap<String, usize> = HashMap::new();
    let mut kept: Vec<(Verdict, Option<String>)> = Vec::new();
    for visit in raw {
        let checked = visit.and_then(|visit| {
            let modified = visit.modified.clone();
            Ok((check::check(visit, rules)?, modified))
        });
        let (verdict, modified) = match checked {
            Ok(checked) => checked,
            Err(quarantined) => {
                report.quarantined.push(quarantined);
                continue;
            }
        };
        let before = verdict.reference().and_then(|reference| standing.get(reference)).copied();
        if let Some(place) = before {
            report.repeated += 1;
            // Pages that shift while they are read give a visit twice: the later state wins.
            if modified > kept[place].1 {
                kept[place] = (verdict, modified);
            }
        } else {
            if let Some(reference) = verdict.reference() {
                standing.insert(reference.to_owned(), kept.len());
            }
            kept.push((verdict, modified));
        }
    }
    let mut parsed = Parsed { report, ..Parsed::default() };
    for (verdict, _) in kept {
        match verdict {
            Verdict::Booked(visit) => parsed.booked.push(*visit),
            Verdict::Cancelled(reference) => parsed.cancelled.push(reference),
            Verdict::Elsewhere => parsed.report.elsewhere += 1,
        }
    }
    parsed
}
