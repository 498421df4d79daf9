//! People who sign in, and who has tried to.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use visits_domain::arrival::Language;
use visits_domain::site::SiteCode;

use super::{Db, Write};
use crate::error::Error;

/// Who somebody is at a site. What each may do is in `auth/may.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Helps families in the centre.
    Volunteer,
    /// The visits desk.
    VisitsStaff,
    /// Works with families.
    FamilyWorker,
    /// The officer of the person inside.
    KeyWorker,
    /// Answers for the centre.
    Manager,
    /// Runs the machines.
    Administrator,
}

impl Role {
    /// All, as they are offered.
    pub const ALL: [Self; 6] = [
        Self::Volunteer,
        Self::VisitsStaff,
        Self::FamilyWorker,
        Self::KeyWorker,
        Self::Manager,
        Self::Administrator,
    ];

    /// As it is stored and typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Volunteer => "volunteer",
            Self::VisitsStaff => "visits-staff",
            Self::FamilyWorker => "family-worker",
            Self::KeyWorker => "key-worker",
            Self::Manager => "manager",
            Self::Administrator => "administrator",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| {
            "a role is volunteer, visits-staff, family-worker, key-worker, manager or administrator"
                .to_owned()
        })
    }
}

/// A person who signs in.
#[derive(Clone)]
pub struct User {
    /// Where.
    pub site: SiteCode,
    /// The name they type, in lower case.
    pub name: String,
    /// The name as it was given.
    pub shown_name: String,
    /// What they may do.
    pub role: Role,
    /// Argon2id, as a PHC string.
    pub password: String,
    /// The language they chose.
    pub language: Option<Language>,
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

/// Adds a person.
pub async fn add(tx: &mut Write, user: &User, now: DateTime<Utc>) -> Result<(), Error> {
    let added = sqlx::query(
        "INSERT INTO users (site, name, shown_name, role, password, language, added) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (site, name) DO NOTHING",
    )
    .bind(user.site.as_str())
    .bind(user.name.as_str())
    .bind(user.shown_name.as_str())
    .bind(user.role.as_str())
    .bind(user.password.as_str())
    .bind(user.language.map(Language::code))
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    if added.rows_affected() == 0 { Err(Error::UserExists(user.site)) } else { Ok(()) }
}

/// The person of an account.
pub async fn find(db: &Db, site: SiteCode, name: &str) -> Result<Option<User>, Error> {
    let row: Option<(String, String, String, Option<String>)> = sqlx::query_as(
        "SELECT shown_name, role, password, language FROM users WHERE site = $1 AND name = $2",
    )
    .bind(site.as_str())
    .bind(name)
    .fetch_optional(db.pool())
    .await?;
    Ok(row.and_then(|(shown_name, role, password, language)| {
        let role = role.parse().ok()?;
        let language = Language::ALL.into_iter().find(|l| Some(l.code()) == language.as_deref());
        Some(User { site, name: name.to_owned(), shown_name, role, password, language })
    }))
}

/// Remembers the language a person chose.
pub async fn set_language(
    tx: &mut Write,
    site: SiteCode,
    name: &str,
    language: Language,
) -> Result<(), Error> {
    sqlx::query("UPDATE users SET language = $3 WHERE site = $1 AND name = $2")
        .bind(site.as_str())
        .bind(name)
        .bind(language.code())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Failed tries of an account or an address. Times in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Failures {
    /// In a row.
    pub in_a_row: i64,
    /// The last one.
    pub last_failure: i64,
    /// No further try before.
    pub locked_until: i64,
}

/// The failed tries of an account or an address.
pub async fn failures(db: &Db, site: SiteCode, who: &str) -> Result<Failures, Error> {
    Ok(sqlx::query_as(
        "SELECT failures AS in_a_row, last_failure, locked_until FROM sign_in_failures \
         WHERE site = $1 AND who = $2",
    )
    .bind(site.as_str())
    .bind(who)
    .fetch_optional(db.pool())
    .await?
    .unwrap_or_default())
}

/// Notes failed tries.
pub async fn set_failures(
    tx: &mut Write,
    site: SiteCode,
    who: &str,
    to: Failures,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO sign_in_failures (site, who, failures, last_failure, locked_until) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (site, who) DO UPDATE \
         SET failures = excluded.failures, last_failure = excluded.last_failure, \
         locked_until = excluded.locked_until",
    )
    .bind(site.as_str())
    .bind(who)
    .bind(to.in_a_row)
    .bind(to.last_failure)
    .bind(to.locked_until)
    .execute(tx.conn())
    .await?;
    Ok(())
}
