//! The kiosk's real window, with a server behind it, on a day around the present time.

mod around_now;

use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use chrono::Timelike as _;
use visits_kiosk::assembly;
use visits_kiosk::clock::Clock;
use visits_server::Clock as ServerClock;

use crate::office::{Office, OfficeError};
use crate::services;
use crate::site;
use crate::staff::{Staff, StaffError};

pub use around_now::{Around, Tip};

/// The window could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// The server.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// The directory could not be filled.
    #[error(transparent)]
    Staff(#[from] StaffError),
    /// The kiosk.
    #[error("the kiosk: {0}")]
    Kiosk(#[from] assembly::NotStarted),
    /// Its configuration.
    #[error(transparent)]
    Config(#[from] visits_kiosk::config::ConfigError),
    /// The temporary folder.
    #[error("the temporary folder: {0}")]
    Folder(#[from] std::io::Error),
}

/// Whether there is a display that takes connections.
pub fn has_display() -> bool {
    wayland().is_some_and(|path| UnixStream::connect(path).is_ok()) || x11()
}

fn wayland() -> Option<PathBuf> {
    let name = PathBuf::from(std::env::var_os("WAYLAND_DISPLAY").filter(|name| !name.is_empty())?);
    if name.is_absolute() {
        return Some(name);
    }
    Some(PathBuf::from(std::env::var_os("XDG_RUNTIME_DIR")?).join(name))
}

/// `:0`, `:0.0`, `host:0`
fn x11() -> bool {
    let Ok(display) = std::env::var("DISPLAY") else { return false };
    let Some((host, screen)) = display.rsplit_once(':') else { return false };
    let Ok(number) = screen.split('.').next().unwrap_or_default().parse::<u16>() else {
        return false;
    };
    let local = || UnixStream::connect(format!("/tmp/.X11-unix/X{number}")).is_ok();
    let remote = || TcpStream::connect((host, 6000_u16.saturating_add(number))).is_ok();
    if host.is_empty() || host == "unix" { local() } else { remote() }
}

/// Runs until the window is closed. Everything it made goes with it.
pub fn run() -> Result<(), WindowError> {
    let folder = tempfile::tempdir()?;
    let office = Office::open(&folder.path().join("server"), ServerClock::System)?;
    let around = Around::moment(ServerClock::System.local());
    let imported = office.import(&around.list().file())?;
    let staff = Staff::sign_in(&office.url(), office.password())?;
    for made in services::ALL {
        staff.publishes(made)?;
    }
    let config = site::kiosk_config(&folder.path().join("kiosk"), &office.url())?;
    assembly::enrol(&config, &office.enrol_code()?)?;
    let running = assembly::start(config, Clock::machine())?;
    greet(&office, &around, imported.report.quarantined.len());
    let ran = running.run();
    running.stop();
    Ok(ran?)
}

#[expect(clippy::print_stdout, reason = "the demo speaks to whoever started it")]
fn greet(office: &Office, around: &Around, set_aside: usize) {
    let now = around.now();
    println!(
        "Moorvale visitors' centre, {}:{:02}. Everybody here is invented.",
        now.hour(),
        now.minute()
    );
    println!("\nThe kiosk is in its window. Touch it with the mouse, or type. Try:\n");
    for tip in around.tips() {
        println!("  {tip}");
    }
    println!("\nThe staff pages are on {}/today", office.url());
    println!("  name      {}\n  password  {}", site::STAFF, office.password());
    println!("  {set_aside} rows of the visit list could not be read and were set aside.");
    println!("\nClose the window to end. Nothing is kept.");
}
