//! What a family does at a kiosk to come to a family day: it books, looks its booking up, cancels.
//! What it was told is what stands on the screen.

use chrono::NaiveDate;
use visits_domain::places::BookingReference;

use crate::family;
use crate::kiosk::{Kiosk, KioskError};

/// A family that wants to come.
#[derive(Clone, Debug)]
pub struct Party {
    /// Of the lead person, as it is typed.
    pub name: String,
    /// Of the lead person.
    pub born: NaiveDate,
    /// How many.
    pub adults: usize,
    /// How many; each is nine.
    pub children: usize,
}

impl Party {
    /// The n-th: one adult with one or two children, and one of five.
    pub fn of(n: usize) -> Self {
        const LETTERS: [&str; 5] = ["a", "e", "i", "o", "u"];
        let name = format!("f{}n{}", LETTERS[n % 5], LETTERS[n / 5 % 5]);
        let (adults, children) = if n == 4 { (2, 3) } else { (1, 1 + n % 2) };
        let day = u32::try_from(n % 28).unwrap_or(0) + 1;
        let born = NaiveDate::from_ymd_opt(1986, 7, day).unwrap_or_default();
        Self { name, born, adults, children }
    }

    /// People.
    pub fn people(&self) -> usize {
        self.adults + self.children
    }
}

/// What a family was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// A place is held.
    Held,
    /// A number on the waiting list.
    Waiting,
    /// Written down; nothing is held.
    AskedFor,
    /// Sent, and no more is known.
    Sent,
    /// In the ballot.
    InTheDraw,
    /// Yes.
    Approved,
    /// Not this time.
    Declined,
    /// The day does not take place.
    DayCancelled,
    /// They have cancelled.
    Cancelled,
}

const WORDS: [(&str, Told); 12] = [
    ("We’re holding a place", Told::Held),
    ("on the waiting list", Told::Waiting),
    ("We wrote down that you ask", Told::AskedFor),
    ("You have asked for a place", Told::AskedFor),
    ("We have sent that you ask", Told::Sent),
    ("You are in the draw", Told::InTheDraw),
    ("Yes, you can come", Told::Approved),
    ("We can’t offer you a place", Told::Declined),
    ("This day does not take place", Told::DayCancelled),
    ("Your booking is cancelled", Told::Cancelled),
    ("Let’s check again", Told::Declined),
    ("That was not saved", Told::Declined),
];

fn told(kiosk: &mut Kiosk) -> Result<Told, KioskError> {
    let texts = WORDS.map(|(text, _)| text);
    Ok(WORDS[kiosk.wait_for(&texts)?].1)
}

/// The reference that stands on the screen, as it is read aloud.
pub fn reference(kiosk: &mut Kiosk) -> Result<Option<String>, KioskError> {
    let texts = kiosk.read()?;
    let mut found = texts.iter().filter_map(|text| BookingReference::parse(text).ok());
    Ok(found.next().map(|reference| reference.written()))
}

/// From *Welcome* to *Is this right?*
pub fn answers(kiosk: &mut Kiosk, event: &str, party: &Party) -> Result<(), KioskError> {
    kiosk.wait_for(&[family::WELCOME])?;
    kiosk.press(&["Family days"])?;
    kiosk.wait_for(&[event])?;
    kiosk.press_beginning(event)?;
    while kiosk.press_which(&["Ask for a place", "Book a place", "More"])? == 2 {}
    for _ in 1..party.adults {
        kiosk.press(&["One more adult"])?;
    }
    for _ in 0..party.children {
        kiosk.press(&["One more child"])?;
    }
    kiosk.press(&["Next"])?;
    for _ in 0..party.children {
        kiosk.press(&["9"])?;
    }
    kiosk.press(&["Nothing, thank you", "Nothing"])?;
    kiosk.press(&["Skip"])?; // what they do not eat
    kiosk.type_keys("rhys")?;
    kiosk.press(&["Next"])?;
    kiosk.press(&["Skip"])?; // the number in prison
    kiosk.type_keys(&party.name)?;
    kiosk.press(&["Next"])?;
    kiosk.type_keys(&party.born.format("%d%m%Y").to_string())?;
    kiosk.press(&["Next"])?;
    kiosk.press(&["Don’t ring me"])
}

/// From *Is this right?* to what came of it.
pub fn asks(kiosk: &mut Kiosk) -> Result<Told, KioskError> {
    while kiosk.press_which(&["Yes, ask for it", "Yes, book it", "More"])? == 2 {}
    told(kiosk)
}

/// From *Welcome* to how the booking stands.
pub fn looks_up(kiosk: &mut Kiosk, reference: &str, party: &Party) -> Result<Told, KioskError> {
    kiosk.wait_for(&[family::WELCOME])?;
    kiosk.press(&["Family days"])?;
    kiosk.press(&["I have a booking"])?;
    kiosk.type_keys(&reference.replace('-', "").to_lowercase())?;
    kiosk.press(&["Next"])?;
    kiosk.type_keys(&party.born.format("%d%m%Y").to_string())?;
    kiosk.press(&["Next"])?;
    told(kiosk)
}

/// From how the booking stands to the end of it.
pub fn cancels(kiosk: &mut Kiosk) -> Result<Told, KioskError> {
    kiosk.press(&["We can’t come"])?;
    kiosk.press(&["Yes, cancel it"])?;
    told(kiosk)
}
