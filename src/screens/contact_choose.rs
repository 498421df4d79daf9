//! A question about how to contact a family, with answers to choose from.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, changed, int, place};
use crate::kiosk::View;
use crate::session::contact::RINGS;
use crate::session::{ContactPress, ContactQuestion, Press, Screen};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let choose = Rc::clone(press);
    let global = window.global::<ui::ContactChoose>();
    global.on_choose(move |which| choose(Press::Contact(ContactPress::Choose(place(which)))));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Screen::ContactChoose(question) = view.session.screen else { return };
    let Some(contacting) = view.session.draft.contacting.as_deref() else { return };
    let choose = window.global::<ui::ContactChoose>();
    let (asked, chosen): (_, Vec<bool>) = match question {
        ContactQuestion::Ring => {
            let chosen = RINGS.iter().map(|ring| contacting.ring == Some(*ring));
            (ui::AskedForContact::Ring, chosen.collect())
        }
        ContactQuestion::Message => {
            (ui::AskedForContact::Message, vec![contacting.message, !contacting.message])
        }
    };
    choose.set_question(asked);
    let offers = chosen.into_iter().enumerate().map(|(number, chosen)| ui::Offer {
        text: choose.invoke_words(asked, int(number)),
        chosen,
    });
    if let Some(offers) = changed(&choose.get_offers(), offers) {
        choose.set_offers(offers);
    }
}
