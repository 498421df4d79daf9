//! What other threads post to the screens. Alone in its process: Slint holds one proxy in each.
use std::time::Duration;

use slint::{ComponentHandle, Global};
use visits_ui::rehearsal::Stage;
use visits_ui::{Done, Kiosk, Navigation, Screen};

#[test]
fn what_another_thread_posts_runs_when_the_stage_is_pumped() {
    let stage = Stage::set();
    let kiosk = Kiosk::new().expect("a window");
    kiosk.show().expect("shown");
    Navigation::get(&kiosk).set_screen(Screen::Done);
    let weak = kiosk.as_weak();
    let poster = std::thread::spawn(move || {
        weak.upgrade_in_event_loop(|kiosk| Done::get(&kiosk).set_number("C3".into()))
    });
    assert_eq!(stage.wait(Duration::from_secs(5)), 1);
    poster.join().expect("posted").expect("taken");
    assert!(stage.shows(&kiosk, "C3"));
}
