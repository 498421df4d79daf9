//! Saved replies about contacts and prisoners, for lists that name people by id alone.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::json::{self, maybe, visitor};
use super::raw::{RawVisit, RawVisitor};
use super::sentences::{Cause, Unreadable};
use super::{sniff, text};

/// Names and dates of birth by id, names by prison number.
#[derive(Clone, Debug, Default)]
pub struct People {
    contacts: HashMap<String, RawVisitor>,
    prisoners: HashMap<String, String>,
}

impl People {
    /// Adds what a file holds: one reply, a list of them, or a page.
    pub fn add_file(&mut self, bytes: &[u8]) -> Result<(), Unreadable> {
        sniff::refuse_what_is_no_text(bytes)?;
        let text = text::decode(bytes);
        let value: Value = serde_json::from_str(text.trim()).map_err(|_| Cause::NoPeople)?;
        let before = self.len();
        self.add(&value);
        if self.len() == before { Err(Cause::NoPeople.into()) } else { Ok(()) }
    }

    fn len(&self) -> usize {
        self.contacts.len() + self.prisoners.len()
    }

    /// Adds one reply of the external interface, a list, or a page of them.
    pub fn add(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|one| self.add(one)),
            Value::Object(object) => match object.get("data").or_else(|| object.get("content")) {
                Some(inside @ (Value::Array(_) | Value::Object(_))) => self.add(inside),
                _ => self.add_person(object),
            },
            _ => {}
        }
    }

    fn add_person(&mut self, person: &Map<String, Value>) {
        if let Some(id) = visitor(person).person {
            self.add_contact(&id, person);
        } else if let Some(number) =
            maybe(person, "hmppsId").or_else(|| maybe(person, "prisonerNumber"))
        {
            self.add_prisoner(&number, person);
        }
    }

    /// Adds the visitor whom this id was asked for.
    pub fn add_contact(&mut self, id: &str, person: &Map<String, Value>) {
        self.contacts.insert(id.to_owned(), visitor(person));
    }

    /// Adds the person inside whom this number was asked for.
    pub fn add_prisoner(&mut self, number: &str, person: &Map<String, Value>) {
        let part = |name| json::text(person, name);
        let name = [part("firstName"), part("lastName")].join(" ");
        self.prisoners.insert(number.to_uppercase(), name);
    }

    /// Fills in what a visit does not say itself.
    pub(super) fn fill(&self, visit: &mut RawVisit) {
        if visit.prisoner_name.trim().is_empty()
            && let Some(name) = self.prisoners.get(&visit.prisoner.to_uppercase())
        {
            visit.prisoner_name.clone_from(name);
        }
        for visitor in &mut visit.visitors {
            let Some(known) = visitor.person.as_ref().and_then(|id| self.contacts.get(id)) else {
                continue;
            };
            if visitor.first.is_empty() && visitor.last.is_empty() {
                visitor.first.clone_from(&known.first);
                visitor.last.clone_from(&known.last);
            }
            if visitor.born.is_none() {
                visitor.born.clone_from(&known.born);
            }
        }
    }
}
