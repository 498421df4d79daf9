//! A kiosk's process, seen from outside: a screen that is touched and looked at.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;
use visits_domain::arrival::Language;

use crate::labels::all_in_language;
use crate::orders::{Order, Reply};

/// The hidden argument that makes a process a kiosk.
pub const CHILD_ARGUMENT: &str = "kiosk-child";
/// An order is carried out long before this.
const ANSWER: Duration = Duration::from_secs(30);
/// What a family waits for at a screen is there long before this. Milliseconds.
const SHOWN_MILLIS: u64 = 10_000;

/// A kiosk did not do what was asked of it.
#[derive(Debug, thiserror::Error)]
pub enum KioskError {
    /// The process, or the pipe to it.
    #[error("kiosk {kiosk}: its process: {cause}")]
    Process {
        /// Which.
        kiosk: String,
        /// Why.
        cause: std::io::Error,
    },
    /// It ended, or said nothing for half a minute.
    #[error("kiosk {kiosk}: no answer to {order}")]
    Silent {
        /// Which.
        kiosk: String,
        /// What it was told.
        order: String,
    },
    /// It said why not.
    #[error("kiosk {kiosk}: {why}")]
    Refused {
        /// Which.
        kiosk: String,
        /// Why.
        why: String,
    },
}

/// How a kiosk's process is started.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What it is called in messages: its letter.
    pub name: String,
    /// The demo's own program.
    pub program: PathBuf,
    /// Where the kiosk keeps its data.
    pub folder: PathBuf,
    /// Where its server is.
    pub url: String,
    /// This start of its machine.
    pub boot: Uuid,
    /// What it has to say besides goes here.
    pub log: PathBuf,
}

/// A kiosk that runs.
pub struct Kiosk {
    setup: Setup,
    process: Child,
    orders: ChildStdin,
    replies: Receiver<Reply>,
    /// Its thread that writes was stopped, as ordered.
    held: bool,
    /// On the screen now.
    pub language: Language,
    /// On the screen now: 0 to 3.
    pub text_size: u8,
}

impl Kiosk {
    /// Starts the process and waits until its screen stands.
    pub fn start(setup: Setup, at: DateTime<Utc>) -> Result<Self, KioskError> {
        let broken = |cause| KioskError::Process { kiosk: setup.name.clone(), cause };
        std::fs::create_dir_all(&setup.folder).map_err(broken)?;
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&setup.log)
            .map_err(broken)?;
        let mut process = Command::new(&setup.program)
            .arg(CHILD_ARGUMENT)
            .args([setup.folder.as_os_str(), setup.url.as_ref()])
            .arg(at.to_rfc3339_opts(SecondsFormat::Micros, true))
            .arg(setup.boot.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(broken)?;
        let no_pipe = || broken(std::io::ErrorKind::BrokenPipe.into());
        let orders = process.stdin.take().ok_or_else(no_pipe)?;
        let replies = replies(process.stdout.take().ok_or_else(no_pipe)?);
        let (language, text_size) = (Language::En, 1);
        let mut kiosk = Self { setup, process, orders, replies, held: false, language, text_size };
        kiosk.reply("the start").map(|_| kiosk)
    }

    /// Its letter.
    pub fn name(&self) -> &str {
        &self.setup.name
    }

    /// How it was started.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Pulls the plug: SIGKILL. Gives back how it can be started again.
    pub fn cut_power(mut self) -> Result<Setup, KioskError> {
        let setup = self.setup.clone();
        let ended = self.process.kill().and_then(|()| self.process.wait());
        ended.map_err(|cause| KioskError::Process { kiosk: setup.name.clone(), cause })?;
        Ok(setup)
    }

    /// Sets its clock.
    pub fn clock(&mut self, at: DateTime<Utc>) -> Result<(), KioskError> {
        self.order(&Order::Clock { at }).map(|_| ())
    }

    /// Lets time pass.
    pub fn advance(&mut self, by: Duration) -> Result<(), KioskError> {
        let millis = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
        self.order(&Order::Advance { millis }).map(|_| ())
    }

    /// Touches the first of these that is on the screen. English; pressed in the language shown.
    pub fn press(&mut self, english: &[&str]) -> Result<(), KioskError> {
        self.press_labels(all_in_language(self.language, english)).map(|_| ())
    }

    /// Touches the first of these that is on the screen, as it stands there, and says which.
    pub fn press_labels(&mut self, labels: Vec<String>) -> Result<usize, KioskError> {
        self.which(&Order::Press { labels })
    }

    /// Touches the first of these that is on the screen, and says which. English.
    pub fn press_which(&mut self, english: &[&str]) -> Result<usize, KioskError> {
        self.press_labels(english.iter().map(|text| (*text).to_owned()).collect())
    }

    /// Touches what is called so, and something more that only the screen knows.
    pub fn press_beginning(&mut self, start: &str) -> Result<(), KioskError> {
        self.which(&Order::PressBeginning { start: start.to_owned() }).map(|_| ())
    }

    /// What stands on the screen.
    pub fn read(&mut self) -> Result<Vec<String>, KioskError> {
        match self.order(&Order::Read)? {
            Reply::Read { texts } => Ok(texts),
            other => Err(self.refused(format!("an answer out of turn: {other:?}"))),
        }
    }

    /// Types on the on-screen keyboard.
    pub fn type_keys(&mut self, text: &str) -> Result<(), KioskError> {
        let label = |key: char| match key {
            ' ' => all_in_language(self.language, &["Space"]).remove(0),
            '\'' => all_in_language(self.language, &["Apostrophe"]).remove(0),
            '-' => all_in_language(self.language, &["Hyphen"]).remove(0),
            other => other.to_string(),
        };
        let keys = text.chars().map(label).collect();
        self.order(&Order::Type { keys }).map(|_| ())
    }

    /// Holds a code under the scanner.
    pub fn scan(&mut self, code: &str) -> Result<(), KioskError> {
        self.order(&Order::Scan { code: code.to_owned() }).map(|_| ())
    }

    /// Waits until one of these stands on the screen, and says which. English; looked for in the
    /// language shown.
    pub fn wait_for(&mut self, english: &[&str]) -> Result<usize, KioskError> {
        let mut texts = Vec::new();
        let mut whose = Vec::new();
        for (index, text) in english.iter().enumerate() {
            let translated = all_in_language(self.language, &[text]);
            whose.extend(translated.iter().map(|_| index));
            texts.extend(translated);
        }
        Ok(whose[self.which(&Order::Await { texts, millis: SHOWN_MILLIS })?])
    }

    /// Writes what is on the screen as a PNG.
    pub fn picture(&mut self, path: &Path) -> Result<(), KioskError> {
        self.order(&Order::Picture { path: path.to_owned() }).map(|_| ())
    }

    /// From now on the thread that writes stops at this point of a check-in.
    pub fn hold_at(&mut self, point: &str) -> Result<(), KioskError> {
        self.order(&Order::Hold { point: point.to_owned() }).map(|_| ())
    }

    /// Waits until it has stopped there.
    pub fn wait_until_held(&mut self) -> Result<(), KioskError> {
        while !self.held {
            self.receive("be held")?;
        }
        Ok(())
    }

    fn which(&mut self, order: &Order) -> Result<usize, KioskError> {
        match self.order(order)? {
            Reply::Shown { index } => Ok(index),
            other => Err(self.refused(format!("an answer out of turn: {other:?}"))),
        }
    }

    fn order(&mut self, order: &Order) -> Result<Reply, KioskError> {
        let mut line = serde_json::to_string(order).unwrap_or_default();
        line.push('\n');
        self.orders
            .write_all(line.as_bytes())
            .map_err(|cause| KioskError::Process { kiosk: self.setup.name.clone(), cause })?;
        self.reply(line.trim())
    }

    fn reply(&mut self, order: &str) -> Result<Reply, KioskError> {
        loop {
            match self.receive(order)? {
                Reply::Held => {} // comes by itself, before or after the answer
                reply => return Ok(reply),
            }
        }
    }

    fn receive(&mut self, order: &str) -> Result<Reply, KioskError> {
        match self.replies.recv_timeout(ANSWER) {
            Ok(Reply::Failed { why }) => Err(self.refused(why)),
            Ok(reply) => {
                self.held |= matches!(reply, Reply::Held);
                Ok(reply)
            }
            Err(_) => {
                Err(KioskError::Silent { kiosk: self.setup.name.clone(), order: order.to_owned() })
            }
        }
    }

    fn refused(&self, why: String) -> KioskError {
        KioskError::Refused { kiosk: self.setup.name.clone(), why }
    }
}

impl Drop for Kiosk {
    fn drop(&mut self) {
        // Nothing of a played day may outlive it. Fails only when it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn replies(stdout: std::process::ChildStdout) -> Receiver<Reply> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stdout).lines() {
            let Ok(line) = line else { break };
            let Ok(reply) = serde_json::from_str(&line) else { break };
            if sender.send(reply).is_err() {
                break;
            }
        }
    });
    receiver
}
