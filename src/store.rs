//! The kiosk's disk: `SQLite` in WAL mode, every commit flushed before anybody is told "saved".
//!
//! One connection writes, and the worker owns it. Nothing here reads a clock or opens a socket.

mod arrivals;
mod booking_cards;
mod cards;
mod events;
mod help;
mod identity;
mod keyholders;
mod outbox;
mod places;
mod services;
mod sought;
mod throttle;

use std::cell::RefCell;
use std::path::Path;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;
use visits_domain::wire::{Change, News};

pub use identity::Identity;
pub use outbox::{Mark, Stamp};
pub use places::{Hold, NewBooking, NewChange, Shortage};
pub use throttle::Bucket;

use crate::public::Public;

/// Numbered, never changed once shipped.
const MIGRATIONS: &[&str] = &[
    include_str!("store/migrations/0001_first.sql"),
    include_str!("store/migrations/0002_places.sql"),
    include_str!("store/migrations/0003_services.sql"),
    include_str!("store/migrations/0004_mistakes.sql"),
];

/// The key under which the program stands that was too old for some of the server's news.
const PASSED_OVER: &str = "passed-over";
const THIS_PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// The kiosk's database.
pub struct Store {
    db: Connection,
    /// Every word of a service, in order; none until somebody has made a mistake.
    vocabulary: RefCell<Option<Vec<String>>>,
}

/// The disk did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// `SQLite` said no.
    #[error("the database: {0}")]
    Database(#[from] rusqlite::Error),
    /// What is stored cannot be read as what it should be.
    #[error("stored {what} cannot be read")]
    Unreadable {
        /// What it should be.
        what: &'static str,
    },
    /// A kiosk's folder was given to a call board, or the other way round.
    #[error("the data folder belongs to another kind of device: give this one a folder of its own")]
    OtherRole,
    /// The file was written by a newer program.
    #[error("the database is of version {0}, newer than this program")]
    Newer(u32),
}

/// Names a point of a transaction at which a test may end the process. Nothing in a real build.
macro_rules! step_point {
    ($name:literal) => {
        #[cfg(feature = "rehearsal")]
        fail::fail_point!($name);
    };
}
pub(crate) use step_point;

impl Store {
    /// Opens `kiosk.db` in a folder, which is created when absent.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        // A folder that cannot be made shows as a database that cannot be opened.
        let _ = std::fs::create_dir_all(folder);
        Self::from(Connection::open(folder.join("kiosk.db"))?)
    }

    fn from(db: Connection) -> Result<Self, StoreError> {
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "secure_delete", "ON")?;
        // A kiosk's whole day is a few hundred pages.
        db.pragma_update(None, "cache_size", -1024)?;
        db.set_prepared_statement_cache_capacity(48);
        let mut store = Self { db, vocabulary: RefCell::default() };
        store.migrate()?;
        store.read_again_what_was_passed_over()?;
        Ok(store)
    }

    fn migrate(&mut self) -> Result<(), StoreError> {
        let version: u32 = self.db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let newest = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
        if version > newest {
            return Err(StoreError::Newer(version));
        }
        if version == newest {
            return Ok(()); // nothing is written at an ordinary start
        }
        let change = self.db.transaction()?;
        for migration in MIGRATIONS.iter().skip(version as usize) {
            change.execute_batch(migration)?;
        }
        change.pragma_update(None, "user_version", newest)?;
        Ok(change.commit()?)
    }

    /// A program that was too old for some news went past them. A newer one asks for everything
    /// from the beginning, once.
    fn read_again_what_was_passed_over(&mut self) -> Result<(), StoreError> {
        let by: Option<String> = get_json(&self.db, PASSED_OVER)?;
        if by.is_some_and(|by| by != THIS_PROGRAM) {
            let db = self.db.transaction()?;
            db.execute(
                "DELETE FROM meta WHERE key IN ('cursor', 'generation', ?1)",
                [PASSED_OVER],
            )?;
            db.commit()?;
        }
        Ok(())
    }

    /// Applies what the server told, and where it stands now, in one transaction.
    pub fn apply(&mut self, changes: &[Change], cursor: u64) -> Result<(), StoreError> {
        if changes.is_empty() && self.standing()?.0 == cursor {
            return Ok(()); // a held request that ended: nothing is written
        }
        let db = self.db.transaction()?;
        apply(&db, changes)?;
        put_json(&db, "cursor", &cursor)?;
        step_point!("apply-before-commit");
        db.commit()?;
        self.learn_words_anew(changes);
        Ok(())
    }

    /// Applies the first changes of another life of the server, in place of all that was told
    /// before. What happened at this kiosk stays.
    pub fn begin_again(
        &mut self,
        changes: &[Change],
        cursor: u64,
        generation: Uuid,
    ) -> Result<(), StoreError> {
        let db = self.db.transaction()?;
        forget_what_was_told(&db)?;
        apply(&db, changes)?;
        put_json(&db, "cursor", &cursor)?;
        put_json(&db, "generation", &generation)?;
        step_point!("begin-again-before-commit");
        db.commit()?;
        self.vocabulary.take();
        Ok(())
    }

    fn learn_words_anew(&mut self, changes: &[Change]) {
        let is_of_services =
            |change: &Change| matches!(change.news, News::Service(_) | News::ServiceGone { .. });
        if changes.iter().any(is_of_services) {
            self.vocabulary.take();
        }
    }

    /// How far this kiosk has followed the site's changes, and in which life of the server. A
    /// cursor whose life is not known is of no worth: it is the beginning.
    pub fn standing(&self) -> Result<(u64, Option<Uuid>), StoreError> {
        let generation: Option<Uuid> = get_json(&self.db, "generation")?;
        let cursor = get_json(&self.db, "cursor")?.filter(|_| generation.is_some());
        Ok((cursor.unwrap_or(0), generation))
    }

    /// The cursor is of no worth any more: the next request asks from the beginning.
    pub fn forget_standing(&mut self) -> Result<(), StoreError> {
        self.db.execute("DELETE FROM meta WHERE key IN ('cursor', 'generation')", [])?;
        Ok(())
    }

    /// What everybody may see, as far as the disk knows.
    pub fn public(&self) -> Result<Public, StoreError> {
        Ok(Public {
            enrolled: self.identity()?.is_some(),
            list_as_of: get_json(&self.db, "list")?,
            unsent: self.unsent()?,
            board: get_json(&self.db, "board")?.unwrap_or_default(),
            out_of_service: self.out_of_service()?,
            waiting: get_json(&self.db, "waiting")?.unwrap_or_default(),
            waiting_as_of: get_json(&self.db, "waiting-at")?,
            events: self.events()?,
            ..Public::default()
        })
    }

    /// Deletes what is of days before `today`, and records that were acknowledged a week ago:
    /// longer than a server's backup interval. Only for a clock that the server has confirmed.
    pub fn sweep(&mut self, today: NaiveDate) -> Result<(), StoreError> {
        let db = self.db.transaction()?;
        let day = today.to_string();
        db.execute("DELETE FROM card WHERE date < ?1", [&day])?;
        db.execute("DELETE FROM arrival WHERE date < ?1", [&day])?;
        db.execute("DELETE FROM counter WHERE day < ?1", [&day])?;
        events::sweep(&db, today)?;
        places::sweep(&db, today)?;
        booking_cards::sweep(&db, today)?;
        outbox::sweep(&db, today)?;
        Ok(db.commit()?)
    }

    /// Everything goes: the server has withdrawn this device.
    pub fn wipe(&mut self) -> Result<(), StoreError> {
        let db = self.db.transaction()?;
        db.execute_batch(
            "DELETE FROM meta; DELETE FROM card; DELETE FROM arrival; DELETE FROM counter;
             DELETE FROM outbox; DELETE FROM throttle; DELETE FROM place_grant; DELETE FROM booking;
             DELETE FROM booking_card; DELETE FROM sought;",
        )?;
        services::forget_all(&db)?;
        db.commit()?;
        self.vocabulary.take();
        Ok(self.db.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?)
    }

    /// Whether `SQLite` finds its file whole.
    pub fn is_whole(&self) -> Result<bool, StoreError> {
        let said: String = self.db.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
        Ok(said == "ok")
    }
}

fn apply(db: &Connection, changes: &[Change]) -> Result<(), StoreError> {
    for change in changes {
        match &change.news {
            News::Card(card) => cards::put(db, card)?,
            News::CardGone { lookup, .. } => cards::forget(db, &lookup.0)?,
            News::Arrived { visit, date, number } => arrivals::put(db, *visit, *date, *number)?,
            News::ArrivalUndone { visit, .. } => arrivals::forget(db, *visit)?,
            News::Board(board) => put_json(db, "board", board)?,
            News::Keys(keys) => put_json(db, "keys", keys)?,
            News::ListAsOf { at } => put_json(db, "list", at)?,
            News::Keyholder(keyholder) => keyholders::put(db, keyholder)?,
            News::KeyholderGone { code } => keyholders::forget(db, code)?,
            News::Waiting(waiting) => put_json(db, "waiting", waiting)?,
            News::Places { on } => put_json(db, "places-on", on)?,
            News::Granted(granted) => places::hear(db, granted)?,
            News::EpochVoid { epoch } => places::void(db, *epoch)?,
            News::AskTaken { .. } | News::TalkTaken { .. } => {} // of the moment: nothing to keep
            News::Service(service) => services::put(db, service)?,
            News::ServiceGone { service } => services::forget(db, *service)?,
            News::Event(event) => events::put(db, event)?,
            News::EventGone { event } => events::forget(db, *event)?,
            News::BookingCard(card) => booking_cards::put(db, card)?,
            News::BookingCardGone { lookup } => booking_cards::forget(db, &lookup.0)?,
            News::Unknown => put_json(db, PASSED_OVER, &THIS_PROGRAM)?,
        }
    }
    Ok(())
}

/// Whatever [`apply`] keeps goes here too, but for the keys: a server always tells those that are
/// not from the enrolment. What happened at this kiosk stays: records, the numbers it gave, and
/// how far it has counted.
fn forget_what_was_told(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch(
        "DELETE FROM card;
         DELETE FROM meta WHERE key IN ('board', 'list', 'cursor', 'generation', 'waiting', 'places-on')
             OR key LIKE 'keyholder:%' OR key LIKE 'event:%';",
    )?;
    services::forget_all(db)?;
    places::end(db)?;
    arrivals::keep_own(db)
}

fn put_json(db: &Connection, key: &str, value: &impl serde::Serialize) -> Result<(), StoreError> {
    let value = serde_json::to_vec(value).map_err(|_| StoreError::Unreadable { what: "value" })?;
    db.prepare_cached(
        "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![key, value])?;
    Ok(())
}

fn get_json<T: serde::de::DeserializeOwned>(
    db: &Connection,
    key: &'static str,
) -> Result<Option<T>, StoreError> {
    let value: Option<Vec<u8>> = db
        .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    value
        .map(|value| serde_json::from_slice(&value))
        .transpose()
        .map_err(|_| StoreError::Unreadable { what: key })
}
