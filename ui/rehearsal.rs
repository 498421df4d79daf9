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

mod backstage;
pub mod inclusion;
mod picture;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

pub use i_slint_backend_testing::AccessibleRole;
use i_slint_backend_testing::{ElementHandle, ElementRoot};
use slint::platform::software_renderer::{MinimalSoftwareWindow, RepaintBufferType};
use slint::platform::{Key, PointerEventButton, WindowEvent};
use slint::{LogicalPosition, PhysicalSize, Rgb8Pixel, SharedString};

use backstage::{Backstage, Post};
pub use picture::{Area, Picture};

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

/// One window that renders into memory, on this thread.
pub struct Stage {
    window: Rc<MinimalSoftwareWindow>,
    clock: Rc<Cell<Duration>>,
    post: Arc<Post>,
    frame: RefCell<Picture>,
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
        let backstage =
            Backstage { window: window.clone(), clock: clock.clone(), post: post.clone() };
        slint::platform::set_platform(Box::new(backstage)).expect("one platform a thread");
        let stage = Self {
            window,
            clock,
            post,
            frame: RefCell::new(Picture { width: 0, height: 0, pixels: Vec::new() }),
        };
        stage.resize(1280, 800);
        stage
    }

    /// Gives the window another size, in pixels.
    pub fn resize(&self, width: u32, height: u32) {
        let pixels = vec![Rgb8Pixel::default(); (width * height) as usize];
        self.frame.replace(Picture { width, height, pixels });
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
            renderer.render(&mut frame.pixels, width);
        })
    }

    /// Renders the whole window afresh, as a bench of a full redraw needs it.
    pub fn draw_all(&self) {
        let mut frame = self.frame.borrow_mut();
        let width = self.window.size().width as usize;
        self.window.request_redraw();
        self.window.draw_if_needed(|renderer| {
            renderer.set_repaint_buffer_type(RepaintBufferType::NewBuffer);
            renderer.render(&mut frame.pixels, width);
            renderer.set_repaint_buffer_type(RepaintBufferType::ReusedBuffer);
        });
    }

    /// The screen as it is now, drawn first where it changed.
    pub fn picture(&self) -> Picture {
        self.look(Picture::clone)
    }

    /// Looks at the screen as it is now without taking a picture along.
    pub fn look<T>(&self, at: impl FnOnce(&Picture) -> T) -> T {
        self.draw();
        at(&self.frame.borrow())
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
                matches!(
                    role,
                    AccessibleRole::Button | AccessibleRole::Checkbox | AccessibleRole::RadioButton
                )
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
