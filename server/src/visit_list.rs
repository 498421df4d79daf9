//! Brings a site's visit list up to date from a file.

use std::collections::HashMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use visits_domain::reference::ReferenceRule;
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;

use crate::error::Error;
use crate::house::House;
use crate::import::{self, ListedVisit, Parsed, Report, Rules};
use crate::keys::hex;
use crate::sealer::secret;
use crate::store::visits::{self, Known, Stored};
use crate::store::{Write, feed, imports, sites};
use crate::{intake, random};

/// What an import did, and what whoever ran it should know besides.
#[derive(Clone, Debug)]
pub struct Imported {
    /// In buckets that add up.
    pub report: Report,
    /// Plain sentences.
    pub remarks: Vec<String>,
}

/// Imports a file. Cards are not sealed yet: see [`crate::sealer::reseal`].
pub async fn import(house: &House, site: SiteCode, bytes: &[u8]) -> Result<Imported, Error> {
    let settings = sites::get(&house.db, site).await?.settings;
    secret::known(house, site).await?;
    let parsed = import::read(bytes, &rules(house, site, settings.reference))?;
    let mut tx = house.db.write().await?;
    sites::lock(&mut tx, site).await?;
    let now = house.clock.now();
    let plan = compare(house, &mut tx, site, parsed).await?;
    visits::put(&mut tx, site, &plan.changed, now).await?;
    visits::cancel(&mut tx, site, &plan.cancelled, now).await?;
    imports::add(&mut tx, site, random::opaque_id(), now, &plan.imported.report).await?;
    sites::list_changed(&mut tx, site, now).await?;
    let news = intake::judge_again(&mut tx, site, now).await?;
    let notices = news.into_iter().map(Into::into).collect();
    let counters = feed::publish(&mut tx, site, notices, true).await?;
    tx.commit().await?;
    house.announce(site, counters);
    Ok(plan.imported)
}

/// Says what an import would do, and stores nothing. The site need not exist.
pub async fn rehearse(house: &House, site: SiteCode, bytes: &[u8]) -> Result<Imported, Error> {
    let known = sites::find(&house.db, site).await?;
    let reference = known.map(|site| site.settings.reference).unwrap_or_default();
    let parsed = import::read(bytes, &rules(house, site, reference))?;
    let mut tx = house.db.write().await?;
    Ok(compare(house, &mut tx, site, parsed).await?.imported)
}

fn rules(house: &House, site: SiteCode, reference: ReferenceRule) -> Rules {
    Rules { site, today: house.clock.local().date(), reference }
}

struct Plan {
    imported: Imported,
    changed: Vec<Stored>,
    cancelled: Vec<VisitHandle>,
}

async fn compare(
    house: &House,
    tx: &mut Write,
    site: SiteCode,
    parsed: Parsed,
) -> Result<Plan, Error> {
    let Parsed { mut report, mut booked, cancelled, remarks } = parsed;
    name_known_people(tx, site, &mut booked).await?;
    let references: Vec<String> =
        booked.iter().map(|v| v.reference.clone()).chain(cancelled.iter().cloned()).collect();
    let known = visits::known(tx, site, &references).await?;
    report.cancelled += cancelled.len();
    let cancelled = cancelled
        .iter()
        .filter_map(|reference| known.get(reference))
        .filter(|known| known.status != visits::CANCELLED)
        .map(|known| known.handle)
        .collect();
    let mut changed = Vec::new();
    for visit in booked {
        match change(house, site, visit, &known) {
            Some(stored) => changed.push(stored),
            None => report.unchanged += 1,
        }
    }
    report.taken += changed.len();
    Ok(Plan { imported: Imported { report, remarks }, changed, cancelled })
}

fn change(
    house: &House,
    site: SiteCode,
    visit: ListedVisit,
    known: &HashMap<String, Known>,
) -> Option<Stored> {
    let content = content_hash(&visit);
    let known = known.get(&visit.reference);
    if known.is_some_and(|known| known.content == content) {
        return None;
    }
    // A visit keeps its handle for good: kiosks may hold arrivals for it that are not sent yet.
    let handle =
        known.map_or_else(|| handle_of(house, site, &visit.reference), |known| known.handle);
    Some(Stored { handle, visit, content })
}

/// The same for a reference on every import, so that a server which was restored from an older
/// backup gives a visit the handle that kiosks know it by. Without the master key it tells
/// nothing: it goes out on cards.
fn handle_of(house: &House, site: SiteCode, reference: &str) -> VisitHandle {
    let parts = [site.as_str().as_bytes(), reference.as_bytes()];
    let derived = house.master.derive("visit-handle", &parts);
    let mut id = [0; 16];
    id.copy_from_slice(&derived[..16]);
    VisitHandle(uuid::Builder::from_random_bytes(id).into_uuid())
}

/// Search pages have ids without names: people who are on another list are joined from there.
async fn name_known_people(
    tx: &mut Write,
    site: SiteCode,
    booked: &mut [ListedVisit],
) -> Result<(), Error> {
    let nameless = || booked.iter().flat_map(|v| &v.visitors).filter(|v| v.last.is_empty());
    let ids: Vec<String> = nameless().filter_map(|v| v.person.clone()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let people = visits::people(tx, site, &ids).await?;
    for visitor in booked.iter_mut().flat_map(|v| &mut v.visitors) {
        let person = visitor.person.as_ref().and_then(|id| people.get(id));
        if let (true, Some(person)) = (visitor.last.is_empty(), person) {
            *visitor = person.clone();
        }
    }
    Ok(())
}

/// Equal for a visit that says the same, wherever it stands in the file.
fn content_hash(visit: &ListedVisit) -> String {
    let ListedVisit { row: _, reference, day, start, end, restriction, .. } = visit;
    let mut text = format!(
        "{reference}\n{day}\n{start}\n{end}\n{}\n{}\n{}\n{:?}",
        restriction.as_str(),
        visit.prisoner_number,
        visit.prisoner_name,
        visit.language,
    );
    for v in &visit.visitors {
        let _ = write!(text, "\n{:?}\n{}\n{}\n{:?}", v.person, v.first, v.last, v.born);
    }
    hex(&Sha256::digest(text.as_bytes()))
}
