//! Reads visit lists. Takes the good visits, sets the bad aside with a reason that staff can act
//! on, and loses none: `read = taken + unchanged + cancelled + elsewhere + repeated +
//! quarantined`.
//!
//! Notes, addresses, contact details, incentive levels and alerts are never looked at here, so
//! nothing further in can store them.

mod check;
mod json;
mod people;
mod raw;
mod sentences;
mod sniff;
mod table;
mod text;

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use visits_domain::arrival::Language;
use visits_domain::person::Surname;
use visits_domain::reference::ReferenceRule;
use visits_domain::site::SiteCode;

use check::Verdict;
use raw::RawVisit;
use sentences::Cause;

pub use people::People;
pub use sentences::{KeptAside, Note, Quarantined, Reason, Remark, Trouble, Unreadable};
pub(crate) use text::clean;

/// The largest file that is read. A day of the largest prison is under 1 MiB.
const FILE_BYTES: usize = 64 << 20;
/// The most visits of one file: two years of the largest prison.
const VISITS: usize = 100_000;

/// What became of the visits of a file. Counted in visits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
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
    /// Every reference that could be read, of visits that were set aside too: they are on the list.
    pub mentioned: HashSet<String>,
    /// The file is all there is of its days, as far as its shape can tell.
    pub whole: bool,
    /// What whoever runs the import should know besides.
    pub remarks: Vec<Remark>,
}

/// What a file holds, before anything is checked.
struct Given {
    rows: Vec<Result<RawVisit, Quarantined>>,
    whole: bool,
    remarks: Vec<Remark>,
}

/// Reads a file of any of the known shapes, recognised by its content.
pub fn read(bytes: &[u8], rules: &Rules) -> Result<Parsed, Unreadable> {
    read_with(bytes, &People::default(), rules)
}

/// The text of a file of any encoding. What is too large, compressed, empty or a page of the web
/// is refused.
pub(crate) fn text_of(bytes: &[u8], most: usize) -> Result<String, Unreadable> {
    if bytes.len() > most {
        return Err(Unreadable::new(Cause::TooLarge, format!("{} MB", most >> 20)));
    }
    sniff::refuse_what_is_no_text(bytes)?;
    let text = text::decode(bytes);
    match text.trim_start().chars().next() {
        None => Err(Cause::Empty.into()),
        Some('<') => Err(Cause::WebPage.into()),
        Some(_) => Ok(text),
    }
}

/// The same, with people whom the file names by id alone.
pub fn read_with(bytes: &[u8], people: &People, rules: &Rules) -> Result<Parsed, Unreadable> {
    let text = text_of(bytes, FILE_BYTES)?;
    let given = match text.trim_start().chars().next() {
        Some('[' | '{') => json::read(&text)?,
        _ => table::read(&text)?,
    };
    let Given { mut rows, whole, remarks } = given;
    rows.iter_mut().flatten().for_each(|visit| people.fill(visit));
    Ok(Parsed { whole, remarks, ..sort(rows, rules) })
}

/// Puts every visit into one bucket.
fn sort(raw: Vec<Result<RawVisit, Quarantined>>, rules: &Rules) -> Parsed {
    let mentioned = raw.iter().flatten().filter_map(|visit| check::reference(visit, rules));
    let mentioned = mentioned.collect();
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
    let mut parsed = Parsed { report, mentioned, ..Parsed::default() };
    for (verdict, _) in kept {
        match verdict {
            Verdict::Booked(visit) => parsed.booked.push(*visit),
            Verdict::Cancelled(reference) => parsed.cancelled.push(reference),
            Verdict::Elsewhere => parsed.report.elsewhere += 1,
        }
    }
    parsed
}
