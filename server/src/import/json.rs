//! The Ministry's JSON: visit passes (a list), the search page (`content`) and the external
//! interface (`data`). One visit at a time: a list of any length costs little more than what is
//! wanted of it.

use serde::Deserialize;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::raw::{RawVisit, RawVisitor};
use super::sentences::{Cause, Note, Quarantined, Reason, Remark, Unreadable};
use super::{Given, VISITS};

type Rows = Vec<Result<RawVisit, Quarantined>>;

/// Reads any of the three.
pub fn read(text: &str) -> Result<Given, Unreadable> {
    let text = text.trim();
    if text.starts_with('[') {
        return Ok(Given { rows: rows(text)?, whole: true, remarks: Vec::new() });
    }
    let page: Page<'_> = serde_json::from_str(text).map_err(|error| broken(&error))?;
    let list = page.content.or(page.data).map(RawValue::get).filter(|list| list.starts_with('['));
    let rows = rows(list.ok_or(Cause::NoList)?)?;
    let remark = page.says_others_follow().then(|| Remark::new(Note::OnePageOfSeveral, ""));
    Ok(Given { rows, whole: page.is_the_only_one(), remarks: remark.into_iter().collect() })
}

/// What is around the list. Its totals are not believed: they are wrong in practice.
#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    content: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    first: Option<Value>,
    last: Option<Value>,
    pagination: Option<Value>,
}

impl Page<'_> {
    fn paging(&self, name: &str) -> Option<&Value> {
        self.pagination.as_ref()?.get(name)
    }

    fn last(&self) -> Option<bool> {
        self.last.as_ref().or_else(|| self.paging("isLastPage"))?.as_bool()
    }

    fn says_others_follow(&self) -> bool {
        self.last() == Some(false)
    }

    /// Nothing before it, and it says that nothing follows.
    fn is_the_only_one(&self) -> bool {
        let first = match self.paging("page") {
            Some(page) => page.as_u64() == Some(1),
            None => self.first.as_ref().and_then(Value::as_bool).unwrap_or(false),
        };
        first && self.last() == Some(true)
    }
}

const MANY: &str = "more visits than are read";

fn broken(error: &serde_json::Error) -> Unreadable {
    if error.is_data() && error.to_string().starts_with(MANY) {
        return Unreadable::new(Cause::TooMany, VISITS.to_string());
    }
    Unreadable::broken(error)
}

fn rows(list: &str) -> Result<Rows, Unreadable> {
    struct List;
    impl<'de> Visitor<'de> for List {
        type Value = Rows;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a list of visits")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows, A::Error> {
            let mut rows = Rows::new();
            while let Some(entry) = list.next_element::<&'de RawValue>()? {
                if rows.len() == VISITS {
                    return Err(A::Error::custom(MANY));
                }
                rows.push(row(entry.get(), rows.len() + 1));
            }
            Ok(rows)
        }
    }
    let mut json = serde_json::Deserializer::from_str(list);
    let rows =
        serde::Deserializer::deserialize_seq(&mut json, List).map_err(|error| broken(&error))?;
    json.end().map_err(|error| broken(&error))?;
    Ok(rows)
}

fn row(entry: &str, row: usize) -> Result<RawVisit, Quarantined> {
    // An entry may be nested deeper than is read: it alone is set aside.
    match serde_json::from_str::<Value>(entry) {
        Ok(Value::Object(visit)) => Ok(raw_visit(&visit, row)),
        _ => Err(Quarantined::new(row, Reason::NotAVisit)),
    }
}

fn raw_visit(visit: &Map<String, Value>, row: usize) -> RawVisit {
    let (day, start) = moment(visit, "visitDate", "startTime", "startTimestamp");
    let (end_day, end) = moment(visit, "visitDate", "endTime", "endTimestamp");
    RawVisit {
        row,
        site: maybe(visit, "prisonId"),
        reference: text(visit, "reference"),
        status: maybe(visit, "visitStatus"),
        sub_status: maybe(visit, "visitSubStatus"),
        restriction: maybe(visit, "visitRestriction"),
        day,
        start,
        end_day: Some(end_day),
        end,
        prisoner: text(visit, "prisonerId"),
        prisoner_name: [text(visit, "prisonerFirstName"), text(visit, "prisonerLastName")]
            .join(" "),
        modified: maybe(visit, "modifiedTimestamp"),
        language: visit
            .get("visitContact")
            .and_then(Value::as_object)
            .and_then(|contact| maybe(contact, "languagePreference")),
        visitors: visitors(visit),
    }
}

/// Day and time from two fields, or from one timestamp (local, no offset).
fn moment(visit: &Map<String, Value>, day: &str, time: &str, timestamp: &str) -> (String, String) {
    match maybe(visit, timestamp) {
        Some(stamp) => match stamp.split_once(['T', ' ']) {
            Some((day, time)) => (day.to_owned(), time.to_owned()),
            None => (stamp, String::new()),
        },
        None => (text(visit, day), text(visit, time)),
    }
}

fn visitors(visit: &Map<String, Value>) -> Vec<RawVisitor> {
    let list = visit.get("visitors").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object).map(visitor).collect()
}

/// A person, as a visit or a file of contacts has it.
pub fn visitor(person: &Map<String, Value>) -> RawVisitor {
    RawVisitor {
        person: maybe(person, "nomisPersonId").or_else(|| maybe(person, "contactId")),
        first: text(person, "firstName"),
        last: text(person, "lastName"),
        born: maybe(person, "dateOfBirth"),
    }
}

/// A text, empty where there is none.
pub fn text(object: &Map<String, Value>, key: &str) -> String {
    maybe(object, key).unwrap_or_default()
}

/// A text or a number; null, empty and anything else is absent.
pub fn maybe(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
