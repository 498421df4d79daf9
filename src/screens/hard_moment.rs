//! *What do I do now?*

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use crate::kiosk::View;
use crate::session::volunteer::Guide;
use crate::session::{Press, VolunteerPress};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let guide = window.global::<ui::HardMoment>();
    let choose = Rc::clone(press);
    guide.on_choose(move |card| {
        let card = match card {
            ui::HardCard::ChildTells => Guide::ChildTells,
            ui::HardCard::Crying => Guide::Crying,
            ui::HardCard::Angry => Guide::Angry,
            ui::HardCard::None => return,
        };
        choose(Press::Volunteer(VolunteerPress::Guide(card)));
    });
    let finish = Rc::clone(press);
    guide.on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let guide = window.global::<ui::HardMoment>();
    guide.set_card(match view.session.volunteer.guide {
        None => ui::HardCard::None,
        Some(Guide::ChildTells) => ui::HardCard::ChildTells,
        Some(Guide::Crying) => ui::HardCard::Crying,
        Some(Guide::Angry) => ui::HardCard::Angry,
    });
    let whom = view.config.safeguarding.as_ref();
    let lead = whom.map(|whom| whom.lead.in_language(view.session.language));
    guide.set_lead(lead.unwrap_or_default().into());
    guide.set_phone(whom.map(|whom| whom.phone.as_str()).unwrap_or_default().into());
}
