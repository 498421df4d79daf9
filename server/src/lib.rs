//! The visits team's server: imports visit lists, talks to kiosks, shows the Today board.
//!
//! In one process, for tests and the demo:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use visits_server::{App, Config, Role};
//! let app = App::open(Config::new("sqlite:///tmp/visits.db")).await?;
//! let site = "MDI".parse()?;
//! app.add_site(site, "Moorland").await?;
//! app.import(site, b"[]").await?;
//! app.add_user(site, "Jo", Role::VisitsStaff, "a long password").await?;
//! let code = app.enrol_code(site).await?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! app.serve(listener, std::future::pending()).await?;
//! # Ok(()) }
//! ```
//!
//! Imports go downward only: `main -> app -> router -> {api, pages} -> auth -> store -> domain`.
//! Nothing outside `store` holds SQL. Nothing logs a name, a reference or a date of birth.

#![allow(clippy::doc_markdown, reason = "SQLite and PostgreSQL are names, not code")]

mod api;
mod app;
mod audit;
mod auth;
mod backup;
mod ballots;
mod board;
mod bookings;
pub mod clock;
mod contacts;
mod csv_out;
mod desk;
mod directory;
mod enrolment;
mod error;
mod events;
mod fairness;
mod help;
mod house;
mod hub;
pub mod import;
mod intake;
mod jobs;
mod keys;
mod metrics;
mod on_the_day;
pub mod outcome;
mod pages;
mod paper;
mod places;
mod preview;
mod privacy;
mod pull;
mod pulse;
mod random;
mod requests;
mod router;
mod safeguarding;
mod sealer;
mod store;
mod talks;
mod tls;
mod unmet;
mod visit_list;
mod waiting;
mod words;

pub use app::{App, Config};
pub use audit::{Known, Verdict};
pub use auth::password::generate as generate_password;
pub use backup::{BackupError, Restored, Secrets, key_text as backup_key, restore};
pub use clock::{Clock, SharedClock};
pub use directory::{Brought, Found as FoundService, NotRead, Report as ServicesReport};
pub use error::{Error, NotDone};
pub use keys::{has_master_key, key_file_beside};
pub use places::Offer;
pub use pull::{Fetching, NotASource, NotFetched, Source};
pub use sealer::Sealed;
pub use store::kiosks::Shown as ShownKiosk;
pub use store::roles::Role;
pub use store::sites::{Settings, Site};
pub use store::sqlite_path;
pub use tls::Authority;
pub use visit_list::Imported;

/// Every address for signed-in people: method, path with `{names}`, and who may. For tests: what
/// is not in it does not exist.
#[doc(hidden)]
pub fn places() -> Vec<(String, &'static str, Vec<Role>)> {
    let may = |act| Role::ALL.into_iter().filter(move |role| role.may(act)).collect();
    let place = |place: pages::place::Place| (place.method.to_string(), place.path, may(place.act));
    pages::places().into_iter().map(place).collect()
}
