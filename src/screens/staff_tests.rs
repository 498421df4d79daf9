//! Scanner, sound and printer, tried by staff. A code that is read is not shown.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, int, paper};
use crate::config::Scanner;
use crate::kiosk::View;
use crate::session::{Press, StaffPress};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let tests = window.global::<ui::StaffTests>();
    let play = Rc::clone(press);
    tests.on_play(move || play(Press::Staff(StaffPress::Sound)));
    let print = Rc::clone(press);
    tests.on_print(move || print(Press::Print));
    let finish = Rc::clone(press);
    tests.on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let tests = window.global::<ui::StaffTests>();
    let state = &view.session.staff;
    tests.set_has_scanner(view.config.scanner != Scanner::None || state.scanned.is_some());
    tests.set_scanned(int(state.scanned.unwrap_or(0)));
    tests.set_has_printer(view.config.printer.escpos().is_some());
    tests.set_slip(paper::state(view));
    tests.set_sound(match state.sound {
        None => ui::SoundState::Untried,
        Some(true) => ui::SoundState::Played,
        Some(false) => ui::SoundState::None,
    });
}
