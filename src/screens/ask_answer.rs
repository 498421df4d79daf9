//! What became of asking for a person.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::wire::Whom;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::{AskAnswer, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let answer = window.global::<ui::AskAnswer>();
    let again = Rc::clone(press);
    answer.on_again(move || again(Press::AskAgain));
    let finish = Rc::clone(press);
    answer.on_finish(move || finish(Press::Back));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let state = match view.session.ask {
        Some((_, AskAnswer::Sending)) => ui::AskState::Sending,
        Some((_, AskAnswer::StaffHaveIt)) => ui::AskState::StaffHaveIt,
        Some((_, AskAnswer::Seen)) => ui::AskState::Seen,
        Some((_, AskAnswer::NotSent)) | None => ui::AskState::NotSent,
        Some((_, AskAnswer::CannotTell)) => ui::AskState::CannotTell,
        Some((_, AskAnswer::Expired)) => ui::AskState::Expired,
    };
    let answer = window.global::<ui::AskAnswer>();
    answer.set_volunteer(view.session.ask_whom == Whom::Volunteer);
    answer.set_state(state);
}
