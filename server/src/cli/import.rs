//! `import visits`

use std::path::PathBuf;

use clap::Args;
use visits_domain::arrival::Language;
use visits_domain::site::SiteCode;
use visits_server::import::{People, Report};
use visits_server::{App, Error, Imported};

use super::say;

/// What to import, and how.
#[derive(Args)]
pub struct Visits {
    /// The site it is for. With --dry-run it need not exist yet
    #[arg(long)]
    site: SiteCode,
    /// Say what would be done, and store nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the counts as one JSON object on the last line
    #[arg(long)]
    json: bool,
    /// A saved reply about contacts or prisoners, for a list that names people by id alone; may be
    /// given several times
    #[arg(long, value_name = "FILE")]
    contacts: Vec<PathBuf>,
    /// The file
    file: PathBuf,
}

/// Exit code 2: the file could not be read at all.
pub async fn run(visits: Visits, app: &App) -> anyhow::Result<u8> {
    let (bytes, people) = match read(&visits) {
        Ok(read) => read,
        Err(line) => return Ok(unreadable(&line)),
    };
    let imported = if visits.dry_run {
        app.rehearse_with(visits.site, &bytes, &people).await
    } else {
        app.import_with(visits.site, &bytes, &people).await
    };
    match imported {
        Ok(imported) => print(&imported, visits.dry_run, visits.json).map(|()| 0),
        Err(Error::Unreadable(why)) => Ok(unreadable(&format!("{}: {why}", visits.file.display()))),
        Err(error) => Err(error.into()),
    }
}

/// The list and the people of its other files, or one line that says which cannot be read.
fn read(visits: &Visits) -> Result<(Vec<u8>, People), String> {
    let bytes_of =
        |path: &PathBuf| std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()));
    let mut people = People::default();
    for path in &visits.contacts {
        let added = people.add_file(&bytes_of(path)?);
        added.map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok((bytes_of(&visits.file)?, people))
}

/// One line on standard error, and the exit code for it.
pub fn unreadable(line: &str) -> u8 {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{line}");
    2
}

/// What a list did, or would do.
pub fn print(imported: &Imported, dry_run: bool, json: bool) -> anyhow::Result<()> {
    let Report { read, taken, unchanged, cancelled, elsewhere, repeated, quarantined } =
        &imported.report;
    for remark in &imported.remarks {
        say(remark)?;
    }
    for visit in quarantined {
        say(format_args!("Row {}: {}", visit.row, visit.sentence(Language::En)))?;
    }
    let set_aside = quarantined.len();
    say(format_args!(
        "{read} visits read: {taken} new or changed, {unchanged} unchanged, {cancelled} \
         cancelled, {elsewhere} of another prison or time, {repeated} repeated, {set_aside} set \
         aside."
    ))?;
    if dry_run {
        say("Nothing was stored.")?;
    }
    if json {
        say(serde_json::to_string(&imported.report)?)?;
    }
    Ok(())
}
