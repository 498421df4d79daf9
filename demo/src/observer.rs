//! Reads the number off a picture of the *Done* screen, as a person in the room does: it knows
//! the house's typeface and nothing of the kiosk behind the glass.
//!
//! The plate is found by its shape, whatever its colour; the glyphs on it by their height; each
//! glyph by comparing it with the letters of the typeface. What cannot be read is an error, never
//! a guess.

mod glyphs;
mod plate;

use std::path::Path;

use visits_domain::arrival::ArrivalNumber;

/// Pixels, row by row from the top.
#[derive(Clone, Debug)]
pub struct Image {
    /// Pixels a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green, blue.
    pub pixels: Vec<[u8; 3]>,
}

/// Why no number was read.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// The picture.
    #[error("the picture: {0}")]
    Picture(String),
    /// Nothing on it looks like a number's plate.
    #[error("there is no number plate on the picture")]
    NoPlate,
    /// Something stands among the letters that is none: an accent, a dash.
    #[error("something that is no letter stands in the number")]
    Stray,
    /// A glyph is like no letter, or like two.
    #[error(
        "glyph {place} of the number is like {nearest:?} ({distance:.3}) and {second:?} ({other:.3})"
    )]
    Doubtful {
        /// From 1.
        place: usize,
        /// The letter most like it.
        nearest: char,
        /// How far it is off: 0 to 1.
        distance: f32,
        /// The next most like it.
        second: char,
        /// How far that one is off.
        other: f32,
    },
    /// What was read is no arrival number.
    #[error("{0:?} is no arrival number")]
    NoNumber(String),
}

impl Image {
    /// Reads a PNG.
    pub fn read_png(path: &Path) -> Result<Self, NotRead> {
        let broken = |why: String| NotRead::Picture(format!("{}: {why}", path.display()));
        let file = std::fs::File::open(path).map_err(|e| broken(e.to_string()))?;
        let decoder = png::Decoder::new(std::io::BufReader::new(file));
        let mut reader = decoder.read_info().map_err(|e| broken(e.to_string()))?;
        let size = reader.output_buffer_size().ok_or_else(|| broken("too large".to_owned()))?;
        let mut bytes = vec![0; size];
        let frame = reader.next_frame(&mut bytes).map_err(|e| broken(e.to_string()))?;
        if frame.color_type != png::ColorType::Rgb {
            return Err(broken("not red, green and blue".to_owned()));
        }
        let pixels = bytes[..frame.buffer_size()].chunks_exact(3).map(|p| [p[0], p[1], p[2]]);
        Ok(Self {
            width: frame.width as usize,
            height: frame.height as usize,
            pixels: pixels.collect(),
        })
    }

    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        self.pixels[y * self.width + x]
    }
}

/// Reads the number.
pub fn read(image: &Image) -> Result<ArrivalNumber, NotRead> {
    let glyphs = plate::glyphs_of(image)?;
    let mut text = String::new();
    for (index, glyph) in glyphs.iter().enumerate() {
        let alphabet = if index == 0 { glyphs::LETTERS } else { glyphs::DIGITS };
        text.push(glyphs::recognise(glyph, alphabet, index + 1)?);
    }
    text.parse().map_err(|_| NotRead::NoNumber(text))
}
