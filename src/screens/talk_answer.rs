//! What became of an urgent talk: one of three honest answers, and what may follow.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::{Press, TalkAnswer, TalkPress};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let answer = window.global::<ui::TalkAnswer>();
    let again = Rc::clone(press);
    answer.on_again(move || again(Press::Talk(TalkPress::Again)));
    let numbers = Rc::clone(press);
    answer.on_numbers(move || numbers(Press::Talk(TalkPress::Numbers)));
    let finish = Rc::clone(press);
    answer.on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let sent = view.session.draft.talk.as_deref().and_then(|talk| talk.sent);
    window.global::<ui::TalkAnswer>().set_state(match sent {
        Some((_, TalkAnswer::Sending)) => ui::TalkState::Sending,
        Some((_, TalkAnswer::StaffHaveIt)) => ui::TalkState::StaffHaveIt,
        Some((_, TalkAnswer::Seen)) => ui::TalkState::Seen,
        Some((_, TalkAnswer::CannotTell)) => ui::TalkState::CannotTell,
        Some((_, TalkAnswer::NotSent)) | None => ui::TalkState::NotSent,
    });
}
