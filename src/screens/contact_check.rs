//! *Check your answers*, before they are sealed.

use std::rc::Rc;

use slint::{ComponentHandle as _, SharedString};
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, broken, signed};
use super::{Send, int};
use crate::kiosk::View;
use crate::session::contact::{Contacting, RINGS, written};
use crate::session::{ContactPress, FieldNote, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let save = Rc::clone(press);
    let global = window.global::<ui::ContactCheck>();
    global.on_save(move || save(Press::Contact(ContactPress::Save)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(contacting) = view.session.draft.contacting.as_deref() else { return };
    let check = window.global::<ui::ContactCheck>();
    check.set_busy(view.session.busy.is_some());
    check.set_not_saved(view.session.note == Some(FieldNote::NotSaved));
    // "One moment", or a word of what went wrong, comes over it, and nothing may move then.
    let moment = if view.session.comfort.text_size < 2 { 60 } else { 80 };
    let mut sheets = Sheets::of(view, &CARD).less(moment);
    let told = answers(window, contacting);
    sheets.add(&check.invoke_headline(), signed(ui::Sign::Dot, told.into_iter()));
    if let Some(sheets) = sheets::changed(&check.get_sheets(), sheets) {
        check.set_sheets(sheets);
    }
}

fn answers(window: &ui::Kiosk, contacting: &Contacting) -> Vec<SharedString> {
    let check = window.global::<ui::ContactCheck>();
    let mut told = vec![
        check.invoke_to_whom(contacting.organization().into()),
        check.invoke_name(broken(&contacting.name)),
    ];
    let ring = contacting.ring.filter(|_| !contacting.phone.is_empty());
    match ring.and_then(|ring| RINGS.iter().position(|known| *known == ring)) {
        None => told.push(check.invoke_phone(SharedString::new(), SharedString::new())),
        Some(number) => {
            let choose = window.global::<ui::ContactChoose>();
            let when = choose.invoke_words(ui::AskedForContact::Ring, int(number));
            told.push(check.invoke_phone(written(&contacting.phone).into(), when));
            told.push(check.invoke_message(contacting.message));
        }
    }
    told.push(check.invoke_words(broken(&contacting.words)));
    told
}
