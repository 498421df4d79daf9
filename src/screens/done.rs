//! The number, and what happens next.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, changed, texts};
use crate::kiosk::View;
use crate::public::Link;
use crate::session::{Ending, Press, Reading};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let done = window.global::<ui::Done>();
    let join = Rc::clone(press);
    done.on_join(move || join(Press::MoreOfUs));
    let finish = Rc::clone(press);
    done.on_finish(move || finish(Press::Finish));
    let volunteer = Rc::clone(press);
    done.on_send_volunteer(move || volunteer(Press::AskVolunteer));
    let guide = Rc::clone(press);
    done.on_show_guide(move || guide(Press::Read(Reading::Guide)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let done = window.global::<ui::Done>();
    let session = view.session;
    let number = session.draft.number;
    done.set_number(number.map(|number| number.to_string()).unwrap_or_default().into());
    done.set_kind(match session.ending {
        Ending::Fresh => ui::DoneKind::Fresh,
        Ending::AlreadyHere => ui::DoneKind::AlreadyHere,
        Ending::Joined => ui::DoneKind::Joined,
    });
    let online = !matches!(view.public.link, Link::OfflineSince(_));
    done.set_online(online);
    // Online it is on its way, a moment later it is there: nothing to say about it.
    done.set_unsent(view.public.unsent > 0 && !online);
    done.set_called(number.is_some_and(|number| view.is_called(number)));
    let is_new = session.draft.first_visit && session.ending == Ending::Fresh;
    done.set_first_visit(is_new);
    done.set_volunteers(view.config.first_time.volunteers);
    done.set_can_join(session.ending == Ending::AlreadyHere);
    let language = session.language;
    let steps = view.config.step.iter().filter(|step| step.after_check_in);
    let steps = texts(steps.map(|step| step.in_language(language)));
    if let Some(steps) = changed(&done.get_steps(), steps) {
        done.set_steps(steps);
    }
}
