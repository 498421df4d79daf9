//! Where a site's list is fetched from, when, and the keys for it. The database holds the address
//! and the hours; keys and certificates are files, read anew for every fetch and never copied.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};
use visits_domain::site::SiteCode;
use zeroize::Zeroizing;

use super::Failure;
use super::client::{self, NotAnAddress};
use crate::import::Trouble;

/// The folder with a folder `MDI` for every site: `api-key`, `client.pem`, `authority.pem`.
const FOLDER_VARIABLE: &str = "VISITS_SOURCES";

/// How fetching is bounded, and where its keys are.
#[derive(Clone, Debug)]
pub struct Fetching {
    /// The folder of the keys. None: `VISITS_SOURCES`, or systemd credentials.
    pub secrets: Option<PathBuf>,
    /// One answer, from the first byte asked to the last byte read.
    pub request_timeout: Duration,
    /// The whole of it.
    pub whole_timeout: Duration,
    /// One page.
    pub page_bytes: usize,
    /// All pages.
    pub list_bytes: usize,
    /// So many pages of one kind.
    pub pages: u32,
    /// So many names at a time; the others follow the next time.
    pub names: usize,
}

impl Default for Fetching {
    fn default() -> Self {
        Self {
            secrets: None,
            request_timeout: Duration::from_secs(20),
            whole_timeout: Duration::from_mins(5),
            page_bytes: 4 << 20,
            list_bytes: 32 << 20,
            pages: 200,
            names: 600,
        }
    }
}

/// Where and when a site's list is fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The service, without the path of a call.
    pub base_url: String,
    /// The code by which the service knows the prison.
    pub prison: String,
    /// So often within the hours.
    pub every_minutes: u32,
    /// From this time on. Local.
    pub opens: NaiveTime,
    /// Until this time. Local.
    pub closes: NaiveTime,
    /// So many days, today among them.
    pub days: u32,
}

/// Why something cannot be a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASource {
    /// The address.
    #[error(transparent)]
    Address(#[from] NotAnAddress),
    /// The prison's code.
    #[error("the prison's code is three letters")]
    Prison,
    /// How often.
    #[error("a list is fetched every 5 to 720 minutes")]
    Every,
    /// From when till when.
    #[error(
        "fetching must begin before it ends on a day: for example --opens 07:00 --closes 18:00"
    )]
    Hours,
    /// How far ahead.
    #[error("a list reaches 1 to 60 days")]
    Days,
}

impl Source {
    /// The same, if it can be one.
    pub fn checked(self) -> Result<Self, NotASource> {
        client::address(&self.base_url)?;
        self.prison.parse::<SiteCode>().map_err(|_| NotASource::Prison)?;
        if !(5..=720).contains(&self.every_minutes) {
            return Err(NotASource::Every);
        }
        if self.opens >= self.closes {
            return Err(NotASource::Hours);
        }
        if !(1..=60).contains(&self.days) {
            return Err(NotASource::Days);
        }
        Ok(self)
    }
}

/// What the service knows us by. Never stored, never shown.
pub struct Secrets {
    /// The key of every call.
    pub api_key: Zeroizing<String>,
    /// The client's certificate and its private key, PEM.
    pub identity: Option<Zeroizing<Vec<u8>>>,
    /// The authority of the service's certificate, where the system does not know it.
    pub authority: Option<Vec<u8>>,
}

/// Reads the keys of a site. A plain source, which is on this machine, needs no certificate.
pub fn secrets(site: SiteCode, fetching: &Fetching, plain: bool) -> Result<Secrets, Failure> {
    let folder =
        fetching.secrets.clone().or_else(|| Some(std::env::var_os(FOLDER_VARIABLE)?.into()));
    let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    let find = |name: &str, credential: &str| {
        let given = folder.as_ref().map(|folder| folder.join(site.as_str()).join(name));
        let loaded = credentials
            .as_ref()
            .map(|folder| folder.join(format!("visits-source-{site}-{credential}")));
        [given, loaded].into_iter().flatten().find(|path| path.exists())
    };
    let read = |name: &str, credential: &str| match find(name, credential) {
        None => Ok(None),
        Some(path) => private(&path, name).map(Some),
    };
    let api_key = read("api-key", "api-key")?;
    let api_key = api_key.ok_or_else(|| Failure::new(Trouble::NoSecret, "api-key"))?;
    let api_key = String::from_utf8(api_key.to_vec())
        .map_err(|_| Failure::new(Trouble::BadSecret, "api-key"))?;
    let identity = read("client.pem", "client")?;
    if identity.is_none() && !plain {
        return Err(Failure::new(Trouble::NoSecret, "client.pem"));
    }
    let authority = read("authority.pem", "authority")?.map(|pem| pem.to_vec());
    Ok(Secrets { api_key: Zeroizing::new(api_key), identity, authority })
}

/// A file that not everybody on this machine may read.
fn private(path: &Path, name: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let bad = |_| Failure::new(Trouble::BadSecret, name);
    let mode = std::fs::metadata(path).map_err(bad)?.mode();
    if name != "authority.pem" && mode & 0o007 != 0 {
        return Err(Failure::new(Trouble::OpenSecret, name));
    }
    std::fs::read(path).map(Zeroizing::new).map_err(bad)
}
