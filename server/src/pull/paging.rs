//! Page after page, from the first until the service says that it was the last. Whatever the
//! service says, it ends: pages that repeat, stay empty or never stop are noticed, and said.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use super::client::Client;
use super::source::Source;
use super::{Failure, before};
use crate::import::{Note, Remark, Trouble};

/// Visits a page: the service's own searches stay below it.
const A_PAGE: usize = 100;
/// What is taken of a visit. Notes, contact details and support needs are dropped here.
const WANTED: [&str; 12] = [
    "reference",
    "prisonId",
    "prisonerId",
    "prisonerFirstName",
    "prisonerLastName",
    "visitStatus",
    "visitSubStatus",
    "visitRestriction",
    "startTimestamp",
    "endTimestamp",
    "modifiedTimestamp",
    "visitors",
];

/// Which visits are asked for: the service wants to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// That go ahead.
    Booked,
    /// That do not.
    Cancelled,
}

impl Status {
    fn as_str(self) -> &'static str {
        match self {
            Self::Booked => "BOOKED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// What came so far.
pub struct Fetched {
    /// The entries, with what is wanted of them.
    pub visits: Vec<Value>,
    /// What there is to say.
    pub remarks: Vec<Remark>,
    /// Nothing speaks against it being everything.
    pub whole: bool,
    /// What ended it early.
    pub failure: Option<Failure>,
    bytes: usize,
}

impl Default for Fetched {
    fn default() -> Self {
        Self { visits: Vec::new(), remarks: Vec::new(), whole: true, failure: None, bytes: 0 }
    }
}

/// Fetches all pages of one status. The error has the page that failed.
pub async fn walk(
    client: &Client,
    (source, days, status): (&Source, &RangeInclusive<NaiveDate>, Status),
    fetched: &mut Fetched,
    deadline: Instant,
) -> Result<(), (u32, Failure)> {
    let limits = client.limits();
    let mut walk = Walk::new(limits.pages);
    let mut number = 1;
    loop {
        let query = [
            ("fromDate", days.start().to_string()),
            ("toDate", days.end().to_string()),
            ("visitStatus", status.as_str().to_owned()),
            ("page", number.to_string()),
            ("size", A_PAGE.to_string()),
        ];
        let path = ["v1", "prison", source.prison.as_str(), "visit", "search"];
        let most = limits.page_bytes.min(limits.list_bytes.saturating_sub(fetched.bytes));
        let answer = before(deadline, client.get(&path, &query, most)).await;
        let page = answer.and_then(|bytes| {
            fetched.bytes += bytes.len();
            Page::read(&bytes)
        });
        let page = page.map_err(|failure| (number, failure))?;
        match walk.step(number, &page) {
            Step::Take { more } => {
                fetched.visits.extend(page.visits.into_iter().map(wanted));
                if !more {
                    break;
                }
                number += 1;
            }
            Step::Stop => break,
        }
    }
    let (remark, whole) = walk.end();
    fetched.remarks.extend(remark);
    fetched.whole &= whole;
    Ok(())
}

/// One answer.
struct Page {
    visits: Vec<Value>,
    last: Option<bool>,
    total: Option<i64>,
    pages: Option<i64>,
    mark: [u8; 32],
}

impl Page {
    fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let Ok(Value::Object(mut page)) = serde_json::from_slice(bytes) else {
            return Err(Trouble::NotAList.into());
        };
        let Some(Value::Array(visits)) = page.remove("data") else {
            return Err(Trouble::NotAList.into());
        };
        let paging = page.get("pagination");
        let number = |name: &str| paging?.get(name)?.as_i64();
        Ok(Self {
            last: paging.and_then(|paging| paging.get("isLastPage")?.as_bool()),
            total: number("totalCount"),
            pages: number("totalPages"),
            mark: Sha256::digest(serde_json::to_vec(&visits).unwrap_or_default()).into(),
            visits,
        })
    }
}

/// Drops what is not wanted, before anything else sees it.
fn wanted(visit: Value) -> Value {
    let Value::Object(mut visit) = visit else { return visit };
    let language = visit.get("visitContact").and_then(|contact| contact.get("languagePreference"));
    let contact = language.cloned().map(|language| {
        Value::Object(Map::from_iter([("languagePreference".to_owned(), language)]))
    });
    visit.retain(|name, _| WANTED.contains(&name.as_str()));
    visit.extend(contact.map(|contact| ("visitContact".to_owned(), contact)));
    Value::Object(visit)
}

enum Step {
    /// The page counts; there may be another.
    Take { more: bool },
    /// The page does not count, and there is no further.
    Stop,
}

/// Where a walk stands. Pure.
struct Walk {
    seen: HashSet<[u8; 32]>,
    rows: usize,
    total: Option<i64>,
    pages_at_most: u32,
    remark: Option<Remark>,
    saw_the_end: bool,
}

impl Walk {
    fn new(pages_at_most: u32) -> Self {
        let (seen, remark) = (HashSet::new(), None);
        Self { seen, rows: 0, total: None, pages_at_most, remark, saw_the_end: false }
    }

    fn step(&mut self, number: u32, page: &Page) -> Step {
        self.total = page.total.or(self.total);
        let is_last = page.last.unwrap_or_else(|| {
            page.visits.len() < A_PAGE || page.pages.is_some_and(|all| i64::from(number) >= all)
        });
        if !page.visits.is_empty() && !self.seen.insert(page.mark) {
            self.remark = Some(Remark::new(Note::SamePageAgain, number));
            return Step::Stop;
        }
        self.rows += page.visits.len();
        self.saw_the_end = is_last;
        if is_last {
            return Step::Take { more: false };
        }
        if page.visits.is_empty() {
            self.remark = Some(Remark::new(Note::EmptyPage, number));
            return Step::Stop;
        }
        if number >= self.pages_at_most {
            self.remark = Some(Remark::new(Note::PagesNeverEnd, self.pages_at_most));
            return Step::Take { more: false };
        }
        Step::Take { more: true }
    }

    /// What to say of it, and whether it was everything.
    fn end(self) -> (Option<Remark>, bool) {
        let counted = i64::try_from(self.rows).unwrap_or(i64::MAX);
        let disagree = self.total.filter(|total| *total != counted);
        let remark = self.remark.or_else(|| {
            disagree.map(|total| Remark::new(Note::TotalsDisagree, format!("{total}, {counted}")))
        });
        let whole = self.saw_the_end && remark.is_none();
        (remark, whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(visits: usize, salt: u8, last: Option<bool>, total: Option<i64>) -> Page {
        let visits = vec![Value::from(salt); visits];
        let mark = Sha256::digest(serde_json::to_vec(&visits).unwrap_or_default()).into();
        Page { visits, last, total, pages: None, mark }
    }

    fn walk(pages: impl IntoIterator<Item = Page>) -> (usize, Option<Note>, bool) {
        let mut walk = Walk::new(50);
        for (number, page) in (1..).zip(pages) {
            match walk.step(number, &page) {
                Step::Take { more: true } => {}
                _ => break,
            }
        }
        let rows = walk.rows;
        let (remark, whole) = walk.end();
        (rows, remark.map(|remark| remark.note), whole)
    }

    #[test]
    fn every_kind_of_ending_is_told_apart() {
        let more = |n: u8| page(2, n, Some(false), Some(4));
        assert_eq!(walk([more(1), page(2, 2, Some(true), Some(4))]), (4, None, true));
        assert_eq!(
            walk([more(1), page(1, 2, Some(true), Some(4))]),
            (3, Some(Note::TotalsDisagree), false)
        );
        assert_eq!(walk([page(1, 1, Some(true), Some(-3))]).1, Some(Note::TotalsDisagree));
        assert_eq!(walk([more(1), more(1)]), (2, Some(Note::SamePageAgain), false));
        assert_eq!(walk([more(1), page(0, 2, Some(false), None)]).1, Some(Note::EmptyPage));
        let endless = (0..=255).map(|n| page(1, n, Some(false), None));
        assert_eq!(walk(endless), (50, Some(Note::PagesNeverEnd), false));
        assert_eq!(walk([page(0, 0, Some(true), Some(0))]), (0, None, true));
        assert_eq!(walk([page(3, 1, None, None)]), (3, None, true), "nothing said: it is short");
    }

    proptest! {
        #[test]
        fn any_pages_at_all_end(
            pages in prop::collection::vec(
                (0usize..4, any::<u8>(), any::<Option<bool>>(), any::<Option<i64>>()), 60..80)
        ) {
            let pages = pages.into_iter().map(|(n, salt, last, total)| page(n, salt, last, total));
            let mut taken = 0;
            let mut walk = Walk::new(50);
            for (number, page) in (1..).zip(pages) {
                taken = number;
                if !matches!(walk.step(number, &page), Step::Take { more: true }) { break }
            }
            prop_assert!(taken <= 50);
        }

        #[test]
        fn any_bytes_at_all_are_a_page_or_a_failure(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Page::read(&bytes);
        }
    }

    #[test]
    fn notes_and_telephone_numbers_are_dropped_at_the_door() {
        let visit = serde_json::json!({
            "reference": "ab-cd-ef-gh", "visitNotes": [{"text": "secret"}],
            "visitContact": {"name": "secret", "languagePreference": "WELSH"},
            "visitorSupport": {"description": "secret"}, "visitors": [{"contactId": 1}],
        });
        let kept = wanted(visit).to_string();
        assert!(!kept.contains("secret") && kept.contains("WELSH") && kept.contains("contactId"));
    }
}
