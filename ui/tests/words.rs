//! The words of the screens: all of them translatable, all of them in Welsh, easy to read.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A message: its context, its text, its plural.
type Key = (Option<String>, String, Option<String>);

const SPELT_ALIKE: &[&str] = &["’", "-", "A"];

fn markup() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.to_path_buf(), root.join("components"), root.join("screens")];
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("folder"));
    let files = files.map(|entry| entry.expect("entry").path());
    let files = files.filter(|path| path.extension().is_some_and(|e| e == "slint"));
    files
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("file")))
        .collect()
}

/// The string literal at the start of `text`, and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let inner = text.trim_start().strip_prefix('"')?;
    let end = inner.find('"')?;
    Some((inner[..end].to_owned(), &inner[end + 1..]))
}

fn messages() -> BTreeSet<Key> {
    let mut found = BTreeSet::new();
    for (_, source) in markup() {
        for call in source.split("@tr(").skip(1) {
            let (first, rest) = literal(call).expect("a string in @tr");
            let (context, text, rest) = match rest.trim_start().strip_prefix("=>") {
                Some(rest) => {
                    let (text, rest) = literal(rest).expect("a string after =>");
                    (Some(first), text, rest)
                }
                None => (None, first, rest),
            };
            let plural =
                rest.trim_start().strip_prefix('|').and_then(literal).map(|(text, _)| text);
            found.insert((context, text, plural));
        }
    }
    found
}

fn quoted(line: &str) -> String {
    let from = line.find('"').expect("a quote") + 1;
    line[from..line.rfind('"').expect("a quote")].to_owned()
}

fn welsh() -> BTreeMap<Key, Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("lang/cy/LC_MESSAGES/visits-ui.po");
    let catalogue = fs::read_to_string(path).expect("the catalogue");
    let mut all = BTreeMap::new();
    for entry in catalogue.split("\n\n").skip(1) {
        let (mut context, mut text, mut plural, mut said) = (None, None, None, Vec::new());
        for line in entry.lines() {
            match line.split([' ', '[']).next() {
                Some("msgctxt") => context = Some(quoted(line)),
                Some("msgid") => text = Some(quoted(line)),
                Some("msgid_plural") => plural = Some(quoted(line)),
                Some("msgstr") => said.push(quoted(line)),
                _ => {}
            }
        }
        if let Some(text) = text {
            all.insert((context, text, plural), said);
        }
    }
    all
}

fn letters(text: &str) -> String {
    let mut out = String::new();
    let mut hidden = false;
    for c in text.chars() {
        hidden = (hidden || c == '{') && c != '}';
        if !hidden && c.is_alphabetic() {
            out.push(c);
        }
    }
    out
}

#[test]
fn english_and_welsh_have_the_same_messages() {
    let (english, welsh) = (messages(), welsh());
    let missing: Vec<_> = english.iter().filter(|key| !welsh.contains_key(key)).collect();
    let stale: Vec<_> = welsh.keys().filter(|key| !english.contains(key)).collect();
    assert!(missing.is_empty() && stale.is_empty(), "missing {missing:?}, stale {stale:?}");
}

#[test]
fn welsh_has_all_six_plural_forms_and_leaves_no_message_empty() {
    for ((_, text, plural), said) in welsh() {
        assert_eq!(said.len(), if plural.is_some() { 6 } else { 1 }, "{text}");
        assert!(said.iter().all(|form| !form.is_empty()), "{text}");
    }
}

#[test]
fn welsh_differs_from_english_but_for_signs() {
    for ((_, text, _), said) in welsh() {
        let sign = letters(&text).is_empty() || SPELT_ALIKE.contains(&text.as_str());
        assert!(sign || !said.contains(&text), "{text} is not in Welsh");
    }
}

#[test]
fn both_languages_fill_in_the_same_places() {
    let places = |text: &str| -> BTreeSet<String> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .map(str::to_owned)
            .collect()
    };
    for ((_, text, _), said) in welsh() {
        for form in said {
            assert_eq!(places(&text), places(&form), "{text} / {form}");
        }
    }
}

#[test]
fn no_words_stand_in_the_markup_outside_the_catalogue() {
    for (file, source) in markup() {
        for line in source.lines() {
            let line = line.trim_start();
            let starts = ["text: \"", "label: \"", "title: \"", "headline: \"", "lead: \""];
            let bare = starts.iter().filter_map(|start| line.strip_prefix(start));
            let bare = bare.into_iter().any(|rest| !rest.starts_with('"'));
            assert!(!bare, "{file}: {line}");
        }
    }
}

#[test]
fn some_words_are_never_said_to_a_family() {
    let never =
        ["error", "invalid", "denied", "no-show", "session", "submit", "offender", "inmate"];
    for (_, text, _) in messages() {
        let lower = text.to_lowercase();
        assert!(!never.iter().any(|word| lower.contains(word)), "{text}");
    }
}

fn syllables(word: &str) -> usize {
    let lower = word.to_lowercase();
    let vowel = |c: char| "aeiouy".contains(c);
    let groups = lower.split(|c| !vowel(c)).filter(|group| !group.is_empty()).count();
    let silent = lower.ends_with('e') && !lower.ends_with("le") && groups > 1;
    (groups - usize::from(silent)).max(1)
}

/// Flesch-Kincaid: the school year in the United States; a child of nine is in the fourth.
#[test]
#[allow(clippy::cast_precision_loss)]
fn english_reads_at_the_age_of_nine() {
    let (mut sentences, mut words, mut sounds) = (0, 0, 0);
    for (_, text, _) in messages() {
        for sentence in text.split_inclusive(['.', '?', '!', ':']) {
            let own: Vec<_> =
                sentence.split_whitespace().filter(|w| !letters(w).is_empty()).collect();
            assert!(own.len() <= 14, "a long sentence: {sentence}");
            sentences += usize::from(own.len() > 2);
            if own.len() > 2 {
                words += own.len();
                sounds += own.iter().map(|word| syllables(&letters(word))).sum::<usize>();
            }
        }
    }
    let (sentences, words, sounds) = (sentences as f32, words as f32, sounds as f32);
    let grade = 0.39 * words / sentences + 11.8 * sounds / words - 15.59;
    assert!(grade <= 4.0, "grade {grade:.1}");
}
