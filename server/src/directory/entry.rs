//! A service as staff keep it: everything a kiosk shows, and what staff alone know.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use visits_domain::help::{HelpNeed, Hours, Nation, Phone, Place, Segment, Stage};

/// Fields and their values: what a feed says of a service, or what is kept of it.
pub type Fields = Map<String, Value>;

/// How a service is going, in the words of the standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Going {
    /// It is there.
    #[default]
    #[serde(rename = "active")]
    Active,
    /// Not now.
    #[serde(rename = "inactive")]
    Inactive,
    /// Not any more.
    #[serde(rename = "defunct")]
    Defunct,
    /// Not for a while.
    #[serde(rename = "temporarily closed")]
    TemporarilyClosed,
}

impl Going {
    /// All.
    pub const ALL: [Self; 4] =
        [Self::Active, Self::Inactive, Self::Defunct, Self::TemporarilyClosed];

    /// The word of the standard.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Defunct => "defunct",
            Self::TemporarilyClosed => "temporarily closed",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(['_', '-'], " ");
        Self::ALL.into_iter().find(|going| going.as_str().eq_ignore_ascii_case(&text))
    }
}

/// A service. Each field has a history of its own, and its name here is its name everywhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "as in visits_domain::help::Service, a language each")]
#[allow(clippy::struct_excessive_bools, reason = "each is a box of the form")]
pub struct Entry {
    pub name_en: String,
    pub name_cy: String,
    /// The name is the same in both languages, and staff have said so.
    pub same_name: bool,
    pub organization: String,
    pub words_en: String,
    pub words_cy: String,
    pub eligibility_en: String,
    pub eligibility_cy: String,
    pub nations: Vec<Nation>,
    pub needs: Vec<HelpNeed>,
    /// It is there for any need: said, not forgotten.
    pub any_need: bool,
    pub stages: Vec<Stage>,
    /// At any stage: said, not forgotten.
    pub any_stage: bool,
    /// For staff and their reports.
    pub segments: Vec<Segment>,
    pub phones: Vec<Phone>,
    pub email: String,
    /// With `https://` or `http://` before it.
    pub web: String,
    pub hours: Vec<Hours>,
    pub hours_en: String,
    pub hours_cy: String,
    pub costs_en: String,
    pub costs_cy: String,
    pub languages: Vec<String>,
    pub minimum_age: Option<u8>,
    pub maximum_age: Option<u8>,
    pub women_only: bool,
    pub places: Vec<Place>,
    pub takes_requests: bool,
    /// The day on which somebody here last made sure of all this.
    pub assured: Option<NaiveDate>,
    /// Whose account that was.
    pub assurer: String,
    /// The day on which somebody else did, as the feed says: evidence, and no check of ours.
    pub feed_assured: Option<NaiveDate>,
    /// At which address they are, as the feed says.
    pub feed_assurer: String,
    /// Something to know for a while. For staff.
    pub alert: String,
    pub going: Going,
    /// Where it is known from. For staff.
    pub evidence: String,
    /// Made up, for showing what this is.
    pub sample: bool,
    /// What the standard has beyond this, served again as it came.
    pub extra: BTreeMap<String, String>,
    /// Fields of the feed that could not be used.
    pub left_out: Vec<String>,
}

/// Follow the feed whatever staff do, and are nothing to decide on.
const OF_THE_FEED: [&str; 5] = ["extra", "left_out", "evidence", "feed_assured", "feed_assurer"];
/// Whoever rang says it, and no feed.
const OF_STAFF: [&str; 2] = ["assured", "assurer"];

impl Entry {
    /// All fields by their names.
    pub fn fields(&self) -> Fields {
        match serde_json::to_value(self) {
            Ok(Value::Object(fields)) => fields,
            _ => Fields::new(),
        }
    }

    /// The same, with other values. A value of another shape changes nothing.
    pub fn with(&self, values: Fields) -> Self {
        let mut fields = self.fields();
        fields.extend(values);
        serde_json::from_value(Value::Object(fields)).unwrap_or_else(|_| self.clone())
    }

    /// The fields in which it differs, with what they were and what they are.
    pub fn changes_to(&self, other: &Self) -> Vec<Change> {
        let before = self.fields();
        let changed = |(field, is): (String, Value)| {
            let was = before.get(&field).cloned().unwrap_or_default();
            (was != is).then_some(Change { field, was, is })
        };
        other.fields().into_iter().filter_map(changed).collect()
    }
}

/// One field of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which.
    pub field: String,
    /// Before.
    pub was: Value,
    /// After.
    pub is: Value,
}

/// What a value is where nothing is said.
fn unsaid(field: &str) -> Value {
    static NOTHING: LazyLock<Fields> = LazyLock::new(|| Entry::default().fields());
    NOTHING.get(field).cloned().unwrap_or_default()
}

fn says(said: &Fields, field: &str) -> Value {
    said.get(field).cloned().unwrap_or_else(|| unsaid(field))
}

/// What becomes of a service when its feed says something else than before. Pure. A field that
/// staff have edited stays as it is, and of a service that somebody has checked every field does:
/// nobody has checked what is new.
pub fn merged(
    entry: &Entry,
    (before, now): (&Fields, &Fields),
    edited: &Fields,
    is_checked: bool,
) -> Entry {
    let mut values = Fields::new();
    for field in before.keys().chain(now.keys()) {
        let always = OF_THE_FEED.contains(&field.as_str());
        let never = OF_STAFF.contains(&field.as_str());
        if always || !(never || is_checked || edited.contains_key(field)) {
            values.insert(field.clone(), says(now, field));
        }
    }
    entry.with(values)
}

/// Where the feed says otherwise, and nobody has decided on what it says now. `edited` holds what
/// the feed said when staff decided.
pub fn otherwise(entry: &Entry, said: &Fields, edited: &Fields) -> Vec<Change> {
    let differs = |(field, ours): (String, Value)| {
        let theirs = says(said, &field);
        let decided = edited.get(&field).is_some_and(|then| *then == theirs);
        let is_one_sided = OF_THE_FEED.iter().chain(&OF_STAFF).any(|one| *one == field);
        let open = ours != theirs && !decided && !is_one_sided;
        open.then_some(Change { field, was: ours, is: theirs })
    };
    entry.fields().into_iter().filter_map(differs).collect()
}

/// Notes that staff decided on fields: what the feed says of them now is known.
pub fn decide<'a>(edited: &mut Fields, said: &Fields, fields: impl IntoIterator<Item = &'a str>) {
    for field in fields {
        edited.insert(field.to_owned(), says(said, field));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(values: Value) -> Fields {
        match values {
            Value::Object(fields) => fields,
            _ => Fields::new(),
        }
    }

    #[test]
    fn a_draft_follows_its_feed_except_where_staff_edited() {
        let first = said(json!({ "name_en": "Advice", "email": "a@example.org" }));
        let entry = merged(&Entry::default(), (&Fields::new(), &first), &Fields::new(), false);
        assert_eq!((&*entry.name_en, &*entry.email), ("Advice", "a@example.org"));
        let ours = Entry { name_en: "Advice line".to_owned(), ..entry };
        let mut edited = Fields::new();
        decide(&mut edited, &first, ["name_en"]);
        assert_eq!(otherwise(&ours, &first, &edited), []);
        let then = said(json!({ "name_en": "Advice shop" }));
        let after = merged(&ours, (&first, &then), &edited, false);
        assert_eq!((&*after.name_en, &*after.email), ("Advice line", ""));
        let open = otherwise(&after, &then, &edited);
        assert_eq!(open.len(), 1);
        assert_eq!((&*open[0].field, &open[0].is), ("name_en", &json!("Advice shop")));
        decide(&mut edited, &then, ["name_en"]);
        assert_eq!(otherwise(&after, &then, &edited), []);
    }

    #[test]
    fn nothing_that_families_see_changes_by_itself() {
        let first = said(json!({ "phones": [{ "number": "0808 808 2003" }] }));
        let entry = merged(&Entry::default(), (&Fields::new(), &first), &Fields::new(), false);
        let then = said(json!({ "phones": [{ "number": "0300 123 7015" }] }));
        let after = merged(&entry, (&first, &then), &Fields::new(), true);
        assert_eq!(after, entry);
        assert_eq!(otherwise(&after, &then, &Fields::new()).len(), 1);
    }

    #[test]
    fn a_value_of_another_shape_breaks_nothing() {
        let odd = said(json!({ "minimum_age": "old", "unknown": 1 }));
        assert_eq!(Entry::default().with(odd), Entry::default());
    }
}
