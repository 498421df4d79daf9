//! One person over all visits: finding, gathering, and taking away.

use chrono::NaiveDate;
use sqlx::AnyConnection;
use visits_domain::site::SiteCode;

use super::{Write, rows};
use crate::error::Error;

/// A person on one visit, as listed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Listed {
    /// The visit's handle.
    pub visit: String,
    /// The local day of the visit.
    pub day: String,
    /// The same for one person on every visit.
    pub who: String,
    /// The person's id in the Ministry's systems.
    pub person: Option<String>,
    /// First names.
    pub first_name: String,
    /// Surname.
    pub last_name: String,
    /// Date of birth.
    pub born: Option<String>,
    /// When a member of staff saw the ID. Microseconds.
    pub id_seen: Option<i64>,
    /// Whether the person was at the visit, in the Ministry's word.
    pub attendance: Option<String>,
}

const LISTED: &str = "SELECT p.visit, v.day, p.who, p.person, p.first_name, p.last_name, p.born, \
     p.id_seen, p.attendance FROM visitors p JOIN visits v ON v.site = p.site AND v.handle = p.visit \
     WHERE p.site = $1 AND";
const IN_ORDER: &str = "ORDER BY v.day, v.start_minute, p.visit, p.place";

/// Everybody on any visit who has one of these dates of birth.
pub async fn born_on(
    conn: &mut AnyConnection,
    site: SiteCode,
    days: &[String],
) -> Result<Vec<Listed>, Error> {
    let head = format!("{LISTED} p.born IN");
    rows::select_in(conn, (&head, IN_ORDER), site.as_str(), days).await
}

/// Everybody on the visit of a reference.
pub async fn on_visit(
    conn: &mut AnyConnection,
    site: SiteCode,
    reference: &str,
) -> Result<Vec<Listed>, Error> {
    let head = format!("{LISTED} v.reference IN");
    rows::select_in(conn, (&head, IN_ORDER), site.as_str(), &[reference.to_owned()]).await
}

/// Everybody who stands under one of these keys.
pub async fn by_keys(
    conn: &mut AnyConnection,
    site: SiteCode,
    keys: &[String],
) -> Result<Vec<Listed>, Error> {
    let head = format!("{LISTED} p.who IN");
    rows::select_in(conn, (&head, IN_ORDER), site.as_str(), keys).await
}

/// A visit for an export. Minutes of the day; microseconds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Visit {
    /// Its handle.
    pub handle: String,
    /// Without separators.
    pub reference: String,
    /// The local day.
    pub day: String,
    /// When it begins.
    pub start_minute: i64,
    /// When it ends.
    pub end_minute: i64,
    /// Booked or cancelled.
    pub status: String,
    /// Open, closed, unknown.
    pub restriction: String,
    /// The number of the person visited.
    pub prisoner_number: String,
    /// The name of the person visited.
    pub prisoner_name: String,
    /// The language the family asked for.
    pub language: Option<String>,
    /// When a list changed it last.
    pub changed: i64,
    /// How many people are on it.
    pub people: i64,
}

/// Visits by their handles.
pub async fn visits(
    conn: &mut AnyConnection,
    site: SiteCode,
    handles: &[String],
) -> Result<Vec<Visit>, Error> {
    rows::select_in(
        conn,
        (
            "SELECT v.handle, v.reference, v.day, v.start_minute, v.end_minute, v.status, \
             v.restriction, v.prisoner_number, v.prisoner_name, v.language, v.changed, \
             (SELECT COUNT(*) FROM visitors p WHERE p.site = v.site AND p.visit = v.handle) \
             AS people FROM visits v WHERE v.site = $1 AND v.handle IN",
            "",
        ),
        site.as_str(),
        handles,
    )
    .await
}

/// An arrival for an export. Microseconds, flags.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Arrival {
    /// The visit's handle.
    pub visit: String,
    /// The local day.
    pub day: String,
    /// The number that was given.
    pub number: String,
    /// More of a party that was here.
    pub joined: i64,
    /// When.
    pub at: i64,
    /// How many.
    pub adults: i64,
    /// How many.
    pub children: i64,
    /// They said that it is their first visit.
    pub first_visit: i64,
    /// What they asked for, as JSON.
    pub needs: String,
    /// The language on the screen.
    pub language: String,
    /// How they were found.
    pub route: String,
    /// When staff took it back.
    pub undone: Option<i64>,
}

/// The arrivals for these visits.
pub async fn arrivals(
    conn: &mut AnyConnection,
    site: SiteCode,
    handles: &[String],
) -> Result<Vec<Arrival>, Error> {
    rows::select_in(
        conn,
        (
            "SELECT visit, day, number, joined, at, adults, children, first_visit, needs, \
             language, route, undone FROM arrivals WHERE site = $1 AND visit IN",
            "ORDER BY at, id",
        ),
        site.as_str(),
        handles,
    )
    .await
}

/// Something that happened to a visit: its handle, when (microseconds), what.
pub type Event = (String, i64, String);

/// How far a visit came, for an export. Microseconds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Steps {
    /// The visit's handle.
    pub visit: String,
    /// Where they sat.
    pub table_name: Option<String>,
    /// Something had to be settled at the desk.
    pub desk: Option<i64>,
    /// Their number was called.
    pub called: Option<i64>,
    /// They were through search.
    pub searched: Option<i64>,
    /// They were in the hall.
    pub hall: Option<i64>,
    /// They had left the hall.
    pub gone: Option<i64>,
    /// How it ended, in the Ministry's word.
    pub outcome: Option<String>,
}

/// The steps of these visits.
pub async fn steps(
    conn: &mut AnyConnection,
    site: SiteCode,
    handles: &[String],
) -> Result<Vec<Steps>, Error> {
    rows::select_in(
        conn,
        (
            "SELECT visit, table_name, desk, called, searched, hall, gone, outcome \
             FROM progress WHERE site = $1 AND visit IN",
            "ORDER BY day",
        ),
        site.as_str(),
        handles,
    )
    .await
}

/// What the audit says about things with these ids: id, when, what. Not who.
pub async fn noted(
    conn: &mut AnyConnection,
    site: SiteCode,
    about: &[String],
) -> Result<Vec<Event>, Error> {
    let sql = ("SELECT about, at, act FROM audit WHERE site = $1 AND about IN", "ORDER BY seq");
    rows::select_in(conn, sql, site.as_str(), about).await
}

/// A request for a person: number, when (microseconds), where they sat.
pub type Asked = (String, i64, Option<String>);

/// Requests by people with these numbers, of any day.
pub async fn asks(
    conn: &mut AnyConnection,
    site: SiteCode,
    numbers: &[String],
) -> Result<Vec<Asked>, Error> {
    let sql = ("SELECT number, asked, seat FROM asks WHERE site = $1 AND number IN", "");
    rows::select_in(conn, sql, site.as_str(), numbers).await
}

// --- Taking away -------------------------------------------------------------------------------

/// Takes a person off these visits.
pub async fn take_off(tx: &mut Write, site: SiteCode, listed: &[&Listed]) -> Result<u64, Error> {
    let mut gone = 0;
    for one in listed {
        let sql = "DELETE FROM visitors WHERE site = $1 AND visit = $2 AND who = $3";
        let done = sqlx::query(sql)
            .bind(site.as_str())
            .bind(one.visit.as_str())
            .bind(one.who.as_str())
            .execute(tx.conn())
            .await?;
        gone += done.rows_affected();
    }
    Ok(gone)
}

/// Those of these visits on which nobody is left.
pub async fn empty(
    tx: &mut Write,
    site: SiteCode,
    handles: &[String],
) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = rows::select_in(
        tx.conn(),
        (
            "SELECT v.handle FROM visits v WHERE v.site = $1 AND v.handle IN",
            "AND NOT EXISTS (SELECT 1 FROM visitors p WHERE p.site = v.site \
             AND p.visit = v.handle)",
        ),
        site.as_str(),
        handles,
    )
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Forgets what a party said at a kiosk on these visits. Counts and times stay: they are of the
/// others who came.
pub async fn forget_what_they_said(
    tx: &mut Write,
    site: SiteCode,
    handles: &[String],
) -> Result<(), Error> {
    let arrivals = "UPDATE arrivals SET needs = '[]', first_visit = 0 WHERE site = $1 AND visit IN";
    rows::run_in(tx.conn(), arrivals, site.as_str(), handles).await?;
    for handle in handles {
        for sql in [
            "UPDATE records SET body = '', id = '', epoch = '', trouble = NULL \
             WHERE site = $1 AND body LIKE $2",
            "DELETE FROM record_conflicts WHERE site = $1 AND body LIKE $2",
        ] {
            sqlx::query(sql)
                .bind(site.as_str())
                .bind(format!("%{handle}%"))
                .execute(tx.conn())
                .await?;
        }
    }
    Ok(())
}

/// Deletes the requests for a person of a number within a day: from, and before. Microseconds.
pub async fn delete_asks(
    tx: &mut Write,
    site: SiteCode,
    number: &str,
    (from, before): (i64, i64),
) -> Result<(), Error> {
    sqlx::query("DELETE FROM asks WHERE site = $1 AND number = $2 AND asked >= $3 AND asked < $4")
        .bind(site.as_str())
        .bind(number)
        .bind(from)
        .bind(before)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The next list brings these visits back as it has them.
pub async fn let_come_back(
    tx: &mut Write,
    site: SiteCode,
    handles: &[String],
) -> Result<(), Error> {
    let sql = "UPDATE visits SET content = '' WHERE site = $1 AND handle IN";
    rows::run_in(tx.conn(), sql, site.as_str(), handles).await.map(drop)
}

/// Forgets that the details of these people were fetched.
pub async fn forget_fetched(
    tx: &mut Write,
    site: SiteCode,
    people: &[String],
) -> Result<(), Error> {
    let sql = "DELETE FROM source_people WHERE site = $1 AND person IN";
    rows::run_in(tx.conn(), sql, site.as_str(), people).await.map(drop)
}

/// The local day as it is stored, if it is one.
pub fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}
