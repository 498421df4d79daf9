//! `kiosk.toml`, read once at the door. After this nothing is checked again.

mod first_time;
mod wall;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use visits_domain::arrival::Language;
use visits_domain::reference::ReferenceRule;
use visits_domain::visit::ArrivalWindow;
use visits_domain::wire::DeviceRole;

pub use first_time::{FirstTime, Nation, Step, StepPicture};
pub use wall::{CallBoardConfig, SoundConfig};

/// Everything an installer sets. `kiosk-config/kiosk.toml` explains every key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Who we are.
    pub site: Site,
    /// Where the visits team's server is.
    pub server: Server,
    /// Where this kiosk keeps what it must.
    pub data: Data,
    /// The panel.
    #[serde(default)]
    pub screen: ScreenConfig,
    /// Which languages are offered.
    #[serde(default)]
    pub languages: Languages,
    /// Rules of check-in.
    #[serde(default)]
    pub check_in: CheckInRules,
    /// The shape of this site's references.
    #[serde(default)]
    pub reference: ReferenceRule,
    /// When nobody is there.
    #[serde(default)]
    pub idle: Idle,
    /// *Ask a person*.
    #[serde(default)]
    pub ask: AskConfig,
    /// Staff and volunteer mode.
    #[serde(default)]
    pub staff: StaffMode,
    /// Whom volunteers tell what worries them.
    #[serde(default)]
    pub safeguarding: Option<Safeguarding>,
    /// The code scanner.
    #[serde(default)]
    pub scanner: Scanner,
    /// How a visit goes, in this site's order.
    #[serde(default)]
    pub step: Vec<Step>,
    /// *First time here?*
    #[serde(default)]
    pub first_time: FirstTime,
    /// The wall screen.
    #[serde(default)]
    pub call_board: CallBoardConfig,
    /// What a call board lets people hear.
    #[serde(default)]
    pub sound: SoundConfig,
    /// What this device is for. From the command line, not from the file.
    #[serde(skip)]
    pub role: DeviceRole,
}

/// A sentence in every language. None without all.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// English.
    pub en: String,
    /// Welsh.
    pub cy: String,
}

impl Words {
    fn is_longer_than(&self, characters: usize) -> bool {
        [&self.en, &self.cy].into_iter().any(|text| text.chars().count() > characters)
    }

    /// In a language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Cy => &self.cy,
        }
    }
}

/// What fits a button at the largest text size. Characters.
const SEAT_CHARACTERS: usize = 18;

/// What fits a line at the largest text size. Characters.
const LEAD_CHARACTERS: usize = 30;

/// A number and no words: a name has no place here.
fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (3..=16).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || c == ' ')
}

/// Who we are.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// As families know it.
    pub name: Words,
}

/// Where the visits team's server is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// `https://…`; plain `http` to this machine alone.
    pub url: String,
    /// The longest wait between two tries when it cannot be reached.
    #[serde(default = "fifteen")]
    pub retry_at_most_seconds: u16,
}

fn fifteen() -> u16 {
    15
}

/// Where this kiosk keeps what it must.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// A folder of its own, on a disk.
    pub folder: PathBuf,
    /// A file whose bytes are mixed into every credential (a systemd credential, sealed to this
    /// machine's TPM). The server must have the same.
    #[serde(default)]
    pub site_secret_file: Option<PathBuf>,
}

/// The panel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScreenConfig {
    /// The panel's width. Targets and letters are sized in millimetres.
    pub width_mm: f32,
    /// Logical pixels across.
    pub width_px: u32,
    /// Logical pixels down.
    pub height_px: u32,
    /// 0 to 3, where a session begins.
    pub text_size: u8,
    /// Black on white, where a session begins.
    pub high_contrast: bool,
    /// Whether the window fills the panel.
    pub fullscreen: bool,
}

impl Default for ScreenConfig {
    fn default() -> Self {
        Self {
            width_mm: 336.0,
            width_px: 1280,
            height_px: 800,
            text_size: 1,
            high_contrast: false,
            fullscreen: true,
        }
    }
}

impl ScreenConfig {
    /// Logical pixels a millimetre.
    pub fn px_per_mm(&self) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "no panel has 16 million columns")]
        let width = self.width_px as f32;
        width / self.width_mm
    }
}

/// Which languages are offered.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Languages {
    /// The first is where a session begins.
    pub offered: Vec<Language>,
}

impl Default for Languages {
    fn default() -> Self {
        Self { offered: Language::ALL.to_vec() }
    }
}

/// Rules of check-in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CheckInRules {
    /// Whether a surname and a date of birth are enough.
    pub by_name: bool,
    /// Check-in opens this long before a visit.
    pub opens_minutes_before: u16,
    /// From then on a family is late. Negative: before the start.
    pub late_after_minutes: i16,
    /// From this age on a visitor counts as an adult.
    pub adult_age: u8,
    /// On one visit.
    pub most_adults: u8,
    /// On one visit.
    pub most_children: u8,
    /// On one visit, adults and children.
    pub most_people: u8,
}

impl Default for CheckInRules {
    fn default() -> Self {
        let window = ArrivalWindow::default();
        Self {
            by_name: true,
            opens_minutes_before: window.opens_minutes_before,
            late_after_minutes: window.late_after_minutes,
            adult_age: 18,
            most_adults: 3,
            most_children: 4,
            most_people: 6,
        }
    }
}

impl CheckInRules {
    /// When families may check in.
    pub fn window(&self) -> ArrivalWindow {
        ArrivalWindow {
            opens_minutes_before: self.opens_minutes_before,
            late_after_minutes: self.late_after_minutes,
        }
    }
}

/// When nobody is there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Idle {
    /// "Are you still there?" after so long without a touch.
    pub warn_after_seconds: u16,
    /// Everything is wiped so long after that. At least 20.
    pub wipe_after_seconds: u16,
}

impl Default for Idle {
    fn default() -> Self {
        Self { warn_after_seconds: 45, wipe_after_seconds: 25 }
    }
}

impl Idle {
    /// From the last touch.
    pub fn warn_after(&self) -> Duration {
        Duration::from_secs(self.warn_after_seconds.into())
    }

    /// From the warning.
    pub fn wipe_after(&self) -> Duration {
        Duration::from_secs(self.wipe_after_seconds.into())
    }
}

/// Staff and volunteer mode.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StaffMode {
    /// "Are you still there?" after so long without a touch.
    pub warn_after_seconds: u16,
}

impl Default for StaffMode {
    fn default() -> Self {
        Self { warn_after_seconds: 20 }
    }
}

impl StaffMode {
    /// From the last touch.
    pub fn warn_after(&self) -> Duration {
        Duration::from_secs(self.warn_after_seconds.into())
    }
}

/// Whom volunteers tell what worries them: a role and a telephone, never a name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safeguarding {
    /// The role, as volunteers know it.
    pub lead: Words,
    /// The number to ring from a telephone of the site.
    pub phone: String,
}

/// *Ask a person*.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AskConfig {
    /// Without anybody for so long it is withdrawn, and the screen says so.
    pub expires_minutes: u16,
    /// Where people sit. Without any, nobody is asked.
    pub seat: Vec<Words>,
}

impl Default for AskConfig {
    fn default() -> Self {
        Self { expires_minutes: 10, seat: Vec::new() }
    }
}

/// The code scanner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "snake_case")]
pub enum Scanner {
    /// There is none.
    #[default]
    None,
    /// Read through the kernel's input events, grabbed for us alone.
    Evdev {
        /// `/dev/input/by-id/…`
        device: PathBuf,
    },
    /// A serial port, a code a line.
    Serial {
        /// `/dev/serial/by-id/…`
        device: PathBuf,
    },
    /// It types like a keyboard, between two characters that nobody types.
    Keyboard {
        /// Before a code.
        prefix: char,
        /// After a code.
        suffix: char,
    },
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

impl Config {
    /// Reads and checks a file.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|cause| ConfigError::Unreadable { path: path.to_owned(), cause })?;
        Self::parse(&text, path)
    }

    /// Reads and checks a text; `path` is named in errors, and relative folders lie beside it.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut config: Self =
            toml::from_str(text).map_err(|error| key_error(text, path, &error))?;
        if let Some((key, problem)) = config.problem() {
            return Err(ConfigError::Value { path: path.to_owned(), key, problem });
        }
        if let Some(beside) = path.parent() {
            config.data.folder = beside.join(&config.data.folder);
            config.data.site_secret_file =
                config.data.site_secret_file.map(|file| beside.join(file));
        }
        Ok(config)
    }

    /// Whether this device hangs on the wall.
    pub fn is_call_board(&self) -> bool {
        self.role == DeviceRole::CallBoard
    }

    /// What a session begins in.
    pub fn first_language(&self) -> Language {
        self.languages.offered.first().copied().unwrap_or_default()
    }

    fn problem(&self) -> Option<(&'static str, &'static str)> {
        let rule = &self.reference;
        let limits = &self.check_in;
        let checks = [
            (
                !self.server.url.starts_with("https://") && !is_loopback(&self.server.url),
                "server.url",
                "begins with https:// (plain http is for this machine alone)",
            ),
            (self.languages.offered.is_empty(), "languages.offered", "names at least one"),
            (self.idle.wipe_after_seconds < 20, "idle.wipe_after_seconds", "is at least 20"),
            (self.idle.warn_after_seconds < 10, "idle.warn_after_seconds", "is at least 10"),
            (self.screen.text_size > 3, "screen.text_size", "is 0, 1, 2 or 3"),
            (
                !(50.0..=2000.0).contains(&self.screen.width_mm),
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
            (self.sound.volume > 100, "sound.volume", "is 0 to 100"),
            (self.staff.warn_after_seconds < 10, "staff.warn_after_seconds", "is at least 10"),
            (
                self.safeguarding.as_ref().is_some_and(|s| s.lead.is_longer_than(LEAD_CHARACTERS)),
                "safeguarding.lead",
                "has at most 30 characters in every language, so that it fits at every size",
            ),
            (
                self.safeguarding.as_ref().is_some_and(|s| !is_telephone(&s.phone)),
                "safeguarding.phone",
                "has 3 to 16 digits, with spaces where you like",
            ),
            (
                !(80..=300).contains(&self.sound.words_a_minute),
                "sound.words_a_minute",
                "is 80 to 300",
            ),
            (self.call_board.turn_seconds < 5, "call_board.turn_seconds", "is at least 5"),
            (self.ask.expires_minutes == 0, "ask.expires_minutes", "is at least 1"),
            (
                self.ask.seat.iter().any(|seat| seat.is_longer_than(SEAT_CHARACTERS)),
                "ask.seat",
                "has at most 18 characters in every language, so that it fits at every size",
            ),
        ];
        let wrong = checks.into_iter().find(|(wrong, ..)| *wrong);
        wrong
            .map(|(_, key, problem)| (key, problem))
            .or_else(|| first_time::problem(&self.step, &self.first_time))
    }
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
fn key_error(text: &str, path: &Path, error: &toml::de::Error) -> ConfigError {
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

#[cfg(test)]
mod tests {
    use super::*;

    const SMALLEST: &str = "[site]\nname = { en = \"Moorvale\", cy = \"Moorvale\" }\n\
        [server]\nurl = \"http://127.0.0.1:8080\"\n[data]\nfolder = \"data\"\n";

    fn problem_of(text: &str) -> String {
        Config::parse(text, Path::new("kiosk.toml")).expect_err("refused").to_string()
    }

    #[test]
    fn the_smallest_file_is_enough() {
        let config = Config::parse(SMALLEST, Path::new("/etc/kiosk.toml")).expect("a config");
        assert_eq!(config.data.folder, Path::new("/etc/data"));
        assert_eq!(config.check_in.adult_age, 18);
    }

    #[test]
    fn a_wrong_key_is_one_line_with_its_name() {
        for (text, name) in [
            (format!("{SMALLEST}[idle]\nwarn_after = 3\n"), "idle.warn_after"),
            (format!("{SMALLEST}[idle]\nwarn_after_seconds = \"soon\"\n"), "warn_after_seconds"),
            (format!("{SMALLEST}[idle]\nwipe_after_seconds = 5\n"), "idle.wipe_after_seconds"),
            (format!("{SMALLEST}[clock]\nzone = 1\n"), "clock"),
            (SMALLEST.replace("http:", "ftp:"), "server.url"),
            (SMALLEST.replace("127.0.0.1", "127.0.0.1.example.org"), "server.url"),
            (SMALLEST.replace("8080", "80@example.org"), "server.url"),
            (SMALLEST.replace("folder", "folders"), "folder"),
            (SMALLEST.replace(", cy = \"Moorvale\"", ""), "name"),
        ] {
            let problem = problem_of(&text);
            assert!(problem.contains(name) && problem.lines().count() == 1, "{problem}");
        }
    }
}
