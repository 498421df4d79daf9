//! *Sync now*: both threads try at once, and staff are told what came of it.

use std::time::Duration;

use super::{Line, SyncError};
use crate::public::Link;
use crate::session::{Event, SyncAnswer};

/// How often it is seen whether everything has been sent.
const LOOK: Duration = Duration::from_millis(100);
/// So often at most: somebody stands there and waits.
const LOOKS: u32 = 50;

/// Syncs on a thread of its own.
pub fn syncer(line: Line, tell: impl Fn(Event) + Clone + Send + 'static) -> impl Fn(u64) + 'static {
    move |job| {
        let (line, tell_later) = (line.clone(), tell.clone());
        let started = std::thread::Builder::new().name("sync-now".to_owned()).spawn(move || {
            let answer = sync_now(&line).unwrap_or_else(|error| {
                line.failed(&error, "sync now");
                SyncAnswer::NotReached
            });
            tell_later(Event::Synced(job, answer));
        });
        if started.is_err() {
            tell(Event::Synced(job, SyncAnswer::NotReached));
        }
    }
}

/// Asks without being held, so that the answer says that the server is there; then the sending
/// thread has a few seconds. What the answer brings is left to the listening thread, which asks
/// for it in its own order.
fn sync_now(line: &Line) -> Result<SyncAnswer, SyncError> {
    let answer = line.client.changes(&line.query(0)?)?;
    line.clock.heard(answer.server_time);
    line.crew.call(|worker| {
        worker.tell_looks();
        worker.set_link(Link::Online);
    })?;
    line.wake.both();
    for _ in 0..LOOKS {
        if line.crew.call(|worker| worker.store.unsent())?? == 0 {
            break;
        }
        std::thread::sleep(LOOK);
    }
    Ok(SyncAnswer::Answered(line.crew.call(|worker| worker.store.unsent())??))
}
