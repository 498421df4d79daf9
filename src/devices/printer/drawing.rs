//! A slip as dots: our typeface in black on white, word by word, row by row.

use fontdue::layout::{CoordinateSystem, Layout, LayoutSettings, TextStyle};
use fontdue::{Font, FontSettings};
use qrcode::{EcLevel, QrCode};
use visits_ui::fonts;

use crate::slip::{Slip, SlipLine};

/// Of the letters. Dots, of which most printers put 8 on a millimetre: capitals of 2.7 and 3.7 mm.
const TEXT: f32 = 32.0;
const LARGE_TEXT: f32 = 44.0;
/// A title is so much larger than the text under it.
const TITLE: f32 = 1.2;
/// Of an arrival number. Dots.
const NUMBER: f32 = 150.0;
/// White on both sides. Dots.
const MARGIN: usize = 12;
/// How wide a code is, about, and what stays white around it. Dots, squares.
const CODE: usize = 340;
const QUIET: usize = 4;
/// A dot is black where a letter covers this much of it, of 255.
const COVERED: u8 = 110;

/// Rows of dots, eight to a byte, the leftmost in the highest bit.
pub(super) struct Drawing {
    width: usize,
    dots: Vec<u8>,
}

impl Drawing {
    /// Of a row. Bytes.
    pub(super) fn row_bytes(&self) -> usize {
        self.width / 8
    }

    /// So many rows at a time, and what is left.
    pub(super) fn bands(&self, rows: usize) -> impl Iterator<Item = &[u8]> {
        self.dots.chunks(rows * self.row_bytes())
    }

    /// A band of white below what there is: its first row.
    fn extend(&mut self, rows: usize) -> usize {
        let from = self.dots.len() / self.row_bytes();
        self.dots.resize(self.dots.len() + rows * self.row_bytes(), 0);
        from
    }

    fn blacken(&mut self, x: usize, y: usize) {
        let at = y * self.row_bytes() + x / 8;
        if x < self.width
            && let Some(byte) = self.dots.get_mut(at)
        {
            *byte |= 0x80 >> (x % 8);
        }
    }
}

/// Draws a slip on paper of so many dots. The error is the typeface's own.
pub(super) fn drawn(slip: &Slip, width: usize) -> Result<Drawing, &'static str> {
    let font = |bytes: &[u8]| Font::from_bytes(bytes, FontSettings::default());
    let (regular, bold) = (font(fonts::REGULAR)?, font(fonts::BOLD)?);
    let size = if slip.large { LARGE_TEXT } else { TEXT };
    let mut drawing = Drawing { width: (width / 8).max(1) * 8, dots: Vec::new() };
    for line in &slip.lines {
        match line {
            SlipLine::Title(words) => write(&mut drawing, words, &bold, size * TITLE),
            SlipLine::Text(words) => write(&mut drawing, words, &regular, size),
            SlipLine::Number(number) => write(&mut drawing, number, &bold, NUMBER),
            SlipLine::Code(text) => code(&mut drawing, text),
            SlipLine::Space => {
                drawing.extend(16);
            }
        }
    }
    Ok(drawing)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "dots of a slip: small numbers, none below zero"
)]
fn write(drawing: &mut Drawing, words: &str, font: &Font, size: f32) {
    let mut layout = Layout::new(CoordinateSystem::PositiveYDown);
    let room = drawing.width.saturating_sub(2 * MARGIN);
    layout.reset(&LayoutSettings { max_width: Some(room as f32), ..LayoutSettings::default() });
    layout.append(&[font], &TextStyle::new(words, size, 0));
    let top = drawing.extend(layout.height().ceil() as usize);
    for glyph in layout.glyphs() {
        let (metrics, cover) = font.rasterize_config(glyph.key);
        let (left, upper) = (glyph.x.max(0.0) as usize + MARGIN, glyph.y.max(0.0) as usize + top);
        for (at, _) in cover.iter().enumerate().filter(|(_, cover)| **cover >= COVERED) {
            drawing.blacken(left + at % metrics.width, upper + at / metrics.width);
        }
    }
}

/// A code in the middle. What no code can hold is left out: its words stand on the slip.
fn code(drawing: &mut Drawing, text: &str) {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::L) else { return };
    let squares = code.width() + 2 * QUIET;
    let size = (CODE.min(drawing.width) / squares).max(2);
    let top = drawing.extend(squares * size);
    let left = drawing.width.saturating_sub(squares * size) / 2;
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        let (x, y) = (QUIET + at % code.width(), QUIET + at / code.width());
        for dot in 0..size * size {
            if colour == qrcode::Color::Dark {
                drawing.blacken(left + x * size + dot % size, top + y * size + dot / size);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: Vec<SlipLine>) -> Drawing {
        drawn(&Slip { large: false, lines }, 384).expect("drawn")
    }

    fn black(drawing: &Drawing) -> u32 {
        drawing.dots.iter().map(|byte| byte.count_ones()).sum()
    }

    fn text(words: &str) -> Drawing {
        of(vec![SlipLine::Text(words.to_owned())])
    }

    #[test]
    fn every_letter_of_welsh_is_drawn_with_its_own_sign() {
        for (plain, signed) in ["aâ", "eê", "iî", "oô", "uû", "wŵ", "yŷ", "WŴ", "YŶ", "eé", "iï"]
            .map(|two| two.split_at(1))
        {
            let (without, with) = (black(&text(plain)), black(&text(signed)));
            assert!(without > 0 && with != without, "{signed}: {with} dots as {plain}");
            let unknown = black(&text("\u{10ffff}"));
            assert_ne!(with, unknown, "{signed} is not in the typeface");
        }
    }

    #[test]
    fn what_is_longer_than_the_paper_goes_on_in_the_next_row() {
        let high = |words: &str| text(words).dots.len();
        assert_eq!(high("Ring us"), high("a"));
        assert!(high(&"word ".repeat(20)) > 3 * high("a"));
        assert!(high(&"w".repeat(60)) > high("a"), "a word longer than a row");
    }

    #[test]
    fn nothing_is_drawn_over_the_edge() {
        let drawing = text(&"Mmmmm ".repeat(40));
        let edge = drawing.row_bytes() - 1;
        assert!(drawing.dots.chunks(drawing.row_bytes()).all(|row| row[0] & 0xf0 == 0));
        assert!(
            drawing.dots.chunks(drawing.row_bytes()).all(|row| row[edge].trailing_zeros() >= 4)
        );
    }
}
