//! The services among the rows of a feed, each with its organization and its places beside it.

use std::rc::Rc;

use serde_json::{Map, Value};

use super::ROWS;
use super::kind::{self, Reason};
use super::organization::Organization;
use super::values::{self, text};
use crate::import::Unreadable;

/// A service as its feed has it.
pub struct Found {
    /// As the feed has it.
    pub id: String,
    /// The service.
    pub service: Map<String, Value>,
    /// Who runs it, where the row says so: read once for all the services of an organization.
    pub organization: Rc<Organization>,
    /// A place that came around the service, and what is there.
    pub at: Option<Map<String, Value>>,
}

/// A service, or its id and why it is none.
pub type OrNot = Result<Found, (Option<String>, Reason)>;

/// Every row as one service, or as several where it is an organization.
pub fn of(values: Vec<Value>) -> Result<Vec<OrNot>, Unreadable> {
    let mut found = Vec::new();
    for value in values {
        found.extend(of_one(value));
        if found.len() > ROWS {
            return Err(Unreadable::too_many(ROWS));
        }
    }
    Ok(found)
}

fn of_one(value: Value) -> Vec<OrNot> {
    let Value::Object(mut row) = value else { return vec![Err((None, Reason::NotAService))] };
    let id = id_of(&row);
    if let Some(Value::Object(service)) = row.get("service")
        && (service.contains_key("id") || service.contains_key("name"))
    {
        let service = service.clone();
        row.remove("service");
        return vec![found(service, Rc::default(), Some(row))];
    }
    if let Some(Value::Array(services)) = row.get_mut("services").map(Value::take) {
        if services.is_empty() {
            return vec![Err((id, Reason::Organization))];
        }
        let organization = Rc::new(Organization::of(&row));
        // One more than may be is enough to know.
        let services = services.into_iter().take(ROWS + 1);
        return services.map(|service| of_organization(service, &organization)).collect();
    }
    match kind::other_than_a_service(&row) {
        Some(reason) => vec![Err((id, reason))],
        None => vec![found(row, Rc::default(), None)],
    }
}

fn of_organization(service: Value, organization: &Rc<Organization>) -> OrNot {
    match service {
        Value::Object(service) => found(service, Rc::clone(organization), None),
        _ => Err((None, Reason::NotAService)),
    }
}

fn found(
    mut service: Map<String, Value>,
    around: Rc<Organization>,
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
        Some(Value::Object(organization)) => Rc::new(Organization::of(&organization)),
        Some(Value::String(name)) => Rc::new(Organization::named(&name)),
        _ => around,
    };
    Ok(Found { id, service, organization, at })
}

/// Text or a number, on one line and not endless.
pub fn id_of(row: &Map<String, Value>) -> Option<String> {
    let id = values::line(&text(row, "id")?);
    (!id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_organization_is_read_once_for_all_its_services() {
        let services: Vec<Value> =
            (0..500).map(|n| json!({ "id": n, "name": format!("Service {n}") })).collect();
        let row =
            json!({ "id": "a", "name": "Advice", "description": "long", "services": services });
        let found = of(vec![row]).expect("rows");
        let all: Vec<&Found> = found.iter().filter_map(|one| one.as_ref().ok()).collect();
        assert_eq!(all.len(), 500);
        assert!(all.iter().all(|one| Rc::ptr_eq(&one.organization, &all[0].organization)));
    }

    #[test]
    fn rows_end_at_the_most_that_are_taken() {
        let row = json!({ "name": "Advice", "services": vec![1; ROWS] });
        assert_eq!(of(vec![row.clone()]).expect("so many").len(), ROWS);
        assert!(of(vec![row, json!(1)]).is_err());
        assert!(of(vec![json!({ "services": vec![1; ROWS + 1] })]).is_err());
    }
}
