//! The rendered screen, and places on it.
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use i_slint_backend_testing::ElementHandle;
use slint::Rgb8Pixel;

/// A rectangle in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Leading edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Area {
    pub(super) fn of(element: &ElementHandle) -> Self {
        let (at, size) = (element.absolute_position(), element.size());
        Self { x: at.x, y: at.y, width: size.width, height: size.height }
    }

    /// The middle, where a finger goes.
    pub fn centre(self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Whether this lies within `outer`, by a pixel.
    pub fn within(self, outer: Area) -> bool {
        self.x >= outer.x - 1.0
            && self.y >= outer.y - 1.0
            && self.x + self.width <= outer.x + outer.width + 1.0
            && self.y + self.height <= outer.y + outer.height + 1.0
    }

    /// The free space between two areas; negative when they overlap in both directions.
    pub fn gap(self, other: Area) -> f32 {
        let across = (other.x - (self.x + self.width)).max(self.x - (other.x + other.width));
        let down = (other.y - (self.y + self.height)).max(self.y - (other.y + other.height));
        across.max(down)
    }
}

/// The rendered screen.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Row by row, from the top.
    pub pixels: Vec<Rgb8Pixel>,
}

impl Picture {
    /// The pixel at a place, or None outside.
    pub fn at(&self, x: u32, y: u32) -> Option<Rgb8Pixel> {
        let inside = x < self.width && y < self.height;
        inside.then(|| self.pixels[(y * self.width + x) as usize])
    }

    /// Writes it as a PNG.
    pub fn write_png(&self, path: &Path) -> std::io::Result<()> {
        let file = BufWriter::new(File::create(path)?);
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let bytes: Vec<u8> = self.pixels.iter().flat_map(|p| [p.r, p.g, p.b]).collect();
        encoder.write_header()?.write_image_data(&bytes)?;
        Ok(())
    }
}
