//! A word that is searched for, and what was found with it so far.

use std::rc::Rc;

use slint::{ComponentHandle as _, SharedString};
use visits_ui as ui;

use super::measure::Letters;
use super::{Send, int};
use crate::kiosk::View;
use crate::session::{FieldNote, Press};

/// Of the line over the keyboard, and its letters. Pixels.
const LINE: usize = 1180;
const LETTERS: Letters = Letters(220);

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let search = window.global::<ui::HelpSearch>();
    let next = Rc::clone(press);
    search.on_next(move || next(Press::Next));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(finding) = view.session.draft.finding.as_deref() else { return };
    let search = window.global::<ui::HelpSearch>();
    search.set_text(finding.word.as_str().into());
    search.set_found(int(finding.found.all));
    let language = view.session.language;
    let services = finding.found.services.iter();
    search.set_names(on_one_line(services.map(|service| service.name.of(language))));
    search.set_note(match view.session.note {
        Some(FieldNote::Empty) => ui::HelpNote::Empty,
        Some(FieldNote::TooShort) => ui::HelpNote::TooShort,
        Some(FieldNote::Full) => ui::HelpNote::Full,
        _ => ui::HelpNote::None,
    });
}

/// As many names as fit a line.
fn on_one_line<'a>(names: impl Iterator<Item = &'a str>) -> SharedString {
    let mut line = String::new();
    for name in names {
        let longer = if line.is_empty() { name.to_owned() } else { format!("{line} · {name}") };
        if LETTERS.lines(&longer, LINE) > 1 {
            break;
        }
        line = longer;
    }
    line.into()
}
