//! *Check your answers.* A date of birth is not shown again: it was typed, and is nobody else's.

use std::rc::Rc;

use slint::{ComponentHandle as _, SharedString};
use visits_domain::places::Mode;
use visits_domain::wire::Event;
use visits_domain::wish::Ring;
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, broken, signed};
use super::{Send, int, moment};
use crate::kiosk::View;
use crate::session::Press;
use crate::session::days::{Days, DaysPress, buses, event};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let book = Rc::clone(press);
    window.global::<ui::DaysCheck>().on_book(move || book(Press::Days(DaysPress::Book)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let Some(days) = view.session.draft.days.as_deref() else { return };
    let check = window.global::<ui::DaysCheck>();
    let event = event(view.session, &view.public.events);
    check.set_busy(view.session.busy.is_some());
    check.set_changing(days.changing);
    check.set_yourself(event.is_some_and(|event| event.booking == Mode::BookYourself));
    let mut told = Vec::new();
    if let Some(event) = event {
        told.push(event.title.of(view.session.language).into());
        told.push(window.global::<ui::DayWords>().invoke_at(moment(event.date, event.start)));
    }
    if let Some(party) = view.session.draft.party {
        told.push(check.invoke_party(party.adults.into(), party.children.into()));
    }
    if !days.changing {
        told.extend(answers(window, view, days, event));
    }
    // "One moment" comes over it when it is pressed, and nothing may move then.
    let moment = if view.session.comfort.text_size < 2 { 50 } else { 80 };
    let mut sheets = Sheets::of(view, &CARD).beside_two_rows(view).less(moment);
    sheets.add(&check.invoke_headline(), signed(ui::Sign::Dot, told.into_iter()));
    if let Some(sheets) = sheets::changed(&check.get_sheets(), sheets) {
        check.set_sheets(sheets);
    }
}

fn answers(
    window: &ui::Kiosk,
    view: &View<'_>,
    days: &Days,
    event: Option<&Event>,
) -> Vec<SharedString> {
    let check = window.global::<ui::DaysCheck>();
    let language = view.session.language;
    let mut told = Vec::new();
    if !days.ages.is_empty() {
        let ages: Vec<String> = days.ages.iter().map(ToString::to_string).collect();
        told.push(check.invoke_ages(ages.join(", ").into()));
    }
    let needs = view.session.draft.needs.len();
    if needs > 0 {
        told.push(check.invoke_needs(int(needs)));
    }
    if !days.diet.is_empty() {
        told.push(check.invoke_diet(broken(&days.diet)));
    }
    let bus = event.into_iter().flat_map(buses).find(|pool| days.bus == Some(pool.pool));
    told.extend(bus.map(|pool| check.invoke_bus(pool.name.of(language).into())));
    told.push(if days.as_checked_in {
        check.invoke_whom(SharedString::new(), SharedString::new())
    } else {
        check.invoke_whom(broken(&days.whom), days.number.as_str().into())
    });
    told.push(check.invoke_lead(broken(&days.lead)));
    let rings = days.ring.filter(|ring| *ring != Ring::Never);
    let when = rings.and_then(|ring| Ring::ALL.iter().position(|known| *known == ring));
    match when {
        None => told.push(check.invoke_phone(SharedString::new(), SharedString::new())),
        Some(number) => {
            let choose = window.global::<ui::DaysChoose>();
            let when = choose.invoke_words(ui::DaysQuestion::Ring, int(number));
            told.push(check.invoke_phone(days.phone.as_str().into(), when));
            told.push(check.invoke_message(days.message));
        }
    }
    told
}
