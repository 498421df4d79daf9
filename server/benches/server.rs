//! What the server costs: arrivals, held requests, and a Saturday of a large prison. The real
//! program serves in processes of its own; who calls it is this one. On SQLite and, where it is
//! installed, on a PostgreSQL of its own that flushes. `name value unit`, one figure a line.
//!
//! `cargo bench -p visits-server --bench server -- saturday` plays only that part.
//! `VISITS_BENCH_SECONDS` says how long the Saturday lasts, 120 where it does not.
//! `VISITS_SERVER_BINARY` names another build of the program to be measured.

#![allow(
    missing_docs,
    clippy::cast_precision_loss,
    clippy::doc_markdown,
    clippy::print_stderr,
    reason = "figures, and SQLite and PostgreSQL are names"
)]

#[path = "../../benches/support/mod.rs"]
mod figures;
mod parts;
#[path = "../tests/server/saturday/mod.rs"]
mod saturday;
mod support;

use std::process::ExitCode;
use std::sync::Arc;

use parts::{arrivals, bare, busy_day, held};
use support::place::Kind;
use support::postgres::Cluster;

fn main() -> ExitCode {
    let _ = rustls::crypto::ring::default_provider().install_default();
    sqlx::any::install_default_drivers();
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|name| name == part);
    let cluster = Cluster::start_durable().map(Arc::new);
    let kinds = match &cluster {
        Ok(cluster) => vec![Kind::Sqlite, Kind::Postgres(Arc::clone(cluster))],
        Err(why) => {
            eprintln!("# not on PostgreSQL: {why}");
            vec![Kind::Sqlite]
        }
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let done = runtime.block_on(async {
        for kind in &kinds {
            if is_wanted("arrivals") {
                bare::limits(kind).await;
                arrivals::figures(kind).await;
            }
            if is_wanted("held") {
                held::figures(kind).await;
            }
            if is_wanted("saturday") {
                busy_day::figures(kind).await.map_err(|fault| (kind.name(), fault))?;
            }
        }
        Ok::<(), (&str, String)>(())
    });
    if let Ok(cluster) = cluster {
        cluster.stop();
    }
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err((database, fault)) => {
            eprintln!("The Saturday on {database} failed: {fault}");
            ExitCode::FAILURE
        }
    }
}
