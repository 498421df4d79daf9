//! What came of a wish where there is no reference to show.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, local, moment_of};
use crate::kiosk::View;
use crate::session::Press;
use crate::session::days::{DaysEnding, Shut};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let outcome = window.global::<ui::DaysOutcome>();
    let again = Rc::clone(press);
    outcome.on_try_again(move || again(Press::Next));
    let finish = Rc::clone(press);
    outcome.on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let outcome = window.global::<ui::DaysOutcome>();
    let Some(ending) = view.session.draft.days.as_ref().and_then(|days| days.ending) else {
        return;
    };
    outcome.set_kind(match ending {
        DaysEnding::Shut(Shut::Cancelled) => ui::DaysEnd::CancelledDay,
        DaysEnding::Shut(Shut::NotYet(opens)) => {
            outcome.set_from(moment_of(local(opens)));
            ui::DaysEnd::NotYet
        }
        DaysEnding::Shut(Shut::Closed) => ui::DaysEnd::Closed,
        DaysEnding::Shut(Shut::Gone) => ui::DaysEnd::Gone,
        DaysEnding::Shut(Shut::Edited) => ui::DaysEnd::Edited,
        DaysEnding::NotFound => ui::DaysEnd::NotFound,
        DaysEnding::Changed => ui::DaysEnd::Changed,
        DaysEnding::ChangeAsked => ui::DaysEnd::ChangeAsked,
        DaysEnding::Cancelled => ui::DaysEnd::Cancelled,
        _ => ui::DaysEnd::NotSaved,
    });
}
