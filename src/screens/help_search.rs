//! A word that is searched for, and what was found with it so far.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, changed, int};
use crate::kiosk::View;
use crate::session::{FieldNote, HelpPress, Press};

/// So many stand over the keyboard.
const ROWS: usize = 2;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let search = window.global::<ui::HelpSearch>();
    let choose = Rc::clone(press);
    search.on_choose(move |id| {
        // The screen holds what it was given.
        if let Ok(service) = id.parse() {
            choose(Press::Help(HelpPress::Service(service)));
        }
    });
    let next = Rc::clone(press);
    search.on_next(move || next(Press::Next));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(finding) = view.session.draft.finding.as_deref() else { return };
    let search = window.global::<ui::HelpSearch>();
    search.set_text(finding.word.as_str().into());
    search.set_found(int(finding.found.all));
    let language = view.session.language;
    let rows = finding.found.services.iter().take(ROWS).map(|service| ui::FoundRow {
        id: service.service.to_string().into(),
        title: service.name.of(language).into(),
    });
    if let Some(rows) = changed(&search.get_rows(), rows) {
        search.set_rows(rows);
    }
    search.set_note(match view.session.note {
        Some(FieldNote::Empty) => ui::HelpNote::Empty,
        Some(FieldNote::TooShort) => ui::HelpNote::TooShort,
        Some(FieldNote::Full) => ui::HelpNote::Full,
        _ => ui::HelpNote::None,
    });
}
