//! Failed look-ups and wrong PINs, counted by bucket so that guessing is slow and nobody is named.
//!
//! A bucket is a few bits of a keyed hash: enough to slow a guesser, too few to learn a surname
//! or a reference from. Its clock is this kiosk's own running time, kept on the disk: neither a
//! restart nor a changed clock opens a bucket sooner.

use std::time::Duration;

use rusqlite::{OptionalExtension as _, params};
use visits_domain::credential::Credential;
use visits_domain::places::BookingReference;
use visits_domain::wire::KeyholderCode;

use super::{Store, StoreError, get_json, put_json};

/// How failures close a bucket, and how they fade.
struct Limit {
    /// Failures before it closes. A family mistypes; a guesser goes on.
    free: u32,
    /// How long it closes at first; doubled with every further failure.
    first: Duration,
    /// The longest it closes.
    longest: Duration,
    /// One failure is forgotten after so long.
    fade: Duration,
}

/// For one credential.
const CREDENTIAL: Limit = Limit {
    free: 5,
    first: Duration::from_mins(1),
    longest: Duration::from_hours(1),
    fade: Duration::from_mins(10),
};

/// For the whole kiosk: a hall full of people mistypes less than forty times on top of one a
/// minute; somebody who guesses birthdays for a surname does not.
const KIOSK: Limit = Limit {
    free: 40,
    first: Duration::from_mins(1),
    longest: Duration::from_mins(1),
    fade: Duration::from_mins(1),
};

/// For one person's PIN. It has few digits: at most one try an hour for who goes on.
const PIN: Limit = Limit {
    free: 5,
    first: Duration::from_mins(1),
    longest: Duration::from_hours(8),
    fade: Duration::from_hours(1),
};

/// For all PINs on this kiosk: whoever tries one code after another meets it.
const ALL_PINS: Limit = Limit {
    free: 5,
    first: Duration::from_mins(1),
    longest: Duration::from_hours(1),
    fade: Duration::from_mins(10),
};

/// Where failures of a credential or a PIN are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket(u32);

impl Bucket {
    /// Every look-up of this kiosk.
    const WHOLE_KIOSK: Self = Self(1 << 16);

    /// Every PIN on this kiosk.
    const WHOLE_PIN_PAD: Self = Self(1 << 18);
    /// From here on up to [`Self::WHOLE_PIN_PAD`]: codes.
    const CODES: u32 = 1 << 17;

    fn limit(self) -> &'static Limit {
        match self {
            Self::WHOLE_KIOSK => &KIOSK,
            Self::WHOLE_PIN_PAD => &ALL_PINS,
            Self(code) if code >= Self::CODES => &PIN,
            _ => &CREDENTIAL,
        }
    }

    /// The bucket that counts for everybody who does the same here.
    fn whole(self) -> Self {
        if self.0 >= Self::CODES { Self::WHOLE_PIN_PAD } else { Self::WHOLE_KIOSK }
    }

    /// By whose PIN it is, whether or not there is such a code.
    pub fn of_code(code: &KeyholderCode, local_key: &[u8]) -> Self {
        use sha2::{Digest as _, Sha256};
        let mut hash = Sha256::new();
        hash.update(local_key);
        hash.update(b"keyholder");
        hash.update(code.0.as_bytes());
        let hash = hash.finalize();
        Self(Self::CODES | u32::from(u16::from_be_bytes([hash[0], hash[1]])))
    }

    /// By the reference of a booking, which a guesser holds fixed while guessing birthdays.
    pub fn of_booking(reference: &BookingReference, local_key: &[u8]) -> Self {
        use sha2::{Digest as _, Sha256};
        let mut hash = Sha256::new();
        hash.update(local_key);
        hash.update(b"booking");
        hash.update(reference.compact().as_bytes());
        let hash = hash.finalize();
        Self(u16::from_be_bytes([hash[0], hash[1]]).into())
    }

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
        Self(u16::from_be_bytes([hash[0], hash[1]]).into())
    }
}

/// What is stored of a bucket.
#[derive(Clone, Copy, Default)]
struct Failures {
    count: u32,
    last: Duration,
}

impl Failures {
    /// What is left of them at `running`.
    fn faded(self, limit: &Limit, running: Duration) -> u32 {
        let passed = running.saturating_sub(self.last).as_secs() / limit.fade.as_secs();
        self.count.saturating_sub(u32::try_from(passed).unwrap_or(u32::MAX))
    }

    fn closed_until(self, limit: &Limit) -> Duration {
        self.last
            + match self.count.checked_sub(limit.free) {
                None => Duration::ZERO,
                Some(more) => limit.first.saturating_mul(1 << more.min(20)).min(limit.longest),
            }
    }
}

fn failures(db: &rusqlite::Connection, bucket: Bucket) -> Result<Failures, StoreError> {
    Ok(db
        .prepare_cached("SELECT failures, last FROM throttle WHERE bucket = ?1")?
        .query_row([bucket.0], |row| {
            let last = Duration::from_millis(row.get::<_, i64>(1)?.unsigned_abs());
            Ok(Failures { count: row.get(0)?, last })
        })
        .optional()?
        .unwrap_or_default())
}

impl Store {
    /// Whether look-ups of this bucket are answered at `running`, this kiosk's running time.
    pub fn is_open(&self, bucket: Bucket, running: Duration) -> Result<bool, StoreError> {
        for bucket in [bucket, bucket.whole()] {
            let failures = failures(&self.db, bucket)?;
            if failures.count > 0 && running < failures.closed_until(bucket.limit()) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// One more failure, of the bucket and of the kiosk; `weight` 0 writes as much and counts
    /// nothing.
    pub fn failed(
        &mut self,
        bucket: Bucket,
        running: Duration,
        weight: u32,
    ) -> Result<(), StoreError> {
        let db = self.db.transaction()?;
        for bucket in [bucket, bucket.whole()] {
            let before = failures(&db, bucket)?;
            let count = before.faded(bucket.limit(), running) + weight;
            let last = if weight == 0 { before.last } else { running };
            let count = if weight == 0 { before.count } else { count };
            db.prepare_cached(
                "INSERT INTO throttle VALUES (?1, ?2, ?3) ON CONFLICT (bucket)
                 DO UPDATE SET failures = excluded.failures, last = excluded.last",
            )?
            .execute(params![bucket.0, count, millis(last)])?;
        }
        put_json(&db, "running-ms", &millis(running))?;
        Ok(db.commit()?)
    }

    /// A look-up succeeded: its failures are forgotten, the kiosk's are not.
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

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_tries_are_free_then_the_wait_doubles_and_failures_fade() {
        let closed = |count| Failures { count, last: Duration::ZERO }.closed_until(&CREDENTIAL);
        let seconds: Vec<u64> = (1..=8).map(|n| closed(n).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 0, 0, 60, 120, 240, 480]);
        assert_eq!(closed(1000), CREDENTIAL.longest);
        let failures = Failures { count: 3, last: Duration::ZERO };
        assert_eq!(failures.faded(&CREDENTIAL, Duration::from_secs(1_199)), 2);
        assert_eq!(failures.faded(&CREDENTIAL, Duration::from_secs(9_999)), 0);
    }

    #[test]
    fn a_kiosk_at_which_somebody_guesses_slows_down_for_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = Store::open(folder.path()).expect("a store");
        let at = Duration::from_secs;
        for guess in 0..40 {
            assert!(store.is_open(Bucket(guess), at(10)).expect("read"), "{guess}");
            store.failed(Bucket(guess), at(10), 1).expect("counted");
        }
        assert!(!store.is_open(Bucket(99), at(69)).expect("read"));
        assert!(store.is_open(Bucket(99), at(70)).expect("read"));
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
        assert!(store.is_open(bucket, at(11)).expect("read"));
    }
}
