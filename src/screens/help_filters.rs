//! What a list of services can be narrowed down by.

use std::rc::Rc;

use slint::{ComponentHandle as _, SharedString};
use visits_domain::help::Nation;
use visits_ui as ui;

use super::{Send, changed, int, place, told};
use crate::kiosk::View;
use crate::session::help::{LANGUAGES, Narrow, Narrowed, narrowings};
use crate::session::{HelpPress, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let filters = window.global::<ui::HelpFilters>();
    let choose = Rc::clone(press);
    filters.on_choose(move |which| choose(Press::Help(HelpPress::Narrow(place(which)))));
    let all = Rc::clone(press);
    filters.on_all(move || all(Press::Help(HelpPress::All)));
    let next = Rc::clone(press);
    filters.on_next(move || next(Press::Help(HelpPress::Show)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(finding) = view.session.draft.finding.as_deref() else { return };
    let filters = window.global::<ui::HelpFilters>();
    let words = told::words(window);
    let narrowed = &finding.narrowed;
    let offers = narrowings(view.config).into_iter().map(|what| ui::Offer {
        text: match what {
            Narrow::OpenNow => filters.invoke_open_now(),
            Narrow::WomenOnly => filters.invoke_women(),
            asked => answer(asked, narrowed, view, &words),
        },
        chosen: match what {
            Narrow::Nation => narrowed.nation.is_some(),
            Narrow::Place => narrowed.place.is_some(),
            Narrow::Age => narrowed.age.is_some(),
            Narrow::Language => narrowed.language.is_some(),
            Narrow::OpenNow => narrowed.open_now,
            Narrow::WomenOnly => narrowed.women_only,
        },
    });
    if let Some(offers) = changed(&filters.get_offers(), offers) {
        filters.set_offers(offers);
    }
    filters.set_chosen(*narrowed != Narrowed::default());
}

/// What was asked, with the answer as it stands.
fn answer(
    what: Narrow,
    narrowed: &Narrowed,
    view: &View<'_>,
    words: &ui::HelpWords<'_>,
) -> SharedString {
    let language = view.session.language;
    match what {
        Narrow::Nation => {
            let nation = narrowed.nation.unwrap_or(view.config.help.nation);
            words.invoke_lives(Nation::title(nation).of(language).into())
        }
        Narrow::Place => {
            let place = narrowed.place.and_then(|place| view.config.help.place.get(place));
            let name = place.map(|place| place.name.in_language(language).into());
            words.invoke_close_to(name.unwrap_or_else(|| words.invoke_any_place()))
        }
        Narrow::Age => {
            words.invoke_is_for(words.invoke_age(int(narrowed.chosen(what, view.config))))
        }
        _ => {
            let spoken = narrowed.language.and_then(|language| LANGUAGES.get(language));
            let spoken = spoken.map(|code| words.invoke_language((*code).into()));
            words.invoke_speaks(spoken.unwrap_or_else(|| words.invoke_any_language()))
        }
    }
}
