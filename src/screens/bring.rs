//! What counts as ID here, what to bring and what not.

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::sheets::{self, Sheets};
use crate::kiosk::View;

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let bring = window.global::<ui::Bring>();
    let first = &view.config.first_time;
    let language = view.session.language;
    let mut sheets = Sheets::of(view);
    for (part, sign, points) in [
        (ui::BringPart::Id, ui::Sign::Dot, &first.id),
        (ui::BringPart::Bring, ui::Sign::Tick, &first.bring),
        (ui::BringPart::Leave, ui::Sign::Cross, &first.leave),
    ] {
        let points = points.iter().map(|words| words.in_language(language).into());
        sheets.add(&bring.invoke_headline(part), sign, points);
    }
    if let Some(sheets) = sheets::changed(&bring.get_sheets(), sheets) {
        bring.set_sheets(sheets);
    }
}
