//! `visits-kiosk check`: what an installer needs to know before the doors open.

use std::fmt;

use crate::assembly;
use crate::clock::Clock;
use crate::config::{Config, Scanner};
use crate::store::{Store, StoreError};
use crate::sync::{self, CallError, Client};

/// A line of the report.
struct Line {
    good: bool,
    what: &'static str,
    how: String,
}

/// The report. It prints as one line a finding.
pub struct Report(Vec<Line>);

impl Report {
    /// Whether nothing stands in the way.
    pub fn is_ready(&self) -> bool {
        self.0.iter().all(|line| line.good)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.0 {
            let mark = if line.good { "ready " } else { "MEND  " };
            writeln!(f, "{mark} {:<10} {}", line.what, line.how)?;
        }
        Ok(())
    }
}

/// Looks at disk, enrolment, server, scanner, printer and words.
pub fn report(config: &Config) -> Report {
    let mut lines = if config.is_call_board() {
        vec![sound(config)]
    } else {
        vec![panel(config), words(config), scanner(config), printer(config)]
    };
    match disk(config) {
        Ok((line, store)) => {
            lines.insert(0, line);
            lines.insert(1, server(config, &store));
        }
        Err(error) => {
            lines.insert(0, Line { good: false, what: "disk", how: error.to_string() });
        }
    }
    Report(lines)
}

fn disk(config: &Config) -> Result<(Line, Store), StoreError> {
    let mut store = Store::open(&config.data.folder)?;
    store.serve_as(config.role)?;
    let whole = store.is_whole()?;
    let public = store.public()?;
    let folder = config.data.folder.display();
    let list = match public.list_as_of {
        Some(at) => format!("visit list of {}", at.format("%Y-%m-%d %H:%M UTC")),
        None => "no visit list yet".to_owned(),
    };
    let health = if whole { "whole" } else { "damaged" };
    let how = format!("{folder}: {health}, {list}, {} not sent yet", public.unsent);
    Ok((Line { good: whole, what: "disk", how }, store))
}

fn server(config: &Config, store: &Store) -> Line {
    let what = "server";
    let Ok(Some(identity)) = store.identity() else {
        let how = "not enrolled: run `visits-kiosk enrol CODE`".to_owned();
        return Line { good: false, what, how };
    };
    let place = format!("site {}, letter {}", identity.site, identity.letter);
    let answered =
        Client::new(&config.server.url, &identity).and_then(|client| {
            match sync::query(store, &Clock::machine(), 0, config.role) {
                Ok(query) => client.changes(&query).map(|_| ()),
                Err(_) => Err(CallError::NotSetUp),
            }
        });
    match answered {
        Ok(()) => Line { good: true, what, how: format!("{place}, answers") },
        Err(error) => Line { good: false, what, how: format!("{place}, {error}") },
    }
}

/// Silence is no reason to stay closed: the numbers stand on the screen.
fn sound(config: &Config) -> Line {
    let how = match assembly::sounds(config).are_there() {
        _ if !config.sound.on => "switched off",
        (true, true) => "a chime and a voice",
        (true, false) => "a chime; no voice (install espeak-ng, or it is switched off)",
        (false, true) => "a voice; no chime (install alsa-utils, or it is switched off)",
        (false, false) => "silent: install alsa-utils and espeak-ng",
    };
    Line { good: true, what: "sound", how: how.to_owned() }
}

fn scanner(config: &Config) -> Line {
    let (good, how) = match &config.scanner {
        Scanner::None => (true, "none".to_owned()),
        Scanner::Keyboard { .. } => (true, "types like a keyboard".to_owned()),
        Scanner::Evdev { device } | Scanner::Serial { device } => {
            (device.exists(), device.display().to_string())
        }
    };
    Line { good, what: "scanner", how }
}

fn printer(config: &Config) -> Line {
    let what = "printer";
    match config.printer.escpos() {
        None => Line { good: true, what, how: "none".to_owned() },
        Some(printer) => {
            let how = printer.device.display().to_string();
            Line { good: printer.device.exists(), what, how }
        }
    }
}

/// At 1280 x 800 everything is shown to fit from 3.6 to 4.0 pixels a millimetre; the largest
/// letters need a panel that is not much smaller than that.
fn panel(config: &Config) -> Line {
    let screen = &config.screen;
    let fine = screen.px_per_mm();
    let good = (3.6..=4.0).contains(&fine) && (screen.width_px, screen.height_px) == (1280, 800);
    let how = format!(
        "{} x {} at {fine:.2} pixels a millimetre{}",
        screen.width_px,
        screen.height_px,
        if good { "" } else { ": look at every screen at the largest size before opening" }
    );
    Line { good: true, what: "panel", how } // advice: another panel may do well
}

fn words(config: &Config) -> Line {
    let steps = config.step.iter().filter(|step| step.after_check_in).count();
    let seats = config.ask.seat.len();
    let how = format!("{steps} steps after check-in, {seats} seats to ask from");
    Line { good: steps > 0, what: "words", how }
}
