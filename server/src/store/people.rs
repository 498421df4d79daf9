//! People who sign in: one account each for the whole server.

use chrono::{DateTime, Utc};
use visits_domain::arrival::Language;
use visits_domain::site::SiteCode;

use super::roles::Role;
use super::{Db, Write};
use crate::error::{Error, NotDone};

/// An account as it is stored. Times in microseconds.
#[derive(Clone, sqlx::FromRow)]
pub struct Account {
    /// An id that tells nothing.
    pub person: String,
    /// The name they type, in lower case.
    pub name: String,
    /// The name as it was given.
    pub shown_name: String,
    /// Argon2id, as a PHC string.
    pub password: String,
    /// Somebody else knows the password: it must be changed, and serves no longer than this.
    pub once_until: Option<i64>,
    /// Grows with whatever ends all sessions.
    pub stamp: i64,
    /// Where they worked last.
    pub last_site: Option<String>,
    /// The second factor's secret, locked.
    pub factor: Option<Vec<u8>>,
    /// The one that waits for its first right code, locked.
    pub factor_next: Option<Vec<u8>>,
    language: Option<String>,
}

impl Account {
    /// The language they chose.
    pub fn language(&self) -> Option<Language> {
        Language::ALL.into_iter().find(|l| Some(l.code()) == self.language.as_deref())
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account(..)")
    }
}

/// Somebody signed in, at one of their sites.
#[derive(Clone)]
pub struct User {
    /// An id that tells nothing.
    pub person: String,
    /// Where they work now.
    pub site: SiteCode,
    /// The name they type, in lower case.
    pub name: String,
    /// The name as it was given.
    pub shown_name: String,
    /// What they are there.
    pub role: Role,
    /// The language they chose.
    pub language: Option<Language>,
    /// Somebody else knows the password: nothing may be done before it is changed.
    pub must_change_password: bool,
    /// When they signed in. Microseconds.
    pub signed_in: i64,
    /// Another one ends the session.
    pub mark: String,
}

impl User {
    /// A person at a site, in a session that began at a moment (microseconds).
    pub fn new(account: &Account, (site, role): (SiteCode, Role), signed_in: i64) -> Self {
        Self {
            person: account.person.clone(),
            site,
            name: account.name.clone(),
            shown_name: account.shown_name.clone(),
            role,
            language: account.language(),
            must_change_password: account.once_until.is_some(),
            signed_in,
            // A new password, a new role, or *end all sessions*.
            mark: format!("{}/{}", account.stamp, role.as_str()),
        }
    }
}

impl std::fmt::Debug for User {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Sign-in libraries log users: no name and no hash may reach a log.
        f.write_str("User(..)")
    }
}

/// The name by which an account is found.
pub fn account_name(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// Somebody new.
pub struct NewPerson<'a> {
    /// An id that tells nothing.
    pub person: &'a str,
    /// As they write it.
    pub shown_name: &'a str,
    /// Argon2id, as a PHC string.
    pub password: &'a str,
    /// Set when somebody else knows the password.
    pub once_until: Option<DateTime<Utc>>,
}

/// Adds a person.
pub async fn add(tx: &mut Write, new: &NewPerson<'_>, now: DateTime<Utc>) -> Result<(), Error> {
    let added = sqlx::query(
        "INSERT INTO people (person, name, shown_name, password, once_until, stamp, factor_step, \
         added) VALUES ($1, $2, $3, $4, $5, 0, 0, $6) ON CONFLICT (name) DO NOTHING",
    )
    .bind(new.person)
    .bind(account_name(new.shown_name))
    .bind(new.shown_name.trim())
    .bind(new.password)
    .bind(new.once_until.map(|at| at.timestamp_micros()))
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    if added.rows_affected() == 0 { Err(NotDone::NameTaken.into()) } else { Ok(()) }
}

const COLUMNS: &str = "SELECT person, name, shown_name, password, once_until, stamp, last_site, \
                       factor, factor_next, language FROM people";

/// The account of a name.
pub async fn by_name(db: &Db, name: &str) -> Result<Option<Account>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE name = $1"));
    Ok(sqlx::query_as(sql).bind(name).fetch_optional(db.pool()).await?)
}

/// The account of a person.
pub async fn by_id(db: &Db, person: &str) -> Result<Option<Account>, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE person = $1"));
    Ok(sqlx::query_as(sql).bind(person).fetch_optional(db.pool()).await?)
}

/// The name somebody signs in with. It never changes.
pub async fn name(tx: &mut Write, person: &str) -> Result<Option<String>, Error> {
    let row: Option<(String,)> = sqlx::query_as("SELECT name FROM people WHERE person = $1")
        .bind(person)
        .fetch_optional(tx.conn())
        .await?;
    Ok(row.map(|(name,)| name))
}

/// Reads an account and keeps others from changing it until the transaction ends.
pub async fn lock(tx: &mut Write, person: &str) -> Result<Option<Account>, Error> {
    let locking = tx.either(" FOR NO KEY UPDATE", "");
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE person = $1{locking}"));
    Ok(sqlx::query_as(sql).bind(person).fetch_optional(tx.conn()).await?)
}

/// Sets a password. All sessions end.
pub async fn set_password(
    tx: &mut Write,
    person: &str,
    hash: &str,
    once_until: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE people SET password = $2, once_until = $3, stamp = stamp + 1 WHERE person = $1",
    )
    .bind(person)
    .bind(hash)
    .bind(once_until.map(|at| at.timestamp_micros()))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Ends all sessions.
pub async fn end_sessions(tx: &mut Write, person: &str) -> Result<(), Error> {
    sqlx::query("UPDATE people SET stamp = stamp + 1 WHERE person = $1")
        .bind(person)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Remembers the language a person chose.
pub async fn set_language(tx: &mut Write, person: &str, to: Language) -> Result<(), Error> {
    sqlx::query("UPDATE people SET language = $2 WHERE person = $1")
        .bind(person)
        .bind(to.code())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Remembers where a person works.
pub async fn set_last_site(tx: &mut Write, person: &str, site: SiteCode) -> Result<(), Error> {
    sqlx::query("UPDATE people SET last_site = $2 WHERE person = $1")
        .bind(person)
        .bind(site.as_str())
        .execute(tx.conn())
        .await?;
    Ok(())
}
