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
mod board;
pub mod clock;
mod enrolment;
mod error;
mod house;
mod hub;
pub mod import;
mod intake;
mod jobs;
mod keys;
mod pages;
mod random;
mod router;
mod sealer;
mod store;
mod tls;
mod visit_list;
mod words;

pub use app::{App, Config};
pub use auth::password::generate as generate_password;
pub use clock::{Clock, SharedClock};
pub use error::Error;
pub use sealer::Sealed;
pub use store::kiosks::Shown as ShownKiosk;
pub use store::sites::{Settings, Site};
pub use store::sqlite_path;
pub use store::users::Role;
pub use tls::Authority;
pub use visit_list::Imported;
