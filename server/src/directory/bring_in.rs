//! A feed goes in: what is new, what has changed, what its feed has no more.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use visits_domain::help::ServiceId;
use visits_domain::site::SiteCode;

use super::entry::{Change, Entry, Fields, merged};
use super::read::{self, Parsed, Reason, Report, Row, Rules, SetAside, service_id};
use super::taxonomy::Taxonomy;
use super::{Kept, Noted, State};
use crate::audit;
use crate::error::Error;
use crate::house::House;
use crate::store::service_feeds::{self, Feed};
use crate::store::{services, sites};

/// Rows of a feed without a name are kept under this.
const NAMELESS: &str = "file";

/// From where rows come.
#[derive(Clone, Copy, Debug, Default)]
pub struct From<'a> {
    /// What the feed is called; empty: a file that is no feed.
    pub feed: &'a str,
    /// It is everything there is of the feed: what it lacks is gone from it.
    pub whole: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    /// The counts.
    pub report: Report,
    /// The services that were taken, in their order.
    pub rows: Vec<Found>,
    /// Services of this feed that are in it no more.
    pub missing: usize,
    /// So many that somebody has to say whether it is so.
    pub held: bool,
    /// The feed says itself that there is more of it.
    pub is_a_part: bool,
}

/// A service that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As the feed has it.
    pub id: String,
    /// As it is known here.
    pub service: ServiceId,
    /// In English.
    pub name: String,
    /// It was not known before.
    pub is_new: bool,
}

/// What is to be written. Pure.
struct Plan {
    brought: Brought,
    services: Vec<Kept>,
    noted: Vec<Noted>,
}

/// Compares what a feed says with what is kept. Pure.
fn plan(parsed: Parsed, from: From<'_>, known: Vec<Kept>, (who, at): (&str, i64)) -> Plan {
    let feed = name_of(from);
    let Parsed { read, rows, repeated, mut set_aside, is_a_part } = parsed;
    let mut known: HashMap<ServiceId, Kept> =
        known.into_iter().map(|kept| (kept.service, kept)).collect();
    let of_feed = known.values().filter(|kept| is_of(kept, feed)).count();
    let mentioned: HashSet<ServiceId> = rows
        .iter()
        .map(|row| service_id(feed, &row.id))
        .chain(set_aside.iter().map(|one| service_id(feed, &one.id)))
        .collect();
    let (mut services, mut noted, mut found, mut unchanged) =
        (Vec::new(), Vec::new(), Vec::new(), 0);
    for row in rows {
        let service = service_id(feed, &row.id);
        let before = known.remove(&service);
        if let Some(reason) = before.as_ref().and_then(|kept| is_another(kept, feed, &row)) {
            set_aside.push(SetAside { row: row.row, id: row.id, reason });
            continue;
        }
        let row = remembering(row, before.as_ref());
        if before.as_ref().is_some_and(|kept| kept.said == row.said && kept.dropped.is_none()) {
            unchanged += 1;
            continue;
        }
        let is_new = before.is_none();
        let name = row.said.get("name_en").and_then(Value::as_str).unwrap_or_default().to_owned();
        found.push(Found { id: row.id.clone(), service, name, is_new });
        let before = before.unwrap_or_else(|| new(service, feed, &row.id));
        let after = followed(before.clone(), row.said, at);
        noted.extend(what_changed(&before, &after, who));
        services.push(after);
    }
    set_aside.sort_by_key(|one| one.row);
    let gone = gone(known.into_values(), (feed, from.whole && !is_a_part), &mentioned);
    let missing = gone.len();
    let held = missing > 0 && missing * 2 >= of_feed;
    for kept in gone {
        if kept.dropped.is_none() {
            services.push(Kept { dropped: Some(at), version: kept.version + 1, ..kept });
        }
    }
    let report = Report { read, taken: found.len(), unchanged, repeated, quarantined: set_aside };
    let brought = Brought { report, rows: found, missing, held, is_a_part };
    Plan { brought, services, noted }
}

fn name_of(from: From<'_>) -> &str {
    if from.feed.is_empty() { NAMELESS } else { from.feed }
}

fn new(service: ServiceId, feed: &str, id: &str) -> Kept {
    Kept {
        service,
        feed: feed.to_owned(),
        feed_id: id.to_owned(),
        state: State::Draft,
        version: 0,
        entry: Entry::default(),
        said: Fields::new(),
        edited: Fields::new(),
        otherwise: 0,
        dropped: None,
        changed: 0,
    }
}

fn followed(before: Kept, said: Fields, at: i64) -> Kept {
    let checked = before.entry.assured.is_some() || before.state == State::Published;
    let entry = merged(&before.entry, (&before.said, &said), &before.edited, checked);
    let version = before.version + 1;
    Kept { entry, said, version, dropped: None, changed: at, ..before }.counted()
}

/// Of a new service one line; of a known one each field.
fn what_changed(before: &Kept, after: &Kept, who: &str) -> Vec<Noted> {
    let changes = if before.version == 0 {
        let is = Value::String(after.state.as_str().to_owned());
        vec![Change { field: String::new(), was: Value::Null, is }]
    } else {
        before.entry.changes_to(&after.entry)
    };
    let note = |change| Noted {
        service: after.service,
        version: after.version,
        at: after.changed,
        who: who.to_owned(),
        change,
    };
    changes.into_iter().map(note).collect()
}

/// What the feed said before and could not be asked this time it still says.
fn remembering(row: Row, before: Option<&Kept>) -> Row {
    let mut said = before.filter(|_| row.in_brief).map_or_else(Fields::new, |b| b.said.clone());
    said.extend(row.said);
    Row { said, ..row }
}

/// Why a row is not the service that is known by its id. Files without a feed's name may come from
/// anywhere, and each publisher counts from 1: there the name or the organization is the same too.
fn is_another(kept: &Kept, feed: &str, row: &Row) -> Option<Reason> {
    if kept.feed != feed {
        return Some(Reason::AnotherFeed);
    }
    let differs = |field: &str| kept.said.get(field) != row.said.get(field);
    let is_other = feed == NAMELESS
        && !read::is_unique(&row.id)
        && differs("name_en")
        && differs("organization");
    is_other.then_some(Reason::AnotherService)
}

/// What was withdrawn is missed by nobody.
fn is_of(kept: &Kept, feed: &str) -> bool {
    kept.feed == feed && kept.state != State::Withdrawn
}

/// What the feed had once and has no more.
fn gone(
    known: impl Iterator<Item = Kept>,
    (feed, whole): (&str, bool),
    mentioned: &HashSet<ServiceId>,
) -> Vec<Kept> {
    let is_gone = |kept: &Kept| whole && is_of(kept, feed) && !mentioned.contains(&kept.service);
    known.filter(is_gone).collect()
}

/// Reads a file and brings it in, or says what that would do.
pub async fn file(
    house: &House,
    (site, who): (SiteCode, &str),
    (bytes, from): (&[u8], From<'_>),
    dry_run: bool,
) -> Result<Brought, Error> {
    let today = house.clock.local().date();
    let bytes = bytes.to_vec();
    // A large file takes seconds, and others wait for this thread.
    let parsed = tokio::task::spawn_blocking(move || {
        let taxonomy = Taxonomy::default();
        read::read(&bytes, Rules { today, taxonomy: &taxonomy })
    });
    rows(house, (site, who), (parsed.await??, from), dry_run).await
}

/// Brings rows in, or says what that would do. The site of a rehearsal need not exist.
pub async fn rows(
    house: &House,
    (site, who): (SiteCode, &str),
    (parsed, from): (Parsed, From<'_>),
    dry_run: bool,
) -> Result<Brought, Error> {
    let at = house.clock.now().timestamp_micros();
    if dry_run {
        let mut conn = house.db.pool().acquire().await?;
        let known = services::all(&mut conn, site).await?;
        return Ok(plan(parsed, from, known, (who, at)).brought);
    }
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let known = services::all(tx.conn(), site).await?;
    let Plan { brought, services, noted } = plan(parsed, from, known, (who, at));
    services::put(&mut tx, site, &services).await?;
    services::note(&mut tx, site, &noted).await?;
    let feed = name_of(from);
    service_feeds::set_aside(&mut tx, site, (feed, at), &brought.report.quarantined).await?;
    if from.whole && !brought.is_a_part {
        let since = service_feeds::held(tx.conn(), site, feed).await?;
        let held = brought.held.then(|| since.unwrap_or(at));
        let feed = Feed { name: feed.to_owned(), read_at: at, held };
        service_feeds::put(&mut tx, site, &feed).await?;
    }
    audit::note(house, &mut tx, site, (who, audit::Noted::ServicesBroughtIn), "").await?;
    // Nothing of a feed is published: kiosks have nothing to hear.
    house.commit_and_tell(tx, site).await?;
    Ok(brought)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(names: &[(&str, &str)]) -> Parsed {
        let rows: Vec<Value> =
            names.iter().map(|(id, name)| json!({ "id": id, "name": name })).collect();
        let taxonomy = Taxonomy::default();
        let rules = Rules { today: "2026-06-01".parse().expect("a day"), taxonomy: &taxonomy };
        read::read_rows(rows, rules).expect("rows")
    }

    const WHOLE: From<'static> = From { feed: "feed", whole: true };

    fn brought(parsed: Parsed, known: &[Kept]) -> Plan {
        plan(parsed, WHOLE, known.to_vec(), ("feed", 7))
    }

    #[test]
    fn what_comes_again_is_unchanged_and_what_differs_is_taken() {
        let first = brought(parsed(&[("1", "A"), ("2", "B")]), &[]);
        assert_eq!(first.brought.report.taken, 2);
        let again = brought(parsed(&[("1", "A"), ("2", "C")]), &first.services);
        assert!(again.brought.report.adds_up());
        assert_eq!((again.brought.report.unchanged, again.brought.report.taken), (1, 1));
        assert_eq!(again.services[0].entry.name_en, "C");
        let fields: Vec<&str> = again.noted.iter().map(|n| n.change.field.as_str()).collect();
        assert_eq!(fields, ["name_en"]);
    }

    #[test]
    fn a_feed_that_lacks_some_is_followed_up_and_one_that_lacks_half_is_held() {
        let all = brought(parsed(&[("1", "A"), ("2", "B"), ("3", "C"), ("4", "D")]), &[]);
        let published: Vec<Kept> = all
            .services
            .iter()
            .map(|kept| Kept { state: State::Published, ..kept.clone() })
            .collect();
        let some = brought(parsed(&[("1", "A"), ("2", "B"), ("3", "C")]), &published);
        assert_eq!((some.brought.missing, some.brought.held), (1, false));
        assert_eq!(some.services.len(), 1);
        assert_eq!((some.services[0].state, some.services[0].dropped), (State::Published, Some(7)));
        let half = brought(parsed(&[("1", "A"), ("2", "B")]), &published);
        assert_eq!((half.brought.missing, half.brought.held), (2, true));
        assert!(half.services.iter().all(|kept| kept.state == State::Published));
    }

    #[test]
    fn a_file_that_is_no_feed_says_nothing_of_what_it_lacks() {
        let all = brought(parsed(&[("1", "A"), ("2", "B")]), &[]);
        let part = From { whole: false, ..WHOLE };
        let done = plan(parsed(&[("1", "A")]), part, all.services, ("feed", 8));
        assert_eq!((done.brought.missing, done.services.len()), (0, 0));
    }

    #[test]
    fn an_id_belongs_to_the_feed_that_had_it_first() {
        let id = "ac148810-d857-441c-9679-408f346de14b";
        let first = brought(parsed(&[(id, "A")]), &[]);
        let other = From { feed: "other", whole: true };
        let done = plan(parsed(&[(id, "A")]), other, first.services, ("other", 8));
        assert_eq!(done.brought.report.quarantined[0].reason, Reason::AnotherFeed);
        assert!(done.brought.report.adds_up());
    }
}
