//! The directory of services, for tests, the demo and the command line.

use visits_domain::site::SiteCode;

use super::App;
use crate::audit::COMMAND_LINE;
use crate::directory::bring_in::{self, From};
use crate::directory::{Brought, NotRead, fetch, start};
use crate::error::Error;

impl App {
    /// Takes services of a file into a site's directory, as drafts.
    pub async fn import_services(&self, site: SiteCode, bytes: &[u8]) -> Result<Brought, Error> {
        self.import_feed(site, "", bytes).await
    }

    /// The same of a file that is all there is of a feed: what it lacks is gone from it.
    pub async fn import_feed(
        &self,
        site: SiteCode,
        feed: &str,
        bytes: &[u8],
    ) -> Result<Brought, Error> {
        let from = From { feed, whole: !feed.is_empty() };
        bring_in::file(&self.house, (site, COMMAND_LINE), (bytes, from), false).await
    }

    /// Says what an import would do. Stores nothing; the site need not exist.
    pub async fn rehearse_services(&self, site: SiteCode, bytes: &[u8]) -> Result<Brought, Error> {
        self.rehearse_feed(site, "", bytes).await
    }

    /// The same of a file that is all there is of a feed.
    pub async fn rehearse_feed(
        &self,
        site: SiteCode,
        feed: &str,
        bytes: &[u8],
    ) -> Result<Brought, Error> {
        let from = From { feed, whole: !feed.is_empty() };
        bring_in::file(&self.house, (site, COMMAND_LINE), (bytes, from), true).await
    }

    /// Fetches a feed from its address and takes it in, or says what that would do.
    pub async fn fetch_services(
        &self,
        site: SiteCode,
        address: &str,
        dry_run: bool,
    ) -> Result<Brought, NotRead> {
        fetch::run(&self.house, (site, COMMAND_LINE), address, dry_run).await
    }

    /// Takes the starting directory in, as drafts to be checked.
    pub async fn start_directory(&self, site: SiteCode) -> Result<Brought, Error> {
        start::run(&self.house, (site, COMMAND_LINE)).await
    }
}
