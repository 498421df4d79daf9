//! `backup-key`, `backup`, `restore`, `new-life`

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use visits_server::{Authority, Config, backup_key, key_file_beside};

use super::{Place, database_url, open, say, state_folder};

/// The public half, in the state folder.
const PUBLIC_FILE: &str = "backup-key.pub";
/// How the files of a folder of backups are called, around the moment.
const NAME: (&str, &str) = ("visits-", ".backup");

/// Keys of backups.
#[derive(Subcommand)]
pub enum KeyCommand {
    /// Make a pair. The public half stays with the server; take the private one away
    New {
        /// Where the private half goes: a file that does not exist yet
        #[arg(long, value_name = "FILE")]
        private: PathBuf,
    },
}

/// How to back up.
#[derive(Args)]
pub struct Backup {
    /// A file, or a folder that exists: then the file is named after the moment
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
    /// In a folder: delete all but the newest so many
    #[arg(long, value_name = "COUNT")]
    keep: Option<usize>,
    /// The public half of the key [default: the one in the state folder]
    #[arg(long, value_name = "FILE")]
    public: Option<PathBuf>,
    /// Leave out the master key and the private authority
    #[arg(long)]
    without_secrets: bool,
}

/// What to put back.
#[derive(Args)]
pub struct Restore {
    /// The backup
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// The private half of the key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
}

/// Makes a pair of keys.
pub fn key(command: KeyCommand, place: &Place) -> anyhow::Result<()> {
    let KeyCommand::New { private } = command;
    let folder = state_folder(place, &database_url()?);
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let public = folder.join(PUBLIC_FILE);
    if public.exists() {
        bail!("{} is there already: backups are sealed to it", public.display());
    }
    let (private_half, public_half) = backup_key::new_pair();
    write_new(&private, private_half.as_bytes())?;
    write_new(&public, public_half.as_bytes())?;
    say(format_args!("The public half is in {}.", public.display()))?;
    say(format_args!(
        "The private half is in {}. Take it away from this machine: without it no backup opens, \
         and with it every backup does.",
        private.display()
    ))
}

/// Makes a backup.
pub async fn make(backup: Backup, place: &Place) -> anyhow::Result<()> {
    let folder = state_folder(place, &database_url()?);
    let public = backup.public.unwrap_or_else(|| folder.join(PUBLIC_FILE));
    let text = std::fs::read_to_string(&public).with_context(|| {
        format!("{}: make one with `visits-server backup-key new`", public.display())
    })?;
    let key = backup_key::public(&text)?;
    let app = open(place, false).await?;
    let is_folder = backup.to.is_dir();
    let path = if is_folder { backup.to.join(file_name()) } else { backup.to.clone() };
    let part = path.with_extension("part");
    let mut out = new_file(OpenOptions::new().create(true).truncate(true), &part)?;
    let secrets = (!backup.without_secrets).then(|| app.secrets(&folder)).transpose()?;
    let made = app.backup(&key, secrets, &mut out).await;
    app.close().await;
    let done = made.map_err(anyhow::Error::from).and_then(|rows| {
        out.sync_all()?;
        std::fs::rename(&part, &path)?;
        Ok(rows)
    });
    if done.is_err() {
        let _ = std::fs::remove_file(&part); // half a backup is none
    }
    let rows = done.with_context(|| path.display().to_string())?;
    if let (true, Some(keep)) = (is_folder, backup.keep) {
        delete_old(&backup.to, keep.max(1))?;
    }
    say(format_args!("{rows} rows are in {}", path.display()))
}

fn file_name() -> String {
    let now = visits_server::Clock::System.now().format("%Y-%m-%dT%H-%M-%S%.3fZ");
    format!("{}{now}{}", NAME.0, NAME.1)
}

/// The names sort by time.
fn delete_old(folder: &Path, keep: usize) -> anyhow::Result<()> {
    let mut backups: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with(NAME.0) && name.ends_with(NAME.1)
        })
        .collect();
    backups.sort();
    let old = backups.len().saturating_sub(keep);
    backups.drain(..old).try_for_each(|path| {
        std::fs::remove_file(&path).with_context(|| path.display().to_string())
    })
}

/// Puts a backup back.
pub async fn restore(restore: Restore, place: &Place) -> anyhow::Result<()> {
    let url = database_url()?;
    let text =
        std::fs::read_to_string(&restore.key).with_context(|| restore.key.display().to_string())?;
    let key = backup_key::private(&text)?;
    let file = File::open(&restore.from).with_context(|| restore.from.display().to_string())?;
    let restored = visits_server::restore(&Config::new(url.clone()), &key, file).await?;
    let folder = state_folder(place, &url);
    if let Some((certificate, private)) = &restored.secrets.authority
        && Authority::find(&folder)?.is_none()
    {
        Authority::put(&folder, certificate, private)?;
        say(format_args!("The private authority was put into {}", folder.display()))?;
    }
    if let Some(master) = &restored.secrets.master_key {
        put_master_key(&url, &folder, master)?;
    }
    // The new life begins now, or else when somebody serves.
    if visits_server::has_master_key(&url)? {
        open(place, false).await?.close().await;
    }
    let made = restored.made.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    say(format_args!("{} rows of {made} were put back", restored.rows))?;
    say("Kiosks will send again what happened since. Import the lists of the time between.")
}

/// Where none was given, the one of the backup is kept where the next command finds it.
fn put_master_key(url: &str, folder: &Path, master: &str) -> anyhow::Result<()> {
    if visits_server::has_master_key(url)? {
        return Ok(());
    }
    let path = key_file_beside(url).unwrap_or_else(|| folder.join("visits-master-key"));
    write_new(&path, master.as_bytes())?;
    say(format_args!("The master key was put into {}", path.display()))?;
    if key_file_beside(url).is_none() {
        say("Give it to the server as the systemd credential visits-master-key.")?;
    }
    Ok(())
}

/// Begins another life: for a database that was put back by other means.
pub async fn new_life(place: &Place) -> anyhow::Result<()> {
    let app = open(place, false).await?;
    app.begin_another_life().await?;
    app.close().await;
    say("Kiosks will read everything again, and send what is missing.")
}

fn write_new(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    let mut file = new_file(OpenOptions::new().create_new(true), path)?;
    file.write_all(content)
        .and_then(|()| file.sync_all())
        .with_context(|| path.display().to_string())
}

fn new_file(options: &mut OpenOptions, path: &Path) -> anyhow::Result<File> {
    options.write(true).mode(0o600).open(path).with_context(|| path.display().to_string())
}
