//! What a row is, and why it is not taken.

use serde_json::{Map, Value};
use visits_domain::arrival::Language;

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $en:literal / $cy:literal;)*) => {
        /// Why a row is set aside.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Reason { $($(#[$doc])* $name,)* }
        impl Reason {
            /// All.
            pub const ALL: &[Self] = &[$(Self::$name,)*];
            /// As it is stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
            /// One plain sentence that staff can act on.
            pub fn sentence(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$name, Language::En) => $en, (Self::$name, Language::Cy) => $cy,)*
                }
            }
        }
    };
}

reasons! {
    /// Not even an object, or without id and name.
    NotAService = "not-a-service", "There is no service in this row." / "Nid oes gwasanaeth yn y rhes hon.";
    /// Organizations are taken with their services.
    Organization = "organization", "This is an organization without services." / "Sefydliad heb wasanaethau yw hwn.";
    /// A place alone.
    Location = "location", "This is a location without a service." / "Lleoliad heb wasanaeth yw hwn.";
    /// A list of terms.
    Taxonomy = "taxonomy", "This is a taxonomy and no service." / "Tacsonomeg yw hon, nid gwasanaeth.";
    /// A term.
    Term = "term", "This is a taxonomy term and no service." / "Term tacsonomeg yw hwn, nid gwasanaeth.";
    /// Nothing to know it by the next time.
    NoId = "no-id", "The service has no id, so it could not be known again." / "Nid oes gan y gwasanaeth ddynodydd, felly ni ellid ei adnabod eto.";
    /// Nothing to call it by.
    NoName = "no-name", "The service has no name." / "Nid oes enw gan y gwasanaeth.";
    /// One id, two services.
    AnotherName = "another-name", "An earlier row has the same id and another name." / "Mae gan res gynharach yr un dynodydd ac enw arall.";
    /// Files without a feed's name, one id, and nothing else in common.
    AnotherService = "another-service", "A file without a feed’s name has brought another service of another organization with this id. Say what the feed is called." / "Mae ffeil heb enw ffrwd wedi dod â gwasanaeth arall gan sefydliad arall â’r dynodydd hwn. Rhowch enw’r ffrwd.";
    /// Two feeds, one id.
    AnotherFeed = "another-feed", "Another feed has a service with this id." / "Mae gan ffrwd arall wasanaeth â’r dynodydd hwn.";
}

impl Reason {
    /// Reads [`Reason::as_str`].
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|reason| reason.as_str() == text).copied()
    }
}

/// What a row that is an object is, if it is no service. A service says how it is going or whose it
/// is; what has neither and the marks of something else is that.
pub fn other_than_a_service(row: &Map<String, Value>) -> Option<Reason> {
    let has = |names: &[&str]| names.iter().any(|name| row.contains_key(*name));
    if has(&["status", "organization", "organization_id", "service_at_locations"]) {
        return None;
    }
    if has(&["location_type"]) {
        return Some(Reason::Location);
    }
    if has(&["taxonomy_terms"]) || (has(&["version"]) && has(&["uri"])) {
        return Some(Reason::Taxonomy);
    }
    if has(&["taxonomy", "taxonomy_detail", "taxonomy_id", "term", "term_uri"]) {
        return Some(Reason::Term);
    }
    let marks = [
        "website",
        "organization_identifiers",
        "tax_status",
        "legal_status",
        "year_incorporated",
        "parent_organization_id",
    ];
    has(&marks).then_some(Reason::Organization)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_words_of_its_own_in_both_languages() {
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.as_str()), Some(*reason));
            assert_ne!(reason.sentence(Language::En), reason.sentence(Language::Cy));
        }
    }
}
