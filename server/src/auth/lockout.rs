//! Pauses after wrong passwords and codes. Pure.
//!
//! An account is closed after five in a row, each further one doubling the pause. An address is
//! where a whole desk sits: it stands many, forgets one a minute, and pauses shortly.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::moment;
use crate::store::tries::Failures;

/// After a day without a try all is forgotten. Longer than any pause.
pub const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(24);

/// How many failures lead to which pause.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The one with this number begins a pause.
    pauses_at: i64,
    first_pause: TimeDelta,
    longest_pause: TimeDelta,
    /// One failure is forgotten in so much time. None: none before all are.
    fades: Option<TimeDelta>,
}

/// One person's account. After the longest pause, a shift later, they can try again without a
/// manager.
pub const ACCOUNT: Rule = Rule {
    pauses_at: 5,
    first_pause: TimeDelta::minutes(1),
    longest_pause: TimeDelta::hours(8),
    fades: None,
};

/// An address: one person who mistypes (five, then their own account is paused) closes it for
/// nobody else; somebody who goes through the accounts is held to about one try a minute.
pub const ADDRESS: Rule = Rule {
    pauses_at: 40,
    first_pause: TimeDelta::minutes(1),
    longest_pause: TimeDelta::minutes(8),
    fades: Some(TimeDelta::minutes(1)),
};

/// Whether no try is allowed now.
pub fn is_locked(rule: &Rule, failures: Failures, now: DateTime<Utc>) -> bool {
    let until = moment(failures.locked_until);
    // A clock that was set back must not lock people out for years.
    now < until && until - now <= rule.longest_pause
}

/// After one more wrong one.
pub fn after_failure(rule: &Rule, before: Failures, now: DateTime<Utc>) -> Failures {
    let failures = still_counted(rule, before, now) + 1;
    let pause = pause_after(rule, failures);
    Failures {
        in_a_row: failures,
        last_failure: now.timestamp_micros(),
        locked_until: pause.map_or(0, |pause| (now + pause).timestamp_micros()),
    }
}

/// Takes one back that turned out right, and the pause that it may have begun.
pub fn take_back(after: Failures) -> Failures {
    Failures { in_a_row: (after.in_a_row - 1).max(0), locked_until: 0, ..after }
}

fn still_counted(rule: &Rule, before: Failures, now: DateTime<Utc>) -> i64 {
    let since = (now - moment(before.last_failure)).abs();
    if since > FORGOTTEN_AFTER {
        return 0;
    }
    let faded = rule.fades.map_or(0, |one| since.num_seconds() / one.num_seconds());
    (before.in_a_row - faded).max(0)
}

fn pause_after(rule: &Rule, failures: i64) -> Option<TimeDelta> {
    let doublings = u32::try_from(failures - rule.pauses_at).ok()?.min(16);
    Some((rule.first_pause * (1 << doublings)).min(rule.longest_pause))
}

/// What counts as one address. The last half of an IPv6 address is the caller's own to choose.
pub fn neighbourhood(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nine() -> DateTime<Utc> {
        "2026-06-01T09:00:00Z".parse().expect("a time")
    }

    #[test]
    fn the_fifth_wrong_password_locks_and_each_further_one_doubles() {
        let now = nine();
        let mut failures = Failures::default();
        for _ in 0..4 {
            failures = after_failure(&ACCOUNT, failures, now);
            assert!(!is_locked(&ACCOUNT, failures, now));
        }
        failures = after_failure(&ACCOUNT, failures, now);
        assert!(is_locked(&ACCOUNT, failures, now + TimeDelta::seconds(59)));
        assert!(!is_locked(&ACCOUNT, failures, now + TimeDelta::seconds(60)));
        failures = after_failure(&ACCOUNT, failures, now);
        assert!(is_locked(&ACCOUNT, failures, now + TimeDelta::seconds(119)));
        for _ in 0..40 {
            failures = after_failure(&ACCOUNT, failures, now);
        }
        assert!(!is_locked(&ACCOUNT, failures, now + ACCOUNT.longest_pause));
    }

    #[test]
    fn a_day_later_or_on_a_clock_set_back_nobody_is_locked() {
        let now = nine();
        let many = Failures { in_a_row: 30, ..after_failure(&ACCOUNT, Failures::default(), now) };
        let locked = after_failure(&ACCOUNT, many, now);
        assert!(is_locked(&ACCOUNT, locked, now));
        assert!(!is_locked(&ACCOUNT, locked, now - TimeDelta::days(400)));
        assert_eq!(after_failure(&ACCOUNT, locked, now + TimeDelta::hours(25)).in_a_row, 1);
    }

    #[test]
    fn a_right_one_takes_its_own_count_and_pause_back() {
        let now = nine();
        let four = Failures { in_a_row: 4, ..after_failure(&ACCOUNT, Failures::default(), now) };
        let fifth = after_failure(&ACCOUNT, four, now);
        assert!(is_locked(&ACCOUNT, fifth, now));
        let back = take_back(fifth);
        assert!(!is_locked(&ACCOUNT, back, now) && back.in_a_row == 4);
    }

    #[test]
    fn an_address_stands_a_desk_that_mistypes_and_forgets_one_a_minute() {
        let now = nine();
        let mut failures = Failures::default();
        for _ in 0..39 {
            failures = after_failure(&ADDRESS, failures, now);
        }
        assert!(!is_locked(&ADDRESS, failures, now));
        let next = after_failure(&ADDRESS, failures, now);
        assert!(
            is_locked(&ADDRESS, next, now)
                && !is_locked(&ADDRESS, next, now + TimeDelta::minutes(1))
        );
        let later = after_failure(&ADDRESS, failures, now + TimeDelta::minutes(10));
        assert_eq!(later.in_a_row, 30);
    }

    #[test]
    fn a_whole_network_of_ipv6_is_one_address() {
        let of = |text: &str| neighbourhood(text.parse().expect("an address"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::2"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
