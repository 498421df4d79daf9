//! The listening thread: one held request at a time; what it brings is applied in small
//! transactions, so that a family never waits behind a long list.

use visits_domain::wire::{Change, Changes, DeviceRole, News};

use super::plan::Standing;
use super::{Line, SyncError, plan};
use crate::store::Mark;

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
    let asked = line.acknowledged()?;
    let query = line.query(hold)?;
    let mut answer = line.client.changes(&query)?;
    line.clock.heard(answer.server_time);
    if line.role == DeviceRole::CallBoard {
        answer.changes.retain(is_for_the_wall);
    }
    let standing = plan::standing(query.generation, answer.generation, answer.from_the_start);
    let mark = Mark { seq: answer.acknowledged, id: answer.acknowledged_id };
    apply(line, answer, standing)?;
    line.answered(asked, mark)?;
    // The server may have lost what it had; or the line has come back while records wait.
    if line.crew.call(|worker| worker.store.unsent())?? > 0 {
        line.wake.send();
    }
    Ok(())
}

/// A call board keeps no card, whoever sends it one: a server from before there were call boards
/// knows no better.
fn is_for_the_wall(change: &Change) -> bool {
    matches!(change.news, News::Board(_) | News::Keys(_) | News::ListAsOf { .. })
}

fn apply(line: &Line, answer: Changes, standing: Standing) -> Result<(), SyncError> {
    match standing {
        Standing::NotTrusted => line.crew.call(|worker| worker.store.forget_standing())??,
        Standing::BeginsAgain => apply_in_steps(line, answer, true)?,
        Standing::GoesOn => apply_in_steps(line, answer, false)?,
    }
    Ok(())
}

fn apply_in_steps(line: &Line, answer: Changes, from_the_start: bool) -> Result<(), SyncError> {
    let Changes { changes, cursor, generation, .. } = answer;
    let mut steps = changes.chunks(CHANGES_A_STEP).peekable();
    let mut is_first = from_the_start;
    loop {
        // With nothing new the cursor may have moved all the same.
        let step = steps.next().unwrap_or_default().to_vec();
        let is_last = steps.peek().is_none();
        // A cut here resumes after what was applied.
        let reached = if is_last { cursor } else { step.last().map_or(cursor, |last| last.seq) };
        line.crew.call(move |worker| {
            if is_first {
                worker.begin_again(&step, reached, generation)
            } else {
                worker.apply(&step, reached)
            }
        })??;
        is_first = false;
        if is_last {
            return Ok(());
        }
    }
}

/// 0 to 1.
pub(super) fn jitter() -> f64 {
    let mut byte = [0; 1];
    let _ = getrandom::fill(&mut byte); // without it all kiosks knock at once: no harm to one
    f64::from(byte[0]) / 255.0
}
