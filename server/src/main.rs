//! `visits-server`: imports visit lists, answers kiosks, shows the staff pages.

#![allow(clippy::doc_markdown, reason = "SQLite and PostgreSQL are names, not code")]

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    keep_memory_private();
    let (level, shape) = cli.log();
    cli::log::begin(level, shape);
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

/// Names and dates of birth are in memory: no core dump may carry them away.
fn keep_memory_private() {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

fn run(cli: cli::Cli) -> anyhow::Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(cli::run(cli))
}
