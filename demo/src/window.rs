//! The kiosk's real window, with a server behind it, on a day around the present time.

use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

/// The window could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    /// Not yet.
    #[error("not yet")]
    NotYet,
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

/// Runs until the window is closed.
pub fn run() -> Result<(), WindowError> {
    Err(WindowError::NotYet)
}
