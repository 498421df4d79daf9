//! The guides, by their titles.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, changed, place};
use crate::guides::Topic;
use crate::kiosk::View;
use crate::session::{Press, Reading};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let choose = Rc::clone(press);
    window.global::<ui::Guides>().on_choose(move |which| {
        // The last one is a screen of its own: it differs by nation.
        let topic = Topic::ALL.get(place(which)).map(|topic| Reading::Topic(*topic));
        choose(Press::Read(topic.unwrap_or(Reading::Costs)));
    });
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let guides = window.global::<ui::Guides>();
    let language = view.session.language;
    let costs = window.global::<ui::Costs>().invoke_headline(false);
    let titles = Topic::ALL.into_iter().map(|topic| topic.title().of(language).into());
    let titles = titles.chain(std::iter::once(costs));
    let offers = titles.map(|text| ui::Offer { text, chosen: false });
    if let Some(offers) = changed(&guides.get_offers(), offers) {
        guides.set_offers(offers);
    }
}
