//! A Saturday of a large prison, squeezed into seconds. `cargo bench -p visits-server --bench
//! server` plays the same for two minutes and measures it.

use std::time::Duration;

use visits_server::Verdict;

use crate::saturday::{self, Births, Day};
use crate::support::app::{Database, TestApp, moorland};
use crate::tests;

tests![a_busy_saturday_loses_nothing, a_lost_update_would_be_found];

async fn a_busy_saturday_loses_nothing(app: TestApp) {
    app.clock.set("2026-06-06T08:00:00Z".parse().expect("a Saturday"));
    saturday::people(&app.app).await;
    // SQLite is for one process; on PostgreSQL kiosks and officers are spread over two.
    let other = match &*app.database {
        Database::Sqlite { .. } => None,
        Database::Postgres { .. } => Some(app.second_process().await),
    };
    let others = other.iter().map(|other| other.address.clone());
    let day = Day {
        addresses: [app.address.clone()].into_iter().chain(others).collect(),
        clock: app.clock.clone(),
        visits: 24,
        lasts: Duration::from_secs(6),
        births: Births::Unknown,
    };
    let played = match saturday::prepare(&day).await {
        Ok(prepared) => saturday::play(&day, prepared).await,
        Err(fault) => Err(fault),
    };
    let played = played.unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(played.arrivals, 24);
    assert!(played.done > 80, "{played:?}");
    let verdict = app.app.verify_audit(moorland()).await.expect("it is read");
    assert!(matches!(verdict, Verdict::Whole { .. }), "{verdict:?}");
    if let Some(other) = other {
        other.stop().await;
    }
}

async fn a_lost_update_would_be_found(_app: TestApp) {
    for (name, can_have_happened, found) in saturday::planted::what_is_found() {
        assert_eq!(found, can_have_happened, "{name}");
    }
}
