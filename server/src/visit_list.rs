//! Brings a site's visit list up to date from a file, or says what that would do.

mod plan;
mod told;

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use uuid::Uuid;
use visits_domain::reference::ReferenceRule;
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;

use crate::audit::{self, Noted};
use crate::error::Error;
use crate::house::House;
use crate::import::{self, Parsed, People, Remark, Report, Rules};
use crate::sealer::secret;
use crate::store::imports::{self, Done, Origin};
use crate::store::missing_visits;
use crate::store::people::User;
use crate::store::{feed, sites, visits};
use crate::{intake, random};

pub use plan::{Change, Kind};
pub use told::{cancel_missing, keep_missing};

/// A list, and people whom it names by id alone.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The bytes of the list.
    pub list: &'a [u8],
    /// Who is known by id.
    pub people: &'a People,
}

/// How a list came, and what was decided about it.
pub struct How<'a> {
    /// By which way.
    pub origin: Origin,
    /// Who brought it. It is noted in the audit.
    pub by: Option<&'a User>,
    /// The source says that it gave everything there is of these days.
    pub complete: Option<RangeInclusive<NaiveDate>>,
    /// Visits that are not on it and that somebody decided to cancel.
    pub cancel: &'a [VisitHandle],
    /// What there is to know of how it came.
    pub remarks: Vec<Remark>,
}

impl How<'_> {
    /// From the command line, nothing decided.
    pub fn command() -> Self {
        Self { origin: Origin::Command, by: None, complete: None, cancel: &[], remarks: Vec::new() }
    }
}

/// What an import did, and what whoever ran it should know besides.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Names the import. Of a rehearsal: nothing.
    pub id: Uuid,
    /// In buckets that add up.
    pub report: Report,
    /// Plain sentences.
    pub remarks: Vec<Remark>,
}

/// What an import would do.
pub struct Preview {
    /// Counts and remarks.
    pub imported: Imported,
    /// Visits that are new or would change.
    pub changes: Vec<Change>,
    /// Visits of the same days that are not on the list.
    pub missing: Vec<Change>,
}

/// Imports a list. Cards are not sealed yet: see [`crate::sealer::reseal`].
pub async fn import(
    house: &House,
    site: SiteCode,
    given: Given<'_>,
    how: How<'_>,
) -> Result<Imported, Error> {
    let settings = sites::get(&house.db, site).await?.settings;
    secret::known(house, site).await?;
    let parsed = parse(given, rules(house, site, settings.reference)).await?;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let now = house.clock.now();
    let today = house.clock.local().date();
    let plan = plan::compare(house, &mut tx, site, (parsed, how.complete.clone())).await?;
    let plan::Plan { mut imported, stored, changes, missing, on_the_list } = plan;
    imported.remarks.splice(0..0, how.remarks);
    let fate = told::fate_of_missing(missing, how.cancel, how.complete.is_some());
    let cancelled: Vec<&Change> =
        changes.iter().filter(|c| c.kind == Kind::Cancelled).chain(&fate.cancel).collect();
    let handles: Vec<VisitHandle> = cancelled.iter().map(|change| change.visit).collect();
    visits::put(&mut tx, site, &stored, now).await?;
    visits::cancel(&mut tx, site, &handles, now).await?;
    let to_tell = changes.iter().filter(|c| c.kind != Kind::Cancelled).chain(cancelled);
    let after_arrival = told::after_arrival(&mut tx, site, to_tell, now).await?;
    missing_visits::forget_before(&mut tx, site, today).await?;
    missing_visits::forget(&mut tx, site, &on_the_list).await?;
    missing_visits::forget(&mut tx, site, &handles).await?;
    missing_visits::note(&mut tx, site, &fate.waiting(), now).await?;
    imported.remarks.extend(fate.remarks(after_arrival));
    imported.id = random::opaque_id();
    let done = Done {
        origin: how.origin,
        by: how.by.map(|user| user.shown_name.as_str()),
        changed: changes.len() + fate.cancel.len(),
        report: &imported.report,
        remarks: &imported.remarks,
    };
    imports::add(&mut tx, site, (imported.id, now), &done).await?;
    sites::list_changed(&mut tx, site, now).await?;
    let news = intake::judge_again(&mut tx, site, now).await?;
    if let Some(user) = how.by {
        let by = (user.name.as_str(), Noted::ListUploaded);
        audit::note(house, &mut tx, site, by, imported.id.to_string()).await?;
    }
    let notices = news.into_iter().map(Into::into).collect();
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(imported)
}

/// Says what an import would do, and stores nothing. The site need not exist.
pub async fn preview(house: &House, site: SiteCode, given: Given<'_>) -> Result<Preview, Error> {
    let known = sites::find(&house.db, site).await?;
    let reference = known.map(|site| site.settings.reference).unwrap_or_default();
    let parsed = parse(given, rules(house, site, reference)).await?;
    let mut tx = house.db.write().await?;
    let plan = plan::compare(house, &mut tx, site, (parsed, None)).await?;
    Ok(Preview { imported: plan.imported, changes: plan.changes, missing: plan.missing })
}

/// Off the async threads: a large file takes a while.
async fn parse(given: Given<'_>, rules: Rules) -> Result<Parsed, Error> {
    let (list, people) = (given.list.to_vec(), given.people.clone());
    Ok(tokio::task::spawn_blocking(move || import::read_with(&list, &people, &rules)).await??)
}

fn rules(house: &House, site: SiteCode, reference: ReferenceRule) -> Rules {
    Rules { site, today: house.clock.local().date(), reference }
}
