//! Families who asked to be contacted, or whom somebody referred to us.

use chrono::{DateTime, Utc};
use sqlx::{AnyConnection, AssertSqlSafe};
use visits_domain::encoding::Bytes;
use visits_domain::help::{HelpNeed, RequestId, Stage};
use visits_domain::site::SiteCode;
use visits_domain::wire::ContactAsked;

use super::talks::forget_record;
use super::{Db, Write};
use crate::error::Error;

/// A request as it is stored. Times in microseconds.
#[derive(Clone, Debug, sqlx::FromRow)]
#[allow(clippy::struct_field_names, reason = "as its column is called")]
pub struct Request {
    /// Its id.
    pub request: String,
    /// `kiosk`, `form`, `csv`, `api`, `site`.
    pub came_by: String,
    /// Who referred it; empty: the family itself.
    pub came_from: String,
    /// What the family says at the desk.
    pub receipt: String,
    /// Of which service.
    pub service: Option<String>,
    /// A word of `help::HelpNeed`.
    pub need: Option<String>,
    /// A word of `help::Stage`.
    pub stage: Option<String>,
    /// A word of `help::Segment`.
    pub segment: Option<String>,
    /// The language they asked in.
    pub language: String,
    /// When they asked.
    pub asked: i64,
    /// What was typed. None: erased.
    pub sealed: Option<Vec<u8>>,
    /// A word of `requests::State`.
    pub state: String,
    /// The account that has it.
    pub owner: Option<String>,
    /// The name as it was given.
    pub owner_name: Option<String>,
    /// When it was answered.
    pub answered: Option<i64>,
    /// By whom, by name.
    pub answered_by: Option<String>,
    /// When it was handed on.
    pub handed: Option<i64>,
    /// To whom.
    pub handed_to: Option<String>,
    /// Locked.
    pub next_step: Option<Vec<u8>>,
    /// Until when it is to be done.
    pub next_day: Option<String>,
    /// 1: for the panel.
    pub panel: i64,
    /// When it was closed or withdrawn.
    pub ended: Option<i64>,
    /// Since when it must stay.
    pub held: Option<i64>,
    /// Why.
    pub held_why: Option<String>,
    /// Grows with every change.
    pub version: i64,
}

const COLUMNS: &str = "SELECT request, came_by, came_from, receipt, service, need, stage, segment, \
    language, asked, sealed, state, owner, owner_name, answered, answered_by, handed, \
    handed_to, next_step, next_day, panel, ended, held, held_why, version FROM requests";

/// A family asked at a kiosk. What comes again changes nothing.
pub async fn ask(
    tx: &mut Write,
    site: SiteCode,
    (asked, receipt): (&ContactAsked, &str),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let new = New {
        request: asked.request,
        came: ("kiosk", ""),
        receipt,
        service: asked.service.map(|service| service.to_string()),
        need: asked.need.map(HelpNeed::as_str),
        stage: asked.stage.map(Stage::as_str),
        language: asked.language.code(),
        asked: asked.at,
        sealed: &asked.sealed,
    };
    add(tx, site, &new, now).await.map(drop)
}

/// A request that came.
pub struct New<'a> {
    /// Its id.
    pub request: RequestId,
    /// By which way and from whom.
    pub came: (&'a str, &'a str),
    /// What the family says at the desk.
    pub receipt: &'a str,
    /// Of which service.
    pub service: Option<String>,
    /// What it is about.
    pub need: Option<&'a str>,
    /// Where they are on their way.
    pub stage: Option<&'a str>,
    /// The language they asked in.
    pub language: &'a str,
    /// When they asked.
    pub asked: DateTime<Utc>,
    /// A contact.
    pub sealed: &'a Bytes,
}

/// Stores a request. False: it was here.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    new: &New<'_>,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "INSERT INTO requests (site, request, came_by, came_from, receipt, service, need, stage, \
         language, asked, received, sealed, state, panel, changed, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'new', 0, $11, 1) \
         ON CONFLICT (site, request) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(new.request.to_string())
    .bind(new.came.0)
    .bind(new.came.1)
    .bind(new.receipt)
    .bind(new.service.as_deref())
    .bind(new.need)
    .bind(new.stage)
    .bind(new.language)
    .bind(new.asked.timestamp_micros())
    .bind(now.timestamp_micros())
    .bind(new.sealed.0.as_slice())
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// One request.
pub async fn find(
    conn: &mut AnyConnection,
    site: SiteCode,
    request: &str,
) -> Result<Option<Request>, Error> {
    let sql = AssertSqlSafe(format!("{COLUMNS} WHERE site = $1 AND request = $2"));
    let query = sqlx::query_as(sql).bind(site.as_str().to_owned()).bind(request.to_owned());
    Ok(query.fetch_optional(conn).await?)
}

/// The request of a receipt.
pub async fn by_receipt(
    conn: &mut AnyConnection,
    site: SiteCode,
    receipt: &str,
) -> Result<Option<Request>, Error> {
    let sql =
        AssertSqlSafe(format!("{COLUMNS} WHERE site = $1 AND receipt = $2 AND receipt <> ''"));
    let query = sqlx::query_as(sql).bind(site.as_str().to_owned()).bind(receipt.to_owned());
    Ok(query.fetch_optional(conn).await?)
}

/// The requests of a site: those that are open first, the oldest at the head; then the newest of
/// those that are over.
pub async fn list(db: &Db, site: SiteCode) -> Result<Vec<Request>, Error> {
    let sql = AssertSqlSafe(format!(
        "{COLUMNS} WHERE site = $1 ORDER BY CASE WHEN ended IS NULL THEN 0 ELSE 1 END, \
         CASE WHEN ended IS NULL THEN asked ELSE 0 - ended END, request LIMIT 500"
    ));
    Ok(sqlx::query_as(sql).bind(site.as_str().to_owned()).fetch_all(db.pool()).await?)
}

/// Those of which something is left to read.
pub async fn sealed(conn: &mut AnyConnection, site: SiteCode) -> Result<Vec<Request>, Error> {
    let sql = AssertSqlSafe(format!(
        "{COLUMNS} WHERE site = $1 AND sealed IS NOT NULL ORDER BY asked, request"
    ));
    Ok(sqlx::query_as(sql).bind(site.as_str().to_owned()).fetch_all(conn).await?)
}

/// Those for the panel, oldest first.
pub async fn for_panel(db: &Db, site: SiteCode) -> Result<Vec<Request>, Error> {
    let sql = AssertSqlSafe(format!(
        "{COLUMNS} WHERE site = $1 AND panel = 1 AND ended IS NULL ORDER BY asked, request"
    ));
    Ok(sqlx::query_as(sql).bind(site.as_str().to_owned()).fetch_all(db.pool()).await?)
}

/// Its notes, oldest first: id, when, by whom, locked.
pub async fn notes(
    conn: &mut AnyConnection,
    site: SiteCode,
    request: &str,
) -> Result<Vec<(String, i64, String, Vec<u8>)>, Error> {
    Ok(sqlx::query_as(
        "SELECT note, at, who, text FROM request_notes WHERE site = $1 AND request = $2 \
         ORDER BY at, note",
    )
    .bind(site.as_str())
    .bind(request)
    .fetch_all(conn)
    .await?)
}

/// Something was done.
pub async fn touch(
    tx: &mut Write,
    site: SiteCode,
    request: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE requests SET changed = $3, version = version + 1 WHERE site = $1 AND request = $2",
    )
    .bind(site.as_str())
    .bind(request)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Somebody has it.
pub async fn own(
    tx: &mut Write,
    site: SiteCode,
    (request, state): (&str, &str),
    (who, name, now): (&str, &str, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE requests SET owner = $3, owner_name = $4, owned = $5, state = $6 \
         WHERE site = $1 AND request = $2",
    )
    .bind(site.as_str())
    .bind(request)
    .bind(who)
    .bind(name)
    .bind(now.timestamp_micros())
    .bind(state)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// How it stands now.
pub async fn stands(
    tx: &mut Write,
    site: SiteCode,
    (request, state): (&str, &str),
    (name, now): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE requests SET state = $3, \
         answered = CASE WHEN $3 = 'answered' THEN $4 ELSE answered END, \
         answered_by = CASE WHEN $3 = 'answered' THEN $5 ELSE answered_by END, \
         ended = CASE WHEN $3 = 'closed' THEN $4 ELSE ended END \
         WHERE site = $1 AND request = $2",
    )
    .bind(site.as_str())
    .bind(request)
    .bind(state)
    .bind(now.timestamp_micros())
    .bind(name)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes a note.
pub async fn add_note(
    tx: &mut Write,
    site: SiteCode,
    (request, note, text): (&str, &str, &[u8]),
    (who, now): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO request_notes (site, note, request, at, who, text) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(site.as_str())
    .bind(note)
    .bind(request)
    .bind(now.timestamp_micros())
    .bind(who)
    .bind(text)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What is to be done next, and until when.
pub async fn set_next(
    tx: &mut Write,
    site: SiteCode,
    request: &str,
    (text, day): (Option<&[u8]>, Option<&str>),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE requests SET next_step = $3, next_day = $4 WHERE site = $1 AND request = $2",
    )
    .bind(site.as_str())
    .bind(request)
    .bind(text)
    .bind(day)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// For the panel, or not.
pub async fn set_panel(
    tx: &mut Write,
    site: SiteCode,
    request: &str,
    on: bool,
) -> Result<(), Error> {
    sqlx::query("UPDATE requests SET panel = $3 WHERE site = $1 AND request = $2")
        .bind(site.as_str())
        .bind(request)
        .bind(i64::from(on))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Where the family is in its life.
pub async fn set_segment(
    tx: &mut Write,
    site: SiteCode,
    request: &str,
    segment: Option<&str>,
) -> Result<(), Error> {
    sqlx::query("UPDATE requests SET segment = $3 WHERE site = $1 AND request = $2")
        .bind(site.as_str())
        .bind(request)
        .bind(segment)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// It must stay, and why; none: it need not.
pub async fn hold(
    tx: &mut Write,
    site: SiteCode,
    request: &str,
    why: Option<(&str, &str, DateTime<Utc>)>,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE requests SET held = $3, held_by = $4, held_why = $5 \
         WHERE site = $1 AND request = $2",
    )
    .bind(site.as_str())
    .bind(request)
    .bind(why.map(|(_, _, now)| now.timestamp_micros()))
    .bind(why.map(|(_, who, _)| who))
    .bind(why.map(|(why, ..)| why))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// It went to whom the family named.
pub async fn handed(
    tx: &mut Write,
    site: SiteCode,
    (request, to): (&str, &str),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE requests SET state = 'handed-on', handed = $3, handed_to = $4, changed = $3, \
         version = version + 1 WHERE site = $1 AND request = $2",
    )
    .bind(site.as_str())
    .bind(request)
    .bind(now.timestamp_micros())
    .bind(to)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The family does not want it any more.
pub async fn withdraw(
    tx: &mut Write,
    site: SiteCode,
    request: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE requests SET state = 'withdrawn', ended = $3, panel = 0, changed = $3, \
         version = version + 1 WHERE site = $1 AND request = $2",
    )
    .bind(site.as_str())
    .bind(request)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What was typed and written about it is gone, also as its kiosk sent it.
pub async fn empty(tx: &mut Write, site: SiteCode, request: &str) -> Result<(), Error> {
    for sql in [
        "UPDATE requests SET sealed = NULL, next_step = NULL, next_day = NULL \
         WHERE site = $1 AND request = $2",
        "DELETE FROM request_notes WHERE site = $1 AND request = $2",
    ] {
        sqlx::query(sql).bind(site.as_str()).bind(request).execute(tx.conn()).await?;
    }
    forget_record(tx, site, request).await
}
