//! Plays a day without a display and writes down what it came to.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::day::{self, DayError, Length, Options, Played};
use crate::sabotage::Sabotage;

/// A whole day has so many families at least.
const FAMILIES: usize = 40;

/// `summary.json`.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// Visits that the server took from the list.
    pub visits_imported: usize,
    /// Rows of the list that it set aside.
    pub rows_quarantined: usize,
    /// Arrival numbers read off rendered *Done* screens.
    pub families_checked_in: usize,
    /// Arrival numbers on the server's Today page.
    pub arrivals_on_server: usize,
    /// Read on a screen and not on the page.
    pub lost: usize,
    /// Twice, or on no screen.
    pub duplicated: usize,
    /// What went wrong on purpose.
    pub sabotage: Option<&'static str>,
    /// How long it took.
    pub seconds: f64,
    /// The pictures.
    pub screens: Vec<String>,
}

/// A day could not be played or written down.
#[derive(Debug, thiserror::Error)]
pub enum HeadlessError {
    /// The day.
    #[error(transparent)]
    Day(#[from] DayError),
    /// The folder for pictures, or the summary.
    #[error("{path}: {cause}")]
    Out {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
}

impl Summary {
    fn of(played: Played, sabotage: Option<Sabotage>) -> Self {
        Self {
            visits_imported: played.visits_imported,
            rows_quarantined: played.rows_quarantined,
            families_checked_in: played.sums.families_checked_in,
            arrivals_on_server: played.sums.arrivals_on_server,
            lost: played.sums.lost,
            duplicated: played.sums.duplicated,
            sabotage: sabotage.map(|sabotage| match sabotage {
                Sabotage::Drop => "drop",
                Sabotage::Repeat => "repeat",
            }),
            seconds: (played.time.as_secs_f64() * 10.0).round() / 10.0,
            screens: played.screens,
        }
    }

    /// Whether every family is on the server once, and a whole day had enough of them.
    pub fn is_sound(&self) -> bool {
        let enough = self.sabotage.is_some() || self.families_checked_in >= FAMILIES;
        self.lost == 0
            && self.duplicated == 0
            && self.families_checked_in == self.arrivals_on_server
            && enough
    }
}

/// Plays a day into `out`: the whole day, or a short one where something is to go wrong.
pub fn run(
    program: PathBuf,
    out: &Path,
    sabotage: Option<Sabotage>,
) -> Result<Summary, HeadlessError> {
    let broken = |path: &Path| {
        let path = path.to_owned();
        move |cause| HeadlessError::Out { path, cause }
    };
    std::fs::create_dir_all(out).map_err(broken(out))?;
    let pictures = std::fs::canonicalize(out).map_err(broken(out))?;
    let length = if sabotage.is_some() { Length::Short } else { Length::Whole };
    let played = day::play(&Options { program, pictures, length, sabotage })?;
    let summary = Summary::of(played, sabotage);
    let file = out.join("summary.json");
    let mut text = serde_json::to_vec_pretty(&summary).unwrap_or_default(); // numbers and texts
    text.push(b'\n');
    std::fs::write(&file, text).map_err(broken(&file))?;
    Ok(summary)
}
