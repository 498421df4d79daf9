//! `visits-kiosk [--config FILE] [--role kiosk|call-board] [run | enrol CODE | check]`

use std::path::PathBuf;
use std::process::ExitCode;

use visits_domain::wire::DeviceRole;
use visits_kiosk::clock::Clock;
use visits_kiosk::config::Config;
use visits_kiosk::{assembly, readiness};

const USAGE: &str =
    "visits-kiosk [--config FILE] [--role kiosk|call-board] [run | enrol CODE | check]";

enum Order {
    Run,
    Enrol(String),
    Check,
    Help,
}

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line speaks there")]
fn main() -> ExitCode {
    let (path, role, order) = match arguments() {
        Ok(read) => read,
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    if let Order::Help = order {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    let config = match Config::read(&path) {
        Ok(config) => Config { role, ..config },
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    keep_memory_private();
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    let done = match order {
        Order::Check => {
            let report = readiness::report(&config);
            print!("{report}");
            return if report.is_ready() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Order::Enrol(code) => assembly::enrol(&config, &code).map_err(anyhow::Error::from),
        Order::Run | Order::Help => run(config),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem:#}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<(PathBuf, DeviceRole, Order), lexopt::Error> {
    use lexopt::prelude::{Long, Short, Value, ValueExt as _};
    let mut path = PathBuf::from("/etc/visits-kiosk/kiosk.toml");
    let (mut role, mut order) = (DeviceRole::Kiosk, None);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("config") => path = parser.value()?.into(),
            Long("role") => {
                role = match parser.value()?.string()?.as_str() {
                    "kiosk" => DeviceRole::Kiosk,
                    "call-board" => DeviceRole::CallBoard,
                    other => return Err(format!("--role {other}: unknown").into()),
                }
            }
            Long("help") | Short('h') => order = Some(Order::Help),
            Value(word) if order.is_none() => {
                order = Some(match word.string()?.as_str() {
                    "run" => Order::Run,
                    "check" => Order::Check,
                    "enrol" => Order::Enrol(parser.value()?.string()?),
                    other => return Err(format!("{other}: unknown").into()),
                });
            }
            other => return Err(other.unexpected()),
        }
    }
    Ok((path, role, order.unwrap_or(Order::Run)))
}

/// What a family types is in memory while it is typed: no core dump may carry it away.
fn keep_memory_private() {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
}

fn run(config: Config) -> anyhow::Result<()> {
    let fullscreen = config.screen.fullscreen;
    let running = assembly::start(config, Clock::machine())?;
    slint::ComponentHandle::window(running.window()).set_fullscreen(fullscreen);
    // Under systemd the unit is "started" once the window stands; elsewhere nobody listens.
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);
    let ran = running.run();
    running.stop();
    Ok(ran?)
}
