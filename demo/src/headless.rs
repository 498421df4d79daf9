//! Plays a day without a display and writes down what it came to.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::day::{self, DayError, Length, Options, Played};
use crate::ledger::desk::Counts;
use crate::ledger::{Sums, family_day, help};
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
    /// Numbers on screens and on the staff page.
    #[serde(flatten)]
    pub sums: Sums,
    /// The desk's day on the staff pages.
    #[serde(flatten)]
    pub desk: Counts,
    /// Family days, on the screens and on the pages.
    #[serde(flatten)]
    pub booked: family_day::Sums,
    /// Help and talks, on the screens and on the pages.
    #[serde(flatten)]
    pub helped: help::Sums,
    /// The same as it was played.
    pub played: Counts,
    /// Where the pages show something else than was played.
    pub differences: Vec<String>,
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
            sums: played.sums,
            booked: played.booked,
            helped: played.helped,
            desk: played.desk_shown.counts(),
            played: played.desk.counts(),
            differences: played.desk.differences(&played.desk_shown),
            sabotage: sabotage.map(Sabotage::name),
            seconds: (played.time.as_secs_f64() * 10.0).round() / 10.0,
            screens: played.screens,
        }
    }

    /// Whether every family is on the server once, the pages show what the desk did, and a whole
    /// day had enough of both.
    pub fn is_sound(&self) -> bool {
        let Counts { id_seen, called, in_hall, left, outcomes_exported, .. } = self.desk;
        let something = [called, in_hall, left, outcomes_exported].iter().all(|count| *count > 0);
        let enough = self.sums.families_checked_in.min(id_seen) >= FAMILIES && something;
        self.sums.agree()
            && self.booked.agree()
            && self.helped.agree()
            && self.differences.is_empty()
            && (enough || self.sabotage.is_some())
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
    let length = match sabotage {
        None => Length::Whole,
        Some(Sabotage::Escrow) => Length::FamilyDay,
        Some(_) => Length::Short,
    };
    let played = day::play(&Options { program, pictures, length, sabotage })?;
    let summary = Summary::of(played, sabotage);
    let file = out.join("summary.json");
    let mut text = serde_json::to_vec_pretty(&summary).unwrap_or_default(); // numbers and texts
    text.push(b'\n');
    std::fs::write(&file, text).map_err(broken(&file))?;
    Ok(summary)
}
