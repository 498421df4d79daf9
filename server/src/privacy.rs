//! How long things are kept, a person's right to see and to be forgotten, and what was shared.

pub mod nightly;
pub mod periods;
pub mod shared;
