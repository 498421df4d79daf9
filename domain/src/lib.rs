//! What a visit, an arrival and a sealed card are: types, rules and wire records.
//!
//! Nothing here reads a clock, opens a file or a socket, or knows SQL. Time, ids and randomness
//! are arguments. Nothing here formats a sentence for a person.

pub mod arrival;
pub mod ballot;
pub mod booking_card;
pub mod card;
pub mod checkin;
pub mod credential;
pub mod encoding;
pub mod event;
pub mod help;
mod one_word;
pub mod person;
pub mod phone;
pub mod places;
pub mod reference;
pub mod sealing;
pub mod site;
pub mod visit;
pub mod wire;
pub mod wish;
pub mod writing;
