//! Telephone numbers: those of this country checked, and all grouped as they are read aloud (Ofcom's
//! National Telephone Numbering Plan; country codes of ITU-T E.164).

/// Areas with five digits after the 0 (the others have two to four), from the plan's list of
/// mixed areas.
const LONG_AREAS: [&str; 14] = [
    "013873", "015242", "015394", "015395", "015396", "016973", "016974", "016977", "017683",
    "017684", "017687", "019467", "019755", "019756",
];
/// Lines of three digits that a family may be told of.
const SHORT: [&str; 7] = ["999", "112", "111", "101", "119", "105", "159"];

/// Reads a number however it is written: `+44 (0)808 808 2003`, `"0808-808-2003"`. None: no number
/// of this country.
pub fn grouped(text: &str) -> Option<String> {
    let Digits::Here(digits) = digits(text)? else { return None };
    let sizes: &[usize] = match digits.as_str() {
        short if SHORT.contains(&short) => return Some(digits),
        // Childline has kept the length of its day.
        "08001111" => &[4, 4],
        six if six.len() == 6 && six.starts_with("116") => &[3, 3],
        other if other.starts_with('0') => national_groups(other)?,
        _ => return None,
    };
    Some(in_groups(&digits, sizes))
}

/// Reads a number of another country, `+353861234567` or `00353…`: its country's code, then threes,
/// and fours at the end. None: it is none.
pub fn abroad(text: &str) -> Option<String> {
    let Digits::Abroad(digits) = digits(text)? else { return None };
    let (code, rest) = digits.split_at_checked(country_code(&digits)?)?;
    if !(7..=15).contains(&digits.len()) {
        return None;
    }
    // Few digits are read in one go.
    let fours = if rest.len() < 6 { 0 } else { rest.len() % 3 };
    let threes = if rest.len() < 6 { 0 } else { (rest.len() - 4 * fours) / 3 };
    let sizes = [vec![3; threes], vec![4; fours]].concat();
    let rest = if sizes.is_empty() { rest.to_owned() } else { in_groups(rest, &sizes) };
    Some(format!("+{code} {rest}"))
}

/// How long the code of a country is.
fn country_code(digits: &str) -> Option<usize> {
    Some(match digits.as_bytes() {
        [b'0', ..] | [] | [_] => return None,
        [b'1' | b'7', ..] => 1,
        [b'2', b'0' | b'7', ..]
        | [b'3', b'0'..=b'4' | b'6' | b'9', ..]
        | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
        | [b'5', b'1'..=b'8', ..]
        | [b'6', b'0'..=b'6', ..]
        | [b'8', b'1' | b'2' | b'4' | b'6', ..]
        | [b'9', b'0'..=b'5' | b'8', ..] => 2,
        _ => 3,
    })
}

enum Digits {
    /// As it is dialled in this country: from the 0 on, or a short line.
    Here(String),
    /// From the country's code on.
    Abroad(String),
}

fn digits(text: &str) -> Option<Digits> {
    let text = text.trim().trim_matches(['"', '\'']).trim();
    let text = text.strip_prefix("tel:").unwrap_or(text).trim();
    let known = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, '+' | '(' | ')' | '-' | '.' | '/' | '–' | '\u{2011}')
    };
    if text.len() > 40 || !text.chars().all(known) || text.chars().skip(1).any(|c| c == '+') {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let with_code =
        if text.starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    Some(match with_code.map(|digits| digits.strip_prefix("44").ok_or(digits)) {
        None => Digits::Here(digits),
        Some(Err(abroad)) => Digits::Abroad(abroad.to_owned()),
        Some(Ok(here)) if here.starts_with('0') => Digits::Here(here.to_owned()),
        Some(Ok(here)) => Digits::Here(format!("0{here}")),
    })
}

fn national_groups(digits: &str) -> Option<&'static [usize]> {
    let second = digits.as_bytes().get(1).copied()?;
    let third = digits.as_bytes().get(2).copied()?;
    Some(match (second, third, digits.len()) {
        (b'2', b'0' | b'3' | b'4' | b'8' | b'9', 11) | (b'5', b'5' | b'6', 11) => &[3, 4, 4],
        (b'3', b'0' | b'3' | b'4' | b'7', 11) | (b'8' | b'9', _, 11) | (b'1', b'1', 11) => {
            &[4, 3, 4]
        }
        (b'8', b'0', 10) if digits.starts_with("0800") => &[4, 3, 3],
        (b'1', b'2'..=b'9', 10 | 11) if in_long_area(digits) => {
            if digits.len() == 11 {
                &[6, 5]
            } else {
                &[6, 4]
            }
        }
        (b'1', _, 11) if digits.as_bytes().get(3) == Some(&b'1') => &[4, 3, 4],
        (b'7', b'0'..=b'9', 11) | (b'1', b'2'..=b'9', 11) => &[5, 6],
        (b'1', b'2'..=b'9', 10) => &[5, 5],
        _ => return None,
    })
}

fn in_long_area(digits: &str) -> bool {
    // 016977 alone has numbers of four digits behind it.
    let long = LONG_AREAS.iter().any(|area| digits.starts_with(area));
    long && (digits.len() == 11 || digits.starts_with("016977"))
}

fn in_groups(digits: &str, sizes: &[usize]) -> String {
    let mut out = String::with_capacity(digits.len() + sizes.len());
    let mut rest = digits;
    for size in sizes {
        let (group, more) = rest.split_at(*size);
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(group);
        rest = more;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_the_numbering_plan_has_them() {
        for (written, read) in [
            ("08088082003", "0808 808 2003"),
            ("+44 (0)808 808 2003", "0808 808 2003"),
            ("0044 808 808 2003", "0808 808 2003"),
            ("\"+44 1234 234567\"", "01234 234567"),
            ("tel:+442079460000", "020 7946 0000"),
            ("029 2087 3000", "029 2087 3000"),
            ("028 9025 3666", "028 9025 3666"),
            ("0191 332 3810", "0191 332 3810"),
            ("0113-4960000", "0113 496 0000"),
            ("01656 300351", "01656 300351"),
            ("07557339258", "07557 339258"),
            ("0800 0086 811", "0800 008 6811"),
            ("0800 123456", "0800 123 456"),
            ("0800 1111", "0800 1111"),
            ("116 123", "116 123"),
            ("999", "999"),
            ("015395 12345", "015395 12345"),
            ("016977 2345", "016977 2345"),
            ("01204 12345", "01204 12345"),
            ("03000632100", "0300 063 2100"),
            ("056 1234 5678", "056 1234 5678"),
            ("01134960000", "0113 496 0000"),
            ("02079460123", "020 7946 0123"),
            ("07700900123", "07700 900123"),
        ] {
            assert_eq!(grouped(written).as_deref(), Some(read), "{written}");
        }
    }

    #[test]
    fn what_is_no_number_of_this_country_is_none() {
        for text in [
            "",
            "none",
            "+1 555 010 9999",
            "+353 1 234 5678",
            "12345",
            "0808 808 200",
            "0",
            "01",
            "0808 808 20033",
            "ring us",
            "0600 123 4567",
            "0808 808 2003 ext 4",
            "+44",
            "+44+44",
            "0011",
            "false",
            "00441",
            "٠٨٠٨٨٠٨٢٠٠٣",
        ] {
            assert_eq!(grouped(text), None, "{text}");
        }
    }
    #[test]
    fn a_number_of_another_country_is_grouped_behind_its_code() {
        for (written, read) in [
            ("+353861234567", "+353 861 234 567"),
            ("00353 1 234 5678", "+353 1234 5678"),
            ("+1 555 010 9999", "+1 555 010 9999"),
            ("+48 22 123 45 67", "+48 221 234 567"),
            ("+49301234567890", "+49 301 234 567 890"),
            ("+40 721 234 567", "+40 721 234 567"),
            ("+2902345", "+290 2345"),
        ] {
            assert_eq!(abroad(written).as_deref(), Some(read), "{written}");
        }
        for none in ["", "+", "00", "+1", "+12", "+0123456789", "353861234567", "+441134960000"] {
            assert_eq!(abroad(none), None, "{none}");
        }
        assert_eq!(abroad(&format!("+353{}", "1".repeat(13))), None, "longer than any");
    }
}
