//! Family days, by date.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::wire::Event;
use visits_ui as ui;

use super::{Send, changed, left_of, moment};
use crate::kiosk::View;
use crate::session::Press;
use crate::session::days::{DaysPress, is_shown, suits};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let days = window.global::<ui::Days>();
    let choose = Rc::clone(press);
    days.on_choose(move |id| {
        // The screen holds what it was given.
        if let Ok(event) = id.parse() {
            choose(Press::Days(DaysPress::Day(event)));
        }
    });
    let filter = Rc::clone(press);
    days.on_filter(move || filter(Press::Days(DaysPress::Filter)));
    let find = Rc::clone(press);
    days.on_find(move || find(Press::Days(DaysPress::Find)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let days = window.global::<ui::Days>();
    let chosen = view.session.draft.days.as_deref();
    let events = view.public.events.iter().filter(|event| is_shown(event, view.now.local()));
    let events = events.filter(|event| chosen.is_none_or(|days| suits(event, days)));
    if let Some(rows) = changed(&days.get_rows(), events.map(|event| row(event, view))) {
        days.set_rows(rows);
    }
    days.set_filtered(chosen.is_some_and(|d| !d.coming.is_empty() || !d.kinds.is_empty()));
}

fn row(event: &Event, view: &View<'_>) -> ui::DayRow {
    ui::DayRow {
        id: event.event.to_string().into(),
        title: event.title.of(view.session.language).into(),
        at: moment(event.date, event.start),
        left: left_of(event, view),
    }
}
