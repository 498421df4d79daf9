//! The made-up prison of the demo: its code, its kiosks' configuration.

use std::path::Path;

use visits_domain::site::SiteCode;
use visits_kiosk::config::{Config, ConfigError, Scanner};

use crate::child::SCAN_MARKS;

/// Its code. No prison of England and Wales has it.
pub const CODE: &str = "MVE";
/// Its name.
pub const NAME: &str = "Moorvale";
/// A member of staff who does not exist.
pub const STAFF: &str = "Jo Officer";

/// The demo site's own `kiosk.toml`, as an installer finds it.
const KIOSK_TOML: &str = include_str!("../../kiosk-config/demo/kiosk.toml");

/// Its code, read.
///
/// # Panics
/// Never: the constant is three letters.
pub fn code() -> SiteCode {
    CODE.parse().expect("three letters")
}

/// The configuration of a kiosk that keeps its data in `folder` and finds the server at `url`.
pub fn kiosk_config(folder: &Path, url: &str) -> Result<Config, ConfigError> {
    let mut config = Config::parse(KIOSK_TOML, &folder.join("kiosk.toml"))?;
    url.clone_into(&mut config.server.url);
    // A day is played in a minute: nobody waits a quarter of it for the next try.
    config.server.retry_at_most_seconds = 1;
    config.scanner = Scanner::Keyboard { prefix: SCAN_MARKS.0, suffix: SCAN_MARKS.1 };
    Ok(config)
}
