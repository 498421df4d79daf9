//! What a file is by its first bytes. Nothing that is compressed is ever unpacked, so nothing can
//! unfold into more than was sent.

use super::sentences::{Cause, Unreadable};

/// First bytes, and what a file is that begins with them.
const KINDS: &[(&[u8], Cause)] = &[
    (b"PK\x03\x04", Cause::Archive),
    (b"PK\x05\x06", Cause::Archive),
    (b"PK\x07\x08", Cause::Archive),
    (b"\x1f\x8b", Cause::Archive),
    (b"\x1f\x9d", Cause::Archive),
    (b"BZh", Cause::Archive),
    (b"\xfd7zXZ\x00", Cause::Archive),
    (b"7z\xbc\xaf\x27\x1c", Cause::Archive),
    (b"\x28\xb5\x2f\xfd", Cause::Archive),
    (b"Rar!", Cause::Archive),
    (b"\xd0\xcf\x11\xe0", Cause::OfficeFile),
    (b"{\\rtf", Cause::OfficeFile),
    (b"%PDF", Cause::Picture),
    (b"\x89PNG", Cause::Picture),
    (b"\xff\xd8\xff", Cause::Picture),
    (b"GIF8", Cause::Picture),
];

/// Refuses what staff upload by mistake, by name.
pub fn refuse_what_is_no_text(bytes: &[u8]) -> Result<(), Unreadable> {
    match KINDS.iter().find(|(first, _)| bytes.starts_with(first)) {
        Some((_, cause)) => Err((*cause).into()),
        None => Ok(()),
    }
}
