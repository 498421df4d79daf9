//! Who is in the building now, and where. Pure.

use crate::board::{Person, Row, State};
use crate::outcome::Attendance;

/// Where somebody is, as far as the steps tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the visitors' centre or at the desk.
    Waiting,
    /// Between search and hall.
    PastSearch,
    /// In the hall.
    Hall,
}

impl Place {
    /// All, from the door inwards.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::PastSearch, Self::Hall];

    /// Where a party is; none: nobody of it is in the building, as far as is known.
    pub fn of(state: State) -> Option<Self> {
        match state {
            State::Arrived | State::AtDesk | State::IdSeen | State::Called => Some(Self::Waiting),
            State::Searched => Some(Self::PastSearch),
            State::InHall => Some(Self::Hall),
            State::Expected | State::Late | State::Left | State::Refused | State::DidNotArrive => {
                None
            }
        }
    }
}

/// How many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// Adults.
    pub adults: usize,
    /// Children.
    pub children: usize,
}

impl Heads {
    /// Of one row.
    pub fn of(row: &Row) -> Self {
        Self { adults: row.adults_here, children: row.children_here }
    }
}

impl std::iter::Sum for Heads {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            adults: sum.adults + one.adults,
            children: sum.children + one.children,
        })
    }
}

/// The parties at one place: in the hall by table, elsewhere in the order of coming.
pub fn at(rows: &[Row], place: Place) -> Vec<&Row> {
    let mut here: Vec<&Row> =
        rows.iter().filter(|row| Place::of(row.state) == Some(place)).collect();
    if place == Place::Hall {
        here.sort_by_key(|row| table_key(row.progress.table.as_deref()));
    }
    here
}

/// Parties that came and did not get in. Whether they have gone home is not known.
pub fn not_in(rows: &[Row]) -> Vec<&Row> {
    rows.iter().filter(|row| row.state == State::Refused && row.is_here()).collect()
}

/// Table 2 comes before table 10; who has none comes last.
fn table_key(table: Option<&str>) -> (bool, String, u32, String) {
    let table = table.unwrap_or_default();
    let digits = table.find(|c: char| c.is_ascii_digit()).unwrap_or(table.len());
    let (before, from) = table.split_at(digits);
    let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
    let (number, after) = from.split_at(end);
    (table.is_empty(), before.to_owned(), number.parse().unwrap_or(u32::MAX), after.to_owned())
}

/// The adults to call by name: whose ID was seen first. Who was noted as absent is not called.
pub fn adults_to_call(row: &Row) -> Vec<&Person> {
    let mut adults: Vec<&Person> =
        row.adults().filter(|person| person.attendance != Some(Attendance::Absent)).collect();
    adults.sort_by_key(|person| !person.seen);
    adults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_the_order_of_their_numbers() {
        let mut tables =
            [None, Some("10"), Some("B2"), Some("2"), Some("B10"), Some("2A"), Some("SOFA")];
        tables.sort_by_key(|table| table_key(*table));
        assert_eq!(
            tables,
            [Some("2"), Some("2A"), Some("10"), Some("B2"), Some("B10"), Some("SOFA"), None]
        );
    }
}
