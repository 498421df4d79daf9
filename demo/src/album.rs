//! Pictures of every screen and state, in both languages, at the standard and the largest size.

use std::path::{Path, PathBuf};

use visits_domain::arrival::Language;

use crate::family;
use crate::kiosk::{Kiosk, KioskError};

/// Standard, and the largest.
const SIZES: [u8; 2] = [1, 3];
/// One after the other with the fewest presses.
pub const VARIANTS: [(Language, u8); 4] = [
    (Language::En, SIZES[0]),
    (Language::Cy, SIZES[0]),
    (Language::Cy, SIZES[1]),
    (Language::En, SIZES[1]),
];

/// A folder that fills with pictures.
pub struct Album {
    folder: PathBuf,
    states: usize,
    screens: Vec<String>,
}

/// One state, of which several pictures are taken.
pub struct State<'a> {
    album: &'a mut Album,
    name: String,
}

impl Album {
    /// An empty one.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), states: 0, screens: Vec::new() }
    }

    /// The names of all pictures so far.
    pub fn screens(&self) -> &[String] {
        &self.screens
    }

    /// Begins a state.
    pub fn state(&mut self, name: &str) -> State<'_> {
        self.states += 1;
        let name = format!("{:02}-{name}", self.states);
        State { album: self, name }
    }

    /// Takes pictures of what is on the screen in every language and size, by the kiosk's own
    /// buttons, and leaves it as it was.
    pub fn all(&mut self, kiosk: &mut Kiosk, name: &str) -> Result<(), KioskError> {
        let before = (kiosk.language, kiosk.text_size);
        let mut state = self.state(name);
        for variant in VARIANTS {
            family::make_it(kiosk, variant)?;
            state.take(kiosk, "")?;
        }
        family::make_it(kiosk, before)
    }
}

impl State<'_> {
    /// Takes a picture of the screen as it is, with a word after its name where one is wanted.
    pub fn take(&mut self, kiosk: &mut Kiosk, word: &str) -> Result<(), KioskError> {
        let size = ["small", "standard", "large", "largest"][usize::from(kiosk.text_size.min(3))];
        let code = kiosk.language.code();
        let name = format!("{}{word}-{code}-{size}.png", self.name);
        kiosk.picture(&self.album.folder.join(&name))?;
        self.album.screens.push(name);
        Ok(())
    }
}
