//! What stands behind a stage: its window, its clock, and what other threads post to it.
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use slint::platform::software_renderer::MinimalSoftwareWindow;
use slint::platform::{EventLoopProxy, Platform, WindowAdapter};
use slint::{EventLoopError, PlatformError};

type Posted = Box<dyn FnOnce() + Send>;

/// What other threads post; the stage runs it when pumped.
#[derive(Default)]
pub(super) struct Post {
    waiting: Mutex<VecDeque<Posted>>,
    arrived: Condvar,
}

impl Post {
    pub(super) fn push(&self, posted: Posted) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push_back(posted);
        self.arrived.notify_all();
    }

    pub(super) fn pop(&self) -> Option<Posted> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    pub(super) fn wait(&self, at_most: Duration) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.arrived.wait_timeout_while(waiting, at_most, |posted| posted.is_empty()));
    }
}

struct Proxy(Arc<Post>);

impl EventLoopProxy for Proxy {
    fn quit_event_loop(&self) -> Result<(), EventLoopError> {
        Ok(())
    }

    fn invoke_from_event_loop(&self, posted: Posted) -> Result<(), EventLoopError> {
        self.0.push(posted);
        Ok(())
    }
}

pub(super) struct Backstage {
    pub(super) window: Rc<MinimalSoftwareWindow>,
    pub(super) clock: Rc<Cell<Duration>>,
    pub(super) post: Arc<Post>,
}

// Slint holds one proxy a process: the first stage has it, stages on other threads do without.
static PROXY_GIVEN: AtomicBool = AtomicBool::new(false);

impl Platform for Backstage {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }

    fn duration_since_start(&self) -> Duration {
        self.clock.get()
    }

    fn new_event_loop_proxy(&self) -> Option<Box<dyn EventLoopProxy>> {
        let first = !PROXY_GIVEN.swap(true, Ordering::SeqCst);
        first.then(|| Box::new(Proxy(self.post.clone())) as Box<dyn EventLoopProxy>)
    }
}
