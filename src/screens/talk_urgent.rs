//! Is it urgent?

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, signed};
use super::{Send, counted};
use crate::kiosk::View;
use crate::session::{Press, TalkPress};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let asked = window.global::<ui::TalkUrgent>();
    let urgent = Rc::clone(press);
    asked.on_urgent(move || urgent(Press::Talk(TalkPress::Urgent)));
    let can_wait = Rc::clone(press);
    asked.on_can_wait(move || can_wait(Press::Talk(TalkPress::CanWait)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let asked = window.global::<ui::TalkUrgent>();
    let mut sheets = Sheets::of(view, &CARD).beside_two_rows_of_several(view);
    let words = counted(|number| asked.invoke_words(number));
    sheets.add(&asked.invoke_headline(), signed(ui::Sign::Dot, words));
    if let Some(sheets) = sheets::changed(&asked.get_sheets(), sheets) {
        asked.set_sheets(sheets);
    }
}
