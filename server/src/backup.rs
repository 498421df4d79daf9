//! Everything the server holds, as one sealed file, and back again.
//!
//! A backup is made while the server runs, as the database was at one moment. It is sealed to a
//! public key; the private half is kept somewhere else. Inside are lines of JSON: what it is, each
//! table's rows, and an end, so that it goes from one kind of database to the other.

mod envelope;

use std::io::{BufReader, Read, Write};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use visits_domain::writing::{ReadingKey, WritingKey};
use zeroize::Zeroize;

use crate::app::Config;
use crate::error::Error;
use crate::house::House;
use crate::keys::{self, MasterKey, MasterKeyError};
use crate::store::dump::{Filling, Rows, Snapshot};
use crate::store::{Db, sites};
use envelope::{Opening, Sealing};

/// A backup could not be made or put back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Not 32 bytes of a key.
    #[error("this is not the {0} key of backups")]
    NotAKey(&'static str),
    /// It begins otherwise.
    #[error("this is no backup")]
    NotABackup,
    /// It was sealed to another key.
    #[error("this key does not open this backup")]
    OtherKey,
    /// It has no end.
    #[error("the backup is cut short")]
    CutShort,
    /// Its rows do not fit the tables.
    #[error("the backup does not fit this server's tables: {0}")]
    Shape(String),
    /// A newer program made it.
    #[error("the backup was made by a newer version of this program")]
    Newer,
    /// There is something there already.
    #[error("the database is not empty: a backup is put back into an empty one only")]
    NotEmpty,
    /// The file.
    #[error("the file: {0}")]
    Io(#[from] std::io::Error),
}

/// What a server needs besides its database: inside the sealed file, or not at all.
#[derive(Clone, Default, Serialize, Deserialize, Zeroize)]
#[zeroize(drop)]
pub struct Secrets {
    /// The master key, 64 hexadecimal digits.
    pub master_key: Option<String>,
    /// The private authority: certificate and key (PEM).
    pub authority: Option<(String, String)>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(..)")
    }
}

/// The first line inside.
#[derive(Serialize, Deserialize)]
struct Head {
    made: DateTime<Utc>,
    program: String,
    /// The number of the last migration.
    schema: i64,
    secrets: Secrets,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Row(Vec<Value>),
    Table { table: String, columns: Vec<String> },
    End { rows: u64 },
}

/// Makes a backup. Returns how many rows are in it.
pub async fn write(
    house: &House,
    key: &WritingKey,
    with_secrets: Option<Secrets>,
    out: impl Write,
) -> Result<u64, Error> {
    let mut snapshot = Snapshot::of(&house.db).await?;
    let head = Head {
        made: house.clock.now(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema: snapshot.version().await?,
        secrets: with_secrets.unwrap_or_default(),
    };
    let mut lines = Lines { out: Sealing::to(key, out)?, rows: 0 };
    lines.line(&head)?;
    for table in snapshot.tables().await? {
        snapshot.read(&table, &mut lines).await?;
    }
    let rows = lines.rows;
    lines.line(&Line::End { rows })?;
    lines.out.finish().map_err(BackupError::Io)?;
    Ok(rows)
}

struct Lines<W: Write> {
    out: Sealing<W>,
    rows: u64,
}

impl<W: Write> Lines<W> {
    fn line(&mut self, line: &impl Serialize) -> Result<(), Error> {
        let text = zeroize::Zeroizing::new(serde_json::to_vec(line)?);
        self.out.write_all(&text).map_err(BackupError::Io)?;
        self.out.write_all(b"\n").map_err(BackupError::Io)?;
        Ok(())
    }
}

impl<W: Write> Rows for Lines<W> {
    fn table(&mut self, name: &str, columns: &[String]) -> Result<(), Error> {
        self.line(&Line::Table { table: name.to_owned(), columns: columns.to_vec() })
    }

    fn row(&mut self, values: Vec<Value>) -> Result<(), Error> {
        self.rows += 1;
        self.line(&Line::Row(values))
    }
}

/// What was put back.
#[derive(Debug)]
pub struct Restored {
    /// When the backup was made.
    pub made: DateTime<Utc>,
    /// How many rows.
    pub rows: u64,
    /// What it held besides the database.
    pub secrets: Secrets,
}

/// Puts a backup into an empty database. Whatever is not as it should be, nothing is kept. The
/// next [`crate::App::open`] begins another life of the server.
pub async fn restore(
    config: &Config,
    key: &ReadingKey,
    from: impl Read,
) -> Result<Restored, Error> {
    let mut lines = BufReader::new(Opening::with(key, from)?);
    let mut text = String::new();
    let head: Head = next(&mut lines, &mut text)?;
    if head.schema > Db::newest_version() {
        return Err(BackupError::Newer.into());
    }
    let master = master_key(config, &head.secrets)?;
    // As the tables were then: later migrations change the rows too.
    let db = Db::open_at(&config.database_url, head.schema).await?;
    let filled = fill(&db, &mut lines, &master).await;
    db.close().await;
    let rows = filled?;
    Db::open(&config.database_url).await?.close().await;
    Ok(Restored { made: head.made, rows, secrets: head.secrets })
}

/// The one that is given here goes before the one in the backup.
fn master_key(config: &Config, secrets: &Secrets) -> Result<MasterKey, Error> {
    if let Some(key) = &config.master_key {
        return Ok(MasterKey::new(key));
    }
    match (MasterKey::find(&config.database_url)?, &secrets.master_key) {
        (Some(found), _) => Ok(found),
        (None, Some(text)) => Ok(MasterKey::from_hex(text, "the backup")?),
        (None, None) => Err(MasterKeyError::NotInBackup.into()),
    }
}

async fn fill(
    db: &Db,
    lines: &mut impl std::io::BufRead,
    master: &MasterKey,
) -> Result<u64, Error> {
    let Ok(mut filling) = Filling::of(db).await? else { return Err(BackupError::NotEmpty.into()) };
    let (mut text, mut rows, mut table_now) = (String::new(), 0, String::new());
    loop {
        match next(lines, &mut text)? {
            Line::Table { table, columns } => {
                if !filling.table(&table, &columns) {
                    return Err(BackupError::Shape(table).into());
                }
                table_now = table;
            }
            Line::Row(values) => {
                if !filling.row(values).await? {
                    return Err(BackupError::Shape(table_now).into());
                }
                rows += 1;
            }
            Line::End { rows: said } if said == rows => break,
            Line::End { .. } => return Err(BackupError::CutShort.into()),
        }
    }
    let mut tx = filling.done();
    for (site, locked) in sites::reading_keys(&mut tx).await? {
        master.unlock(site, &locked)?;
    }
    tx.commit().await?;
    Ok(rows)
}

fn next<T: serde::de::DeserializeOwned>(
    lines: &mut impl std::io::BufRead,
    text: &mut String,
) -> Result<T, Error> {
    text.zeroize();
    let read = lines.read_line(text).map_err(BackupError::Io)?;
    if read == 0 {
        return Err(BackupError::CutShort.into());
    }
    Ok(serde_json::from_str(text)?)
}

/// The two halves of a backup key as they are stored: a word that says which, and 32 bytes.
pub mod key_text {
    use visits_domain::encoding::{self, Bytes};
    use visits_domain::writing::{ReadingKey, WritingKey, key_pair};
    use zeroize::Zeroizing;

    use super::BackupError;
    use crate::random;

    const PRIVATE: &str = "visits-backup-private ";
    const PUBLIC: &str = "visits-backup-public ";

    /// A new pair: private, public.
    pub fn new_pair() -> (Zeroizing<String>, String) {
        let (private, public) = key_pair(random::bytes());
        let private = Zeroizing::new(format!("{PRIVATE}{}\n", encoding::to_text(&private.0)));
        (private, format!("{PUBLIC}{}\n", encoding::to_text(&public.0.0)))
    }

    /// Reads the public half.
    pub fn public(text: &str) -> Result<WritingKey, BackupError> {
        let bytes = bytes(text, PUBLIC).ok_or(BackupError::NotAKey("public"))?;
        Ok(WritingKey(Bytes(bytes.to_vec())))
    }

    /// Reads the private half.
    pub fn private(text: &str) -> Result<ReadingKey, BackupError> {
        bytes(text, PRIVATE).map(ReadingKey).ok_or(BackupError::NotAKey("private"))
    }

    fn bytes(text: &str, word: &str) -> Option<[u8; 32]> {
        encoding::from_text(text.trim().strip_prefix(word.trim_end())?.trim()).ok()?.try_into().ok()
    }
}

/// The master key as it stands in a backup.
pub fn master_key_text(house: &House) -> String {
    keys::hex(house.master.bytes())
}
