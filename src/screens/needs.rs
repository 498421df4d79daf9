//! Anything we can help with?

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::arrival::Need;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::Press;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let needs = window.global::<ui::Needs>();
    let next = Rc::clone(press);
    needs.on_next(move || next(Press::Next));
    let toggle = Rc::clone(press);
    needs.on_toggle(move |need| {
        toggle(Press::Need(match need {
            ui::Need::Quiet => Need::Quiet,
            ui::Need::StepFree => Need::StepFree,
            ui::Need::Hearing => Need::Hearing,
            ui::Need::Baby => Need::Baby,
            ui::Need::Language => Need::Language,
        }));
    });
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let needs = window.global::<ui::Needs>();
    let chosen = |need| view.session.draft.needs.contains(&need);
    needs.set_quiet(chosen(Need::Quiet));
    needs.set_step_free(chosen(Need::StepFree));
    needs.set_hearing(chosen(Need::Hearing));
    needs.set_baby(chosen(Need::Baby));
    needs.set_language(chosen(Need::Language));
}
