//! A booking that was written down: how it stands, and its reference, to write or to scan.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, int, qr};
use crate::kiosk::View;
use crate::session::Press;
use crate::session::days::DaysEnding;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let finish = Rc::clone(press);
    window.global::<ui::DaysTaken>().on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let shown = window.global::<ui::DaysTaken>();
    let days = view.session.draft.days.as_deref();
    let Some((taken, ending)) = days.and_then(|days| days.taken.as_ref().zip(days.ending)) else {
        return;
    };
    shown.set_kind(match ending {
        DaysEnding::Held => ui::TakenKind::Held,
        DaysEnding::Booked => ui::TakenKind::Booked,
        DaysEnding::Waiting(_) => ui::TakenKind::Waiting,
        DaysEnding::InTheDraw => ui::TakenKind::InTheDraw,
        DaysEnding::AskedFor => ui::TakenKind::AskedFor,
        _ => ui::TakenKind::Sent,
    });
    if let DaysEnding::Waiting(number) = ending {
        shown.set_waiting(int(number));
    }
    let written = taken.reference.written();
    if shown.get_reference() != written.as_str() {
        shown.set_code(qr::reference(&written));
        shown.set_reference(written.into());
    }
}
