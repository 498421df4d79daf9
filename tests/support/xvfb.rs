//! A screen without a panel: Xvfb, and its picture read from its own memory-mapped framebuffer.
//!
//! A page is there when at least 95 % of a grid of pixels have left the root colour, in five
//! colours or more.
#![allow(dead_code, reason = "every user has its own part")]

use std::collections::HashSet;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Pixels that are looked at.
const GRID: (u64, u64) = (64, 40);

pub struct Screen {
    xvfb: Child,
    display: String,
    picture: File,
    pixels_at: u64,
    stride: u64,
    blank: Vec<[u8; 4]>,
    _folder: TempDir,
}

impl Screen {
    pub fn start() -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let display = format!(":{}", 90 + std::process::id() % 400);
        let mut xvfb = Command::new("Xvfb")
            .args([&display, "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-fbdir"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        std::thread::sleep(Duration::from_secs(1));
        let Ok(picture) = File::open(folder.path().join("Xvfb_screen0")) else {
            let _ = xvfb.kill();
            return None;
        };
        let word = |index: u64| {
            let mut bytes = [0; 4];
            picture.read_exact_at(&mut bytes, index * 4).map(|()| u32::from_be_bytes(bytes))
        };
        // XWD header: its size, bytes a line, colours of 12 bytes each.
        let (header, stride, colours) = (word(0).ok()?, word(12).ok()?, word(19).ok()?);
        let pixels_at = u64::from(header) + u64::from(colours) * 12;
        let mut screen = Self {
            xvfb,
            display,
            picture,
            pixels_at,
            stride: stride.into(),
            blank: vec![],
            _folder: folder,
        };
        screen.blank = screen.grid();
        Some(screen)
    }

    pub fn grid(&self) -> Vec<[u8; 4]> {
        let places = (0..GRID.1).flat_map(|y| (0..GRID.0).map(move |x| (x * 20 + 10, y * 20 + 10)));
        places
            .map(|(x, y)| {
                let mut pixel = [0; 4];
                let at = self.pixels_at + y * self.stride + x * 4;
                self.picture.read_exact_at(&mut pixel, at).expect("a pixel");
                pixel
            })
            .collect()
    }

    pub fn shows_a_page(&self) -> bool {
        let grid = self.grid();
        let changed = grid.iter().zip(&self.blank).filter(|(now, was)| now != was).count();
        let colours: HashSet<_> = grid.iter().collect();
        colours.len() >= 5 && changed * 100 >= grid.len() * 95
    }

    /// Starts the kiosk's program on this screen.
    pub fn show(&self, binary: &Path, config: &Path) -> Child {
        Command::new(binary)
            .arg("--config")
            .arg(config)
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            .stderr(Stdio::null())
            .spawn()
            .expect("the kiosk")
    }

    /// A finger on this place of this screen; false when xdotool is not there.
    pub fn touch(&self, x: u32, y: u32) -> bool {
        Command::new("xdotool")
            .args(["mousemove", &x.to_string(), &y.to_string(), "click", "1"])
            .env("DISPLAY", &self.display)
            .status()
            .is_ok_and(|status| status.success())
    }

    pub fn until_blank(&self) {
        let end = Instant::now() + Duration::from_secs(5);
        while self.grid() != self.blank && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(20));
        }
        std::thread::sleep(Duration::from_millis(500));
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.xvfb.kill();
        let _ = self.xvfb.wait();
    }
}
