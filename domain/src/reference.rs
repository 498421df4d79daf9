//! Visit references: what a family holds in its confirmation.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// Which characters a site's references are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alphabet {
    /// a-z
    Letters,
    /// 0-9
    Digits,
    /// a-z and 0-9
    LettersAndDigits,
}

impl Alphabet {
    fn has(self, c: char) -> bool {
        match self {
            Self::Letters => c.is_ascii_lowercase(),
            Self::Digits => c.is_ascii_digit(),
            Self::LettersAndDigits => c.is_ascii_lowercase() || c.is_ascii_digit(),
        }
    }
}

/// The shape of a site's references, without separators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReferenceRule {
    /// Which characters occur.
    pub alphabet: Alphabet,
    /// Characters between two hyphens when it is written down.
    pub group: usize,
    /// Fewest characters.
    pub min_characters: usize,
    /// Most characters.
    pub max_characters: usize,
}

impl ReferenceRule {
    /// England and Wales: `^[a-z]{2}(-[a-z]{2}){3,}$` (prison visit services, Ministry of
    /// Justice). The service's own references have four pairs; more are allowed for.
    pub const ENGLAND_AND_WALES: Self =
        Self { alphabet: Alphabet::Letters, group: 2, min_characters: 8, max_characters: 20 };
}

impl ReferenceRule {
    /// A made-up reference of this shape, to show what one looks like.
    pub fn example(&self) -> String {
        let characters = match self.alphabet {
            Alphabet::Letters => "abcdefghijklmnopqrstuvwxyz",
            Alphabet::Digits => "1234567890",
            Alphabet::LettersAndDigits => "a1b2c3d4e5f6g7h8i9j0k1l2m3n4",
        };
        let shown = characters.chars().cycle().take(self.min_characters).collect();
        VisitReference(shown).written(self)
    }
}

impl Default for ReferenceRule {
    fn default() -> Self {
        Self::ENGLAND_AND_WALES
    }
}

/// A visit reference of the right shape, kept without separators in lower case.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Zeroize)]
#[zeroize(drop)]
pub struct VisitReference(String);

/// Why a text is not a visit reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAReference {
    /// Fewer characters than the site's references have.
    #[error("too short")]
    TooShort,
    /// Characters, length or grouping that the site's references never have.
    #[error("not the shape of this site's references")]
    OtherShape,
}

impl VisitReference {
    /// Reads what a person typed or a scanner read. Case, hyphens, dots and spaces do not matter.
    pub fn parse(input: &str, rule: &ReferenceRule) -> Result<Self, NotAReference> {
        let mut text = String::new();
        for c in input.trim().chars().flat_map(char::to_lowercase) {
            if matches!(c, '-' | ' ' | '.' | '_' | '\u{2010}'..='\u{2015}') {
                continue;
            }
            if !rule.alphabet.has(c) || text.len() == rule.max_characters {
                return Err(NotAReference::OtherShape);
            }
            text.push(c);
        }
        if text.len() < rule.min_characters {
            Err(NotAReference::TooShort)
        } else if !text.len().is_multiple_of(rule.group.max(1)) {
            Err(NotAReference::OtherShape)
        } else {
            Ok(Self(text))
        }
    }

    /// The characters without separators.
    pub fn compact(&self) -> &str {
        &self.0
    }

    /// As it is written down: `ab-cd-ef-gh`.
    pub fn written(&self, rule: &ReferenceRule) -> String {
        let chars: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> =
            chars.chunks(rule.group.max(1)).map(|group| group.iter().collect()).collect();
        groups.join("-")
    }
}

impl fmt::Debug for VisitReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A reference belongs to a family: it stays out of logs.
        f.write_str("VisitReference(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULE: ReferenceRule = ReferenceRule::ENGLAND_AND_WALES;

    #[test]
    fn a_reference_is_read_however_it_is_typed() {
        for typed in ["ab-cd-ef-gh", "AB CD EF GH", " abcdefgh ", "ab–cd–ef–gh", "Ab.cD.eF.Gh"]
        {
            let read = VisitReference::parse(typed, &RULE);
            assert_eq!(read.map(|r| r.written(&RULE)), Ok("ab-cd-ef-gh".to_owned()), "{typed}");
        }
    }

    #[test]
    fn an_example_is_of_the_shape_it_shows() {
        assert_eq!(RULE.example(), "ab-cd-ef-gh");
        let digits =
            ReferenceRule { alphabet: Alphabet::Digits, group: 3, min_characters: 12, ..RULE };
        assert_eq!(digits.example(), "123-456-789-012");
        assert!(VisitReference::parse(&digits.example(), &digits).is_ok());
    }

    #[test]
    fn what_is_not_a_reference_says_why() {
        use NotAReference::{OtherShape, TooShort};
        let long = "a".repeat(4096);
        for (typed, why) in [
            ("", TooShort),
            ("ab-cd", TooShort),
            ("dfs-wjs-abc", OtherShape),
            ("ab-cd-ef-g1", OtherShape),
            ("ab-cd-ef-g😀", OtherShape),
            ("ab-cd-ef\u{0}gh", OtherShape),
            ("\u{202e}ab-cd-ef-gh", OtherShape),
            (long.as_str(), OtherShape),
        ] {
            assert_eq!(VisitReference::parse(typed, &RULE).err(), Some(why), "{typed:.20}");
        }
    }

    proptest! {
        #[test]
        fn anything_at_all_is_read_without_panic(text in ".*") {
            let _ = VisitReference::parse(&text, &RULE);
        }

        #[test]
        fn written_and_read_again_is_the_same(text in "[a-z]{2}(-[a-z]{2}){3,9}") {
            let read = VisitReference::parse(&text, &RULE).expect("of the right shape");
            prop_assert_eq!(read.written(&RULE), text);
        }
    }
}
