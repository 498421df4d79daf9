//! What to bring and what not, and what counts as ID here.

use slint::{ComponentHandle as _, SharedString};
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, signed};
use crate::config::Words;
use crate::kiosk::View;

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let bring = window.global::<ui::Bring>();
    let first = &view.config.first_time;
    let said = |words: &Words| words.in_language(view.session.language).to_owned();
    let leave = signed(ui::Sign::Cross, first.leave.iter().map(said));
    // A question is nothing to leave: a plain dot.
    let not_sure = (!first.leave.is_empty()).then(|| (ui::Sign::Dot, bring.invoke_not_sure()));
    let mut sheets = Sheets::of(view, &CARD);
    let mut add = |part, sentences: &mut dyn Iterator<Item = (ui::Sign, SharedString)>| {
        sheets.add(&bring.invoke_headline(part), sentences);
    };
    add(ui::BringPart::Bring, &mut signed(ui::Sign::Tick, first.bring.iter().map(said)));
    add(ui::BringPart::Leave, &mut leave.chain(not_sure));
    add(ui::BringPart::Id, &mut signed(ui::Sign::Dot, first.id.iter().map(said)));
    if let Some(sheets) = sheets::changed(&bring.get_sheets(), sheets) {
        bring.set_sheets(sheets);
    }
}
