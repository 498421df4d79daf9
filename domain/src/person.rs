//! What a family types about itself. It is folded, used and forgotten.

use std::fmt;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroize;

/// The most letters of a surname that count. Longer ones are cut there on both sides alike.
const SURNAME_LETTERS: usize = 64;

/// A surname folded for comparison: letters only, accents and case gone.
///
/// `O'Neill`, `Ó Néill` and `oneill` are one; so are `van der Berg` and `Vanderberg`.
#[derive(Clone, PartialEq, Eq, Hash, Zeroize)]
#[zeroize(drop)]
pub struct Surname(String);

/// No letter was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a surname has at least one letter")]
pub struct NoLetters;

impl Surname {
    /// Folds a surname.
    pub fn parse(input: &str) -> Result<Self, NoLetters> {
        // Bounded before normalising: one character can become eighteen.
        let folded: String = input
            .chars()
            .take(4 * SURNAME_LETTERS)
            .nfkd()
            .filter(|c| !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .flat_map(spelled_out)
            .filter(|c| c.is_alphabetic())
            .take(SURNAME_LETTERS)
            .collect();
        if folded.is_empty() { Err(NoLetters) } else { Ok(Self(folded)) }
    }

    /// The folded letters.
    pub fn folded(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Surname {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Surname(..)")
    }
}

/// Letters that carry their mark inside, which Unicode does not take apart, as people without
/// that key type them.
fn spelled_out(c: char) -> impl Iterator<Item = char> {
    let text: &'static str = match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        _ => "",
    };
    text.chars().chain(text.is_empty().then_some(c))
}

/// A date of birth.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BirthDate(NaiveDate);

/// Why three numbers are no date of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotABirthDate {
    /// 31 February, or a month 13.
    #[error("there is no such day")]
    NoSuchDay,
    /// After today.
    #[error("in the future")]
    InTheFuture,
    /// More than 125 years before today.
    #[error("too long ago")]
    TooLongAgo,
}

impl BirthDate {
    /// Reads a date of birth against today's local date.
    pub fn parse(year: i32, month: u32, day: u32, today: NaiveDate) -> Result<Self, NotABirthDate> {
        let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(NotABirthDate::NoSuchDay)?;
        if date > today {
            Err(NotABirthDate::InTheFuture)
        } else if today.years_since(date).unwrap_or(0) > 125 {
            Err(NotABirthDate::TooLongAgo)
        } else {
            Ok(Self(date))
        }
    }

    /// The date.
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// Whole years on a day.
    pub fn age_on(self, day: NaiveDate) -> u32 {
        day.years_since(self.0).unwrap_or(0)
    }
}

impl From<NaiveDate> for BirthDate {
    /// From an import, where a date was already read.
    fn from(date: NaiveDate) -> Self {
        Self(date)
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDate(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        Surname::parse(text).expect("letters").folded().to_owned()
    }

    #[test]
    fn accents_case_spaces_and_marks_do_not_matter() {
        for (a, b) in [
            ("O'Neill", "Ó Néill"),
            ("O’Neill", "ONEILL"),
            ("van der Berg", "Vanderberg"),
            ("Smith-Jones", "smith jones"),
            ("Llŷr", "LLYR"),
            ("Łukaszewicz", "lukaszewicz"),
            ("Groß", "GROSS"),
            ("İpek", "ipek"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} and {b}");
        }
        assert_eq!(folded("X"), "x");
        assert_eq!(folded("محمد"), "محمد");
    }

    #[test]
    fn a_surname_without_letters_is_none() {
        for nothing in ["", "   ", "12", "😀", "\u{0}\u{7f}", "'-"] {
            assert_eq!(Surname::parse(nothing), Err(NoLetters), "{nothing:?}");
        }
    }

    #[test]
    fn days_that_never_were_are_told_apart() {
        let today = NaiveDate::from_ymd_opt(2026, 6, 1).expect("a day");
        let parse = |y, m, d| BirthDate::parse(y, m, d, today).err();
        assert_eq!(parse(1990, 2, 31), Some(NotABirthDate::NoSuchDay));
        assert_eq!(parse(2026, 6, 2), Some(NotABirthDate::InTheFuture));
        assert_eq!(parse(1887, 1, 1), Some(NotABirthDate::TooLongAgo));
        assert_eq!(parse(2026, 6, 1), None);
        assert_eq!(parse(2000, 2, 29), None);
    }

    #[test]
    fn nothing_personal_is_printed() {
        let name = Surname::parse("Okafor").expect("letters");
        assert_eq!(format!("{name:?}"), "Surname(..)");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in ".{0,80}") {
            if let Ok(once) = Surname::parse(&text) {
                prop_assert_eq!(Surname::parse(once.folded()).expect("letters"), once);
            }
        }
    }
}
