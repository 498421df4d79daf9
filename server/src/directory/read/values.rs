//! Values of a feed, whatever shape they have: numbers in quotes, one thing where a list should be.

use serde_json::{Map, Value};

use crate::directory::plain;

/// A text, or a number as one. Nothing else is a text: `false` is no e-mail address.
pub fn text(row: &Map<String, Value>, name: &str) -> Option<String> {
    match row.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// On one line, without markup.
pub fn line(text: &str) -> String {
    plain::line(text)
}

/// A number, in quotes or not.
pub fn number(row: &Map<String, Value>, name: &str) -> Option<f64> {
    let number = match row.get(name)? {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().trim_matches('"').trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// So many of a list are read: nothing that a family reads has more.
const MOST: usize = 200;

/// The objects of a list; one that stands alone is a list of one.
pub fn objects<'a>(
    row: &'a Map<String, Value>,
    name: &str,
) -> impl Iterator<Item = &'a Map<String, Value>> {
    let values = match row.get(name) {
        Some(Value::Array(values)) => values.as_slice(),
        Some(one @ Value::Object(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    values.iter().filter_map(Value::as_object).take(MOST)
}

/// Something is said, though perhaps nothing that can be used.
pub fn says(row: &Map<String, Value>, name: &str) -> bool {
    match row.get(name) {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Array(values)) => !values.is_empty(),
        Some(_) => true,
    }
}

/// An e-mail address.
pub fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let (name, domain) = text.split_once('@')?;
    let of_name = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let of_domain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let whole = text.len() <= 254
        && !name.is_empty()
        && name.chars().all(of_name)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..")
        && domain.contains('.')
        && domain.split('.').all(of_domain);
    whole.then(|| text.to_owned())
}

/// An address of a page. `http` and `https` alone, and nobody's password in it.
pub fn web(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty()
        || text.len() > 500
        || text.chars().any(|c| c.is_whitespace() || c.is_control())
    {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let has_scheme = lower.starts_with("https://") || lower.starts_with("http://");
    let whole = if has_scheme { text.to_owned() } else { format!("https://{text}") };
    let url = url::Url::parse(&whole).ok()?;
    let named = url.host_str().is_some_and(|host| host.contains('.') && host.len() > 3);
    let ours = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none_or(|port| port != 0);
    // `mailto:a@b.example` and `javascript:x` have no scheme of ours, and a host by accident.
    let plain = has_scheme || !text.split(['/', '?', '#']).next().unwrap_or_default().contains(':');
    (named && ours && plain).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_that_may_be_opened_are_addresses() {
        for (text, read) in [
            ("https://example.org/help", Some("https://example.org/help")),
            ("HTTP://Example.org", Some("HTTP://Example.org")),
            ("example.org/help", Some("https://example.org/help")),
            ("javascript:alert(1)", None),
            ("JaVaScRiPt://example.org/%0aalert(1)", None),
            ("data:text/html,x", None),
            ("https://me:secret@example.org", None),
            ("mailto:a@example.org", None),
            ("ftp://example.org", None),
            ("none", None),
            ("https://", None),
            ("two words.org", None),
        ] {
            assert_eq!(web(text).as_deref(), read, "{text}");
        }
    }

    #[test]
    fn only_addresses_are_email() {
        assert_eq!(email(" mailto:help@example.org ").as_deref(), Some("help@example.org"));
        for text in
            ["false", "a@b", "a b@example.org", "@example.org", "a@-x.org", "a@example..org"]
        {
            assert_eq!(email(text), None, "{text}");
        }
    }
}
