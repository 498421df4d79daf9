//! The starting directory: services that public pages tell of, as drafts for staff to check. None
//! is published by itself, and nobody has rung any of them.

use serde::Deserialize;
use serde_json::Value;
use visits_domain::site::SiteCode;

use super::Brought;
use super::bring_in::{self, From};
use super::entry::{Entry, Fields};
use super::read::{Parsed, Row};
use crate::error::Error;
use crate::house::House;

/// The feed they come from.
pub const FEED: &str = "starting directory";

static SERVICES: &str = include_str!("../../data/starting_directory.json");

/// One of them. What else it says are fields of a service.
#[derive(Deserialize)]
struct Start {
    id: String,
    /// Where it is known from, in a sentence for staff.
    evidence: String,
    /// Pages, and when they were looked at.
    #[serde(default)]
    sources: Vec<String>,
    #[serde(flatten)]
    fields: Fields,
}

/// Takes them in. Those that are known are unchanged.
pub async fn run(house: &House, (site, who): (SiteCode, &str)) -> Result<Brought, Error> {
    let parsed = parsed()?;
    let from = From { feed: FEED, whole: true };
    bring_in::rows(house, (site, who), (parsed, from), false).await
}

fn parsed() -> Result<Parsed, Error> {
    let services: Vec<Start> = serde_json::from_str(SERVICES)?;
    let rows: Vec<Row> = services.into_iter().enumerate().map(|(n, one)| row(n + 1, one)).collect();
    Ok(Parsed { read: rows.len(), rows, ..Parsed::default() })
}

fn row(row: usize, start: Start) -> Row {
    let Start { id, evidence, sources, mut fields } = start;
    let evidence = std::iter::once(evidence).chain(sources).collect::<Vec<_>>().join("\n");
    fields.insert("evidence".to_owned(), Value::String(evidence));
    // As it is stored: what is empty is not said.
    let mut said = Entry::default().with(fields).fields();
    let nothing = Entry::default().fields();
    said.retain(|field, value| nothing.get(field) != Some(value));
    Row { row, id, said }
}
