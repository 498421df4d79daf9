//! The real program in a real window: a finger on the door opens it. Needs Xvfb and xdotool, and
//! is reported as ignored, with the reason, where they are absent.

mod support;
#[path = "support/xvfb.rs"]
mod xvfb;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};
use xvfb::Screen;

fn main() -> ExitCode {
    let missing: Vec<_> = ["Xvfb", "xdotool"]
        .into_iter()
        .filter(|tool| Command::new(tool).arg("-version").output().is_err())
        .collect();
    let required = std::env::var("VISITS_TEST_REQUIRE").is_ok_and(|value| value == "all");
    let name = if missing.is_empty() {
        "a_finger_on_the_door_opens_it".to_owned()
    } else {
        format!("a_finger_on_the_door_opens_it (not installed: {})", missing.join(", "))
    };
    let test = Trial::test(name, a_finger_on_the_door_opens_it)
        .with_ignored_flag(!missing.is_empty() && !required);
    libtest_mimic::run(&Arguments::from_args(), vec![test]).exit_code()
}

fn a_finger_on_the_door_opens_it() -> Result<(), Failed> {
    let screen = Screen::start().ok_or("Xvfb does not start")?;
    let folder = tempfile::tempdir()?;
    drop(support::stocked(&folder.path().join("data")));
    let path = folder.path().join("kiosk.toml");
    let text = include_str!("../kiosk-config/demo/kiosk.toml");
    std::fs::write(&path, text.replace("127.0.0.1:8080", "127.0.0.1:9"))?;
    let mut kiosk = screen.show(Path::new(env!("CARGO_BIN_EXE_visits-kiosk")), &path);
    let done = open_the_door(&screen);
    let _ = kiosk.kill(); // it may have ended by itself
    let _ = kiosk.wait();
    done
}

fn open_the_door(screen: &Screen) -> Result<(), Failed> {
    let end = Instant::now() + Duration::from_secs(30);
    while !screen.shows_a_page() {
        if Instant::now() > end {
            return Err("no page within 30 s".into());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(500));
    let welcome = screen.grid();
    if !screen.touch(300, 500) {
        return Err("xdotool cannot click".into());
    }
    while screen.grid().iter().zip(&welcome).filter(|(now, was)| now != was).count() < 400 {
        if Instant::now() > end {
            return Err("the door did not open".into());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
