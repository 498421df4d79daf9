//! A day whose sessions lie around the present time, whatever it is, and what to try on it.

use std::fmt;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta, Timelike as _};

use crate::visit_list::{DayList, Session, Visit};

/// As many as a busy day has.
const VISITS: usize = 60;

/// The day.
pub struct Around {
    now: NaiveDateTime,
    list: DayList,
    late: Option<Visit>,
    early: Option<Visit>,
}

/// Something to type, and what comes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tip {
    /// A surname or a reference.
    pub typed: String,
    /// `28 07 1986`
    pub born: String,
    /// What the screen says.
    pub outcome: &'static str,
}

impl fmt::Display for Tip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<20} {:<12} {}", self.typed, self.born, self.outcome)
    }
}

impl Around {
    /// The day around a local moment.
    pub fn moment(now: NaiveDateTime) -> Self {
        let time = now.time();
        let midday = Session { start: open_now(time), end: at_most_midnight(time, 150) };
        let mut list = DayList::new(now.date(), &[midday, midday], VISITS);
        let late = before(time).map(|session| moved(&mut list, 0, session));
        let early = after(time).map(|session| moved(&mut list, 1, session));
        Self { now, list, late, early }
    }

    /// Local.
    pub fn now(&self) -> NaiveDateTime {
        self.now
    }

    /// The visits.
    pub fn list(&self) -> &DayList {
        &self.list
    }

    /// What to try.
    pub fn tips(&self) -> Vec<Tip> {
        let by_name = |visit: &Visit, outcome| tip(&visit.lead().typed, visit, outcome);
        let by_reference = |visit: &Visit, outcome| tip(&visit.reference, visit, outcome);
        let list = &self.list;
        let mut tips = vec![
            by_name(&list.open[5], "welcome: a number"),
            by_name(&list.open[2], "welcome: on the list with its accents"),
            by_name(&list.open[7], "welcome: a surname of one letter"),
            by_reference(&list.open[3], "welcome, by reference; once more: already here"),
        ];
        tips.extend(self.late.as_ref().map(|v| by_reference(v, "late: to the desk now")));
        tips.extend(self.early.as_ref().map(|v| by_reference(v, "early: when to come")));
        tips.extend([
            by_reference(&list.another_day, "another day: which"),
            by_reference(&list.closed, "the one sentence: a closed visit"),
            by_reference(&list.cancelled, "the one sentence: cancelled"),
            by_name(&list.alike[0], "the one sentence: two people share name and birthday"),
            Tip {
                typed: "nobody".to_owned(),
                born: "01 01 1980".to_owned(),
                outcome: "the one sentence: unknown",
            },
        ]);
        tips
    }
}

fn tip(typed: &str, visit: &Visit, outcome: &'static str) -> Tip {
    let born = visit.lead().born.format("%d %m %Y").to_string();
    Tip { typed: typed.to_owned(), born, outcome }
}

/// Gives a visit another session.
fn moved(list: &mut DayList, index: usize, session: Session) -> Visit {
    let visit = &mut list.open[index];
    (visit.start, visit.end) = (session.start, session.end);
    visit.clone()
}

/// Begins in half an hour, or as late in the day as leaves it some minutes.
fn open_now(now: NaiveTime) -> NaiveTime {
    whole_minutes(minutes_of(now).saturating_add(30) / 5 * 5).min(whole_minutes(23 * 60 + 50))
}

/// So many minutes from now, and before midnight.
fn at_most_midnight(now: NaiveTime, minutes: u32) -> NaiveTime {
    whole_minutes(minutes_of(now) + minutes)
}

/// Began three quarters of an hour ago; none just after midnight.
fn before(now: NaiveTime) -> Option<Session> {
    let start = minutes_of(now).checked_sub(45)?;
    Some(Session { start: whole_minutes(start), end: at_most_midnight(now, 60) })
}

/// Begins in three hours; none late in the evening.
fn after(now: NaiveTime) -> Option<Session> {
    let start = (minutes_of(now) + 180) / 15 * 15;
    let session = Session { start: whole_minutes(start), end: whole_minutes(start + 90) };
    (start < 23 * 60).then_some(session)
}

fn minutes_of(time: NaiveTime) -> u32 {
    time.hour() * 60 + time.minute()
}

/// The last minute of a day is its end.
fn whole_minutes(minutes: u32) -> NaiveTime {
    let minutes = minutes.min(24 * 60 - 1);
    NaiveTime::MIN + TimeDelta::minutes(minutes.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use visits_domain::visit::{ArrivalWindow, Slot, Timing};

    #[test]
    fn at_any_hour_most_of_the_day_can_check_in() {
        for minutes in (0..24 * 60 - 1).step_by(7) {
            let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
            let now = date.and_time(whole_minutes(minutes));
            let around = Around::moment(now);
            let timing = |visit: &Visit| {
                let slot = Slot { date: visit.day, start: visit.start, end: visit.end };
                ArrivalWindow::default().timing(&slot, now)
            };
            for visit in &around.list.open[2..] {
                assert_eq!(timing(visit), Timing::InWindow, "{now}");
                assert!(visit.start < visit.end, "{now}");
            }
            assert!(around.late.iter().all(|visit| timing(visit) == Timing::Late), "{now}");
            let early = |visit: &Visit| matches!(timing(visit), Timing::Early(_));
            assert!(around.early.iter().all(early), "{now}");
        }
    }
}
