//! How an event is booked, and what a family is told.

use serde::{Deserialize, Serialize};

/// Who decides whether a family has a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The family does: what is held is theirs.
    BookYourself,
    /// A place is held, and staff and the prison say yes or no.
    #[default]
    AskAndStaffDecide,
    /// Staff book it. No kiosk is granted a place, and none shows it.
    StaffOnly,
}

impl Mode {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::BookYourself, Self::AskAndStaffDecide, Self::StaffOnly];

    /// Its name in the database and on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::BookYourself => "book_yourself",
            Self::AskAndStaffDecide => "ask_and_staff_decide",
            Self::StaffOnly => "staff_only",
        }
    }

    /// The mode of this name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    /// Whether a kiosk may hold places for families.
    pub fn is_on_kiosks(self) -> bool {
        self != Self::StaffOnly
    }
}

/// What a family is told when it has checked its answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Places are set aside, for certain.
    Held,
    /// This many families are to have one first, this one included. Only the server says so.
    Waiting(u32),
    /// The wish is written down and holds nothing: this screen had no place, and no server to ask.
    AskedFor,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_read_by_the_name_it_is_written_with() {
        for mode in Mode::ALL {
            assert_eq!(Mode::of_code(mode.code()), Some(mode));
            let json = serde_json::to_string(&mode).expect("JSON");
            assert_eq!(json, format!("\"{}\"", mode.code()));
        }
        assert_eq!(Mode::of_code("anything"), None);
        assert!(!Mode::StaffOnly.is_on_kiosks() && Mode::default().is_on_kiosks());
    }
}
