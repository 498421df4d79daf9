//! After five wrong passwords a pause, doubled with each further one; for the account and for the
//! address on their own. Pure.

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::moment;
use crate::store::users::Failures;

/// So many may be mistyped.
const FREE_TRIES: i64 = 5;
/// The first pause.
const FIRST_PAUSE: TimeDelta = TimeDelta::minutes(1);
/// The longest: a shift later people can try again without a manager.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(8);
/// After a day without a try all is forgotten.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(24);

/// Whether no try is allowed now.
pub fn is_locked(failures: Failures, now: DateTime<Utc>) -> bool {
    let until = moment(failures.locked_until);
    // A clock that was set back must not lock people out for years.
    now < until && until - now <= LONGEST_PAUSE
}

/// After one more wrong password.
pub fn after_failure(before: Failures, now: DateTime<Utc>) -> Failures {
    let forgotten = (now - moment(before.last_failure)).abs() > FORGOTTEN_AFTER;
    let failures = if forgotten { 1 } else { before.in_a_row + 1 };
    let pause = pause_after(failures);
    Failures {
        in_a_row: failures,
        last_failure: now.timestamp_micros(),
        locked_until: pause.map_or(0, |pause| (now + pause).timestamp_micros()),
    }
}

fn pause_after(failures: i64) -> Option<TimeDelta> {
    let doublings = u32::try_from(failures - FREE_TRIES).ok()?.min(16);
    Some((FIRST_PAUSE * (1 << doublings)).min(LONGEST_PAUSE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_wrong_password_locks_and_each_further_one_doubles() {
        let now: DateTime<Utc> = "2026-06-01T09:00:00Z".parse().expect("a time");
        let mut failures = Failures::default();
        for _ in 0..4 {
            failures = after_failure(failures, now);
            assert!(!is_locked(failures, now));
        }
        failures = after_failure(failures, now);
        assert!(is_locked(failures, now + TimeDelta::seconds(59)));
        assert!(!is_locked(failures, now + TimeDelta::seconds(60)));
        failures = after_failure(failures, now);
        assert!(is_locked(failures, now + TimeDelta::seconds(119)));
        for _ in 0..40 {
            failures = after_failure(failures, now);
        }
        assert!(!is_locked(failures, now + LONGEST_PAUSE));
    }

    #[test]
    fn a_day_later_or_on_a_clock_set_back_nobody_is_locked() {
        let now: DateTime<Utc> = "2026-06-01T09:00:00Z".parse().expect("a time");
        let many = Failures { in_a_row: 30, ..after_failure(Failures::default(), now) };
        let locked = after_failure(many, now);
        assert!(is_locked(locked, now));
        assert!(!is_locked(locked, now - TimeDelta::days(400)));
        assert_eq!(after_failure(locked, now + TimeDelta::hours(25)).in_a_row, 1);
    }
}
