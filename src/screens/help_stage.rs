//! Where a family is on its way; it may leave that out.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::help::Stage;
use visits_ui as ui;

use super::{Send, changed, place};
use crate::kiosk::View;
use crate::session::{HelpPress, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let stage = window.global::<ui::HelpStage>();
    let choose = Rc::clone(press);
    stage.on_choose(move |which| {
        if let Some(stage) = Stage::ALL.get(place(which)) {
            choose(Press::Help(HelpPress::Stage(Some(*stage))));
        }
    });
    let skip = Rc::clone(press);
    stage.on_skip(move || skip(Press::Help(HelpPress::Stage(None))));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(finding) = view.session.draft.finding.as_deref() else { return };
    let stage = window.global::<ui::HelpStage>();
    let offers = Stage::ALL.iter().map(|stage| ui::Offer {
        text: stage.title().of(view.session.language).into(),
        chosen: finding.stage == Some(*stage),
    });
    if let Some(offers) = changed(&stage.get_offers(), offers) {
        stage.set_offers(offers);
    }
}
