//! What stands on a slip of paper. The screens know the words, the printer how they are drawn.

/// A slip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// For who reads large letters on the screen.
    pub large: bool,
    /// From the top.
    pub lines: Vec<SlipLine>,
}

/// A part of a slip. What is longer than the paper is wide goes on in the next row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SlipLine {
    /// Over what follows.
    Title(String),
    /// A sentence, a telephone number.
    Text(String),
    /// An arrival number, to be read from afar.
    Number(String),
    /// A code for a phone that holds this text.
    Code(String),
    /// An empty row.
    Space,
}
