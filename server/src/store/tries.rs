//! Failed tries to sign in, of an account or an address. Neither stands here by its name.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Db, Write};
use crate::error::Error;

/// Failed tries. Times in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Failures {
    /// In a row.
    pub in_a_row: i64,
    /// The last one.
    pub last_failure: i64,
    /// No further try before.
    pub locked_until: i64,
}

const COLUMNS: &str = "SELECT failures AS in_a_row, last_failure, locked_until FROM tries";

/// The failed tries of an account or an address.
pub async fn of(db: &Db, who: &str) -> Result<Failures, Error> {
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE who = $1"));
    Ok(sqlx::query_as(sql).bind(who).fetch_optional(db.pool()).await?.unwrap_or_default())
}

/// The same, kept from others until the transaction ends.
pub async fn lock(tx: &mut Write, who: &str) -> Result<Failures, Error> {
    sqlx::query(
        "INSERT INTO tries (who, failures, last_failure, locked_until) VALUES ($1, 0, 0, 0) \
         ON CONFLICT (who) DO NOTHING",
    )
    .bind(who)
    .execute(tx.conn())
    .await?;
    let locking = tx.either(" FOR UPDATE", "");
    let sql = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE who = $1{locking}"));
    Ok(sqlx::query_as(sql).bind(who).fetch_one(tx.conn()).await?)
}

/// Notes failed tries.
pub async fn set(tx: &mut Write, who: &str, to: Failures) -> Result<(), Error> {
    sqlx::query(
        "UPDATE tries SET failures = $2, last_failure = $3, locked_until = $4 WHERE who = $1",
    )
    .bind(who)
    .bind(to.in_a_row)
    .bind(to.last_failure)
    .bind(to.locked_until)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Forgets what is older than any pause.
pub async fn forget(tx: &mut Write, now: DateTime<Utc>, age: TimeDelta) -> Result<(), Error> {
    sqlx::query("DELETE FROM tries WHERE last_failure < $1")
        .bind((now - age).timestamp_micros())
        .execute(tx.conn())
        .await?;
    Ok(())
}
