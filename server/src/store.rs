//! The database: one set of queries for SQLite and PostgreSQL, one file a resource.
//!
//! Everything that writes goes through [`Db::write`]. Nothing outside this folder holds SQL.

pub mod arrivals;
pub mod asks;
pub mod audit;
pub mod ballots;
pub mod bookings;
pub mod dump;
pub mod erasures;
pub mod events;
pub mod factors;
pub mod fairness;
pub mod feed;
pub mod hear;
pub mod helps;
pub mod holds;
pub mod import_exceptions;
pub mod imports;
pub mod keyholders;
pub mod kiosks;
pub mod life;
pub mod listed;
pub mod mending;
pub mod missing_visits;
pub mod mistakes;
pub mod on_the_day;
pub mod ops;
pub mod partners;
pub mod people;
pub mod places;
pub mod previews;
pub mod privacy;
pub mod progress;
pub mod records;
pub mod requests;
pub mod retention;
pub mod roles;
pub mod rows;
pub mod safeguarding;
pub mod secret_marks;
pub mod secrets;
pub mod service_feeds;
pub mod services;
pub mod sessions;
pub mod sessions_off;
pub mod shared;
pub mod sites;
pub mod sought;
pub mod sources;
pub mod subjects;
pub mod talks;
pub mod tries;
pub mod troubles;
pub mod visitors;
pub mod visits;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::migrate::Migrator;
use sqlx::{Any, AnyConnection, AnyPool, Executor as _, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::error::Error;

/// Numbered, never changed once shipped.
static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Which of the two it is. Queries do not differ; locking does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One file, embedded.
    Sqlite,
    /// A server, for several processes.
    Postgres,
}

/// The database.
#[derive(Clone)]
pub struct Db {
    pool: AnyPool,
    kind: Kind,
    // For the connection that listens; it may hold a password.
    url: Arc<str>,
    // SQLite has one writer. Waiting here is fair and wakes at once; SQLite's own busy wait
    // sleeps in steps and starves.
    turn: Arc<Mutex<()>>,
}

/// A transaction that will write. Dropped without [`Write::commit`], it changes nothing.
pub struct Write {
    tx: Transaction<'static, Any>,
    kind: Kind,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Db {
    /// Opens the database, creating a SQLite file when absent, and brings its tables up to date.
    pub async fn open(url: &str) -> Result<Self, Error> {
        Self::open_at(url, Self::newest_version()).await
    }

    /// The number of the last migration that this program knows.
    pub fn newest_version() -> i64 {
        MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
    }

    /// Opens the database and brings its tables to where they were after a migration.
    pub async fn open_at(url: &str, version: i64) -> Result<Self, Error> {
        sqlx::any::install_default_drivers();
        let (kind, url) = connection_url(url)?;
        let pool = pool_options(kind).connect(&url).await?;
        let lock = sqlite_path(&url).map(|path| migration_lock(&path)).transpose()?;
        let migrated = MIGRATIONS.run_to(version, &pool).await;
        drop(lock);
        migrated?;
        Ok(Self { pool, kind, url: url.into(), turn: Arc::default() })
    }

    /// For reading.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Begins a transaction that will write.
    pub async fn write(&self) -> Result<Write, Error> {
        let (tx, turn) = match self.kind {
            Kind::Sqlite => {
                let turn = Arc::clone(&self.turn).lock_owned().await;
                (self.pool.begin_with("BEGIN IMMEDIATE").await?, Some(turn))
            }
            Kind::Postgres => (self.pool.begin().await?, None),
        };
        Ok(Write { tx, kind: self.kind, _turn: turn })
    }

    /// Takes what was deleted out of the files too, as far as the database lets us: SQLite's log
    /// is written back and cut; PostgreSQL is told to clean up. Somebody who reads just now may
    /// put it off to the next time, and so may a failure: what was deleted is deleted.
    pub async fn settle(&self) {
        let sql = match self.kind {
            Kind::Sqlite => "PRAGMA wal_checkpoint(TRUNCATE)",
            Kind::Postgres => "VACUUM visits, visitors, arrivals, progress, asks, records",
        };
        if let Err(error) = self.pool.execute(sql).await {
            tracing::warn!(%error, "the database could not be cleaned up after a deletion");
        }
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl Write {
    /// The connection inside.
    pub fn conn(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }

    /// Other processes may be on the same database.
    fn tells_others(&self) -> bool {
        self.kind == Kind::Postgres
    }

    /// `locking` on PostgreSQL, `plain` on SQLite, where this transaction is the only writer.
    fn either(&self, locking: &'static str, plain: &'static str) -> &'static str {
        match self.kind {
            Kind::Postgres => locking,
            Kind::Sqlite => plain,
        }
    }

    /// Makes it durable.
    pub async fn commit(self) -> Result<(), Error> {
        Ok(self.tx.commit().await?)
    }
}

fn pool_options(kind: Kind) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(20))
        // A check of the connection before each use is a round trip of its own.
        .test_before_acquire(false)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                if kind == Kind::Sqlite {
                    conn.execute("PRAGMA busy_timeout = 10000").await?;
                    conn.execute("PRAGMA journal_mode = WAL").await?;
                    conn.execute("PRAGMA synchronous = FULL").await?;
                    conn.execute("PRAGMA foreign_keys = ON").await?;
                    // What staff erase is gone from the file too.
                    conn.execute("PRAGMA secure_delete = ON").await?;
                }
                Ok(())
            })
        })
}

fn connection_url(url: &str) -> Result<(Kind, String), Error> {
    if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        return Ok((Kind::Postgres, url.to_owned()));
    }
    if !url.starts_with("sqlite:") {
        return Err(Error::DatabaseUrl);
    }
    let mode = if url.contains("mode=") {
        ""
    } else if url.contains('?') {
        "&mode=rwc"
    } else {
        "?mode=rwc"
    };
    Ok((Kind::Sqlite, format!("{url}{mode}")))
}

/// The file of a `sqlite:` address; none for PostgreSQL.
pub fn sqlite_path(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    Some(PathBuf::from(path.split('?').next().unwrap_or(path)))
}

/// Several servers may start on one file at once: one migrates, the others wait.
fn migration_lock(database: &Path) -> Result<std::fs::File, Error> {
    let path = beside(database, "migrating");
    let file = std::fs::File::create(&path)
        .map_err(Error::io(format!("{} could not be created", path.display())))?;
    file.lock().map_err(Error::io(format!("{} could not be locked", path.display())))?;
    Ok(file)
}

/// A file next to the database: its name, a dot and `suffix`.
pub fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}
