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
    Row { row, id, said, in_brief: false }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use visits_domain::help::{HelpNeed, Nation};
    use visits_domain::phone;

    use super::super::publish;
    use super::*;

    fn entries() -> Vec<(String, Entry)> {
        let parsed = parsed().expect("it is JSON");
        parsed.rows.into_iter().map(|row| (row.id, Entry::default().with(row.said))).collect()
    }

    #[test]
    fn every_service_has_its_words_in_both_languages_its_evidence_and_no_date_of_a_check() {
        let mut ids = HashSet::new();
        for (id, entry) in entries() {
            assert!(ids.insert(id.clone()), "{id} is there twice");
            assert!(!entry.name_en.is_empty() && !entry.evidence.is_empty(), "{id}");
            assert_eq!(entry.assured, None, "nobody rang {id}");
            assert_ne!(entry.words_en, entry.words_cy, "{id}");
            let missing = publish::missing(&entry);
            let may = [publish::Missing::Assured, publish::Missing::Contact];
            assert!(missing.contains(&publish::Missing::Assured), "{id}");
            assert!(missing.iter().all(|one| may.contains(one)), "{id}: {missing:?}");
            for phone in &entry.phones {
                assert_eq!(phone::grouped(&phone.number).as_deref(), Some(&*phone.number), "{id}");
            }
        }
        assert!(ids.len() >= 60, "{}", ids.len());
    }

    #[test]
    fn every_nation_has_somebody_for_every_need_that_cannot_wait() {
        let entries = entries();
        for nation in Nation::ALL {
            for need in [HelpNeed::Safety, HelpNeed::Money, HelpNeed::Feelings, HelpNeed::Contact] {
                let found = entries.iter().any(|(_, entry)| {
                    entry.nations.contains(nation)
                        && (entry.needs.contains(&need) || entry.any_need)
                });
                assert!(found, "{nation:?} {need:?}");
            }
        }
    }
}
