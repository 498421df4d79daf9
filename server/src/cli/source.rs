//! `site source`

use chrono::NaiveTime;
use clap::{Args, Subcommand};
use visits_domain::site::SiteCode;
use visits_server::{App, Source};

use super::say;

/// What to do with a site's source.
#[derive(Subcommand)]
pub enum SourceCommand {
    /// Fetch the site's list by itself: `site source set MDI --base-url https://…`
    Set(Set),
    /// Say where it is fetched from and how that goes
    Show { code: SiteCode },
    /// Fetch no more
    Remove { code: SiteCode },
}

/// Where, how often, when. Key and certificate are files: see OPERATIONS.md.
#[derive(Args)]
pub struct Set {
    code: SiteCode,
    /// The service, without the path of a call
    #[arg(long)]
    base_url: String,
    /// The code by which the service knows the prison [default: the site's]
    #[arg(long)]
    prison: Option<SiteCode>,
    /// So often, 5 to 720
    #[arg(long, default_value_t = 15)]
    every_minutes: u32,
    /// From this time of the day on
    #[arg(long, default_value = "07:00", value_parser = time)]
    opens: NaiveTime,
    /// Until this time of the day
    #[arg(long, default_value = "18:00", value_parser = time)]
    closes: NaiveTime,
    /// So many days, today among them, 1 to 60
    #[arg(long, default_value_t = 15)]
    days: u32,
}

fn time(text: &str) -> Result<NaiveTime, String> {
    NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| "a time is like 07:30".to_owned())
}

/// Runs it.
pub async fn run(command: SourceCommand, app: &App) -> anyhow::Result<()> {
    match command {
        SourceCommand::Set(set) => {
            let source = Source {
                prison: set.prison.unwrap_or(set.code).to_string(),
                base_url: set.base_url.trim().to_owned(),
                every_minutes: set.every_minutes,
                opens: set.opens,
                closes: set.closes,
                days: set.days,
            };
            app.set_source(set.code, source).await?;
            say("Set. `serve` fetches the list within a minute.")
        }
        SourceCommand::Show { code } => show(code, app).await,
        SourceCommand::Remove { code } => {
            let removed = app.remove_source(code).await?;
            say(if removed { "Removed." } else { "There was none." })
        }
    }
}

async fn show(code: SiteCode, app: &App) -> anyhow::Result<()> {
    let Some((source, going)) = app.source(code).await? else {
        return say(format_args!("{code} has no source."));
    };
    let Source { base_url, prison, every_minutes, opens, closes, days } = source;
    let (opens, closes) = (opens.format("%H:%M"), closes.format("%H:%M"));
    say(format_args!(
        "{base_url}, prison {prison}, every {every_minutes} minutes from {opens} to {closes}, \
         {days} days"
    ))?;
    say(going)
}
