//! Sessions of signed-in people.

use super::{Db, Write};
use crate::error::Error;

/// Stores or replaces a session. `expires` in microseconds.
pub async fn put(tx: &mut Write, id: &str, data: &str, expires: i64) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO sessions (id, data, expires) VALUES ($1, $2, $3) \
         ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires = excluded.expires",
    )
    .bind(id)
    .bind(data)
    .bind(expires)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A session that has not run out: its data, and when it does. Microseconds.
pub async fn get(db: &Db, id: &str, now: i64) -> Result<Option<(String, i64)>, Error> {
    Ok(sqlx::query_as("SELECT data, expires FROM sessions WHERE id = $1 AND expires > $2")
        .bind(id)
        .bind(now)
        .fetch_optional(db.pool())
        .await?)
}

/// Ends a session, and forgets those that have run out.
pub async fn remove(tx: &mut Write, id: &str, now: i64) -> Result<(), Error> {
    sqlx::query("DELETE FROM sessions WHERE id = $1 OR expires <= $2")
        .bind(id)
        .bind(now)
        .execute(tx.conn())
        .await?;
    Ok(())
}
