//! Failed look-ups, counted by bucket so that guessing is slow and nobody is named.
//!
//! A bucket is a few bits of a keyed hash: enough to slow a guesser, too few to learn a surname
//! or a reference from. Its clock is this kiosk's own running time, kept on the disk: neither a
//! restart nor a changed clock opens a bucket sooner.

use std::time::Duration;

use rusqlite::{OptionalExtension as _, params};
use visits_domain::credential::Credential;

use super::{Store, StoreError, get_json, put_json};

/// Tries before a bucket closes. A family mistypes; a guesser goes on.
const FREE_TRIES: u32 = 5;
/// How long it closes at first; doubled with every further failure.
const FIRST_CLOSURE: Duration = Duration::from_secs(60);
/// The longest it closes.
const LONGEST_CLOSURE: Duration = Duration::from_secs(3600);

/// Where failures of a credential are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket(u16);

impl Bucket {
    /// By what a guesser holds fixed: a reference while guessing birthdays. By name it is surname
    /// and date of birth together, or a common surname would be closed to all who bear it.
    pub fn of(credential: &Credential, local_key: &[u8]) -> Self {
        use sha2::{Digest as _, Sha256};
        let mut hash = Sha256::new();
        hash.update(local_key);
        match credential {
            Credential::Reference(reference, _) => hash.update(reference.compact().as_bytes()),
            Credential::Name(..) => hash.update(&*credential.canonical()),
        }
        let hash = hash.finalize();
        Self(u16::from_be_bytes([hash[0], hash[1]]))
    }
}

impl Store {
    /// Whether look-ups of this bucket are answered at `running`, this kiosk's running time.
    pub fn is_open(&self, bucket: Bucket, running: Duration) -> Result<bool, StoreError> {
        let until: Option<i64> = self
            .db
            .prepare_cached("SELECT closed_until FROM throttle WHERE bucket = ?1")?
            .query_row([bucket.0], |row| row.get(0))
            .optional()?;
        Ok(until.is_none_or(|until| millis(running) >= until))
    }

    /// One more failure; `weight` 0 writes as much and counts nothing.
    pub fn failed(
        &mut self,
        bucket: Bucket,
        running: Duration,
        weight: u32,
    ) -> Result<(), StoreError> {
        let db = self.db.transaction()?;
        let failures: u32 = db
            .prepare_cached("SELECT failures FROM throttle WHERE bucket = ?1")?
            .query_row([bucket.0], |row| row.get(0))
            .optional()?
            .unwrap_or(0)
            + weight;
        let until = millis(running + if weight == 0 { Duration::ZERO } else { closure(failures) });
        db.prepare_cached(
            "INSERT INTO throttle VALUES (?1, ?2, ?3) ON CONFLICT (bucket)
             DO UPDATE SET failures = excluded.failures, closed_until = max(closed_until, excluded.closed_until)",
        )?
        .execute(params![bucket.0, failures, until])?;
        put_json(&db, "running-ms", &millis(running))?;
        Ok(db.commit()?)
    }

    /// A look-up succeeded: its failures are forgotten.
    pub fn succeeded(&mut self, bucket: Bucket) -> Result<(), StoreError> {
        self.db.prepare_cached("DELETE FROM throttle WHERE bucket = ?1")?.execute([bucket.0])?;
        Ok(())
    }

    /// This kiosk's running time when it last counted a failure; the time a process adds to it
    /// begins there.
    pub fn running_before(&self) -> Result<Duration, StoreError> {
        let ms: i64 = get_json(&self.db, "running-ms")?.unwrap_or(0);
        Ok(Duration::from_millis(ms.unsigned_abs()))
    }
}

fn closure(failures: u32) -> Duration {
    match failures.checked_sub(FREE_TRIES) {
        None => Duration::ZERO,
        Some(more) => FIRST_CLOSURE.saturating_mul(1 << more.min(20)).min(LONGEST_CLOSURE),
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_tries_are_free_and_then_the_wait_doubles() {
        let seconds: Vec<u64> = (1..=8).map(|n| closure(n).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 60, 120, 240, 480]);
        assert_eq!(closure(1000), LONGEST_CLOSURE);
    }

    #[test]
    fn a_closed_bucket_stays_closed_over_a_restart() {
        let folder = tempfile::tempdir().expect("a folder");
        let bucket = Bucket(7);
        let at = Duration::from_secs;
        let mut store = Store::open(folder.path()).expect("a store");
        for _ in 0..5 {
            store.failed(bucket, at(10), 1).expect("counted");
        }
        assert!(!store.is_open(bucket, at(69)).expect("read"));
        drop(store);
        let mut store = Store::open(folder.path()).expect("a store");
        assert_eq!(store.running_before().expect("read"), at(10));
        assert!(!store.is_open(bucket, at(69)).expect("read"));
        assert!(store.is_open(bucket, at(70)).expect("read"));
        store.succeeded(bucket).expect("forgotten");
        assert!(store.is_open(bucket, at(10)).expect("read"));
    }
}
