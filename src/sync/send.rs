//! The sending thread: records go out in sequence, in batches, until none is left.

use std::time::Duration;

use uuid::Uuid;
use visits_domain::wire::{RECORDS_A_CALL, Records, Refused};

use super::{CallError, Line, SyncError, plan};
use crate::store::{Mark, StoreError};

pub(super) fn run(line: &Line) {
    let mut failures = 0;
    while !line.wake.is_stopped() {
        match send_one_batch(line) {
            Ok(true) => failures = 0,
            Ok(false) => {
                failures = 0;
                line.wake.wait(None);
            }
            Err(SyncError::Stopped(_)) => return,
            Err(error) => {
                line.failed(&error, "send");
                line.wake.wait(Some(pause(failures, line)));
                failures += 1;
            }
        }
    }
}

fn pause(failures: u32, line: &Line) -> Duration {
    plan::retry_after(failures, line.retry_at_most, super::listen::jitter())
}

/// False when there is nothing to send.
fn send_one_batch(line: &Line) -> Result<bool, SyncError> {
    let (after, records) = line.crew.call(|worker| {
        let store = &worker.store;
        Ok::<_, StoreError>((store.acknowledged()?, store.batch(RECORDS_A_CALL)?))
    })??;
    if records.is_empty() {
        return Ok(false);
    }
    let (mark, server_time) = match line.client.send(&Records { records, after: Some(after) }) {
        Ok(answer) => (mark(answer.acknowledged, answer.acknowledged_id), answer.server_time),
        // The server kept what clashes for staff, and stored the rest: it says up to where, and
        // what it has there.
        Err(CallError::Refused { refused: Refused::Conflict, .. }) => {
            tracing::error!("a record number was used twice; the server keeps both for staff");
            let answer = line.client.changes(&line.query(0)?)?;
            (mark(answer.acknowledged, answer.acknowledged_id), answer.server_time)
        }
        Err(error) => return Err(error.into()),
    };
    line.clock.heard(server_time);
    line.answered(after, mark)?;
    Ok(true)
}

fn mark(seq: u64, id: Option<Uuid>) -> Mark {
    Mark { seq, id }
}
