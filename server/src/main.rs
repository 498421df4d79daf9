//! `visits-server`: imports visit lists, answers kiosks, shows the staff pages.

#![allow(clippy::doc_markdown, reason = "SQLite and PostgreSQL are names, not code")]

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    // Info at most: below it libraries write what they were given, names among it.
    let level = if cli.serves() { tracing::Level::INFO } else { tracing::Level::ERROR };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    match run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            use std::io::Write as _;
            let _ = writeln!(std::io::stderr(), "{error:#}");
            // Nothing was tried: what was given cannot work.
            match error.downcast_ref() {
                Some(visits_server::Error::MasterKey(_)) => ExitCode::from(2),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn run(cli: cli::Cli) -> anyhow::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(cli::run(cli))
}
