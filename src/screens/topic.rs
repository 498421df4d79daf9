//! One of the guides.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use super::sheets::{self, CARD, Sheets, signed};
use crate::guides::{Letter, Topic};
use crate::kiosk::View;
use crate::session::{ContactPress, Press, Reading, Screen};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let topic = window.global::<ui::Topic>();
    let show = Rc::clone(press);
    let weak = window.as_weak();
    topic.on_show_letter(move || {
        let shown = weak.upgrade().map(|window| window.global::<ui::Topic>().get_which());
        if let Some(letter) = shown.and_then(|number| Letter::ALL.get(super::place(number))) {
            show(Press::Read(Reading::Letter(*letter)));
        }
    });
    let ask = Rc::clone(press);
    topic.on_ask_worker(move || ask(Press::Contact(ContactPress::FamilyWorker)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Screen::Topic(which) = view.session.screen else { return };
    let topic = window.global::<ui::Topic>();
    let letter = which.letter();
    topic.set_letter(letter.is_some());
    topic.set_which(super::int(letter.map_or(0, |letter| letter as usize)));
    topic.set_worker(offers_worker(which));
    let language = view.session.language;
    let mut sheets = Sheets::of(view, &CARD).beside_two_rows(view);
    for part in which.parts() {
        let points = part.points.iter().map(|point| point.of(language));
        sheets.add(&part.title.of(language).into(), signed(ui::Sign::Dot, points));
    }
    if let Some(sheets) = sheets::changed(&topic.get_sheets(), sheets) {
        topic.set_sheets(sheets);
    }
}

/// Where a person can do more than a page.
fn offers_worker(topic: Topic) -> bool {
    use Topic::{Carers, ComingHome, LosingChildren, TellingChildren};
    matches!(topic, Carers | ComingHome | LosingChildren | TellingChildren)
}
