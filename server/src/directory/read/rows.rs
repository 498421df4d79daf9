//! The services among the rows of a feed, each with its organization and its places beside it.

use serde_json::{Map, Value};

use super::kind::{self, Reason};
use super::values::{self, text};

/// A service as its feed has it.
pub struct Found {
    /// As the feed has it.
    pub id: String,
    /// The service.
    pub service: Map<String, Value>,
    /// Who runs it, where the row says so.
    pub organization: Map<String, Value>,
    /// A place that came around the service, and what is there.
    pub at: Option<Map<String, Value>>,
}

/// A service, or its id and why it is none.
pub type OrNot = Result<Found, (Option<String>, Reason)>;

/// Every row as one service, or as several where it is an organization.
pub fn of(values: Vec<Value>) -> Vec<OrNot> {
    values.into_iter().flat_map(of_one).collect()
}

fn of_one(value: Value) -> Vec<OrNot> {
    let Value::Object(mut row) = value else { return vec![Err((None, Reason::NotAService))] };
    let id = id_of(&row);
    if let Some(Value::Object(service)) = row.get("service")
        && (service.contains_key("id") || service.contains_key("name"))
    {
        let service = service.clone();
        row.remove("service");
        return vec![found(service, Map::new(), Some(row))];
    }
    if let Some(Value::Array(services)) = row.get_mut("services").map(Value::take) {
        if services.is_empty() {
            return vec![Err((id, Reason::Organization))];
        }
        row.remove("services");
        return services.into_iter().map(|service| of_organization(service, &row)).collect();
    }
    match kind::other_than_a_service(&row) {
        Some(reason) => vec![Err((id, reason))],
        None => vec![found(row, Map::new(), None)],
    }
}

fn of_organization(service: Value, organization: &Map<String, Value>) -> OrNot {
    match service {
        Value::Object(service) => found(service, organization.clone(), None),
        _ => Err((None, Reason::NotAService)),
    }
}

fn found(
    mut service: Map<String, Value>,
    around: Map<String, Value>,
    at: Option<Map<String, Value>>,
) -> OrNot {
    let id = id_of(&service);
    let is_named = text(&service, "name").is_some_and(|name| !values::line(&name).is_empty());
    let id = match (id, is_named) {
        (Some(id), true) => id,
        (Some(id), false) => return Err((Some(id), Reason::NoName)),
        (None, true) => return Err((None, Reason::NoId)),
        (None, false) => return Err((None, Reason::NotAService)),
    };
    let organization = match service.remove("organization") {
        Some(Value::Object(organization)) => organization,
        Some(Value::String(name)) => Map::from_iter([("name".to_owned(), Value::String(name))]),
        _ => around,
    };
    Ok(Found { id, service, organization, at })
}

/// Text or a number, on one line and not endless.
fn id_of(row: &Map<String, Value>) -> Option<String> {
    let id = values::line(&text(row, "id")?);
    (!id.is_empty()).then_some(id)
}

/// Tables side by side, as the standard's tabular form has them: each service with its rows of the
/// others.
pub fn joined(mut tables: Map<String, Value>) -> Vec<Value> {
    let mut table = |name: &str| match tables.remove(name) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    };
    let services = table("services.csv");
    let organizations = table("organizations.csv");
    let locations = table("locations.csv");
    let addresses = table("addresses.csv");
    let at = table("service_at_location.csv");
    let of_services: Vec<(&str, Vec<Value>)> =
        ["phones", "schedules", "service_areas", "languages", "cost_options"]
            .iter()
            .map(|name| (*name, table(&format!("{name}.csv"))))
            .collect();
    let whole = |service: Value| {
        let Value::Object(mut service) = service else { return service };
        let id = text(&service, "id").unwrap_or_default();
        let organization = text(&service, "organization_id").unwrap_or_default();
        if let Some(found) = the_one(&organizations, "id", &organization) {
            service.insert("organization".to_owned(), found);
        }
        for (name, rows) in &of_services {
            service.insert((*name).to_owned(), Value::Array(those(rows, "service_id", &id)));
        }
        let places = those(&at, "service_id", &id).into_iter().filter_map(|at| {
            let wanted = text(at.as_object()?, "location_id")?;
            let mut location = the_one(&locations, "id", &wanted)?;
            let addresses = those(&addresses, "location_id", &wanted);
            location.as_object_mut()?.insert("addresses".to_owned(), Value::Array(addresses));
            Some(Value::Object(Map::from_iter([("location".to_owned(), location)])))
        });
        let places = Value::Array(places.collect());
        service.insert("service_at_locations".to_owned(), places);
        Value::Object(service)
    };
    services.into_iter().map(whole).collect()
}

fn those(rows: &[Value], key: &str, id: &str) -> Vec<Value> {
    let of_id = |row: &&Value| {
        !id.is_empty() && row.as_object().and_then(|row| text(row, key)).as_deref() == Some(id)
    };
    rows.iter().filter(of_id).cloned().collect()
}

fn the_one(rows: &[Value], key: &str, id: &str) -> Option<Value> {
    those(rows, key, id).into_iter().next()
}
