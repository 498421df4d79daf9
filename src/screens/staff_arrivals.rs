//! Who arrived here and is not with the server yet: numbers, counts, times.

use std::rc::Rc;

use chrono::Timelike as _;
use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, changed, int, local};
use crate::kiosk::View;
use crate::session::{Press, UnsentArrival};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let press = Rc::clone(press);
    window.global::<ui::StaffArrivals>().on_finish(move || press(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let arrivals = window.global::<ui::StaffArrivals>();
    let unsent = view.session.staff.report.iter().flat_map(|report| &report.unsent);
    if let Some(rows) = changed(&arrivals.get_rows(), unsent.map(row)) {
        arrivals.set_rows(rows);
    }
}

fn row(arrival: &UnsentArrival) -> ui::UnsentRow {
    let at = local(arrival.at);
    ui::UnsentRow {
        number: arrival.number.to_string().into(),
        adults: arrival.party.adults.into(),
        children: arrival.party.children.into(),
        joined: arrival.joined,
        hour: int(at.hour()),
        minute: int(at.minute()),
    }
}
