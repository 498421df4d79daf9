//! A question about a booking, with answers to choose from.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_domain::wish::Ring;
use visits_ui as ui;

use super::{Send, changed, place};
use crate::kiosk::View;
use crate::session::days::{Days, DaysPress, Question, buses, event};
use crate::session::{Press, Screen};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let choose = Rc::clone(press);
    let global = window.global::<ui::DaysChoose>();
    global.on_choose(move |which| choose(Press::Days(DaysPress::Choose(place(which)))));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Screen::DaysChoose(question) = view.session.screen else { return };
    let Some(days) = view.session.draft.days.as_deref() else { return };
    let choose = window.global::<ui::DaysChoose>();
    let asked = match question {
        Question::Bus => ui::DaysQuestion::Bus,
        Question::Whom => ui::DaysQuestion::Whom,
        Question::Ring => ui::DaysQuestion::Ring,
        Question::Message => ui::DaysQuestion::Message,
    };
    choose.set_question(asked);
    let offer = |number: usize, chosen: bool| ui::Offer {
        text: choose.invoke_words(asked, super::int(number)),
        chosen,
    };
    let offers: Vec<ui::Offer> = match question {
        Question::Bus => {
            let by_themselves = offer(0, days.bus.is_none());
            [by_themselves].into_iter().chain(by_bus(view, days)).collect()
        }
        Question::Whom => vec![offer(0, days.as_checked_in), offer(1, !days.as_checked_in)],
        Question::Ring => Ring::ALL
            .iter()
            .enumerate()
            .map(|(number, ring)| offer(number, days.ring == Some(*ring)))
            .collect(),
        Question::Message => vec![offer(0, days.message), offer(1, !days.message)],
    };
    if let Some(offers) = changed(&choose.get_offers(), offers) {
        choose.set_offers(offers);
    }
}

fn by_bus(view: &View<'_>, days: &Days) -> Vec<ui::Offer> {
    let event = event(view.session, &view.public.events);
    let offer = |pool: &visits_domain::wire::Pool| ui::Offer {
        text: pool.name.of(view.session.language).into(),
        chosen: days.bus == Some(pool.pool),
    };
    event.map(|event| buses(event).map(offer).collect()).unwrap_or_default()
}
