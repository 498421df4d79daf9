//! Bookings of family events on the server's side: what families typed is opened here with the
//! site's reading key, and nowhere else. `stands` and `typed` are pure; `desk` is what staff do,
//! each act one transaction; `cards` seals what families find their bookings with; `family` tells
//! one family from another.

pub mod cards;
pub mod desk;
pub mod family;
pub mod stands;
pub mod typed;
