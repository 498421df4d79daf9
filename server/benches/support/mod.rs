//! What the benches of the server share with its tests, and their own ground to stand on.
#![allow(dead_code, reason = "the tests use more of it")]

#[path = "../../tests/server/support/kiosk.rs"]
pub mod kiosk;
#[path = "../../tests/server/support/lists.rs"]
pub mod lists;
pub mod place;
#[path = "../../tests/server/support/postgres.rs"]
pub mod postgres;
#[path = "../../../benches/support/running.rs"]
pub mod running;
#[path = "../../tests/server/support/staff.rs"]
pub mod staff;
#[path = "../../tests/server/support/upload.rs"]
pub mod upload;
