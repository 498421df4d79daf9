//! Text size and contrast.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::{Press, Reading};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let easier = window.global::<ui::Easier>();
    let size = Rc::clone(press);
    easier.on_set_text_size(move |step| size(Press::TextSize(u8::try_from(step).unwrap_or(1))));
    let contrast = Rc::clone(press);
    easier.on_set_high_contrast(move |on| contrast(Press::HighContrast(on)));
    let notice = Rc::clone(press);
    easier.on_notice(move || notice(Press::Read(Reading::Notice)));
    let keyholder = Rc::clone(press);
    easier.on_keyholders(move || keyholder(Press::Keyholder));
    let finish = Rc::clone(press);
    easier.on_finish(move || finish(Press::Back));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    window.global::<ui::Easier>().set_staff_door(view.session.unlocked.is_none());
}
