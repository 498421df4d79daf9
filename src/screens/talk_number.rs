//! Typing the number that may be called.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::{FieldNote, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let next = Rc::clone(press);
    window.global::<ui::TalkNumber>().on_next(move || next(Press::Next));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(talk) = view.session.draft.talk.as_deref() else { return };
    let typed = window.global::<ui::TalkNumber>();
    typed.set_text(talk.number.as_str().into());
    typed.set_odd(view.session.note == Some(FieldNote::OtherShape));
}
