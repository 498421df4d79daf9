//! What tests stand on.

pub mod app;
pub mod bookings;
pub mod browser;
pub mod desk;
pub mod events;
pub mod everywhere;
pub mod fake_api;
pub mod families;
pub mod harness;
pub mod kiosk;
pub mod lists;
pub mod postgres;
pub mod staff;
pub mod upload;
