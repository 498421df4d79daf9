//! What a family does at a kiosk: touches, keys, and looking at what comes up.

use chrono::NaiveDate;
use visits_domain::arrival::{Language, Route};

use crate::kiosk::{Kiosk, KioskError};
use crate::labels::in_language;
use crate::visit_list::Visit;

/// *Welcome*'s headline: nobody is at the kiosk.
pub const WELCOME: &str = "Hello. You’re in the right place.";
const SIZES: [&str; 4] = ["Small", "Medium", "Large", "Very large"];

/// How a family likes it.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// By name or by reference.
    pub route: Route,
    /// The language it reads.
    pub language: Language,
    /// 0 to 3.
    pub text_size: u8,
    /// Black on white.
    pub high_contrast: bool,
    /// For the first time here.
    pub first_time: bool,
    /// Asks for something.
    pub need: Option<&'static str>,
}

impl Manner {
    /// The n-th family's: no two in a row alike.
    pub fn of(n: usize) -> Self {
        let needs = ["A quiet space", "A way with no steps", "Help with hearing", "A baby with us"];
        Self {
            route: if n % 5 < 3 { Route::Name } else { Route::Reference },
            language: if n % 3 == 1 { Language::Cy } else { Language::En },
            text_size: [1, 3, 0, 2][(n / 2) % 4],
            high_contrast: n % 7 == 3,
            first_time: n.is_multiple_of(4),
            need: n.is_multiple_of(2).then(|| needs[(n / 2) % needs.len()]),
        }
    }

    /// English, the standard size, nothing asked for.
    pub fn plain(route: Route) -> Self {
        Self {
            route,
            language: Language::En,
            text_size: 1,
            high_contrast: false,
            first_time: false,
            need: None,
        }
    }
}

/// What a family was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Who is with you today?
    Welcome,
    /// The same number again.
    AlreadyHere,
    /// The number, and it is called.
    Called,
    /// The one sentence.
    Desk,
    /// To the desk at once.
    Late,
    /// When to come.
    Early,
    /// Which day.
    AnotherDay,
}

const ANSWERS: [(&str, Answer); 7] = [
    ("Who is with you today?", Answer::Welcome),
    ("You are already checked in", Answer::AlreadyHere),
    ("It’s your turn", Answer::Called),
    ("Let’s check again", Answer::Desk),
    ("Please go to the desk now", Answer::Late),
    ("You are early", Answer::Early),
    ("Your visit is on another day", Answer::AnotherDay),
];

/// The headlines of *Done*.
pub const DONE: [&str; 5] = [
    "Show this number at the desk",
    "We know you’re here",
    "We know you’re all here",
    "You are already checked in",
    "It’s your turn",
];

/// Chooses language and text size by the screen's own buttons.
pub fn make_it(kiosk: &mut Kiosk, (language, size): (Language, u8)) -> Result<(), KioskError> {
    if kiosk.text_size != size {
        kiosk.press(&["Make it easier"])?;
        kiosk.press(&[SIZES[usize::from(size.min(3))]])?;
        kiosk.press(&["Done"])?;
        kiosk.text_size = size;
    }
    if kiosk.language != language {
        choose_language(kiosk, language)?;
    }
    Ok(())
}

/// By the language's own name where it stands on the screen, else by the list.
fn choose_language(kiosk: &mut Kiosk, language: Language) -> Result<(), KioskError> {
    let own = language.own_name().to_owned();
    if kiosk.press_labels([vec![own.clone()], language_buttons(kiosk)].concat())? > 0 {
        kiosk.press_labels(vec![own])?;
    }
    kiosk.language = language;
    Ok(())
}

/// What the button that leads to the list of languages may be called now.
pub fn language_buttons(kiosk: &Kiosk) -> Vec<String> {
    let shown = kiosk.language.own_name();
    let texts = in_language(kiosk.language, "Language: {}");
    texts.into_iter().map(|text| text.replace("{}", shown)).collect()
}

/// From *Welcome*: language, size, contrast.
pub fn settle(kiosk: &mut Kiosk, manner: &Manner) -> Result<(), KioskError> {
    kiosk.wait_for(&[WELCOME])?;
    make_it(kiosk, (manner.language, manner.text_size))?;
    if manner.high_contrast {
        kiosk.press(&["Make it easier"])?;
        kiosk.press(&["Black on white"])?;
        kiosk.press(&["Done"])?;
    }
    Ok(())
}

/// From *Welcome* to the date of birth, by name or by reference.
pub fn say_who(kiosk: &mut Kiosk, route: Route, typed: &str) -> Result<(), KioskError> {
    match route {
        Route::Name => {
            kiosk.press(&["Check in for a visit", "Check in"])?;
            kiosk.type_keys(typed)?;
            kiosk.press(&["Next"])?;
            kiosk.wait_for(&["When were you born?"])?;
        }
        Route::Reference => {
            open_reference(kiosk)?;
            kiosk.type_keys(&typed.replace('-', ""))?;
            kiosk.press(&["Next"])?;
            kiosk.wait_for(&["An adult’s date of birth"])?;
        }
    }
    Ok(())
}

/// The way to a reference: through the screen for the surname, where there is one.
pub fn open_reference(kiosk: &mut Kiosk) -> Result<(), KioskError> {
    kiosk.press(&["Check in for a visit", "Check in"])?;
    if kiosk.wait_for(&["Type your visit reference", "Type your surname"])? == 1 {
        kiosk.press(&["Use my reference"])?;
        kiosk.wait_for(&["Type your visit reference"])?;
    }
    Ok(())
}

/// Types a date of birth and looks at the answer.
pub fn say_born(kiosk: &mut Kiosk, born: NaiveDate) -> Result<Answer, KioskError> {
    kiosk.type_keys(&born.format("%d%m%Y").to_string())?;
    kiosk.press(&["Next"])?;
    let texts = ANSWERS.map(|(text, _)| text);
    Ok(ANSWERS[kiosk.wait_for(&texts)?].1)
}

/// From *Welcome* to the answer.
pub fn look_up(
    kiosk: &mut Kiosk,
    route: Route,
    visit: &Visit,
    born: NaiveDate,
) -> Result<Answer, KioskError> {
    let typed = match route {
        Route::Name => &visit.lead().typed,
        Route::Reference => &visit.reference,
    };
    say_who(kiosk, route, typed)?;
    say_born(kiosk, born)
}

/// From *Who is with you today?*: counts them and goes on.
pub fn count_party(kiosk: &mut Kiosk, visit: &Visit, adult_age: u32) -> Result<(), KioskError> {
    let is_adult = |born: NaiveDate| visit.day.years_since(born).unwrap_or(0) >= adult_age;
    let adults = visit.visitors.iter().filter(|person| is_adult(person.born)).count();
    for _ in 1..adults {
        kiosk.press(&["One more adult"])?;
    }
    for _ in adults..visit.visitors.len() {
        kiosk.press(&["One more child"])?;
    }
    kiosk.press(&["That’s us today", "Next"])
}

/// From *Is this your first time here?* to the press that saves.
pub fn answer_the_rest(kiosk: &mut Kiosk, manner: &Manner) -> Result<(), KioskError> {
    kiosk.wait_for(&["Is this your first time here?"])?;
    kiosk.press(if manner.first_time {
        &["Yes, my first time", "Yes"]
    } else {
        &["No, I have been before", "No"]
    })?;
    kiosk.wait_for(&["Can we help with anything?"])?;
    if let Some(need) = manner.need {
        kiosk.press(&[need])?;
    }
    kiosk.press(&["Nothing, thank you", "Nothing", "Next"])
}

/// From *Done*, or any other last screen, back to *Welcome*.
pub fn finish(kiosk: &mut Kiosk) -> Result<(), KioskError> {
    kiosk.press(&["Done", "Close", "Start again"])?;
    gone(kiosk)
}

/// The session has ended: the next family finds English and the standard size.
pub fn gone(kiosk: &mut Kiosk) -> Result<(), KioskError> {
    (kiosk.language, kiosk.text_size) = (Language::En, 1);
    kiosk.wait_for(&[WELCOME]).map(|_| ())
}
