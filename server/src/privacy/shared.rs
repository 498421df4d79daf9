//! The record of what was shared: who received what, when, and on what ground. Whatever hands out
//! families' data calls [`note`] in the same transaction, or in one of its own before it answers.

use chrono::NaiveDate;
use visits_domain::site::SiteCode;

use crate::audit::{self, Noted};
use crate::error::Error;
use crate::house::House;
use crate::random;
use crate::store::Write;
use crate::store::shared::{self, Entry};

macro_rules! words_of {
    ($(#[$doc:meta])* $Enum:ident { $($(#[$each:meta])* $name:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $Enum { $($(#[$each])* $name,)* }
        impl $Enum {
            /// All, as they are offered.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// As it is stored, and as forms name it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
            /// From what was stored or sent.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}

words_of! {
    /// What was handed out.
    What {
        /// What became of the visits of a day, for the booking system.
        Outcomes = "outcomes",
        /// A list of visits, printed or saved: day list, desk pack, roll-call.
        VisitList = "visit-list",
        /// Confirmation of a visit, for a claim.
        Confirmation = "confirmation",
        /// All that is held about a person.
        SubjectAccess = "subject-access",
        /// A family asked for help from an organisation.
        Referral = "referral",
        /// Something else that staff wrote down by hand.
        Other = "other",
    }
}

words_of! {
    /// On what ground it was handed out. The site decides which one is right.
    Ground {
        /// The person agreed, to this recipient.
        Consent = "consent",
        /// The person asked for it.
        OwnRequest = "own-request",
        /// The task that the law gives the prison.
        PublicTask = "public-task",
        /// A law or a court demands it.
        LegalDuty = "legal-duty",
        /// Somebody's life or safety.
        Safety = "safety",
    }
}

/// Who received it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// The prison's own staff and systems.
    Prison,
    /// The person it is about.
    ThePerson,
    /// An organisation by its name, never a family.
    Named(String),
}

impl Recipient {
    /// The most characters of a name.
    const CHARACTERS: usize = 120;

    /// An organisation by the name somebody typed. None: nothing was typed, or too much.
    pub fn named(typed: &str) -> Option<Self> {
        let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = (1..=Self::CHARACTERS).contains(&name.chars().count());
        (fits && !name.starts_with(':')).then_some(Self::Named(name))
    }

    /// As it is stored: a name cannot begin with a colon.
    fn stored(&self) -> &str {
        match self {
            Self::Prison => ":prison",
            Self::ThePerson => ":person",
            Self::Named(name) => name,
        }
    }

    /// From what was stored.
    pub fn of_stored(text: &str) -> Self {
        match text {
            ":prison" => Self::Prison,
            ":person" => Self::ThePerson,
            name => Self::Named(name.to_owned()),
        }
    }
}

/// Something that was handed out.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Who received it.
    pub recipient: Recipient,
    /// What.
    pub what: What,
    /// Why it was allowed.
    pub ground: Ground,
    /// The opaque id of the person, where it is about one.
    pub subject: Option<String>,
    /// The day whose visits it is about, where it is a list.
    pub day: Option<NaiveDate>,
    /// How many people it is about.
    pub people: usize,
}

/// Notes it in the record and in the audit. Call it before [`crate::store::feed::publish`].
pub async fn note(
    house: &House,
    tx: &mut Write,
    site: SiteCode,
    who: &str,
    given: &Shared,
) -> Result<(), Error> {
    let entry = Entry {
        id: random::opaque_id().to_string(),
        at: house.clock.now().timestamp_micros(),
        who: who.to_owned(),
        recipient: given.recipient.stored().to_owned(),
        what: given.what.as_str().to_owned(),
        ground: given.ground.as_str().to_owned(),
        subject: given.subject.clone(),
        day: given.day.map(|day| day.to_string()),
        people: i64::try_from(given.people).unwrap_or(i64::MAX),
    };
    shared::add(tx, site, &entry).await?;
    audit::note(house, tx, site, (who, Noted::DataShared), entry.id).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_is_stored_and_read_back() {
        let named = Recipient::named("  Family   Support  ").expect("a name");
        assert_eq!(named, Recipient::Named("Family Support".to_owned()));
        for recipient in [Recipient::Prison, Recipient::ThePerson, named] {
            assert_eq!(Recipient::of_stored(recipient.stored()), recipient);
        }
    }

    #[test]
    fn nobody_too_much_and_a_word_of_ours_are_no_names() {
        for typed in ["", "   ", &"x".repeat(121), ":prison"] {
            assert_eq!(Recipient::named(typed), None, "{typed:?}");
        }
    }
}
