//! The notice for families: built-in sentences, the site's own periods, and what the site adds.
//! Pure.

use serde::{Deserialize, Serialize};
use visits_domain::arrival::Language;

use super::periods::{Kind, Periods};
use crate::words::fill;
use crate::words::notice::NoticeWords;

/// What a site adds. Empty where nobody has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Texts {
    /// Who answers for the data.
    pub controller: String,
    /// Whom to ask, in English.
    pub contact_en: String,
    /// Whom to ask, in Welsh.
    pub contact_cy: String,
    /// How to reach the data protection officer.
    pub officer: String,
    /// More sentences in English.
    pub more_en: Vec<String>,
    /// As many in Welsh.
    pub more_cy: Vec<String>,
}

/// The most characters of one text: a line or two on paper.
const CHARACTERS: usize = 200;
/// The most sentences that a site adds: the notice stays one page.
const SENTENCES: usize = 6;

impl Texts {
    /// What was typed, made single-spaced, if it can be. Both languages say as much.
    pub fn parse(typed: &Self, more_en: &str, more_cy: &str) -> Option<Self> {
        let text = |typed: &str| typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines = |typed: &str| {
            typed.lines().map(text).filter(|line| !line.is_empty()).collect::<Vec<_>>()
        };
        let parsed = Self {
            controller: text(&typed.controller),
            contact_en: text(&typed.contact_en),
            contact_cy: text(&typed.contact_cy),
            officer: text(&typed.officer),
            more_en: lines(more_en),
            more_cy: lines(more_cy),
        };
        parsed.can_be().then_some(parsed)
    }

    fn can_be(&self) -> bool {
        let texts = [&self.controller, &self.contact_en, &self.contact_cy, &self.officer];
        let mut all = texts.into_iter().chain(&self.more_en).chain(&self.more_cy);
        self.contact_en.is_empty() == self.contact_cy.is_empty()
            && self.more_en.len() == self.more_cy.len()
            && self.more_en.len() <= SENTENCES
            && all.all(|text| text.chars().count() <= CHARACTERS)
    }

    /// The line of `kiosk.toml` that says the same on the kiosks, where there is one.
    pub fn kiosk_line(&self) -> Option<String> {
        let text = |text: &str| serde_json::to_string(text).unwrap_or_default();
        let (en, cy) = (text(&self.contact_en), text(&self.contact_cy));
        let there = !self.contact_en.is_empty();
        there.then(|| format!("notice_contact = {{ en = {en}, cy = {cy} }}"))
    }
}

/// A part of the notice. Its sentences are numbered through from the first part to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub title: &'static str,
    /// Number and text.
    pub sentences: Vec<(usize, String)>,
}

/// The notice in a language.
pub fn parts(language: Language, periods: &Periods, texts: &Texts) -> Vec<Part> {
    let w = NoticeWords::of(language);
    let days = |text: &str, kind: Kind| fill(text, &[("days", &periods.days(kind))]);
    let (contact, more) = match language {
        Language::En => (&texts.contact_en, &texts.more_en),
        Language::Cy => (&texts.contact_cy, &texts.more_cy),
    };
    let plain = |sentences: &[&str]| sentences.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
    let mut what =
        plain(&[w.from_booking, w.keep_number, w.keep_needs, w.staff_note, w.staff_see, w.why]);
    what.push(w.share.to_owned());
    what.extend(more.iter().cloned());
    let how_long = vec![
        days(w.visits_for, Kind::Visits),
        days(w.arrivals_for, Kind::Arrivals),
        days(w.asks_for, Kind::Asks),
        days(w.requests_for, Kind::Requests),
        days(w.backups_for, Kind::Backups),
        w.longer.to_owned(),
    ];
    let mut who = Vec::new();
    if !texts.controller.is_empty() {
        who.push(fill(w.answers, &[("controller", &texts.controller)]));
    }
    who.push(if contact.is_empty() { w.at_desk.to_owned() } else { contact.clone() });
    if !texts.officer.is_empty() {
        who.push(fill(w.officer_is, &[("officer", &texts.officer)]));
    }
    who.extend(plain(&[w.not_happy, w.ico]));
    let screens = plain(&[w.need_not, w.asks_only, w.no_names, w.wiped]);
    let rights = plain(&[w.ask_to_see, w.ask_erase, w.ask_free]);
    let mut number = 0;
    [(w.screens, screens), (w.what, what), (w.how_long, how_long), (w.rights, rights), (w.who, who)]
        .into_iter()
        .map(|(title, sentences)| Part {
            title,
            sentences: sentences
                .into_iter()
                .map(|text| {
                    number += 1;
                    (number, text)
                })
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(language: Language, periods: &Periods, texts: &Texts) -> Vec<String> {
        let parts = parts(language, periods, texts);
        parts.into_iter().flat_map(|part| part.sentences).map(|(_, text)| text).collect()
    }

    #[test]
    fn the_notice_says_the_site_s_own_periods_in_both_languages() {
        let periods = Periods::chosen([(Kind::Visits, 45), (Kind::Arrivals, 44)]).expect("days");
        for language in [Language::En, Language::Cy] {
            let said = all(language, &periods, &Texts::default()).join("\n");
            for days in ["45", "44", "7", "14"] {
                assert!(said.contains(days), "{days} in {said}");
            }
            assert!(!said.contains('{'), "{said}");
        }
    }

    #[test]
    fn both_languages_have_as_many_sentences_under_the_same_numbers() {
        let typed = Texts {
            controller: "HMP Moorvale".to_owned(),
            contact_en: "Ask Sam.".to_owned(),
            contact_cy: "Gofynnwch i Sam.".to_owned(),
            officer: "dpo@moorvale.example".to_owned(),
            ..Texts::default()
        };
        let texts = Texts::parse(&typed, "One.\n\nTwo.", "Un.\nDau.").expect("texts");
        let numbers = |language| {
            let parts = parts(language, &Periods::default(), &texts);
            let all = parts.into_iter().flat_map(|part| part.sentences);
            all.map(|(number, _)| number).collect::<Vec<_>>()
        };
        assert_eq!(numbers(Language::En), numbers(Language::Cy));
        let highest = numbers(Language::En).len();
        assert_eq!(numbers(Language::En), (1..=highest).collect::<Vec<_>>());
        let line = texts.kiosk_line().expect("a line");
        assert_eq!(line, "notice_contact = { en = \"Ask Sam.\", cy = \"Gofynnwch i Sam.\" }");
    }

    #[test]
    fn one_language_alone_and_too_much_are_not_taken() {
        let english_only = Texts { contact_en: "Ask Sam.".to_owned(), ..Texts::default() };
        assert_eq!(Texts::parse(&english_only, "", ""), None);
        assert_eq!(Texts::parse(&Texts::default(), "One.", ""), None);
        let seven = "a\nb\nc\nd\ne\nf\ng";
        assert_eq!(Texts::parse(&Texts::default(), seven, seven), None);
        let long = "x".repeat(201);
        assert_eq!(Texts::parse(&Texts { controller: long, ..Texts::default() }, "", ""), None);
        assert!(Texts::parse(&Texts::default(), " \n ", "").is_some());
    }
}
