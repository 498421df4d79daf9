//! Puts a kiosk together: disk, worker, threads, window.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use slint::ComponentHandle as _;
use uuid::Uuid;
use visits_ui as ui;
use zeroize::Zeroizing;

use crate::clock::Clock;
use crate::config::{Config, Escpos};
use crate::devices::Programs;
use crate::devices::announcer::{Announcer, Sounds};
use crate::devices::chime::Chime;
use crate::devices::printer;
use crate::devices::scanner::{self, Key, KeyboardCodes};
use crate::kiosk::{AskOut, Kiosk, Ways};
use crate::screens::Screens;
use crate::session::{AskAnswer, Event, HelpAnswer, SyncAnswer, TalkAnswer};
use crate::slip::Slip;
use crate::store::{Store, StoreError};
use crate::sync::{self, CallError, Client, Line, Wake};
use crate::worker::{Crew, Heard, Outfit, Worker, epoch_of_this_boot};

/// A kiosk that runs.
pub struct Running {
    kiosk: RefCell<Kiosk>,
    screens: Screens,
    timer: slint::Timer,
    crew: Crew,
    wake: Wake,
}

/// A kiosk could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum NotStarted {
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The connection.
    #[error(transparent)]
    Call(#[from] CallError),
    /// The window.
    #[error("the window: {0}")]
    Window(#[from] slint::PlatformError),
    /// A thread, or a file.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

thread_local! {
    /// The kiosk of this thread's event loop, for what other threads post to it.
    static HERE: RefCell<Option<Rc<Running>>> = const { RefCell::new(None) };
}

/// Hands something heard on another thread to the kiosk of the event loop.
fn post(heard: Heard) {
    // Fails only while the program ends, when nobody is left to tell.
    let _ = slint::invoke_from_event_loop(move || {
        let here = HERE.with(|here| here.borrow().clone());
        if let Some(running) = here {
            running.hear(heard);
        }
    });
}

/// Enrols this kiosk with a one-time code, and remembers it. What it has not sent to the same
/// site stays.
pub fn enrol(config: &Config, code: &str) -> Result<(), NotStarted> {
    let mut store = Store::open(&config.data.folder)?;
    store.serve_as(config.role)?;
    let enrolled = Client::enrol(&config.server.url, code, store.letters_given()?)?;
    Ok(store.enrol(enrolled)?)
}

/// The secret that is mixed into every credential; empty where the site has none.
fn site_secret(config: &Config) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let file = config.data.site_secret_file.as_ref();
    Ok(Zeroizing::new(file.map(std::fs::read).transpose()?.unwrap_or_default()))
}

/// What this machine can let people hear.
pub(crate) fn sounds(config: &Config) -> Sounds {
    let programs = Programs::of_this_machine();
    Sounds::find(&programs, &config.sound, &config.languages.offered)
}

/// Starts everything in this start of the machine. The window is shown by the caller's event loop.
pub fn start(config: Config, clock: Clock) -> Result<Rc<Running>, NotStarted> {
    start_in(config, clock, epoch_of_this_boot())
}

/// The same in a given start of a machine: what was granted to an earlier one is not spent.
pub fn start_in(config: Config, clock: Clock, boot: Uuid) -> Result<Rc<Running>, NotStarted> {
    // The window first: what the threads post before there is one would be lost.
    let window = ui::Kiosk::new()?;
    let mut store = Store::open(&config.data.folder)?;
    store.serve_as(config.role)?;
    let (identity, public) = (store.identity()?, store.public()?);
    let wake = Wake::default();
    let on_record = {
        let wake = wake.clone();
        Box::new(move || wake.send())
    };
    let worker = Worker::new(Outfit {
        store,
        clock: clock.clone(),
        rules: config.check_in.clone(),
        epoch: boot,
        site_secret: site_secret(&config)?,
        on_record,
        tell: Box::new(post),
    })?;
    let crew = Crew::on_a_thread(worker)?;
    let sound = test_sound(&config);
    let print = config.printer.escpos().cloned().map(printing);
    let ways = match &identity {
        None => nowhere(),
        Some(identity) => {
            let client = Client::new(&config.server.url, identity)?;
            let line = Line {
                client,
                crew: crew.clone(),
                clock: clock.clone(),
                wake: wake.clone(),
                role: config.role,
                retry_at_most: Duration::from_secs(config.server.retry_at_most_seconds.into()),
            };
            sync::start(line.clone())?;
            ways(line)
        }
    };
    let announcer = if config.is_call_board() {
        Announcer::start(sounds(&config))?
    } else {
        scanner::start(&config.scanner, |code| post(Heard::Session(Event::Scanned(code))))?;
        Announcer::silent()
    };
    let kiosk =
        Kiosk::new(Rc::new(config), clock, public, crew.clone(), Ways { print, sound, ..ways })
            .with_announcer(announcer);
    let running = Running::new(window, kiosk, crew, wake);
    HERE.with(|here| *here.borrow_mut() = Some(Rc::clone(&running)));
    Ok(running)
}

/// Before enrolment nothing leads anywhere, and the screen says so.
fn nowhere() -> Ways {
    let tell = |event| post(Heard::Session(event));
    let ask: AskOut = Box::new(move |number, _| tell(Event::Asked(number, AskAnswer::NotSent)));
    Ways {
        sync: Box::new(move |job| tell(Event::Synced(job, SyncAnswer::NotReached))),
        help: Box::new(move |job, _| tell(Event::Helped(job, HelpAnswer::NotSent))),
        places: Box::new(move |job, call| {
            tell(Event::Days(job, Box::new(call.unanswered())));
        }),
        talk: Box::new(move |number, _| tell(Event::Talked(number, TalkAnswer::NotSent))),
        ..ask.into()
    }
}

/// The chime, for staff who try the devices; absent where nothing plays it. It plays on a thread
/// of its own: the screen waits for nothing.
fn test_sound(config: &Config) -> Option<Box<dyn Fn()>> {
    let chime = Chime::find(&Programs::of_this_machine(), config.sound.volume)?;
    Some(Box::new(move || {
        let chime = chime.clone();
        let started = std::thread::Builder::new().name("sound".to_owned()).spawn(move || {
            if let Err(error) = chime.play() {
                tracing::warn!(%error, "the chime was not heard");
            }
        });
        if let Err(error) = started {
            tracing::warn!(%error, "the chime was not heard");
        }
    }))
}

/// The printer, on a thread of its own: nothing ever waits for paper.
fn printing(printer: Escpos) -> Box<dyn Fn(u64, Slip)> {
    Box::new(move |job, slip| {
        let printer = printer.clone();
        let print = move || post(Heard::Session(printed(&printer, job, &slip)));
        if let Err(error) = std::thread::Builder::new().name("printer".to_owned()).spawn(print) {
            tracing::warn!(%error, "a slip was not printed");
            post(Heard::Session(Event::Printed(job, false)));
        }
    })
}

fn printed(printer: &Escpos, job: u64, slip: &Slip) -> Event {
    let done = printer::print(printer, slip);
    if let Err(error) = &done {
        tracing::warn!(%error, "a slip was not printed");
    }
    Event::Printed(job, done.is_ok())
}

fn ways(line: Line) -> Ways {
    let tell = |event| post(Heard::Session(event));
    let ask: AskOut = Box::new(sync::asker(line.client.clone(), tell));
    Ways {
        help: Box::new(sync::helper(line.client.clone(), tell)),
        places: Box::new(sync::caller(line.client.clone(), tell)),
        talk: Box::new(sync::talker(line.client.clone(), tell)),
        sync: Box::new(sync::syncer(line, tell)),
        ..ask.into()
    }
}

/// What the worker told a kiosk that runs in one thread, until [`Running::settle`] hands it on.
#[cfg(feature = "rehearsal")]
pub type Inbox = std::sync::Arc<std::sync::Mutex<std::collections::VecDeque<Heard>>>;

/// A kiosk without threads: the worker runs in the caller's, nothing is sent, and what it has to
/// say waits in the inbox.
#[cfg(feature = "rehearsal")]
pub fn start_inline(
    config: Config,
    clock: Clock,
    ways: impl Into<Ways>,
) -> Result<(Rc<Running>, Inbox), NotStarted> {
    let inbox = Inbox::default();
    let told = Inbox::clone(&inbox);
    let mut store = Store::open(&config.data.folder)?;
    store.serve_as(config.role)?;
    let public = store.public()?;
    let worker = Worker::new(Outfit {
        store,
        clock: clock.clone(),
        rules: config.check_in.clone(),
        epoch: epoch_of_this_boot(),
        site_secret: site_secret(&config)?,
        on_record: Box::new(|| {}),
        tell: Box::new(move |heard| {
            told.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push_back(heard);
        }),
    })?;
    let crew = Crew::inline(worker);
    let print = config.printer.escpos().cloned().map(|printer| {
        let told = Inbox::clone(&inbox);
        let print = move |job, slip: Slip| {
            let heard = Heard::Session(printed(&printer, job, &slip));
            told.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push_back(heard);
        };
        Box::new(print) as Box<dyn Fn(u64, Slip)>
    });
    let ways = Ways { print, ..ways.into() };
    let kiosk = Kiosk::new(Rc::new(config), clock, public, crew.clone(), ways);
    let running = Running::new(ui::Kiosk::new()?, kiosk, crew, Wake::default());
    running.settle(&inbox);
    Ok((running, inbox))
}

impl Running {
    /// Hands on what waits in the inbox, and what that brings, until it is empty.
    #[cfg(feature = "rehearsal")]
    pub fn settle(self: &Rc<Self>, inbox: &Inbox) {
        loop {
            let heard = inbox.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop_front();
            let Some(heard) = heard else { return };
            self.hear(heard);
        }
    }

    /// The worker, for a test that plays the server.
    #[cfg(feature = "rehearsal")]
    pub fn crew(&self) -> &Crew {
        &self.crew
    }

    fn new(window: ui::Kiosk, kiosk: Kiosk, crew: Crew, wake: Wake) -> Rc<Self> {
        let codes = RefCell::new(KeyboardCodes::new(&kiosk.view().config.scanner));
        let running = Rc::new_cyclic(|weak: &std::rc::Weak<Self>| {
            let (to_send, to_scan) = (weak.clone(), weak.clone());
            let send = move |event| {
                if let Some(running) = to_send.upgrade() {
                    running.hear(Heard::Session(event));
                }
            };
            let intercept = move |key: &str| match codes.borrow_mut().as_mut().map(|c| c.key(key)) {
                None | Some(Key::Typed) => false,
                Some(Key::Swallowed) => true,
                Some(Key::Code(code)) => {
                    if let Some(running) = to_scan.upgrade() {
                        running.hear(Heard::Session(Event::Scanned(code)));
                    }
                    true
                }
            };
            let screens = Screens::connect(window, send, intercept);
            let (timer, kiosk) = (slint::Timer::default(), RefCell::new(kiosk));
            Self { kiosk, screens, timer, crew, wake }
        });
        running.show();
        running.sleep();
        running
    }

    /// Something happened: step, show, and sleep until it is time again.
    pub fn hear(self: &Rc<Self>, heard: Heard) {
        self.kiosk.borrow_mut().handle(heard);
        self.show();
        self.print();
        self.sleep();
    }

    /// Puts on paper what is asked for. The screens have its words, in the language they speak.
    fn print(&self) {
        let papers = self.kiosk.borrow_mut().take_papers();
        for (job, paper) in papers {
            let slip = self.screens.paper(paper, &self.kiosk.borrow().view());
            self.kiosk.borrow_mut().print(job, slip);
            self.show();
        }
    }

    /// Shows the state as it is now.
    fn show(&self) {
        self.screens.show(&self.kiosk.borrow().view());
    }

    fn sleep(self: &Rc<Self>) {
        let time = Duration::from_millis(self.kiosk.borrow().sleep_ms());
        let weak = Rc::downgrade(self);
        self.timer.start(slint::TimerMode::SingleShot, time, move || {
            if let Some(running) = weak.upgrade() {
                running.hear(Heard::Session(Event::Tick));
            }
        });
    }

    /// The window.
    pub fn window(&self) -> &ui::Kiosk {
        self.screens.window()
    }

    /// The kiosk, for whoever wants to look.
    pub fn kiosk(&self) -> std::cell::Ref<'_, Kiosk> {
        self.kiosk.borrow()
    }

    /// Runs until the window is closed.
    pub fn run(&self) -> Result<(), NotStarted> {
        Ok(self.window().run()?)
    }

    /// Ends the threads. What was saved is on the disk.
    pub fn stop(&self) {
        self.wake.stop();
        self.crew.stop();
        HERE.with(|here| here.borrow_mut().take());
    }
}
