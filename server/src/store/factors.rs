//! Second factors: the locked secret, the steps used, the recovery codes.

use chrono::{DateTime, Utc};

use super::{Db, Write, rows};
use crate::error::Error;

/// Keeps a locked secret that waits for its first right code.
pub async fn begin(tx: &mut Write, person: &str, locked: &[u8]) -> Result<(), Error> {
    sqlx::query("UPDATE people SET factor_next = $2 WHERE person = $1")
        .bind(person)
        .bind(locked)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The secret that waited is the second factor from now on, with these recovery codes (marks).
pub async fn turn_on(
    tx: &mut Write,
    person: &str,
    step: i64,
    codes: &[String],
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE people SET factor = factor_next, factor_next = NULL, factor_step = $2 \
         WHERE person = $1",
    )
    .bind(person)
    .bind(step)
    .execute(tx.conn())
    .await?;
    replace_codes(tx, person, codes).await
}

/// Other recovery codes (marks) in place of all there were.
pub async fn replace_codes(tx: &mut Write, person: &str, codes: &[String]) -> Result<(), Error> {
    sqlx::query("DELETE FROM recovery_codes WHERE person = $1")
        .bind(person)
        .execute(tx.conn())
        .await?;
    let head = ("INSERT INTO recovery_codes (person, mark) VALUES", 2, "");
    rows::insert(tx.conn(), head, codes, |mark, values| {
        values.text(person).text(mark.as_str());
    })
    .await
}

/// No second factor any more. False: there was none.
pub async fn turn_off(tx: &mut Write, person: &str) -> Result<bool, Error> {
    replace_codes(tx, person, &[]).await?;
    let done = sqlx::query(
        "UPDATE people SET factor = NULL, factor_next = NULL \
         WHERE person = $1 AND factor IS NOT NULL",
    )
    .bind(person)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Uses a time step up. False: it or a later one was used before.
pub async fn use_step(tx: &mut Write, person: &str, step: i64) -> Result<bool, Error> {
    let done =
        sqlx::query("UPDATE people SET factor_step = $2 WHERE person = $1 AND factor_step < $2")
            .bind(person)
            .bind(step)
            .execute(tx.conn())
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Uses a recovery code up, by its mark. False: it was used, or never was.
pub async fn use_code(
    tx: &mut Write,
    person: &str,
    mark: &str,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE recovery_codes SET used = $3 WHERE person = $1 AND mark = $2 AND used IS NULL",
    )
    .bind(person)
    .bind(mark)
    .bind(now.timestamp_micros())
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many recovery codes are left.
pub async fn codes_left(db: &Db, person: &str) -> Result<i64, Error> {
    let (left,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM recovery_codes WHERE person = $1 AND used IS NULL")
            .bind(person)
            .fetch_one(db.pool())
            .await?;
    Ok(left)
}
