//! One service: what it does, for whom, and how it is reached.

use std::rc::Rc;

use slint::{ComponentHandle as _, SharedString};
use visits_domain::help::Service;
use visits_ui as ui;

use super::measure::Letters;
use super::sheets::{self, CARD, Sheets, signed};
use super::{Send, told};
use crate::kiosk::View;
use crate::session::help::{Noted, service};
use crate::session::{ContactPress, HelpPress, Press};

/// Of the plate with its number, and the gap under it. Pixels.
const PLATE: usize = 104;
/// Of a thank-you over it. Pixels.
const STRIP: usize = 80;
/// Of a headline, at each text size; bold letters are a tenth wider than the measured ones.
const HEADLINE: [Letters; 4] = [Letters(506), Letters(572), Letters(572), Letters(649)];
/// Room for it. Pixels.
const HEADLINE_WIDTH: usize = 1200;

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let shown = window.global::<ui::HelpService>();
    let on = |what: HelpPress| {
        let press = Rc::clone(press);
        move || press(Press::Help(what))
    };
    shown.on_take(on(HelpPress::Take));
    shown.on_wrong(on(HelpPress::Wrong));
    let contact = Rc::clone(press);
    shown.on_contact(move |id| {
        // The screen holds what it was given.
        if let Ok(service) = id.parse() {
            contact(Press::Contact(ContactPress::About(service)));
        }
    });
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(finding) = view.session.draft.finding.as_deref() else { return };
    let shown = window.global::<ui::HelpService>();
    let mut sheets = Sheets::of(view, &CARD).beside_two_rows(view);
    match service(finding) {
        None => {
            shown.set_number(SharedString::new());
            shown.set_contacts(false);
            let told = [shown.invoke_gone()].into_iter();
            sheets.add(&SharedString::new(), signed(ui::Sign::Dot, told));
        }
        Some(service) => {
            let title: SharedString = service.name.of(view.session.language).into();
            let number = service.phones.first().map(|phone| phone.number.as_str());
            let size = usize::from(view.session.comfort.text_size.min(3));
            let lines = HEADLINE[size].lines(&title, HEADLINE_WIDTH);
            sheets = sheets.less((lines - 1) * HEADLINE[size].high(1));
            sheets =
                sheets.less(if number.is_some() || service.takes_requests { PLATE } else { 0 });
            sheets = sheets.less(if finding.noted.is_some() { STRIP } else { 0 });
            shown.set_number(number.unwrap_or_default().into());
            shown.set_id(service.service.to_string().into());
            shown.set_contacts(service.takes_requests);
            shown.set_open(told::open(service, view));
            shown.set_taken(finding.basket.iter().any(|taken| taken.service == service.service));
            let about = about(service, view, &told::words(window));
            sheets.add(&title, signed(ui::Sign::Dot, about.into_iter()));
        }
    }
    shown.set_noted(match finding.noted {
        None => ui::HelpNoted::None,
        Some(Noted::Yes) => ui::HelpNoted::Thanks,
        Some(Noted::No) => ui::HelpNoted::NotSaved,
    });
    if let Some(sheets) = sheets::changed(&shown.get_sheets(), sheets) {
        shown.set_sheets(sheets);
    }
}

/// What matters first stands first: in danger, what it does, when, for whom, where.
fn about(service: &Service, view: &View<'_>, words: &ui::HelpWords<'_>) -> Vec<SharedString> {
    let language = view.session.language;
    let mut told = Vec::new();
    if service.is_discreet() {
        told.push(words.invoke_danger());
    }
    told.extend(sentences(service.words.of(language)));
    told.extend(whom(service, view, words));
    if ![&service.name.en, &service.name.cy].contains(&&service.organization) {
        told.push(words.invoke_run_by(service.organization.as_str().into()));
    }
    // Of the first the plate shows the number; what to know of it is said here.
    let with_words = |phone: &visits_domain::help::Phone| !phone.words.is_empty();
    let skip = usize::from(!service.phones.first().is_some_and(with_words));
    told.extend(told::phones(service, view, words).skip(skip));
    let hours = told::hours(service, view, words);
    told.extend(hours.into_iter().map(|hours| words.invoke_open_at(hours)));
    let costs = service.costs.of(language);
    if !costs.is_empty() {
        told.push(words.invoke_costs(costs.into()));
    }
    if !service.languages.is_empty() {
        let names = service.languages.iter().map(|code| words.invoke_language(code.into()));
        let names: Vec<String> = names.map(String::from).collect();
        told.push(words.invoke_languages(names.join(", ").into()));
    }
    told.extend(whereabouts(service, view, words));
    told.push(told::checked(service, words));
    if service.sample {
        told.push(words.invoke_sample());
    }
    told.retain(|text| !text.is_empty());
    told
}

/// For whom it is.
fn whom(service: &Service, view: &View<'_>, words: &ui::HelpWords<'_>) -> Vec<SharedString> {
    let mut told = Vec::new();
    let eligibility = service.eligibility.of(view.session.language);
    if !eligibility.is_empty() {
        told.push(words.invoke_whom(eligibility.into()));
    }
    if service.minimum_age.is_some() || service.maximum_age.is_some() {
        let (from, to) = (service.minimum_age.unwrap_or(0), service.maximum_age.unwrap_or(120));
        told.push(words.invoke_ages(from.into(), to.into()));
    }
    if service.women_only {
        told.push(words.invoke_women());
    }
    told
}

/// Where it is, how far that is, and how it is reached in writing.
fn whereabouts(service: &Service, view: &View<'_>, words: &ui::HelpWords<'_>) -> Vec<SharedString> {
    let finding = view.session.draft.finding.as_deref();
    let place = finding.and_then(|finding| finding.narrowed.place);
    let place = place.and_then(|place| view.config.help.place.get(place));
    let mut told = Vec::new();
    for at in service.places.iter().filter(|at| !at.address.is_empty()) {
        told.push(words.invoke_place(at.address.as_str().into()));
    }
    let far = place.and_then(|place| service.kilometres_from(place.point()?));
    if let Some((far, place)) = far.zip(place) {
        #[expect(clippy::cast_possible_truncation, reason = "at most 20,100")]
        let far = far.round() as i32;
        let name = place.name.in_language(view.session.language);
        told.push(words.invoke_near(far, name.into()));
    }
    if !service.web.is_empty() {
        told.push(words.invoke_web(service.web.as_str().into()));
    }
    if !service.email.is_empty() {
        told.push(words.invoke_mail(service.email.as_str().into()));
    }
    told
}

/// A text of staff, a sentence at a time: so it can go on over more sheets.
fn sentences(text: &str) -> impl Iterator<Item = SharedString> {
    text.split_inclusive(['.', '!', '?', '\n']).map(|sentence| sentence.trim().into())
}
