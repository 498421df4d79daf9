//! How the screens take fingers and plugged-in keyboards.
use std::cell::RefCell;
use std::rc::Rc;

use slint::platform::Key;
use slint::{ComponentHandle, Global};
use visits_ui::rehearsal::Stage;
use visits_ui::{Keyboard, Kiosk, Navigation, Screen, Surname, Theme};

type Heard = Rc<RefCell<Vec<String>>>;

/// A kiosk on the surname screen, and what it tells Rust.
fn at_surname() -> (Stage, Kiosk, Heard) {
    let stage = Stage::set();
    let kiosk = Kiosk::new().expect("a window");
    kiosk.show().expect("shown");
    let heard = Heard::default();
    let hear = |what: &'static str| {
        let heard = heard.clone();
        move || heard.borrow_mut().push(what.into())
    };
    let navigation = Navigation::get(&kiosk);
    navigation.on_touched(hear("touched"));
    navigation.on_back(hear("back"));
    navigation.on_ask_person(hear("ask"));
    Surname::get(&kiosk).on_next(hear("next"));
    let keyboard = Keyboard::get(&kiosk);
    keyboard.on_delete(hear("delete"));
    keyboard.on_enter(hear("enter"));
    let keys = heard.clone();
    keyboard.on_key(move |key| keys.borrow_mut().push(key.into()));
    keyboard.on_intercept(|key| key == "§");
    navigation.set_screen(Screen::Surname);
    stage.draw();
    (stage, kiosk, heard)
}

#[test]
fn a_button_acts_when_the_finger_is_lifted_not_before() {
    let (stage, kiosk, heard) = at_surname();
    let (x, y) = stage.touchable(&kiosk, "Next").expect("Next").area.centre();
    stage.finger_down(x, y);
    assert_eq!(*heard.borrow(), ["touched"]);
    stage.finger_up(x, y);
    assert_eq!(*heard.borrow(), ["touched", "next"]);
}

#[test]
fn sliding_off_a_button_cancels() {
    let (stage, kiosk, heard) = at_surname();
    let (x, y) = stage.touchable(&kiosk, "Next").expect("Next").area.centre();
    stage.finger_down(x, y);
    stage.finger_slide(x, y - 200.0);
    stage.finger_up(x, y - 200.0);
    assert_eq!(*heard.borrow(), ["touched"]);
}

#[test]
fn a_pressed_button_looks_pressed_at_once() {
    let (stage, kiosk, _) = at_surname();
    let before = stage.picture();
    let (x, y) = stage.touchable(&kiosk, "Back").expect("Back").area.centre();
    stage.finger_down(x, y);
    assert!(before != stage.picture());
    stage.finger_up(x, y);
    assert!(before == stage.picture());
}

#[test]
fn a_touch_beside_every_button_still_tells_that_somebody_is_there() {
    let (stage, _kiosk, heard) = at_surname();
    stage.touch(4.0, 400.0);
    assert_eq!(*heard.borrow(), ["touched"]);
}

#[test]
fn keys_of_the_screen_and_of_a_plugged_in_keyboard_say_the_same() {
    let (stage, kiosk, heard) = at_surname();
    stage.press_each(&kiosk, "ok").expect("keys");
    stage.press(&kiosk, "Apostrophe").expect("apostrophe");
    stage.press(&kiosk, "Delete").expect("delete");
    stage.type_text("ok'");
    stage.key(Key::Backspace);
    stage.key(Key::Return);
    let said: Vec<String> = heard.borrow().iter().filter(|h| *h != "touched").cloned().collect();
    assert_eq!(said, ["o", "k", "'", "delete", "o", "k", "'", "delete", "enter"]);
}

#[test]
fn what_rust_intercepts_reaches_no_screen() {
    let (stage, _kiosk, heard) = at_surname();
    stage.type_text("§");
    assert_eq!(*heard.borrow(), ["touched"]);
}

#[test]
fn tab_and_space_or_return_press_the_focused_button_and_type_nothing() {
    let (stage, kiosk, heard) = at_surname();
    let targets = stage.touchables(&kiosk);
    let asked = targets.iter().position(|t| t.label == "Ask a person").expect("Ask a person");
    for _ in 0..=asked {
        stage.tab();
    }
    stage.key(' ');
    stage.key(Key::Return);
    let said: Vec<String> = heard.borrow().iter().filter(|h| *h != "touched").cloned().collect();
    assert_eq!(said, ["ask", "ask"]);
}

#[test]
fn under_the_idle_question_nothing_of_the_screen_below_can_be_reached() {
    let (stage, kiosk, _) = at_surname();
    let below = stage.picture();
    Navigation::get(&kiosk).set_still_there(true);
    stage.draw();
    let labels: Vec<_> = stage.touchables(&kiosk).into_iter().map(|t| t.label).collect();
    assert_eq!(labels, ["Finish", "I’m still here"]);
    Navigation::get(&kiosk).set_still_there(false);
    assert!(below == stage.picture(), "what was typed stays for who says so");
}

#[test]
fn after_a_wipe_no_pixel_tells_that_somebody_was_there() {
    let (stage, kiosk, _) = at_surname();
    let (navigation, theme) = (Navigation::get(&kiosk), Theme::get(&kiosk));
    navigation.set_screen(Screen::Welcome);
    let fresh = stage.picture();
    theme.set_text_size(3);
    stage.draw();
    stage.press(&kiosk, "More").expect("a second page");
    stage.tab();
    assert!(fresh != stage.picture());
    theme.set_text_size(1);
    navigation.set_visit(1);
    assert!(fresh == stage.picture());
}
