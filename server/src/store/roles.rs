//! Who is what at which site.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
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

/// A role that somebody has now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Where.
    pub site: SiteCode,
    /// What people call the site.
    pub site_name: String,
    /// Which.
    pub role: Role,
}

const HELD: &str = "SELECT r.site, s.name, r.role FROM roles r JOIN sites s ON s.site = r.site \
                    WHERE r.person = $1 AND r.ended IS NULL ORDER BY s.name, r.site";

fn held((site, site_name, role): (String, String, String)) -> Option<Held> {
    Some(Held { site: site.parse().ok()?, site_name, role: role.parse().ok()? })
}

/// The roles of a person, by the sites' names.
pub async fn of(db: &Db, person: &str) -> Result<Vec<Held>, Error> {
    let rows = sqlx::query_as(HELD).bind(person).fetch_all(db.pool()).await?;
    Ok(rows.into_iter().filter_map(held).collect())
}

/// The same, as it stands in a transaction.
pub async fn of_in(tx: &mut Write, person: &str) -> Result<Vec<Held>, Error> {
    let rows = sqlx::query_as(HELD).bind(person).fetch_all(tx.conn()).await?;
    Ok(rows.into_iter().filter_map(held).collect())
}

/// Gives a role, or changes it.
pub async fn give(
    tx: &mut Write,
    (site, person): (SiteCode, &str),
    role: Role,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO roles (site, person, role, since) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (site, person) DO UPDATE \
         SET role = excluded.role, since = excluded.since, ended = NULL",
    )
    .bind(site.as_str())
    .bind(person)
    .bind(role.as_str())
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Ends a role. False: there was none.
pub async fn end(
    tx: &mut Write,
    (site, person): (SiteCode, &str),
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE roles SET ended = $3 WHERE site = $1 AND person = $2 AND ended IS NULL",
    )
    .bind(site.as_str())
    .bind(person)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A person of a site, as its managers see them. Times in microseconds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Listed {
    /// Their id.
    pub person: String,
    /// The name they sign in with.
    pub name: String,
    /// The name as it was given.
    pub shown_name: String,
    role: String,
    /// When they got the role.
    pub since: i64,
    /// When it ended.
    pub ended: Option<i64>,
    /// Until when the password serves that somebody else knows.
    pub once_until: Option<i64>,
    /// 1: a second factor is asked for.
    pub has_factor: i64,
    /// What they type on a kiosk before the PIN.
    pub code: Option<String>,
}

impl Listed {
    /// What they are here, or were.
    pub fn role(&self) -> Option<Role> {
        self.role.parse().ok()
    }
}

const LISTED: &str = "SELECT p.person, p.name, p.shown_name, r.role, r.since, r.ended, \
    p.once_until, CASE WHEN p.factor IS NULL THEN 0 ELSE 1 END AS has_factor, \
    (SELECT MAX(k.code) FROM keyholders k WHERE k.site = r.site AND k.person = r.person \
     AND k.ended IS NULL) AS code \
    FROM roles r JOIN people p ON p.person = r.person WHERE r.site = $1";

/// Everybody who has or had a role at a site; those who have one first.
pub async fn at(db: &Db, site: SiteCode) -> Result<Vec<Listed>, Error> {
    let sql =
        format!("{LISTED} ORDER BY CASE WHEN r.ended IS NULL THEN 0 ELSE 1 END, p.name, p.person");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(site.as_str()).fetch_all(db.pool()).await?)
}

/// One of them.
pub async fn one_at(db: &Db, site: SiteCode, person: &str) -> Result<Option<Listed>, Error> {
    let sql = format!("{LISTED} AND r.person = $2");
    Ok(sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(site.as_str())
        .bind(person)
        .fetch_optional(db.pool())
        .await?)
}
