//! Somebody at a kiosk asks for a person.

use chrono::{DateTime, Utc};
use visits_domain::site::SiteCode;
use visits_domain::wire::{Ask, Whom};

use super::kiosks::Device;
use super::{Db, Write};
use crate::error::Error;

/// Stores an ask. Sent twice, it asks once.
pub async fn add(
    tx: &mut Write,
    device: &Device,
    ask: &Ask,
    now: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO asks (site, id, kiosk, seat, number, language, asked, expires, whom) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (site, id) DO NOTHING",
    )
    .bind(device.site()?.as_str())
    .bind(ask.id.to_string())
    .bind(device.id())
    .bind(ask.seat.as_deref())
    .bind(ask.number.map(|number| number.to_string()))
    .bind(ask.language.as_str())
    .bind(now.timestamp_micros())
    .bind(expires.timestamp_micros())
    .bind(word(ask.whom))
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn word(whom: Whom) -> &'static str {
    match whom {
        Whom::Staff => "staff",
        Whom::Volunteer => "volunteer",
    }
}

/// Whom an ask is for.
pub async fn whom(tx: &mut Write, site: SiteCode, ask: &str) -> Result<Option<Whom>, Error> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT whom FROM asks WHERE site = $1 AND id = $2")
            .bind(site.as_str())
            .bind(ask)
            .fetch_optional(tx.conn())
            .await?;
    Ok(row.map(
        |(stored,)| {
            if stored == word(Whom::Volunteer) { Whom::Volunteer } else { Whom::Staff }
        },
    ))
}

/// Nobody has it any more: it is open again, as long as it has not run out.
pub async fn give_back(tx: &mut Write, site: SiteCode, ask: &str) -> Result<(), Error> {
    sqlx::query("UPDATE asks SET taken = NULL, taken_by = NULL WHERE site = $1 AND id = $2")
        .bind(site.as_str())
        .bind(ask)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// An ask as staff see it. Times in microseconds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Open {
    /// Its id.
    pub id: String,
    /// The kiosk's letter.
    pub letter: String,
    /// Where they sit.
    pub seat: Option<String>,
    /// Their number.
    pub number: Option<String>,
    /// The language on the screen.
    pub language: String,
    /// Since when.
    pub asked: i64,
    /// Until when.
    pub expires: i64,
}

/// The asks that nobody has taken and that have not run out, oldest first.
pub async fn open(db: &Db, site: SiteCode, now: DateTime<Utc>) -> Result<Vec<Open>, Error> {
    Ok(sqlx::query_as(
        "SELECT a.id, k.letter, a.seat, a.number, a.language, a.asked, a.expires FROM asks a \
         JOIN kiosks k ON k.site = a.site AND k.kiosk = a.kiosk \
         WHERE a.site = $1 AND a.expires > $2 AND a.taken IS NULL ORDER BY a.asked, a.id",
    )
    .bind(site.as_str())
    .bind(now.timestamp_micros())
    .fetch_all(db.pool())
    .await?)
}

/// Takes an ask. False: somebody else did, it has run out, or it never was.
pub async fn take(
    tx: &mut Write,
    site: SiteCode,
    ask: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE asks SET taken = $3, taken_by = $4 \
         WHERE site = $1 AND id = $2 AND taken IS NULL AND expires > $3",
    )
    .bind(site.as_str())
    .bind(ask)
    .bind(now.timestamp_micros())
    .bind(by)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}
