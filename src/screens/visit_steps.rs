//! How a visit goes, a step at a time.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, int};
use crate::config::StepPicture;
use crate::kiosk::View;
use crate::session::{Press, Telling, steps};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let visit_steps = window.global::<ui::VisitSteps>();
    let next = Rc::clone(press);
    visit_steps.on_next(move || next(Press::Next));
    let volunteer = Rc::clone(press);
    visit_steps.on_send_volunteer(move || volunteer(Press::AskVolunteer));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let (place, language) = (view.session.place, view.session.language);
    let steps = steps(view.config, place.telling);
    let Some(step) = steps.get(place.step) else { return };
    let child = step.child.as_ref().filter(|_| place.telling == Telling::Children);
    let words = child.map_or(step.in_language(language), |child| child.in_language(language));
    let childs = step.child_title.as_ref().filter(|_| child.is_some());
    let title = childs.or(step.title.as_ref()).map(|title| title.in_language(language));
    let visit_steps = window.global::<ui::VisitSteps>();
    visit_steps.set_step(int(place.step + 1));
    visit_steps.set_steps(int(steps.len()));
    visit_steps.set_for_children(place.telling == Telling::Children);
    visit_steps.set_name(title.unwrap_or_default().into());
    visit_steps.set_words(words.into());
    visit_steps.set_volunteers(view.config.first_time.volunteers);
    visit_steps.set_picture(match step.picture {
        StepPicture::Door => ui::StepPicture::Door,
        StepPicture::Desk => ui::StepPicture::Desk,
        StepPicture::Locker => ui::StepPicture::Locker,
        StepPicture::Bell => ui::StepPicture::Bell,
        StepPicture::Dog => ui::StepPicture::Dog,
        StepPicture::Table => ui::StepPicture::Table,
        StepPicture::Bus => ui::StepPicture::Bus,
    });
}
