//! Who is coming, and which kinds of days.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, changed, kind_of, place};
use crate::kiosk::View;
use crate::session::Press;
use crate::session::days::{Coming, DaysPress, kinds};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let filter = window.global::<ui::DaysFilter>();
    let choose = Rc::clone(press);
    filter.on_choose(move |which| choose(Press::Days(DaysPress::Switch(place(which)))));
    let all = Rc::clone(press);
    filter.on_all(move || all(Press::Days(DaysPress::All)));
    let next = Rc::clone(press);
    filter.on_next(move || next(Press::Next));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(days) = view.session.draft.days.as_deref() else { return };
    let filter = window.global::<ui::DaysFilter>();
    let words = window.global::<ui::DayWords>();
    let coming = (0..).zip(Coming::ALL).map(|(number, who)| ui::Offer {
        text: filter.invoke_coming(number),
        chosen: days.coming.contains(&who),
    });
    let kinds = kinds(&view.public.events, view.now.local());
    let kinds = kinds.into_iter().map(|kind| ui::Offer {
        text: words.invoke_kind(kind_of(kind)),
        chosen: days.kinds.contains(&kind),
    });
    if let Some(offers) = changed(&filter.get_offers(), coming.chain(kinds)) {
        filter.set_offers(offers);
    }
    filter.set_chosen(!days.coming.is_empty() || !days.kinds.is_empty());
}
