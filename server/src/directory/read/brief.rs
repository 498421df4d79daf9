//! Services of which a list tells in brief.

use serde_json::{Map, Value};

use super::kind;
use super::rows::id_of;
use super::values::text;

/// Stands in a service of which no more could be had. No feed can write it: names of its fields are
/// in lower case by the time they are here.
const IN_BRIEF: &str = "In brief";

/// The id of a service of which the list says nothing but what is said once: none of the standard's
/// tables, which hold telephones, places, hours and costs.
pub fn id_in_brief(row: &Value) -> Option<String> {
    let row = row.as_object()?;
    let is_service = text(row, "name").is_some()
        && !row.contains_key("service")
        && kind::other_than_a_service(row).is_none();
    let is_brief = !row.values().any(Value::is_array);
    id_of(row).filter(|_| is_service && is_brief)
}

/// Puts the whole of a service over what the list has of it, if it is that service.
pub fn put_whole(row: &mut Value, id: &str, whole: Option<Value>) {
    let Value::Object(row) = row else { return };
    match whole {
        Some(Value::Object(whole)) if id_of(&whole).as_deref() == Some(id) => row.extend(whole),
        _ => {
            row.insert(IN_BRIEF.to_owned(), Value::Bool(true));
        }
    }
}

/// Whether no more could be had of it.
pub fn is_in_brief(row: &Map<String, Value>) -> bool {
    row.contains_key(IN_BRIEF)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_service_without_any_table_is_told_in_brief() {
        for (row, id) in [
            (json!({ "id": 1, "name": "A", "organization": { "id": 2 } }), Some("1")),
            (json!({ "id": "a", "name": "A", "email": "a@advice.example" }), Some("a")),
            (json!({ "id": 1, "name": "A", "contacts": [] }), None),
            (json!({ "name": "A" }), None),
            (json!({ "id": 1, "service": { "id": 1 }, "name": "A place" }), None),
            (json!({ "id": 1, "name": "A", "location_type": "physical" }), None),
            (json!(1), None),
        ] {
            assert_eq!(id_in_brief(&row).as_deref(), id, "{row}");
        }
    }

    #[test]
    fn another_service_is_not_put_in_its_place() {
        let mut row = json!({ "id": 1, "name": "A" });
        put_whole(&mut row, "1", Some(json!({ "id": 2, "name": "B", "phones": [] })));
        assert!(row["name"] == "A" && is_in_brief(row.as_object().expect("a row")));
        let mut row = json!({ "id": 1, "name": "A", "status": "active" });
        put_whole(&mut row, "1", Some(json!({ "id": "1", "name": "B" })));
        assert_eq!(row, json!({ "id": "1", "name": "B", "status": "active" }));
    }
}
