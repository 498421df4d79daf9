//! What the player of a day and a kiosk's process say to each other: a line of JSON each way.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a kiosk's process is told to do. Each is answered by one [`Reply`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "kebab-case")]
pub enum Order {
    /// Sets the clock; timers run.
    Clock {
        /// To this moment.
        at: DateTime<Utc>,
    },
    /// Moves the clock on; timers run.
    Advance {
        /// By so much.
        millis: u64,
    },
    /// Touches the middle of what carries one of these labels: the first that is there.
    Press {
        /// Labels, in the language shown.
        labels: Vec<String>,
    },
    /// Touches the middle of the first that carries a label which begins so.
    PressBeginning {
        /// In the language shown.
        start: String,
    },
    /// Says what can be read.
    Read,
    /// Touches a place.
    Touch {
        /// From the left.
        x: f32,
        /// From the top.
        y: f32,
    },
    /// Touches one key of the on-screen keyboard after another.
    Type {
        /// The keys' labels.
        keys: Vec<String>,
    },
    /// Types on a plugged-in keyboard, as a scanner does.
    Scan {
        /// What the code holds.
        code: String,
    },
    /// Waits (for real) until one of these texts stands on the screen.
    Await {
        /// In the language shown.
        texts: Vec<String>,
        /// So long at most.
        millis: u64,
    },
    /// Writes the screen's pixels.
    Picture {
        /// As a PNG.
        path: PathBuf,
    },
    /// Holds the thread that writes when it reaches this point of a check-in, and says so.
    Hold {
        /// Named in the kiosk's store.
        point: String,
    },
}

/// What a kiosk's process says.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "kebab-case")]
pub enum Reply {
    /// It runs.
    Ready,
    /// The order was carried out.
    Done,
    /// This one of the texts stands on the screen, or was touched.
    Shown {
        /// From 0.
        index: usize,
    },
    /// What stands on the screen.
    Read {
        /// From the top.
        texts: Vec<String>,
    },
    /// The thread that writes is held now. Comes by itself.
    Held,
    /// The order could not be carried out.
    Failed {
        /// Why, and what stands on the screen.
        why: String,
    },
}
