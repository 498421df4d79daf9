//! It is written down: the receipt, to write or to scan, and who answers.

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::{Send, qr};
use crate::kiosk::View;
use crate::session::{ContactPress, Press};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let finish = Rc::clone(press);
    let global = window.global::<ui::ContactTaken>();
    global.on_finish(move || finish(Press::Contact(ContactPress::Done)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(contacting) = view.session.draft.contacting.as_deref() else { return };
    let Some(receipt) = &contacting.receipt else { return };
    let taken = window.global::<ui::ContactTaken>();
    taken.set_online(!view.is_offline());
    taken.set_rings(contacting.rings);
    taken.set_organization(contacting.organization().into());
    let written = receipt.written();
    if taken.get_reference() != written.as_str() {
        taken.set_code(qr::reference(&written));
        taken.set_reference(written.into());
    }
}
