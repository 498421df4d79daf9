//! What families say is wrong about a service.

use uuid::Uuid;
use visits_domain::site::SiteCode;
use visits_domain::wire::{Mistake, ServiceWrong};

use super::Write;
use crate::error::Error;

/// Stores one. The same record again changes nothing.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    record: Uuid,
    wrong: &ServiceWrong,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO service_mistakes (site, id, service, what, day) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (site, id) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(record.to_string())
    .bind(wrong.service.to_string())
    .bind(word(wrong.what))
    .bind(wrong.date.to_string())
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn word(what: Mistake) -> &'static str {
    match what {
        Mistake::Number => "number",
        Mistake::Gone => "gone",
        Mistake::Words => "words",
        Mistake::Other => "other",
    }
}
