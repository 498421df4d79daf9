//! Whom somebody can ring: 999, and the lines that the site has named.

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, signed};
use crate::kiosk::View;

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let numbers = window.global::<ui::TalkNumbers>();
    let language = view.session.language;
    let lines = view.config.talk.line.iter().map(|line| {
        let who = line.words();
        numbers.invoke_line(who.in_language(language).into(), line.number.as_str().into())
    });
    let all = std::iter::once(numbers.invoke_danger()).chain(lines);
    let mut sheets = Sheets::of(view, &CARD);
    sheets.add(&numbers.invoke_headline(), signed(ui::Sign::Dot, all));
    if let Some(sheets) = sheets::changed(&numbers.get_sheets(), sheets) {
        numbers.set_sheets(sheets);
    }
}
