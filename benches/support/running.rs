//! What a process costs, as the kernel tells it.
#![allow(dead_code, reason = "every bench uses its own part")]
#![allow(clippy::cast_precision_loss, reason = "figures")]

use std::fs;

/// Its share of memory. MiB.
pub fn pss_mib(pid: u32) -> f64 {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let kib = text.lines().find_map(|line| {
        line.strip_prefix("Pss:")?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok()
    });
    kib.unwrap_or(f64::NAN) / 1024.0
}

/// Seconds on a CPU so far, with threads that have ended, in steps of a hundredth.
pub fn cpu_seconds(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields: Vec<&str> =
        stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|f| f.parse::<f64>().ok()).unwrap_or(f64::NAN);
    (ticks(11) + ticks(12)) / 100.0
}

/// Seconds on a CPU and voluntary context switches, over all threads that live.
pub fn ran(pid: u32) -> (f64, f64) {
    let mut sum = (0.0, 0.0);
    for task in fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten() {
        let read = |name: &str| fs::read_to_string(task.path().join(name)).unwrap_or_default();
        let ns = read("schedstat").split(' ').next().and_then(|ns| ns.parse::<f64>().ok());
        let status = read("status");
        let switches = status.lines().find_map(|line| {
            line.strip_prefix("voluntary_ctxt_switches:")?.trim().parse::<f64>().ok()
        });
        sum = (sum.0 + ns.unwrap_or(0.0) / 1e9, sum.1 + switches.unwrap_or(0.0));
    }
    sum
}
