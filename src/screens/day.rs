//! One family day: what is there, for whom, and how a place is asked for.

use std::rc::Rc;

use slint::{ComponentHandle as _, SharedString};
use visits_domain::event::{Access, Facility};
use visits_domain::places::Mode;
use visits_domain::wire::Event;
use visits_ui as ui;

use super::sheets::{self, CARD, Sheets, signed};
use super::{Send, left_of, local, moment, moment_of};
use crate::kiosk::View;
use crate::session::Press;
use crate::session::days::{DaysPress, Shut, event, shut};

pub(super) fn connect(window: &ui::Kiosk, press: &Send) {
    let ask = Rc::clone(press);
    window.global::<ui::Day>().on_ask(move || ask(Press::Days(DaysPress::Ask)));
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let day = window.global::<ui::Day>();
    let words = window.global::<ui::DayWords>();
    let mut sheets = Sheets::of(view, &CARD).beside_two_rows(view);
    let event = event(view.session, &view.public.events);
    let can_ask = event.is_some_and(|event| shut(event, view.now.utc).is_none());
    match event {
        None => {
            let told = [day.invoke_gone(), words.invoke_desk()];
            sheets.add(&SharedString::new(), signed(ui::Sign::Dot, told.into_iter()));
        }
        Some(event) => {
            let title = event.title.of(view.session.language).into();
            let told = how(event, view, &words).into_iter();
            let told = told.map(|text| (ui::Sign::Dot, text));
            let there = there(event).map(|has| (ui::Sign::Tick, words.invoke_has(has)));
            let about = about(event, view, &words).into_iter().map(|text| (ui::Sign::Dot, text));
            sheets.add(&title, about.chain(there).chain(told));
            day.set_yourself(event.booking == Mode::BookYourself);
        }
    }
    day.set_can_ask(can_ask);
    if let Some(sheets) = sheets::changed(&day.get_sheets(), sheets) {
        day.set_sheets(sheets);
    }
}

/// When, where, what happens and for whom.
fn about(event: &Event, view: &View<'_>, words: &ui::DayWords<'_>) -> Vec<SharedString> {
    use chrono::Timelike as _;
    let language = view.session.language;
    let (hour, minute) = (super::int(event.end.hour()), super::int(event.end.minute()));
    let mut told = vec![words.invoke_from_to(moment(event.date, event.start), hour, minute)];
    told.push(event.place.of(language).into());
    told.extend(sentences(event.words.of(language)));
    match (event.born, event.ages) {
        (Some(born), _) => {
            let midnight = chrono::NaiveTime::MIN;
            let (from, until) = (moment(born.from, midnight), moment(born.until, midnight));
            told.push(words.invoke_born(from, until));
        }
        (None, Some(ages)) => {
            told.push(words.invoke_ages(ages.youngest.into(), ages.oldest.into()));
        }
        (None, None) => told.push(words.invoke_no_children()),
    }
    if !event.first.is_empty() {
        told.push(words.invoke_first(event.first.of(language).into()));
    }
    told.retain(|text| !text.is_empty());
    told
}

/// A text of staff, a sentence at a time: so it can go on over more sheets.
fn sentences(text: &str) -> impl Iterator<Item = SharedString> {
    text.split_inclusive(['.', '!', '?', '\n']).map(|sentence| sentence.trim().into())
}

fn there(event: &Event) -> impl Iterator<Item = ui::DayHas> {
    let facilities = event.facilities.iter().map(|facility| match facility {
        Facility::AgesAndStagesPlay => ui::DayHas::Play,
        Facility::Teenagers => ui::DayHas::Teenagers,
        Facility::SensorySpace => ui::DayHas::SensorySpace,
        Facility::QuietRoom => ui::DayHas::QuietRoom,
        Facility::BabyChange => ui::DayHas::BabyChange,
        Facility::Food => ui::DayHas::Food,
    });
    let access = event.access.iter().map(|access| match access {
        Access::StepFree => ui::DayHas::StepFree,
        Access::AccessibleToilet => ui::DayHas::Toilet,
        Access::HearingLoop => ui::DayHas::HearingLoop,
        Access::Signing => ui::DayHas::Signing,
    });
    facilities.chain(access)
}

/// What is left, who decides, and until when.
fn how(event: &Event, view: &View<'_>, words: &ui::DayWords<'_>) -> Vec<SharedString> {
    let left = words.invoke_left(left_of(event, view));
    let at = |moment| moment_of(local(moment));
    match shut(event, view.now.utc) {
        Some(Shut::NotYet(opens)) => return vec![words.invoke_ask_from(at(opens))],
        Some(_) => return vec![left, words.invoke_desk()],
        None => {}
    }
    let who_decides = match event.booking {
        Mode::BookYourself => words.invoke_yourself(),
        Mode::AskAndStaffDecide | Mode::StaffOnly => words.invoke_staff_decide(),
    };
    let mut told = vec![left, who_decides, words.invoke_waiting_list()];
    match event.ballot.filter(|ballot| view.now.utc < ballot.closes) {
        Some(ballot) => told.push(words.invoke_drawn(at(ballot.closes), ballot.share.into())),
        None => told.push(words.invoke_ask_before(at(event.window.closes))),
    }
    told
}
