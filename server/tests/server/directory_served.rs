//! The directory for other programs: every object against the field schemas of the standard.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::app::TestApp;
use crate::support::harness::Test;
use crate::support::staff::TestStaff;
use crate::tests;

tests![what_is_published_is_open_to_everybody_and_nothing_else_is, a_page_and_its_questions];

/// Needs the schemas beside the repository.
pub const SCHEMAS: &[Test] =
    &[("every_object_that_is_served_passes_the_field_schemas_of_the_standard", |app| {
        Box::pin(every_object_that_is_served_passes_the_field_schemas_of_the_standard(app))
    })];

/// The whole of a service, with everything that a form has.
const WHOLE: [(&str, &str); 27] = [
    ("name_en", "Advice line"),
    ("name_cy", "Llinell gyngor"),
    ("organization", "Advice"),
    ("words_en", "Advice for families."),
    ("words_cy", "Cyngor i deuluoedd."),
    ("eligibility_en", "Anybody"),
    ("eligibility_cy", "Unrhyw un"),
    ("costs_en", "Free"),
    ("costs_cy", "Am ddim"),
    ("nations", "wales"),
    ("needs", "money"),
    ("stages", "home"),
    ("phone_1", "08088082003"),
    ("phone_1_en", "free"),
    ("phone_1_cy", "am ddim"),
    ("email", "help@advice.example"),
    ("web", "advice.example/help"),
    ("hours", "Mon Tue 09:00-17:00"),
    ("hours_en", "In the day."),
    ("hours_cy", "Yn ystod y dydd."),
    ("places", "1 High Street, Cardiff CF10 1AA | 51.48, -3.18\nThe old mill"),
    ("languages", "en, cy, tlh"),
    ("minimum_age", "16"),
    ("maximum_age", "99"),
    ("takes_requests", "1"),
    ("alert", "ring twice"),
    ("going", "active"),
];

/// Publishes a service of these fields: its id.
async fn published(staff: &TestStaff, fields: &[(&str, &str)]) -> String {
    let answer = staff.post("/directory/new", fields).await;
    let at = answer.url().path().to_owned();
    for (version, deed) in [("1", "checked"), ("2", "publish")] {
        let answer = staff.post(&at, &[("version", version), ("do", deed)]).await;
        assert_eq!(answer.status(), StatusCode::OK, "{deed}");
    }
    at.trim_start_matches("/directory/").to_owned()
}

async fn asked(app: &TestApp, path: &str) -> Value {
    let answer = reqwest::get(format!("{}/oruk/MDI{path}", app.address)).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    answer.json().await.expect("JSON")
}

async fn what_is_published_is_open_to_everybody_and_nothing_else_is(app: TestApp) {
    let manager = app.manager().await;
    let id = published(&manager, &WHOLE).await;
    manager.post("/directory/new", &[("name_en", "A draft"), ("going", "active")]).await;
    let all = asked(&app, "/services").await;
    assert_eq!((&all["total_items"], &all["contents"][0]["id"]), (&json!(1), &json!(id)));
    let one = asked(&app, &format!("/services/{id}")).await;
    assert_eq!(one["phones"][0]["number"], json!("0808 808 2003"));
    assert_eq!(one["translations"][0]["name"], json!("Llinell gyngor"));
    assert!(!one.to_string().contains("ring twice") && !one.to_string().contains("Sam Manager"));
    assert_eq!(asked(&app, "/").await["version"], json!("HSDS-UK-3.0"));
    for path in ["/oruk/MDI/services/x", "/oruk/LEI/services", "/oruk/what/services"] {
        let answer = reqwest::get(format!("{}{path}", app.address)).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
    // What we serve, another one of us takes in.
    let page = asked(&app, "/services").await.to_string();
    let leeds = app.leeds().await;
    let done = app.app.import_services(leeds, page.as_bytes()).await.expect("a report");
    assert_eq!((done.report.read, done.report.taken), (1, 1));
    let rows = app.sql("SELECT entry FROM services WHERE site = 'LEI'").await;
    let kept: Value =
        serde_json::from_str(&sqlx::Row::get::<String, _>(&rows[0], 0)).expect("JSON");
    assert_eq!((&kept["needs"], &kept["stages"]), (&json!(["money"]), &json!(["home"])));
    assert_eq!(kept["nations"], json!(["wales"]));
    // Nobody there has checked it.
    assert_eq!((&kept["assured"], &kept["feed_assured"]), (&Value::Null, &json!("2026-06-01")));
    let drafts = "SELECT COUNT(*) FROM services WHERE site = 'LEI' AND state = 'draft'";
    assert_eq!(app.number(drafts).await, 1);
}

async fn a_page_and_its_questions(app: TestApp) {
    let manager = app.manager().await;
    published(&manager, &WHOLE).await;
    let other: Vec<(&str, &str)> = WHOLE
        .into_iter()
        .filter(|(name, _)| !["minimum_age", "needs", "hours"].contains(name))
        .map(|(name, value)| if name == "name_en" { (name, "Letters") } else { (name, value) })
        .chain([("needs", "contact")])
        .collect();
    published(&manager, &other).await;
    let term = |name: &'static str| {
        let app = app.clone();
        async move {
            let terms = asked(&app, "/taxonomy_terms?per_page=500").await;
            let all = terms["contents"].as_array().expect("a list").clone();
            all.into_iter().find(|one| one["term"] == name).expect("the term")["id"].clone()
        }
    };
    let money = term("money").await;
    for (query, found) in [
        (String::new(), 2),
        ("?search=letters".to_owned(), 1),
        (format!("?taxonomy_term_id={}", money.as_str().unwrap_or_default()), 1),
        ("?maximum_age=10".to_owned(), 1),
        ("?minimum_age=100".to_owned(), 0),
        ("?day=MO&start_time=10:00&end_time=11:00".to_owned(), 1),
        ("?day=SU".to_owned(), 0),
        ("?minimum_age=old".to_owned(), 2),
    ] {
        let page = asked(&app, &format!("/services{query}")).await;
        assert_eq!(page["total_items"], json!(found), "{query}");
    }
    let second = asked(&app, "/services?page=2&per_page=1").await;
    let says = json!({ "total_items": 2, "total_pages": 2, "page_number": 2, "size": 1,
        "first_page": false, "last_page": true, "empty": false });
    for (name, value) in says.as_object().expect("an object") {
        assert_eq!(&second[name], value, "{name}");
    }
    assert_eq!(asked(&app, "/services?page=99999999999&per_page=0").await["empty"], json!(true));
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/oruk/schema-uk3")
}

/// Why the schemas cannot be read, if they cannot.
pub fn schemas_absence() -> Option<String> {
    (!folder().exists()).then(|| "the shared samples are not here".to_owned())
}

/// The schemas of the standard, each with those it refers to put in.
struct Standard {
    whole: HashMap<String, Value>,
    checked: boon::Schemas,
    places: HashMap<String, boon::SchemaIndex>,
}

impl Standard {
    fn read() -> Self {
        let mut raw = HashMap::new();
        for file in std::fs::read_dir(folder()).expect("the folder") {
            let path = file.expect("a file").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
            let text = std::fs::read_to_string(&path).expect("its text");
            raw.insert(name, serde_json::from_str::<Value>(&text).expect("JSON"));
        }
        let whole: HashMap<String, Value> =
            raw.iter().map(|(name, value)| (name.clone(), put_in(value, &raw, 0))).collect();
        let (mut checked, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.enable_format_assertions();
        let places = whole.iter().map(|(name, schema)| {
            let url = format!("file:///{name}");
            compiler.add_resource(&url, schema.clone()).expect("a name of its own");
            (name.clone(), compiler.compile(&url, &mut checked).expect("a schema"))
        });
        let places = places.collect();
        Self { whole, checked, places }
    }

    /// What a value lacks to be what a schema says.
    fn fault(&self, name: &str, value: &Value) -> Option<String> {
        let told = self.checked.validate(value, self.places[name]);
        told.err().map(|error| format!("{error:#}"))
    }
}

fn put_in(value: &Value, raw: &HashMap<String, Value>, depth: usize) -> Value {
    assert!(depth < 60, "the schemas go in a circle");
    match value {
        Value::Object(fields) => {
            if let Some(name) = fields.get("$ref").and_then(Value::as_str) {
                return put_in(&raw[name], raw, depth + 1);
            }
            // Notes of the standard's authors, one of which JSON Schema knows by another shape.
            let fields = fields.iter().filter(|(name, _)| *name != "$schema" && *name != "$id");
            let put =
                |(name, value): (&String, &Value)| (name.clone(), put_in(value, raw, depth + 1));
            Value::Object(fields.map(put).collect())
        }
        Value::Array(values) => values.iter().map(|one| put_in(one, raw, depth + 1)).collect(),
        other => other.clone(),
    }
}

/// What the schemas say beside what JSON Schema understands: days, times, and ids that are unique.
fn beside(schema: &Value, value: &Value, seen: &mut HashSet<(String, String)>, unique: bool) {
    assert!(!value.is_null(), "null is never sent");
    if let (Some(items), Some(values)) = (schema.get("items"), value.as_array()) {
        assert!(!values.is_empty(), "an empty list is left out");
        for one in values {
            beside(items, one, seen, unique);
        }
    }
    if let Value::String(text) = value {
        assert!(!text.is_empty(), "an empty text is left out");
        let reads = match schema.get("datapackage_type").and_then(Value::as_str) {
            Some("date") => text.parse::<chrono::NaiveDate>().is_ok(),
            Some("time") => chrono::NaiveTime::parse_from_str(text, "%H:%M").is_ok(),
            Some("datetime") => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
            _ => true,
        };
        assert!(reads, "{text} is no {schema}");
    }
    if let (Some(properties), Some(fields)) = (schema.get("properties"), value.as_object()) {
        let kind = schema["name"].as_str().unwrap_or_default().to_owned();
        for (name, value) in fields {
            let Some(property) = properties.get(name) else {
                assert!(!value.is_null());
                continue;
            };
            // Organizations and terms stand beside each service anew.
            let is_unique = property["constraints"]["unique"] == json!(true);
            let shared = ["organization", "taxonomy_term", "taxonomy"].contains(&&*kind);
            if unique && is_unique && !shared {
                let id = (kind.clone(), value.to_string());
                assert!(seen.insert(id.clone()), "{id:?} is there twice");
            }
            beside(property, value, seen, unique);
        }
    }
}

fn check(standard: &Standard, name: &str, value: &Value, seen: &mut HashSet<(String, String)>) {
    let fault = standard.fault(name, value);
    assert!(fault.is_none(), "{name}: {}\n{value:#}", fault.unwrap_or_default());
    beside(&standard.whole[name], value, seen, true);
}

async fn every_object_that_is_served_passes_the_field_schemas_of_the_standard(app: TestApp) {
    let manager = app.manager().await;
    published(&manager, &WHOLE).await;
    // As little as may be.
    let little: Vec<(&str, &str)> = WHOLE
        .into_iter()
        .filter(|(name, _)| {
            [
                "name_en",
                "name_cy",
                "organization",
                "words_en",
                "words_cy",
                "nations",
                "going",
                "web",
            ]
            .contains(name)
        })
        .chain([("any_need", "1"), ("any_stage", "1")])
        .collect();
    published(&manager, &little).await;
    let standard = Standard::read();
    let mut objects = 0;
    for (path, schema) in [
        ("/services", "service.json"),
        ("/service_at_locations", "service_at_location.json"),
        ("/taxonomies", "taxonomy.json"),
        ("/taxonomy_terms", "taxonomy_term.json"),
    ] {
        let page = asked(&app, &format!("{path}?per_page=500")).await;
        let mut seen = HashSet::new();
        for one in page["contents"].as_array().expect("a list") {
            check(&standard, schema, one, &mut seen);
            let id = one["id"].as_str().expect("an id");
            let alone = asked(&app, &format!("{path}/{id}")).await;
            check(&standard, schema, &alone, &mut HashSet::new());
            objects += 2;
        }
    }
    assert!(objects > 50, "{objects}");
    // The test can fail.
    for wrong in [
        json!({ "id": "x", "name": "A", "status": "active" }),
        json!({ "id": "ac148810-d857-441c-9679-408f346de14b", "name": "A", "status": "open" }),
        json!({ "id": "ac148810-d857-441c-9679-408f346de14b", "status": "active" }),
        json!({ "id": "ac148810-d857-441c-9679-408f346de14b", "name": "A", "status": "active",
            "email": "no address" }),
    ] {
        assert!(standard.fault("service.json", &wrong).is_some(), "{wrong}");
    }
}
