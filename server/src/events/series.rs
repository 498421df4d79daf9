//! The same event on later days. Pure.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime};
use visits_domain::event::on_the_clock;

use super::{Lots, Plan};

/// How far apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// The same day of each week.
    Week,
    /// The same day of the week in each month: the second Saturday. The fifth is the last one.
    Month,
}

/// How often at most: half a year of weeks.
pub const MOST: u8 = 26;

impl Every {
    /// As the form sends it.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            _ => None,
        }
    }

    /// The day so many steps after `day`.
    fn after(self, day: NaiveDate, steps: u32) -> Option<NaiveDate> {
        match self {
            Self::Week => day.checked_add_days(Days::new(7 * u64::from(steps))),
            Self::Month => {
                let first = day.with_day(1)?.checked_add_months(chrono::Months::new(steps))?;
                let nth = |n| {
                    NaiveDate::from_weekday_of_month_opt(
                        first.year(),
                        first.month(),
                        day.weekday(),
                        n,
                    )
                };
                let nth_of_its_own = u8::try_from(day.day0() / 7 + 1).unwrap_or(5);
                // Not every month has a fifth.
                nth(nth_of_its_own).or_else(|| nth(4))
            }
        }
    }
}

/// The events that follow: each with a booking window as far before it as the first one's, nothing
/// of it approved, and places of its own. None: one of them would be at a time that the clocks jump
/// over, or beyond the calendar.
pub fn following(plan: &Plan, every: Every, times: u8) -> Option<Vec<Plan>> {
    (1..=u32::from(times)).map(|steps| on(plan, every.after(plan.day, steps)?)).collect()
}

fn on(plan: &Plan, day: NaiveDate) -> Option<Plan> {
    let later = day - plan.day;
    let moved = |moment: NaiveDateTime| {
        let moment = moment + later;
        // In the one night of the year, what would open at half past one opens an hour later.
        on_the_clock(moment).map_or(moment + chrono::TimeDelta::hours(1), |_| moment)
    };
    for time in [plan.start, plan.end] {
        on_the_clock(day.and_time(time))?;
    }
    let mut next = Plan {
        day,
        books_from: moved(plan.books_from),
        books_until: moved(plan.books_until).min(day.and_time(plan.start)),
        ballot: plan.ballot.map(|lots| Lots { closes: moved(lots.closes), ..lots }),
        prison_approved: false,
        ..plan.clone()
    };
    for pool in &mut next.pools {
        pool.id = None;
    }
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn days(from: &str, every: Every, times: u32) -> Vec<String> {
        (1..=times).filter_map(|n| every.after(day(from), n)).map(|d| d.to_string()).collect()
    }

    #[test]
    fn every_week_is_the_same_day_of_the_week_over_new_year_too() {
        let found = days("2026-12-19", Every::Week, 3);
        assert_eq!(found, ["2026-12-26", "2027-01-02", "2027-01-09"]);
    }

    #[test]
    fn every_month_is_the_same_saturday_of_the_month() {
        let found = days("2026-07-11", Every::Month, 3);
        assert_eq!(found, ["2026-08-08", "2026-09-12", "2026-10-10"]);
    }

    #[test]
    fn a_fifth_saturday_becomes_the_last_one() {
        let found = days("2026-08-29", Every::Month, 4);
        assert_eq!(found, ["2026-09-26", "2026-10-31", "2026-11-28", "2026-12-26"]);
    }
}
