//! When a list is fetched next. Pure.

use chrono::{DateTime, NaiveDateTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Europe::London;

use super::source::Source;
use crate::clock::local;

/// After a failure it is tried again so soon, then after twice as long, and so on.
const FIRST_RETRY: TimeDelta = TimeDelta::minutes(1);
/// Never longer than this between two tries within the hours.
const LONGEST_RETRY: TimeDelta = TimeDelta::minutes(60);
/// When the hours begin, sites do not all ask in the same second.
const SPREAD_AT_OPENING: TimeDelta = TimeDelta::minutes(5);

/// After a fetch at `now`, with so many failures in a row. `chance` is between 0 and 1: a tenth of
/// the wait either way, so that many sites do not ask at once.
pub fn next(source: &Source, now: DateTime<Utc>, failures: i64, chance: f64) -> DateTime<Utc> {
    let wait = wait(source, failures);
    let tenth = wait / 10;
    let next = now + wait - tenth + part(tenth * 2, chance);
    let at = local(next);
    if at.time() >= source.opens && at.time() < source.closes {
        return next;
    }
    let day = if at.time() < source.opens { at.date() } else { at.date() + TimeDelta::days(1) };
    utc(day.and_time(source.opens)) + part(SPREAD_AT_OPENING, chance)
}

fn wait(source: &Source, failures: i64) -> TimeDelta {
    let every = TimeDelta::minutes(i64::from(source.every_minutes));
    match u32::try_from(failures) {
        Ok(0) | Err(_) => every,
        Ok(failures) => (FIRST_RETRY * (1 << (failures - 1).min(10))).min(LONGEST_RETRY),
    }
}

fn part(of: TimeDelta, chance: f64) -> TimeDelta {
    #[allow(clippy::cast_possible_truncation, reason = "minutes in seconds, and a part of them")]
    let seconds = (of.as_seconds_f64() * chance.clamp(0.0, 1.0)) as i64;
    TimeDelta::seconds(seconds)
}

/// A local time as a moment. In the hour that does not exist: an hour later.
fn utc(at: NaiveDateTime) -> DateTime<Utc> {
    let moment = London.from_local_datetime(&at).earliest();
    let moment =
        moment.or_else(|| London.from_local_datetime(&(at + TimeDelta::hours(1))).earliest());
    moment.map_or_else(|| at.and_utc(), |moment| moment.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        Source {
            base_url: "https://visits.example".to_owned(),
            prison: "MDI".to_owned(),
            every_minutes: 15,
            opens: "07:00:00".parse().expect("a time"),
            closes: "18:00:00".parse().expect("a time"),
            days: 14,
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn every_so_often_within_the_hours_and_again_when_they_begin() {
        let next = |now: &str, failures| next(&source(), at(now), failures, 0.5);
        assert_eq!(next("2026-06-01T09:00:00Z", 0), at("2026-06-01T09:15:00Z"));
        // 17.50 in London: after closing, so tomorrow at seven.
        assert_eq!(next("2026-06-01T16:50:00Z", 0), at("2026-06-02T06:02:30Z"));
        // The night the clocks go back, and the morning after in winter time.
        assert_eq!(next("2026-10-24T20:00:00Z", 0), at("2026-10-25T07:02:30Z"));
        assert_eq!(next("2026-06-01T03:00:00Z", 0), at("2026-06-01T06:02:30Z"));
    }

    #[test]
    fn failures_are_tried_again_soon_then_seldom() {
        let wait = |failures| wait(&source(), failures).num_minutes();
        let waits: Vec<i64> = (1..=9).map(wait).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(wait(i64::MAX), 15);
    }

    #[test]
    fn chance_moves_it_by_a_tenth_at_most() {
        for chance in [-1.0, 0.0, 0.3, 1.0, 7.0] {
            let next = next(&source(), at("2026-06-01T09:00:00Z"), 0, chance);
            let minutes = (next - at("2026-06-01T09:00:00Z")).as_seconds_f64() / 60.0;
            assert!((13.5..=16.5).contains(&minutes), "{minutes}");
        }
    }
}
