//! Random bytes and ids. The only place that asks the machine for them.

use uuid::Uuid;

/// `N` random bytes.
///
/// # Panics
/// When the machine has no randomness to give: nothing may go on without it.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    getrandom::fill(&mut out).expect("the machine gives random bytes");
    out
}

/// An id that tells nothing, not even when it was made: it goes out on cards.
pub fn opaque_id() -> Uuid {
    uuid::Builder::from_random_bytes(bytes()).into_uuid()
}
