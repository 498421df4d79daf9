//! The real program in a real window under Xvfb, with a real server on loopback: start, CPU,
//! memory, idle. Set `VISITS_KIOSK_BINARY` to measure a build without the rehearsal's extras.

#![allow(clippy::print_stdout, clippy::cast_precision_loss, reason = "figures")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use super::figures::{at, figure};
use super::running::{pss_mib, ran};
use super::xvfb::Screen;

const RUNS: usize = 5;
const IDLE: Duration = Duration::from_secs(15);

/// Prints the figures of the process, or why there are none.
pub fn figures(config: &Path) {
    let binary = std::env::var_os("VISITS_KIOSK_BINARY")
        .map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_visits-kiosk")), PathBuf::from);
    let size = fs::metadata(&binary).map_or(0, |file| file.len());
    figure("binary", size as f64 / 1_048_576.0, "MiB");
    let Some(screen) = Screen::start() else {
        println!("# start, memory, idle: not measured, Xvfb is not installed");
        return;
    };
    // The first start of all fetches the list from the server.
    let (mut first, ..) = start_kiosk(&screen, &binary, config);
    std::thread::sleep(Duration::from_secs(3));
    let _ = first.kill();
    let _ = first.wait();
    screen.until_blank();
    let mut starts = Vec::new();
    let mut cpus = Vec::new();
    for run in 0..RUNS {
        let (mut kiosk, start, cpu) = start_kiosk(&screen, &binary, config);
        starts.push(start);
        cpus.push(cpu);
        if run + 1 == RUNS {
            at_rest(kiosk.id(), start);
        }
        let _ = kiosk.kill();
        let _ = kiosk.wait();
        screen.until_blank();
    }
    starts.sort_by(f64::total_cmp);
    cpus.sort_by(f64::total_cmp);
    figure("start_to_page_median", at(&starts, 50), "ms");
    figure("start_to_page_max", at(&starts, 100), "ms");
    figure("start_cpu_median", at(&cpus, 50), "ms");
}

fn at_rest(pid: u32, start: f64) {
    std::thread::sleep(Duration::from_secs(5).saturating_sub(Duration::from_secs_f64(start / 1e3)));
    figure("pss_after_5_s", pss_mib(pid), "MiB");
    std::thread::sleep(Duration::from_secs(3));
    let before = ran(pid);
    std::thread::sleep(IDLE);
    let after = ran(pid);
    let seconds = IDLE.as_secs_f64();
    figure("idle_cpu_a_second", (after.0 - before.0) * 1e3 / seconds, "ms");
    figure("idle_wakeups_a_second", (after.1 - before.1) / seconds, "wakeups");
}

fn start_kiosk(screen: &Screen, binary: &Path, config: &Path) -> (Child, f64, f64) {
    let began = Instant::now();
    let kiosk = screen.show(binary, config);
    while !screen.shows_a_page() {
        assert!(began.elapsed() < Duration::from_secs(30), "no page within 30 s");
    }
    let start = began.elapsed().as_secs_f64() * 1e3;
    let cpu = ran(kiosk.id()).0 * 1e3;
    (kiosk, start, cpu)
}
