//! A backup's outside: a stream that opens with one private key and no other.
//!
//! First a line that says what it is, then a file key sealed to the backup's public key (HPKE),
//! then chunks under the file key (ChaCha20-Poly1305). A chunk's nonce is its number and whether
//! it is the last: chunks cannot be moved, repeated or left out, and a file cut short is noticed.

use std::io::{self, Read, Write};

use chacha20poly1305::aead::Aead as _;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit as _};
use visits_domain::encoding::Bytes;
use visits_domain::writing::{self, ReadingKey, SealedWriting, WritingKey};

use super::BackupError;
use crate::random;

/// The first line. Another number is another shape.
const FIRST_LINE: &[u8] = b"visits-backup 1\n";
/// What the file key is sealed for.
const PURPOSE: &[u8] = b"visits-backup 1 file key";
/// Encapsulated key, file key, tag.
const SEALED_KEY_BYTES: usize = 32 + 32 + 16;
/// Plain bytes a chunk.
const CHUNK: usize = 64 << 10;
const TAG: usize = 16;

/// Seals what is written to it. [`Sealing::finish`] must be called: without the last chunk the
/// file does not open.
pub struct Sealing<W: Write> {
    out: W,
    cipher: ChaCha20Poly1305,
    number: u64,
    waiting: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    /// Begins a file that opens with the private half of `key`.
    pub fn to(key: &WritingKey, mut out: W) -> Result<Self, BackupError> {
        let file_key = zeroize::Zeroizing::new(random::bytes::<32>());
        let sealed = writing::seal(key, PURPOSE, &*file_key, random::bytes())
            .map_err(|_| BackupError::NotAKey("public"))?;
        out.write_all(FIRST_LINE)?;
        out.write_all(&sealed.0.0)?;
        let cipher = ChaCha20Poly1305::new((&*file_key).into());
        Ok(Self { out, cipher, number: 0, waiting: Vec::with_capacity(CHUNK) })
    }

    /// Writes the last chunk and hands the file back.
    pub fn finish(mut self) -> io::Result<W> {
        self.write_chunk(true)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn write_chunk(&mut self, is_last: bool) -> io::Result<()> {
        let nonce = nonce(self.number, is_last);
        let sealed = self.cipher.encrypt(&nonce.into(), self.waiting.as_slice());
        let sealed = sealed.map_err(|_| io::Error::other("a chunk could not be sealed"))?;
        self.out.write_all(&sealed)?;
        zeroize::Zeroize::zeroize(&mut self.waiting);
        self.number += 1;
        Ok(())
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk is written when more comes: the last one is never empty but in an empty
        // file.
        if self.waiting.len() == CHUNK {
            self.write_chunk(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(()) // a chunk that is not full cannot be written before the end
    }
}

fn nonce(number: u64, is_last: bool) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(is_last);
    nonce
}

/// Opens what [`Sealing`] wrote.
pub struct Opening<R: Read> {
    from: R,
    cipher: ChaCha20Poly1305,
    number: u64,
    opened: Vec<u8>,
    given: usize,
    ended: bool,
    /// The first sealed byte of the next chunk, read to know whether there is one.
    ahead: Option<u8>,
}

impl<R: Read> Opening<R> {
    /// Begins to read.
    pub fn with(key: &ReadingKey, mut from: R) -> Result<Self, BackupError> {
        let mut line = [0; FIRST_LINE.len()];
        from.read_exact(&mut line).map_err(|_| BackupError::NotABackup)?;
        if line != FIRST_LINE {
            return Err(BackupError::NotABackup);
        }
        let mut sealed = vec![0; SEALED_KEY_BYTES];
        from.read_exact(&mut sealed).map_err(|_| BackupError::CutShort)?;
        let plain = writing::open(key, PURPOSE, &SealedWriting(Bytes(sealed)))
            .map_err(|_| BackupError::OtherKey)?;
        let cipher = ChaCha20Poly1305::new_from_slice(&plain).map_err(|_| BackupError::OtherKey)?;
        let (opened, ahead) = (Vec::new(), None);
        Ok(Self { from, cipher, number: 0, opened, given: 0, ended: false, ahead })
    }

    fn next_chunk(&mut self) -> io::Result<()> {
        let mut sealed = Vec::with_capacity(CHUNK + TAG + 1);
        sealed.extend(self.ahead.take());
        let wanted = (CHUNK + TAG + 1 - sealed.len()) as u64;
        self.from.by_ref().take(wanted).read_to_end(&mut sealed)?;
        let is_last = sealed.len() <= CHUNK + TAG;
        if !is_last {
            self.ahead = sealed.pop();
        }
        let nonce = nonce(self.number, is_last);
        let opened = self.cipher.decrypt(&nonce.into(), sealed.as_slice());
        self.opened = opened.map_err(|_| {
            io::Error::new(io::ErrorKind::InvalidData, "the backup is damaged or cut short")
        })?;
        (self.given, self.ended) = (0, is_last);
        self.number += 1;
        Ok(())
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.opened.len() && !self.ended {
            self.next_chunk()?;
        }
        let rest = &self.opened[self.given..];
        let taken = rest.len().min(out.len());
        out[..taken].copy_from_slice(&rest[..taken]);
        self.given += taken;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(plain: &[u8]) -> (ReadingKey, Vec<u8>) {
        let (private, public) = writing::key_pair([3; 32]);
        let mut sealing = Sealing::to(&public, Vec::new()).expect("it begins");
        sealing.write_all(plain).expect("written");
        (private, sealing.finish().expect("finished"))
    }

    fn opened(key: &ReadingKey, sealed: &[u8]) -> Option<Vec<u8>> {
        let mut plain = Vec::new();
        Opening::with(key, sealed).ok()?.read_to_end(&mut plain).ok()?;
        Some(plain)
    }

    #[test]
    fn a_backup_of_any_length_opens_with_its_key_alone() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let plain: Vec<u8> =
                (0..length).map(|i| u8::try_from(i % 251).expect("small")).collect();
            let (key, file) = sealed(&plain);
            assert_eq!(opened(&key, &file).as_deref(), Some(plain.as_slice()), "{length}");
            assert_eq!(opened(&writing::key_pair([4; 32]).0, &file), None);
        }
    }

    #[test]
    fn a_backup_that_was_changed_or_cut_anywhere_does_not_open() {
        let (key, file) = sealed(&vec![7; 2 * CHUNK + 5]);
        let header = FIRST_LINE.len() + SEALED_KEY_BYTES;
        for end in [0, 5, header - 1, header, header + CHUNK + TAG, file.len() - 1] {
            assert_eq!(opened(&key, &file[..end]), None, "cut at {end}");
        }
        for place in [0, header - 1, header, header + CHUNK + TAG, file.len() - 1] {
            let mut changed = file.clone();
            changed[place] ^= 1;
            assert_eq!(opened(&key, &changed), None, "changed at {place}");
        }
        let (first, second) = file[header..].split_at(CHUNK + TAG);
        let swapped = [&file[..header], &second[..CHUNK + TAG], first, &second[CHUNK + TAG..]];
        assert_eq!(opened(&key, &swapped.concat()), None, "chunks swapped");
    }
}
