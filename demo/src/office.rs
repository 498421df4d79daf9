//! The visits team's server, in this process: a temporary database, a free port.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use visits_server::{App, Clock, Config, Error, Imported, Role};

use crate::site;

/// Calls that are under way end long before this.
const ENDS: Duration = Duration::from_secs(2);

/// The server did not start, or did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// Threads, or the port.
    #[error("the server's process: {0}")]
    Io(#[from] std::io::Error),
    /// The server itself.
    #[error("the server: {0}")]
    Server(#[from] Error),
}

/// A server that runs until it is dropped.
pub struct Office {
    runtime: Runtime,
    app: App,
    address: SocketAddr,
    password: String,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
}

impl Office {
    /// Opens a new database in `folder` and serves it on this machine alone.
    pub fn open(folder: &Path, clock: Clock) -> Result<Self, OfficeError> {
        std::fs::create_dir_all(folder)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let url = format!("sqlite://{}/visits.db", folder.display());
        // A day that is thrown away needs no key that outlives it.
        let mut key = [0; 32];
        key[..16].copy_from_slice(uuid::Uuid::now_v7().as_bytes());
        let config = Config::new(url).with_clock(clock).with_master_key(key);
        let password = format!("moorvale-{:06}", fastrand::u32(..1_000_000));
        let (app, listener) = runtime.block_on(async {
            let app = App::open(config).await?;
            app.add_site(site::code(), site::NAME).await?;
            app.add_user(site::code(), site::STAFF, Role::Manager, &password).await?;
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
            Ok::<_, OfficeError>((app, listener))
        })?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let served = app.clone();
        let serving = runtime.spawn(async move {
            let stopped = async { drop(stopped.await) };
            if let Err(error) = served.serve(listener, stopped).await {
                tracing::error!(%error, "the server stopped");
            }
        });
        Ok(Self { runtime, app, address, password, stop: Some(stop), serving: Some(serving) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where its pages are.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What [`site::STAFF`] signs in with.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// Imports a visit list and seals its cards.
    pub fn import(&self, file: &[u8]) -> Result<Imported, OfficeError> {
        Ok(self.runtime.block_on(self.app.import(site::code(), file))?)
    }

    /// A one-time code for a kiosk.
    pub fn enrol_code(&self) -> Result<String, OfficeError> {
        Ok(self.runtime.block_on(self.app.enrol_code(site::code()))?)
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(()); // it has stopped already
        }
        let serving = self.serving.take();
        self.runtime.block_on(async {
            // A browser may keep a connection open for ever: it is not waited for that long.
            if let Some(serving) = serving {
                let _ = tokio::time::timeout(ENDS, serving).await;
            }
            self.app.close().await;
        });
    }
}
