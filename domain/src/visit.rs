//! A visit in time: its slot, the arrival window around it, and where a moment falls.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names a visit without saying whose it is. Made by the server, new for every visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VisitHandle(pub Uuid);

impl fmt::Display for VisitHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// When a visit is: local times of the prison (Europe/London), as in the Ministry's systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    /// The day.
    pub date: NaiveDate,
    /// When it begins.
    pub start: NaiveTime,
    /// When it ends, later than `start`.
    pub end: NaiveTime,
}

/// When families may check in, measured from the start of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArrivalWindow {
    /// Check-in opens this many minutes before the start.
    pub opens_minutes_before: u16,
    /// After this many minutes from the start a family is late. Negative: the cut-off lies
    /// before the start.
    pub late_after_minutes: i16,
}

impl Default for ArrivalWindow {
    fn default() -> Self {
        Self { opens_minutes_before: 75, late_after_minutes: 15 }
    }
}

/// Where a moment falls for a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Another day than today's, still to come.
    AnotherDay,
    /// Today, before check-in opens at this time.
    Early(NaiveTime),
    /// In the arrival window.
    InWindow,
    /// After the cut-off, before the visit ends.
    Late,
    /// The visit has ended.
    Over,
}

impl ArrivalWindow {
    /// Where `now` (local) falls for a slot.
    pub fn timing(&self, slot: &Slot, now: NaiveDateTime) -> Timing {
        if slot.date > now.date() {
            return Timing::AnotherDay;
        }
        let start = slot.date.and_time(slot.start);
        let opens = start - TimeDelta::minutes(self.opens_minutes_before.into());
        let late = start + TimeDelta::minutes(self.late_after_minutes.into());
        // A window that opens before midnight opens at midnight: cards are of one day.
        let opens = opens.max(slot.date.and_time(NaiveTime::MIN));
        if now >= slot.date.and_time(slot.end) {
            Timing::Over
        } else if now < opens {
            Timing::Early(opens.time())
        } else if now <= late {
            Timing::InWindow
        } else {
            Timing::Late
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().expect("a time")
    }

    #[test]
    fn a_moment_falls_where_the_site_says() {
        let slot = Slot {
            date: at("2026-06-01T00:00:00").date(),
            start: at("2026-06-01T13:45:00").time(),
            end: at("2026-06-01T15:45:00").time(),
        };
        let window = ArrivalWindow { opens_minutes_before: 60, late_after_minutes: -15 };
        for (now, timing) in [
            ("2026-05-31T13:45:00", Timing::AnotherDay),
            ("2026-06-01T12:44:59", Timing::Early(at("2026-06-01T12:45:00").time())),
            ("2026-06-01T12:45:00", Timing::InWindow),
            ("2026-06-01T13:30:00", Timing::InWindow),
            ("2026-06-01T13:30:01", Timing::Late),
            ("2026-06-01T15:45:00", Timing::Over),
            ("2026-06-02T09:00:00", Timing::Over),
        ] {
            assert_eq!(window.timing(&slot, at(now)), timing, "{now}");
        }
    }
}
