//! Fetches a site's visit list from the Ministry's external interface: pages of visits, then the
//! names of people whom it gives by id alone. It goes in by the same door as a file.
//!
//! `pull/client.rs` holds the only outgoing connection of the whole server but the one to its
//! database.

mod client;
mod names;
mod paging;
mod schedule;
mod source;

use std::ops::RangeInclusive;

use chrono::{NaiveDate, TimeDelta};
use serde_json::Value;
use tokio::time::Instant;
use visits_domain::site::SiteCode;

use crate::error::Error;
use crate::house::House;
use crate::import::{Note, People, Remark, Trouble};
use crate::store::imports::Origin;
use crate::store::sources::{self, Outcome};
use crate::visit_list::{self, Given, How, Imported};
use crate::{random, sealer};
use client::Client;
use paging::{Fetched, Status};

pub use client::{Feed, NotAnAddress, Part};
pub use source::{Fetching, NotASource, Source};

/// A lease lives so much longer than a fetch may take.
const LEASE_BEYOND: TimeDelta = TimeDelta::minutes(2);

/// Why a site's list was not fetched.
#[derive(Debug, thiserror::Error)]
pub enum NotFetched {
    /// The site has none to fetch.
    #[error("this site has no source: set one with `visits-server site source set`")]
    NoSource,
    /// Another process does it just now.
    #[error("the list is being fetched just now")]
    UnderWay,
    /// The service, or the way to it.
    #[error("{0}")]
    Trouble(Failure),
    /// The server itself.
    #[error(transparent)]
    Server(#[from] Error),
}

/// What went wrong on the way, and what is put into its sentence. Never an address or a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What.
    pub trouble: Trouble,
    /// A status, a file's name.
    pub about: String,
}

impl Failure {
    fn new(trouble: Trouble, about: impl std::fmt::Display) -> Self {
        Self { trouble, about: about.to_string() }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::new(trouble, "")
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.trouble.sentence(visits_domain::arrival::Language::En, &self.about))
    }
}

/// What was fetched, ready to go in.
struct List {
    visits: Vec<Value>,
    people: People,
    days: RangeInclusive<NaiveDate>,
    /// Everything there is of these days, by what the service says and by counting.
    whole: bool,
    remarks: Vec<Remark>,
    /// It ended early because of this.
    failure: Option<Failure>,
}

/// Fetches now and says what it would do. Stores nothing.
pub async fn rehearse(house: &House, site: SiteCode) -> Result<Imported, NotFetched> {
    let (source, _) = sources::find(&house.db, site).await?.ok_or(NotFetched::NoSource)?;
    let list = fetch(house, site, &source).await?;
    let bytes = serde_json::to_vec(&list.visits).map_err(Error::from)?;
    let given = Given { list: &bytes, people: &list.people };
    let mut imported = visit_list::preview(house, site, given).await?.imported;
    imported.remarks.splice(0..0, list.remarks);
    match list.failure {
        Some(failure) => Err(NotFetched::Trouble(failure)),
        None => Ok(imported),
    }
}

/// Fetches now, brings it in, and seals the cards that follow from it. One process at a time.
pub async fn run(house: &House, site: SiteCode, only_if_due: bool) -> Result<Imported, NotFetched> {
    let (source, _) = sources::find(&house.db, site).await?.ok_or(NotFetched::NoSource)?;
    let (now, lease) = (house.clock.now(), random::opaque_id().to_string());
    let longest = TimeDelta::from_std(house.fetching.whole_timeout).unwrap_or_default();
    let until = now + longest + LEASE_BEYOND;
    if !sources::take_lease(&house.db, site, (&lease, now, until), only_if_due).await? {
        return Err(NotFetched::UnderWay);
    }
    let done = bring_in(house, site, &source).await;
    note(house, site, &source, (&lease, &done)).await?;
    done
}

async fn bring_in(house: &House, site: SiteCode, source: &Source) -> Result<Imported, NotFetched> {
    // Where the cards could not be sealed nothing is fetched.
    sealer::secret::known(house, site).await?;
    let list = fetch(house, site, source).await?;
    let bytes = serde_json::to_vec(&list.visits).map_err(Error::from)?;
    let how = How {
        origin: Origin::Fetch,
        complete: list.whole.then_some(list.days),
        remarks: list.remarks,
        ..How::command()
    };
    let given = Given { list: &bytes, people: &list.people };
    let imported = visit_list::import(house, site, given, how).await?;
    sealer::reseal(house, site).await?;
    match list.failure {
        // What came before is in, and yet the service failed: it is asked again soon.
        Some(failure) => Err(NotFetched::Trouble(failure)),
        None => Ok(imported),
    }
}

/// Notes how it went, and when to try next.
async fn note(
    house: &House,
    site: SiteCode,
    source: &Source,
    (lease, done): (&str, &Result<Imported, NotFetched>),
) -> Result<(), Error> {
    let now = house.clock.now();
    let failure = match done {
        Ok(_) => None,
        Err(NotFetched::Trouble(failure)) => Some(failure.clone()),
        Err(error) => {
            tracing::error!(%site, %error, "a visit list could not be brought in");
            Some(Trouble::NotBroughtIn.into())
        }
    };
    let failures = sources::failures(&house.db, site).await?;
    let failures = if failure.is_some() { failures + 1 } else { 0 };
    if let Some(failure) = &failure {
        tracing::warn!(%site, failures, "a visit list was not fetched: {failure}");
    }
    let next = schedule::next(source, now, failures, chance());
    let outcome = Outcome { failure, failures, at: now, next };
    sources::finish(&house.db, site, lease, &outcome).await
}

/// Between 0 and 1.
fn chance() -> f64 {
    f64::from(u16::from_be_bytes(random::bytes())) / f64::from(u16::MAX)
}

/// The sites whose lists should be fetched now.
pub async fn due(house: &House) -> Result<Vec<SiteCode>, Error> {
    sources::due(&house.db, house.clock.now()).await
}

async fn fetch(house: &House, site: SiteCode, source: &Source) -> Result<List, NotFetched> {
    let limits = &house.fetching;
    let secrets = source::secrets(site, limits, client::is_plain(&source.base_url))
        .map_err(NotFetched::Trouble)?;
    let client = Client::new(&source.base_url, &secrets, limits).map_err(NotFetched::Trouble)?;
    let today = house.clock.local().date();
    let days = today..=today + TimeDelta::days(i64::from(source.days.max(1)) - 1);
    let deadline = Instant::now() + limits.whole_timeout;
    let mut list = pages(&client, source, days, deadline).await.map_err(NotFetched::Trouble)?;
    names::join(house, site, &client, (&mut list, deadline)).await?;
    Ok(list)
}

/// All pages, booked ones first. Only when the very first page fails there is nothing.
async fn pages(
    client: &Client,
    source: &Source,
    days: RangeInclusive<NaiveDate>,
    deadline: Instant,
) -> Result<List, Failure> {
    let mut fetched = Fetched::default();
    for status in [Status::Booked, Status::Cancelled] {
        let first = fetched.visits.is_empty() && status == Status::Booked;
        let walked = paging::walk(client, (source, &days, status), &mut fetched, deadline).await;
        match walked {
            Ok(()) => {}
            Err((1, failure)) if first => return Err(failure),
            Err((page, failure)) => {
                fetched.remarks.push(Remark::new(Note::CutShort, page));
                fetched.whole = false;
                fetched.failure = Some(failure);
                break;
            }
        }
    }
    let Fetched { visits, remarks, whole, failure, .. } = fetched;
    Ok(List { visits, people: People::default(), days, whole, remarks, failure })
}

/// A wait that ends early when the whole has taken too long.
async fn before<T>(
    deadline: Instant,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    match tokio::time::timeout_at(deadline, work).await {
        Ok(done) => done,
        Err(_) => Err(Trouble::TookTooLong.into()),
    }
}

/// How a source is doing, for *Visit lists*.
pub async fn state(
    house: &House,
    site: SiteCode,
) -> Result<Option<(Source, sources::State)>, Error> {
    sources::find(&house.db, site).await
}

/// Fetch as soon as may be: somebody waits for it.
pub async fn hurry(house: &House, site: SiteCode) -> Result<(), Error> {
    sources::hurry(&house.db, site, house.clock.now()).await
}
