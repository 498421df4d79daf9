//! Where are you sitting?

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::wire::Whom;
use visits_ui as ui;

use super::{Send, changed, texts};
use crate::kiosk::View;
use crate::session::Press;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let press = Rc::clone(press);
    window.global::<ui::AskPerson>().on_send(move |index| {
        press(Press::Seat(usize::try_from(index).unwrap_or(usize::MAX)));
    });
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let language = view.session.language;
    let seats = texts(view.config.ask.seat.iter().map(|seat| seat.in_language(language)));
    let ask = window.global::<ui::AskPerson>();
    ask.set_volunteer(view.session.wanted == Whom::Volunteer);
    if let Some(seats) = changed(&ask.get_seats(), seats) {
        ask.set_seats(seats);
    }
}
