//! Reads a feed of the Open Referral standard, whatever it looks like: services, organizations with
//! services, services at locations, alone, in a list, or in a page of either shape. Every row ends
//! in one bucket: it is a service, it tells of one that another row told of, or it is set aside with
//! a reason.
//!
//! Rows with one id: where they have one name they are one service, and what the later ones know of
//! places, telephones and hours is added to the first (feeds repeat a service for each of its
//! places). Where the name is another the later row is set aside.

mod brief;
mod fields;
mod ids;
mod json;
mod kind;
mod organization;
mod rows;
mod tables;
mod times;
mod values;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use visits_domain::arrival::Language;
use visits_domain::help::ServiceId;

use super::entry::Fields;
use super::taxonomy::Taxonomy;
use crate::import::Unreadable;

pub use brief::{id_in_brief, put_whole};
pub use ids::{derived, is_unique, service_id};
pub use json::{Page, value};
pub use kind::Reason;
pub use times::time;
pub use values::{email, web};

/// The largest file that is read.
const FILE_BYTES: usize = 64 << 20;
/// The most rows of one feed: seven times the largest that is known.
pub const ROWS: usize = 20_000;

/// What became of the rows of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// In the feed.
    pub read: usize,
    /// New or changed.
    pub taken: usize,
    /// Known already, word for word.
    pub unchanged: usize,
    /// Told of by an earlier row.
    pub repeated: usize,
    /// Set aside.
    pub quarantined: Vec<SetAside>,
}

impl Report {
    /// Whether every row is in one bucket.
    pub fn adds_up(&self) -> bool {
        let sum = self.taken + self.unchanged + self.repeated;
        self.read == sum + self.quarantined.len()
    }
}

/// A row that is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Where it was, from 1.
    pub row: usize,
    /// As the feed has it; where it has none, its row.
    pub id: String,
    /// Why.
    pub reason: Reason,
}

/// As the command line prints it, in English.
impl Serialize for SetAside {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut row = serializer.serialize_struct("SetAside", 2)?;
        row.serialize_field("id", &self.id)?;
        row.serialize_field("reason", self.reason.sentence(Language::En))?;
        row.end()
    }
}

/// A service of a feed.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::struct_field_names, reason = "a row is known by its number")]
pub struct Row {
    /// Where it was first, from 1.
    pub row: usize,
    /// As the feed has it.
    pub id: String,
    /// What the feed says of it, by field.
    pub said: Fields,
    /// It says more, which could not be had this time.
    pub in_brief: bool,
}

/// A feed after reading, before it is compared with what is known.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// Rows in all.
    pub read: usize,
    /// Services, each once.
    pub rows: Vec<Row>,
    /// Rows that an earlier one told of.
    pub repeated: usize,
    /// The others.
    pub set_aside: Vec<SetAside>,
    /// It says itself that other pages follow.
    pub is_a_part: bool,
}

/// What a feed is read against.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// The local day.
    pub today: NaiveDate,
    /// Our own terms: a feed that we served is read back.
    pub taxonomy: &'a Taxonomy,
}

/// Reads a file.
pub fn read(bytes: &[u8], rules: Rules<'_>) -> Result<Parsed, Unreadable> {
    let value = json::value(bytes, FILE_BYTES)?;
    let page = Page::of(value)?;
    let is_a_part = page.says_others_follow();
    Ok(Parsed { is_a_part, ..read_rows(page.rows, rules)? })
}

/// Reads the rows of one or several pages.
pub fn read_rows(values: Vec<Value>, rules: Rules<'_>) -> Result<Parsed, Unreadable> {
    let found = rows::of(values)?;
    let mut parsed = Parsed { read: found.len(), ..Parsed::default() };
    let mut places: HashMap<ServiceId, usize> = HashMap::new();
    for (n, found) in found.into_iter().enumerate() {
        let row = n + 1;
        let set_aside = |id: Option<String>, reason| SetAside {
            row,
            id: id.unwrap_or_else(|| format!("row {row}")),
            reason,
        };
        let found = match found {
            Ok(found) => found,
            Err((id, reason)) => {
                parsed.set_aside.push(set_aside(id, reason));
                continue;
            }
        };
        let said = fields::of(&found, rules);
        // The same number written in two ways is one id.
        let known = service_id("", &found.id);
        match places.get(&known) {
            None => {
                places.insert(known, parsed.rows.len());
                let in_brief = brief::is_in_brief(&found.service);
                parsed.rows.push(Row { row, id: found.id, said, in_brief });
            }
            Some(place) => {
                let first = &mut parsed.rows[*place];
                if fields::is_the_same(&first.said, &said) {
                    fields::add(&mut first.said, said);
                    parsed.repeated += 1;
                } else {
                    parsed.set_aside.push(set_aside(Some(found.id), Reason::AnotherName));
                }
            }
        }
    }
    Ok(parsed)
}
