//! The one place that reads a clock. Everything else is given [`Now`].
//!
//! Three clocks: the machine's wall clock, a monotonic one, and the server's. What people read is
//! the server's time carried forward by the monotonic clock since it was last heard, so a wall
//! clock that jumps moves nothing. Before the first contact it is the wall clock, and said to be
//! doubtful when it lies before what this kiosk has already seen.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Europe::London;

/// A moment, on every clock that a rule may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// For records.
    pub utc: DateTime<Utc>,
    /// Since the process started; never goes back. For timeouts.
    pub running: Duration,
}

impl Now {
    /// The time that people read: Europe/London.
    pub fn local(&self) -> NaiveDateTime {
        self.utc.with_timezone(&London).naive_local()
    }
}

/// A clock that threads share.
#[derive(Clone)]
pub struct Clock(Arc<Mutex<State>>);

struct State {
    source: Source,
    /// Server time and what `running` was when it was heard.
    heard: Option<(DateTime<Utc>, Duration)>,
}

enum Source {
    Machine {
        started: Instant,
    },
    /// Set by whoever plays a day.
    Given {
        utc: DateTime<Utc>,
        running: Duration,
    },
}

impl Clock {
    /// The machine's clocks.
    pub fn machine() -> Self {
        Self::of(Source::Machine { started: Instant::now() })
    }

    /// A clock that stands still until it is set.
    pub fn given(utc: DateTime<Utc>) -> Self {
        Self::of(Source::Given { utc, running: Duration::ZERO })
    }

    fn of(source: Source) -> Self {
        Self(Arc::new(Mutex::new(State { source, heard: None })))
    }

    /// Now.
    pub fn now(&self) -> Now {
        self.with(|state| {
            let (wall, running) = state.source.read();
            let utc = state
                .heard
                .map_or(wall, |(heard, then)| heard + delta(running.saturating_sub(then)));
            Now { utc, running }
        })
    }

    /// What the machine's own clock says, right or wrong: staff are shown how far it is off.
    pub fn wall(&self) -> DateTime<Utc> {
        self.with(|state| state.source.read().0)
    }

    /// Whether the server's time was heard since the process started.
    pub fn is_trusted(&self) -> bool {
        self.with(|state| state.heard.is_some())
    }

    /// The server said its time. Returns how far the wall clock is behind it.
    pub fn heard(&self, server_time: DateTime<Utc>) -> TimeDelta {
        self.with(|state| {
            let (wall, running) = state.source.read();
            state.heard = Some((server_time, running));
            server_time - wall
        })
    }

    /// Sets a given clock; time only runs forward for timeouts. A machine's clock is not set.
    pub fn set(&self, to: DateTime<Utc>) {
        self.with(|state| {
            if let Source::Given { utc, running } = &mut state.source {
                *running += (to - *utc).to_std().unwrap_or_default();
                *utc = to;
                state.heard = None;
            }
        });
    }

    /// A given wall clock jumps, and time runs on as before: what a wrong battery does.
    #[cfg(feature = "rehearsal")]
    pub fn set_wall(&self, to: DateTime<Utc>) {
        self.with(|state| {
            if let Source::Given { utc, .. } = &mut state.source {
                *utc = to;
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // A thread that panicked here left a plain value behind: still a clock.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Source {
    fn read(&self) -> (DateTime<Utc>, Duration) {
        match self {
            #[expect(clippy::disallowed_methods, reason = "this is the one place")]
            Self::Machine { started } => (Utc::now(), started.elapsed()),
            Self::Given { utc, running } => (*utc, *running),
        }
    }
}

fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_clock_that_jumps_moves_nothing_once_the_server_was_heard() {
        let start: DateTime<Utc> = "2026-06-01T12:00:00Z".parse().expect("a time");
        let clock = Clock::given(start);
        assert_eq!(clock.now().utc, start);
        assert_eq!(clock.heard(start + TimeDelta::hours(1)), TimeDelta::hours(1));
        assert_eq!(clock.now().utc, start + TimeDelta::hours(1));
        assert!(clock.is_trusted());
    }

    #[test]
    fn people_read_london_time() {
        let clock = Clock::given("2026-06-01T12:00:00Z".parse().expect("a time"));
        assert_eq!(clock.now().local().to_string(), "2026-06-01 13:00:00");
    }
}
