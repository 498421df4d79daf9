//! Services as staff read them.

use chrono::NaiveDate;
use serde_json::Value;
use visits_domain::arrival::Language;
use visits_domain::help::CHECKED_FOR;

use crate::clock::{local, moment};
use crate::directory::entry::Entry;
use crate::directory::{Kept, State};
use crate::pages::Visitor;
use crate::pages::said::Said;
use crate::words::directory::DirectoryWords;

/// Which services are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    All,
    Drafts,
    Published,
    Due,
    Otherwise,
    Dropped,
    Withdrawn,
}

impl Shown {
    pub const ALL: [Self; 7] = [
        Self::All,
        Self::Drafts,
        Self::Published,
        Self::Due,
        Self::Otherwise,
        Self::Dropped,
        Self::Withdrawn,
    ];

    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.word() == word).unwrap_or(Self::All)
    }

    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Drafts => "drafts",
            Self::Published => "published",
            Self::Due => "due",
            Self::Otherwise => "otherwise",
            Self::Dropped => "dropped",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn title(self, t: &DirectoryWords) -> &'static str {
        match self {
            Self::All => t.all,
            Self::Drafts => t.drafts,
            Self::Published => t.published,
            Self::Due => t.due,
            Self::Otherwise => t.otherwise,
            Self::Dropped => t.dropped,
            Self::Withdrawn => t.withdrawn,
        }
    }

    pub fn has(self, kept: &Kept, today: NaiveDate) -> bool {
        match self {
            Self::All => true,
            Self::Drafts => kept.state == State::Draft,
            Self::Published => kept.state == State::Published,
            Self::Due => is_due(kept, today),
            Self::Otherwise => kept.otherwise > 0,
            Self::Dropped => kept.dropped.is_some(),
            Self::Withdrawn => kept.state == State::Withdrawn,
        }
    }
}

/// Families see it, and nobody has made sure of it for long.
pub fn is_due(kept: &Kept, today: NaiveDate) -> bool {
    let in_time = |day: NaiveDate| today.signed_duration_since(day) <= CHECKED_FOR;
    kept.state == State::Published && !kept.entry.assured.is_some_and(in_time)
}

/// Whether a word that was typed is in it.
pub fn says(kept: &Kept, typed: &str) -> bool {
    let Entry { name_en, name_cy, organization, phones, .. } = &kept.entry;
    let typed = typed.to_lowercase();
    let numbers = phones.iter().map(|phone| phone.number.replace(' ', ""));
    [name_en, name_cy, organization].iter().any(|text| text.to_lowercase().contains(&typed))
        || numbers.into_iter().any(|number| {
            let digits = typed.replace(' ', "");
            !digits.is_empty() && number.contains(&digits)
        })
}

/// One line of the list.
pub struct Line {
    pub id: String,
    pub name: String,
    pub organization: String,
    pub nations: String,
    pub checked: String,
    pub chips: Vec<(&'static str, &'static str)>,
}

impl Line {
    pub fn of(visitor: &Visitor, kept: &Kept, today: NaiveDate) -> Self {
        let (t, language) = (visitor.directory_words(), visitor.chosen.language);
        let nations = kept.entry.nations.iter().map(|nation| nation.title().of(language));
        Self {
            id: kept.service.to_string(),
            name: kept.entry.name().of(language).to_owned(),
            organization: kept.entry.organization.clone(),
            nations: nations.collect::<Vec<_>>().join(", "),
            checked: checked(t, &kept.entry),
            chips: chips(t, kept, today),
        }
    }
}

/// What is to be seen of a service at a glance.
pub fn chips(
    t: &'static DirectoryWords,
    kept: &Kept,
    today: NaiveDate,
) -> Vec<(&'static str, &'static str)> {
    let state = match kept.state {
        State::Draft => ("plain", t.is_draft),
        State::Published => ("sage", t.is_published),
        State::Withdrawn => ("plain", t.is_withdrawn),
    };
    let more = [
        (is_due(kept, today), ("honey", t.is_due)),
        (kept.otherwise > 0, ("honey", t.otherwise)),
        (kept.dropped.is_some(), ("honey", t.dropped)),
        (kept.entry.sample, ("sky", t.is_sample)),
    ];
    std::iter::once(state)
        .chain(more.into_iter().filter(|(is, _)| *is).map(|(_, chip)| chip))
        .collect()
}

pub fn checked(t: &DirectoryWords, entry: &Entry) -> String {
    entry.assured.map_or_else(|| t.never_checked.to_owned(), day)
}

/// `1/6/2026`, the same in both languages.
pub fn day(day: NaiveDate) -> String {
    day.format("%-d/%-m/%Y").to_string()
}

/// `1/6/2026, 1.45 pm`
pub fn moment_of(visitor: &Visitor, at: i64) -> String {
    let at = local(moment(at));
    format!("{}, {}", day(at.date()), visitor.words().time(at.time()))
}

/// What came of a form on another page.
pub fn done(t: &DirectoryWords, what: &str) -> Option<Said> {
    let text = match what {
        "started" => t.started,
        "saved" => t.done_saved,
        "published" => t.done_published,
        "withdrawn" => t.done_withdrawn,
        "checked" => t.done_checked,
        "decided" => t.done_decided,
        _ => return None,
    };
    Some(Said::done(text))
}

/// What a field is called.
pub fn field_name(t: &DirectoryWords, field: &str) -> String {
    let (stem, language) = match field.rsplit_once('_') {
        Some((stem, "en")) => (stem, t.in_english),
        Some((stem, "cy")) => (stem, t.in_welsh),
        _ => (field, ""),
    };
    let name = match stem {
        "" => t.of_service,
        "name" => t.called,
        "same_name" => t.same_name,
        "organization" => t.organization,
        "words" | "description" => t.words,
        "eligibility" => t.eligibility,
        "nations" => t.nations,
        "needs" => t.needs,
        "any_need" => t.any_need,
        "stages" => t.stages,
        "any_stage" => t.any_stage,
        "segments" => t.segments,
        "phones" | "number" => t.reach,
        "email" => t.email,
        "web" | "url" => t.web,
        "hours" => t.hours_words,
        "costs" => t.costs,
        "languages" => t.languages,
        "minimum_age" => t.minimum_age,
        "maximum_age" => t.maximum_age,
        "women_only" => t.women_only,
        "places" | "latitude" => t.places,
        "takes_requests" => t.takes_requests,
        "assured" => t.assured,
        "assurer" => t.assurer,
        "feed_assured" | "assured_date" => t.feed_assured,
        "feed_assurer" | "assurer_email" => t.feed_assurer,
        "alert" => t.alert,
        "going" | "status" => t.going,
        "evidence" => t.evidence,
        "sample" => t.sample,
        "left_out" => t.left_out,
        _ => t.extra,
    };
    if language.is_empty() { name.to_owned() } else { format!("{name} ({language})") }
}

/// A value in words.
pub fn value(t: &DirectoryWords, value: &Value) -> String {
    match value {
        Value::Null => t.nothing.to_owned(),
        Value::Bool(true) => t.yes.to_owned(),
        Value::Bool(false) => t.no.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => match State::parse(text) {
            Some(State::Draft) => t.is_draft.to_owned(),
            Some(State::Published) => t.is_published.to_owned(),
            Some(State::Withdrawn) => t.is_withdrawn.to_owned(),
            None if text.is_empty() => t.nothing.to_owned(),
            None => text.clone(),
        },
        Value::Array(values) if values.is_empty() => t.nothing.to_owned(),
        Value::Array(values) => {
            values.iter().map(|one| self::value(t, one)).collect::<Vec<_>>().join("; ")
        }
        Value::Object(fields) if fields.is_empty() => t.nothing.to_owned(),
        Value::Object(fields) => {
            let said = fields.values().filter(|value| !value.is_null());
            said.map(|one| self::value(t, one)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// All of a service, field by field: what is said.
pub fn table(t: &DirectoryWords, kept: &Kept, language: Language) -> Vec<(String, String)> {
    let fields = kept.entry.fields();
    let nothing = Entry::default().fields();
    // In the order of the form.
    let order = [
        "organization",
        "words_en",
        "words_cy",
        "eligibility_en",
        "eligibility_cy",
        "costs_en",
        "costs_cy",
        "nations",
        "needs",
        "any_need",
        "stages",
        "any_stage",
        "segments",
        "phones",
        "email",
        "web",
        "hours",
        "hours_en",
        "hours_cy",
        "places",
        "languages",
        "minimum_age",
        "maximum_age",
        "women_only",
        "takes_requests",
        "going",
        "assured",
        "assurer",
        "feed_assured",
        "feed_assurer",
        "alert",
        "extra",
    ];
    let said = order.iter().filter(|field| fields.get(**field) != nothing.get(**field));
    said.map(|field| (field_name(t, field), in_words(t, &kept.entry, field, language))).collect()
}

/// A field of a service in words.
pub fn in_words(t: &DirectoryWords, entry: &Entry, field: &str, language: Language) -> String {
    titled(t, entry, field, language)
        .unwrap_or_else(|| value(t, entry.fields().get(field).unwrap_or(&Value::Null)))
}

/// Lists of words as families read them.
fn titled(t: &DirectoryWords, entry: &Entry, field: &str, language: Language) -> Option<String> {
    let titles: Vec<&str> = match field {
        "nations" => entry.nations.iter().map(|one| one.title().of(language)).collect(),
        "needs" => entry.needs.iter().map(|one| one.title().of(language)).collect(),
        "stages" => entry.stages.iter().map(|one| one.title().of(language)).collect(),
        "segments" => entry.segments.iter().map(|one| t.segment(*one)).collect(),
        "hours" => {
            let lines = entry.hours.iter();
            let lines = lines.map(|one| crate::directory::typed::hours_line(one, language));
            return Some(lines.collect::<Vec<_>>().join("; "));
        }
        _ => return None,
    };
    Some(titles.join("; "))
}
