//! A booking that was written down: how it stands, and its reference, to write or to scan.

use std::rc::Rc;

use qrcode::{EcLevel, QrCode};
use slint::{ComponentHandle as _, Image, Rgb8Pixel, SharedPixelBuffer};
use visits_ui as ui;

use super::{Send, int};
use crate::kiosk::View;
use crate::session::Press;
use crate::session::days::DaysEnding;

/// Of one square. Pixels: with the largest code and its margin 290.
const SQUARE: usize = 10;
/// Squares that stay white all around, as the standard wants it.
const MARGIN: usize = 4;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let finish = Rc::clone(press);
    window.global::<ui::DaysTaken>().on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let shown = window.global::<ui::DaysTaken>();
    let days = view.session.draft.days.as_deref();
    let Some((taken, ending)) = days.and_then(|days| days.taken.as_ref().zip(days.ending)) else {
        return;
    };
    shown.set_kind(match ending {
        DaysEnding::Held => ui::TakenKind::Held,
        DaysEnding::Booked => ui::TakenKind::Booked,
        DaysEnding::Waiting(_) => ui::TakenKind::Waiting,
        DaysEnding::InTheDraw => ui::TakenKind::InTheDraw,
        DaysEnding::AskedFor => ui::TakenKind::AskedFor,
        _ => ui::TakenKind::Sent,
    });
    if let DaysEnding::Waiting(number) = ending {
        shown.set_waiting(int(number));
    }
    let written = taken.reference.written();
    if shown.get_reference() != written.as_str() {
        shown.set_code(code(&written));
        shown.set_reference(written.into());
    }
}

/// The reference and nothing else, black on white. Empty when it cannot be drawn: it stands
/// beside it in letters.
fn code(text: &str) -> Image {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::Q) else {
        return Image::default();
    };
    let side = (code.width() + 2 * MARGIN) * SQUARE;
    let Ok(pixels) = u32::try_from(side) else { return Image::default() };
    let mut buffer = SharedPixelBuffer::<Rgb8Pixel>::new(pixels, pixels);
    let is_dark = |x: usize, y: usize| {
        let square = |at: usize| (at / SQUARE).checked_sub(MARGIN).filter(|at| *at < code.width());
        square(x).zip(square(y)).is_some_and(|(x, y)| code[(x, y)] == qrcode::Color::Dark)
    };
    for (at, pixel) in buffer.make_mut_slice().iter_mut().enumerate() {
        let shade = if is_dark(at % side, at / side) { 0 } else { 255 };
        *pixel = Rgb8Pixel { r: shade, g: shade, b: shade };
    }
    Image::from_rgb8(buffer)
}
