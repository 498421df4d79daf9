//! The services that were found.

use std::rc::Rc;

use slint::{ComponentHandle as _, SharedString};
use visits_domain::help::{HelpNeed, Service};
use visits_ui as ui;

use super::measure::Letters;
use super::{Send, changed, int, told};
use crate::kiosk::View;
use crate::session::help::{Narrowed, is_discreet};
use crate::session::{HelpPress, Press};

/// Of a word that stands over the list.
const TITLE_LETTERS: usize = 20;
/// Of a line in a tile, at the small sizes. Pixels.
const LINE: usize = 1100;
/// The largest letters there.
const LETTERS: Letters = Letters(220);

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let list = window.global::<ui::HelpList>();
    let choose = Rc::clone(press);
    list.on_choose(move |id| {
        // The screen holds what it was given.
        if let Ok(service) = id.parse() {
            choose(Press::Help(HelpPress::Service(service)));
        }
    });
    let on = |what: HelpPress| {
        let press = Rc::clone(press);
        move || press(Press::Help(what))
    };
    list.on_filter(on(HelpPress::Filters));
    list.on_all_again(on(HelpPress::All));
    list.on_search(on(HelpPress::Search));
    list.on_take(on(HelpPress::Basket));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(finding) = view.session.draft.finding.as_deref() else { return };
    let list = window.global::<ui::HelpList>();
    let words = told::words(window);
    let rows = finding.found.services.iter().map(|service| row(service, view, &words));
    if let Some(rows) = changed(&list.get_rows(), rows) {
        list.set_rows(rows);
    }
    let language = view.session.language;
    list.set_title(match finding.need {
        Some(need) => need.title().of(language).into(),
        None => shortened(finding.word.trim()),
    });
    list.set_all(int(finding.found.all));
    list.set_more(finding.found.more);
    list.set_unread(finding.found.unread);
    list.set_narrowed(finding.narrowed != Narrowed::default());
    list.set_discreet(finding.need.is_some_and(HelpNeed::is_discreet) || is_discreet(view.session));
    list.set_taken(int(finding.basket.len()));
}

fn row(service: &Service, view: &View<'_>, words: &ui::HelpWords<'_>) -> ui::ServiceRow {
    let language = view.session.language;
    let number = service.phones.first().map(|phone| phone.number.as_str());
    ui::ServiceRow {
        id: service.service.to_string().into(),
        title: service.name.of(language).into(),
        what: on_one_line(service.words.of(language)),
        number: number.unwrap_or_default().into(),
        open: told::open(service, view),
        checked: told::checked(service, words),
        sample: service.sample,
    }
}

/// A word as a headline: as much of it as stands on one line.
fn shortened(word: &str) -> SharedString {
    if word.chars().count() <= TITLE_LETTERS {
        return word.into();
    }
    let kept: String = word.chars().take(TITLE_LETTERS).collect();
    format!("{}…", kept.trim_end()).into()
}

/// As much of its first sentence as fits a line.
fn on_one_line(text: &str) -> SharedString {
    let first = text.split_inclusive(['.', '!', '?']).next().unwrap_or_default().trim();
    if LETTERS.lines(first, LINE) <= 1 {
        return first.into();
    }
    let mut words: Vec<&str> = first.split_whitespace().collect();
    loop {
        words.pop();
        let shorter = format!("{}…", words.join(" ").trim_end_matches([',', ';', ':']));
        if LETTERS.lines(&shorter, LINE) <= 1 {
            return shorter.into();
        }
    }
}
