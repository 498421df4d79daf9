//! Typing a date of birth.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::arrival::Route;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::{DatePart, FieldNote, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let birth_date = window.global::<ui::BirthDate>();
    let next = Rc::clone(press);
    birth_date.on_next(move || next(Press::Next));
    let choose = Rc::clone(press);
    birth_date.on_choose(move |part| {
        choose(Press::Part(match part {
            ui::DatePart::Day => DatePart::Day,
            ui::DatePart::Month => DatePart::Month,
            ui::DatePart::Year => DatePart::Year,
        }));
    });
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let birth_date = window.global::<ui::BirthDate>();
    let draft = &view.session.draft;
    birth_date.set_whose(match draft.route {
        Some(Route::Reference) => ui::Whose::AnAdult,
        _ => ui::Whose::Mine,
    });
    birth_date.set_day(draft.born.day.as_str().into());
    birth_date.set_month(draft.born.month.as_str().into());
    birth_date.set_year(draft.born.year.as_str().into());
    birth_date.set_part(match draft.born.part {
        DatePart::Day => ui::DatePart::Day,
        DatePart::Month => ui::DatePart::Month,
        DatePart::Year => ui::DatePart::Year,
    });
    birth_date.set_message(match view.session.note {
        None => ui::DateMessage::None,
        Some(FieldNote::NoSuchDay) => ui::DateMessage::NoSuchDay,
        Some(FieldNote::StillToCome) => ui::DateMessage::InFuture,
        Some(FieldNote::TooLongAgo) => ui::DateMessage::TooLongAgo,
        Some(_) => ui::DateMessage::Incomplete,
    });
    birth_date.set_busy(view.session.busy.is_some());
}
