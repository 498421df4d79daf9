//! `import services` and `directory`

use std::path::Path;

use anyhow::bail;
use clap::{Args, Subcommand};
use visits_domain::site::SiteCode;
use visits_server::{App, Brought, Error, NotRead};

use super::import::unreadable;
use super::say;

/// What to import, and how.
#[derive(Args)]
pub struct Services {
    /// The site it is for [default: the only one there is]. With --dry-run it need not exist yet
    #[arg(long)]
    site: Option<SiteCode>,
    /// Say what would be done, and store nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the counts as one JSON object on the last line
    #[arg(long)]
    json: bool,
    /// What the feed is called of which the file is all there is: what it lacks is shown to staff
    #[arg(long, value_name = "NAME", default_value = "")]
    feed: String,
    /// A file, or the address of a feed (`https://…/services`)
    source: String,
}

/// What to do with the directory.
#[derive(Subcommand)]
pub enum DirectoryCommand {
    /// Take in the services that this program knows of, as drafts to be checked
    Start {
        #[arg(long)]
        site: SiteCode,
    },
}

/// Stands for a site that is not there, when nothing is stored.
const NO_SITE: &str = "ZZZ";

/// Exit code 2: nothing could be read.
pub async fn run(services: Services, app: &App) -> anyhow::Result<u8> {
    let site = match site(&services, app).await? {
        Ok(site) => site,
        Err(line) => return Ok(unreadable(&line)),
    };
    match brought(&services, site, app).await {
        Ok(brought) => print(&brought, services.dry_run, services.json).map(|()| 0),
        Err(NotRead::Server(Error::Unreadable(why))) => {
            Ok(unreadable(&format!("{}: {why}", services.source)))
        }
        Err(NotRead::Server(error)) => Err(error.into()),
        Err(why) => Ok(unreadable(&format!("{}: {why}", services.source))),
    }
}

/// Runs it.
pub async fn directory(command: DirectoryCommand, app: &App) -> anyhow::Result<()> {
    let DirectoryCommand::Start { site } = command;
    if !app.sites().await?.iter().any(|known| known.code == site) {
        bail!("there is no site {site}");
    }
    print(&app.start_directory(site).await?, false, false)
}

/// The site, or one line that says why there is none.
async fn site(services: &Services, app: &App) -> anyhow::Result<Result<SiteCode, String>> {
    let sites = app.sites().await?;
    Ok(match (services.site, sites.as_slice()) {
        (Some(site), known) if services.dry_run || known.iter().any(|one| one.code == site) => {
            Ok(site)
        }
        (Some(site), _) => Err(format!("there is no site {site}")),
        (None, [one]) => Ok(one.code),
        (None, _) if services.dry_run => Ok(NO_SITE.parse()?),
        (None, []) => Err("there is no site yet: `visits-server site add MDI \"Moorland\"`".into()),
        (None, _) => Err("there are several sites: say which with --site".into()),
    })
}

async fn brought(services: &Services, site: SiteCode, app: &App) -> Result<Brought, NotRead> {
    let lower = services.source.to_ascii_lowercase();
    if lower.starts_with("https://") || lower.starts_with("http://") {
        return app.fetch_services(site, &services.source, services.dry_run).await;
    }
    let bytes = std::fs::read(Path::new(&services.source)).map_err(NotRead::File)?;
    Ok(if services.dry_run {
        app.rehearse_feed(site, &services.feed, &bytes).await?
    } else {
        app.import_feed(site, &services.feed, &bytes).await?
    })
}

/// What a feed did, or would do.
fn print(brought: &Brought, dry_run: bool, json: bool) -> anyhow::Result<()> {
    let report = &brought.report;
    for row in &report.quarantined {
        let why = row.reason.sentence(visits_domain::arrival::Language::En);
        say(format_args!("Row {} ({}): {why}", row.row, row.id))?;
    }
    if brought.is_a_part {
        say("This is not all of the feed: what is missing here is not counted as gone.")?;
    }
    if brought.missing > 0 {
        let held = if brought.held { " That is half of it or more: staff decide." } else { "" };
        say(format_args!(
            "{} services are in the feed no more. They stay until staff withdraw them.{held}",
            brought.missing
        ))?;
    }
    say(format_args!(
        "{} rows read: {} new or changed, {} unchanged, {} repeated, {} set aside. New services \
         are drafts.",
        report.read,
        report.taken,
        report.unchanged,
        report.repeated,
        report.quarantined.len()
    ))?;
    if dry_run {
        say("Nothing was stored.")?;
    }
    if json {
        say(serde_json::to_string(report)?)?;
    }
    Ok(())
}
