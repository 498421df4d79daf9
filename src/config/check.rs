//! What `kiosk.toml` may say, and how a mistake in it is told: one line with the key's name.

use std::path::{Path, PathBuf};

use super::{Config, first_time, help};

/// What fits a button at the largest text size. Characters.
const SEAT_CHARACTERS: usize = 18;

/// What fits a line at the largest text size. Characters.
const LEAD_CHARACTERS: usize = 30;

/// A number and no words: a name has no place here.
fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (3..=16).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || c == ' ')
}

/// `kiosk.toml` cannot be used. One line, with the key's name.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{path}: {cause}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A key or a value is not one of ours.
    #[error("{path}, line {line}, key `{key}`: {problem}")]
    Key {
        /// Which file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// The key's name.
        key: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A value of the right kind that cannot be meant.
    #[error("{path}, key `{key}`: {problem}")]
    Value {
        /// Which file.
        path: PathBuf,
        /// The key's name.
        key: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// The first value of the right kind that cannot be meant: its key, and what it should be.
pub(super) fn problem(config: &Config) -> Option<(&'static str, &'static str)> {
    let rule = &config.reference;
    let limits = &config.check_in;
    let checks = [
        (
            !config.server.url.starts_with("https://") && !is_loopback(&config.server.url),
            "server.url",
            "begins with https:// (plain http is for this machine alone)",
        ),
        (config.languages.offered.is_empty(), "languages.offered", "names at least one"),
        (config.idle.wipe_after_seconds < 20, "idle.wipe_after_seconds", "is at least 20"),
        (config.idle.warn_after_seconds < 10, "idle.warn_after_seconds", "is at least 10"),
        (config.screen.text_size > 3, "screen.text_size", "is 0, 1, 2 or 3"),
        (
            !(50.0..=2000.0).contains(&config.screen.width_mm),
            "screen.width_mm",
            "is the panel's width in millimetres, 50 to 2000",
        ),
        (rule.group == 0, "reference.group", "is at least 1"),
        (
            rule.min_characters == 0 || rule.max_characters < rule.min_characters,
            "reference.min_characters",
            "is at least 1 and at most reference.max_characters",
        ),
        (rule.max_characters > 40, "reference.max_characters", "is at most 40"),
        (limits.most_adults == 0, "check_in.most_adults", "is at least 1"),
        (limits.most_people == 0, "check_in.most_people", "is at least 1"),
        (config.sound.volume > 100, "sound.volume", "is 0 to 100"),
        (config.staff.warn_after_seconds < 10, "staff.warn_after_seconds", "is at least 10"),
        (
            config.safeguarding.as_ref().is_some_and(|s| s.lead.is_longer_than(LEAD_CHARACTERS)),
            "safeguarding.lead",
            "has at most 30 characters in every language, so that it fits at every size",
        ),
        (
            config.safeguarding.as_ref().is_some_and(|s| !is_telephone(&s.phone)),
            "safeguarding.phone",
            "has 3 to 16 digits, with spaces where you like",
        ),
        (
            !(80..=300).contains(&config.sound.words_a_minute),
            "sound.words_a_minute",
            "is 80 to 300",
        ),
        (
            config.printer.escpos().is_some_and(|printer| !(200..=1200).contains(&printer.dots)),
            "printer.dots",
            "is how many dots its print is wide, 200 to 1200",
        ),
        (config.call_board.turn_seconds < 5, "call_board.turn_seconds", "is at least 5"),
        (config.ask.expires_minutes == 0, "ask.expires_minutes", "is at least 1"),
        (
            config.ask.seat.iter().any(|seat| seat.is_longer_than(SEAT_CHARACTERS)),
            "ask.seat",
            "has at most 18 characters in every language, so that it fits at every size",
        ),
    ];
    let wrong = checks.into_iter().find(|(wrong, ..)| *wrong);
    wrong
        .map(|(_, key, problem)| (key, problem))
        .or_else(|| first_time::problem(&config.step, &config.first_time))
        .or_else(|| help::problem(&config.help, &config.talk, is_telephone))
}

/// Whether an address is plain HTTP to this machine.
pub(crate) fn is_loopback(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.contains('@') {
        return false; // what stands before it is no host
    }
    let host = host.rsplit_once(':').map_or(host, |(host, _port)| host);
    matches!(host, "127.0.0.1" | "localhost" | "[::1]")
}

/// One line with the key's name, out of the parser's own words and place.
pub(super) fn key_error(text: &str, path: &Path, error: &toml::de::Error) -> ConfigError {
    let at = error.span().map_or(0, |span| span.start).min(text.len());
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let section = before
        .lines()
        .rev()
        .find_map(|line| line.trim().strip_prefix('[')?.split(']').next())
        .map(|name| name.trim_matches('[').to_owned());
    let content = text.lines().nth(line - 1).unwrap_or_default();
    let key = match content.split_once('=') {
        Some((key, _)) => {
            section.into_iter().chain([key.trim().to_owned()]).collect::<Vec<_>>().join(".")
        }
        None => content.trim().trim_matches(['[', ']']).to_owned(),
    };
    let problem = error.message().lines().next().unwrap_or_default().to_owned();
    ConfigError::Key { path: path.to_owned(), line, key, problem }
}
