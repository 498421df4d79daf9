//! Where a family is on its way, and, for staff alone, in its life.

use serde::{Deserialize, Serialize};

use super::Said;
use crate::one_word::one_word_each;

one_word_each! {
    /// A stage of the journey.
    Stage;
    /// Somebody was arrested.
    Arrest = "arrest",
    /// Court is ahead.
    Court = "court",
    /// Inside, and not sentenced yet.
    Remand = "remand",
    /// The first weeks inside.
    FirstWeeks = "first-weeks",
    /// The time between.
    Inside = "inside",
    /// Release or home leave is ahead.
    BeforeRelease = "before-release",
    /// Home again.
    Home = "home",
}

impl Stage {
    /// As a family is asked.
    pub const fn title(self) -> Said {
        let (en, cy) = match self {
            Self::Arrest => ("Just arrested", "Newydd gael ei arestio"),
            Self::Court => ("Going to court", "Mynd i’r llys"),
            Self::Remand => ("Inside, waiting for the trial", "Y tu mewn, yn aros am yr achos"),
            Self::FirstWeeks => ("The first weeks inside", "Yr wythnosau cyntaf y tu mewn"),
            Self::Inside => ("Some time inside already", "Y tu mewn ers tro"),
            Self::BeforeRelease => ("Coming home soon", "Dod adref cyn hir"),
            Self::Home => ("Home again", "Gartref eto"),
        };
        Said { en, cy }
    }
}

one_word_each! {
    /// Where a family is in its life. Staff note it for reports; no family is asked or told.
    Segment;
    /// A baby is coming.
    Expecting = "expecting",
    /// Children who are not at school yet.
    UnderFives = "under-fives",
    /// Children at primary school.
    Primary = "primary",
    /// Teenagers.
    Teenagers = "teenagers",
    /// Nobody under 18.
    AdultsOnly = "adults-only",
    /// Grandparents or other relatives bring up the children.
    KinshipCare = "kinship-care",
    /// The parents of who is inside.
    ParentsOfAdult = "parents-of-adult",
}
