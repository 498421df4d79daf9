//! A family that waits, and what a volunteer does for it.

use std::rc::Rc;

use chrono::Timelike as _;
use slint::{ComponentHandle as _, SharedString};
use visits_domain::wire::{VolunteerAct, WaitingFamily};
use visits_ui as ui;

use super::{Send, changed, int, local};
use crate::kiosk::View;
use crate::session::volunteer::{CHECKLIST, HelpState};
use crate::session::{Press, VolunteerPress};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let family = window.global::<ui::Family>();
    let on = |what: VolunteerPress| {
        let press = Rc::clone(press);
        move || press(Press::Volunteer(what))
    };
    family.on_claim(on(VolunteerPress::Act(VolunteerAct::Claim)));
    family.on_hand_back(on(VolunteerPress::Act(VolunteerAct::HandBack)));
    family.on_done(on(VolunteerPress::Act(VolunteerAct::Done)));
    family.on_guides(on(VolunteerPress::Guides));
    let tick = Rc::clone(press);
    family.on_tick(move |line| {
        tick(Press::Volunteer(VolunteerPress::Tick(u8::try_from(line).unwrap_or(u8::MAX))));
    });
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let shown = window.global::<ui::Family>();
    let state = &view.session.volunteer;
    let family = view.waiting().iter().find(|family| Some(family.id) == state.family);
    shown.set_stand(stand(family, view));
    if let Some(family) = family {
        let since = local(family.since);
        shown.set_number(family.number.map(|n| n.to_string()).unwrap_or_default().into());
        shown.set_seat(SharedString::from(view.seat(family)));
        shown.set_language(family.language.own_name().into());
        shown.set_hour(int(since.hour()));
        shown.set_minute(int(since.minute()));
    }
    shown.set_news(match state.help {
        Some((.., HelpState::Sending)) => ui::FamilyNews::Sending,
        Some((.., HelpState::NotSent)) => ui::FamilyNews::NotSent,
        Some((.., HelpState::CannotTell)) => ui::FamilyNews::CannotTell,
        Some((_, VolunteerAct::Claim, HelpState::SomebodyElse)) => ui::FamilyNews::SomebodyElse,
        _ => ui::FamilyNews::None,
    });
    let ticked = (0..CHECKLIST).map(|line| state.ticked & (1 << line) != 0);
    if let Some(ticked) = changed(&shown.get_ticked(), ticked) {
        shown.set_ticked(ticked);
    }
}

fn stand(family: Option<&WaitingFamily>, view: &View<'_>) -> ui::FamilyStand {
    match family {
        None => ui::FamilyStand::Gone,
        Some(family) if family.claimed_by.is_none() => ui::FamilyStand::Waits,
        Some(family) if view.is_theirs(family) => ui::FamilyStand::Yours,
        Some(_) => ui::FamilyStand::Another,
    }
}
