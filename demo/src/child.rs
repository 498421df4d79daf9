//! A kiosk in a process of its own: the real one, on a stage instead of a display.
//!
//! Orders come on stdin, answers go to stdout. The process ends with its stdin, or when it is
//! killed: that is the point of it.

use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use slint::ComponentHandle as _;
use uuid::Uuid;
use visits_kiosk::assembly::{self, Running};
use visits_kiosk::clock::Clock;
use visits_ui::rehearsal::Stage;

use crate::orders::{Order, Reply};

/// What a scanner that types like a keyboard puts around a code.
pub const SCAN_MARKS: (char, char) = ('{', '}');
/// A button pressed twice within half a second counts once; families are slower than that.
const BETWEEN_PRESSES: Duration = Duration::from_millis(600);

/// A kiosk's process could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ChildError {
    /// Its configuration.
    #[error(transparent)]
    Config(#[from] visits_kiosk::config::ConfigError),
    /// The kiosk itself.
    #[error(transparent)]
    NotStarted(#[from] assembly::NotStarted),
    /// Its window.
    #[error("the window: {0}")]
    Window(#[from] slint::PlatformError),
    /// The pipes.
    #[error("the pipe to the player: {0}")]
    Pipe(#[from] std::io::Error),
}

struct Child {
    stage: Stage,
    running: Rc<Running>,
    clock: Clock,
    at: DateTime<Utc>,
}

/// Runs a kiosk out of `folder` against the server at `url`, beginning at a moment, in a start of
/// its machine, until stdin ends.
pub fn run(folder: &Path, url: &str, at: DateTime<Utc>, boot: Uuid) -> Result<(), ChildError> {
    let config = crate::site::kiosk_config(folder, url)?;
    let stage = Stage::set();
    let clock = Clock::given(at);
    let running = assembly::start_in(config, clock.clone(), boot)?;
    running.window().show()?;
    let orders = orders();
    say(&Reply::Ready)?;
    let mut child = Child { stage, running, clock, at };
    loop {
        // Woken by the kiosk's own threads and by each order.
        child.stage.wait(Duration::from_millis(200));
        loop {
            match orders.try_recv() {
                Ok(order) => say(&child.carry_out(order))?,
                Err(std::sync::mpsc::TryRecvError::Empty) => break,
                Err(std::sync::mpsc::TryRecvError::Disconnected) => {
                    child.running.stop();
                    return Ok(());
                }
            }
        }
    }
}

/// Reads stdin on a thread of its own and wakes the stage for every line.
fn orders() -> Receiver<Order> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            let Ok(order) = serde_json::from_str(&line) else { break };
            if sender.send(order).is_err() {
                break;
            }
            let _ = slint::invoke_from_event_loop(|| {}); // the order is in the channel
        }
    });
    receiver
}

/// Stdout belongs to the conversation; everything else goes to stderr.
fn say(reply: &Reply) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(reply)?;
    line.push(b'\n');
    let mut out = std::io::stdout().lock();
    out.write_all(&line)?;
    out.flush()
}

impl Child {
    fn carry_out(&mut self, order: Order) -> Reply {
        match order {
            Order::Clock { at } => self.set_clock(at),
            Order::Advance { millis } => self.advance(Duration::from_millis(millis)),
            Order::Press { labels } => return self.press(&labels),
            Order::PressBeginning { start } => return self.press_beginning(&start),
            Order::Read => {
                let words = self.stage.words(self.running.window());
                return Reply::Read { texts: words.into_iter().map(|words| words.text).collect() };
            }
            Order::Touch { x, y } => {
                self.advance(BETWEEN_PRESSES);
                self.stage.touch(x, y);
            }
            Order::Type { keys } => return self.press_keys(&keys),
            Order::Scan { code } => {
                self.advance(BETWEEN_PRESSES);
                self.stage.type_text(&format!("{}{code}{}", SCAN_MARKS.0, SCAN_MARKS.1));
            }
            Order::Await { texts, millis } => return self.wait_for(&texts, millis),
            Order::Picture { path } => {
                self.stage.pump();
                if let Err(problem) = self.stage.picture().write_png(&path) {
                    return Reply::Failed { why: format!("{}: {problem}", path.display()) };
                }
            }
            Order::Hold { point } => {
                let held = fail::cfg_callback(point, || {
                    let _ = say(&Reply::Held); // without a listener there is nobody to cut it off
                    loop {
                        std::thread::park();
                    }
                });
                if let Err(why) = held {
                    return Reply::Failed { why };
                }
            }
        }
        Reply::Done
    }

    fn set_clock(&mut self, at: DateTime<Utc>) {
        let forward = (at - self.at).to_std().unwrap_or_default();
        self.at = at;
        self.clock.set(at);
        self.stage.advance(forward);
    }

    fn advance(&mut self, by: Duration) {
        let by = TimeDelta::from_std(by).unwrap_or_default();
        self.set_clock(self.at + by);
    }

    fn press(&mut self, labels: &[String]) -> Reply {
        self.advance(BETWEEN_PRESSES);
        let found = self.stage.touchables(self.running.window());
        let named = |label: &String| found.iter().find(|target| target.label == *label);
        let target =
            labels.iter().enumerate().find_map(|(index, label)| Some((index, named(label)?)));
        match target {
            Some((index, target)) if target.enabled => {
                let (x, y) = target.area.centre();
                self.stage.touch(x, y);
                self.stage.pump();
                Reply::Shown { index }
            }
            Some((_, target)) => self.failed(&format!("{:?} is off", target.label)),
            None => self.failed(&format!("nothing is called {labels:?}")),
        }
    }

    fn press_beginning(&mut self, start: &str) -> Reply {
        self.stage.pump();
        let found = self.stage.touchables(self.running.window());
        match found.into_iter().find(|target| target.label.starts_with(start)) {
            Some(target) => self.press(&[target.label]),
            None => self.failed(&format!("nothing begins with {start:?}")),
        }
    }

    /// Keys stand still while one types: their places are looked up once.
    /// The first one may lie where the last button was.
    fn press_keys(&mut self, keys: &[String]) -> Reply {
        self.advance(BETWEEN_PRESSES);
        let found = self.stage.touchables(self.running.window());
        for key in keys {
            let Some(target) = found.iter().find(|target| target.label == *key) else {
                return self.failed(&format!("there is no key {key:?}"));
            };
            let (x, y) = target.area.centre();
            self.stage.touch(x, y);
        }
        self.stage.pump();
        Reply::Done
    }

    fn wait_for(&self, texts: &[String], millis: u64) -> Reply {
        let started = Instant::now();
        loop {
            self.stage.pump();
            let words = self.stage.words(self.running.window());
            let shown =
                texts.iter().position(|text| words.iter().any(|words| words.text.contains(text)));
            if let Some(index) = shown {
                return Reply::Shown { index };
            }
            if started.elapsed() >= Duration::from_millis(millis) {
                return self.failed(&format!("none of {texts:?} was shown in {millis} ms"));
            }
            self.stage.wait(Duration::from_millis(25));
        }
    }

    /// With what stands on the screen: it says at once where the player went astray.
    fn failed(&self, what: &str) -> Reply {
        let words = self.stage.words(self.running.window());
        let texts: Vec<&str> = words.iter().map(|words| words.text.as_str()).collect();
        Reply::Failed { why: format!("{what}; the screen says: {}", texts.join(" | ")) }
    }
}
