//! A whole server in this process, on a clock that stands still until a test moves it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use visits_domain::site::SiteCode;
use visits_server::{App, Clock, Config, Fetching, Imported, Role, SharedClock};

use super::kiosk::TestKiosk;
use super::staff::TestStaff;

/// Where a test keeps its data.
pub enum Database {
    /// A file in a folder of its own.
    Sqlite { folder: tempfile::TempDir },
    /// A schema of its own.
    Postgres { url: String },
}

impl Database {
    /// A new file.
    pub fn sqlite() -> Self {
        Self::Sqlite { folder: tempfile::tempdir().expect("a folder") }
    }

    /// An empty one of the same kind, besides this.
    pub async fn another(&self) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Self::Postgres { url } = self else { return Self::sqlite() };
        let (server, schema) = url.split_once("search_path%3D").expect("a schema");
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let short: String = schema.chars().take(40).collect();
        let name = format!("{short}_{number}");
        let pool = sqlx::AnyPool::connect(url).await.expect("a connection");
        let sql = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {name}"));
        sqlx::query(sql).execute(&pool).await.expect("a schema");
        pool.close().await;
        Self::Postgres { url: format!("{server}search_path%3D{name}") }
    }

    /// How many rows a query finds.
    pub async fn count(&self, sql: &'static str) -> usize {
        sqlx::any::install_default_drivers();
        let pool = sqlx::AnyPool::connect(&self.url()).await.expect("a connection");
        let rows = sqlx::query(sql).fetch_all(&pool).await.expect("the query runs");
        pool.close().await;
        rows.len()
    }

    /// Its address.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite { folder } => format!("sqlite://{}/visits.db", folder.path().display()),
            Self::Postgres { url } => url.clone(),
        }
    }
}

/// A server with the site MDI, Moorland, on Monday 1 June 2026 at 13.00 in London.
#[derive(Clone)]
pub struct TestApp {
    pub app: App,
    pub clock: SharedClock,
    pub address: String,
    pub database: Arc<Database>,
    /// Keys and certificates of sources: `MDI/api-key` and so on.
    pub sources: Arc<tempfile::TempDir>,
    running: Arc<std::sync::Mutex<Option<Running>>>,
}

struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

pub const PASSWORD: &str = "correct horse battery";
pub const KEY: [u8; 32] = [7; 32];

/// The site of all tests.
pub fn moorland() -> SiteCode {
    "MDI".parse().expect("a site code")
}

/// 13.00 on the clock in the visits hall.
pub fn one_o_clock() -> DateTime<Utc> {
    "2026-06-01T12:00:00Z".parse().expect("a time")
}

impl TestApp {
    /// Starts a server on a database.
    pub async fn start(database: Database) -> Self {
        let clock = SharedClock::at(one_o_clock());
        let sources = Arc::new(tempfile::tempdir().expect("a folder"));
        let app = open_with(&database.url(), &clock, sources.path()).await;
        app.add_site(moorland(), "Moorland").await.expect("the site is added");
        let (address, running) = serve(&app).await;
        let running = Arc::new(std::sync::Mutex::new(Some(running)));
        Self { app, clock, address, database: Arc::new(database), sources, running }
    }

    /// The same server, to be stopped when the test has ended.
    pub fn handle(&self) -> Self {
        self.clone()
    }

    /// Stops the server as an interruption would.
    pub async fn stop(&self) {
        let running = self.running.lock().expect("the lock").take();
        if let Some(running) = running {
            let _ = running.stop.send(());
            let ended = tokio::time::timeout(std::time::Duration::from_secs(20), running.task);
            ended.await.expect("the server ends within 20 s").expect("and without a panic");
        }
        self.app.close().await;
    }

    /// Another server process, as it were, on the same database.
    pub async fn second_server(&self) -> App {
        open_with(&self.database.url(), &self.clock, self.sources.path()).await
    }

    /// The same with addresses of its own; stop it before the test ends.
    pub async fn second_process(&self) -> Self {
        let app = self.second_server().await;
        let (address, running) = serve(&app).await;
        let running = Arc::new(std::sync::Mutex::new(Some(running)));
        Self { app, address, running, ..self.clone() }
    }

    /// Imports a list.
    pub async fn import(&self, list: impl AsRef<[u8]>) -> Imported {
        let imported = self.app.import(moorland(), list.as_ref()).await.expect("it is imported");
        assert!(imported.report.adds_up(), "{:?}", imported.report);
        imported
    }

    /// A kiosk that has just been enrolled.
    pub async fn kiosk(&self) -> TestKiosk {
        let code = self.app.enrol_code(moorland()).await.expect("a code");
        TestKiosk::enrol(&self.address, &code, &self.clock).await
    }

    /// A visits officer who has just signed in.
    pub async fn officer(&self) -> TestStaff {
        self.person("Jo Officer", Role::VisitsStaff).await
    }

    /// A manager who has just signed in.
    pub async fn manager(&self) -> TestStaff {
        self.person("Sam Manager", Role::Manager).await
    }

    /// Somebody of any role who has just signed in.
    pub async fn person(&self, name: &str, role: Role) -> TestStaff {
        self.app.add_user(moorland(), name, role, PASSWORD).await.expect("a user");
        let staff = TestStaff::new(&self.address);
        staff.sign_in(name, PASSWORD).await;
        staff
    }

    /// Another site, and its code.
    pub async fn leeds(&self) -> SiteCode {
        let leeds = "LEI".parse().expect("a site code");
        self.app.add_site(leeds, "Leeds").await.expect("the site is added");
        leeds
    }

    /// Moves the clock on.
    pub fn minutes_pass(&self, minutes: i64) {
        self.clock.advance(TimeDelta::minutes(minutes));
    }

    /// Runs SQL that only a test may: looking at tables, or breaking them.
    pub async fn sql(&self, sql: impl Into<String>) -> Vec<sqlx::any::AnyRow> {
        let sql = sqlx::AssertSqlSafe(sql.into());
        let pool = sqlx::AnyPool::connect(&self.database.url()).await.expect("a connection");
        let rows = sqlx::query(sql).fetch_all(&pool).await.expect("the query runs");
        pool.close().await;
        rows
    }
}

impl TestApp {
    /// The first column of the first row, a number.
    pub async fn number(&self, sql: &str) -> i64 {
        let rows = self.sql(sql).await;
        sqlx::Row::get::<i64, _>(rows.first().expect("a row"), 0)
    }

    /// The names of all tables of ours.
    pub async fn tables(&self) -> Vec<String> {
        let sql = match &*self.database {
            Database::Sqlite { .. } => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
                 ORDER BY name"
            }
            Database::Postgres { .. } => {
                "SELECT CAST(table_name AS TEXT) FROM information_schema.tables \
                 WHERE table_schema = current_schema() ORDER BY 1"
            }
        };
        let rows = self.sql(sql).await;
        rows.iter()
            .map(|row| sqlx::Row::get::<String, _>(row, 0))
            .filter(|name| name != "_sqlx_migrations")
            .collect()
    }

    /// Everything the database holds, as bytes: the files of SQLite, its log with them, and each
    /// table of PostgreSQL as text.
    pub async fn everything(&self) -> Vec<u8> {
        let mut all = Vec::new();
        match &*self.database {
            Database::Sqlite { folder } => {
                for entry in std::fs::read_dir(folder.path()).expect("the folder") {
                    all.extend(std::fs::read(entry.expect("a file").path()).expect("its content"));
                }
            }
            Database::Postgres { .. } => {
                for table in self.tables().await {
                    // Through PostgreSQL's own conversion.
                    for row in self.sql(format!("SELECT CAST(t AS TEXT) FROM {table} t")).await {
                        all.extend(sqlx::Row::get::<String, _>(&row, 0).into_bytes());
                    }
                }
            }
        }
        all
    }
}

/// Whether a text is somewhere in it, in capitals or not.
pub fn holds(all: &[u8], text: &str) -> bool {
    all.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
}

pub async fn open(url: &str, clock: &SharedClock) -> App {
    open_with(url, clock, std::path::Path::new("/nowhere")).await
}

async fn open_with(url: &str, clock: &SharedClock, sources: &std::path::Path) -> App {
    let config = Config::new(url).with_clock(Clock::Shared(clock.clone())).with_master_key(KEY);
    // Small, so that a test meets the limits.
    let fetching = Fetching {
        secrets: Some(sources.to_owned()),
        request_timeout: Duration::from_secs(4),
        whole_timeout: Duration::from_secs(20),
        page_bytes: 256 << 10,
        list_bytes: 1 << 20,
        pages: 5,
        names: 50,
    };
    App::open(Config { fetching, ..config }).await.expect("the server opens")
}

async fn serve(app: &App) -> (String, Running) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let (stop, stopped) = oneshot::channel::<()>();
    let app = app.clone();
    let task = tokio::spawn(async move {
        let ended = async move {
            let _ = stopped.await;
        };
        app.serve(listener, ended).await.expect("it serves");
    });
    (address, Running { stop, task })
}
