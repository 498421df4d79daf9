//! A receipt printer that takes ESC/POS. A slip is sent to it as a picture: whatever letters its
//! own memory lacks (ŵ and ŷ, mostly), ours are drawn.
//!
//! The commands are those that every such printer has: `ESC @` (begin anew), `GS v 0` (rows of
//! dots), `ESC d` (feed), `GS V` (cut).

mod drawing;

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;

use self::drawing::{Drawing, drawn};
use crate::config::Escpos;
use crate::slip::Slip;

/// Without paper a printer takes nothing more. It is given so long for the next piece.
const PATIENCE: Duration = Duration::from_secs(8);
/// Rows of dots in one command: a small printer's memory holds no more.
const BAND: usize = 128;
/// Lines that are fed, so that the last one is out of the printer.
const FEED: u8 = 5;

/// A slip did not come out, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum NotPrinted {
    /// The device.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// It takes nothing: no paper, or it is switched off.
    #[error("the printer takes nothing")]
    Stuck,
    /// The typeface cannot be read.
    #[error("the typeface: {0}")]
    Typeface(&'static str),
}

/// Prints a slip. Returns when the printer has taken all of it, or has taken nothing for 8 s.
pub fn print(printer: &Escpos, slip: &Slip) -> Result<(), NotPrinted> {
    let drawing = drawn(slip, usize::from(printer.dots)).map_err(NotPrinted::Typeface)?;
    send(printer, &commands(&drawing, printer.cuts), PATIENCE)
}

/// As the printer is told.
fn commands(drawing: &Drawing, cuts: bool) -> Vec<u8> {
    let mut all = b"\x1b@".to_vec();
    for band in drawing.bands(BAND) {
        let [wide, rows] =
            [drawing.row_bytes(), band.len() / drawing.row_bytes()].map(usize::to_le_bytes);
        all.extend_from_slice(b"\x1dv0\0");
        all.extend_from_slice(&[wide[0], wide[1], rows[0], rows[1]]);
        all.extend_from_slice(band);
    }
    all.extend_from_slice(&[0x1b, b'd', FEED]);
    if cuts {
        all.extend_from_slice(b"\x1dV\x01");
    }
    all
}

/// The device never holds us: it is asked before each piece whether it takes one, and after the
/// last whether that has arrived. A printer of the kernel forgets what is under way when it is
/// closed.
fn send(printer: &Escpos, bytes: &[u8], patience: Duration) -> Result<(), NotPrinted> {
    let without_waiting = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or(0);
    let mut device =
        OpenOptions::new().append(true).custom_flags(without_waiting).open(&printer.device)?;
    let patience = Timespec::try_from(patience).map_err(|_| NotPrinted::Stuck)?;
    let mut rest = bytes;
    loop {
        let mut ready = [PollFd::new(&device, PollFlags::OUT)];
        if poll(&mut ready, Some(&patience)).map_err(std::io::Error::from)? == 0 {
            return Err(NotPrinted::Stuck);
        }
        if ready[0].revents().intersects(PollFlags::ERR | PollFlags::HUP) {
            return Err(NotPrinted::Stuck);
        }
        if rest.is_empty() {
            return Ok(());
        }
        match device.write(rest) {
            Ok(0) => return Err(NotPrinted::Stuck),
            Ok(taken) => rest = &rest[taken..],
            Err(error)
                if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slip::SlipLine;

    fn printer(device: &std::path::Path) -> Escpos {
        Escpos { device: device.to_owned(), dots: 384, cuts: true, arrival_slips: true }
    }

    fn slip() -> Slip {
        Slip { large: false, lines: vec![SlipLine::Text("Pŵer".to_owned())] }
    }

    #[test]
    fn a_slip_begins_anew_and_ends_with_a_cut() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        print(&printer(file.path()), &slip()).expect("printed");
        let sent = std::fs::read(file.path()).expect("what was sent");
        assert!(sent.starts_with(b"\x1b@\x1dv0\0\x30\0"), "384 dots are 48 bytes");
        assert!(sent.ends_with(b"\x1bd\x05\x1dV\x01"));
    }

    #[test]
    fn a_printer_that_is_not_there_is_no_harm() {
        let nowhere = printer(std::path::Path::new("/nowhere/lp0"));
        assert!(matches!(print(&nowhere, &slip()), Err(NotPrinted::Io(_))));
    }

    #[test]
    fn a_printer_that_takes_nothing_more_is_given_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("lp0");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &pipe,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
            0,
        )
        .expect("a pipe");
        // Somebody holds its other end and reads nothing.
        let _held = OpenOptions::new().read(true).write(true).open(&pipe).expect("its end");
        let much = vec![0; 1 << 20];
        let told = send(&printer(&pipe), &much, Duration::from_millis(50));
        assert!(matches!(told, Err(NotPrinted::Stuck)));
    }
}
