//! Talks in private: the urgent ones that sound on every page, and those that can wait.

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;
use visits_domain::help::TalkId;
use visits_domain::site::SiteCode;
use visits_domain::wire::{TalkAsked, UrgentTalk};

use super::kiosks::Device;
use super::{Db, Write};
use crate::error::Error;

/// A talk as it is stored. Times in microseconds.
#[derive(Clone, Debug, sqlx::FromRow)]
#[allow(clippy::struct_field_names, reason = "as its column is called")]
pub struct Talk {
    /// Its id.
    pub talk: String,
    /// 1: it is urgent.
    pub urgent: i64,
    /// A word of `help::About`.
    pub about: String,
    /// On the screen.
    pub language: String,
    /// Since when.
    pub asked: i64,
    /// Where they sit.
    pub seat: Option<String>,
    /// Their number.
    pub number: Option<String>,
    /// 1: the number may be called at the desk.
    pub call_number: i64,
    /// When more people were told.
    pub escalated: Option<i64>,
    /// Who was to be told then.
    pub told: Option<String>,
    /// What the family says at the desk.
    pub receipt: Option<String>,
    /// What the family typed.
    pub sealed: Option<Vec<u8>>,
    /// When somebody took it.
    pub taken: Option<i64>,
    /// The account.
    pub taken_by: Option<String>,
    /// The name as it was given.
    pub taken_name: Option<String>,
    /// When it was passed on.
    pub passed: Option<i64>,
    /// To whom in the prison.
    pub passed_to: Option<String>,
    /// When it was answered.
    pub answered: Option<i64>,
    /// By whom, by name.
    pub answered_by: Option<String>,
    /// When it was closed.
    pub closed: Option<i64>,
    /// When the family did not want it any more.
    pub withdrawn: Option<i64>,
}

const COLUMNS: &str = "SELECT talk, urgent, about, language, asked, seat, number, call_number, \
    escalated, told, receipt, sealed, taken, taken_by, taken_name, passed, passed_to, answered, \
    answered_by, closed, withdrawn FROM talks";

/// Stores an urgent talk. Sent twice, it is one. False: it was here.
pub async fn raise(
    tx: &mut Write,
    device: &Device,
    talk: &UrgentTalk,
    (now, escalates, told): (DateTime<Utc>, DateTime<Utc>, &str),
) -> Result<bool, Error> {
    let done = sqlx::query(
        "INSERT INTO talks (site, talk, kiosk, urgent, about, language, asked, seat, number, \
         call_number, escalates, told) VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (site, talk) DO NOTHING",
    )
    .bind(device.site()?.as_str())
    .bind(talk.talk.to_string())
    .bind(device.id())
    .bind(talk.about.as_str())
    .bind(talk.language.code())
    .bind(now.timestamp_micros())
    .bind(talk.seat.as_deref())
    .bind(talk.number.map(|number| number.to_string()))
    .bind(i64::from(talk.call_number))
    .bind(escalates.timestamp_micros())
    .bind(told)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Stores a talk that can wait. What comes again changes nothing.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    kiosk: &str,
    (talk, receipt): (&TalkAsked, &str),
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO talks (site, talk, kiosk, urgent, about, language, asked, call_number, \
         receipt, sealed) VALUES ($1, $2, $3, 0, $4, $5, $6, 0, $7, $8) \
         ON CONFLICT (site, talk) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(talk.talk.to_string())
    .bind(kiosk)
    .bind(talk.about.as_str())
    .bind(talk.language.code())
    .bind(talk.at.timestamp_micros())
    .bind(receipt)
    .bind(talk.sealed.0.as_slice())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// One talk.
pub async fn find(tx: &mut Write, site: SiteCode, talk: TalkId) -> Result<Option<Talk>, Error> {
    let sql = AssertSqlSafe(format!("{COLUMNS} WHERE site = $1 AND talk = $2"));
    let query = sqlx::query_as(sql).bind(site.as_str().to_owned()).bind(talk.to_string());
    Ok(query.fetch_optional(tx.conn()).await?)
}

/// What every page shows: urgent talks that nobody has taken, and those taken after `since` that
/// are not closed. Oldest first.
pub async fn alarms(db: &Db, site: SiteCode, since: DateTime<Utc>) -> Result<Vec<Talk>, Error> {
    let sql = AssertSqlSafe(format!(
        "{COLUMNS} WHERE site = $1 AND urgent = 1 AND closed IS NULL \
         AND (taken IS NULL OR taken > $2) ORDER BY asked, talk"
    ));
    let query = sqlx::query_as(sql).bind(site.as_str().to_owned());
    Ok(query.bind(since.timestamp_micros()).fetch_all(db.pool()).await?)
}

/// The newest talks of a kind: those that are open first, oldest first; then the others, newest
/// first.
pub async fn list(db: &Db, site: SiteCode, urgent: bool) -> Result<Vec<Talk>, Error> {
    let sql = AssertSqlSafe(format!(
        "{COLUMNS} WHERE site = $1 AND urgent = $2 ORDER BY \
         CASE WHEN closed IS NULL THEN 0 ELSE 1 END, \
         CASE WHEN closed IS NULL THEN asked ELSE 0 - asked END, talk LIMIT 300"
    ));
    let query = sqlx::query_as(sql).bind(site.as_str().to_owned()).bind(i64::from(urgent));
    Ok(query.fetch_all(db.pool()).await?)
}

/// Those of which something is left to read.
pub async fn sealed(conn: &mut sqlx::AnyConnection, site: SiteCode) -> Result<Vec<Talk>, Error> {
    let sql = AssertSqlSafe(format!(
        "{COLUMNS} WHERE site = $1 AND sealed IS NOT NULL ORDER BY asked, talk"
    ));
    Ok(sqlx::query_as(sql).bind(site.as_str().to_owned()).fetch_all(conn).await?)
}

/// The talk of a receipt.
pub async fn by_receipt(
    conn: &mut sqlx::AnyConnection,
    site: SiteCode,
    receipt: &str,
) -> Result<Option<Talk>, Error> {
    let sql = AssertSqlSafe(format!("{COLUMNS} WHERE site = $1 AND receipt = $2"));
    let query = sqlx::query_as(sql).bind(site.as_str().to_owned()).bind(receipt.to_owned());
    Ok(query.fetch_optional(conn).await?)
}

/// Somebody takes it. False: somebody else has it, or it is over.
pub async fn take(
    tx: &mut Write,
    (site, talk): (SiteCode, TalkId),
    (who, name): (&str, &str),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE talks SET taken = $3, taken_by = $4, taken_name = $5 \
         WHERE site = $1 AND talk = $2 AND taken IS NULL AND closed IS NULL",
    )
    .bind(site.as_str())
    .bind(talk.to_string())
    .bind(now.timestamp_micros())
    .bind(who)
    .bind(name)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whom in the prison an urgent one was passed to. False: nobody has taken it, or it is closed.
pub async fn pass(
    tx: &mut Write,
    (site, talk): (SiteCode, TalkId),
    (to, who): (&str, &str),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE talks SET passed = $3, passed_to = $4, passed_by = $5 WHERE site = $1 \
         AND talk = $2 AND urgent = 1 AND taken IS NOT NULL AND closed IS NULL",
    )
    .bind(site.as_str())
    .bind(talk.to_string())
    .bind(now.timestamp_micros())
    .bind(to)
    .bind(who)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Somebody answered one that could wait. False: it is closed, or was urgent.
pub async fn answer(
    tx: &mut Write,
    (site, talk): (SiteCode, TalkId),
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE talks SET answered = $3, answered_by = $4 WHERE site = $1 AND talk = $2 \
         AND urgent = 0 AND taken IS NOT NULL AND closed IS NULL",
    )
    .bind(site.as_str())
    .bind(talk.to_string())
    .bind(now.timestamp_micros())
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// It is over. False: nobody has taken it, or it is closed already.
pub async fn close(
    tx: &mut Write,
    (site, talk): (SiteCode, TalkId),
    who: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE talks SET closed = $3, closed_by = $4 \
         WHERE site = $1 AND talk = $2 AND taken IS NOT NULL AND closed IS NULL",
    )
    .bind(site.as_str())
    .bind(talk.to_string())
    .bind(now.timestamp_micros())
    .bind(who)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The sites where somebody has waited too long for an answer to an urgent talk.
pub async fn sites_to_escalate(db: &Db, now: DateTime<Utc>) -> Result<Vec<SiteCode>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT DISTINCT site FROM talks WHERE escalates <= $1 AND taken IS NULL \
         AND escalated IS NULL AND closed IS NULL ORDER BY site",
    )
    .bind(now.timestamp_micros())
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().filter_map(|(site,)| site.parse().ok()).collect())
}

/// Marks those of a site: which they are.
pub async fn escalate(
    tx: &mut Write,
    site: SiteCode,
    now: DateTime<Utc>,
) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "UPDATE talks SET escalated = $2 WHERE site = $1 AND escalates <= $2 AND taken IS NULL \
         AND escalated IS NULL AND closed IS NULL RETURNING talk",
    )
    .bind(site.as_str())
    .bind(now.timestamp_micros())
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// A family does not want it any more: what it typed is gone, also as its kiosk sent it.
pub async fn erase(
    tx: &mut Write,
    site: SiteCode,
    talk: &str,
    (who, now): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE talks SET sealed = NULL, receipt = NULL, withdrawn = $3, \
         closed = COALESCE(closed, $3), closed_by = COALESCE(closed_by, $4) \
         WHERE site = $1 AND talk = $2",
    )
    .bind(site.as_str())
    .bind(talk)
    .bind(now.timestamp_micros())
    .bind(who)
    .execute(tx.conn())
    .await?;
    forget_record(tx, site, talk).await
}

/// What a kiosk sent of a talk or a request. A number that is used again is still noticed.
pub async fn forget_record(tx: &mut Write, site: SiteCode, id: &str) -> Result<(), Error> {
    for sql in [
        "UPDATE records SET body = '', id = '', epoch = '', trouble = NULL \
         WHERE site = $1 AND body LIKE $2",
        "DELETE FROM record_conflicts WHERE site = $1 AND body LIKE $2",
    ] {
        sqlx::query(sql).bind(site.as_str()).bind(format!("%{id}%")).execute(tx.conn()).await?;
    }
    Ok(())
}
