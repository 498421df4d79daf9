//! What was deleted when.

use visits_domain::site::SiteCode;

use super::Counts;
use crate::error::Error;
use crate::store::{Db, Write};

/// A deletion that ended.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its id.
    pub id: String,
    /// Microseconds.
    pub began: i64,
    /// Microseconds.
    pub ended: i64,
    /// The account that asked for it, or `server`.
    pub who: String,
    /// How many of what.
    pub gone: Counts,
}

/// Remembers a deletion.
pub async fn add_run(tx: &mut Write, site: SiteCode, run: &Run) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO retention_runs (site, id, began, ended, who, report) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(site.as_str())
    .bind(run.id.as_str())
    .bind(run.began)
    .bind(run.ended)
    .bind(run.who.as_str())
    .bind(serde_json::to_string(&run.gone)?)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The newest deletions first.
pub async fn runs(db: &Db, site: SiteCode) -> Result<Vec<Run>, Error> {
    let rows: Vec<(String, i64, i64, String, String)> = sqlx::query_as(
        "SELECT id, began, ended, who, report FROM retention_runs WHERE site = $1 \
         ORDER BY began DESC, id LIMIT 14",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?;
    rows.into_iter()
        .map(|(id, began, ended, who, report)| {
            Ok(Run { id, began, ended, who, gone: serde_json::from_str(&report)? })
        })
        .collect()
}
