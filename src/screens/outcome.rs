//! One calm sentence.

use std::rc::Rc;

use chrono::{Datelike as _, Timelike as _};
use slint::ComponentHandle as _;
use visits_domain::checkin::Verdict;
use visits_ui as ui;

use super::{Send, int};
use crate::kiosk::View;
use crate::session::Press;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let outcome = window.global::<ui::Outcome>();
    let again = Rc::clone(press);
    outcome.on_try_again(move || again(Press::Next));
    let finish = Rc::clone(press);
    outcome.on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let outcome = window.global::<ui::Outcome>();
    match &view.session.outcome {
        Verdict::Late => outcome.set_kind(ui::OutcomeKind::Late),
        Verdict::Early(opens) => {
            outcome.set_kind(ui::OutcomeKind::Early);
            outcome.set_hour(int(opens.hour()));
            outcome.set_minute(int(opens.minute()));
        }
        Verdict::AnotherDay(date, start) => {
            outcome.set_kind(ui::OutcomeKind::AnotherDay);
            outcome.set_weekday(int(date.weekday().number_from_monday()));
            outcome.set_day(int(date.day()));
            outcome.set_month(int(date.month()));
            outcome.set_hour(int(start.hour()));
            outcome.set_minute(int(start.minute()));
        }
        Verdict::Desk | Verdict::Welcome(_) | Verdict::AlreadyHere(..) => {
            outcome.set_kind(ui::OutcomeKind::Desk);
        }
    }
}
