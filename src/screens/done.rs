//! The number, and what happens next.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use super::measure::Letters;
use super::sheets::{self, Room, Sheets, signed};
use crate::kiosk::View;
use crate::next_steps::Next;
use crate::public::Link;
use crate::session::days::{DaysPress, is_shown};
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
    let days = Rc::clone(press);
    done.on_family_days(move || days(Press::Days(DaysPress::Open)));
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
    let days = view.public.events.iter().any(|event| is_shown(event, view.now.local()));
    done.set_days(days);
    done.set_volunteers(view.config.first_time.volunteers);
    done.set_can_join(session.ending == Ending::AlreadyHere);
    let steps = view.next_steps().into_iter().map(|next| match next {
        Next::Step(step) => step.in_language(session.language).into(),
        Next::TheDeskCalls => done.invoke_desk_calls(),
    });
    let mut sheets = Sheets::of(view, &STEPS);
    sheets.add(&done.invoke_headline(), signed(ui::Sign::Number, steps));
    if let Some(sheets) = sheets::changed(&done.get_sheets(), sheets) {
        done.set_sheets(sheets);
    }
}

/// The card with the steps: beside the number, at the large sizes on a page of its own.
const STEPS: [Room; 4] = [
    Room { width: 425, height: 494, letters: Letters(240), least: 52, gap: 14 },
    Room { width: 425, height: 488, letters: Letters(260), least: 52, gap: 14 },
    Room { width: 1064, height: 392, letters: Letters(400), least: 72, gap: 14 },
    Room { width: 1088, height: 429, letters: Letters(514), least: 72, gap: 10 },
];
