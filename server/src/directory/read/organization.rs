//! What an organization says that its services may need.

use serde_json::{Map, Value};
use visits_domain::help::Phone;

use super::fields::{Said, phones};
use super::values::{email, objects, text, web};
use crate::directory::plain;

/// Whoever runs a service.
#[derive(Default)]
pub struct Organization {
    /// On one line.
    pub name: String,
    /// Its telephones, for services that have none.
    pub phones: Vec<Phone>,
    /// For services that have none.
    pub email: Option<String>,
    /// For services that have none.
    pub web: Option<String>,
    /// What of its telephones could not be used.
    pub left_out: Vec<String>,
}

impl Organization {
    /// Reads it. People's own addresses are passed over.
    pub fn of(row: &Map<String, Value>) -> Self {
        let mut said = Said::default();
        let those: Vec<_> = std::iter::once(row).chain(objects(row, "contacts")).collect();
        let page = |name: &str| text(row, name).and_then(|text| web(&text));
        Self {
            phones: phones(&mut said, &those),
            email: text(row, "email").and_then(|text| email(&text)),
            web: page("website").or_else(|| page("url")),
            left_out: said.left_out,
            ..Self::named(&text(row, "name").unwrap_or_default())
        }
    }

    /// One of which the name alone is said.
    pub fn named(name: &str) -> Self {
        Self { name: plain::line(name), ..Self::default() }
    }
}
