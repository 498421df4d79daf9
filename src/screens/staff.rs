//! Staff mode: what there is to see and to do.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, int};
use crate::kiosk::View;
use crate::session::{Press, StaffPress, SyncAnswer, VolunteerPress};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let staff = window.global::<ui::Staff>();
    let choose = Rc::clone(press);
    let weak = window.as_weak();
    staff.on_choose(move |door| {
        let rests =
            weak.upgrade().is_some_and(|window| window.global::<ui::Staff>().get_out_of_service());
        choose(match door {
            ui::StaffDoor::Arrivals => Press::Staff(StaffPress::Arrivals),
            ui::StaffDoor::Health => Press::Staff(StaffPress::Health),
            ui::StaffDoor::Tests => Press::Staff(StaffPress::Tests),
            ui::StaffDoor::Families => Press::Volunteer(VolunteerPress::Waiting),
            ui::StaffDoor::Sync => Press::Staff(StaffPress::Sync),
            ui::StaffDoor::Rest => Press::Staff(StaffPress::Rest(!rests)),
        });
    });
    let finish = Rc::clone(press);
    staff.on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let staff = window.global::<ui::Staff>();
    let state = &view.session.staff;
    let letter = state.report.as_ref().and_then(|report| report.letter);
    staff.set_letter(letter.map(|letter| letter.to_string()).unwrap_or_default().into());
    staff.set_unsent(int(view.public.unsent));
    let open = view.waiting().iter().filter(|family| family.claimed_by.is_none());
    staff.set_waiting(int(open.count()));
    staff.set_out_of_service(view.public.out_of_service);
    staff.set_sync(match state.sync {
        None => ui::SyncState::None,
        Some((_, SyncAnswer::Trying)) => ui::SyncState::Trying,
        Some((_, SyncAnswer::Answered(0))) => ui::SyncState::AllSent,
        Some((_, SyncAnswer::Answered(left))) => {
            staff.set_left(int(left));
            ui::SyncState::SomeLeft
        }
        Some((_, SyncAnswer::NotReached)) => ui::SyncState::NotReached,
    });
}
