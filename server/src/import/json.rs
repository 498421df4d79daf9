//! The Ministry's JSON: visit passes (a list), the search page (`content`) and the external
//! interface (`data`).

use serde_json::{Map, Value};

use super::raw::{RawVisit, RawVisitor};
use super::{Quarantined, Unreadable};

type Rows = Vec<Result<RawVisit, Quarantined>>;

/// Reads any of the three.
pub fn read(text: &str) -> Result<(Rows, Vec<String>), Unreadable> {
    let value: Value = serde_json::from_str(text.trim()).map_err(|e| {
        Unreadable(format!("the JSON ends or breaks at line {}, column {}", e.line(), e.column()))
    })?;
    match value {
        Value::Array(list) => Ok((rows(list), Vec::new())),
        Value::Object(mut page) => {
            let remarks = remarks(&page);
            match page.remove("content").or_else(|| page.remove("data")) {
                Some(Value::Array(list)) => Ok((rows(list), remarks)),
                _ => Err(Unreadable("the JSON holds no list of visits".into())),
            }
        }
        _ => Err(Unreadable("the JSON holds no list of visits".into())),
    }
}

/// A page says whether others follow. Its totals are not believed: they are wrong in practice.
fn remarks(page: &Map<String, Value>) -> Vec<String> {
    let pagination = page.get("pagination").and_then(Value::as_object);
    let last = page.get("last").or_else(|| pagination.and_then(|p| p.get("isLastPage")));
    if last == Some(&Value::Bool(false)) {
        vec!["This is one page of several: import the others too.".to_owned()]
    } else {
        Vec::new()
    }
}

fn rows(list: Vec<Value>) -> Rows {
    let numbered = list.into_iter().zip(1..);
    numbered
        .map(|(value, row)| match value {
            Value::Object(visit) => Ok(raw_visit(&visit, row)),
            _ => Err(Quarantined { row, reason: "This entry is not a visit.".to_owned() }),
        })
        .collect()
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
    let people = list.into_iter().flatten().filter_map(Value::as_object);
    people
        .map(|person| RawVisitor {
            person: maybe(person, "nomisPersonId").or_else(|| maybe(person, "contactId")),
            first: text(person, "firstName"),
            last: text(person, "lastName"),
            born: maybe(person, "dateOfBirth"),
        })
        .collect()
}

fn text(object: &Map<String, Value>, key: &str) -> String {
    maybe(object, key).unwrap_or_default()
}

/// A text or a number; null, empty and anything else is absent.
fn maybe(object: &Map<String, Value>, key: &str) -> Option<String> {
    match object.get(key)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
