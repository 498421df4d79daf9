//! Typing a surname.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::arrival::Route;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::{FieldNote, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let surname = window.global::<ui::Surname>();
    let next = Rc::clone(press);
    surname.on_next(move || next(Press::Next));
    let other = Rc::clone(press);
    surname.on_use_reference(move || other(Press::CheckIn(Route::Reference)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let surname = window.global::<ui::Surname>();
    surname.set_text(view.session.draft.surname.as_str().into());
    surname.set_message(match view.session.note {
        None => ui::SurnameMessage::None,
        Some(FieldNote::Full) => ui::SurnameMessage::TooLong,
        Some(_) => ui::SurnameMessage::Empty,
    });
}
