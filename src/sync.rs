//! Keeping in step with the server. Sending and listening fail independently; what cannot be
//! sent waits on the disk and the screen says so.
//!
//! Two threads: `send` (short calls) and `listen` (the held request), so that nothing queues
//! behind a held one; an ask goes out on a thread of its own, at once or not at all.

mod ask;
mod client;
mod days;
mod help;
mod listen;
mod now;
mod pin;
pub mod plan;
mod send;
mod talk;

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use visits_domain::wire::{ChangesQuery, DeviceRole};

pub use ask::asker;
pub use client::{CallError, Client};
pub use days::caller;
pub use help::helper;
pub use now::syncer;
pub use talk::talker;

use crate::clock::Clock;
use crate::public::Link;
use crate::store::{Mark, Store, StoreError};
use crate::worker::{Crew, Stopped, Worker};

/// Wakes the sending thread, and ends both.
#[derive(Clone, Default)]
pub struct Wake(Arc<(Mutex<Flags>, Condvar)>);

#[derive(Default)]
struct Flags {
    something_to_send: bool,
    /// The listening thread waits no longer for its next try.
    listen: bool,
    stopped: bool,
}

impl Wake {
    /// There is a record to send.
    pub fn send(&self) {
        self.set(|flags| flags.something_to_send = true);
    }

    /// Both threads try at once, whatever they wait for.
    pub fn both(&self) {
        self.set(|flags| (flags.something_to_send, flags.listen) = (true, true));
    }

    /// The program ends.
    pub fn stop(&self) {
        self.set(|flags| flags.stopped = true);
    }

    fn set(&self, change: impl FnOnce(&mut Flags)) {
        change(&mut self.0.0.lock().unwrap_or_else(PoisonError::into_inner));
        self.0.1.notify_all();
    }

    fn is_stopped(&self) -> bool {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).stopped
    }

    /// Waits until there is something to send, for so long at most; none waits without end.
    fn wait(&self, at_most: Option<Duration>) {
        let (lock, changed) = &*self.0;
        let mut flags = lock.lock().unwrap_or_else(PoisonError::into_inner);
        while !flags.something_to_send && !flags.stopped {
            flags = match at_most {
                None => changed.wait(flags).unwrap_or_else(PoisonError::into_inner),
                Some(time) => {
                    let (flags, out) =
                        changed.wait_timeout(flags, time).unwrap_or_else(PoisonError::into_inner);
                    if out.timed_out() {
                        return;
                    }
                    flags
                }
            };
        }
        flags.something_to_send = false;
    }

    /// Waits so long, or until the program ends.
    fn pause(&self, time: Duration) {
        let (lock, changed) = &*self.0;
        let flags = lock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok((mut flags, _)) =
            changed.wait_timeout_while(flags, time, |flags| !flags.stopped && !flags.listen)
        {
            flags.listen = false;
        }
    }
}

/// A request for changes, with this device's health.
pub fn query(
    store: &Store,
    clock: &Clock,
    wait_seconds: u16,
    role: DeviceRole,
) -> Result<ChangesQuery, StoreError> {
    let (cursor, generation) = store.standing()?;
    Ok(ChangesQuery {
        cursor,
        wait_seconds,
        unsent: store.unsent()?,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        clock: clock.wall(),
        generation,
        role,
        out_of_service: store.out_of_service()?,
    })
}

/// What both threads share.
#[derive(Clone)]
pub struct Line {
    /// The way to the server.
    pub client: Client,
    /// The worker.
    pub crew: Crew,
    /// The clock, which the server's answers set right.
    pub clock: Clock,
    /// Wakes and ends the threads.
    pub wake: Wake,
    /// What this device is for.
    pub role: DeviceRole,
    /// The longest wait between two tries.
    pub retry_at_most: Duration,
}

/// Starts both threads.
pub fn start(line: Line) -> std::io::Result<()> {
    let thread = |name: &str| std::thread::Builder::new().name(name.to_owned());
    let sending = line.clone();
    thread("send").spawn(move || send::run(&sending))?;
    thread("listen").spawn(move || listen::run(&line))?;
    Ok(())
}

/// An exchange did not come to its end.
#[derive(Debug, thiserror::Error)]
enum SyncError {
    /// The call failed.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The disk failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The program ends.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

impl Line {
    /// A request for changes that is held for so long at most.
    fn query(&self, wait_seconds: u16) -> Result<ChangesQuery, SyncError> {
        let (clock, role) = (self.clock.clone(), self.role);
        let query = move |worker: &mut Worker| query(&worker.store, &clock, wait_seconds, role);
        Ok(self.crew.call(query)??)
    }

    /// Up to where the server has the records of this kiosk, as far as is known now.
    fn acknowledged(&self) -> Result<u64, SyncError> {
        Ok(self.crew.call(|worker| worker.store.acknowledged())??)
    }

    /// The server answered, and says up to where it has the records of this kiosk. What was known
    /// when it was `asked` tells whether the other thread has heard of more since: then an answer
    /// that says less is older than that, and says nothing.
    fn answered(&self, asked: u64, mark: Mark) -> Result<(), SyncError> {
        self.crew.call(move |worker| {
            worker.set_link(Link::Online);
            let now = worker.store.acknowledged()?;
            if mark.seq < now && asked < now { Ok(()) } else { worker.store.acknowledge(mark) }
        })??;
        Ok(())
    }

    /// Deals with a failed exchange: says so on the screen, logs the cause once, and wipes when
    /// the server has withdrawn this device.
    fn failed(&self, error: &SyncError, direction: &'static str) {
        let now = self.clock.now().utc;
        if let SyncError::Call(call) = error {
            let withdrawn = call.is_withdrawn();
            let _ = self.crew.call(move |worker| {
                if withdrawn {
                    worker.wipe();
                }
                worker.set_link(Link::OfflineSince(now));
            });
            if withdrawn {
                tracing::error!("the server has withdrawn this device: wiped");
                self.wake.stop();
            }
        }
        tracing::warn!(%error, direction, "not in step with the server");
    }
}
