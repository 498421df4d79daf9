//! Reads a feed from its address, page after page. Whatever the feed says, it ends: a page that
//! comes again, an empty one, or too many end it, and what was read by then is taken.

use std::collections::HashSet;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;
use visits_domain::site::SiteCode;

use super::Brought;
use super::bring_in::{self, From};
use super::read::{self, Page, Rules};
use super::taxonomy::Taxonomy;
use crate::error::Error;
use crate::house::House;
use crate::import::Unreadable;
use crate::pull::{Failure, Feed, NotAnAddress};

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
    let Rows { rows, whole } = pages(&feed).await?;
    let today = house.clock.local().date();
    let taxonomy = Taxonomy::default();
    let parsed = read::read_rows(rows, Rules { today, taxonomy: &taxonomy })?;
    let name = feed.name();
    let from = From { feed: &name, whole };
    let brought = bring_in::rows(house, (site, who), (parsed, from), dry_run).await?;
    Ok(Brought { is_a_part: !whole, ..brought })
}

async fn pages(feed: &Feed) -> Result<Rows, NotRead> {
    let limits = feed.limits();
    let deadline = Instant::now() + limits.whole_timeout;
    let (mut all, mut bytes_left, mut seen) =
        (Rows { rows: Vec::new(), whole: true }, limits.list_bytes, HashSet::new());
    for number in 1..=limits.pages {
        let most = limits.page_bytes.min(bytes_left);
        let page = match page(feed, number, (most, deadline)).await {
            Ok((page, bytes)) => {
                bytes_left = bytes_left.saturating_sub(bytes);
                page
            }
            Err(error) if number == 1 => return Err(error),
            // What came before is good, and it is not everything.
            Err(_) => return Ok(Rows { whole: false, ..all }),
        };
        match step(number, &page, &mut seen) {
            Step::Again => return Ok(Rows { whole: false, ..all }),
            Step::End => {
                all.rows.extend(page.rows);
                return Ok(all);
            }
            Step::More => all.rows.extend(page.rows),
        }
        if all.rows.len() > read::ROWS {
            return Err(Unreadable::too_many(read::ROWS).into());
        }
    }
    Ok(Rows { whole: false, ..all })
}

async fn page(
    feed: &Feed,
    number: u32,
    (most, deadline): (usize, Instant),
) -> Result<(Page, usize), NotRead> {
    let answer = tokio::time::timeout_at(deadline, feed.page(number, most)).await;
    let bytes = answer
        .unwrap_or_else(|_| Err(crate::import::Trouble::TookTooLong.into()))
        .map_err(NotRead::Failure)?;
    Ok((Page::of(read::value(&bytes, most)?), bytes.len()))
}

/// What follows a page.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// Another one.
    More,
    /// Nothing.
    End,
    /// It came before: the feed goes in a circle.
    Again,
}

/// Decides. Pure.
fn step(number: u32, page: &Page, seen: &mut HashSet<[u8; 32]>) -> Step {
    if page.rows.is_empty() {
        return Step::End;
    }
    let mark = Sha256::digest(serde_json::to_vec(&page.rows).unwrap_or_default()).into();
    if !seen.insert(mark) {
        return Step::Again;
    }
    // A list alone has no pages.
    let counts_on = page.pages.is_some_and(|pages| u64::from(number) < pages);
    let is_last = page.last.unwrap_or(!counts_on);
    if is_last { Step::End } else { Step::More }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pages_end_whatever_a_feed_says() {
        let page = |value: Value| Page::of(value);
        let mut seen = HashSet::new();
        let more = page(json!({ "contents": [1], "last_page": false }));
        assert_eq!(step(1, &more, &mut seen), Step::More);
        assert_eq!(step(2, &more, &mut seen), Step::Again);
        let older = page(json!({ "content": [2], "last": true }));
        assert_eq!(step(2, &older, &mut seen), Step::End);
        let counted = page(json!({ "contents": [3], "total_pages": "3" }));
        assert_eq!(step(2, &counted, &mut seen), Step::More);
        let last = page(json!({ "contents": [4], "total_pages": 3 }));
        assert_eq!(step(3, &last, &mut seen), Step::End);
        assert_eq!(step(1, &page(json!([5, 6])), &mut seen), Step::End);
        assert_eq!(step(4, &page(json!({ "contents": [] })), &mut seen), Step::End);
    }
}
