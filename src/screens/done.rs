//! The number, and what happens next.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use super::measure::Letters;
use super::sheets::{self, Room, Sheets, signed};
use crate::config::{Step, StepPicture};
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
    let steps = still_to_come(&view.config.step, done.get_called(), online);
    let steps = steps.into_iter().map(|told| match told {
        Told::Step(step) => step.in_language(session.language).into(),
        Told::TheDeskCalls => done.invoke_desk_calls(),
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

/// What is said of a step.
#[derive(Debug, PartialEq, Eq)]
enum Told<'a> {
    /// As the site has it.
    Step(&'a Step),
    /// In place of a call, which this screen cannot promise.
    TheDeskCalls,
}

/// Who is called has done what comes before the call. A site that does not say which step that is
/// tells nothing more: better than what is no longer true.
fn still_to_come(steps: &[Step], is_called: bool, is_online: bool) -> Vec<Told<'_>> {
    let is_the_call = |step: &Step| step.picture == StepPicture::Bell;
    let first = if is_called {
        steps.iter().rposition(is_the_call).map_or(steps.len(), |call| call + 1)
    } else {
        0
    };
    let told = |step| {
        if is_the_call(step) && !is_online { Told::TheDeskCalls } else { Told::Step(step) }
    };
    steps[first..].iter().filter(|step| step.after_check_in).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(picture: StepPicture, after_check_in: bool) -> Step {
        let words = |text: &str| text.to_owned();
        Step {
            en: words("Here"),
            cy: words("Yma"),
            title: None,
            picture,
            child: None,
            child_title: None,
            after_check_in,
        }
    }

    #[test]
    fn what_is_told_is_what_is_still_to_come_and_nothing_that_cannot_be_promised() {
        use StepPicture::{Bell, Bus, Desk, Dog, Door};
        let steps = [
            step(Door, false),
            step(Desk, true),
            step(Bell, true),
            step(Dog, true),
            step(Bus, false),
        ];
        let of = |place: usize| Told::Step(&steps[place]);
        assert_eq!(still_to_come(&steps, false, true), [of(1), of(2), of(3)]);
        assert_eq!(still_to_come(&steps, false, false), [of(1), Told::TheDeskCalls, of(3)]);
        assert_eq!(still_to_come(&steps, true, true), [of(3)]);
        assert_eq!(still_to_come(&steps[..2], true, true), [], "which step is it?");
    }
}
