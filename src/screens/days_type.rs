//! A field of a booking, typed on our keyboard.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::days::Field;
use crate::session::{FieldNote, Press, Screen};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let next = Rc::clone(press);
    window.global::<ui::DaysType>().on_next(move || next(Press::Next));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Screen::DaysType(field) = view.session.screen else { return };
    let Some(days) = view.session.draft.days.as_deref() else { return };
    let typed = window.global::<ui::DaysType>();
    typed.set_field(match field {
        Field::Whom => ui::DaysField::Whom,
        Field::Number => ui::DaysField::Number,
        Field::Lead => ui::DaysField::Lead,
        Field::Phone => ui::DaysField::Phone,
        Field::Diet => ui::DaysField::Diet,
        Field::Reference => ui::DaysField::Reference,
    });
    let text = days.typed(field);
    typed.set_text(if field == Field::Reference { grouped(text).into() } else { text.into() });
    typed.set_note(match view.session.note {
        None => ui::DaysNote::None,
        Some(FieldNote::Empty) => ui::DaysNote::Empty,
        Some(FieldNote::TooShort) => ui::DaysNote::TooShort,
        Some(FieldNote::Full) => ui::DaysNote::Full,
        Some(FieldNote::Mistyped) => ui::DaysNote::Mistyped,
        Some(_) => ui::DaysNote::OtherShape,
    });
}

/// In threes, as it was given.
fn grouped(typed: &str) -> String {
    let threes: Vec<&str> = (0..typed.len())
        .step_by(3)
        .filter_map(|from| typed.get(from..typed.len().min(from + 3)))
        .collect();
    threes.join("-")
}
