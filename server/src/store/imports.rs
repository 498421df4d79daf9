//! What was imported when, and what was set aside with which reason. No personal data.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use visits_domain::site::SiteCode;

use super::Write;
use crate::error::Error;
use crate::import::Report;

/// Notes an import.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    id: Uuid,
    at: DateTime<Utc>,
    report: &Report,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO imports (site, id, at, report) VALUES ($1, $2, $3, $4)")
        .bind(site.as_str())
        .bind(id.to_string())
        .bind(at.timestamp_micros())
        .bind(serde_json::to_string(report)?)
        .execute(tx.conn())
        .await?;
    Ok(())
}
