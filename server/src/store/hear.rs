//! What other processes on the same PostgreSQL changed, heard at the moment of their commit. The
//! notice is sent by the statement that raises the counters (`feed::publish`), so it comes with the
//! commit or not at all.

use sqlx::Connection as _;
use sqlx::postgres::{PgConnection, PgListener};
use visits_domain::site::SiteCode;

use super::{Db, Kind};
use crate::error::Error;
use crate::hub::Counters;

/// One channel a schema: several servers may share a database.
pub const CHANNEL: &str = "'visits_' || md5(current_schema())";

/// Hears until the connection ends. SQLite has one process, and nothing to hear: none.
pub async fn until_it_ends(
    db: &Db,
    mut heard: impl FnMut(SiteCode, Counters),
) -> Result<Option<()>, Error> {
    if db.kind != Kind::Postgres {
        return Ok(None);
    }
    let mut asking = PgConnection::connect(&db.url).await?;
    let channel: (String,) = sqlx::query_as(sqlx::AssertSqlSafe(format!("SELECT {CHANNEL}")))
        .fetch_one(&mut asking)
        .await?;
    asking.close().await?;
    let mut listener = PgListener::connect(&db.url).await?;
    listener.listen(&channel.0).await?;
    // None: the connection was lost. What was said meanwhile is found by looking.
    while let Some(notice) = listener.try_recv().await? {
        if let Some((site, counters)) = read(notice.payload()) {
            heard(site, counters);
        }
    }
    Ok(Some(()))
}

/// `MDI 17 4`: site, feed, board.
fn read(payload: &str) -> Option<(SiteCode, Counters)> {
    let mut parts = payload.split(' ');
    let site = parts.next()?.parse().ok()?;
    let (feed, board) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some((site, Counters { feed, board }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_read_or_nothing() {
        let site: SiteCode = "MDI".parse().expect("a site");
        assert_eq!(read("MDI 17 4"), Some((site, Counters { feed: 17, board: 4 })));
        for wrong in ["", "MDI", "MDI 17", "MDI x 4", "M 1 2"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
