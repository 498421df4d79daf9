//! Bytes to JSON, and a page to its rows.

use serde_json::{Map, Value};

use crate::import::{self, Unreadable};

/// Reads JSON, whatever program saved it. Names of fields come out as `snake_case`.
pub fn value(bytes: &[u8], most: usize) -> Result<Value, Unreadable> {
    let text = import::text_of(bytes, most)?;
    let value: Value = serde_json::from_str(&text).map_err(|error| Unreadable::broken(&error))?;
    Ok(named_alike(value))
}

/// Depth is bounded by the reader (128), so this ends.
fn named_alike(value: Value) -> Value {
    match value {
        Value::Array(values) => Value::Array(values.into_iter().map(named_alike).collect()),
        Value::Object(fields) => {
            let mut named = Map::with_capacity(fields.len());
            for (name, value) in fields {
                let value = named_alike(value);
                // The name that is right as it is wins.
                let snake = snake(&name);
                if snake == name || !named.contains_key(&snake) {
                    named.insert(snake, value);
                }
            }
            Value::Object(named)
        }
        other => other,
    }
}

fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut before = '_';
    for c in name.chars() {
        match c {
            '-' | ' ' => out.push('_'),
            c if c.is_ascii_uppercase() => {
                if before.is_ascii_lowercase() || before.is_ascii_digit() {
                    out.push('_');
                }
                out.push(c.to_ascii_lowercase());
            }
            c => out.push(c),
        }
        before = c;
    }
    out
}

/// Under which names pages hold their rows: the standard's, the older one, and what is met.
const LISTS: [&str; 7] =
    ["contents", "content", "services", "services.csv", "items", "results", "data"];

/// One answer of a feed.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What is in it.
    pub rows: Vec<Value>,
    /// It says that it is the last.
    pub last: Option<bool>,
    /// It says how many pages there are.
    pub pages: Option<u64>,
    /// It is a list of whatever kind, and not one thing alone, which may be somebody's apology.
    pub is_list: bool,
    number: Option<u64>,
}

impl Page {
    /// A list, a page of either shape, or one thing alone. None may be read where its tables are
    /// too large for one another.
    pub fn of(value: Value) -> Result<Self, Unreadable> {
        let mut fields = match value {
            Value::Array(rows) => return Ok(Self::list(rows)),
            Value::Object(fields) => fields,
            other => return Ok(Self { rows: vec![other], ..Self::default() }),
        };
        let list = LISTS.iter().find(|name| fields.get(**name).is_some_and(Value::is_array));
        // An organization has services too, and is a row.
        let is_a_row = fields.contains_key("id") || fields.contains_key("name");
        let Some(name) = list.filter(|_| !is_a_row) else {
            let is_list = list.is_some();
            return Ok(Self { rows: vec![Value::Object(fields)], is_list, ..Self::default() });
        };
        if *name == "services.csv" {
            return super::tables::joined(fields).map(Self::list);
        }
        let rows = match fields.remove(*name) {
            Some(Value::Array(rows)) => rows,
            _ => Vec::new(),
        };
        let number = |names: [&str; 2]| {
            let value = names.iter().find_map(|name| fields.get(*name))?;
            value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
        };
        let is_last = ["last_page", "last"].iter().find_map(|name| fields.get(*name));
        Ok(Self {
            last: is_last.and_then(Value::as_bool),
            pages: number(["total_pages", "pages"]),
            number: number(["page_number", "number"]),
            ..Self::list(rows)
        })
    }

    fn list(rows: Vec<Value>) -> Self {
        Self { rows, is_list: true, ..Self::default() }
    }

    /// It is not everything, as it says itself.
    pub fn says_others_follow(&self) -> bool {
        self.last == Some(false)
            || (self.last.is_none() && self.pages.is_some_and(|pages| pages > 1))
            || self.number.is_some_and(|number| number > 1)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_read_as_they_should_have_been_written() {
        let read = |text: &str| value(text.as_bytes(), 1 << 20).expect("JSON");
        assert_eq!(read(r#"{"minimumAge":1}"#), json!({ "minimum_age": 1 }));
        assert_eq!(read(r#"{"minimumAge":1,"minimum_age":2}"#), json!({ "minimum_age": 2 }));
        assert_eq!(read(r#"{"minimum_age":2,"minimumAge":1}"#), json!({ "minimum_age": 2 }));
        assert_eq!(read(r#"[{"openingURL":"x"}]"#), json!([{ "opening_url": "x" }]));
        assert_eq!(snake("address_1"), "address_1");
        assert_eq!(snake("services.csv"), "services.csv");
    }

    #[test]
    fn both_shapes_of_a_page_are_read() {
        let page = |value: Value| Page::of(value).expect("a page");
        let now = page(json!({ "total_items": 3, "total_pages": 2, "page_number": 1,
            "last_page": false, "contents": [{ "id": 1 }] }));
        assert_eq!((now.rows.len(), now.last, now.pages), (1, Some(false), Some(2)));
        assert!(now.says_others_follow());
        let older = page(json!({ "content": [{}, {}], "number": 1, "total_elements": 2,
            "first": true, "last": true }));
        assert_eq!((older.rows.len(), older.last), (2, Some(true)));
        assert!(!older.says_others_follow());
        assert_eq!(page(json!(5)).rows, [json!(5)]);
        assert_eq!(page(json!([])).rows.len(), 0);
        for (value, is_list) in [
            (json!([]), true),
            (json!({ "contents": [] }), true),
            (json!({ "services.csv": [] }), true),
            (json!({ "name": "An organization", "services": [] }), true),
            (json!({ "id": 1, "name": "A service" }), false),
            (json!({ "error": "later" }), false),
            (json!({ "contents": {} }), false),
            (json!(null), false),
        ] {
            assert_eq!(page(value.clone()).is_list, is_list, "{value}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(value(deep.as_bytes(), 1 << 20).is_err());
    }
}
