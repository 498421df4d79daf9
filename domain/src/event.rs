//! Events: family days and their kin. What kinds there are, who books and how, and what a family
//! can know of one before it asks for a place.
//!
//! There is no field for what somebody inside has earned or done: a family day is no reward.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Europe::London;
use serde::{Deserialize, Serialize};

use crate::arrival::Language;
use crate::one_word::one_word_each;
use crate::places::Mode;

one_word_each! {
    /// What an event is.
    Kind;
    /// The whole family, with the person inside.
    FamilyDay = "family-day",
    /// Fathers and their children.
    FathersOnly = "fathers-only",
    /// Fathers of a baby, after a short course.
    NewDads = "new-dads",
    /// Mothers and their baby.
    MotherAndBaby = "mother-and-baby",
    /// Children without the adult who brings them.
    ChildrenOnly = "children-only",
    /// Homework with mum or dad.
    HomeworkClub = "homework-club",
    /// Stories read together.
    StoryReading = "story-reading",
    /// For children to whom noise and light are too much.
    SensorySession = "sensory-session",
    /// A workshop of a programme.
    FamilyWorkshop = "family-workshop",
    /// The end of a course, shown to guests.
    CoursePresentation = "course-presentation",
    /// The last meeting before an adoption. Staff only: never on a kiosk, in a search, in a
    /// message that nobody wrote, or in a figure.
    FinalVisit = "final-visit",
}

impl Kind {
    /// Who books when nobody has said otherwise. Wherever children meet a person inside, staff
    /// decide.
    pub fn usual_booking(self, children_come: bool) -> Mode {
        match (self, children_come) {
            (Self::FinalVisit, _) => Mode::StaffOnly,
            (_, true) => Mode::AskAndStaffDecide,
            (_, false) => Mode::BookYourself,
        }
    }

    /// Whether it can be booked in this way at all.
    pub fn allows(self, booking: Mode) -> bool {
        self != Self::FinalVisit || booking == Mode::StaffOnly
    }

    /// Whether families may know of it.
    pub fn is_public(self) -> bool {
        self != Self::FinalVisit
    }
}

one_word_each! {
    /// What is there, for children most of all.
    Facility;
    /// Play for each age.
    AgesAndStagesPlay = "ages-and-stages-play",
    /// Something for teenagers.
    Teenagers = "teenagers",
    /// A space with little noise and soft light.
    SensorySpace = "sensory-space",
    /// A room to be quiet in.
    QuietRoom = "quiet-room",
    /// Where a baby is changed.
    BabyChange = "baby-change",
    /// Something to eat together.
    Food = "food",
}

one_word_each! {
    /// Who can come without asking for more.
    Access;
    /// No step from the door to the table.
    StepFree = "step-free",
    /// A toilet for a wheelchair.
    AccessibleToilet = "accessible-toilet",
    /// A hearing loop.
    HearingLoop = "hearing-loop",
    /// Somebody who signs.
    Signing = "signing",
}

one_word_each! {
    /// What a pool counts.
    PoolKind;
    /// People in the hall.
    People = "people",
    /// Tables.
    Tables = "tables",
    /// Seats of a bus or car that the prison sends.
    Seats = "seats",
}

one_word_each! {
    /// How far an event has come.
    State;
    /// Being planned: nobody but staff knows of it.
    Draft = "draft",
    /// Families know of it.
    Open = "open",
    /// It does not take place.
    Cancelled = "cancelled",
}

/// A text in both languages: one is never without the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    /// English.
    pub en: String,
    /// Cymraeg.
    pub cy: String,
}

impl Both {
    /// The text of a language.
    pub fn of(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Cy => &self.cy,
        }
    }

    /// Nothing is said.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.cy.is_empty()
    }
}

/// For children from one age to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ages {
    /// Years.
    pub youngest: u8,
    /// Years.
    pub oldest: u8,
}

impl Ages {
    /// Nobody is a child at this age any more.
    pub const GROWN_UP: u8 = 18;

    /// None: the first is above the second, or somebody of that age is no child.
    pub fn between(youngest: u8, oldest: u8) -> Option<Self> {
        (youngest <= oldest && oldest < Self::GROWN_UP).then_some(Self { youngest, oldest })
    }

    /// Whether a child of this age may come.
    pub fn include(self, years: u8) -> bool {
        (self.youngest..=self.oldest).contains(&years)
    }
}

/// The days between which a child was born that this is for, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Born {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub until: NaiveDate,
}

/// When families can ask for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// From here on.
    pub opens: DateTime<Utc>,
    /// Before this.
    pub closes: DateTime<Utc>,
}

impl Window {
    /// Whether it is open at a moment.
    pub fn is_open_at(self, now: DateTime<Utc>) -> bool {
        (self.opens..self.closes).contains(&now)
    }
}

/// A time of the visits hall as a moment. None: the clocks jumped over it. The hour that an
/// autumn night has twice is the later one: nobody is turned away before the time they were told.
pub fn on_the_clock(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    local.and_local_timezone(London).latest().map(|moment| moment.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_decide_wherever_children_meet_somebody_inside() {
        for kind in Kind::ALL {
            let with_children = kind.usual_booking(true);
            assert_ne!(with_children, Mode::BookYourself, "{kind:?}");
            assert!(kind.allows(with_children) && kind.allows(kind.usual_booking(false)));
        }
        assert_eq!(Kind::CoursePresentation.usual_booking(false), Mode::BookYourself);
    }

    #[test]
    fn a_final_visit_is_for_staff_alone() {
        let ways: Vec<_> = Mode::ALL.iter().filter(|b| Kind::FinalVisit.allows(**b)).collect();
        assert_eq!(ways, [&Mode::StaffOnly]);
        let hidden: Vec<_> = Kind::ALL.iter().filter(|kind| !kind.is_public()).collect();
        assert_eq!(hidden, [&Kind::FinalVisit]);
    }

    #[test]
    fn every_word_is_read_back_as_what_was_written_and_as_what_is_sent() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(*kind));
            let sent = serde_json::to_string(kind).expect("JSON");
            assert_eq!(sent, format!("\"{}\"", kind.as_str()));
        }
        assert_eq!(Kind::parse("prison-disco"), None);
    }

    #[test]
    fn a_time_that_the_clocks_jump_over_is_none_and_one_that_comes_twice_is_the_later() {
        let at = |text: &str| on_the_clock(text.parse().expect("a time"));
        assert_eq!(at("2026-03-29T01:30:00"), None);
        let utc = |text: &str| Some(text.parse::<DateTime<Utc>>().expect("a moment"));
        assert_eq!(at("2026-10-25T01:30:00"), utc("2026-10-25T01:30:00Z"));
        assert_eq!(at("2026-06-01T13:00:00"), utc("2026-06-01T12:00:00Z"));
    }

    #[test]
    fn a_window_is_open_from_its_beginning_until_just_before_its_end() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
        let window =
            Window { opens: at("2026-06-01T08:00:00Z"), closes: at("2026-06-20T11:00:00Z") };
        for (now, open) in [
            ("2026-06-01T07:59:59Z", false),
            ("2026-06-01T08:00:00Z", true),
            ("2026-06-20T10:59:59Z", true),
            ("2026-06-20T11:00:00Z", false),
        ] {
            assert_eq!(window.is_open_at(at(now)), open, "{now}");
        }
    }

    #[test]
    fn ages_are_those_of_children() {
        assert!(Ages::between(0, 17).is_some_and(|ages| ages.include(0) && ages.include(17)));
        assert_eq!(Ages::between(5, 4), None);
        assert_eq!(Ages::between(5, 18), None);
    }
}
