//! How old is this child?

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, place};
use crate::kiosk::View;
use crate::session::days::{DaysPress, event};
use crate::session::{FieldNote, Press, Screen};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let age = Rc::clone(press);
    window.global::<ui::DaysAge>().on_choose(move |years| {
        let years = u8::try_from(place(years)).unwrap_or(u8::MAX);
        age(Press::Days(DaysPress::Age(years)));
    });
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Screen::DaysAge(child) = view.session.screen else { return };
    let age = window.global::<ui::DaysAge>();
    age.set_child(i32::from(child) + 1);
    age.set_children(view.session.draft.party.map_or(1, |party| party.children).into());
    age.set_other_age(view.session.note == Some(FieldNote::OtherAge));
    if let Some(ages) = event(view.session, &view.public.events).and_then(|event| event.ages) {
        age.set_youngest(ages.youngest.into());
        age.set_oldest(ages.oldest.into());
    }
}
