//! A letter to take along: its words, and a code that holds them.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::arrival::Language;
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, signed};
use super::{Send, qr};
use crate::guides::Letter;
use crate::kiosk::View;
use crate::session::{Press, Screen};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let print = Rc::clone(press);
    window.global::<ui::Letter>().on_print(move || print(Press::Print));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Screen::Letter(which) = view.session.screen else { return };
    let letter = window.global::<ui::Letter>();
    let language = view.session.language;
    letter.set_printer(view.config.printer.escpos().is_some());
    let title = which.title().of(language);
    let mut sheets = Sheets::of(view, &CARD).up_to(8);
    let lines = which.lines().iter().map(|line| together(line.of(language)));
    sheets.add(&title.into(), signed(ui::Sign::Dot, lines));
    if let Some(sheets) = sheets::changed(&letter.get_sheets(), sheets) {
        letter.set_sheets(sheets);
    }
    if letter.get_title() != title || letter.get_code().size().width == 0 {
        letter.set_title(title.into());
        letter.set_code(qr::text(&text(which, language)));
    }
}

/// A blank stands beside the word before it.
fn together(line: &str) -> String {
    line.replace(" ____", "\u{a0}____")
}

/// As a phone gets it. Some readers take a curly apostrophe for a sign of another alphabet.
fn text(letter: Letter, language: Language) -> String {
    let lines: Vec<&str> = letter.lines().iter().map(|line| line.of(language)).collect();
    lines.join("\n").replace('’', "'")
}
