//! The form of a service: what somebody typed, and a service as it would be typed. Pure.

use std::str::FromStr;

use chrono::{NaiveTime, Weekday};
use visits_domain::arrival::Language;
use visits_domain::event::Both;
use visits_domain::help::{HelpNeed, Hours, Nation, Phone, Place, Point, Segment, Stage};
use visits_domain::phone;

use super::entry::{Entry, Going};
use super::plain;
use super::read::{email, time, web};
use crate::events::typed::Typed;

/// So many telephone numbers are read of a form: as many as a feed may bring.
const PHONES: usize = 20;
/// So many a form has room for at least.
const FEW_PHONES: usize = 4;

/// The texts that are typed as they are.
const TEXTS: [&str; 12] = [
    "name_en",
    "name_cy",
    "organization",
    "words_en",
    "words_cy",
    "eligibility_en",
    "eligibility_cy",
    "hours_en",
    "hours_cy",
    "costs_en",
    "costs_cy",
    "alert",
];

/// What is the matter with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing to call it by.
    Name,
    /// No number of this country.
    Phone,
    /// No address.
    Email,
    /// No page that may be opened.
    Web,
    /// No days and times.
    Hours,
    /// No years, or from more to less.
    Age,
    /// No language's code.
    Language,
    /// A point that is not on the earth.
    Place,
}

/// A field that cannot be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its name.
    pub field: String,
    /// Why.
    pub why: Why,
}

/// Reads the form. What it does not show stays as it was.
pub fn read(typed: &Typed, before: &Entry) -> Result<Entry, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut entry = before.clone();
    for field in TEXTS {
        let text = plain::words(typed.text(field));
        // A name stands on one line.
        let is_line = field.starts_with("name") || field == "organization";
        *text_of(&mut entry, field) = if is_line { plain::line(&text) } else { text };
    }
    let mut fault = |field: &str, why| faults.push(Fault { field: field.to_owned(), why });
    if entry.name_en.is_empty() {
        fault("name_en", Why::Name);
    }
    entry.same_name = typed.has("same_name", "1");
    entry.nations = chosen(typed, "nations", Nation::parse);
    entry.needs = chosen(typed, "needs", HelpNeed::parse);
    entry.any_need = typed.has("any_need", "1");
    entry.stages = chosen(typed, "stages", Stage::parse);
    entry.any_stage = typed.has("any_stage", "1");
    entry.segments = chosen(typed, "segments", Segment::parse);
    entry.women_only = typed.has("women_only", "1");
    entry.takes_requests = typed.has("takes_requests", "1");
    entry.sample = typed.has("sample", "1");
    entry.going = Going::parse(typed.text("going")).unwrap_or(entry.going);
    entry.phones = phones(typed, &mut fault);
    entry.email = checked(typed, "email", email).unwrap_or_else(|| {
        fault("email", Why::Email);
        String::new()
    });
    entry.web = checked(typed, "web", web).unwrap_or_else(|| {
        fault("web", Why::Web);
        String::new()
    });
    entry.hours = lines(typed, "hours", hours).unwrap_or_else(|| {
        fault("hours", Why::Hours);
        Vec::new()
    });
    entry.places = lines(typed, "places", place).unwrap_or_else(|| {
        fault("places", Why::Place);
        Vec::new()
    });
    match languages(typed.text("languages")) {
        Some(languages) => entry.languages = languages,
        None => fault("languages", Why::Language),
    }
    match (age(typed, "minimum_age"), age(typed, "maximum_age")) {
        (Ok(least), Ok(most)) if least.zip(most).is_none_or(|(least, most)| least <= most) => {
            (entry.minimum_age, entry.maximum_age) = (least, most);
        }
        _ => fault("minimum_age", Why::Age),
    }
    if faults.is_empty() { Ok(entry) } else { Err(faults) }
}

fn text_of<'a>(entry: &'a mut Entry, field: &str) -> &'a mut String {
    match field {
        "name_en" => &mut entry.name_en,
        "name_cy" => &mut entry.name_cy,
        "organization" => &mut entry.organization,
        "words_en" => &mut entry.words_en,
        "words_cy" => &mut entry.words_cy,
        "eligibility_en" => &mut entry.eligibility_en,
        "eligibility_cy" => &mut entry.eligibility_cy,
        "hours_en" => &mut entry.hours_en,
        "hours_cy" => &mut entry.hours_cy,
        "costs_en" => &mut entry.costs_en,
        "costs_cy" => &mut entry.costs_cy,
        _ => &mut entry.alert,
    }
}

fn chosen<T>(typed: &Typed, name: &str, parse: fn(&str) -> Option<T>) -> Vec<T> {
    typed.all(name).filter_map(parse).collect()
}

/// Empty where nothing is typed; none where it cannot be read.
fn checked(typed: &Typed, name: &str, read: fn(&str) -> Option<String>) -> Option<String> {
    match typed.text(name) {
        "" => Some(String::new()),
        text => read(text),
    }
}

fn phones(typed: &Typed, fault: &mut impl FnMut(&str, Why)) -> Vec<Phone> {
    let mut phones = Vec::new();
    for n in 1..=PHONES {
        let name = format!("phone_{n}");
        let number = typed.text(&name);
        if number.is_empty() {
            continue;
        }
        match phone::grouped(number) {
            Some(number) => phones.push(Phone {
                number,
                words: Both {
                    en: plain::line(typed.text(&format!("{name}_en"))),
                    cy: plain::line(typed.text(&format!("{name}_cy"))),
                },
            }),
            None => fault(&name, Why::Phone),
        }
    }
    phones
}

/// The telephones of a form: all that are in it, and room for another.
pub fn phone_rows(typed: &Typed) -> std::ops::RangeInclusive<usize> {
    let last = (1..=PHONES).rev().find(|n| !typed.text(&format!("phone_{n}")).is_empty());
    1..=(last.unwrap_or(0) + 1).clamp(FEW_PHONES, PHONES)
}

/// None: a line that cannot be read.
fn lines<T>(typed: &Typed, name: &str, read: fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let lines = typed.text(name).lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(read).collect()
}

/// The days of the week as they are typed, Monday first.
fn days(language: Language) -> [&'static str; 7] {
    match language {
        Language::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        Language::Cy => ["Llun", "Maw", "Mer", "Iau", "Gwe", "Sad", "Sul"],
    }
}

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn day(text: &str) -> Option<Weekday> {
    let place = |language| days(language).iter().position(|day| day.eq_ignore_ascii_case(text));
    let place = place(Language::En).or_else(|| place(Language::Cy))?;
    WEEK.get(place).copied()
}

/// `Mon Tue Wed 09:00-17:00`
fn hours(line: &str) -> Option<Hours> {
    let (days, times) = line.rsplit_once(char::is_whitespace)?;
    let (opens, closes) = times.split_once(['-', '–'])?;
    let days: Vec<Weekday> =
        days.split([' ', ',']).filter(|day| !day.is_empty()).map(day).collect::<Option<_>>()?;
    Some(Hours { days, opens: time(opens)?, closes: time(closes)? })
}

/// `1 High Street, Leeds LS1 1AA | 53.8, -1.5`
fn place(line: &str) -> Option<Place> {
    let (address, at) = line.rsplit_once('|').map_or((line, None), |(a, at)| (a, Some(at)));
    let address = plain::line(address);
    let point = match at.filter(|at| !at.trim().is_empty()) {
        None => None,
        Some(at) => {
            let (north, east) = at.split_once(',')?;
            let degrees = |text: &str| text.trim().parse::<f64>().ok();
            Some(Point::from_degrees(degrees(north)?, degrees(east)?)?)
        }
    };
    (!address.is_empty()).then_some(Place { address, point })
}

fn languages(text: &str) -> Option<Vec<String>> {
    let codes = text.split([',', ' ']).filter(|code| !code.is_empty());
    codes
        .map(|code| {
            let code = code.to_ascii_lowercase();
            let whole =
                (2..=3).contains(&code.len()) && code.chars().all(|c| c.is_ascii_lowercase());
            whole.then_some(code)
        })
        .collect()
}

fn age(typed: &Typed, name: &str) -> Result<Option<u8>, ()> {
    match typed.text(name) {
        "" => Ok(None),
        text => u8::from_str(text).ok().filter(|age| *age <= 120).map(Some).ok_or(()),
    }
}

/// A service as it would be typed.
pub fn of(entry: &Entry, language: Language) -> Typed {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut copy = entry.clone();
    for field in TEXTS {
        fields.push((field.to_owned(), std::mem::take(text_of(&mut copy, field))));
    }
    let mut put = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    entry.nations.iter().for_each(|one| put("nations", one.as_str()));
    entry.needs.iter().for_each(|one| put("needs", one.as_str()));
    entry.stages.iter().for_each(|one| put("stages", one.as_str()));
    entry.segments.iter().for_each(|one| put("segments", one.as_str()));
    for (name, is) in [
        ("same_name", entry.same_name),
        ("any_need", entry.any_need),
        ("any_stage", entry.any_stage),
        ("women_only", entry.women_only),
        ("takes_requests", entry.takes_requests),
        ("sample", entry.sample),
    ] {
        if is {
            put(name, "1");
        }
    }
    for (n, phone) in (1..=PHONES).zip(&entry.phones) {
        put(&format!("phone_{n}"), &phone.number);
        put(&format!("phone_{n}_en"), &phone.words.en);
        put(&format!("phone_{n}_cy"), &phone.words.cy);
    }
    let age = |age: Option<u8>| age.map(|age| age.to_string()).unwrap_or_default();
    put("email", &entry.email);
    put("web", &entry.web);
    put("hours", &joined(&entry.hours, |one| hours_line(one, language)));
    put("places", &joined(&entry.places, place_line));
    put("languages", &entry.languages.join(", "));
    put("minimum_age", &age(entry.minimum_age));
    put("maximum_age", &age(entry.maximum_age));
    put("going", entry.going.as_str());
    fields.into_iter().collect()
}

fn joined<T>(values: &[T], line: impl Fn(&T) -> String) -> String {
    values.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// `Mon Tue Wed 09:00-17:00`
pub fn hours_line(hours: &Hours, language: Language) -> String {
    let named = hours.days.iter().map(|day| {
        days(language).get(day.num_days_from_monday() as usize).copied().unwrap_or_default()
    });
    let time = |time: NaiveTime| time.format("%H:%M").to_string();
    let named = named.collect::<Vec<_>>().join(" ");
    format!("{named} {}-{}", time(hours.opens), time(hours.closes))
}

fn place_line(place: &Place) -> String {
    let degrees = |micro: i32| format!("{:.6}", f64::from(micro) / 1e6);
    match place.point {
        // What stands behind the last bar is the point: here there is none.
        None if place.address.contains('|') => format!("{} |", place.address),
        None => place.address.clone(),
        Some(at) => {
            format!("{} | {}, {}", place.address, degrees(at.latitude), degrees(at.longitude))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole() -> Entry {
        Entry {
            name_en: "Advice".to_owned(),
            name_cy: "Cyngor".to_owned(),
            words_en: "One.\nTwo.".to_owned(),
            nations: vec![Nation::Wales],
            needs: vec![HelpNeed::Money],
            any_stage: true,
            phones: vec![Phone {
                number: "0808 808 2003".to_owned(),
                words: Both { en: "free".to_owned(), cy: "am ddim".to_owned() },
            }],
            web: "https://advice.example".to_owned(),
            hours: vec![hours("Mon Fri 09:00-17:00").expect("hours")],
            places: ["1 High Street | 51.48, -3.18", "Unit 4 | Mill Lane |", "A | B | 51, -3"]
                .iter()
                .map(|line| place(line).expect("a place"))
                .collect(),
            languages: vec!["en".to_owned(), "cy".to_owned()],
            minimum_age: Some(5),
            women_only: true,
            evidence: "a page".to_owned(),
            ..Entry::default()
        }
    }

    #[test]
    fn a_service_as_it_is_typed_is_read_as_it_was_in_both_languages() {
        for language in [Language::En, Language::Cy] {
            assert_eq!(read(&of(&whole(), language), &whole()), Ok(whole()), "{language:?}");
        }
    }

    #[test]
    fn each_field_that_cannot_be_read_is_named() {
        for (field, value, why) in [
            ("phone_1", "12345", Why::Phone),
            ("email", "no address", Why::Email),
            ("web", "javascript:alert(1)", Why::Web),
            ("hours", "someday 9-5", Why::Hours),
            ("places", "nowhere | 100, 100", Why::Place),
            ("languages", "english", Why::Language),
            ("maximum_age", "3", Why::Age),
            ("name_en", "<b></b>", Why::Name),
        ] {
            let mut typed = of(&whole(), Language::En);
            typed.set(field, value);
            let faults = read(&typed, &whole()).expect_err("a fault");
            assert_eq!(faults.iter().map(|fault| fault.why).collect::<Vec<_>>(), [why], "{field}");
        }
    }
}
