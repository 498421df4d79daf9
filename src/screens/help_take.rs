//! What is taken along: as text or as contacts, in codes that a telephone reads without any
//! network.

use std::rc::Rc;

use slint::{ComponentHandle as _, Image, Model as _, ModelRc, SharedString, VecModel};
use visits_domain::help::Service;
use visits_ui as ui;

use super::{Send, along, changed, qr, told};
use crate::kiosk::View;
use crate::session::help::is_hidden;
use crate::session::{HelpPress, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let take = window.global::<ui::HelpTake>();
    let as_contact = Rc::clone(press);
    take.on_as_contact(move |is| as_contact(Press::Help(HelpPress::AsContact(is))));
    let anyway = Rc::clone(press);
    take.on_anyway(move || anyway(Press::Help(HelpPress::Anyway)));
    let finish = Rc::clone(press);
    take.on_finish(move || finish(Press::Finish));
    let print = Rc::clone(press);
    take.on_print(move || print(Press::Print));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(finding) = view.session.draft.finding.as_deref() else { return };
    let take = window.global::<ui::HelpTake>();
    let hidden = is_hidden(finding);
    take.set_hidden(hidden);
    take.set_contact(finding.as_contact);
    take.set_printer(view.config.printer.escpos().is_some());
    let services: &[Service] = if hidden { &[] } else { &finding.basket };
    let words = told::words(window);
    let secret = finding.basket.iter().filter(|service| service.is_discreet());
    let numbers = secret.filter_map(|service| service.phones.first());
    let numbers: Vec<&str> = numbers.map(|phone| phone.number.as_str()).collect();
    take.set_numbers(if hidden { numbers.join("\n") } else { String::new() }.into());
    let pages = if finding.as_contact {
        services.iter().map(|service| along::contact(service, view, &words)).collect()
    } else {
        along::pages(services, view, &words)
    };
    let (names, texts): (Vec<SharedString>, Vec<SharedString>) = pages.into_iter().unzip();
    if let Some(names) = changed(&take.get_names(), names) {
        take.set_names(names);
    }
    if let Some(texts) = changed(&take.get_texts(), texts) {
        let codes = texts.iter().map(|text| qr::text(&text));
        take.set_codes(ModelRc::new(codes.collect::<VecModel<Image>>()));
        take.set_texts(texts);
    }
}
