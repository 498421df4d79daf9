//! Nobody comes: for certain?

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::Press;
use crate::session::days::DaysPress;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let cancel = Rc::clone(press);
    let global = window.global::<ui::DaysCancel>();
    global.on_cancel(move || cancel(Press::Days(DaysPress::CancelNow)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    window.global::<ui::DaysCancel>().set_busy(view.session.busy.is_some());
}
