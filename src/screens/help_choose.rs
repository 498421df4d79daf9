//! A question that narrows a list of services down, with answers to choose from.

use std::rc::Rc;

use slint::{ComponentHandle as _, SharedString};
use visits_domain::help::Nation;
use visits_ui as ui;

use super::{Send, changed, int, place, told};
use crate::kiosk::View;
use crate::session::help::{AGES, LANGUAGES, Narrow};
use crate::session::{HelpPress, Press, Screen};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let choose = Rc::clone(press);
    let global = window.global::<ui::HelpChoose>();
    global.on_choose(move |which| choose(Press::Help(HelpPress::Choose(place(which)))));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Screen::HelpChoose(what) = view.session.screen else { return };
    let Some(finding) = view.session.draft.finding.as_deref() else { return };
    let choose = window.global::<ui::HelpChoose>();
    choose.set_what(match what {
        Narrow::Nation => ui::HelpNarrow::Nation,
        Narrow::Place => ui::HelpNarrow::Place,
        Narrow::Age => ui::HelpNarrow::Age,
        Narrow::Language => ui::HelpNarrow::Language,
        Narrow::OpenNow => ui::HelpNarrow::OpenNow,
        Narrow::WomenOnly => ui::HelpNarrow::WomenOnly,
    });
    let chosen = finding.narrowed.chosen(what, view.config);
    let offers = answers(what, view, &told::words(window));
    let offers = offers.into_iter().enumerate();
    let offers = offers.map(|(number, text)| ui::Offer { text, chosen: number == chosen });
    if let Some(offers) = changed(&choose.get_offers(), offers) {
        choose.set_offers(offers);
    }
}

fn answers(what: Narrow, view: &View<'_>, words: &ui::HelpWords<'_>) -> Vec<SharedString> {
    let language = view.session.language;
    match what {
        Narrow::Nation => {
            Nation::ALL.iter().map(|nation| nation.title().of(language).into()).collect()
        }
        Narrow::Place => {
            let places = view.config.help.place.iter();
            let places = places.map(|place| place.name.in_language(language).into());
            [words.invoke_any_place()].into_iter().chain(places).collect()
        }
        Narrow::Age => (0..=AGES.len()).map(|number| words.invoke_age(int(number))).collect(),
        _ => {
            let spoken = LANGUAGES.iter().map(|code| words.invoke_language((*code).into()));
            [words.invoke_any_language()].into_iter().chain(spoken).collect()
        }
    }
}
