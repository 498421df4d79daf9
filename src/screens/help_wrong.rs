//! What is wrong about a service.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::wire::Mistake;
use visits_ui as ui;

use super::{Send, changed, place, told};
use crate::kiosk::View;
use crate::session::{HelpPress, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let choose = Rc::clone(press);
    window.global::<ui::HelpWrong>().on_choose(move |which| {
        if let Some(what) = Mistake::ALL.get(place(which)) {
            choose(Press::Help(HelpPress::Mistake(*what)));
        }
    });
}

pub(super) fn show(window: &ui::Kiosk, _view: &View<'_>) {
    let wrong = window.global::<ui::HelpWrong>();
    let words = told::words(window);
    let offers = (0..)
        .zip(Mistake::ALL)
        .map(|(number, _)| ui::Offer { text: words.invoke_mistake(number), chosen: false });
    if let Some(offers) = changed(&wrong.get_offers(), offers) {
        wrong.set_offers(offers);
    }
}
