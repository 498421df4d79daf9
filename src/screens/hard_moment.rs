//! *What do I do now?*

use std::rc::Rc;

use slint::ComponentHandle as _;
use visits_ui as ui;

use super::Send;
use super::measure::Letters;
use super::sheets::{self, Room, Sheets, signed};
use crate::kiosk::View;
use crate::session::volunteer::Guide;
use crate::session::{Press, VolunteerPress};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let guide = window.global::<ui::HardMoment>();
    let choose = Rc::clone(press);
    guide.on_choose(move |card| {
        let card = match card {
            ui::HardCard::ChildTells => Guide::ChildTells,
            ui::HardCard::Crying => Guide::Crying,
            ui::HardCard::Angry => Guide::Angry,
            ui::HardCard::None => return,
        };
        choose(Press::Volunteer(VolunteerPress::Guide(card)));
    });
    let finish = Rc::clone(press);
    guide.on_finish(move || finish(Press::Finish));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let guide = window.global::<ui::HardMoment>();
    let card = match view.session.volunteer.guide {
        None => ui::HardCard::None,
        Some(Guide::ChildTells) => ui::HardCard::ChildTells,
        Some(Guide::Crying) => ui::HardCard::Crying,
        Some(Guide::Angry) => ui::HardCard::Angry,
    };
    guide.set_card(card);
    let whom = view.config.safeguarding.as_ref();
    let lead = whom.map(|whom| whom.lead.in_language(view.session.language));
    guide.set_lead(lead.unwrap_or_default().into());
    guide.set_phone(whom.map(|whom| whom.phone.as_str()).unwrap_or_default().into());
    if card != ui::HardCard::None {
        show_steps(&guide, card, view);
    }
}

/// A page between its headline and the strip with whom to tell.
const PAGE: [Room; 4] = [
    Room { width: 1134, height: 457, letters: Letters(260), least: 46, gap: 14 },
    Room { width: 1134, height: 442, letters: Letters(281), least: 46, gap: 14 },
    Room { width: 1124, height: 435, letters: Letters(400), least: 56, gap: 16 },
    Room { width: 1120, height: 443, letters: Letters(514), least: 64, gap: 12 },
];
/// Of the strip's words. Pixels.
const STRIP: usize = 1156;

fn show_steps(guide: &ui::HardMoment<'_>, card: ui::HardCard, view: &View<'_>) {
    let sheets = Sheets::of(view, &PAGE);
    let letters = sheets.letters();
    let lines = letters.lines(&guide.invoke_whom(), STRIP);
    let mut sheets = sheets.less(letters.high(lines - 1));
    let steps = (0..).map(|step| guide.invoke_words(card, step));
    let steps = steps.take_while(|step: &slint::SharedString| !step.is_empty());
    sheets.add(&guide.invoke_headline(card), signed(ui::Sign::Number, steps));
    if let Some(sheets) = sheets::changed(&guide.get_sheets(), sheets) {
        guide.set_sheets(sheets);
    }
}
