//! All languages. Choosing one is the top bar's.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::session::Press;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let press = Rc::clone(press);
    window.global::<ui::ChooseLanguage>().on_finish(move || press(Press::Back));
}
