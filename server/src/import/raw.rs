//! A visit as it stands in a file: texts, not yet believed.

/// The fields that are wanted. All others are never read.
#[derive(Clone, Debug, Default)]
pub struct RawVisit {
    /// Where it is in the file.
    pub row: usize,
    /// A prison code; lists of one prison have none.
    pub site: Option<String>,
    /// The visit reference.
    pub reference: String,
    /// `BOOKED`, `CANCELLED`; lists of booked visits have none.
    pub status: Option<String>,
    /// `APPROVED` and so on.
    pub sub_status: Option<String>,
    /// `OPEN`, `CLOSED`, `UNKNOWN`.
    pub restriction: Option<String>,
    /// The day, as written.
    pub day: String,
    /// The time of the start, as written.
    pub start: String,
    /// The day of the end, where the file has one.
    pub end_day: Option<String>,
    /// The time of the end, as written.
    pub end: String,
    /// The prison number.
    pub prisoner: String,
    /// The name of the person visited.
    pub prisoner_name: String,
    /// When it was changed last, as written; these compare as text.
    pub modified: Option<String>,
    /// The language the family asked for.
    pub language: Option<String>,
    /// Who comes.
    pub visitors: Vec<RawVisitor>,
}

/// A visitor as in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawVisitor {
    /// A person's id.
    pub person: Option<String>,
    /// First names.
    pub first: String,
    /// Surname.
    pub last: String,
    /// Date of birth, as written.
    pub born: Option<String>,
}
