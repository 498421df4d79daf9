//! "Are you still there?"

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::session::Press;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let still_there = window.global::<ui::StillThere>();
    let stay = Rc::clone(press);
    still_there.on_stay(move || stay(Press::StillHere));
    let finish = Rc::clone(press);
    still_there.on_finish(move || finish(Press::Finish));
}
