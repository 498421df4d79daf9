//! Bytes to text, whatever program saved them.

/// UTF-8 and UTF-16 with or without their marks, else Windows-1252, which every byte is.
pub fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8_or_windows(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        // A list begins with letters, quotes or brackets: every other byte empty is UTF-16.
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => {
            utf16(bytes, u16::from_le_bytes)
        }
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => {
            utf16(bytes, u16::from_be_bytes)
        }
        _ => utf8_or_windows(bytes),
    }
}

fn utf8_or_windows(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The 32 places where Windows-1252 differs from Latin-1 (WHATWG Encoding Standard).
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// A name as people read it: no control characters, none that turn the reading direction or hide,
/// single spaces.
pub fn clean(name: &str) -> String {
    let visible = name.chars().filter_map(|c| match c {
        _ if c.is_whitespace() => Some(' '),
        '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => None,
        _ if c.is_control() => None,
        _ => Some(c),
    });
    let mut out = String::with_capacity(name.len());
    for c in visible {
        if c != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_every_encoding_that_offices_use() {
        let utf16: Vec<u8> = "\u{feff}Siân".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [b"Si\xe2n".as_slice(), "Siân".as_bytes(), b"\xef\xbb\xbfSi\xc3\xa2n", &utf16]
        {
            assert_eq!(decode(bytes), "Siân");
        }
        let unmarked: Vec<u8> = "Siân".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&unmarked), "Siân");
        assert_eq!(decode(b"O\x92Neill"), "O’Neill");
    }

    #[test]
    fn what_cannot_be_seen_is_taken_out_of_names() {
        assert_eq!(clean("  Ann\u{202e} \t\u{0} Mary\r\n"), "Ann Mary");
        assert_eq!(clean("محمد"), "محمد");
        assert_eq!(clean("\u{7}"), "");
    }
}
