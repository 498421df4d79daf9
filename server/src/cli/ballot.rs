//! Draws a published ballot once more. It needs the file alone: no database, no server.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;
use visits_domain::ballot::Published;

use super::say;

#[derive(Subcommand)]
pub enum BallotCommand {
    /// Draw a published ballot once more, and say whether the same families have places
    Verify {
        /// The file as it was published
        file: PathBuf,
    },
}

/// The exit code is 1 where the result is not what seed and list give.
pub fn run(command: BallotCommand) -> anyhow::Result<u8> {
    let BallotCommand::Verify { file } = command;
    let text =
        std::fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
    let published: Published =
        serde_json::from_slice(&text).context("the file is no published ballot")?;
    match published.verify() {
        Ok(()) => {
            let (places, waiting) = (published.drawn.places.len(), published.drawn.waiting.len());
            say(format_args!("as published: {places} have places, {waiting} wait"))?;
            Ok(0)
        }
        Err(doubt) => {
            say(format_args!("not as published: {doubt}"))?;
            Ok(1)
        }
    }
}
