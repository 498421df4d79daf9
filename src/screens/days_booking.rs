//! A booking as it stands. Of why it was declined the screen knows nothing.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::booking_card::BookingState;
use visits_domain::places::Mode;
use visits_ui as ui;

use super::{Send, int, moment};
use crate::kiosk::View;
use crate::session::Press;
use crate::session::days::{DaysPress, event};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let booking = window.global::<ui::DaysBooking>();
    let change = Rc::clone(press);
    booking.on_change(move || change(Press::Days(DaysPress::Change)));
    let cancel = Rc::clone(press);
    booking.on_cancel(move || cancel(Press::Days(DaysPress::Cancel)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(found) = view.session.draft.days.as_ref().and_then(|days| days.found.as_ref()) else {
        return;
    };
    let booking = window.global::<ui::DaysBooking>();
    let event = event(view.session, &view.public.events);
    let state = found.card.state;
    let is_off = event.is_some_and(|event| event.cancelled);
    let is_yourself = event.is_some_and(|event| event.booking == Mode::BookYourself);
    booking.set_stand(match state {
        BookingState::Declined => ui::BookingStand::Declined,
        BookingState::Cancelled => ui::BookingStand::Cancelled,
        _ if is_off => ui::BookingStand::DayCancelled,
        BookingState::AskedFor => ui::BookingStand::AskedFor,
        BookingState::Held if is_yourself => ui::BookingStand::Booked,
        BookingState::Held => ui::BookingStand::Held,
        BookingState::Approved => ui::BookingStand::Approved,
        BookingState::Waiting => ui::BookingStand::Waiting,
        BookingState::InTheDraw => ui::BookingStand::InTheDraw,
    });
    booking.set_waiting(int(found.waiting.unwrap_or(0)));
    booking.set_moved(found.card.moved);
    booking.set_known(event.is_some());
    if let Some(event) = event {
        booking.set_title(event.title.of(view.session.language).into());
        booking.set_at(moment(event.date, event.start));
    }
    booking.set_adults(found.card.party.adults.into());
    booking.set_children(found.card.party.children.into());
    let can = found.can_change();
    booking.set_can_cancel(can && !is_off);
    booking.set_can_change(can && !is_off && event.is_some());
}
