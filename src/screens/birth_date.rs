//! Typing a date of birth.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::arrival::Route;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::{BornOf, DatePart, FieldNote, Press, Screen};

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
    let of = match view.session.screen {
        Screen::DaysBorn(of) => draft.days.as_deref().map(|days| (of, days.born(of))),
        _ => None,
    };
    birth_date.set_whose(match (of, draft.route) {
        (Some((BornOf::Child(_), _)), _) => ui::Whose::Child,
        (Some((BornOf::Booked, _)), _) => ui::Whose::Booked,
        (None, Some(Route::Reference)) => ui::Whose::AnAdult,
        (Some((BornOf::Lead, _)) | None, _) => ui::Whose::Mine,
    });
    let born = of.map_or(&draft.born, |(_, born)| born);
    birth_date.set_day(born.day.as_str().into());
    birth_date.set_month(born.month.as_str().into());
    birth_date.set_year(born.year.as_str().into());
    birth_date.set_part(match born.part {
        DatePart::Day => ui::DatePart::Day,
        DatePart::Month => ui::DatePart::Month,
        DatePart::Year => ui::DatePart::Year,
    });
    birth_date.set_message(match view.session.note {
        None => ui::DateMessage::None,
        Some(FieldNote::NoSuchDay) => ui::DateMessage::NoSuchDay,
        Some(FieldNote::StillToCome) => ui::DateMessage::InFuture,
        Some(FieldNote::TooLongAgo) => ui::DateMessage::TooLongAgo,
        Some(FieldNote::OtherBirth) => ui::DateMessage::OtherBirth,
        Some(FieldNote::OtherAge) => ui::DateMessage::OtherAge,
        Some(_) => ui::DateMessage::Incomplete,
    });
    birth_date.set_busy(view.session.busy.is_some());
}
