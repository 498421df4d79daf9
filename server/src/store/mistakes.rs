//! What families say is wrong about a service.

use uuid::Uuid;
use visits_domain::site::SiteCode;
use visits_domain::wire::{Mistake, ServiceWrong};

use super::{Db, Write};
use crate::error::Error;

/// Stores one. The same id again changes nothing.
pub async fn add(
    tx: &mut Write,
    site: SiteCode,
    id: Uuid,
    wrong: &ServiceWrong,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO service_mistakes (site, id, service, what, day) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (site, id) DO NOTHING",
    )
    .bind(site.as_str())
    .bind(id.to_string())
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

/// One that nobody has looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which it is. It follows from its record's, and tells no time.
    pub id: String,
    /// Which.
    pub service: String,
    /// What.
    pub what: Mistake,
    /// The local day.
    pub day: String,
}

/// Those that nobody has looked into, the oldest first.
pub async fn open(db: &Db, site: SiteCode) -> Result<Vec<Open>, Error> {
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT id, service, what, day FROM service_mistakes \
         WHERE site = $1 AND settled IS NULL ORDER BY day, id LIMIT 500",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?;
    let one = |(id, service, what, day): (String, String, String, String)| {
        let what = Mistake::ALL.into_iter().find(|known| word(*known) == what)?;
        Some(Open { id, service, what, day })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// Somebody looked into it. False: somebody else did before.
pub async fn settle(
    tx: &mut Write,
    site: SiteCode,
    (id, who): (&str, &str),
    at: i64,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE service_mistakes SET settled = $3, settled_by = $4 \
         WHERE site = $1 AND id = $2 AND settled IS NULL",
    )
    .bind(site.as_str())
    .bind(id)
    .bind(at)
    .bind(who)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}
