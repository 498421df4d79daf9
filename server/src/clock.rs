//! What time it is, and what day it is at a prison.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Europe::London;

/// The wall clock, or one that a test or the demo sets.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// Shared and set by its owner.
    Shared(SharedClock),
}

/// A clock that stands still until it is set.
#[derive(Clone, Debug)]
pub struct SharedClock(Arc<AtomicI64>);

impl SharedClock {
    /// Standing at a moment.
    pub fn at(moment: DateTime<Utc>) -> Self {
        Self(Arc::new(AtomicI64::new(moment.timestamp_micros())))
    }

    /// Sets it, forward or back.
    pub fn set(&self, moment: DateTime<Utc>) {
        self.0.store(moment.timestamp_micros(), Ordering::SeqCst);
    }

    /// Moves it on.
    pub fn advance(&self, by: chrono::TimeDelta) {
        self.0.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
    }
}

impl Clock {
    /// Now, in UTC.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Shared(shared) => moment(shared.0.load(Ordering::SeqCst)),
        }
    }

    /// Now, on the clock in the visits hall.
    pub fn local(&self) -> NaiveDateTime {
        local(self.now())
    }
}

/// A moment on the clock in the visits hall. Every prison of England and Wales keeps London time.
pub fn local(moment: DateTime<Utc>) -> NaiveDateTime {
    moment.with_timezone(&London).naive_local()
}

/// A day in the visits hall as stored times (microseconds): from, and before.
pub fn day_bounds(day: NaiveDate) -> (i64, i64) {
    // Clocks change at one in the morning: midnight is always there, and once.
    let begins = |day: NaiveDate| {
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_local_timezone(London).earliest();
        midnight.map_or(0, |midnight| midnight.timestamp_micros())
    };
    (begins(day), day.succ_opt().map_or(i64::MAX, begins))
}

/// A stored time (microseconds) as a moment.
pub fn moment(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}
