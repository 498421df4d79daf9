//! A database of its own, and the real program serving on it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use visits_domain::site::SiteCode;
use visits_server::{App, Clock, Config, SharedClock};

use super::kiosk::TestKiosk;
use super::postgres::Cluster;
use super::running;

const KEY: [u8; 32] = [7; 32];

/// Which of the two databases.
#[derive(Clone)]
pub enum Kind {
    Sqlite,
    Postgres(Arc<Cluster>),
}

impl Kind {
    /// In the names of figures.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// The address of an empty one. It lives as long as the folder.
    pub fn empty(&self, folder: &tempfile::TempDir) -> String {
        match self {
            Self::Sqlite => format!("sqlite://{}/visits.db?mode=rwc", folder.path().display()),
            // It waits on a runtime of its own, which takes a thread of its own.
            Self::Postgres(cluster) => {
                let made = std::thread::scope(|scope| {
                    scope.spawn(|| cluster.schema("bench")).join().expect("no panic")
                });
                made.expect("a schema")
            }
        }
    }
}

/// A database with the site MDI.
pub struct Place {
    pub app: App,
    pub url: String,
    pub clock: SharedClock,
    _folder: tempfile::TempDir,
}

/// The site of all benches.
pub fn moorland() -> SiteCode {
    "MDI".parse().expect("a site code")
}

impl Place {
    pub async fn open(kind: &Kind) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = kind.empty(&folder);
        let config = Config::new(&url).with_master_key(KEY);
        let app = App::open(config).await.expect("it opens");
        app.add_site(moorland(), "Moorland").await.expect("a site");
        Self { app, url, clock: ticking(), _folder: folder }
    }

    /// Another process on it.
    pub fn serve(&self) -> Server {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("an output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        let address = line.trim().trim_start_matches("Listening on ").to_owned();
        Server { child, address }
    }

    /// A command of the program: whether it went well.
    pub fn runs(&self, arguments: &[&str]) -> bool {
        self.command(arguments).output().is_ok_and(|output| output.status.success())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let program = std::env::var_os("VISITS_SERVER_BINARY");
        let program = program.unwrap_or_else(|| env!("CARGO_BIN_EXE_visits-server").into());
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env("VISITS_DATABASE_URL", &self.url)
            .env("VISITS_MASTER_KEY", "07".repeat(KEY.len()));
        command
    }

    /// A kiosk of a site that has just been enrolled at a process.
    pub async fn kiosk(&self, site: SiteCode, server: &Server) -> TestKiosk {
        let code = self.app.enrol_code(site).await.expect("a code");
        TestKiosk::enrol(&server.address, &code, &self.clock).await
    }
}

/// The machine's time, for those who take a clock that is set.
fn ticking() -> SharedClock {
    let clock = SharedClock::at(Clock::System.now());
    let shown = clock.clone();
    tokio::spawn(async move {
        loop {
            shown.set(Clock::System.now());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    clock
}

/// The program as it is installed. Dropped, it ends.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Server {
    /// Processor time so far. Seconds.
    pub fn cpu(&self) -> f64 {
        running::cpu_seconds(self.child.id())
    }

    /// Its share of memory. MiB.
    pub fn pss(&self) -> f64 {
        running::pss_mib(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM);
        let _ = self.child.wait();
    }
}
