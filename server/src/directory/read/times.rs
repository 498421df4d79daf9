//! When a service is open, as far as a feed says it in a way that can be calculated with.

use chrono::{NaiveDate, NaiveTime, Weekday};
use serde_json::{Map, Value};
use visits_domain::help::Hours;

use super::values::{number, text};

/// A day, alone or with a time behind it.
pub fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim().get(..10)?, "%Y-%m-%d").ok()
}

/// What a row says of the time in which it holds does not speak against this day.
pub fn holds_on(row: &Map<String, Value>, today: NaiveDate) -> bool {
    let at = |name: &str| text(row, name).and_then(|text| day(&text));
    at("valid_from").is_none_or(|from| from <= today)
        && at("valid_to").is_none_or(|to| today <= to)
        && at("until").is_none_or(|until| today <= until)
}

/// The hours of a schedule that is the same every week.
pub fn hours(schedule: &Map<String, Value>) -> Option<Hours> {
    let is_weekly = text(schedule, "freq").is_none_or(|freq| freq.eq_ignore_ascii_case("weekly"));
    let each_week = number(schedule, "interval").is_none_or(|interval| interval <= 1.0);
    let days = days(&text(schedule, "byday")?)?;
    let (opens, closes) =
        (time(&text(schedule, "opens_at")?)?, time(&text(schedule, "closes_at")?)?);
    (is_weekly && each_week).then_some(Hours { days, opens, closes })
}

fn days(text: &str) -> Option<Vec<Weekday>> {
    let mut days: Vec<Weekday> = Vec::new();
    for part in text.split([',', ' ', ';']).filter(|part| !part.is_empty()) {
        let day = match part.to_ascii_uppercase().as_str() {
            "MO" | "MON" | "MONDAY" => Weekday::Mon,
            "TU" | "TUE" | "TUESDAY" => Weekday::Tue,
            "WE" | "WED" | "WEDNESDAY" => Weekday::Wed,
            "TH" | "THU" | "THURSDAY" => Weekday::Thu,
            "FR" | "FRI" | "FRIDAY" => Weekday::Fri,
            "SA" | "SAT" | "SATURDAY" => Weekday::Sat,
            "SU" | "SUN" | "SUNDAY" => Weekday::Sun,
            // The first Monday of a month, say.
            _ => return None,
        };
        if !days.contains(&day) {
            days.push(day);
        }
    }
    days.sort_by_key(Weekday::num_days_from_monday);
    (!days.is_empty()).then_some(days)
}

/// `10:00`, `10:00:00`, `10:00Z`.
pub fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().trim_end_matches(['Z', 'z']);
    let text = text.split(['+', '.']).next()?;
    if text == "24:00" || text == "24:00:00" {
        return NaiveTime::from_hms_opt(0, 0, 0);
    }
    let formats = ["%H:%M:%S", "%H:%M"];
    formats.iter().find_map(|format| NaiveTime::parse_from_str(text, format).ok())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn weekly_hours_are_read_and_others_are_not() {
        let read = |value: Value| hours(value.as_object().expect("an object"));
        let weekly = json!({ "freq": "WEEKLY", "interval": 1, "byday": "FR,TH",
            "opens_at": "10:00", "closes_at": "18:00:00" });
        let found = read(weekly).expect("hours");
        assert_eq!(found.days, [Weekday::Thu, Weekday::Fri]);
        assert_eq!(found.opens.to_string(), "10:00:00");
        for other in [
            json!({ "freq": "MONTHLY", "byday": "TH", "opens_at": "10:00", "closes_at": "11:00" }),
            json!({ "interval": "2", "byday": "TH", "opens_at": "10:00", "closes_at": "11:00" }),
            json!({ "byday": "1MO", "opens_at": "10:00", "closes_at": "11:00" }),
            json!({ "byday": "MO", "opens_at": "ten", "closes_at": "11:00" }),
        ] {
            assert_eq!(read(other.clone()), None, "{other}");
        }
    }
}
