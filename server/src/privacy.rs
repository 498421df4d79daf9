//! How long things are kept, a person's right to see and to be forgotten, and what was shared.

pub mod erasure;
pub mod export;
pub mod holds;
pub mod nightly;
pub mod notice;
pub mod periods;
pub mod shared;
pub mod subjects;
