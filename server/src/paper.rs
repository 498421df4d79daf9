//! What goes on paper and out as a file: order, roll-call, outcomes. Pure.

pub mod outcomes;
pub mod roll_call;

use crate::board::Row;

/// The order in which somebody with a passport in hand looks for a row: by session, then by the
/// surname of the lead visitor. Who has no name on the list comes last.
pub fn by_surname(rows: &mut [Row]) {
    rows.sort_by_cached_key(|row| {
        let lead = row.people.first().map(|person| person.name.to_lowercase());
        let nameless = row.sort_name().is_empty();
        (row.slot.start, nameless, row.sort_name().to_owned(), lead, row.reference.clone())
    });
}
