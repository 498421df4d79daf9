//! What is plugged in, each absent without harm.

pub mod announcer;
pub mod chime;
pub mod printer;
mod programs;
pub mod scanner;
pub mod speech;
mod spoken_numbers;

pub use programs::Programs;
