//! A question about a private talk, with answers to choose from.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::help::About;
use visits_ui as ui;

use super::{Send, changed, int, place};
use crate::kiosk::View;
use crate::session::{Press, Screen, TalkPress, TalkQuestion};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let choose = Rc::clone(press);
    let global = window.global::<ui::TalkChoose>();
    global.on_choose(move |which| choose(Press::Talk(TalkPress::Choose(place(which)))));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Screen::TalkChoose(question) = view.session.screen else { return };
    let Some(talk) = view.session.draft.talk.as_deref() else { return };
    let choose = window.global::<ui::TalkChoose>();
    let asked = match question {
        TalkQuestion::About => ui::AskedOfTalk::About,
        TalkQuestion::Seat => ui::AskedOfTalk::Seat,
        TalkQuestion::Call => ui::AskedOfTalk::Call,
    };
    choose.set_question(asked);
    let offer = |number: usize, chosen: bool| ui::Offer {
        text: choose.invoke_words(asked, int(number)),
        chosen,
    };
    let offers: Vec<ui::Offer> = match question {
        TalkQuestion::About => About::ALL
            .iter()
            .enumerate()
            .map(|(number, about)| offer(number, talk.about == Some(*about)))
            .collect(),
        TalkQuestion::Seat => seats(view),
        TalkQuestion::Call => vec![offer(0, false), offer(1, false)],
    };
    if let Some(offers) = changed(&choose.get_offers(), offers) {
        choose.set_offers(offers);
    }
}

fn seats(view: &View<'_>) -> Vec<ui::Offer> {
    let language = view.session.language;
    let seats = view.config.ask.seat.iter();
    seats.map(|seat| ui::Offer { text: seat.in_language(language).into(), chosen: false }).collect()
}
