//! `kiosk.toml`, read once at the door. After this nothing is checked again.

mod check;
mod first_time;
mod help;
mod printer;
mod wall;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use visits_domain::arrival::Language;
use visits_domain::reference::ReferenceRule;
use visits_domain::visit::ArrivalWindow;
use visits_domain::wire::DeviceRole;

pub use check::ConfigError;
pub(crate) use check::is_loopback;
pub use first_time::{FirstTime, Nation, Step, StepPicture};
pub use help::{HelpConfig, HelpPlace, TalkConfig, TalkLine};
pub use printer::{Escpos, Printer};
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
    /// The slip printer.
    #[serde(default)]
    pub printer: Printer,
    /// How a visit goes, in this site's order.
    #[serde(default)]
    pub step: Vec<Step>,
    /// *First time here?*
    #[serde(default)]
    pub first_time: FirstTime,
    /// *Find help*.
    #[serde(default)]
    pub help: HelpConfig,
    /// *Talk to someone in private*.
    #[serde(default)]
    pub talk: TalkConfig,
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
            toml::from_str(text).map_err(|error| check::key_error(text, path, &error))?;
        if let Some((key, problem)) = check::problem(&config) {
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
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALLEST: &str = "[site]\nname = { en = \"Moorvale\", cy = \"Moorvale\" }\n\
        [server]\nurl = \"http://127.0.0.1:8080\"\n[data]\nfolder = \"data\"\n";

    fn printer(line: &str) -> String {
        format!("{SMALLEST}[printer]\nkind = \"escpos\"\ndevice = \"/dev/usb/lp0\"\n{line}\n")
    }

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
    fn a_place_of_help_is_on_the_earth_and_its_nation_is_known() {
        let place = "[[help.place]]\nname = { en = \"Cardiff\", cy = \"Caerdydd\" }\n";
        let at = |latitude: &str| {
            format!(
                "{SMALLEST}[help]\nnation = \"wales\"\n{place}latitude = {latitude}\nlongitude = -3.18\n"
            )
        };
        let config = Config::parse(&at("51.48"), Path::new("kiosk.toml")).expect("a config");
        assert!(config.help.place[0].point().is_some());
        assert!(problem_of(&at("151.48")).contains("help.place"));
        assert!(problem_of(&at("51.48").replace("wales", "atlantis")).contains("help.nation"));
    }

    #[test]
    fn a_wrong_key_is_one_line_with_its_name() {
        for (text, name) in [
            (format!("{SMALLEST}[idle]\nwarn_after = 3\n"), "idle.warn_after"),
            (format!("{SMALLEST}[idle]\nwarn_after_seconds = \"soon\"\n"), "warn_after_seconds"),
            (format!("{SMALLEST}[idle]\nwipe_after_seconds = 5\n"), "idle.wipe_after_seconds"),
            (format!("{SMALLEST}[clock]\nzone = 1\n"), "clock"),
            (format!("{SMALLEST}[printer]\nkind = \"escpos\"\ndots = 576\n"), "device"),
            (printer("width = 80"), "width"),
            (printer("dots = 40"), "printer.dots"),
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
