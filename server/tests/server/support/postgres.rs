//! A throwaway PostgreSQL: its own folder, its own port on loopback, gone afterwards.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sqlx::Connection as _;

/// A running cluster.
pub struct Cluster {
    server: Mutex<Option<Child>>,
    port: u16,
    folder: tempfile::TempDir,
    schemas: AtomicU32,
}

impl Cluster {
    /// Starts one that flushes nothing: thrown away anyhow. The error is the reason why there is
    /// none.
    pub fn start() -> Result<Self, String> {
        Self::start_with(&["-c", "fsync=off"])
    }

    /// Starts one that flushes what it says it has stored, for whoever measures.
    #[allow(dead_code, reason = "the benches use it")]
    pub fn start_durable() -> Result<Self, String> {
        Self::start_with(&[])
    }

    fn start_with(more: &[&str]) -> Result<Self, String> {
        let programs = programs().ok_or("PostgreSQL is not installed")?;
        let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
        let data = folder.path().join("data");
        hand_over(folder.path())?;
        let made = as_postgres(&programs.join("initdb"))
            .args(["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "-U", "postgres"])
            .arg("-D")
            .arg(&data)
            .output()
            .map_err(|e| format!("initdb: {e}"))?;
        if !made.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&made.stderr)));
        }
        let port = free_port()?;
        let server = as_postgres(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-c", &format!("port={port}"), "-c", "listen_addresses=127.0.0.1"])
            .args(["-c", "unix_socket_directories=", "-c", "max_connections=200"])
            .args(more)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("postgres: {e}"))?;
        let cluster =
            Self { server: Mutex::new(Some(server)), port, folder, schemas: AtomicU32::new(0) };
        cluster.wait()?;
        Ok(cluster)
    }

    fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&self) -> Result<(), String> {
        let deadline = Instant::now() + Duration::from_secs(30);
        while let Err(error) = self.execute("SELECT 1") {
            if Instant::now() > deadline {
                return Err(format!("PostgreSQL did not start: {error}"));
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// A schema of its own for a test: the address of the database with it.
    pub fn schema(&self, test: &str) -> Result<String, String> {
        let number = self.schemas.fetch_add(1, Ordering::SeqCst);
        let name: String = format!("t{number}_{test}").chars().take(60).collect();
        self.execute(&format!("CREATE SCHEMA {name}"))?;
        Ok(format!("{}?options=-c%20search_path%3D{name}", self.url()))
    }

    fn execute(&self, sql: &str) -> Result<(), String> {
        let url = self.url();
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| e.to_string())?;
        runtime.block_on(async {
            let mut conn = sqlx::PgConnection::connect(&url).await.map_err(|e| e.to_string())?;
            sqlx::raw_sql(sql).execute(&mut conn).await.map_err(|e| e.to_string())?;
            conn.close().await.map_err(|e| e.to_string())
        })
    }

    /// Stops it; the folder goes with it.
    pub fn stop(&self) {
        if let Some(mut server) = self.server.lock().expect("the lock").take() {
            let _ = server.kill();
            let _ = server.wait();
        }
        let _ = std::fs::remove_dir_all(self.folder.path());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

fn programs() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop()
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

/// initdb refuses root: it becomes the user postgres, and ends when this process does.
fn as_postgres(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL"]);
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.arg(program).current_dir("/");
    command
}

fn hand_over(folder: &Path) -> Result<(), String> {
    if !is_root() {
        return Ok(());
    }
    let done = Command::new("chown").arg("postgres").arg(folder).status();
    match done {
        Ok(status) if status.success() => Ok(()),
        _ => Err("there is no user postgres".to_owned()),
    }
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    Ok(listener.local_addr().map_err(|e| e.to_string())?.port())
}
