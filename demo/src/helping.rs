//! What a family does at a kiosk to find help and to talk to somebody. What it was told is what
//! stands on the screen.

use crate::booking;
use crate::family;
use crate::kiosk::{Kiosk, KioskError};

/// What became of an urgent talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talked {
    /// Staff have it.
    StaffHaveIt,
    /// It was not sent.
    NotSent,
    /// We can't tell.
    CannotTell,
}

const TALKED: [(&str, Talked); 3] = [
    ("Staff have it", Talked::StaffHaveIt),
    ("It was not sent", Talked::NotSent),
    ("We can’t tell whether it was sent", Talked::CannotTell),
];

/// From *Welcome* to the list: whether there is anything on it.
pub fn looks_for(kiosk: &mut Kiosk, tile: &str) -> Result<bool, KioskError> {
    kiosk.wait_for(&[family::WELCOME])?;
    kiosk.press(&["Find help"])?;
    while kiosk.press_which(&[tile, "More"])? == 1 {}
    kiosk.press(&["Skip"])?;
    let nothing = "We know of no help for this here yet.";
    Ok(kiosk.wait_for(&["Services found: ", nothing])? == 0)
}

/// From the list to all that is known of a service.
pub fn opens(kiosk: &mut Kiosk, service: &str) -> Result<(), KioskError> {
    kiosk.press_beginning(service)?;
    kiosk.wait_for(&["Take along"]).map(|_| ())
}

/// From a service to the code that holds it.
pub fn takes_along(kiosk: &mut Kiosk) -> Result<(), KioskError> {
    kiosk.press(&["Take along"])?;
    kiosk.wait_for(&["Take it along"]).map(|_| ())
}

/// From wherever help is looked for to *Welcome*.
pub fn leaves(kiosk: &mut Kiosk) -> Result<(), KioskError> {
    kiosk.press(&["Start again"])?;
    family::gone(kiosk)
}

/// From a service to the receipt: somebody is to contact them.
pub fn asks_to_be_contacted(kiosk: &mut Kiosk, name: &str) -> Result<String, KioskError> {
    kiosk.press(&["Ask someone to contact me"])?;
    while kiosk.press_which(&["Yes, I agree", "More"])? == 1 {}
    kiosk.type_keys(name)?;
    kiosk.press(&["Next"])?;
    kiosk.type_keys("01632960321")?;
    kiosk.press(&["Next"])?;
    kiosk.press(&["In the morning"])?;
    kiosk.press(&["No message"])?;
    kiosk.press(&["Skip"])?; // more that they should know
    while kiosk.press_which(&["Yes, send it", "More"])? == 1 {}
    kiosk.wait_for(&["Your receipt number"])?;
    let receipt = booking::reference(kiosk)?;
    Ok(receipt.unwrap_or_default()) // none is noticed in the sums
}

/// From *Welcome* to what became of it.
pub fn talks_urgently(kiosk: &mut Kiosk) -> Result<Talked, KioskError> {
    kiosk.wait_for(&[family::WELCOME])?;
    kiosk.press(&["Talk to someone in private"])?;
    while kiosk.press_which(&["Go on", "More"])? == 1 {}
    kiosk.press(&["Something else"])?;
    while kiosk.press_which(&["It is urgent", "More"])? == 1 {}
    kiosk.press(&["By the window"])?;
    kiosk.press(&["No, please don’t"])?;
    Ok(TALKED[kiosk.wait_for(&TALKED.map(|(text, _)| text))?].1)
}
