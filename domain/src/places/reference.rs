//! What a family finds its booking again with: not to be guessed, easy to read aloud, and a slip of
//! the finger or of the ear is noticed.

use std::fmt;

use zeroize::Zeroize;

/// 23 characters, a prime. None looks like another (no 0 and O, 1 and I, 5 and S, 8 and B, 2 and
/// Z, U and V), and with next to no vowels they spell no word.
const CHARACTERS: &[u8; 23] = b"23456789CDFHJKLMPRTVWXY";

/// What people write for characters that we do not use.
const MEANT: [(char, char); 6] =
    [('B', '8'), ('G', '6'), ('N', 'M'), ('S', '5'), ('U', 'V'), ('Z', '2')];

/// Drawn by chance: 23^8 is 78,000,000,000.
const DRAWN: usize = 8;
/// With the check character.
const ALL: usize = DRAWN + 1;
/// Characters between two hyphens.
const GROUP: usize = 3;

/// A booking's reference: eight drawn characters and one that checks them (`K7M-4RX-P2D`). Any one
/// character that is wrong, and any two that changed places, are noticed.
#[derive(Clone, PartialEq, Eq, Hash, Zeroize)]
#[zeroize(drop)]
pub struct BookingReference(String);

/// Why a text is not a booking's reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotABookingReference {
    /// Not nine characters of ours.
    #[error("not the shape of a booking's reference")]
    OtherShape,
    /// One is wrong, or two changed places.
    #[error("a character is wrong, or two changed places")]
    Mistyped,
}

impl BookingReference {
    /// A new one from 16 random bytes.
    pub fn draw(random: [u8; 16]) -> Self {
        // 2^128 is so much more than 23^8 that none is more likely than another.
        let mut rest = u128::from_be_bytes(random);
        let mut values = Vec::with_capacity(ALL);
        for _ in 0..DRAWN {
            values.push(usize::try_from(rest % 23).unwrap_or(0));
            rest /= 23;
        }
        values.push(check(&values));
        Self(values.iter().map(|value| char::from(CHARACTERS[*value])).collect())
    }

    /// Reads what a person typed or a scanner read. Case, hyphens and spaces do not matter.
    pub fn parse(input: &str) -> Result<Self, NotABookingReference> {
        let mut text = String::with_capacity(ALL);
        for c in input.trim().chars() {
            if matches!(c, '-' | ' ' | '.' | '_' | '\u{2010}'..='\u{2015}') {
                continue;
            }
            let c = meant(c.to_ascii_uppercase());
            if value(c).is_none() || text.len() == ALL {
                text.zeroize();
                return Err(NotABookingReference::OtherShape);
            }
            text.push(c);
        }
        let read = Self(text);
        let values: Vec<usize> = read.0.chars().filter_map(value).collect();
        match values.split_last() {
            Some((last, drawn)) if drawn.len() == DRAWN => {
                if check(drawn) == *last {
                    Ok(read)
                } else {
                    Err(NotABookingReference::Mistyped)
                }
            }
            _ => Err(NotABookingReference::OtherShape),
        }
    }

    /// The characters without separators.
    pub fn compact(&self) -> &str {
        &self.0
    }

    /// As it is shown and read aloud: three groups of three.
    pub fn written(&self) -> String {
        let mut written = String::with_capacity(ALL + 2);
        for (place, c) in self.0.chars().enumerate() {
            if place > 0 && place.is_multiple_of(GROUP) {
                written.push('-');
            }
            written.push(c);
        }
        written
    }
}

fn value(c: char) -> Option<usize> {
    CHARACTERS.iter().position(|ours| char::from(*ours) == c)
}

fn meant(c: char) -> char {
    MEANT.iter().find(|(written, _)| *written == c).map_or(c, |(_, ours)| *ours)
}

/// Each place has a weight of its own below the prime: one changed character changes the sum, and
/// so do two that changed places.
fn check(drawn: &[usize]) -> usize {
    (2..).zip(drawn).map(|(weight, value)| weight * value).sum::<usize>() % CHARACTERS.len()
}

impl fmt::Debug for BookingReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It belongs to a family: it stays out of logs.
        f.write_str("BookingReference(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_read_however_it_is_typed() {
        let drawn = BookingReference::draw([7; 16]);
        let written = drawn.written();
        assert_eq!(written.len(), 11);
        for typed in [
            written.clone(),
            written.to_lowercase(),
            format!(" {} ", written.replace('-', " ")),
            written.replace('-', "\u{2013}"),
            drawn.compact().to_owned(),
        ] {
            assert_eq!(BookingReference::parse(&typed).as_ref(), Ok(&drawn), "{typed}");
        }
    }

    #[test]
    fn what_is_not_one_says_why() {
        use NotABookingReference::{Mistyped, OtherShape};
        let long = "2".repeat(4096);
        for (typed, why) in [
            ("", OtherShape),
            ("222-222-22", OtherShape),
            ("222-222-222-2", OtherShape),
            ("222-222-22O", OtherShape),
            ("222-222-22😀", OtherShape),
            ("222-222-22\u{0}2", OtherShape),
            ("222-222-223", Mistyped),
            (long.as_str(), OtherShape),
        ] {
            assert_eq!(BookingReference::parse(typed).err(), Some(why), "{typed:.20}");
        }
    }

    fn swapped(text: &str, one: usize, other: usize) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        chars.swap(one, other);
        chars.into_iter().collect()
    }

    proptest! {
        #[test]
        fn drawn_and_read_again_is_the_same(random: [u8; 16]) {
            let drawn = BookingReference::draw(random);
            prop_assert_eq!(BookingReference::parse(&drawn.written()), Ok(drawn));
        }

        #[test]
        fn any_one_wrong_character_is_noticed(random: [u8; 16], at in 0..ALL, by in 1..23usize) {
            let drawn = BookingReference::draw(random);
            let mut chars: Vec<char> = drawn.compact().chars().collect();
            let wrong = (value(chars[at]).expect("ours") + by) % 23;
            chars[at] = char::from(CHARACTERS[wrong]);
            let typed: String = chars.into_iter().collect();
            prop_assert_eq!(
                BookingReference::parse(&typed), Err(NotABookingReference::Mistyped)
            );
        }

        #[test]
        fn two_that_changed_places_are_noticed(random: [u8; 16], one in 0..ALL, other in 0..ALL) {
            let drawn = BookingReference::draw(random);
            let typed = swapped(drawn.compact(), one, other);
            let read = BookingReference::parse(&typed);
            prop_assert!(typed == drawn.compact() || read == Err(NotABookingReference::Mistyped));
        }

        #[test]
        fn anything_at_all_is_read_without_panic(text in ".*") {
            let _ = BookingReference::parse(&text);
        }
    }
}
