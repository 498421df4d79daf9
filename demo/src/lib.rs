//! A made-up visit day, played on real kiosks and a real server.
//!
//! `main -> {window, headless} -> day -> {story, kiosk, office, desk, proxy, observer}`,
//! `desk -> {staff, shown, ledger}`. The observer knows nothing of kiosks; the story opens no
//! socket and starts no process; what is counted as shown comes from pages alone.

pub mod album;
pub mod booking;
pub mod child;
pub mod day;
pub mod desk;
pub mod family;
pub mod headless;
pub mod helping;
pub mod html;
pub mod http;
pub mod kiosk;
pub mod labels;
pub mod ledger;
pub mod observer;
pub mod office;
pub mod orders;
pub mod people;
pub mod proxy;
pub mod sabotage;
pub mod services;
pub mod shown;
pub mod site;
pub mod staff;
pub mod story;
pub mod visit_list;
pub mod window;
