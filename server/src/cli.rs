//! The command line: arguments, and what each command does with an [`App`].

mod backup;
mod ballot;
mod import;
pub mod log;
mod people;
mod pull;
mod serve;
mod services;
mod source;

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::{Args, Parser, Subcommand};
use visits_domain::arrival::Route;
use visits_domain::credential::Credential;
use visits_domain::person::{BirthDate, Surname};
use visits_domain::sealing::{SiteSalt, guessing_cost, secret_of};
use visits_domain::site::SiteCode;
use visits_server::{App, Authority, Config};

/// The visits team's server.
#[derive(Parser)]
#[command(name = "visits-server", version)]
pub struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

/// Where things are kept.
#[derive(Args)]
struct Place {
    /// Folder for the private authority of TLS [default: VISITS_STATE_DIR, or beside the database]
    #[arg(long, global = true, value_name = "FOLDER")]
    state: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Sites (prisons)
    #[command(subcommand)]
    Site(SiteCommand),
    /// Bring a visit list up to date
    #[command(subcommand)]
    Import(ImportCommand),
    /// Fetch a site's visit list now from where it is set to come from
    Pull(pull::Pull),
    /// Answer kiosks and show the staff pages
    Serve(serve::Serve),
    /// People who sign in
    #[command(subcommand)]
    User(people::UserCommand),
    /// The record of who did what
    #[command(subcommand)]
    Audit(people::AuditCommand),
    /// The directory of services for families
    #[command(subcommand)]
    Directory(services::DirectoryCommand),
    /// Ballots for places at events
    #[command(subcommand)]
    Ballot(ballot::BallotCommand),
    /// Kiosks
    #[command(subcommand)]
    Kiosk(KioskCommand),
    /// Keys to which backups are sealed
    #[command(subcommand)]
    BackupKey(backup::KeyCommand),
    /// Make a sealed backup while the server runs
    Backup(backup::Backup),
    /// Put a backup into an empty database. No server may run on it
    Restore(backup::Restore),
    /// Tell kiosks that the database was put back by other means than `restore`
    NewLife,
    /// Measure one guess here and say what guessing a family's card costs
    CostOfGuessing,
}

#[derive(Subcommand)]
enum SiteCommand {
    /// Add a site: `site add MDI "Moorland"`
    Add { code: SiteCode, name: String },
    /// List all sites
    List,
    /// Give a site another salt and seal all of its cards anew
    RotateSalt { code: SiteCode },
    /// Seal a site's cards with the secret of its machines that this command finds, from now on
    AcceptSecret { code: SiteCode },
    /// Where a site's list is fetched from
    #[command(subcommand)]
    Source(source::SourceCommand),
}

#[derive(Subcommand)]
enum ImportCommand {
    /// Visit passes (JSON), a visit search page (JSON), a reply of the external interface (JSON)
    /// or CSV, recognised by content
    Visits(import::Visits),
    /// Services for families, from a file or a feed of the Open Referral standard (JSON). They are
    /// drafts until staff publish them
    Services(services::Services),
}

#[derive(Subcommand)]
enum KioskCommand {
    /// Print a one-time code, valid for a day
    EnrolCode {
        #[arg(long)]
        site: SiteCode,
        /// Make the private authority now if `serve` has not done so yet
        #[arg(long)]
        tls: bool,
    },
    /// List the kiosks of a site
    List {
        #[arg(long)]
        site: SiteCode,
    },
    /// Withdraw a kiosk, by its letter or its id
    Revoke {
        #[arg(long)]
        site: SiteCode,
        kiosk: String,
    },
}

impl Cli {
    /// How much is logged, and how. Info at most: below it libraries write what they were given,
    /// names among it. Only a server's log is worth reading.
    pub fn log(&self) -> (tracing::Level, log::Shape) {
        match &self.command {
            Command::Serve(serve) => (tracing::Level::INFO, serve.log),
            _ => (tracing::Level::ERROR, log::Shape::Text),
        }
    }
}

/// One line on standard output.
fn say(line: impl std::fmt::Display) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output")
}

/// Runs a command. The number is the exit code.
pub async fn run(cli: Cli) -> anyhow::Result<u8> {
    match cli.command {
        Command::Site(command) => site(command, &open(&cli.place, false).await?).await?,
        Command::Import(ImportCommand::Visits(visits)) => {
            return import::run(visits, &open(&cli.place, false).await?).await;
        }
        Command::Import(ImportCommand::Services(services)) => {
            return services::run(services, &open(&cli.place, false).await?).await;
        }
        Command::Directory(command) => {
            services::directory(command, &open(&cli.place, false).await?).await?;
        }
        Command::Pull(pull) => {
            return pull::run(pull, &open(&cli.place, false).await?).await;
        }
        Command::Serve(serve) => serve::run(serve, &cli.place).await?,
        Command::User(command) => {
            people::user(command, &open(&cli.place, false).await?).await?;
        }
        Command::Audit(command) => {
            return people::audit(command, &open(&cli.place, false).await?).await;
        }
        Command::Ballot(command) => return ballot::run(command),
        Command::Kiosk(KioskCommand::EnrolCode { site, tls }) => {
            say(open(&cli.place, tls).await?.enrol_code(site).await?)?;
        }
        Command::Kiosk(KioskCommand::List { site }) => {
            list_kiosks(&open(&cli.place, false).await?, site).await?;
        }
        Command::Kiosk(KioskCommand::Revoke { site, kiosk }) => {
            revoke(&open(&cli.place, false).await?, site, &kiosk).await?;
        }
        Command::BackupKey(command) => backup::key(command, &cli.place)?,
        Command::Backup(backup) => backup::make(backup, &cli.place).await?,
        Command::Restore(restore) => backup::restore(restore, &cli.place).await?,
        Command::NewLife => backup::new_life(&cli.place).await?,
        Command::CostOfGuessing => cost_of_guessing()?,
    }
    Ok(0)
}

/// Opens the server that the environment names. With `tls` the private authority is made when
/// it is absent.
async fn open(place: &Place, tls: bool) -> anyhow::Result<App> {
    let url = database_url()?;
    let folder = state_folder(place, &url);
    let authority = if tls { Some(Authority::open(&folder)?) } else { Authority::find(&folder)? };
    Ok(App::open(Config { authority, ..Config::new(url) }).await?)
}

fn database_url() -> anyhow::Result<String> {
    std::env::var("VISITS_DATABASE_URL").context(
        "VISITS_DATABASE_URL is not set: name the database, for example \
         sqlite:///var/lib/visits/visits.db",
    )
}

/// The folder of the private authority.
fn state_folder(place: &Place, url: &str) -> PathBuf {
    let from = |name| std::env::var_os(name).map(PathBuf::from);
    place
        .state
        .clone()
        .or_else(|| from("VISITS_STATE_DIR"))
        .or_else(|| {
            let path = visits_server::sqlite_path(url)?;
            Some(path.parent()?.join("visits-tls"))
        })
        .or_else(|| from("STATE_DIRECTORY"))
        .unwrap_or_else(|| PathBuf::from("visits-tls"))
}

async fn site(command: SiteCommand, app: &App) -> anyhow::Result<()> {
    match command {
        SiteCommand::Add { code, name } => app.add_site(code, name.trim()).await?,
        SiteCommand::List => {
            for site in app.sites().await? {
                say(format_args!("{}  {}", site.code, site.name))?;
            }
        }
        SiteCommand::RotateSalt { code } => {
            let done = app.rotate_salt(code).await?;
            say(format_args!("{} cards sealed anew, {} withdrawn", done.cards, done.gone))?;
        }
        SiteCommand::Source(command) => source::run(command, app).await?,
        SiteCommand::AcceptSecret { code } => {
            let done = app.accept_secret(code).await?;
            say(format_args!("{} cards sealed anew, {} withdrawn", done.cards, done.gone))?;
        }
    }
    Ok(())
}

async fn list_kiosks(app: &App, site: SiteCode) -> anyhow::Result<()> {
    for kiosk in app.kiosks(site).await? {
        let seen = kiosk.last_seen.map_or("never".to_owned(), |at| {
            visits_server::clock::moment(at).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
        });
        let state = if kiosk.revoked.is_some() { "revoked" } else { "in use" };
        say(format_args!("{}  {}  {state}  last heard from {seen}", kiosk.letter, kiosk.kiosk))?;
    }
    Ok(())
}

async fn revoke(app: &App, site: SiteCode, wanted: &str) -> anyhow::Result<()> {
    let kiosks = app.kiosks(site).await?;
    let in_use = kiosks.iter().filter(|kiosk| kiosk.revoked.is_none());
    let mut named = in_use.filter(|k| k.letter.eq_ignore_ascii_case(wanted) || k.kiosk == wanted);
    match named.next() {
        Some(kiosk) => Ok(app.revoke_kiosk(site, &kiosk.kiosk).await?),
        None => bail!("there is no kiosk {wanted} in use at {site}"),
    }
}

fn cost_of_guessing() -> anyhow::Result<()> {
    const SURNAMES: u64 = 1_000;
    const BIRTH_DATES: u64 = 25_000;
    let salt = SiteSalt { salt: vec![7; 16].into() };
    let born = BirthDate::from(chrono::NaiveDate::default());
    let credential = Credential::Name(Surname::parse("Guess")?, born);
    debug_assert_eq!(credential.route(), Route::Name);
    let mut times = [0.0f64; 9];
    for time in &mut times {
        let start = std::time::Instant::now();
        secret_of(&credential, &salt, b"")?;
        *time = start.elapsed().as_secs_f64();
    }
    times.sort_by(f64::total_cmp);
    let seconds = times[times.len() / 2];
    let cost = guessing_cost(SURNAMES, BIRTH_DATES, seconds);
    say(format_args!("One guess takes {:.1} ms on one core here.", seconds * 1_000.0))?;
    say(format_args!(
        "{SURNAMES} surnames with {BIRTH_DATES} dates of birth are {} guesses: {:.1} days of one \
         core.",
        cost.guesses, cost.core_days
    ))
}
