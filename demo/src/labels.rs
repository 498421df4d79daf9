//! What the screens say in Welsh, out of the same catalogue they are compiled with. A family
//! that reads Welsh presses Welsh labels.

use std::collections::HashMap;
use std::sync::LazyLock;

use visits_domain::arrival::Language;

const WELSH: &str = include_str!("../../ui/lang/cy/LC_MESSAGES/visits-ui.po");

/// English to every Welsh text it has, whatever the context.
static CATALOGUE: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| read(WELSH));

/// What an English text may be in a language. A text without a translation stays as it is.
pub fn in_language(language: Language, english: &str) -> Vec<String> {
    let translated = match language {
        Language::En => None,
        Language::Cy => CATALOGUE.get(english).cloned(),
    };
    translated.unwrap_or_else(|| vec![english.to_owned()])
}

/// Several texts, in order.
pub fn all_in_language(language: Language, english: &[&str]) -> Vec<String> {
    english.iter().flat_map(|text| in_language(language, text)).collect()
}

fn read(catalogue: &str) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let (mut id, mut text, mut into_text) = (String::new(), String::new(), false);
    for line in catalogue.lines().chain([""]) {
        if let Some(rest) = line.strip_prefix("msgid ") {
            (id, into_text) = (unquoted(rest), false);
        } else if let Some(rest) = line.strip_prefix("msgstr ") {
            (text, into_text) = (unquoted(rest), true);
        } else if line.starts_with('"') {
            let more = unquoted(line);
            if into_text { text.push_str(&more) } else { id.push_str(&more) }
        } else if line.is_empty() && !id.is_empty() && !text.is_empty() {
            found.entry(std::mem::take(&mut id)).or_default().push(std::mem::take(&mut text));
        }
    }
    found
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches('"').replace("\\\"", "\"").replace("\\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn welsh_families_press_welsh_labels() {
        assert_eq!(in_language(Language::Cy, "Ask a person"), ["Gofyn i rywun"]);
        assert_eq!(in_language(Language::En, "Ask a person"), ["Ask a person"]);
        assert_eq!(in_language(Language::Cy, "q"), ["q"]);
    }
}
