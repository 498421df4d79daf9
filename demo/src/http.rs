//! As much of HTTP/1.1 as kiosk and server speak: a head, a length, a body.

use std::fmt::Write as _;
use std::io::{self, BufRead, Read as _, Write};

/// A request or an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The first line: `POST /api/v1/records HTTP/1.1`, `HTTP/1.1 200 OK`.
    pub start: String,
    /// Without the length, which follows from the body.
    pub headers: Vec<String>,
    /// What it carries.
    pub body: Vec<u8>,
}

/// The largest body that is passed on.
const BODY_BYTES: u64 = 16 << 20;

impl Message {
    /// Reads one; none when the other side has closed.
    pub fn read(from: &mut impl BufRead) -> io::Result<Option<Self>> {
        let Some(start) = line(from)? else { return Ok(None) };
        let (mut headers, mut length) = (Vec::new(), 0);
        while let Some(header) = line(from)?.filter(|line| !line.is_empty()) {
            match header.split_once(':') {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse().map_err(io::Error::other)?;
                }
                _ => headers.push(header),
            }
        }
        if length > BODY_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut body = Vec::new();
        from.take(length).read_to_end(&mut body)?;
        if body.len() as u64 != length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some(Self { start, headers, body }))
    }

    /// Writes it.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let mut head = format!("{}\r\n", self.start);
        for header in &self.headers {
            head.push_str(header);
            head.push_str("\r\n");
        }
        let _ = write!(head, "content-length: {}\r\n\r\n", self.body.len()); // into memory
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.body);
        to.write_all(&bytes)?;
        to.flush()
    }
}

fn line(from: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = String::new();
    if from.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    line.truncate(line.trim_end().len());
    Ok(Some(line))
}
