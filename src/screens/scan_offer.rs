//! A code was scanned where none was asked for. It is never shown.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::session::Press;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let offer = window.global::<ui::ScanOffer>();
    let accept = Rc::clone(press);
    offer.on_accept(move || accept(Press::ScanAccepted));
    let refuse = Rc::clone(press);
    offer.on_refuse(move || refuse(Press::ScanDeclined));
}
