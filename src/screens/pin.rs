//! Typing a code and a PIN. The digits of the PIN are not handed to the window.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, int};
use crate::kiosk::View;
use crate::session::staff::PinPart;
use crate::session::{FieldNote, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let pin = window.global::<ui::Pin>();
    let next = Rc::clone(press);
    pin.on_next(move || next(Press::Next));
    let choose = Rc::clone(press);
    pin.on_choose(move |part| {
        choose(Press::PinPart(match part {
            ui::PinPart::Code => PinPart::Code,
            ui::PinPart::Pin => PinPart::Pin,
        }));
    });
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let pin = window.global::<ui::Pin>();
    let entry = &view.session.entry;
    pin.set_code(entry.code.as_str().into());
    pin.set_digits(int(entry.pin.digits()));
    pin.set_signs("•".repeat(entry.pin.digits()).into());
    pin.set_part(match entry.part {
        PinPart::Code => ui::PinPart::Code,
        PinPart::Pin => ui::PinPart::Pin,
    });
    pin.set_message(match view.session.note {
        None => ui::PinMessage::None,
        Some(FieldNote::NotOpened) => ui::PinMessage::NotOpened,
        Some(_) => ui::PinMessage::Empty,
    });
    // A screen that nobody enrolled has no way to ask.
    pin.set_can_ask(view.public.enrolled);
    pin.set_busy(view.session.busy.is_some());
}
