//! Who gets what a family types, and who does not.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, signed};
use super::{Send, counted};
use crate::kiosk::View;
use crate::session::{ContactPress, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let agree = Rc::clone(press);
    let global = window.global::<ui::ContactConsent>();
    global.on_agree(move || agree(Press::Contact(ContactPress::Agree)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(contacting) = view.session.draft.contacting.as_deref() else { return };
    let consent = window.global::<ui::ContactConsent>();
    let organization = contacting.organization();
    let words = counted(|number| consent.invoke_words(number, organization.into()));
    let mut sheets = Sheets::of(view, &CARD).beside_two_rows_of_several(view);
    sheets.add(&consent.invoke_headline(), signed(ui::Sign::Dot, words));
    if let Some(sheets) = sheets::changed(&consent.get_sheets(), sheets) {
        consent.set_sheets(sheets);
    }
}
