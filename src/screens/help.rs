//! What a family may need, as tiles.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::help::HelpNeed;
use visits_ui as ui;

use super::{Send, changed};
use crate::kiosk::View;
use crate::session::{HelpPress, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let choose = Rc::clone(press);
    window.global::<ui::Help>().on_choose(move |id| {
        if let Some(need) = HelpNeed::parse(&id) {
            choose(Press::Help(HelpPress::Need(need)));
        }
    });
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let help = window.global::<ui::Help>();
    let language = view.session.language;
    let rows = HelpNeed::ALL.iter().map(|need| ui::NeedRow {
        id: need.as_str().into(),
        title: need.title().of(language).into(),
    });
    if let Some(rows) = changed(&help.get_rows(), rows) {
        help.set_rows(rows);
    }
}
