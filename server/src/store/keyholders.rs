//! Codes and PINs that open staff and volunteer mode on kiosks.

use chrono::{DateTime, Utc};
use visits_domain::site::SiteCode;
use visits_domain::wire::{Keyholder, KeyholderCode, Mode};

use super::{Db, Write};
use crate::error::Error;

fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Staff => "staff",
        Mode::Volunteer => "volunteer",
    }
}

/// The code of a person at a site. None: they have none.
pub async fn of(db: &Db, site: SiteCode, person: &str) -> Result<Option<KeyholderCode>, Error> {
    let row: Option<(String,)> = sqlx::query_as(
        "SELECT code FROM keyholders WHERE site = $1 AND person = $2 AND ended IS NULL",
    )
    .bind(site.as_str())
    .bind(person)
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|(code,)| KeyholderCode(code)))
}

/// The same with what it opens and its PIN, as it stands in a transaction.
pub async fn of_in(
    tx: &mut Write,
    site: SiteCode,
    person: &str,
) -> Result<Option<Keyholder>, Error> {
    let row: Option<(String, String, String)> = sqlx::query_as(
        "SELECT code, opens, pin FROM keyholders \
         WHERE site = $1 AND person = $2 AND ended IS NULL",
    )
    .bind(site.as_str())
    .bind(person)
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|(code, opens, pin)| Keyholder {
        code: KeyholderCode(code),
        opens: if opens == "staff" { Mode::Staff } else { Mode::Volunteer },
        pin,
    }))
}

/// Every code that was ever given at a site. The site must be locked.
pub async fn all_codes(tx: &mut Write, site: SiteCode) -> Result<Vec<String>, Error> {
    let rows: Vec<(String,)> = sqlx::query_as("SELECT code FROM keyholders WHERE site = $1")
        .bind(site.as_str())
        .fetch_all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}

/// Gives a person a code.
pub async fn add(
    tx: &mut Write,
    (site, person): (SiteCode, &str),
    keyholder: &Keyholder,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO keyholders (site, code, person, opens, pin, given) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(site.as_str())
    .bind(keyholder.code.0.as_str())
    .bind(person)
    .bind(word(keyholder.opens))
    .bind(keyholder.pin.as_str())
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Sets what a code opens, and its PIN.
pub async fn set(tx: &mut Write, site: SiteCode, to: &Keyholder) -> Result<(), Error> {
    sqlx::query("UPDATE keyholders SET opens = $3, pin = $4 WHERE site = $1 AND code = $2")
        .bind(site.as_str())
        .bind(to.code.0.as_str())
        .bind(word(to.opens))
        .bind(to.pin.as_str())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Ends a code. Its PIN is forgotten.
pub async fn end(
    tx: &mut Write,
    site: SiteCode,
    code: &KeyholderCode,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query("UPDATE keyholders SET ended = $3, pin = '' WHERE site = $1 AND code = $2")
        .bind(site.as_str())
        .bind(code.0.as_str())
        .bind(now.timestamp_micros())
        .execute(tx.conn())
        .await?;
    Ok(())
}
