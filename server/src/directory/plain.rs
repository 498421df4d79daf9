//! Text of a feed as people read it: no markup, no script, nothing that hides.

use crate::import;

/// What a name or an address may be long. Characters.
pub const LINE: usize = 200;
/// What a description may be long. Characters.
pub const WORDS: usize = 4_000;

/// Elements whose content nobody reads.
const UNREAD: [&str; 6] = ["script", "style", "template", "noscript", "iframe", "head"];
/// Elements after which a new line begins.
const BLOCKS: [&str; 14] =
    ["p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "section"];

/// One line.
pub fn line(text: &str) -> String {
    cut(import::clean(&without_markup(text)), LINE)
}

/// Lines of text, none of them empty.
pub fn words(text: &str) -> String {
    let text = without_markup(text);
    let lines = text.lines().map(import::clean).filter(|line| !line.is_empty());
    cut(lines.collect::<Vec<_>>().join("\n"), WORDS)
}

fn cut(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text,
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// Twice: markup that was escaped once more than it should be is markup all the same.
fn without_markup(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    without_tags(&unescaped(&without_tags(&unescaped(&without_tags(text)))))
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let begins = after.chars().next();
        if !begins.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            // `5 < 6` is no tag.
            out.push('<');
            rest = after;
            continue;
        }
        let Some(end) = after.find('>') else { return out };
        let name = element(&after[..end]);
        rest = &after[end + 1..];
        if BLOCKS.contains(&name.as_str()) {
            out.push('\n');
        }
        if UNREAD.contains(&name.as_str()) && !after.starts_with('/') {
            rest = beyond(rest, &name);
        }
    }
    out.push_str(rest);
    out
}

fn element(tag: &str) -> String {
    let name = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric);
    name.take(16).collect::<String>().to_ascii_lowercase()
}

/// What follows the end of an element; nothing where it has no end.
fn beyond<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        let after = &rest[at + 2..];
        let ends = after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        if ends {
            return after.find('>').map_or("", |end| &after[end + 1..]);
        }
        rest = after;
    }
    ""
}

/// The longest name of a character that is known here.
const LONGEST_NAME: usize = 10;

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after.bytes().take(LONGEST_NAME).position(|byte| byte == b';');
        if let Some((c, end)) = end.and_then(|end| Some((named(&after[..end])?, end))) {
            out.push(c);
            rest = &after[end + 1..];
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn named(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        return code.and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "pound" => '£',
        "euro" => '€',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "eacute" => 'é',
        "acirc" => 'â',
        "ecirc" => 'ê',
        "icirc" => 'î',
        "ocirc" => 'ô',
        "ucirc" => 'û',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text_and_script_becomes_nothing() {
        for (from, to) in [
            ("<p>We help.</p><p>Ring <b>us</b>.</p>", "We help.\nRing us."),
            ("Open<br>Mon &amp; Tue", "Open\nMon & Tue"),
            ("<script>alert('x')</script>Help", "Help"),
            ("Help<SCRIPT src=x>a</SCRIPT >!", "Help!"),
            ("&lt;script&gt;alert(1)&lt;/script&gt;Help", "Help"),
            ("Help <script>never ends", "Help"),
            ("<img src=x onerror=alert(1)>Help", "Help"),
            ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
            ("&#163;5 a week &#x26; more &unknown;", "£5 a week & more &unknown;"),
            ("<!-- not this -->but this", "but this"),
            ("a <", "a <"),
            ("tea<", "tea<"),
            ("a <b", "a"),
        ] {
            assert_eq!(words(from), to, "{from}");
        }
        assert_eq!(line("<b>A\u{202e}dvice</b>\n line"), "Advice line");
        assert_eq!(words(&"ê".repeat(WORDS + 5)).chars().count(), WORDS + 1);
    }
}
