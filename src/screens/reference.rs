//! Typing a visit reference, a box a character.

use std::rc::Rc;

use slint::{ComponentHandle as _, SharedString};
use visits_domain::arrival::Route;
use visits_domain::reference::{Alphabet, ReferenceRule};
use visits_ui as ui;

use super::{Send, changed};
use crate::kiosk::View;
use crate::session::{FieldNote, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let reference = window.global::<ui::Reference>();
    let next = Rc::clone(press);
    reference.on_next(move || next(Press::Next));
    let other = Rc::clone(press);
    reference.on_use_name(move || other(Press::CheckIn(Route::Name)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let reference = window.global::<ui::Reference>();
    let rule = &view.config.reference;
    let cells = cells(&view.session.draft.reference, rule);
    if let Some(cells) = changed(&reference.get_cells(), cells) {
        reference.set_cells(cells);
    }
    reference.set_example(rule.example().into());
    reference.set_separator("-".into());
    reference.set_digits(rule.alphabet != Alphabet::Letters);
    reference.set_by_name(view.config.check_in.by_name);
    reference.set_message(match view.session.note {
        None => ui::ReferenceMessage::None,
        Some(FieldNote::TooShort | FieldNote::Empty) => ui::ReferenceMessage::TooShort,
        Some(_) => ui::ReferenceMessage::OtherShape,
    });
}

/// As many boxes as the shortest reference has; more appear as they are needed.
fn cells(typed: &str, rule: &ReferenceRule) -> Vec<ui::ReferenceCell> {
    let typed: Vec<char> = typed.chars().collect();
    let wanted = typed.len().next_multiple_of(rule.group);
    let count = wanted.clamp(rule.min_characters, rule.max_characters);
    let cell = |index: usize| ui::ReferenceCell {
        text: typed.get(index).map(|c| SharedString::from(*c)).unwrap_or_default(),
        separator: index > 0 && index.is_multiple_of(rule.group),
        current: index == typed.len(),
    };
    (0..count).map(cell).collect()
}
