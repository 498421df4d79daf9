//! What is stored of visits that came with a list, for comparing the next list with it.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use visits_domain::site::SiteCode;
use visits_domain::visit::{Slot, VisitHandle};

use super::visits::CANCELLED;
use super::{Write, rows};
use crate::error::Error;
use crate::import::ListedVisitor;

/// What is stored under a reference.
#[derive(Clone, Debug)]
pub struct Known {
    /// The visit.
    pub handle: VisitHandle,
    /// The reference without separators.
    pub reference: String,
    /// A hash of the content that was imported last; empty when it was cancelled or never on a list.
    pub content: String,
    /// It does not go ahead.
    pub cancelled: bool,
    /// When it is.
    pub slot: Slot,
}

type Row = (String, String, String, String, String, i64, i64);

fn known_of(row: Row) -> Option<Known> {
    let (handle, reference, content, status, day, start, end) = row;
    let time = super::visits::time_of;
    Some(Known {
        handle: VisitHandle(handle.parse().ok()?),
        reference,
        content,
        cancelled: status == CANCELLED,
        slot: Slot { date: day.parse().ok()?, start: time(start)?, end: time(end)? },
    })
}

/// Visits in which a column has one of these values.
async fn find(
    tx: &mut Write,
    site: SiteCode,
    (column, tail): (&'static str, &'static str),
    values: &[String],
) -> Result<Vec<Known>, Error> {
    let head = format!(
        "SELECT handle, reference, content, status, day, start_minute, end_minute \
         FROM visits WHERE site = $1 AND {column} IN"
    );
    let rows: Vec<Row> =
        rows::select_in(tx.conn(), (head.as_str(), tail), site.as_str(), values).await?;
    Ok(rows.into_iter().filter_map(known_of).collect())
}

/// What is stored under these references.
pub async fn known(
    tx: &mut Write,
    site: SiteCode,
    references: &[String],
) -> Result<HashMap<String, Known>, Error> {
    let found = find(tx, site, ("reference", ""), references).await?;
    Ok(found.into_iter().map(|known| (known.reference.clone(), known)).collect())
}

/// Visits by their handles.
pub async fn by_handle(
    tx: &mut Write,
    site: SiteCode,
    handles: &[VisitHandle],
) -> Result<Vec<Known>, Error> {
    let handles: Vec<String> = handles.iter().map(ToString::to_string).collect();
    find(tx, site, ("handle", ""), &handles).await
}

/// Visits of these days that go ahead and came with a list: what staff wrote down by hand is on
/// none.
pub async fn booked_on(
    tx: &mut Write,
    site: SiteCode,
    days: &HashSet<NaiveDate>,
) -> Result<Vec<Known>, Error> {
    let days: Vec<String> = days.iter().map(ToString::to_string).collect();
    let that = ("day", "AND status = 'BOOKED' AND content <> ''");
    let mut booked = find(tx, site, that, &days).await?;
    booked.sort_by(|a, b| {
        (a.slot.date, a.slot.start, &a.reference).cmp(&(b.slot.date, b.slot.start, &b.reference))
    });
    Ok(booked)
}

/// Those of these visits for which somebody has arrived.
pub async fn arrived(
    tx: &mut Write,
    site: SiteCode,
    handles: &[VisitHandle],
) -> Result<HashSet<VisitHandle>, Error> {
    let handles: Vec<String> = handles.iter().map(ToString::to_string).collect();
    let rows: Vec<(String,)> = rows::select_in(
        tx.conn(),
        ("SELECT DISTINCT visit FROM arrivals WHERE site = $1 AND visit IN", "AND undone IS NULL"),
        site.as_str(),
        &handles,
    )
    .await?;
    Ok(rows.into_iter().filter_map(|(visit,)| Some(VisitHandle(visit.parse().ok()?))).collect())
}

/// The surnames of the people on these visits, in the order of the list.
pub async fn surnames(
    tx: &mut Write,
    site: SiteCode,
    handles: &[VisitHandle],
) -> Result<HashMap<VisitHandle, Vec<String>>, Error> {
    let handles: Vec<String> = handles.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, String)> = rows::select_in(
        tx.conn(),
        (
            "SELECT visit, last_name FROM visitors WHERE site = $1 AND visit IN",
            "ORDER BY visit, place",
        ),
        site.as_str(),
        &handles,
    )
    .await?;
    let mut names: HashMap<VisitHandle, Vec<String>> = HashMap::new();
    for (visit, name) in rows {
        let Ok(visit) = visit.parse() else { continue };
        names.entry(VisitHandle(visit)).or_default().push(name);
    }
    Ok(names)
}

/// Names of people inside that are known from another list, by prison number.
pub async fn prisoner_names(
    tx: &mut Write,
    site: SiteCode,
    numbers: &[String],
) -> Result<HashMap<String, String>, Error> {
    let rows: Vec<(String, String)> = rows::select_in(
        tx.conn(),
        (
            "SELECT prisoner_number, prisoner_name FROM visits \
             WHERE site = $1 AND prisoner_number IN",
            "AND prisoner_name <> '' ORDER BY changed, handle",
        ),
        site.as_str(),
        numbers,
    )
    .await?;
    Ok(rows.into_iter().collect())
}

/// People whose names are known from another list, by person id. The newest list counts.
pub async fn people(
    tx: &mut Write,
    site: SiteCode,
    ids: &[String],
) -> Result<HashMap<String, ListedVisitor>, Error> {
    let rows: Vec<(String, String, String, Option<String>)> = rows::select_in(
        tx.conn(),
        (
            "SELECT p.person, p.first_name, p.last_name, p.born FROM visitors p \
             JOIN visits v ON v.site = p.site AND v.handle = p.visit \
             WHERE p.site = $1 AND p.person IN",
            "AND p.last_name <> '' ORDER BY v.changed, v.handle",
        ),
        site.as_str(),
        ids,
    )
    .await?;
    Ok(rows
        .into_iter()
        .map(|(person, first, last, born)| {
            let born = born.and_then(|born| born.parse().ok());
            (person.clone(), ListedVisitor { person: Some(person), first, last, born })
        })
        .collect())
}
