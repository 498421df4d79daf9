//! How a visit goes here, as the site tells it: what happens after check-in, and what *First time
//! here?* shows besides.

use serde::Deserialize;
use visits_domain::arrival::Language;

use super::Words;

/// What fits a page at the largest text size. Characters.
const STEP_CHARACTERS: usize = 110;
/// What fits a page of *For children*, where nothing else stands. Characters.
const CHILD_CHARACTERS: usize = 130;
/// What fits two lines of a headline at the largest text size. Characters.
const TITLE_CHARACTERS: usize = 36;
/// What fits two lines of a list at the largest text size. Characters.
const POINT_CHARACTERS: usize = 80;

/// Something that happens on a visit, in this site's order.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// English.
    pub en: String,
    /// Welsh.
    pub cy: String,
    /// Over the words, in *First time here?*.
    #[serde(default)]
    pub title: Option<Words>,
    /// Over the words for children; else the title.
    #[serde(default)]
    pub child_title: Option<Words>,
    /// Beside the words, in *First time here?*.
    #[serde(default)]
    pub picture: StepPicture,
    /// The same for children: shorter words. Without it a child is not shown this step.
    #[serde(default)]
    pub child: Option<Words>,
    /// Whether it is told after check-in too. A family that is here has arrived.
    #[serde(default = "yes")]
    pub after_check_in: bool,
}

fn yes() -> bool {
    true
}

impl Step {
    /// In a language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Cy => &self.cy,
        }
    }

    fn is_longer_than(&self, characters: usize) -> bool {
        [&self.en, &self.cy].into_iter().any(|text| text.chars().count() > characters)
    }
}

/// Things people touch and meet on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepPicture {
    /// You arrive.
    #[default]
    Door,
    /// The desk, and ID.
    Desk,
    /// Phones and bags stay behind.
    Locker,
    /// Numbers are called.
    Bell,
    /// The search, and the dog.
    Dog,
    /// The hall.
    Table,
    /// The way home.
    Bus,
}

/// *First time here?*
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FirstTime {
    /// Whether there are volunteers who can be sent.
    pub volunteers: bool,
    /// What counts as ID here.
    pub id: Vec<Words>,
    /// What to bring.
    pub bring: Vec<Words>,
    /// What not to bring, or what goes into a locker.
    pub leave: Vec<Words>,
    /// Whose help with the cost of visits is told first.
    pub nation: Nation,
    /// Where to ask about the cost: a number or a page that staff have tried. Without it: the desk.
    pub cost_contact: Option<Words>,
    /// Whom to ask about what is kept of them. Without it: the desk.
    pub notice_contact: Option<Words>,
}

impl Default for FirstTime {
    fn default() -> Self {
        Self {
            volunteers: true,
            id: Vec::new(),
            bring: Vec::new(),
            leave: Vec::new(),
            nation: Nation::EnglandAndWales,
            cost_contact: None,
            notice_contact: None,
        }
    }
}

/// Where the site lies: help with the cost of visits differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nation {
    /// England and Wales.
    EnglandAndWales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

/// What cannot fit, with the key's name.
pub(super) fn problem(steps: &[Step], first: &FirstTime) -> Option<(&'static str, &'static str)> {
    let is_long = |words: &Words| words.is_longer_than(POINT_CHARACTERS);
    let points = "has at most 80 characters in every language, so that it fits at every size";
    let title = |step: &Step| {
        let mut titles = [&step.title, &step.child_title].into_iter().flatten();
        titles.any(|title| title.is_longer_than(TITLE_CHARACTERS))
    };
    let child = |step: &Step| {
        step.child.as_ref().is_some_and(|words| words.is_longer_than(CHILD_CHARACTERS))
    };
    let checks = [
        (
            steps.iter().any(|step| step.is_longer_than(STEP_CHARACTERS)),
            "step",
            "has at most 110 characters in every language, so that it fits at every size",
        ),
        (
            steps.iter().any(child),
            "step.child",
            "has at most 130 characters in every language, so that it fits at every size",
        ),
        (
            steps.iter().any(title),
            "step.title",
            "has at most 36 characters in every language, so that it fits at every size",
        ),
        (first.id.iter().any(is_long), "first_time.id", points),
        (first.bring.iter().any(is_long), "first_time.bring", points),
        (first.leave.iter().any(is_long), "first_time.leave", points),
        (first.cost_contact.as_ref().is_some_and(is_long), "first_time.cost_contact", points),
        (first.notice_contact.as_ref().is_some_and(is_long), "first_time.notice_contact", points),
    ];
    checks.into_iter().find(|(wrong, ..)| *wrong).map(|(_, key, problem)| (key, problem))
}
