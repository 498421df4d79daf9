//! A field of what is to be sealed, typed on our keyboard.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::{ContactField, FieldNote, Press, Screen};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let next = Rc::clone(press);
    window.global::<ui::ContactType>().on_next(move || next(Press::Next));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Screen::ContactType(field) = view.session.screen else { return };
    let Some(contacting) = view.session.draft.contacting.as_deref() else { return };
    let typed = window.global::<ui::ContactType>();
    typed.set_field(match field {
        ContactField::Words => ui::TypedForContact::Words,
        ContactField::Name => ui::TypedForContact::Name,
        ContactField::Phone => ui::TypedForContact::Phone,
    });
    typed.set_talk(contacting.is_talk());
    typed.set_may_be_empty(contacting.may_be_empty(field));
    typed.set_text(contacting.typed(field).into());
    typed.set_note(match view.session.note {
        None => ui::ContactNote::None,
        Some(FieldNote::Full) => ui::ContactNote::Full,
        Some(FieldNote::OtherShape) => ui::ContactNote::Elsewhere,
        Some(_) => ui::ContactNote::Empty,
    });
}
