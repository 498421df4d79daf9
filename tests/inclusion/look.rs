//! Looking at a screen: the rules of inclusion on what is drawn, page after page.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use visits_domain::arrival::Language;
use visits_kiosk::session::Press;
use visits_ui::rehearsal::inclusion::{self, Measure};

use crate::support::TestKiosk;

/// Words that no family reads here.
const NEVER: &[&str] = &["error", "invalid", "denied", "no-show", "session", "submit"];

/// How a family has made the screen easier.
#[derive(Clone, Copy, Debug)]
pub struct Comfort {
    pub size: u8,
    pub high_contrast: bool,
}

pub const COMFORTS: [Comfort; 8] = {
    let mut all = [Comfort { size: 0, high_contrast: false }; 8];
    let mut n = 0;
    while n < 8 {
        all[n as usize] = Comfort { size: n % 4, high_contrast: n >= 4 };
        n += 1;
    }
    all
};

/// What was seen in one state at one size: of all its pages.
#[derive(Default)]
pub struct Seen {
    pub faults: Vec<String>,
    pub words: BTreeSet<String>,
    pub targets: BTreeSet<String>,
}

/// Where the pictures go: `GALLERY`, when it is set.
pub fn gallery() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("GALLERY")?);
    std::fs::create_dir_all(&folder).expect("a folder for the pictures");
    Some(folder)
}

/// Every page of the screen that is shown. `px_per_mm` is the panel's, whatever the kiosk thinks.
pub fn look(kiosk: &TestKiosk, comfort: Comfort, px_per_mm: f32, title: &str) -> Seen {
    let window = kiosk.running.window();
    let contrast = if comfort.high_contrast { 7.0 } else { 4.5 };
    let more = if kiosk.language() == Language::Cy { "Mwy" } else { "More" };
    let mut seen = Seen::default();
    for page in 1.. {
        kiosk.stage.touch(1.0, 400.0); // no key was pressed last: no ring in the picture
        let mut faults = inclusion::faults(&kiosk.stage, window, Measure { px_per_mm, contrast });
        if let Some(folder) = gallery() {
            let page = if page == 1 { String::new() } else { format!("-page{page}") };
            let file = folder.join(format!("{title}{page}.png"));
            kiosk.picture().write_png(&file).expect("a picture");
        }
        if !comfort.high_contrast {
            faults.extend(inclusion::tab_order(&kiosk.stage, window));
            kiosk.stage.touch(1.0, 400.0);
        }
        if comfort.size == 1 && !comfort.high_contrast {
            faults.extend(touch(kiosk));
        }
        let words = kiosk.texts();
        let named = |word: &&&str| words.iter().any(|text| text.to_lowercase().contains(**word));
        faults.extend(NEVER.iter().filter(named).map(|word| format!("{word:?} is said")));
        seen.words.extend(words);
        seen.targets.extend(kiosk.labels());
        seen.faults.extend(faults.into_iter().map(|fault| format!("page {page}: {fault}")));
        kiosk.pass(Duration::from_millis(600)); // sooner it would be a repeat
        if page > 20 || kiosk.stage.press(window, more).is_err() {
            break;
        }
    }
    for paging in ["More", "Back up", "Mwy", "I fyny"] {
        seen.targets.remove(paging);
    }
    seen
}

/// Inclusion 7: a finger that comes down is seen at once and does nothing yet; sliding off, it
/// leaves everything as it was.
pub fn touch(kiosk: &TestKiosk) -> Vec<String> {
    let state = || format!("{:?}", Held::of(kiosk));
    let mut faults = Vec::new();
    let (before, picture) = (state(), kiosk.picture());
    let as_before = || kiosk.stage.look(|now| *now == picture);
    for target in kiosk.stage.touchables(kiosk.running.window()) {
        let (x, y) = target.area.centre();
        kiosk.stage.finger_down(x, y);
        if state() != before {
            faults.push(format!("{:?} acts before the finger is lifted", target.label));
        }
        if target.enabled && as_before() {
            faults.push(format!("{:?} does not show that it is pressed", target.label));
        }
        kiosk.stage.finger_slide(3.0, 3.0);
        kiosk.stage.finger_up(3.0, 3.0);
        if state() != before || !as_before() {
            faults.push(format!("{:?} acts though the finger slid off", target.label));
        }
    }
    faults
}

/// What a family would lose or gain by a touch.
#[derive(Debug)]
#[allow(dead_code, reason = "it is compared as it is printed")]
struct Held {
    screen: visits_kiosk::session::Screen,
    language: Language,
    comfort: visits_kiosk::session::Comfort,
    draft: visits_kiosk::session::Draft,
    note: Option<visits_kiosk::session::FieldNote>,
    asks: usize,
}

impl Held {
    fn of(kiosk: &TestKiosk) -> Self {
        let kept = kiosk.running.kiosk();
        let session = kept.view().session;
        Self {
            screen: session.screen,
            language: session.language,
            comfort: session.comfort,
            draft: session.draft.clone(),
            note: session.note,
            asks: kiosk.asks.borrow().len(),
        }
    }
}

/// Shows the screen as this family has made it.
pub fn dress(kiosk: &TestKiosk, comfort: Comfort) {
    kiosk.chooses(Press::TextSize(comfort.size));
    kiosk.chooses(Press::HighContrast(comfort.high_contrast));
}

/// Names, which are no word of any language.
const NAMES: &[&str] = &[
    "English",
    "Cymraeg",
    "Moorvale",
    "harbuor",
    "Guys Marsh and Erlestoke",
    "Okafor-Ó Néill",
    "ab-cd-ef-gh",
    "a1b-2c3-d4e",
    "Rhys Quillfeather",
    "Zsofia Quillfeather",
];

/// Inclusion 6 and 11: what is read the same in both languages, and should not be.
pub fn untranslated(english: &BTreeSet<String>, welsh: &BTreeSet<String>) -> Vec<String> {
    let is_word = |text: &&String| {
        let plain = NAMES.iter().fold((*text).clone(), |text, name| text.replace(name, ""));
        plain.replace('w', "").chars().filter(|c| c.is_alphabetic()).count() > 2
    };
    let same = english.intersection(welsh).filter(is_word);
    same.map(|text| format!("{text:?} is English on a Welsh screen")).collect()
}
