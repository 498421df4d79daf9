//! A text as a picture for a phone: black on white, and readable without a network.

use qrcode::{EcLevel, QrCode};
use slint::{Image, Rgb8Pixel, SharedPixelBuffer};

/// Of one square of a reference. Pixels: with its margin 290.
const SQUARE: usize = 10;
/// A long text fills as much. Pixels.
const MOST: usize = 420;
/// Squares that stay white all around, as the standard wants it.
const MARGIN: usize = 4;

/// A reference and nothing else. Empty when it cannot be drawn: it stands beside it in letters.
pub(super) fn reference(text: &str) -> Image {
    QrCode::with_error_correction_level(text, EcLevel::Q)
        .map_or_else(|_| Image::default(), |code| drawn(&code, SQUARE))
}

/// A longer text, as large as there is room. Empty when it cannot be drawn.
pub(super) fn text(text: &str) -> Image {
    QrCode::with_error_correction_level(text, EcLevel::L).map_or_else(
        |_| Image::default(),
        |code| drawn(&code, (MOST / (code.width() + 2 * MARGIN)).max(1)),
    )
}

fn drawn(code: &QrCode, side_of_one: usize) -> Image {
    let side = (code.width() + 2 * MARGIN) * side_of_one;
    let Ok(pixels) = u32::try_from(side) else { return Image::default() };
    let mut buffer = SharedPixelBuffer::<Rgb8Pixel>::new(pixels, pixels);
    let is_dark = |x: usize, y: usize| {
        let square =
            |at: usize| (at / side_of_one).checked_sub(MARGIN).filter(|at| *at < code.width());
        square(x).zip(square(y)).is_some_and(|(x, y)| code[(x, y)] == qrcode::Color::Dark)
    };
    for (at, pixel) in buffer.make_mut_slice().iter_mut().enumerate() {
        let shade = if is_dark(at % side, at / side) { 0 } else { 255 };
        *pixel = Rgb8Pixel { r: shade, g: shade, b: shade };
    }
    Image::from_rgb8(buffer)
}
