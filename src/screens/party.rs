//! How many are here: counts, never names.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::arrival::Party;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::{Press, days, party_allows};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let party = window.global::<ui::Party>();
    let on = |what: Press| {
        let press = Rc::clone(press);
        move || press(what)
    };
    party.on_more_adults(on(Press::Adults(1)));
    party.on_fewer_adults(on(Press::Adults(-1)));
    party.on_more_children(on(Press::Children(1)));
    party.on_fewer_children(on(Press::Children(-1)));
    party.on_next(on(Press::Next));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let party = window.global::<ui::Party>();
    let draft = &view.session.draft;
    let Party { adults, children } = draft.party.unwrap_or(Party { adults: 1, children: 0 });
    let event = days::event(view.session, &view.public.events);
    let allows = |adults, children| match event {
        Some(_) => days::counted(view.session, &view.public.events, adults, children).is_some(),
        None => party_allows(view.session, view.config, adults, children),
    };
    party.set_coming(draft.days.is_some());
    party.set_most_people(event.map_or(0, |event| event.most_people).into());
    party.set_adults(adults.into());
    party.set_children(children.into());
    if let Some(visit) = &draft.visit {
        party.set_most_adults(visit.adults.into());
        party.set_most_children(visit.children.into());
    }
    party.set_adult_age(view.config.check_in.adult_age.into());
    party.set_more_adults_allowed(allows(1, 0));
    party.set_fewer_adults_allowed(allows(-1, 0));
    party.set_more_children_allowed(allows(0, 1));
    party.set_fewer_children_allowed(allows(0, -1));
    party.set_joining(draft.joining);
}
