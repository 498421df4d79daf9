//! What was imported when, by whom and how, and what was set aside with which reason. No personal
//! data but the name of the account that did it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use visits_domain::site::SiteCode;

use super::{Db, Write};
use crate::error::Error;
use crate::import::{KeptAside, Remark, Report};

pub use super::import_exceptions::of_day as exceptions;

/// So many set-aside visits are kept of one import; their count is kept whole.
const KEPT_ASIDE: usize = 500;
/// Fetched lists in which nothing was new are forgotten after this long: there is one every few
/// minutes.
const QUIET_FETCHES_KEPT: TimeDelta = TimeDelta::days(7);

/// How a list came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// By the command line.
    Command,
    /// Uploaded by a member of staff.
    Upload,
    /// Fetched by the server.
    Fetch,
}

impl Origin {
    fn as_str(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Upload => "upload",
            Self::Fetch => "fetch",
        }
    }

    fn of(text: &str) -> Self {
        [Self::Upload, Self::Fetch]
            .into_iter()
            .find(|o| o.as_str() == text)
            .unwrap_or(Self::Command)
    }
}

/// The counts of a report as they are kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// In the file.
    pub read: usize,
    /// New or changed.
    pub taken: usize,
    /// Known already.
    pub unchanged: usize,
    /// Cancelled.
    pub cancelled: usize,
    /// Of another prison or time.
    pub elsewhere: usize,
    /// In the file more than once.
    pub repeated: usize,
    /// Set aside.
    pub set_aside: usize,
    /// The first of them.
    pub kept_aside: Vec<KeptAside>,
}

impl From<&Report> for Counts {
    fn from(report: &Report) -> Self {
        Self {
            read: report.read,
            taken: report.taken,
            unchanged: report.unchanged,
            cancelled: report.cancelled,
            elsewhere: report.elsewhere,
            repeated: report.repeated,
            set_aside: report.quarantined.len(),
            kept_aside: report.quarantined.iter().take(KEPT_ASIDE).map(KeptAside::from).collect(),
        }
    }
}

/// An import to be noted.
pub struct Done<'a> {
    /// How the list came.
    pub origin: Origin,
    /// Who brought it, as people call them.
    pub by: Option<&'a str>,
    /// How many visits changed by it.
    pub changed: usize,
    /// In buckets.
    pub report: &'a Report,
    /// What else there is to know.
    pub remarks: &'a [Remark],
}

/// Notes an import.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    (id, at): (Uuid, DateTime<Utc>),
    done: &Done<'_>,
) -> Result<(), Error> {
    sqlx::query(
        "DELETE FROM imports WHERE site = $1 AND source = 'fetch' AND changed = 0 AND at < $2",
    )
    .bind(site.as_str())
    .bind((at - QUIET_FETCHES_KEPT).timestamp_micros())
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "INSERT INTO imports (site, id, at, report, source, by_whom, changed, remarks) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(site.as_str())
    .bind(id.to_string())
    .bind(at.timestamp_micros())
    .bind(serde_json::to_string(&Counts::from(done.report))?)
    .bind(done.origin.as_str())
    .bind(done.by)
    .bind(i64::try_from(done.changed).unwrap_or(i64::MAX))
    .bind(serde_json::to_string(done.remarks)?)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// An import as staff see it.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its id.
    pub id: String,
    /// When. Microseconds.
    pub at: i64,
    /// How the list came.
    pub origin: Origin,
    /// Who brought it, as people call them.
    pub by: Option<String>,
    /// In buckets.
    pub counts: Counts,
    /// What else there is to know.
    pub remarks: Vec<Remark>,
}

type Row = (String, i64, String, String, Option<String>, String);

fn past_of((id, at, report, source, by, remarks): Row) -> Result<Past, Error> {
    Ok(Past {
        id,
        at,
        origin: Origin::of(&source),
        by,
        counts: serde_json::from_str(&report)?,
        remarks: serde_json::from_str(&remarks)?,
    })
}

/// The newest imports. Of fetched lists in which nothing was new, only the newest of all.
pub async fn latest(db: &Db, site: SiteCode, at_most: i64) -> Result<Vec<Past>, Error> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, at, report, source, by_whom, remarks FROM imports \
         WHERE site = $1 AND (source <> 'fetch' OR changed > 0 \
         OR at = (SELECT MAX(n.at) FROM imports n WHERE n.site = $1)) \
         ORDER BY at DESC, id LIMIT $2",
    )
    .bind(site.as_str())
    .bind(at_most)
    .fetch_all(db.pool())
    .await?;
    rows.into_iter().map(past_of).collect()
}

/// One import.
pub async fn one(db: &Db, site: SiteCode, id: Uuid) -> Result<Option<Past>, Error> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT id, at, report, source, by_whom, remarks FROM imports \
         WHERE site = $1 AND id = $2",
    )
    .bind(site.as_str())
    .bind(id.to_string())
    .fetch_optional(db.pool())
    .await?;
    row.map(past_of).transpose()
}
