//! Feeds of the directory: when each was read, what it gave that was not taken, and whether it is
//! held.

use sqlx::AnyConnection;
use visits_domain::site::SiteCode;

use super::{Db, Write, rows};
use crate::directory::read::{Reason, SetAside};
use crate::error::Error;

/// A feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its name: the address it comes from, or what staff call a file.
    pub name: String,
    /// When it was read last. Microseconds.
    pub read_at: i64,
    /// Since when it lacks half of its services, and nobody has said that it is so.
    pub held: Option<i64>,
}

/// All feeds of a site.
pub async fn all(db: &Db, site: SiteCode) -> Result<Vec<Feed>, Error> {
    let rows: Vec<(String, i64, Option<i64>)> = sqlx::query_as(
        "SELECT feed, read_at, held FROM service_feeds WHERE site = $1 ORDER BY feed",
    )
    .bind(site.as_str())
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|(name, read_at, held)| Feed { name, read_at, held }).collect())
}

/// A feed was read.
pub async fn put(tx: &mut Write, site: SiteCode, feed: &Feed) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO service_feeds (site, feed, read_at, held) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (site, feed) DO UPDATE SET read_at = excluded.read_at, held = excluded.held",
    )
    .bind(site.as_str())
    .bind(&feed.name)
    .bind(feed.read_at)
    .bind(feed.held)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Somebody has said what is so. False: it was not held.
pub async fn release(tx: &mut Write, site: SiteCode, feed: &str) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE service_feeds SET held = NULL WHERE site = $1 AND feed = $2 AND held IS NOT NULL",
    )
    .bind(site.as_str())
    .bind(feed)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Since when a feed is held.
pub async fn held(
    conn: &mut AnyConnection,
    site: SiteCode,
    feed: &str,
) -> Result<Option<i64>, Error> {
    let row: Option<(Option<i64>,)> =
        sqlx::query_as("SELECT held FROM service_feeds WHERE site = $1 AND feed = $2")
            .bind(site.as_str())
            .bind(feed)
            .fetch_optional(conn)
            .await?;
    Ok(row.and_then(|row| row.0))
}

/// What was set aside this time, in the place of what was the last time.
pub async fn set_aside(
    tx: &mut Write,
    site: SiteCode,
    (feed, at): (&str, i64),
    set_aside: &[SetAside],
) -> Result<(), Error> {
    sqlx::query("DELETE FROM service_set_aside WHERE site = $1 AND feed = $2")
        .bind(site.as_str())
        .bind(feed)
        .execute(tx.conn())
        .await?;
    rows::insert(
        tx.conn(),
        (
            "INSERT INTO service_set_aside (site, feed, row_number, id, reason, at) VALUES",
            6,
            "ON CONFLICT (site, feed, row_number) DO NOTHING",
        ),
        set_aside,
        |one, values| {
            values.text(site.as_str()).text(feed);
            values.int(i64::try_from(one.row).unwrap_or(i64::MAX));
            values.text(&*one.id).text(one.reason.as_str()).int(at);
        },
    )
    .await
}

/// What is set aside, by feed and row: at most `most`.
pub async fn all_set_aside(
    db: &Db,
    site: SiteCode,
    most: i64,
) -> Result<Vec<(String, SetAside)>, Error> {
    let rows: Vec<(String, i64, String, String)> = sqlx::query_as(
        "SELECT feed, row_number, id, reason FROM service_set_aside WHERE site = $1 \
         ORDER BY feed, row_number LIMIT $2",
    )
    .bind(site.as_str())
    .bind(most)
    .fetch_all(db.pool())
    .await?;
    let one = |(feed, row, id, reason): (String, i64, String, String)| {
        let reason = Reason::parse(&reason)?;
        Some((feed, SetAside { row: usize::try_from(row).unwrap_or(0), id, reason }))
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// How many are set aside.
pub async fn count_set_aside(db: &Db, site: SiteCode) -> Result<i64, Error> {
    let sql = "SELECT COUNT(*) FROM service_set_aside WHERE site = $1";
    Ok(sqlx::query_as::<_, (i64,)>(sql).bind(site.as_str()).fetch_one(db.pool()).await?.0)
}
