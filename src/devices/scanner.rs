//! The code scanner: through the kernel's input events (grabbed, so that no key of a code reaches
//! anything else), a serial port, or, at worst, as a keyboard between two agreed characters.

use std::io::{BufReader, Read as _};
use std::path::Path;
use std::time::Duration;

use evdev::{Device, EventSummary, KeyCode};
use rustix::termios::{LocalModes, OptionalActions};

use crate::config::Scanner;

/// The longest code that is read. A reference has 40 characters at most; a confirmation's code
/// may carry more around it.
const LONGEST: usize = 256;

/// After the device has gone, look for it so often. Someone may plug it in again.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// Reads a device until it ends or fails.
type Read = fn(&Path, &dyn Fn(String)) -> std::io::Result<()>;

/// What a code may consist of: printable ASCII. Control characters and configuration codes of the
/// scanner itself are dropped whole.
pub fn accept(code: &str) -> Option<String> {
    let code = code.trim_matches(['\r', '\n', ' ', '\t']);
    let fits = !code.is_empty() && code.len() <= LONGEST;
    (fits && code.bytes().all(|b| b.is_ascii_graphic() || b == b' ')).then(|| code.to_owned())
}

/// Starts reading, if there is a scanner to read. Codes go to `tell`.
pub fn start(scanner: &Scanner, tell: impl Fn(String) + Send + 'static) -> std::io::Result<()> {
    let (device, read): (_, Read) = match scanner {
        Scanner::None | Scanner::Keyboard { .. } => return Ok(()),
        Scanner::Evdev { device } => (device.clone(), read_events),
        Scanner::Serial { device } => (device.clone(), read_serial),
    };
    std::thread::Builder::new().name("scanner".to_owned()).spawn(move || {
        loop {
            if let Err(error) = read(&device, &tell) {
                tracing::warn!(kind = ?error.kind(), "the scanner cannot be read");
            }
            std::thread::sleep(LOOK_AGAIN);
        }
    })?;
    Ok(())
}

fn read_events(path: &Path, tell: &dyn Fn(String)) -> std::io::Result<()> {
    let mut device = Device::open(path)?;
    device.grab()?;
    let mut code = Code::default();
    loop {
        for event in device.fetch_events()? {
            if let EventSummary::Key(_, key, value) = event.destructure()
                && let Some(code) = code.key(key, value)
            {
                tell(code);
            }
        }
    }
}

/// A code while its keys come in.
#[derive(Default)]
struct Code {
    text: String,
    shift: bool,
    spoilt: bool,
}

impl Code {
    /// `value` is 1 when a key goes down, 0 when it comes up, 2 when it repeats.
    fn key(&mut self, key: KeyCode, value: i32) -> Option<String> {
        match (key, value) {
            (KeyCode::KEY_LEFTSHIFT | KeyCode::KEY_RIGHTSHIFT, value) => self.shift = value != 0,
            (KeyCode::KEY_ENTER | KeyCode::KEY_KPENTER, 1) => {
                let code = std::mem::take(self);
                return accept(&code.text).filter(|_| !code.spoilt);
            }
            (key, 1) => match character(key, self.shift) {
                Some(c) if self.text.len() < LONGEST => self.text.push(c),
                _ => self.spoilt = true,
            },
            _ => {}
        }
        None
    }
}

/// What scanners type on the US layout, which is how they leave the factory.
fn character(key: KeyCode, shift: bool) -> Option<char> {
    let name = format!("{key:?}");
    let name = name.strip_prefix("KEY_")?;
    let plain = match name {
        "MINUS" => '-',
        "DOT" | "KPDOT" => '.',
        "SLASH" => '/',
        "SPACE" => ' ',
        _ if name.len() == 1 => name.chars().next()?.to_ascii_lowercase(),
        _ => return None,
    };
    match (plain, shift) {
        ('-', true) => Some('_'),
        (c, true) if c.is_ascii_alphabetic() => Some(c.to_ascii_uppercase()),
        (_, true) => None,
        (c, false) => Some(c),
    }
}

fn read_serial(path: &Path, tell: &dyn Fn(String)) -> std::io::Result<()> {
    let port = std::fs::File::open(path)?;
    // A pipe or a file in a test is no terminal: it is read as it is.
    if let Ok(mut settings) = rustix::termios::tcgetattr(&port) {
        settings.make_raw();
        settings.local_modes.remove(LocalModes::ECHO);
        rustix::termios::tcsetattr(&port, OptionalActions::Now, &settings)?;
    }
    let mut code = Vec::new();
    for byte in BufReader::new(port).bytes() {
        match byte? {
            b'\r' | b'\n' => {
                if let Some(code) = std::str::from_utf8(&code).ok().and_then(accept) {
                    tell(code);
                }
                code.clear();
            }
            // One too many is kept, so that a code that is too long is refused whole.
            byte if code.len() <= LONGEST => code.push(byte),
            _ => {}
        }
    }
    Ok(())
}

/// A scanner that types: everything between prefix and suffix is a code and no keys.
#[derive(Debug)]
pub struct KeyboardCodes {
    prefix: char,
    suffix: char,
    code: Option<String>,
}

/// What became of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Key {
    /// A key like any other.
    Typed,
    /// Part of a code.
    Swallowed,
    /// It ended a code.
    Code(String),
}

impl KeyboardCodes {
    /// None when the scanner is of another kind.
    pub fn new(scanner: &Scanner) -> Option<Self> {
        match *scanner {
            Scanner::Keyboard { prefix, suffix } => Some(Self { prefix, suffix, code: None }),
            _ => None,
        }
    }

    /// One key of any keyboard.
    pub fn key(&mut self, key: &str) -> Key {
        let mut chars = key.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else {
            return if self.code.is_some() { Key::Swallowed } else { Key::Typed };
        };
        match &mut self.code {
            None if c == self.prefix => self.code = Some(String::new()),
            None => return Key::Typed,
            Some(code) if c == self.suffix => {
                let code = std::mem::take(code);
                self.code = None;
                return accept(&code).map_or(Key::Swallowed, Key::Code);
            }
            // Too long for a code: a stuck prefix must not swallow a family's typing for ever.
            Some(code) if code.len() >= LONGEST => {
                self.code = None;
                return Key::Typed;
            }
            Some(code) => code.push(c),
        }
        Key::Swallowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_printable_codes_of_a_sensible_length_are_accepted() {
        assert_eq!(accept(" ab-cd-ef-gh\r\n"), Some("ab-cd-ef-gh".to_owned()));
        for bad in ["", "\u{1b}[A", "ab\u{0}cd", "ŵŷ", &"a".repeat(257)] {
            assert_eq!(accept(bad), None, "{bad:.10?}");
        }
    }

    #[test]
    fn a_code_comes_between_its_two_characters_and_types_nothing() {
        let scanner = Scanner::Keyboard { prefix: '~', suffix: '\n' };
        let mut codes = KeyboardCodes::new(&scanner).expect("a keyboard scanner");
        assert_eq!(codes.key("a"), Key::Typed);
        for key in ["~", "a", "b", "-", "c"] {
            assert_eq!(codes.key(key), Key::Swallowed);
        }
        assert_eq!(codes.key("\n"), Key::Code("ab-c".to_owned()));
        assert_eq!(codes.key("\n"), Key::Typed);
    }

    #[test]
    fn a_serial_scanner_ends_a_code_with_either_character() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let long = "x".repeat(5_000);
        std::fs::write(file.path(), format!("ab-cd\r\nef-gh\n{long}\rij\rcut off"))
            .expect("written");
        let codes = std::cell::RefCell::new(Vec::new());
        read_serial(file.path(), &|code| codes.borrow_mut().push(code)).expect("read");
        assert_eq!(*codes.borrow(), ["ab-cd", "ef-gh", "ij"]);
    }

    #[test]
    fn event_keys_become_a_code_and_a_strange_key_spoils_it() {
        let mut code = Code::default();
        assert_eq!(code.key(KeyCode::KEY_A, 1), None);
        assert_eq!(code.key(KeyCode::KEY_A, 0), None);
        assert_eq!(code.key(KeyCode::KEY_MINUS, 1), None);
        assert_eq!(code.key(KeyCode::KEY_LEFTSHIFT, 1), None);
        assert_eq!(code.key(KeyCode::KEY_B, 1), None);
        assert_eq!(code.key(KeyCode::KEY_ENTER, 1), Some("a-B".to_owned()));
        assert_eq!(code.key(KeyCode::KEY_F4, 1), None);
        assert_eq!(code.key(KeyCode::KEY_ENTER, 1), None);
    }
}
