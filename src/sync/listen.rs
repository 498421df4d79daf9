//! The listening thread: one held request at a time; what it brings is applied in small
//! transactions, so that a family never waits behind a long list.

use visits_domain::wire::Changes;

use super::{Line, SyncError, plan};
use crate::public::Link;

/// Changes a transaction. A family's press waits for one of them at most.
const CHANGES_A_STEP: usize = 100;

/// The hall's routers drop idle links at 60 s; half of that keeps ours open.
const HOLD_SECONDS: u16 = 25;

pub(super) fn run(line: &Line) {
    let mut failures = 0;
    // The first answer comes at once: it says that the server is there.
    let mut hold = 0;
    while !line.wake.is_stopped() {
        match listen_once(line, hold) {
            Ok(()) => (failures, hold) = (0, HOLD_SECONDS),
            Err(SyncError::Stopped(_)) => return,
            Err(error) => {
                line.failed(&error, "listen");
                line.wake.pause(plan::retry_after(failures, line.retry_at_most, jitter()));
                (failures, hold) = (failures + 1, 0);
            }
        }
    }
}

fn listen_once(line: &Line, hold: u16) -> Result<(), SyncError> {
    let clock = line.clock.clone();
    let query = line.crew.call(move |worker| super::query(&worker.store, &clock, hold))??;
    let answer = line.client.changes(&query)?;
    line.clock.heard(answer.server_time);
    apply(line, answer)
}

fn apply(line: &Line, answer: Changes) -> Result<(), SyncError> {
    let Changes { changes, cursor, acknowledged, .. } = answer;
    let mut steps = changes.chunks(CHANGES_A_STEP).peekable();
    while let Some(step) = steps.next() {
        // A cut here resumes after what was applied.
        let reached = if steps.peek().is_some() {
            step.last().map_or(cursor, |change| change.seq)
        } else {
            cursor
        };
        let step = step.to_vec();
        line.crew.call(move |worker| worker.apply(&step, reached))??;
    }
    line.crew.call(move |worker| {
        let stored = worker.store.acknowledge(acknowledged);
        worker.set_link(Link::Online);
        stored
    })??;
    // The server may have lost what it had; or the line has come back while records wait.
    if line.crew.call(|worker| worker.store.unsent())?? > 0 {
        line.wake.send();
    }
    Ok(())
}

/// 0 to 1.
pub(super) fn jitter() -> f64 {
    let mut byte = [0; 1];
    let _ = getrandom::fill(&mut byte); // without it all kiosks knock at once: no harm to one
    f64::from(byte[0]) / 255.0
}
