//! Reads a feed from its address, page after page. Whatever the feed says, it ends: a page that
//! comes again, an empty one, or too many end it, and what was read by then is taken.

use std::collections::HashSet;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;
use visits_domain::site::SiteCode;

use super::Brought;
use super::bring_in::{self, From};
use super::details;
use super::read::{self, Page, Rules};
use super::taxonomy::Taxonomy;
use crate::error::Error;
use crate::house::House;
use crate::import::Unreadable;
use crate::pull::{Failure, Feed, NotAnAddress, Part};

/// Why a feed could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// Its address.
    #[error(transparent)]
    Address(#[from] NotAnAddress),
    /// The way to it.
    #[error("{0}")]
    Failure(Failure),
    /// The file.
    #[error("{0}")]
    File(std::io::Error),
    /// The answer.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The server itself.
    #[error(transparent)]
    Server(#[from] Error),
}

/// What was read.
struct Rows {
    rows: Vec<Value>,
    /// Nothing speaks against it being everything.
    whole: bool,
}

/// Reads a feed and brings it in, or says what that would do.
pub async fn run(
    house: &House,
    (site, who): (SiteCode, &str),
    address: &str,
    dry_run: bool,
) -> Result<Brought, NotRead> {
    let feed = Feed::new(address, &house.fetching)?;
    let mut left = Left::of(&feed);
    let Rows { mut rows, whole } = pages(&feed, &mut left).await?;
    details::fill(&feed, &mut rows, &mut left).await;
    let today = house.clock.local().date();
    // A large feed takes seconds, and others wait for this thread.
    let parsed = tokio::task::spawn_blocking(move || {
        let taxonomy = Taxonomy::default();
        read::read_rows(rows, Rules { today, taxonomy: &taxonomy })
    });
    let parsed = parsed.await.map_err(Error::from)??;
    let name = feed.name();
    let from = From { feed: &name, whole };
    let brought = bring_in::rows(house, (site, who), (parsed, from), dry_run).await?;
    Ok(Brought { is_a_part: !whole, ..brought })
}

/// What may still be read of a feed.
pub struct Left {
    deadline: Instant,
    bytes: usize,
}

impl Left {
    fn of(feed: &Feed) -> Self {
        let limits = feed.limits();
        Self { deadline: Instant::now() + limits.whole_timeout, bytes: limits.list_bytes }
    }

    /// Asks for a part of it, and reads the answer.
    pub async fn page(&mut self, feed: &Feed, part: Part<'_>) -> Result<Page, NotRead> {
        let most = feed.limits().page_bytes.min(self.bytes);
        let answer = tokio::time::timeout_at(self.deadline, feed.ask(part, most)).await;
        let bytes = answer
            .unwrap_or_else(|_| Err(crate::import::Trouble::TookTooLong.into()))
            .map_err(NotRead::Failure)?;
        self.bytes = self.bytes.saturating_sub(bytes.len());
        Ok(Page::of(read::value(&bytes, most)?)?)
    }
}

async fn pages(feed: &Feed, left: &mut Left) -> Result<Rows, NotRead> {
    let (mut all, mut so_far) = (Rows { rows: Vec::new(), whole: true }, SoFar::default());
    for number in 1..=feed.limits().pages {
        let page = match left.page(feed, Part::Page(number)).await {
            Ok(page) => page,
            Err(error) if number == 1 => return Err(error),
            // What came before is good, and it is not everything.
            Err(_) => return Ok(Rows { whole: false, ..all }),
        };
        let step = so_far.step(u64::from(number), &page);
        if step != Step::NoPage {
            all.rows.extend(page.rows);
        }
        if step != Step::More {
            return Ok(Rows { whole: step == Step::Last, ..all });
        }
        if all.rows.len() > read::ROWS {
            return Err(Unreadable::too_many(read::ROWS).into());
        }
    }
    Ok(Rows { whole: false, ..all })
}

/// What follows a page.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// Another one.
    More,
    /// Nothing: that was everything.
    Last,
    /// Nothing, and it was not everything.
    Short,
    /// As `Short`; and the page is none, or it came before and the feed goes in a circle.
    NoPage,
}

/// What the pages before say of those that follow.
#[derive(Default)]
struct SoFar {
    seen: HashSet<[u8; 32]>,
    /// So many pages there are.
    counted: u64,
    /// There is another one.
    one_more: bool,
}

impl SoFar {
    /// Decides. Pure. A feed is whole where it ends as it said it would: whatever comes in the place
    /// of a page that was promised makes nobody's service go.
    fn step(&mut self, number: u64, page: &Page) -> Step {
        if !page.is_list && number > 1 {
            return Step::NoPage;
        }
        if page.rows.is_empty() {
            let promised =
                if number == 1 { page.says_others_follow() } else { self.goes_to(number) };
            return if promised { Step::Short } else { Step::Last };
        }
        let mark = Sha256::digest(serde_json::to_vec(&page.rows).unwrap_or_default()).into();
        if !self.seen.insert(mark) {
            return Step::NoPage;
        }
        self.counted = page.pages.unwrap_or(self.counted);
        self.one_more = page.last == Some(false);
        // A list alone has no pages.
        let counts_on = number < self.counted;
        if !page.last.unwrap_or(!counts_on) {
            return Step::More;
        }
        if counts_on || !page.is_list { Step::Short } else { Step::Last }
    }

    /// Whether the pages before promised this one.
    fn goes_to(&self, number: u64) -> bool {
        self.one_more || number <= self.counted
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pages_end_whatever_a_feed_says() {
        for pages in [
            vec![(json!([5, 6]), Step::Last)],
            vec![(json!({ "contents": [] }), Step::Last)],
            vec![(json!({ "contents": [], "total_pages": 7 }), Step::Short)],
            vec![(json!({ "error": "later" }), Step::Short)],
            vec![(json!({ "id": 1, "services": [1] }), Step::Last)],
            vec![
                (json!({ "contents": [1], "last_page": false }), Step::More),
                (json!({ "contents": [1], "last_page": false }), Step::NoPage),
            ],
            vec![
                (json!({ "content": [1], "last": false }), Step::More),
                (json!({ "content": [2], "last": true }), Step::Last),
            ],
            vec![
                (json!({ "content": [1], "last": false }), Step::More),
                (json!({ "content": [], "last": true }), Step::Short),
            ],
            vec![
                (json!({ "contents": [1], "total_pages": "3" }), Step::More),
                (json!({ "contents": [2] }), Step::More),
                (json!({ "contents": [3], "total_pages": 3 }), Step::Last),
            ],
            vec![
                (json!({ "contents": [1], "total_pages": 3 }), Step::More),
                // One of them was withdrawn meanwhile.
                (json!({ "contents": [2], "total_pages": 2 }), Step::Last),
            ],
            vec![
                (json!({ "contents": [1], "total_pages": 3 }), Step::More),
                (json!({ "contents": [2], "last_page": true }), Step::Short),
            ],
            vec![
                (json!({ "contents": [1], "total_pages": 3 }), Step::More),
                (json!({ "contents": [], "total_pages": 0 }), Step::Short),
            ],
            vec![
                (json!({ "contents": [1], "total_pages": 3 }), Step::More),
                (json!({ "id": 5, "error": "later" }), Step::NoPage),
            ],
        ] {
            let mut so_far = SoFar::default();
            for (number, (value, step)) in (1..).zip(pages) {
                let page = Page::of(value.clone()).expect("JSON of any shape");
                assert_eq!(so_far.step(number, &page), step, "{number}: {value}");
            }
        }
    }
}
