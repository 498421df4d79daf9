//! The touchscreen in a prison visitors' centre.
//!
//! `assembly -> screens -> kiosk -> {session, worker, devices} -> store -> domain` and
//! `assembly -> sync -> worker`; never the other way. Nothing outside `sync/client.rs` opens a
//! socket, nothing but the worker writes, and nothing but `clock.rs` reads a clock.

pub mod assembly;
pub mod calls;
pub mod clock;
pub mod config;
pub mod devices;
pub mod guides;
pub mod kiosk;
pub mod next_steps;
pub mod public;
pub mod readiness;
pub mod screens;
pub mod session;
pub mod slip;
pub mod store;
pub mod sync;
pub mod wall;
pub mod worker;
