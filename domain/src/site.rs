//! A site (one prison) and its kiosks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A prison code: three capital letters, as in the Ministry's systems (`MDI`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SiteCode([u8; 3]);

/// The text is not three letters.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a site code is three letters, such as MDI")]
pub struct NotASiteCode;

impl SiteCode {
    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for SiteCode {
    type Err = NotASiteCode;

    fn from_str(text: &str) -> Result<Self, NotASiteCode> {
        let bytes: [u8; 3] = text.trim().as_bytes().try_into().map_err(|_| NotASiteCode)?;
        if bytes.iter().all(u8::is_ascii_alphabetic) {
            Ok(Self(bytes.map(|b| b.to_ascii_uppercase())))
        } else {
            Err(NotASiteCode)
        }
    }
}

impl TryFrom<String> for SiteCode {
    type Error = NotASiteCode;
    fn try_from(text: String) -> Result<Self, NotASiteCode> {
        text.parse()
    }
}

impl From<SiteCode> for String {
    fn from(code: SiteCode) -> Self {
        code.as_str().to_owned()
    }
}

impl fmt::Display for SiteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for SiteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The letter that begins a kiosk's arrival numbers. `I` and `O` are left out: on paper they
/// read as 1 and 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "char", into = "char")]
pub struct KioskLetter(char);

/// The character is not a kiosk letter.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("a kiosk letter is A to Z without I and O")]
pub struct NotAKioskLetter;

impl KioskLetter {
    /// Begins the numbers that staff give by hand. No kiosk has it.
    pub const DESK: Self = Self('Z');

    /// Every letter that a number may begin with.
    pub fn all() -> impl Iterator<Item = Self> {
        ('A'..='Z').filter_map(|c| Self::try_from(c).ok())
    }

    /// The letters of kiosks, in the order in which they get them.
    pub fn of_kiosks() -> impl Iterator<Item = Self> {
        Self::all().filter(|letter| *letter != Self::DESK)
    }
}

impl TryFrom<char> for KioskLetter {
    type Error = NotAKioskLetter;
    fn try_from(c: char) -> Result<Self, NotAKioskLetter> {
        if c.is_ascii_uppercase() && c != 'I' && c != 'O' {
            Ok(Self(c))
        } else {
            Err(NotAKioskLetter)
        }
    }
}

impl From<KioskLetter> for char {
    fn from(letter: KioskLetter) -> Self {
        letter.0
    }
}

impl fmt::Display for KioskLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_code_is_three_letters_whatever_their_case() {
        assert_eq!("mdi".parse::<SiteCode>().map(|c| c.to_string()), Ok("MDI".to_owned()));
        for bad in ["", "MD", "MDII", "M1I", "ŵŷx"] {
            assert_eq!(bad.parse::<SiteCode>(), Err(NotASiteCode), "{bad}");
        }
    }

    #[test]
    fn kiosk_letters_leave_out_those_that_look_like_digits() {
        let all: String = KioskLetter::all().map(char::from).collect();
        assert_eq!(all, "ABCDEFGHJKLMNPQRSTUVWXYZ");
        assert!(KioskLetter::of_kiosks().all(|letter| letter != KioskLetter::DESK));
        assert_eq!(KioskLetter::of_kiosks().count(), 23);
    }
}
