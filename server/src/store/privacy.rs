//! What a site has chosen: how long things are kept, and what families are told.

use serde::de::DeserializeOwned;
use visits_domain::site::SiteCode;

use super::{Db, Write};
use crate::error::Error;
use crate::privacy::notice::Texts;
use crate::privacy::periods::Periods;

/// How long a site keeps things. What nobody chose is as usual.
pub async fn periods(db: &Db, site: SiteCode) -> Result<Periods, Error> {
    chosen(db, site, "SELECT periods FROM privacy WHERE site = $1").await
}

async fn chosen<T: DeserializeOwned + Default>(
    db: &Db,
    site: SiteCode,
    sql: &'static str,
) -> Result<T, Error> {
    let row: Option<(String,)> =
        sqlx::query_as(sql).bind(site.as_str()).fetch_optional(db.pool()).await?;
    row.map_or_else(|| Ok(T::default()), |(text,)| Ok(serde_json::from_str(&text)?))
}

/// Chooses how long a site keeps things.
pub async fn set_periods(tx: &mut Write, site: SiteCode, to: &Periods) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO privacy (site, periods, notice) VALUES ($1, $2, '{}') \
         ON CONFLICT (site) DO UPDATE SET periods = excluded.periods",
    )
    .bind(site.as_str())
    .bind(serde_json::to_string(to)?)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What a site adds to the notice for families.
pub async fn notice(db: &Db, site: SiteCode) -> Result<Texts, Error> {
    chosen(db, site, "SELECT notice FROM privacy WHERE site = $1").await
}

/// Sets what a site adds to the notice for families.
pub async fn set_notice(tx: &mut Write, site: SiteCode, to: &Texts) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO privacy (site, periods, notice) VALUES ($1, '{}', $2) \
         ON CONFLICT (site) DO UPDATE SET notice = excluded.notice",
    )
    .bind(site.as_str())
    .bind(serde_json::to_string(to)?)
    .execute(tx.conn())
    .await?;
    Ok(())
}
