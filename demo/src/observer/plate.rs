//! Where the number stands: the one wide, filled, coloured rectangle of its height on the screen,
//! and the tall glyphs on it.

use super::{Image, NotRead};

/// A plate is so high; buttons are lower, panels higher. Pixels.
const PLATE_HEIGHT: std::ops::RangeInclusive<usize> = 130..=260;
/// And so wide at least. Pixels.
const PLATE_WIDTH: usize = 400;
/// The number's glyphs are higher than this part of the plate; its caption is lower.
const GLYPH_PART: f32 = 0.34;
/// A pixel with less of it is ground. 0 to 1.
const INK: f32 = 0.35;
/// Smaller marks are nothing. Pixels.
const SPECK: usize = 12;

/// The shape of one glyph: how much of each pixel is ink, 0 to 1.
#[derive(Clone, Debug)]
pub struct Glyph {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row by row.
    pub ink: Vec<f32>,
}

/// Connected ink on a plate.
struct Mark {
    area: Area,
    size: usize,
    is_tall: bool,
    glyph: Glyph,
}

#[derive(Clone, Copy, Debug)]
struct Area {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Area {
    fn of(x: usize, y: usize) -> Self {
        Self { left: x, top: y, right: x, bottom: y }
    }

    fn with(self, x: usize, y: usize) -> Self {
        Self {
            left: self.left.min(x),
            top: self.top.min(y),
            right: self.right.max(x),
            bottom: self.bottom.max(y),
        }
    }

    fn width(self) -> usize {
        self.right - self.left + 1
    }

    fn height(self) -> usize {
        self.bottom - self.top + 1
    }
}

/// The glyphs of the number, from the left.
pub fn glyphs_of(image: &Image) -> Result<Vec<Glyph>, NotRead> {
    let mut found = plates(image).into_iter().filter_map(|plate| {
        let marks = marks_on(image, plate);
        marks.iter().any(|mark| mark.is_tall).then_some(marks)
    });
    let marks = found.next().ok_or(NotRead::NoPlate)?;
    // Two plates: which of them is the number would be a guess.
    if found.next().is_some() { Err(NotRead::NoPlate) } else { number_among(marks) }
}

/// The tall marks; whatever else stands among them is no number of ours. A caption is well above
/// them, an accent is not.
fn number_among(marks: Vec<Mark>) -> Result<Vec<Glyph>, NotRead> {
    let tall = || marks.iter().filter(|mark| mark.is_tall).map(|mark| mark.area);
    let left = tall().map(|area| area.left).min().unwrap_or(0);
    let right = tall().map(|area| area.right).max().unwrap_or(0);
    let top = tall().map(|area| area.top - area.height() / 4).min().unwrap_or(0);
    let stray = |mark: &Mark| {
        let is_above = mark.area.bottom < top;
        let is_among = mark.area.right > left && mark.area.left < right;
        !mark.is_tall && mark.size > SPECK && is_among && !is_above
    };
    if marks.iter().any(stray) {
        return Err(NotRead::Stray);
    }
    Ok(marks.into_iter().filter(|mark| mark.is_tall).map(|mark| mark.glyph).collect())
}

/// Patches of one colour that are shaped like a plate, each with its colour.
fn plates(image: &Image) -> Vec<(Area, [u8; 3])> {
    let same = |a: usize, b: usize| image.pixels[a] == image.pixels[b];
    // The paper that everything lies on is no plate.
    let is_paper = |i: usize| image.pixels[i] == image.pixels[0];
    let patches = patches(image.width, image.height, |i| !is_paper(i), same);
    let is_plate = |area: Area, count: usize| {
        PLATE_HEIGHT.contains(&area.height())
            && area.width() >= PLATE_WIDTH
            && count * 2 >= area.width() * area.height()
    };
    patches
        .into_iter()
        .filter(|(area, pixels)| is_plate(*area, pixels.len()))
        .map(|(area, pixels)| (area, image.pixels[pixels[0]]))
        .collect()
}

/// What is written on a plate, from the left.
fn marks_on(image: &Image, (plate, ground): (Area, [u8; 3])) -> Vec<Mark> {
    let (width, height) = (plate.width(), plate.height());
    let colour = |i: usize| image.at(plate.left + i % width, plate.top + i / width);
    let ink_colour = match (0..width * height).map(colour).max_by_key(|c| apart(*c, ground)) {
        Some(colour) if apart(colour, ground) > 0 => colour,
        _ => return Vec::new(),
    };
    let whole = f32_of(apart(ink_colour, ground));
    let ink: Vec<f32> =
        (0..width * height).map(|i| (f32_of(apart(colour(i), ground)) / whole).min(1.0)).collect();
    // What touches the edge is the paper outside of the rounded corners.
    let at_the_edge = |area: Area| {
        area.left == 0 || area.top == 0 || area.right + 1 == width || area.bottom + 1 == height
    };
    let mut marks: Vec<Mark> = patches(width, height, |i| ink[i] > INK, |_, _| true)
        .into_iter()
        .filter(|(area, _)| !at_the_edge(*area))
        .map(|(area, pixels)| Mark {
            area,
            size: pixels.len(),
            is_tall: f32_of(area.height()) > GLYPH_PART * f32_of(height),
            glyph: glyph(area, &pixels, &ink, width),
        })
        .collect();
    marks.sort_by_key(|mark| mark.area.left);
    marks
}

/// The patch alone: a neighbour that reaches into its rectangle is another glyph's.
fn glyph(area: Area, pixels: &[usize], ink: &[f32], width: usize) -> Glyph {
    let mut own = vec![0.0; area.width() * area.height()];
    for pixel in pixels {
        let (x, y) = (pixel % width - area.left, pixel / width - area.top);
        own[y * area.width() + x] = ink[*pixel];
    }
    Glyph { width: area.width(), height: area.height(), ink: own }
}

/// Connected patches of the pixels that are wanted; neighbours hang together where `same` says so.
fn patches(
    width: usize,
    height: usize,
    wanted: impl Fn(usize) -> bool,
    same: impl Fn(usize, usize) -> bool,
) -> Vec<(Area, Vec<usize>)> {
    let mut seen = vec![false; width * height];
    let mut found = Vec::new();
    let mut to_visit = Vec::new();
    for start in 0..width * height {
        if seen[start] || !wanted(start) {
            continue;
        }
        seen[start] = true;
        to_visit.push(start);
        let (mut area, mut pixels) = (Area::of(start % width, start / width), Vec::new());
        while let Some(pixel) = to_visit.pop() {
            let (x, y) = (pixel % width, pixel / width);
            area = area.with(x, y);
            pixels.push(pixel);
            for next in around(x, y, width, height) {
                if !seen[next] && wanted(next) && same(pixel, next) {
                    seen[next] = true;
                    to_visit.push(next);
                }
            }
        }
        found.push((area, pixels));
    }
    found
}

/// The pixels above, below and beside.
fn around(x: usize, y: usize, width: usize, height: usize) -> impl Iterator<Item = usize> {
    let here = y * width + x;
    [
        (x > 0).then(|| here - 1),
        (x + 1 < width).then(|| here + 1),
        (y > 0).then(|| here - width),
        (y + 1 < height).then(|| here + width),
    ]
    .into_iter()
    .flatten()
}

/// How far two colours are apart.
fn apart(a: [u8; 3], b: [u8; 3]) -> usize {
    (0..3).map(|i| usize::from(a[i].abs_diff(b[i]))).sum()
}

#[expect(clippy::cast_precision_loss, reason = "lengths of a picture")]
fn f32_of(length: usize) -> f32 {
    length as f32
}
