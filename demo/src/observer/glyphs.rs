//! Which letter a shape is: the one of the typeface it is most like, if it is like one alone.

use std::collections::HashMap;
use std::sync::LazyLock;

use fontdue::{Font, FontSettings};

use super::NotRead;
use super::plate::Glyph;

/// What a number begins with.
pub const LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ";
/// What follows.
pub const DIGITS: &str = "0123456789";

/// Shapes are compared on a grid of so many columns and rows.
const COLUMNS: usize = 24;
/// See [`COLUMNS`].
const ROWS: usize = 32;
/// Letters are drawn so high for comparison. Pixels.
const DRAWN: f32 = 160.0;
/// The mean difference of a grid's cells up to which a shape is a letter.
const LIKE: f32 = 0.10;
/// The next letter must be further off by this.
const CLEARLY: f32 = 0.03;

/// A glyph in one size: how full each cell of the grid is, and how wide it is for its height.
#[derive(Clone, Debug)]
struct Shape {
    cells: Vec<f32>,
    proportion: f32,
}

static SHAPES: LazyLock<HashMap<char, Shape>> = LazyLock::new(|| {
    let Ok(font) = Font::from_bytes(visits_ui::fonts::BOLD, FontSettings::default()) else {
        return HashMap::new(); // then nothing can be read, and that is an error for the reader
    };
    LETTERS.chars().chain(DIGITS.chars()).map(|c| (c, drawn(&font, c))).collect()
});

fn drawn(font: &Font, c: char) -> Shape {
    let (metrics, coverage) = font.rasterize(c, DRAWN);
    let ink = coverage.into_iter().map(|part| f32::from(part) / 255.0).collect();
    shape(&Glyph { width: metrics.width, height: metrics.height, ink })
}

/// Says which of these letters a glyph is.
pub fn recognise(glyph: &Glyph, alphabet: &str, place: usize) -> Result<char, NotRead> {
    let seen = shape(glyph);
    let mut ranked: Vec<(f32, char)> = alphabet
        .chars()
        .map(|c| (SHAPES.get(&c).map_or(1.0, |shape| distance(shape, &seen)), c))
        .collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ((distance, nearest), (other, second)) = (ranked[0], ranked[1]);
    if distance <= LIKE && other - distance >= CLEARLY {
        Ok(nearest)
    } else {
        Err(NotRead::Doubtful { place, nearest, distance, second, other })
    }
}

/// 0 for the same shape.
fn distance(a: &Shape, b: &Shape) -> f32 {
    let cells: f32 = a.cells.iter().zip(&b.cells).map(|(a, b)| (a - b).abs()).sum();
    let proportion = (a.proportion - b.proportion).abs();
    cells / f32_of(COLUMNS * ROWS) + 0.5 * proportion
}

fn shape(glyph: &Glyph) -> Shape {
    let cells = (0..COLUMNS * ROWS)
        .map(|cell| {
            let across = part(cell % COLUMNS, COLUMNS, glyph.width);
            let down = part(cell / COLUMNS, ROWS, glyph.height);
            mean(glyph, across, down)
        })
        .collect();
    Shape { cells, proportion: f32_of(glyph.width) / f32_of(glyph.height) }
}

/// The stretch of a length that belongs to one of so many parts.
fn part(index: usize, parts: usize, length: usize) -> (f32, f32) {
    let step = f32_of(length) / f32_of(parts);
    (f32_of(index) * step, f32_of(index + 1) * step)
}

/// The mean ink of a stretch of columns and rows; pixels at its edges count by their part.
fn mean(glyph: &Glyph, across: (f32, f32), down: (f32, f32)) -> f32 {
    let (mut ink, mut area) = (0.0, 0.0);
    for y in pixels(down, glyph.height) {
        let high = shared(y, down);
        for x in pixels(across, glyph.width) {
            let part = high * shared(x, across);
            ink += part * glyph.ink[y * glyph.width + x];
            area += part;
        }
    }
    if area > 0.0 { ink / area } else { 0.0 }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places within a picture"
)]
fn pixels(stretch: (f32, f32), length: usize) -> std::ops::Range<usize> {
    (stretch.0.floor() as usize)..(stretch.1.ceil() as usize).min(length)
}

/// How much of a pixel lies in a stretch.
fn shared(pixel: usize, stretch: (f32, f32)) -> f32 {
    let (from, to) = (f32_of(pixel), f32_of(pixel + 1));
    (to.min(stretch.1) - from.max(stretch.0)).max(0.0)
}

#[expect(clippy::cast_precision_loss, reason = "lengths of a picture")]
fn f32_of(length: usize) -> f32 {
    length as f32
}
