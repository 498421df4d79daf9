//! Visit lists of invented people.

use serde_json::{Value, json};

/// A visit pass on 1 June 2026 at 13.45, with these visitors.
pub fn pass(reference: &str, visitors: &[Value]) -> Value {
    json!({
        "reference": reference, "visitDate": "2026-06-01", "startTime": "13:45",
        "endTime": "15:45", "prisonerId": "A1234BC", "prisonerFirstName": "JOHN",
        "prisonerLastName": "SMITH", "visitRestriction": "OPEN", "visitors": visitors,
    })
}

/// A visitor.
pub fn person(id: u32, first: &str, last: &str, born: &str) -> Value {
    json!({ "nomisPersonId": id, "firstName": first, "lastName": last, "dateOfBirth": born })
}

/// With one field set.
pub fn with(mut visit: Value, field: &str, value: impl Into<Value>) -> Value {
    visit[field] = value.into();
    visit
}

/// A file of visits.
pub fn file(visits: &[Value]) -> Vec<u8> {
    serde_json::to_vec(visits).expect("JSON")
}

/// Jeanette Shaw with Doreen and a child: `ab-cd-ef-gh`, born 1986-07-28 and 1960-01-02.
pub fn shaw() -> Value {
    pass(
        "ab-cd-ef-gh",
        &[
            person(4321, "Jeanette", "Shaw", "1986-07-28"),
            person(4322, "Doreen", "Shaw", "1960-01-02"),
            person(4323, "Kit", "Shaw", "2019-03-04"),
        ],
    )
}

/// Meena Patel alone: `wo-ra-el-mi`, born 1990-05-06.
pub fn patel() -> Value {
    pass("wo-ra-el-mi", &[person(5000, "Meena", "Patel", "1990-05-06")])
}

/// `aa`, `ab` … `zz`, and from the beginning again.
pub fn letters(n: u32) -> String {
    let letter = |n: u32| char::from_u32(u32::from('a') + n % 26).unwrap_or('a');
    [letter(n / 26), letter(n)].iter().collect()
}
