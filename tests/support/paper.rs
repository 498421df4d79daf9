//! A slip printer: a file that takes what a printer would, and what it would have put on paper.

use std::path::{Path, PathBuf};

use slint::Rgb8Pixel;
use visits_kiosk::config::{Config, Escpos, Printer};
use visits_ui::rehearsal::Picture;

/// This kiosk has a printer: a file beside its data.
pub fn with_printer(config: &mut Config) {
    let device = config.data.folder.join("lp0");
    std::fs::write(&device, b"").expect("a file");
    config.printer =
        Printer::Escpos(Escpos { device, dots: 576, cuts: true, arrival_slips: false });
}

/// Where it is.
pub fn device(folder: &Path) -> PathBuf {
    folder.join("lp0")
}

/// The slip that was printed last, as it comes out.
pub fn slip(folder: &Path) -> Option<Picture> {
    let sent = std::fs::read(device(folder)).expect("what was sent");
    let last = sent.windows(2).rposition(|two| two == b"\x1b@")?;
    let mut rest = &sent[last + 2..];
    let (mut width, mut dots) = (0, Vec::new());
    while let Some(band) = rest.strip_prefix(b"\x1dv0\0") {
        let number = |at: usize| usize::from(u16::from_le_bytes([band[at], band[at + 1]]));
        let (row, rows) = (number(0), number(2));
        width = row * 8;
        dots.extend_from_slice(&band[4..4 + row * rows]);
        rest = &band[4 + row * rows..];
    }
    assert_eq!(rest, b"\x1bd\x05\x1dV\x01", "fed and cut");
    let pixels: Vec<Rgb8Pixel> = dots
        .iter()
        .flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0))
        .map(|black| if black { Rgb8Pixel::new(0, 0, 0) } else { Rgb8Pixel::new(255, 255, 255) })
        .collect();
    let height = u32::try_from(pixels.len() / width).expect("rows");
    Some(Picture { width: u32::try_from(width).expect("dots"), height, pixels })
}
