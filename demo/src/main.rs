//! `cargo demo [-- [--headless] [--out DIR] [--sabotage drop|repeat|desk|escrow]]`

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use visits_demo::headless::{self, Summary};
use visits_demo::kiosk::CHILD_ARGUMENT;
use visits_demo::ledger::Sums;
use visits_demo::ledger::desk::Counts;
use visits_demo::sabotage::Sabotage;
use visits_demo::{child, window};

const USAGE: &str = "\
cargo demo                     the kiosk's window and the staff pages, on a made-up day
cargo demo -- --headless       plays the day itself, without a display
    --out DIR                  where pictures and summary.json go (demo-out)
    --sabotage drop|repeat|desk|escrow
                               loses or repeats a record, loses what the desk did, or grants more
                               places than there are, on purpose;
                               the sums must notice";

enum Order {
    Window,
    Headless { out: PathBuf, sabotage: Option<Sabotage> },
    Child { folder: PathBuf, url: String, at: String, boot: String },
    Help,
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks there")]
fn main() -> ExitCode {
    let order = match arguments() {
        Ok(order) => order,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    // Both sides of the house bring a TLS provider: the first one is the one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let level = if matches!(order, Order::Child { .. }) {
        tracing::Level::INFO
    } else {
        tracing::Level::ERROR
    };
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(level)
        .with_target(false)
        .init();
    let done = match order {
        Order::Help => {
            println!("{USAGE}");
            Ok(true)
        }
        Order::Window => in_a_window(),
        Order::Headless { out, sabotage } => play(&out, sabotage),
        Order::Child { folder, url, at, boot } => be_a_kiosk(&folder, &url, &at, &boot),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Order, lexopt::Error> {
    use lexopt::prelude::{Long, Short, Value, ValueExt as _};
    let (mut headless, mut sabotage) = (false, None);
    let mut out = PathBuf::from("demo-out");
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("headless") => headless = true,
            Long("out") => out = parser.value()?.into(),
            Long("sabotage") => sabotage = Some(parser.value()?.parse_with(sabotage_named)?),
            Long("help") | Short('h') => return Ok(Order::Help),
            Value(word) if word == CHILD_ARGUMENT => {
                let mut next = || parser.value().map(OsString::into_string);
                let text = |read: Result<String, OsString>| {
                    read.map_err(|word| lexopt::Error::from(format!("{}", word.display())))
                };
                let folder = text(next()?)?.into();
                let (url, at, boot) = (text(next()?)?, text(next()?)?, text(next()?)?);
                return Ok(Order::Child { folder, url, at, boot });
            }
            other => return Err(other.unexpected()),
        }
    }
    if headless || sabotage.is_some() {
        Ok(Order::Headless { out, sabotage })
    } else if window::has_display() {
        Ok(Order::Window)
    } else {
        Ok(Order::Headless { out, sabotage })
    }
}

fn sabotage_named(name: &str) -> Result<Sabotage, &'static str> {
    let found = Sabotage::ALL.into_iter().find(|sabotage| sabotage.name() == name);
    found.ok_or("a sabotage is drop, repeat, desk or escrow")
}

fn in_a_window() -> anyhow::Result<bool> {
    window::run()?;
    Ok(true)
}

fn be_a_kiosk(folder: &std::path::Path, url: &str, at: &str, boot: &str) -> anyhow::Result<bool> {
    child::run(folder, url, at.parse()?, boot.parse()?)?;
    Ok(true)
}

#[expect(clippy::print_stdout, reason = "a command line speaks there")]
fn play(out: &std::path::Path, sabotage: Option<Sabotage>) -> anyhow::Result<bool> {
    if !window::has_display() {
        println!("There is no display here: the day is played without one.");
    }
    println!("A made-up day at a made-up prison begins. This takes a minute or two.");
    let summary = headless::run(std::env::current_exe()?, out, sabotage)?;
    println!("{}", told(&summary));
    println!("Pictures and summary.json are in {}.", out.display());
    Ok(summary.is_sound())
}

/// The summary in words.
fn told(summary: &Summary) -> String {
    let Summary { visits_imported, rows_quarantined, seconds, screens, .. } = summary;
    let Sums { families_checked_in, arrivals_on_server, lost, duplicated } = summary.sums;
    let Counts { id_seen, called, in_hall, left, outcomes_exported, .. } = summary.desk;
    format!(
        "{visits_imported} visits imported, {rows_quarantined} rows set aside for staff.\n\
         {families_checked_in} numbers read off the kiosks' screens, {arrivals_on_server} on the \
         staff page: {lost} lost, {duplicated} duplicated.\n\
         At the desk: ID of {id_seen} families seen, {called} called, {in_hall} in the hall, {left} \
         left, {outcomes_exported} outcomes exported.\n\
         {}\n\
         {} pictures, {seconds} s.",
        verdict(summary),
        screens.len()
    )
}

/// One line.
fn verdict(summary: &Summary) -> String {
    if !summary.sums.agree() {
        "THE SUMS DO NOT AGREE.".to_owned()
    } else if !summary.differences.is_empty() {
        format!("THE DESK'S SUMS DO NOT AGREE: {}.", summary.differences.join("; "))
    } else if !summary.helped.agree() {
        format!("SCREENS AND PAGES DISAGREE: {}.", summary.helped.help_differences.join("; "))
    } else if !summary.is_sound() {
        "NOT ENOUGH OF A DAY WAS PLAYED.".to_owned()
    } else {
        "Every family is on the staff page, once, and the pages show what the desk did.".to_owned()
    }
}
