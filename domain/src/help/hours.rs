//! When a service can be reached.

use chrono::{Datelike as _, Days, NaiveDateTime, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

/// The same times on some days of the week, every week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// On which days it opens.
    pub days: Vec<Weekday>,
    /// Local.
    pub opens: NaiveTime,
    /// Local. Not after `opens`: on the next day, so that the same time twice is all day long.
    pub closes: NaiveTime,
}

impl Hours {
    fn covers(&self, local: NaiveDateTime) -> bool {
        let opens_on = |day: Option<Weekday>| day.is_some_and(|day| self.days.contains(&day));
        let today = opens_on(Some(local.weekday()));
        let yesterday = opens_on(local.checked_sub_days(Days::new(1)).map(|day| day.weekday()));
        let time = local.time();
        if self.opens < self.closes {
            return today && (self.opens..self.closes).contains(&time);
        }
        (today && time >= self.opens) || (yesterday && time < self.closes)
    }
}

/// Whether it is open at a local time; none when nobody knows its hours.
pub fn is_open(hours: &[Hours], local: NaiveDateTime) -> Option<bool> {
    (!hours.is_empty()).then(|| hours.iter().any(|hours| hours.covers(local)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a time")
    }

    fn hours(days: &[Weekday], opens: &str, closes: &str) -> Hours {
        let time = |text: &str| text.parse().expect("a time");
        Hours { days: days.to_vec(), opens: time(opens), closes: time(closes) }
    }

    #[test]
    fn it_is_open_from_the_first_minute_to_the_last_before_it_closes() {
        // 1 June 2026 is a Monday.
        let office = [hours(&[Weekday::Mon, Weekday::Tue], "09:00:00", "17:00:00")];
        for (time, open) in [
            ("2026-06-01T08:59:59", false),
            ("2026-06-01T09:00:00", true),
            ("2026-06-01T16:59:59", true),
            ("2026-06-01T17:00:00", false),
            ("2026-06-03T12:00:00", false),
        ] {
            assert_eq!(is_open(&office, at(time)), Some(open), "{time}");
        }
        assert_eq!(is_open(&[], at("2026-06-01T12:00:00")), None);
    }

    #[test]
    fn a_line_that_is_open_past_midnight_belongs_to_the_evening_before() {
        let night = [hours(&[Weekday::Mon], "18:00:00", "02:00:00")];
        assert_eq!(is_open(&night, at("2026-06-02T01:59:00")), Some(true));
        assert_eq!(is_open(&night, at("2026-06-01T01:59:00")), Some(false));
        let always = [hours(&[Weekday::Mon], "00:00:00", "00:00:00")];
        assert_eq!(is_open(&always, at("2026-06-01T23:59:00")), Some(true));
        assert_eq!(is_open(&always, at("2026-06-02T00:00:00")), Some(false));
    }
}
