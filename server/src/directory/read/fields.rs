//! What a row says of a service, field by field: what can be used, and by name what cannot.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;
use visits_domain::event::Both;
use visits_domain::help::{Hours, Nation, Phone, Place, Point};
use visits_domain::phone;

use super::rows::Found;
use super::values::{email, number, objects, says, text, web};
use super::{Rules, times};
use crate::directory::entry::{Fields, Going};
use crate::directory::plain;
use crate::directory::taxonomy::Term;

type Object = Map<String, Value>;

/// Telephones, places and hours of one service: more than that is a mistake of the feed.
const MOST: usize = 20;
/// Words beside a number are this long at most; what is longer explains something else.
const PHONE_WORDS: usize = 80;
/// Nobody is older.
const OLDEST: f64 = 120.0;
/// Texts of the standard that are kept to be served again.
const EXTRA: [&str; 6] = [
    "accreditations",
    "alternate_name",
    "application_process",
    "interpretation_services",
    "licenses",
    "wait_time",
];

/// What is said so far.
#[derive(Default)]
pub struct Said {
    fields: Fields,
    /// By name, what could not be used.
    pub left_out: Vec<String>,
}

impl Said {
    /// Nothing that is empty is said.
    fn put(&mut self, field: &str, value: impl Serialize) {
        let value = serde_json::to_value(value).unwrap_or_default();
        let is_empty = match &value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(values) => values.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.fields.insert(field.to_owned(), value);
        }
    }

    fn leave_out(&mut self, field: &str) {
        if !self.left_out.iter().any(|known| known == field) {
            self.left_out.push(field.to_owned());
        }
    }

    /// A value of a row; its name is noted where something is said and cannot be used.
    fn usable<T>(&mut self, row: &Object, name: &str, read: Option<T>) -> Option<T> {
        if read.is_none() && says(row, name) {
            self.leave_out(name);
        }
        read
    }
}

/// What a row says.
pub fn of(found: &Found, rules: Rules<'_>) -> Fields {
    let service = &found.service;
    let mut said = Said::default();
    said.put("name_en", text(service, "name").map(|name| plain::line(&name)));
    said.put("organization", &found.organization.name);
    let words = text(service, "description");
    let words = said.usable(service, "description", words);
    said.put("words_en", words.map(|words| plain::words(&words)));
    let eligibility = text(service, "eligibility_description");
    said.put("eligibility_en", eligibility.map(|words| plain::words(&words)));
    let alert = text(service, "alert");
    said.put("alert", alert.map(|alert| plain::words(&alert)));
    going(&mut said, service);
    reached(&mut said, found);
    opens(&mut said, found, rules);
    costs(&mut said, service, rules);
    ages(&mut said, service);
    assured(&mut said, service, rules);
    let languages: Vec<String> = objects(service, "languages").filter_map(language).collect();
    said.put("languages", once(languages));
    said.put("nations", once(nations(service)));
    terms(&mut said, service, rules);
    let places = places(&mut said, found);
    said.put("places", places);
    let extra = EXTRA.iter().filter_map(|name| {
        let words = plain::words(&text(service, name)?);
        (!words.is_empty()).then(|| ((*name).to_owned(), words))
    });
    said.put("extra", extra.collect::<BTreeMap<_, _>>());
    let left_out = std::mem::take(&mut said.left_out);
    said.put("left_out", left_out);
    said.fields
}

fn once<T: PartialEq>(values: Vec<T>) -> Vec<T> {
    let mut kept = Vec::with_capacity(values.len().min(MOST));
    for value in values {
        if kept.len() < MOST && !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

fn going(said: &mut Said, service: &Object) {
    let going = text(service, "status").and_then(|status| Going::parse(&status));
    match said.usable(service, "status", going) {
        None | Some(Going::Active) => {}
        Some(going) => said.put("going", going),
    }
}

/// Telephones, e-mail, page. Those of the service come first; those of its organization only where
/// it has none. People's own addresses are passed over.
fn reached(said: &mut Said, found: &Found) {
    let (service, organization) = (&found.service, &found.organization);
    let places: Vec<&Object> =
        found.at.iter().chain(objects(service, "service_at_locations")).collect();
    let around: Vec<&Object> = std::iter::once(service)
        .chain(objects(service, "contacts"))
        .chain(places.iter().copied())
        .chain(places.iter().flat_map(|place| objects(place, "contacts")))
        .collect();
    let mut phones = phones(said, &around);
    if phones.is_empty() {
        phones.clone_from(&organization.phones);
        organization.left_out.iter().for_each(|field| said.leave_out(field));
    }
    said.put("phones", phones);
    let own = text(service, "email").and_then(|text| email(&text));
    let own = said.usable(service, "email", own);
    said.put("email", own.or_else(|| organization.email.clone()));
    let own = text(service, "url").and_then(|text| web(&text));
    let own = said.usable(service, "url", own);
    said.put("web", own.or_else(|| organization.web.clone()));
}

/// The telephones of rows, each once.
pub fn phones(said: &mut Said, rows: &[&Object]) -> Vec<Phone> {
    let mut phones: Vec<Phone> = Vec::new();
    for row in rows.iter().flat_map(|row| objects(row, "phones")) {
        let number = text(row, "number").and_then(|text| phone::grouped(&text));
        let Some(number) = said.usable(row, "number", number) else { continue };
        if phones.len() == MOST || phones.iter().any(|known| known.number == number) {
            continue;
        }
        let words = text(row, "description").map(|words| plain::line(&words)).unwrap_or_default();
        let words = if words.chars().count() > PHONE_WORDS { String::new() } else { words };
        phones.push(Phone { number, words: Both { en: words, cy: String::new() } });
    }
    phones
}

fn opens(said: &mut Said, found: &Found, rules: Rules<'_>) {
    let places = found.at.iter().chain(objects(&found.service, "service_at_locations"));
    let all = std::iter::once(&found.service).chain(places);
    let schedules: Vec<&Object> = all
        .flat_map(|row| objects(row, "schedules"))
        .filter(|schedule| times::holds_on(schedule, rules.today))
        .collect();
    let hours: Vec<Hours> = schedules.iter().filter_map(|one| times::hours(one)).collect();
    said.put("hours", once(hours));
    let words = schedules.iter().filter_map(|one| text(one, "description"));
    let words = once(words.map(|words| plain::line(&words)).filter(|w| !w.is_empty()).collect());
    said.put("hours_en", plain::words(&words.join("\n")));
}

fn costs(said: &mut Said, service: &Object, rules: Rules<'_>) {
    let options = objects(service, "cost_options").filter(|one| times::holds_on(one, rules.today));
    let lines: Vec<String> = options.filter_map(cost).collect();
    let fees = || text(service, "fees_description").or_else(|| text(service, "fees"));
    let words = if lines.is_empty() { fees().unwrap_or_default() } else { lines.join("\n") };
    said.put("costs_en", plain::words(&words));
}

/// `Under 18s: £35 per 1 hour session`
fn cost(option: &Object) -> Option<String> {
    let amount = number(option, "amount").map(|amount| match text(option, "currency") {
        Some(other) if !other.eq_ignore_ascii_case("gbp") => format!("{amount} {other}"),
        _ if amount.fract().abs() < f64::EPSILON => format!("£{amount:.0}"),
        _ => format!("£{amount:.2}"),
    });
    let parts = [amount, text(option, "amount_description")];
    let price = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parts = [text(option, "option").unwrap_or_default(), price];
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|p| !p.is_empty()).collect();
    (!parts.is_empty()).then(|| plain::line(&parts.join(": ")))
}

fn ages(said: &mut Said, service: &Object) {
    let mut age = |name: &str| {
        let years = number(service, name).filter(|years| (0.0..=OLDEST).contains(years));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 120")]
        let years = said.usable(service, name, years.map(|years| years as u8));
        years
    };
    let (least, most) = (age("minimum_age"), age("maximum_age"));
    if least.zip(most).is_some_and(|(least, most)| least > most) {
        said.leave_out("minimum_age");
        said.leave_out("maximum_age");
        return;
    }
    said.put("minimum_age", least);
    said.put("maximum_age", most);
}

fn assured(said: &mut Said, service: &Object, rules: Rules<'_>) {
    let day = text(service, "assured_date").and_then(|text| times::day(&text));
    let day = said.usable(service, "assured_date", day.filter(|day| *day <= rules.today));
    said.put("feed_assured", day);
    let assurer = text(service, "assurer_email").and_then(|text| email(&text));
    let assurer = said.usable(service, "assurer_email", assurer);
    said.put("feed_assurer", assurer);
}

/// The names that are met, and their codes (ISO 639-1).
const LANGUAGES: [(&str, &str); 12] = [
    ("english", "en"),
    ("welsh", "cy"),
    ("cymraeg", "cy"),
    ("polish", "pl"),
    ("romanian", "ro"),
    ("urdu", "ur"),
    ("arabic", "ar"),
    ("punjabi", "pa"),
    ("bengali", "bn"),
    ("gujarati", "gu"),
    ("somali", "so"),
    ("british sign language", "bfi"),
];

fn language(row: &Object) -> Option<String> {
    let code = text(row, "code").or_else(|| text(row, "language")).unwrap_or_default();
    let code = code.trim().to_ascii_lowercase();
    if (2..=3).contains(&code.len()) && code.chars().all(|c| c.is_ascii_lowercase()) {
        return Some(code);
    }
    let name = text(row, "name").or_else(|| text(row, "language"))?.trim().to_lowercase();
    LANGUAGES.iter().find(|(known, _)| *known == name).map(|(_, code)| (*code).to_owned())
}

/// Where an area says it in so many words.
fn nations(service: &Object) -> Vec<Nation> {
    let names = objects(service, "service_areas").flat_map(|area| {
        ["name", "service_area", "extent"].into_iter().filter_map(|name| text(area, name))
    });
    names
        .flat_map(|name| match name.trim().to_lowercase().as_str() {
            "united kingdom" | "uk" => Nation::ALL.to_vec(),
            "great britain" => vec![Nation::England, Nation::Wales, Nation::Scotland],
            "england and wales" => vec![Nation::England, Nation::Wales],
            "cymru" => vec![Nation::Wales],
            other => Nation::ALL
                .iter()
                .filter(|nation| nation.title().en.to_lowercase() == other)
                .copied()
                .collect(),
        })
        .collect()
}

fn terms(said: &mut Said, service: &Object, rules: Rules<'_>) {
    let (mut needs, mut stages) = (Vec::new(), Vec::new());
    for attribute in objects(service, "attributes") {
        let own = text(attribute, "taxonomy_term_id");
        let term = attribute.get("taxonomy_term").and_then(Value::as_object);
        let id = term.and_then(|term| text(term, "id")).or(own);
        let id = id.and_then(|id| Uuid::try_parse(&id).ok());
        match id.and_then(|id| rules.taxonomy.term(id)) {
            Some(Term::Need(need)) => needs.push(need),
            Some(Term::Stage(stage)) => stages.push(stage),
            None => {}
        }
    }
    said.put("needs", once(needs));
    said.put("stages", once(stages));
}

fn places(said: &mut Said, found: &Found) -> Vec<Place> {
    let around = found.at.iter().chain(objects(&found.service, "service_at_locations"));
    let locations =
        around.flat_map(|at| objects(at, "location")).chain(objects(&found.service, "locations"));
    let places: Vec<Place> = locations.filter_map(|location| place(said, location)).collect();
    once(places)
}

fn place(said: &mut Said, location: &Object) -> Option<Place> {
    let address = objects(location, "addresses")
        .chain(objects(location, "physical_addresses"))
        .chain(objects(location, "address"))
        .map(address)
        .find(|address| !address.is_empty());
    let name = || text(location, "name").map(|name| plain::line(&name)).unwrap_or_default();
    let at = number(location, "latitude").zip(number(location, "longitude"));
    // Nobody is helped in the Gulf of Guinea.
    let at = at.filter(|(north, east)| north.abs() > 0.01 || east.abs() > 0.01);
    let point = at.and_then(|(north, east)| Point::from_degrees(north, east));
    let point = said.usable(location, "latitude", point);
    let address = address.unwrap_or_else(name);
    (!address.is_empty()).then_some(Place { address, point })
}

/// On one line. Whoever it is for the attention of is a person, and left out.
fn address(row: &Object) -> String {
    let names = ["address_1", "address_2", "city", "region", "state_province", "postal_code"];
    let parts = names.iter().filter_map(|name| text(row, name)).map(|part| plain::line(&part));
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    plain::line(&once(parts).join(", "))
}

/// Whether two rows with one id are one service.
pub fn is_the_same(first: &Fields, other: &Fields) -> bool {
    let name = |said: &Fields| {
        said.get("name_en").and_then(Value::as_str).unwrap_or_default().to_lowercase()
    };
    name(first) == name(other)
}

/// Adds what a later row of the same service knows besides.
pub fn add(first: &mut Fields, other: Fields) {
    for (field, value) in other {
        match (first.get_mut(&field), value) {
            (Some(Value::Array(known)), Value::Array(more)) => {
                for one in more {
                    if known.len() < MOST && !known.contains(&one) {
                        known.push(one);
                    }
                }
            }
            (Some(_), _) => {}
            (None, value) => {
                first.insert(field, value);
            }
        }
    }
}
