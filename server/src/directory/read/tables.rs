//! Tables side by side, as the standard's tabular form has them.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::ROWS;
use super::values::text;
use crate::import::Unreadable;

type Rows = Vec<Map<String, Value>>;

/// An organization or a place stands beside each of its services: so many bytes of such copies.
/// The largest feed that is known would make a hundredth of it.
const COPIED_BYTES: usize = 64 << 20;
const COPIED: &str = "64 MB";
/// What is read of an organization in a table, and of a place.
const OF_ORGANIZATION: [&str; 5] = ["id", "name", "email", "website", "url"];
const OF_PLACE: [&str; 4] = ["id", "name", "latitude", "longitude"];

/// Each service with its rows of the other tables.
pub fn joined(mut tables: Map<String, Value>) -> Result<Vec<Value>, Unreadable> {
    let mut table = |name: &str| match tables.remove(name) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    };
    let services = table("services.csv");
    if services.len() > ROWS {
        return Err(Unreadable::too_many(ROWS));
    }
    let mut tables = Tables {
        organizations: by(table("organizations.csv"), "id", &OF_ORGANIZATION),
        places: by(table("locations.csv"), "id", &OF_PLACE),
        addresses: by(table("addresses.csv"), "location_id", &[]),
        at: by(table("service_at_location.csv"), "service_id", &[]),
        of_services: ["phones", "schedules", "service_areas", "languages", "cost_options"]
            .map(|name| (name, by(table(&format!("{name}.csv")), "service_id", &[]))),
        copies_left: COPIED_BYTES,
    };
    services.into_iter().map(|service| tables.whole(service)).collect()
}

/// Rows by what they are looked up with.
type By = HashMap<String, Rows>;

/// The rows of a table by one of their fields. Where `kept` names fields, they alone are kept.
fn by(table: Vec<Value>, key: &str, kept: &[&str]) -> By {
    let mut rows = By::new();
    for row in table {
        let Value::Object(mut row) = row else { continue };
        let Some(key) = text(&row, key).filter(|key| !key.is_empty()) else { continue };
        if !kept.is_empty() {
            row.retain(|name, _| kept.contains(&name.as_str()));
        }
        rows.entry(key).or_default().push(row);
    }
    rows
}

struct Tables {
    organizations: By,
    places: By,
    addresses: By,
    at: By,
    of_services: [(&'static str, By); 5],
    copies_left: usize,
}

impl Tables {
    fn whole(&mut self, service: Value) -> Result<Value, Unreadable> {
        let Value::Object(mut service) = service else { return Ok(service) };
        let id = text(&service, "id").unwrap_or_default();
        let organization = text(&service, "organization_id").unwrap_or_default();
        let organization = self.organizations.get(&organization).and_then(|rows| rows.first());
        if let Some(found) = organization.cloned() {
            service.insert("organization".to_owned(), self.copy(found)?);
        }
        // They are this service's alone: a later row with its id has nothing to add to them.
        for (name, rows) in &mut self.of_services {
            service.insert((*name).to_owned(), list(rows.remove(&id).unwrap_or_default()));
        }
        let mut places = Rows::new();
        for at in self.at.remove(&id).unwrap_or_default() {
            let wanted = text(&at, "location_id").unwrap_or_default();
            if let Some(place) = self.place(&wanted)? {
                places.push(Map::from_iter([("location".to_owned(), place)]));
            }
        }
        service.insert("service_at_locations".to_owned(), list(places));
        Ok(Value::Object(service))
    }

    fn place(&mut self, id: &str) -> Result<Option<Value>, Unreadable> {
        let Some(mut place) = self.places.get(id).and_then(|rows| rows.first()).cloned() else {
            return Ok(None);
        };
        // The first that says anything is read.
        let addresses = self.addresses.get(id).cloned().unwrap_or_default();
        place.insert("addresses".to_owned(), list(addresses));
        self.copy(place).map(Some)
    }

    /// Counts what stands beside a service and stays in its table for the next one.
    fn copy(&mut self, row: Map<String, Value>) -> Result<Value, Unreadable> {
        let row = Value::Object(row);
        let left = self.copies_left.checked_sub(size(&row));
        self.copies_left = left.ok_or_else(|| Unreadable::joined_too_large(COPIED))?;
        Ok(row)
    }
}

fn list(rows: Rows) -> Value {
    Value::Array(rows.into_iter().map(Value::Object).collect())
}

/// About how many bytes a value takes.
fn size(value: &Value) -> usize {
    size_of::<Value>()
        + match value {
            Value::String(text) => text.len(),
            Value::Array(values) => values.iter().map(size).sum(),
            Value::Object(fields) => {
                fields.iter().map(|(name, value)| name.len() + size(value)).sum()
            }
            _ => 0,
        }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(tables: Value) -> Result<Vec<Value>, Unreadable> {
        let Value::Object(tables) = tables else { panic!("tables") };
        joined(tables)
    }

    #[test]
    fn each_service_has_its_rows_of_the_other_tables() {
        let rows = of(json!({
            "services.csv": [{ "id": 1, "organization_id": "a" }, { "id": 2, "organization_id": "a" }],
            "organizations.csv": [{ "id": "a", "name": "Advice", "description": "long" }],
            "phones.csv": [{ "service_id": "2", "number": "x" }, { "service_id": "", "number": "y" }],
            "locations.csv": [{ "id": "l", "name": "The mill" }],
            "addresses.csv": [{ "location_id": "l", "city": "Leeds" }],
            "service_at_location.csv": [
                { "service_id": 1, "location_id": "l" }, { "service_id": 2, "location_id": "l" },
                { "service_id": 2, "location_id": "elsewhere" },
            ],
        }));
        let rows = rows.expect("rows");
        for row in &rows {
            assert_eq!(row["organization"], json!({ "id": "a", "name": "Advice" }));
            let places = row["service_at_locations"].as_array().expect("places");
            assert_eq!(places.len(), 1);
            assert_eq!(places[0]["location"]["addresses"][0]["city"], json!("Leeds"));
        }
        assert_eq!(
            (&rows[0]["phones"], &rows[1]["phones"][0]["number"]),
            (&json!([]), &json!("x"))
        );
    }

    #[test]
    fn tables_that_point_at_one_another_do_not_grow() {
        // As many services as numbers, all with one id.
        let services = vec![json!({ "id": 1, "name": "A" }); 2_000];
        let phones = vec![json!({ "service_id": 1, "number": "0808 808 2003" }); 2_000];
        let rows = of(json!({ "services.csv": services, "phones.csv": phones })).expect("rows");
        let beside = rows.iter().filter_map(|row| row["phones"].as_array());
        assert_eq!(beside.map(Vec::len).sum::<usize>(), 2_000);
        // What nobody reads of an organization stands beside none of them.
        let services: Vec<Value> =
            (0..2_000).map(|n| json!({ "id": n, "name": "A", "organization_id": 1 })).collect();
        let long = "x".repeat(1 << 20);
        let run = |field: &str| {
            of(json!({ "services.csv": services, "organizations.csv": [{ "id": 1, field: long }] }))
        };
        let bytes: usize = run("description").expect("rows").iter().map(size).sum();
        assert!(bytes < 2 << 20, "{bytes}");
        // What is read of it and is that long is refused before it is there two thousand times.
        let refused = run("name").expect_err("too large").to_string();
        assert!(refused.contains("put together"), "{refused}");
    }
}
