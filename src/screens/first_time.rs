//! First visit here?

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::session::Press;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let press = Rc::clone(press);
    window.global::<ui::FirstTime>().on_answer(move |first| press(Press::FirstVisit(first)));
}
