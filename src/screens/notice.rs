//! About your information: the notice for families, in short sentences.

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, signed};
use crate::kiosk::View;

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let notice = window.global::<ui::Notice>();
    let sentences = (0..).map(|number| notice.invoke_words(number));
    let sentences = sentences.take_while(|sentence| !sentence.is_empty());
    let contact = view.config.first_time.notice_contact.iter();
    let contact = contact.map(|words| words.in_language(view.session.language).into());
    let mut sheets = Sheets::of(view, &CARD);
    let sentences = signed(ui::Sign::Dot, sentences.chain(contact));
    sheets.add(&notice.invoke_headline(), sentences);
    if let Some(sheets) = sheets::changed(&notice.get_sheets(), sheets) {
        notice.set_sheets(sheets);
    }
}
