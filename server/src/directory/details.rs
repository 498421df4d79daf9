//! A feed's list tells of its services in brief, as the standard has it; the whole of one stands at an
//! address of its own below the list's. Each is asked for, one after the other and within bounds:
//! what cannot be had stays as the list has it.

use serde_json::Value;

use super::fetch::Left;
use super::read::{id_in_brief, put_whole};
use crate::pull::{Feed, Part};

/// So many are asked for in one go.
const MOST: usize = 2_000;
/// So many failures one after the other: the feed has no such addresses, or not now.
const FAILURES: usize = 5;

/// Puts the whole of each service in the place of what the list says of it.
pub async fn fill(feed: &Feed, rows: &mut [Value], left: &mut Left) {
    let (mut asked, mut failures) = (0, 0);
    for row in rows {
        let Some(id) = id_in_brief(row) else { continue };
        let mut whole = None;
        if asked < MOST && failures < FAILURES {
            asked += 1;
            whole = one(feed, &id, left).await;
            failures = if whole.is_some() { 0 } else { failures + 1 };
        }
        put_whole(row, &id, whole);
    }
}

async fn one(feed: &Feed, id: &str, left: &mut Left) -> Option<Value> {
    let page = left.page(feed, Part::Service(id)).await.ok()?;
    page.rows.into_iter().next().filter(|_| !page.is_list)
}
