//! The desk's officers: each act is pressed on the page and written down as played.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::desk::{DeskDay, Ended, Stage};
use crate::shown;
use crate::staff::{Row, Staff, StaffError};

/// Somebody who is on no list.
#[derive(Clone, Copy, Debug)]
pub struct WalkIn {
    /// First name.
    pub first: &'static str,
    /// Surname.
    pub last: &'static str,
    /// Date of birth, as the form wants it.
    pub born: &'static str,
    /// The session, by its start.
    pub session: &'static str,
}

/// The officers at the desk. A family is said by its reference, by its number, or by the name of
/// somebody who is on no list.
pub struct Desk {
    /// Their browser.
    pub staff: Staff,
    played: DeskDay,
    /// How many people each visit is for, by its reference.
    people: BTreeMap<String, usize>,
    /// Numbers that the desk gave.
    given: BTreeSet<String>,
    tables: usize,
}

impl Desk {
    /// The desk opens. `people`: how many each visit is for, by its reference.
    pub fn new(staff: Staff, people: BTreeMap<String, usize>) -> Self {
        let (played, given) = (DeskDay::default(), BTreeSet::new());
        Self { staff, played, people, given, tables: 0 }
    }

    /// What was played.
    pub fn played(&self) -> &DeskDay {
        &self.played
    }

    /// The numbers that it gave.
    pub fn given(&self) -> &BTreeSet<String> {
        &self.given
    }

    /// Families whose row asks for their ID.
    pub fn who_waits(&self) -> Result<Vec<String>, StaffError> {
        let page = self.staff.today()?;
        let waiting = page.rows().filter(Row::waits_for_id);
        Ok(waiting.map(|row| row.family()).collect())
    }

    /// Every adult shows ID, one after the other.
    pub fn sees_ids(&mut self, who: &str) -> Result<(), StaffError> {
        let page = self.staff.today()?;
        let row = page.row_of(who)?;
        let boxes = row.open_boxes();
        if boxes.is_empty() {
            return Err(StaffError::NotThere(format!("box to tick for {who}")));
        }
        for tick in boxes {
            self.staff.send(&tick, &[])?;
        }
        self.has_come_to(Stage::IdSeen, row.family());
        Ok(())
    }

    /// Calls one family.
    pub fn calls(&mut self, who: &str) -> Result<(), StaffError> {
        let family = self.staff.press(who, "/today/call", &[])?;
        self.has_come_to(Stage::Called, family);
        Ok(())
    }

    /// Calls the next so many, in the order of the page. Says whom.
    pub fn calls_next(&mut self, count: usize) -> Result<Vec<String>, StaffError> {
        let page = self.staff.today()?;
        let ready = page.rows().filter(|row| row.stage() == Some(Stage::IdSeen));
        let next: Vec<String> = ready.take(count).map(|row| row.family()).collect();
        let typed = [("count", &*count.to_string())];
        self.staff.press_on(&page, "/today/call-next", &typed)?;
        for family in &next {
            self.has_come_to(Stage::Called, family.clone());
        }
        Ok(next)
    }

    /// They go through search, into the hall and to the next free table.
    pub fn seats(&mut self, who: &str) -> Result<(), StaffError> {
        let family = self.staff.press(who, "/today/search-done", &[])?;
        self.has_come_to(Stage::Searched, family.clone());
        self.tables += 1;
        self.staff.press(who, "/today/hall", &[("table", &self.tables.to_string())])?;
        self.has_come_to(Stage::InHall, family);
        Ok(())
    }

    /// They leave.
    pub fn sees_off(&mut self, who: &str) -> Result<(), StaffError> {
        let family = self.staff.press(who, "/today/left", &[])?;
        self.has_come_to(Stage::Left, family);
        Ok(())
    }

    /// That they had left was a mistake.
    pub fn takes_back_left(&mut self, who: &str) -> Result<(), StaffError> {
        let family = self.takes_back(who, "left")?;
        self.has_come_to(Stage::InHall, family);
        Ok(())
    }

    /// That they were called was a mistake.
    pub fn takes_back_call(&mut self, who: &str) -> Result<(), StaffError> {
        let family = self.takes_back(who, "called")?;
        self.has_come_to(Stage::IdSeen, family);
        Ok(())
    }

    /// Takes back a step, which has to be the last: a row offers no other.
    fn takes_back(&self, who: &str, step: &str) -> Result<String, StaffError> {
        let page = self.staff.today()?;
        let row = page.row_of(who)?;
        let mut buttons = row.buttons().into_iter();
        let button =
            buttons.find(|b| b.address == "/today/take-back" && b.sent("step") == Some(step));
        let button = button.ok_or_else(|| StaffError::NotThere(format!("way back for {who}")))?;
        self.staff.send(&button, &[])?;
        Ok(row.family())
    }

    /// A family came whom no kiosk saw: as many as the list has.
    pub fn notes_arrival(&mut self, who: &str) -> Result<(), StaffError> {
        self.staff.press(who, "/today/arrived", &[])?;
        self.gave_number(who)
    }

    /// Somebody came who is on no list. Says by what the row is found.
    pub fn writes_down(&mut self, walk_in: &WalkIn) -> Result<String, StaffError> {
        let WalkIn { first, last, born, session } = walk_in;
        let typed = [("start", *session), ("first1", first), ("last1", last), ("born1", born)];
        self.staff.press_on(&self.staff.today()?, "/today/walk-in", &typed)?;
        let family = format!("{} {first}", last.to_uppercase());
        self.people.insert(family.clone(), 1);
        self.gave_number(&family)?;
        Ok(family)
    }

    fn gave_number(&mut self, who: &str) -> Result<(), StaffError> {
        let page = self.staff.today()?;
        let number = page.row_of(who)?.numbers().into_iter().next();
        self.given.insert(number.ok_or_else(|| StaffError::NotThere(format!("number of {who}")))?);
        Ok(())
    }

    /// How a visit ended, in the Ministry's code. They are not in the hall any more.
    pub fn notes_end(&mut self, who: &str, code: &str) -> Result<(), StaffError> {
        let family = self.staff.press(who, "/today/outcome", &[("outcome", code)])?;
        if self.played.stages.get(&family) == Some(&Stage::InHall) {
            self.has_come_to(Stage::Left, family.clone());
        }
        self.has_ended(family, code);
        Ok(())
    }

    /// Notes each outcome that the outcome sheet proposes: all of one kind at once where it offers
    /// that, the others one by one.
    pub fn notes_proposed_ends(&mut self) -> Result<(), StaffError> {
        for address in ["/today/outcomes/proposed", "/today/outcome"] {
            let (today, sheet) = (self.staff.today()?, self.staff.outcomes()?);
            for button in sheet.buttons().iter().filter(|button| button.address == address) {
                // Without a code it is the form for another outcome than the proposed one.
                let Some(code) = button.sent("outcome") else { continue };
                self.staff.send(button, &[])?;
                let rows = button.sends.iter().filter(|(name, _)| name == "row" || name == "visit");
                let visits: Vec<&str> =
                    rows.filter_map(|(_, value)| value.split(':').next()).collect();
                for row in today.rows().filter(|row| visits.contains(&row.visit())) {
                    self.has_ended(row.family(), code);
                }
            }
        }
        Ok(())
    }

    /// The roll is called and the outcomes are exported: the day as the pages show it.
    pub fn closes(&mut self) -> Result<DeskDay, ClosingError> {
        self.played.on_roll_call = self.played.at(Stage::InHall);
        let (today, roll_call) = (self.staff.today()?, self.staff.roll_call()?);
        Ok(shown::day(&today, &roll_call, &self.staff.outcome_file()?)?)
    }

    fn has_come_to(&mut self, stage: Stage, family: String) {
        self.played.stages.insert(family, stage);
    }

    fn has_ended(&mut self, family: String, code: &str) {
        let people = self.people.get(&family).copied().unwrap_or_default();
        self.played.ended.insert(Ended { family, code: code.to_owned(), people });
    }
}

/// The day at the desk could not be closed.
#[derive(Debug, thiserror::Error)]
pub enum ClosingError {
    /// The pages.
    #[error(transparent)]
    Staff(#[from] StaffError),
    /// The file is no table.
    #[error("the outcome file: {0}")]
    File(#[from] csv::Error),
}
