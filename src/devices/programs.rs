//! Programs of the machine that make sound: found once, given a deadline, never waited for.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How often a program is asked whether it has ended.
const LOOK: Duration = Duration::from_millis(20);

/// Where programs are looked for.
#[derive(Clone, Debug)]
pub struct Programs {
    folders: Vec<PathBuf>,
}

/// A program did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Silent {
    /// It did not start, or would not listen.
    #[error("not started: {0}")]
    NotStarted(#[from] std::io::Error),
    /// It ended with a complaint.
    #[error("it complained")]
    Complained,
    /// It was ended at its deadline.
    #[error("it took too long")]
    TooLong,
}

impl Programs {
    /// Those of this machine.
    pub fn of_this_machine() -> Self {
        Self::within(&std::env::var_os("PATH").unwrap_or_default())
    }

    /// Those in the folders of a search path.
    pub fn within(path: &OsStr) -> Self {
        Self { folders: std::env::split_paths(path).collect() }
    }

    /// The first of these that is there, and its name.
    pub(super) fn first<'a>(&self, names: &[&'a str]) -> Option<(&'a str, PathBuf)> {
        names.iter().find_map(|name| {
            let mut places = self.folders.iter().map(|folder| folder.join(name));
            Some((*name, places.find(|place| place.is_file())?))
        })
    }
}

/// Runs a program to its end, or to the deadline. `input` is short: it fits into the pipe.
pub(super) fn run(
    program: &Path,
    arguments: &[OsString],
    input: &[u8],
    deadline: Duration,
) -> Result<(), Silent> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let told = child.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(input));
    let ended = wait(&mut child, deadline);
    // One that does not read what it is told may still have done its work.
    ended.and(told.or_else(|error| match error.kind() {
        std::io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error.into()),
    }))
}

fn wait(child: &mut Child, deadline: Duration) -> Result<(), Silent> {
    let looks = deadline.as_millis() / LOOK.as_millis();
    for _ in 0..looks {
        if let Some(status) = child.try_wait()? {
            return if status.success() { Ok(()) } else { Err(Silent::Complained) };
        }
        std::thread::sleep(LOOK);
    }
    child.kill()?;
    child.wait()?;
    Err(Silent::TooLong)
}
