//! The server's life: an id that is another after it was restored from a copy. It is read with
//! each request and kept nowhere else: several processes share one life.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Db, Write};
use crate::error::Error;

/// This life. Nil: it has not begun.
pub async fn generation(db: &Db) -> Result<Uuid, Error> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT generation FROM server_life").fetch_optional(db.pool()).await?;
    read(row)
}

/// The same, within a transaction.
pub async fn generation_in(tx: &mut Write) -> Result<Uuid, Error> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT generation FROM server_life").fetch_optional(tx.conn()).await?;
    read(row)
}

fn read(row: Option<(String,)>) -> Result<Uuid, Error> {
    let parsed = row.map(|(text,)| text.parse()).transpose();
    Ok(parsed.map_err(|_| sqlx::Error::Decode("a stored generation".into()))?.unwrap_or_default())
}

/// Begins a life where there is none: in a new database, or in one that was put back. False:
/// there is one.
pub async fn begin(tx: &mut Write, generation: Uuid, now: DateTime<Utc>) -> Result<bool, Error> {
    let begun = sqlx::query(
        "INSERT INTO server_life (one, generation, since) VALUES (1, $1, $2) \
         ON CONFLICT (one) DO NOTHING",
    )
    .bind(generation.to_string())
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(begun.rows_affected() == 1)
}

/// Ends this life; the next is to begin in the same transaction.
pub async fn end(tx: &mut Write) -> Result<(), Error> {
    sqlx::query("DELETE FROM server_life").execute(tx.conn()).await?;
    Ok(())
}
