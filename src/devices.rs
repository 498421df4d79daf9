//! What is plugged in, each absent without harm.

pub mod scanner;
