//! The families who wait for a volunteer: numbers and seats, never a name.

use std::rc::Rc;

use chrono::Timelike as _;
use slint::ComponentHandle as _;
use visits_domain::wire::WaitingFamily;
use visits_ui as ui;

use super::{Send, changed, int, local};
use crate::kiosk::View;
use crate::session::{Press, VolunteerPress};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let waiting = window.global::<ui::Waiting>();
    let choose = Rc::clone(press);
    waiting.on_choose(move |id| {
        // The screen holds what it was given.
        if let Ok(family) = id.parse() {
            choose(Press::Volunteer(VolunteerPress::Family(family)));
        }
    });
    let guides = Rc::clone(press);
    waiting.on_guides(move || guides(Press::Volunteer(VolunteerPress::Guides)));
    let finish = Rc::clone(press);
    waiting.on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let waiting = window.global::<ui::Waiting>();
    // Who still waits comes first; each group longest first.
    let mut rows: Vec<_> = view.waiting().iter().map(|family| row(family, view)).collect();
    rows.sort_by_key(|row| match row.whose {
        ui::WaitingWhose::Nobody => 0,
        ui::WaitingWhose::Yours => 1,
        ui::WaitingWhose::Another => 2,
    });
    if let Some(rows) = changed(&waiting.get_rows(), rows) {
        waiting.set_rows(rows);
    }
    let as_of = view.public.waiting_as_of.map(local);
    waiting.set_live(as_of.is_none());
    if let Some(as_of) = as_of {
        waiting.set_hour(int(as_of.hour()));
        waiting.set_minute(int(as_of.minute()));
    }
}

fn row(family: &WaitingFamily, view: &View<'_>) -> ui::WaitingRow {
    let since = local(family.since);
    ui::WaitingRow {
        id: family.id.to_string().into(),
        number: family.number.map(|number| number.to_string()).unwrap_or_default().into(),
        seat: view.seat(family).into(),
        language: family.language.own_name().into(),
        hour: int(since.hour()),
        minute: int(since.minute()),
        whose: match &family.claimed_by {
            None => ui::WaitingWhose::Nobody,
            Some(_) if view.is_theirs(family) => ui::WaitingWhose::Yours,
            Some(_) => ui::WaitingWhose::Another,
        },
    }
}
