//! Lists of things, each with the one word under which it is stored and sent.

/// An enum whose variants each have a word.
macro_rules! one_word_each {
    ($(#[$doc:meta])* $Name:ident; $($(#[$of:meta])* $variant:ident = $word:literal,)*) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        pub enum $Name { $($(#[$of])* #[serde(rename = $word)] $variant,)* }

        impl $Name {
            /// All, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As it is stored and sent.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Reads what [`Self::as_str`] wrote.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().find(|known| known.as_str() == text).copied()
            }
        }
    };
}
pub(crate) use one_word_each;

/// Reads a list of words and passes over those that this program is too old for: the rest of what a
/// newer side says is taken in all the same.
macro_rules! known_words {
    ($name:ident, $Name:ident) => {
        fn $name<'de, D: serde::Deserializer<'de>>(words: D) -> Result<Vec<$Name>, D::Error> {
            let words: Vec<String> = serde::Deserialize::deserialize(words)?;
            Ok(words.iter().filter_map(|word| $Name::parse(word)).collect())
        }
    };
}
pub(crate) use known_words;
