//! The limits beside the durable figures: the same databases with the same promise to flush, and
//! nothing of ours.

use std::time::Instant;

use sqlx::AnyPool;

use crate::figures::{at, figure};
use crate::support::place::Kind;

const COMMITS: u32 = 1_000;
const BATCHES: u32 = 20;
const BATCH: u32 = 500;
const WRITERS: u32 = 4;

/// Prints them: one row a commit, one row a commit by four writers, 500 rows a commit.
pub async fn limits(kind: &Kind) {
    let folder = tempfile::tempdir().expect("a folder");
    // One writer at a time is all that SQLite has: more connections only wait for each other.
    let connections = if matches!(kind, Kind::Sqlite) { 1 } else { WRITERS };
    let pool = sqlx::any::AnyPoolOptions::new().max_connections(connections);
    let pool = pool.connect(&kind.empty(&folder)).await.expect("a connection");
    if matches!(kind, Kind::Sqlite) {
        for sql in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"] {
            sqlx::query(sql).execute(&pool).await.expect("it runs");
        }
    }
    sqlx::query("CREATE TABLE t (x TEXT)").execute(&pool).await.expect("it runs");
    let mut times = Vec::new();
    for _ in 0..COMMITS {
        let start = Instant::now();
        insert(&pool).await;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    figure(&format!("{}_bare_commit_median", kind.name()), at(&times, 50), "ms");
    figure(&format!("{}_bare_commit_p99", kind.name()), at(&times, 99), "ms");
    four_writers(kind, &pool).await;
    batches(kind, &pool).await;
    pool.close().await;
}

async fn insert(pool: &AnyPool) {
    sqlx::query("INSERT INTO t VALUES ('a row')").execute(pool).await.expect("a row");
}

async fn four_writers(kind: &Kind, pool: &AnyPool) {
    let start = Instant::now();
    let writer = || {
        let pool = pool.clone();
        tokio::spawn(async move {
            for _ in 0..COMMITS {
                insert(&pool).await;
            }
        })
    };
    let writers: Vec<_> = (0..WRITERS).map(|_| writer()).collect();
    for writer in writers {
        writer.await.expect("a writer");
    }
    let each_second = f64::from(WRITERS * COMMITS) / start.elapsed().as_secs_f64();
    figure(&format!("{}_bare_four_writers", kind.name()), each_second, "commits/s");
}

async fn batches(kind: &Kind, pool: &AnyPool) {
    let rows = vec!["('a row')"; BATCH as usize].join(", ");
    let start = Instant::now();
    for _ in 0..BATCHES {
        let sql = sqlx::AssertSqlSafe(format!("INSERT INTO t VALUES {rows}"));
        sqlx::query(sql).execute(pool).await.expect("rows");
    }
    let each_second = f64::from(BATCHES * BATCH) / start.elapsed().as_secs_f64();
    figure(&format!("{}_bare_500_a_commit", kind.name()), each_second, "rows/s");
}
