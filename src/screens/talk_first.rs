//! Before a private talk: what is passed on, and what is not.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, signed};
use super::{Send, counted};
use crate::kiosk::View;
use crate::session::{Press, TalkPress};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let first = window.global::<ui::TalkFirst>();
    let go_on = Rc::clone(press);
    first.on_go_on(move || go_on(Press::Talk(TalkPress::GoOn)));
    let numbers = Rc::clone(press);
    first.on_numbers(move || numbers(Press::Talk(TalkPress::Numbers)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let first = window.global::<ui::TalkFirst>();
    let mut sheets = Sheets::of(view, &CARD).beside_two_rows_of_several(view);
    let words = counted(|number| first.invoke_words(number));
    sheets.add(&first.invoke_headline(), signed(ui::Sign::Dot, words));
    if let Some(sheets) = sheets::changed(&first.get_sheets(), sheets) {
        first.set_sheets(sheets);
    }
}
