//! Figures, one a line: `name value unit`.
#![allow(dead_code, reason = "every bench uses its own part")]
#![allow(clippy::print_stdout, reason = "that is what a bench is for")]

use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

/// Prints a figure.
pub fn figure(name: &str, value: f64, unit: &str) {
    println!("{name} {value:.4} {unit}");
}

/// CPU time of the whole process: all its threads.
pub fn process_cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Times of so many runs, sorted. Milliseconds.
pub fn times_ms(runs: usize, mut run: impl FnMut()) -> Vec<f64> {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let began = Instant::now();
            run();
            began.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

/// Of sorted times.
pub fn at(times: &[f64], percent: usize) -> f64 {
    times[(times.len() - 1) * percent / 100]
}

/// Median, least, most and the 99th percentile.
pub fn spread(name: &str, times: &[f64], unit: &str) {
    figure(&format!("{name}_median"), at(times, 50), unit);
    figure(&format!("{name}_min"), times[0], unit);
    figure(&format!("{name}_max"), times[times.len() - 1], unit);
    figure(&format!("{name}_p99"), at(times, 99), unit);
}
