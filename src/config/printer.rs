//! What prints slips.

use std::path::PathBuf;

use serde::Deserialize;

/// The slip printer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Printer {
    /// There is none.
    #[default]
    None,
    /// One that takes ESC/POS, as receipt printers do.
    Escpos(Escpos),
}

/// A printer that takes ESC/POS.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escpos {
    /// `/dev/usb/lp0`, or a serial port.
    pub device: PathBuf,
    /// How wide its print is. Dots: 576 on paper of 80 mm, 384 on 58 mm.
    #[serde(default = "eighty_millimetres")]
    pub dots: u16,
    /// Whether it cuts the paper.
    #[serde(default = "yes")]
    pub cuts: bool,
    /// Whether everybody who checks in gets a slip with the number.
    #[serde(default = "yes")]
    pub arrival_slips: bool,
}

fn eighty_millimetres() -> u16 {
    576
}

fn yes() -> bool {
    true
}

impl Printer {
    /// The printer, where there is one.
    pub fn escpos(&self) -> Option<&Escpos> {
        match self {
            Self::None => None,
            Self::Escpos(printer) => Some(printer),
        }
    }
}
