//! Arrivals: observations of kiosks and of the desk, each with its id. Two kiosks cannot
//! contradict each other. What staff mend of them stands in `store/mending.rs`.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use visits_domain::arrival::{Arrival, ArrivalNumber, Language, Need, Party, Route};
use visits_domain::site::SiteCode;
use visits_domain::visit::VisitHandle;

use super::{Db, Write, rows};
use crate::error::Error;

/// What is known of a visit when somebody arrives for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownVisit {
    /// Its local day.
    pub day: String,
    /// The earliest honest number so far, with its time in microseconds.
    pub first: Option<(i64, String)>,
}

/// The visits of these handles.
pub async fn known_visits(
    tx: &mut Write,
    site: SiteCode,
    handles: &[String],
) -> Result<HashMap<String, KnownVisit>, Error> {
    type Row = (String, String, Option<i64>, Option<String>);
    let rows: Vec<Row> = rows::select_in(
        tx.conn(),
        (
            "SELECT v.handle, v.day, (SELECT a.at FROM arrivals a WHERE a.site = v.site \
             AND a.visit = v.handle AND a.joined = 0 AND a.undone IS NULL \
             AND a.merged_into IS NULL ORDER BY a.at, a.id LIMIT 1), \
             (SELECT a.number FROM arrivals a WHERE a.site = v.site AND a.visit = v.handle \
             AND a.joined = 0 AND a.undone IS NULL AND a.merged_into IS NULL \
             ORDER BY a.at, a.id LIMIT 1) FROM visits v \
             WHERE v.site = $1 AND v.handle IN",
            "",
        ),
        site.as_str(),
        handles,
    )
    .await?;
    let known = rows
        .into_iter()
        .map(|(handle, day, at, number)| (handle, KnownVisit { day, first: at.zip(number) }));
    Ok(known.collect())
}

/// An observation to store.
#[derive(Clone, Debug)]
pub struct Observation {
    /// The record's id.
    pub id: String,
    /// What was observed.
    pub arrival: Arrival,
    /// More of a party that was here.
    pub joined: bool,
    /// Honest time, microseconds.
    pub at: i64,
    /// The kiosk's own time was believable.
    pub honest: bool,
}

/// What stands for the kiosk of an arrival that was entered by hand.
pub const DESK: &str = "desk";

/// Stores observations of a kiosk or of the desk; tells the ids of those that are new. One that
/// is there already, or was taken back, changes nothing.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    kiosk: &str,
    observations: &[Observation],
) -> Result<HashSet<String>, Error> {
    let new: Vec<(String,)> = rows::insert_returning(
        tx.conn(),
        (
            "INSERT INTO arrivals (site, id, visit, day, kiosk, number, joined, at, honest, \
             adults, children, first_visit, needs, language, route) VALUES",
            15,
            "ON CONFLICT (site, id) DO NOTHING RETURNING id",
        ),
        observations,
        |seen, values| {
            let arrival = &seen.arrival;
            values.text(site.as_str()).text(seen.id.as_str()).text(arrival.visit.to_string());
            values.text(arrival.date.to_string()).text(kiosk);
            values.text(arrival.number.to_string()).int(seen.joined).int(seen.at);
            values.int(seen.honest).int(arrival.party.adults).int(arrival.party.children);
            values.int(arrival.first_visit).text(needs_text(&arrival.needs));
            values.text(arrival.language.code()).text(route_text(arrival.route));
        },
    )
    .await?;
    Ok(new.into_iter().map(|row| row.0).collect())
}

/// What staff have made of a number that a kiosk gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The visit it belongs to now.
    pub visit: VisitHandle,
    /// It was taken back.
    pub undone: bool,
}

/// What became of numbers of a day: who joins under one follows it.
pub async fn fates(
    tx: &mut Write,
    site: SiteCode,
    numbers: &[(NaiveDate, ArrivalNumber)],
) -> Result<HashMap<(NaiveDate, ArrivalNumber), Fate>, Error> {
    let mut fates = HashMap::new();
    for (day, number) in numbers {
        let row: Option<(String, Option<i64>)> = sqlx::query_as(
            "SELECT visit, undone FROM arrivals \
             WHERE site = $1 AND day = $2 AND number = $3 AND joined = 0 \
             ORDER BY CASE WHEN undone IS NULL THEN 0 ELSE 1 END, at, id LIMIT 1",
        )
        .bind(site.as_str())
        .bind(day.to_string())
        .bind(number.to_string())
        .fetch_optional(tx.conn())
        .await?;
        let Some((visit, undone)) = row else { continue };
        if let Ok(visit) = visit.parse() {
            let fate = Fate { visit: VisitHandle(visit), undone: undone.is_some() };
            fates.insert((*day, *number), fate);
        }
    }
    Ok(fates)
}

fn needs_text(needs: &[Need]) -> String {
    serde_json::to_string(needs).unwrap_or_default()
}

fn route_text(route: Route) -> &'static str {
    match route {
        Route::Name => "name",
        Route::Reference => "reference",
    }
}

/// An observation as staff see it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The visit.
    pub visit: VisitHandle,
    /// The number that was given.
    pub number: ArrivalNumber,
    /// More of a party that was here.
    pub joined: bool,
    /// The party goes by another number.
    pub merged: bool,
    /// When. Microseconds.
    pub at: i64,
    /// How many.
    pub party: Party,
    /// They said that it is their first visit.
    pub first_visit: bool,
    /// What they asked for.
    pub needs: Vec<Need>,
    /// The language on the screen.
    pub language: Language,
}

#[derive(sqlx::FromRow)]
struct Row {
    visit: String,
    number: String,
    joined: i64,
    merged_into: Option<String>,
    at: i64,
    adults: i64,
    children: i64,
    first_visit: i64,
    needs: String,
    language: String,
}

/// The observations of a day that stand, earliest first.
pub async fn of_day(db: &Db, site: SiteCode, day: NaiveDate) -> Result<Vec<Seen>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT visit, number, joined, merged_into, at, adults, children, first_visit, needs, \
         language FROM arrivals WHERE site = $1 AND day = $2 AND undone IS NULL ORDER BY at, id",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .fetch_all(db.pool())
    .await?;
    Ok(rows.iter().filter_map(seen).collect())
}

/// Those of one visit, earliest first.
pub async fn of_visit(
    tx: &mut Write,
    site: SiteCode,
    (day, visit): (NaiveDate, VisitHandle),
) -> Result<Vec<Seen>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT visit, number, joined, merged_into, at, adults, children, first_visit, needs, \
         language FROM arrivals WHERE site = $1 AND day = $2 AND visit = $3 AND undone IS NULL \
         ORDER BY at, id",
    )
    .bind(site.as_str())
    .bind(day.to_string())
    .bind(visit.to_string())
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.iter().filter_map(seen).collect())
}

fn seen(row: &Row) -> Option<Seen> {
    Some(Seen {
        visit: VisitHandle(row.visit.parse().ok()?),
        number: row.number.parse().ok()?,
        joined: row.joined != 0,
        merged: row.merged_into.is_some(),
        at: row.at,
        party: Party {
            adults: u8::try_from(row.adults).unwrap_or(u8::MAX),
            children: u8::try_from(row.children).unwrap_or(u8::MAX),
        },
        first_visit: row.first_visit != 0,
        needs: serde_json::from_str(&row.needs).unwrap_or_default(),
        language: if row.language == "cy" { Language::Cy } else { Language::En },
    })
}
