//! The real screens without a display: pixels in memory, touches and keys by hand, a clock
//! that only moves when told to. Tests, benches and the demo's kiosks drive the UI with it.
//!
//! ```no_run
//! use std::time::Duration;
//! use slint::ComponentHandle;
//! use visits_ui::rehearsal::Stage;
//!
//! let stage = Stage::set();
//! let kiosk = visits_ui::Kiosk::new().unwrap();
//! kiosk.show().unwrap();
//! stage.press(&kiosk, "Ask a person").unwrap();
//! stage.advance(Duration::from_secs(1)); // timers run, posted closures run
//! stage.picture().write_png("welcome.png".as_ref()).unwrap();
//! ```
//!
//! Nothing here sleeps, opens a window or reads the real clock (but [`Stage::wait`], which
//! waits for other threads).

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::fs::File;
use std::io::BufWriter;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use i_slint_backend_testing::{ElementHandle, ElementRoot};
pub use i_slint_backend_testing::AccessibleRole;
use slint::platform::software_renderer::{MinimalSoftwareWindow, RepaintBufferType};
use slint::platform::{
    EventLoopProxy, Key, Platform, PointerEventButton, WindowAdapter, WindowEvent,
};
use slint::{EventLoopError, LogicalPosition, PhysicalSize, PlatformError, Rgb8Pixel, SharedString};

type Posted = Box<dyn FnOnce() + Send>;

/// What other threads post; the stage runs it when pumped.
#[derive(Default)]
struct Post {
    waiting: Mutex<VecDeque<Posted>>,
    arrived: Condvar,
}

impl Post {
    fn push(&self, posted: Posted) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push_back(posted);
        self.arrived.notify_all();
    }

    fn pop(&self) -> Option<Posted> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    fn wait(&self, at_most: Duration) {
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

struct Backstage {
    window: Rc<MinimalSoftwareWindow>,
    clock: Rc<Cell<Duration>>,
    post: Arc<Post>,
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

/// A rectangle in logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Leading edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Area {
    fn of(element: &ElementHandle) -> Self {
        let (at, size) = (element.absolute_position(), element.size());
        Self { x: at.x, y: at.y, width: size.width, height: size.height }
    }

    /// The middle, where a finger goes.
    pub fn centre(self) -> (f32, f32) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Whether this lies within `outer`, by a pixel.
    pub fn within(self, outer: Area) -> bool {
        self.x >= outer.x - 1.0
            && self.y >= outer.y - 1.0
            && self.x + self.width <= outer.x + outer.width + 1.0
            && self.y + self.height <= outer.y + outer.height + 1.0
    }

    /// The free space between two areas; negative when they overlap in both directions.
    pub fn gap(self, other: Area) -> f32 {
        let across = (other.x - (self.x + self.width)).max(self.x - (other.x + other.width));
        let down = (other.y - (self.y + self.height)).max(self.y - (other.y + other.height));
        across.max(down)
    }
}

/// Something that can be touched.
#[derive(Clone, Debug, PartialEq)]
pub struct Touchable {
    /// What assistive technology calls it.
    pub label: String,
    /// Button, checkbox or radio button.
    pub role: AccessibleRole,
    /// Where it is.
    pub area: Area,
    /// Whether it does something now.
    pub enabled: bool,
    /// For a checkbox or radio button: whether it is chosen.
    pub checked: Option<bool>,
}

/// Words on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The words.
    pub text: String,
    /// The place they were given.
    pub area: Area,
    /// Whether they need more than that place.
    pub cut: bool,
}

/// There is nothing on the screen by that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing(pub String);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing on the screen is called {:?}", self.0)
    }
}

impl std::error::Error for Missing {}

/// The rendered screen.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Row by row, from the top.
    pub pixels: Vec<Rgb8Pixel>,
}

impl Picture {
    /// The pixel at a place, or None outside.
    pub fn at(&self, x: u32, y: u32) -> Option<Rgb8Pixel> {
        let inside = x < self.width && y < self.height;
        inside.then(|| self.pixels[(y * self.width + x) as usize])
    }

    /// Writes it as a PNG.
    pub fn write_png(&self, path: &Path) -> std::io::Result<()> {
        let file = BufWriter::new(File::create(path)?);
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let bytes: Vec<u8> = self.pixels.iter().flat_map(|p| [p.r, p.g, p.b]).collect();
        encoder.write_header()?.write_image_data(&bytes)?;
        Ok(())
    }
}

/// One window that renders into memory, on this thread.
pub struct Stage {
    window: Rc<MinimalSoftwareWindow>,
    clock: Rc<Cell<Duration>>,
    post: Arc<Post>,
    frame: RefCell<Vec<Rgb8Pixel>>,
}

impl Stage {
    /// Makes this thread's Slint platform a stage of 1280x800. Once a thread, before any window.
    ///
    /// # Panics
    /// When the thread already has a platform.
    pub fn set() -> Self {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
        let clock = Rc::new(Cell::new(Duration::ZERO));
        let post = Arc::new(Post::default());
        let backstage = Backstage { window: window.clone(), clock: clock.clone(), post: post.clone() };
        slint::platform::set_platform(Box::new(backstage)).expect("one platform a thread");
        let stage = Self { window, clock, post, frame: RefCell::default() };
        stage.resize(1280, 800);
        stage
    }

    /// Gives the window another size, in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        self.frame.replace(vec![Rgb8Pixel::default(); (width * height) as usize]);
        self.window.set_size(PhysicalSize::new(width, height));
    }

    /// The whole window.
    pub fn area(&self) -> Area {
        let size = self.window.size().to_logical(self.window.scale_factor());
        Area { x: 0.0, y: 0.0, width: size.width, height: size.height }
    }

    /// The stage's monotonic time.
    pub fn now(&self) -> Duration {
        self.clock.get()
    }

    /// Moves time on, then pumps.
    pub fn advance(&self, by: Duration) {
        self.clock.set(self.clock.get() + by);
        self.pump();
    }

    /// Runs what other threads posted and what timers are due; says how many closures ran.
    pub fn pump(&self) -> usize {
        let mut ran = 0;
        while let Some(posted) = self.post.pop() {
            posted();
            ran += 1;
        }
        slint::platform::update_timers_and_animations();
        ran
    }

    /// Waits (for real) until another thread posts something, at most so long; then pumps.
    pub fn wait(&self, at_most: Duration) -> usize {
        self.post.wait(at_most);
        self.pump()
    }

    /// Renders what changed into the frame; false when nothing had.
    pub fn draw(&self) -> bool {
        slint::platform::update_timers_and_animations();
        let mut frame = self.frame.borrow_mut();
        let width = self.window.size().width as usize;
        self.window.draw_if_needed(|renderer| {
            renderer.render(&mut frame, width);
        })
    }

    /// Renders the whole window afresh, as a bench of a full redraw needs it.
    pub fn draw_all(&self) {
        let mut frame = self.frame.borrow_mut();
        let width = self.window.size().width as usize;
        self.window.request_redraw();
        self.window.draw_if_needed(|renderer| {
            renderer.set_repaint_buffer_type(RepaintBufferType::NewBuffer);
            renderer.render(&mut frame, width);
            renderer.set_repaint_buffer_type(RepaintBufferType::ReusedBuffer);
        });
    }

    /// The screen as it is now, drawn first where it changed.
    pub fn picture(&self) -> Picture {
        self.draw();
        let size = self.window.size();
        Picture { width: size.width, height: size.height, pixels: self.frame.borrow().clone() }
    }

    /// Puts a finger down.
    pub fn finger_down(&self, x: f32, y: f32) {
        let position = LogicalPosition::new(x, y);
        self.send(WindowEvent::PointerMoved { position });
        self.send(WindowEvent::PointerPressed { position, button: PointerEventButton::Left });
    }

    /// Slides the finger that is down.
    pub fn finger_slide(&self, x: f32, y: f32) {
        self.send(WindowEvent::PointerMoved { position: LogicalPosition::new(x, y) });
    }

    /// Lifts the finger.
    pub fn finger_up(&self, x: f32, y: f32) {
        let position = LogicalPosition::new(x, y);
        self.send(WindowEvent::PointerReleased { position, button: PointerEventButton::Left });
        self.send(WindowEvent::PointerExited);
    }

    /// Down and up at one place.
    pub fn touch(&self, x: f32, y: f32) {
        self.finger_down(x, y);
        self.finger_up(x, y);
    }

    /// Touches the middle of what carries this label.
    pub fn press(&self, kiosk: &impl ElementRoot, label: &str) -> Result<(), Missing> {
        let target = self.touchable(kiosk, label)?;
        let (x, y) = target.area.centre();
        self.touch(x, y);
        Ok(())
    }

    /// Touches one on-screen key after another ("Llŷr" has keys for l and r alone).
    pub fn press_each(&self, kiosk: &impl ElementRoot, keys: &str) -> Result<(), Missing> {
        keys.chars().try_for_each(|key| self.press(kiosk, key.encode_utf8(&mut [0; 4])))
    }

    /// A key of a plugged-in keyboard, down and up.
    pub fn key(&self, key: impl Into<SharedString>) {
        let text = key.into();
        self.send(WindowEvent::KeyPressed { text: text.clone() });
        self.send(WindowEvent::KeyReleased { text });
    }

    /// Types on a plugged-in keyboard.
    pub fn type_text(&self, text: &str) {
        text.chars().for_each(|c| self.key(c));
    }

    /// The Tab key.
    pub fn tab(&self) {
        self.key(Key::Tab);
    }

    /// Everything that can be touched, in the order of the markup: the order of Tab.
    pub fn touchables(&self, kiosk: &impl ElementRoot) -> Vec<Touchable> {
        let mut found = Vec::new();
        visit(kiosk, |element| {
            let role = element.accessible_role();
            let touchable = role.filter(|role| {
                matches!(role, AccessibleRole::Button | AccessibleRole::Checkbox | AccessibleRole::RadioButton)
            });
            if let Some(role) = touchable {
                found.push(Touchable {
                    label: element.accessible_label().unwrap_or_default().into(),
                    role,
                    area: Area::of(element),
                    enabled: element.accessible_enabled().unwrap_or(true),
                    checked: element.accessible_checked(),
                });
            }
        });
        found
    }

    /// The one that carries this label.
    pub fn touchable(&self, kiosk: &impl ElementRoot, label: &str) -> Result<Touchable, Missing> {
        let found = self.touchables(kiosk).into_iter().find(|target| target.label == label);
        found.ok_or_else(|| Missing(label.into()))
    }

    /// All words on the screen with their places, in the order of the markup.
    pub fn words(&self, kiosk: &impl ElementRoot) -> Vec<Words> {
        let mut found = Vec::new();
        visit(kiosk, |element| {
            let Some(id) = element.accessible_id().filter(|id| id == "cut" || id == "fits") else {
                return;
            };
            let text = element.accessible_label().unwrap_or_default();
            if !text.is_empty() {
                found.push(Words { text: text.into(), area: Area::of(element), cut: id == "cut" });
            }
        });
        found
    }

    /// Whether these words stand somewhere on the screen.
    pub fn shows(&self, kiosk: &impl ElementRoot, text: &str) -> bool {
        self.words(kiosk).iter().any(|words| words.text.contains(text))
    }

    fn send(&self, event: WindowEvent) {
        self.window.dispatch_event(event);
    }
}

/// Calls with every visible element of the markup, once for each item.
fn visit(kiosk: &impl ElementRoot, mut each: impl FnMut(&ElementHandle)) {
    kiosk.root_element().visit_descendants::<()>(|element| {
        each(&element);
        ControlFlow::Continue(())
    });
}
