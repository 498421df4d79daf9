//! The directory as the standard has it: what is published, and nothing else. What is empty is left
//! out, and nothing is ever null.

use serde_json::{Map, Value, json};
use visits_domain::arrival::Language;
use visits_domain::help::{Hours, Nation, Place, Service};

use super::Kept;
use super::publish::Publishable;
use super::read::derived;
use super::taxonomy::{List, Term};
use crate::clock::moment;

/// A service that families see, and what the standard has of it beyond that.
pub struct Open {
    /// As kiosks show it.
    pub service: Service,
    /// As it is stored.
    kept: Kept,
}

impl Open {
    /// None: it is not published, or not whole.
    pub fn of(kept: Kept) -> Option<Self> {
        let published = kept.state == super::State::Published;
        let whole =
            Publishable::try_from((kept.service, &kept.entry)).ok().filter(|_| published)?;
        Some(Self { service: whole.into_service(), kept })
    }

    /// All of it.
    pub fn whole(&self) -> Value {
        let mut fields = self.alone();
        let places = (0..self.service.places.len()).map(|n| self.place(n)).collect();
        put(&mut fields, "service_at_locations", Value::Array(places));
        Value::Object(fields)
    }

    /// How many places it has.
    pub fn places(&self) -> usize {
        self.service.places.len()
    }

    /// The id of one of its places.
    pub fn place_id(&self, n: usize) -> String {
        self.id("service-at-location", n)
    }

    /// One of its places, with the service in it.
    pub fn at_location(&self, n: usize) -> Value {
        let mut at = self.place(n);
        at["service"] = Value::Object(self.alone());
        at
    }

    fn id(&self, what: &str, n: impl std::fmt::Display) -> String {
        derived(what, &[&self.service.service.to_string(), &n.to_string()]).to_string()
    }

    /// The service without its places.
    fn alone(&self) -> Map<String, Value> {
        let (service, entry) = (&self.service, &self.kept.entry);
        let mut fields = Map::new();
        put(&mut fields, "id", json!(service.service.to_string()));
        put(&mut fields, "name", json!(service.name.en));
        put(&mut fields, "description", json!(service.words.en));
        put(&mut fields, "status", json!(entry.going.as_str()));
        put(&mut fields, "url", json!(entry.web));
        put(&mut fields, "email", json!(service.email));
        put(&mut fields, "eligibility_description", json!(service.eligibility.en));
        put(&mut fields, "minimum_age", json!(service.minimum_age));
        put(&mut fields, "maximum_age", json!(service.maximum_age));
        // Who made sure of it is an account here, and nobody to write to: there is no `assurer_email`.
        put(&mut fields, "assured_date", json!(service.checked.to_string()));
        let modified = moment(self.kept.changed);
        let modified = modified.to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        put(&mut fields, "last_modified", json!(modified));
        for (name, text) in &entry.extra {
            put(&mut fields, name, json!(text));
        }
        put(&mut fields, "organization", self.organization());
        put(&mut fields, "phones", self.phones());
        put(&mut fields, "schedules", self.schedules());
        put(&mut fields, "service_areas", self.areas());
        put(&mut fields, "languages", self.languages());
        put(&mut fields, "cost_options", self.costs());
        put(&mut fields, "attributes", self.attributes());
        put(&mut fields, "translations", self.translations());
        fields
    }

    fn organization(&self) -> Value {
        let name = &self.service.organization;
        json!({
            "id": derived("organization", &[name]).to_string(),
            "name": name,
            // The standard wants one, and nobody has described it.
            "description": name,
        })
    }

    fn phones(&self) -> Value {
        let one = |(n, phone): (usize, &visits_domain::help::Phone)| {
            let mut fields = Map::new();
            put(&mut fields, "id", json!(self.id("phone", n)));
            put(&mut fields, "number", json!(phone.number));
            put(&mut fields, "description", json!(phone.words.en));
            Value::Object(fields)
        };
        self.service.phones.iter().enumerate().map(one).collect()
    }

    fn schedules(&self) -> Value {
        let one = |(n, hours): (usize, &Hours)| {
            json!({
                "id": self.id("schedule", n),
                "freq": "WEEKLY",
                "interval": 1,
                "byday": days(hours).join(","),
                "opens_at": hours.opens.format("%H:%M").to_string(),
                "closes_at": hours.closes.format("%H:%M").to_string(),
            })
        };
        let mut all: Vec<Value> = self.service.hours.iter().enumerate().map(one).collect();
        if !self.service.hours_words.en.is_empty() {
            let id = self.id("schedule", "words");
            all.push(json!({ "id": id, "description": self.service.hours_words.en }));
        }
        Value::Array(all)
    }

    fn areas(&self) -> Value {
        let one = |nation: &Nation| {
            let name = nation.title().en;
            json!({ "id": self.id("area", nation.as_str()), "name": name, "service_area": name })
        };
        self.service.nations.iter().map(one).collect()
    }

    fn languages(&self) -> Value {
        let one = |code: &String| {
            let mut fields = Map::new();
            put(&mut fields, "id", json!(self.id("language", code)));
            let name = LANGUAGES.iter().find(|(known, _)| known == code).map(|(_, name)| *name);
            put(&mut fields, "name", json!(name.unwrap_or(code)));
            put(&mut fields, "code", json!(code));
            Value::Object(fields)
        };
        self.service.languages.iter().map(one).collect()
    }

    fn costs(&self) -> Value {
        let lines = self.service.costs.en.lines().enumerate();
        lines.map(|(n, line)| json!({ "id": self.id("cost", n), "option": line })).collect()
    }

    /// Our needs and stages.
    pub fn terms(&self) -> Vec<Term> {
        let needs = self.service.needs.iter().copied().map(Term::Need);
        needs.chain(self.service.stages.iter().copied().map(Term::Stage)).collect()
    }

    fn attributes(&self) -> Value {
        let one = |term: &Term| {
            json!({
                "id": self.id("attribute", term.id()),
                "link_type": term.list().name(),
                "taxonomy_term": self::term(*term),
            })
        };
        self.terms().iter().map(one).collect()
    }

    /// English and Welsh are equals; the standard has one language.
    fn translations(&self) -> Value {
        let service = &self.service;
        let mut welsh = Map::new();
        put(&mut welsh, "language", json!(Language::Cy.code()));
        put(&mut welsh, "name", json!(service.name.cy));
        put(&mut welsh, "description", json!(service.words.cy));
        put(&mut welsh, "eligibility_description", json!(service.eligibility.cy));
        put(&mut welsh, "schedule", json!(service.hours_words.cy));
        put(&mut welsh, "cost_options", json!(service.costs.cy));
        json!([welsh])
    }

    fn place(&self, n: usize) -> Value {
        let mut location = Map::new();
        put(&mut location, "id", json!(self.id("location", n)));
        put(&mut location, "location_type", json!("physical"));
        if let Some(place) = self.service.places.get(n) {
            put(&mut location, "name", json!(place.address));
            let degrees = |micro: i32| f64::from(micro) / 1e6;
            put(&mut location, "latitude", json!(place.point.map(|at| degrees(at.latitude))));
            put(&mut location, "longitude", json!(place.point.map(|at| degrees(at.longitude))));
            put(&mut location, "addresses", self.addresses(n, place));
        }
        json!({ "id": self.place_id(n), "location": location })
    }

    /// The standard wants town and postcode of their own; where the line does not end in a postcode
    /// it is the name of the place alone.
    fn addresses(&self, n: usize, place: &Place) -> Value {
        let Some((rest, postcode)) = postcode(&place.address) else { return Value::Null };
        let mut parts: Vec<&str> =
            rest.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
        let Some(city) = parts.pop() else { return Value::Null };
        let street = if parts.is_empty() { city.to_owned() } else { parts.join(", ") };
        let nation = match self.service.nations.as_slice() {
            [one] => one.title().en,
            _ => "United Kingdom",
        };
        json!([{
            "id": self.id("address", n),
            "address_1": street,
            "city": city,
            "state_province": nation,
            "postal_code": postcode,
            "country": "GB",
            "address_type": "physical",
        }])
    }
}

/// The names of languages that services help in most.
const LANGUAGES: [(&str, &str); 10] = [
    ("en", "English"),
    ("cy", "Welsh"),
    ("pl", "Polish"),
    ("ro", "Romanian"),
    ("ur", "Urdu"),
    ("ar", "Arabic"),
    ("pa", "Punjabi"),
    ("bn", "Bengali"),
    ("so", "Somali"),
    ("bfi", "British Sign Language"),
];

/// What is empty is left out.
fn put(fields: &mut Map<String, Value>, name: &str, value: Value) {
    let is_empty = match &value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        _ => false,
    };
    if !is_empty {
        fields.insert(name.to_owned(), value);
    }
}

/// `MO`, `TU`
pub fn days(hours: &Hours) -> Vec<String> {
    let two = |day: &chrono::Weekday| day.to_string().chars().take(2).collect::<String>();
    hours.days.iter().map(|day| two(day).to_ascii_uppercase()).collect()
}

/// What stands before a postcode at the end, and the postcode.
fn postcode(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    let inward = line.rfind(' ')?;
    let outward = line[..inward].rfind([' ', ',']).map_or(0, |at| at + 1);
    let (first, last) = (&line[outward..inward], &line[inward + 1..]);
    let is_letter = |c: char| c.is_ascii_uppercase();
    let whole = (2..=4).contains(&first.len())
        && first.starts_with(is_letter)
        && first.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && first.contains(|c: char| c.is_ascii_digit())
        && last.len() == 3
        && last.starts_with(|c: char| c.is_ascii_digit())
        && last.chars().skip(1).all(is_letter);
    whole.then(|| (line[..outward].trim_end_matches([' ', ',']), &line[outward..]))
}

/// A need or a stage.
pub fn term(term: Term) -> Value {
    let title = term.title();
    json!({
        "id": term.id().to_string(),
        "name": title.en,
        "description": format!("{} / {}", title.en, title.cy),
        "taxonomy": term.list().name(),
        "term": term.word(),
    })
}

/// Needs, or stages; with its terms or without.
pub fn taxonomy(list: List, with_terms: bool) -> Value {
    let mut fields = Map::new();
    put(&mut fields, "id", json!(list.id().to_string()));
    put(&mut fields, "name", json!(list.name()));
    put(&mut fields, "description", json!(list.description()));
    put(&mut fields, "version", json!("1"));
    if with_terms {
        put(&mut fields, "taxonomy_terms", list.terms().into_iter().map(term).collect());
    }
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_ends_in_a_postcode_is_divided() {
        assert_eq!(
            postcode("1 High Street, Leeds LS1 1AA"),
            Some(("1 High Street, Leeds", "LS1 1AA"))
        );
        assert_eq!(postcode("Leeds, LS1 1AA"), Some(("Leeds", "LS1 1AA")));
        assert_eq!(postcode("1 High Street, MyCity, ABC 1234"), None);
        assert_eq!(postcode("Room 1"), None);
        assert_eq!(postcode("é 1AA"), None);
    }
}
