//! Whom somebody can ring: 999, and the lines that the site has named.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, signed};
use super::{Send, paper};
use crate::kiosk::View;
use crate::session::Press;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let print = Rc::clone(press);
    window.global::<ui::TalkNumbers>().on_print(move || print(Press::Print));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let numbers = window.global::<ui::TalkNumbers>();
    numbers.set_printer(view.config.printer.escpos().is_some());
    let all = paper::numbers(window, view).into_iter();
    let mut sheets = Sheets::of(view, &CARD);
    sheets.add(&numbers.invoke_headline(), signed(ui::Sign::Dot, all));
    if let Some(sheets) = sheets::changed(&numbers.get_sheets(), sheets) {
        numbers.set_sheets(sheets);
    }
}
