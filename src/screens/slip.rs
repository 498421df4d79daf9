//! What became of a slip.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, paper};
use crate::kiosk::View;
use crate::session::Press;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let finish = Rc::clone(press);
    window.global::<ui::Slip>().on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    window.global::<ui::Slip>().set_state(paper::state(view));
}
