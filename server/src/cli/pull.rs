//! `pull`

use clap::Args;
use visits_domain::site::SiteCode;
use visits_server::{App, NotFetched};

use super::import::{print, unreadable};

/// What to fetch, and how.
#[derive(Args)]
pub struct Pull {
    /// The site whose list is fetched
    #[arg(long)]
    site: SiteCode,
    /// Say what would be done, and store nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the counts as one JSON object on the last line
    #[arg(long)]
    json: bool,
}

/// Exit code 2: the list could not be fetched.
pub async fn run(pull: Pull, app: &App) -> anyhow::Result<u8> {
    let fetched =
        if pull.dry_run { app.rehearse_fetch(pull.site).await } else { app.fetch(pull.site).await };
    match fetched {
        Ok(imported) => print(&imported, pull.dry_run, pull.json).map(|()| 0),
        Err(NotFetched::Server(error)) => Err(error.into()),
        Err(why) => Ok(unreadable(&why.to_string())),
    }
}
