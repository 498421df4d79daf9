//! The Saturday: 150 visits in three sessions, three kiosks, four officers. On PostgreSQL with two
//! processes of the server. A lost update or a failed request ends the bench.

use std::time::Duration;

use crate::figures::{at, figure};
use crate::saturday::{self, Births, Day, Played};
use crate::support::place::{Kind, Place, Server};

/// Plays it and prints what it cost.
pub async fn figures(kind: &Kind) -> Result<(), String> {
    let seconds = std::env::var("VISITS_BENCH_SECONDS").ok().and_then(|text| text.parse().ok());
    let place = Place::open(kind).await;
    saturday::people(&place.app).await;
    let servers: Vec<Server> = match kind {
        Kind::Sqlite => vec![place.serve()],
        Kind::Postgres(_) => vec![place.serve(), place.serve()],
    };
    let day = Day {
        addresses: servers.iter().map(|server| server.address.clone()).collect(),
        clock: place.clock.clone(),
        visits: 150,
        lasts: Duration::from_secs(seconds.unwrap_or(120)),
        births: Births::Known,
    };
    let prepared = saturday::prepare(&day).await?;
    let before: f64 = servers.iter().map(Server::cpu).sum();
    let played = saturday::play(&day, prepared).await?;
    let cpu = servers.iter().map(Server::cpu).sum::<f64>() - before;
    if !place.runs(&["audit", "verify", "--site", "MDI"]) {
        return Err("the audit is not whole".to_owned());
    }
    let name = |figure: &str| format!("{}_saturday_{figure}", kind.name());
    counts(name, &played);
    times(name, &played);
    let took = played.took.as_secs_f64();
    figure(&name("processes"), servers.len() as f64, "processes");
    figure(&name("cpu"), cpu, "s");
    figure(&name("cpu_share"), cpu * 100.0 / took, "percent_of_a_core");
    for (n, server) in servers.iter().enumerate() {
        figure(&name(&format!("pss_process_{}", n + 1)), server.pss(), "MiB");
    }
    Ok(())
}

fn counts(name: impl Fn(&str) -> String, played: &Played) {
    figure(&name("took"), played.took.as_secs_f64(), "s");
    for (what, count, unit) in [
        ("arrivals", played.arrivals, "families"),
        ("acts_done", played.done, "acts"),
        ("acts_stale", played.stale, "acts"),
        ("acts_overtaken", played.overtaken, "acts"),
        ("pages", played.pages, "pages"),
        ("changes", usize::try_from(played.changes).unwrap_or(0), "changes"),
        ("lost_updates", 0, "updates"),
        ("failed", 0, "requests"),
    ] {
        figure(&name(what), count as f64, unit);
    }
}

fn times(name: impl Fn(&str) -> String, played: &Played) {
    for (what, times) in [
        ("act", &played.act),
        ("arrival", &played.arrival),
        ("page", &played.page),
        ("seen_on_another_page", &played.seen_elsewhere),
    ] {
        let mut times: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
        times.sort_by(f64::total_cmp);
        figure(&name(&format!("{what}_median")), at(&times, 50), "ms");
        figure(&name(&format!("{what}_p99")), at(&times, 99), "ms");
        figure(&name(&format!("{what}_max")), at(&times, 100), "ms");
    }
}
