//! What stands on every screen: where you are, the time, language, theme, the bottom bar's
//! buttons, and the keys.

use std::rc::Rc;

use chrono::{Datelike as _, Timelike as _};
use slint::{ComponentHandle as _, Model as _};
use visits_ui as ui;

use super::{Send, changed, code_of, int};
use crate::kiosk::View;
use crate::session::{BornOf, Event, HelpPress, Press, Screen, Session, help};
use visits_domain::arrival::Language;

pub(super) fn connect(
    window: &ui::Kiosk,
    press: &Send,
    send: Rc<dyn Fn(Event)>,
    intercept: impl Fn(&str) -> bool + 'static,
) {
    let bar = window.global::<ui::Navigation>();
    let on = |what: Press| {
        let press = Rc::clone(press);
        move || press(what)
    };
    bar.on_leave(on(Press::Help(HelpPress::Leave)));
    bar.on_back(on(Press::Back));
    bar.on_start_again(on(Press::StartAgain));
    bar.on_ask_person(on(Press::AskPerson));
    bar.on_make_easier(on(Press::Easier));
    bar.on_choose_language(on(Press::Languages));
    bar.on_touched(move || send(Event::Touched));

    let keys = window.global::<ui::Keyboard>();
    let press_key = Rc::clone(press);
    keys.on_key(move |text| text.chars().for_each(|key| press_key(Press::Key(key))));
    keys.on_delete(on(Press::Delete));
    keys.on_enter(on(Press::Next));
    keys.on_intercept(move |text| intercept(&text));

    let status = window.global::<ui::Status>();
    let press = Rc::clone(press);
    let weak = window.as_weak();
    status.on_choose(move |index| {
        let code = weak
            .upgrade()
            .and_then(|window| {
                let languages = window.global::<ui::Status>().get_languages();
                languages.row_data(usize::try_from(index).ok()?)
            })
            .map(|language| language.code);
        let chosen = Language::ALL
            .into_iter()
            .find(|language| code.as_ref().is_some_and(|code| code == code_of(*language)));
        if let Some(language) = chosen {
            press(Press::Language(language));
        }
    });
}

pub(super) fn show(window: &ui::Kiosk, view: &View<'_>) {
    let View { session, config, now, .. } = *view;
    let bar = window.global::<ui::Navigation>();
    bar.set_screen(match session.screen {
        _ if config.is_call_board() => ui::Screen::CallBoard,
        // A screen that rests can still be read in another language and size.
        Screen::Easier | Screen::Languages | Screen::Pin => screen(session.screen),
        _ if view.rests() => ui::Screen::OutOfService,
        Screen::DaysOutcome if has_reference(session) => ui::Screen::DaysTaken,
        shown => screen(shown),
    });
    bar.set_discreet(help::is_discreet(session));
    bar.set_part(part(session));
    bar.set_still_there(session.still_there);
    bar.set_visit(int(session.visit % 1_000_000));

    let theme = window.global::<ui::Theme>();
    theme.set_text_size(session.comfort.text_size.into());
    theme.set_high_contrast(session.comfort.high_contrast);
    theme.set_px_per_mm(config.screen.px_per_mm());

    let status = window.global::<ui::Status>();
    let local = now.local();
    status.set_site(config.site.name.in_language(session.language).into());
    status.set_weekday(int(local.weekday().number_from_monday()));
    status.set_day(int(local.day()));
    status.set_month(int(local.month()));
    status.set_hour(int(local.hour()));
    status.set_minute(int(local.minute()));
    let offered = &config.languages.offered;
    if let Some(languages) = changed(&status.get_languages(), languages(offered)) {
        status.set_languages(languages);
    }
    let index = offered.iter().position(|offered| *offered == session.language);
    status.set_language_index(int(index.unwrap_or(0)));
}

fn languages(offered: &[Language]) -> impl Iterator<Item = ui::Language> {
    offered.iter().map(|language| ui::Language {
        code: code_of(*language).into(),
        name: language.own_name().into(),
    })
}

fn screen(screen: Screen) -> ui::Screen {
    match screen {
        Screen::Welcome => ui::Screen::Welcome,
        Screen::Surname => ui::Screen::Surname,
        Screen::Reference => ui::Screen::Reference,
        Screen::BirthDate | Screen::DaysBorn(_) => ui::Screen::BirthDate,
        Screen::Party => ui::Screen::Party,
        Screen::FirstTime => ui::Screen::FirstTime,
        Screen::Needs => ui::Screen::Needs,
        Screen::Done => ui::Screen::Done,
        Screen::Outcome => ui::Screen::Outcome,
        Screen::AskPerson => ui::Screen::AskPerson,
        Screen::AskAnswer => ui::Screen::AskAnswer,
        Screen::Easier => ui::Screen::Easier,
        Screen::Languages => ui::Screen::Language,
        Screen::ScanOffer => ui::Screen::ScanOffer,
        Screen::Guide => ui::Screen::Guide,
        Screen::VisitSteps => ui::Screen::VisitSteps,
        Screen::Bring => ui::Screen::Bring,
        Screen::Costs => ui::Screen::Costs,
        Screen::Notice => ui::Screen::Notice,
        Screen::Pin => ui::Screen::Pin,
        Screen::Staff => ui::Screen::Staff,
        Screen::StaffArrivals => ui::Screen::StaffArrivals,
        Screen::StaffHealth => ui::Screen::StaffHealth,
        Screen::StaffTests => ui::Screen::StaffTests,
        Screen::Waiting => ui::Screen::Waiting,
        Screen::Family => ui::Screen::Family,
        Screen::HardMoment => ui::Screen::HardMoment,
        Screen::Days => ui::Screen::Days,
        Screen::DaysFilter => ui::Screen::DaysFilter,
        Screen::Day => ui::Screen::Day,
        Screen::DaysAge(_) => ui::Screen::DaysAge,
        Screen::DaysChoose(_) => ui::Screen::DaysChoose,
        Screen::DaysType(_) => ui::Screen::DaysType,
        Screen::DaysCheck => ui::Screen::DaysCheck,
        Screen::DaysOutcome => ui::Screen::DaysOutcome,
        Screen::DaysBooking => ui::Screen::DaysBooking,
        Screen::DaysCancel => ui::Screen::DaysCancel,
        Screen::Help => ui::Screen::Help,
        Screen::TalkFirst => ui::Screen::TalkFirst,
        Screen::TalkChoose(_) => ui::Screen::TalkChoose,
        Screen::TalkUrgent => ui::Screen::TalkUrgent,
        Screen::TalkNumber => ui::Screen::TalkNumber,
        Screen::TalkAnswer => ui::Screen::TalkAnswer,
        Screen::TalkNumbers => ui::Screen::TalkNumbers,
        Screen::ContactConsent => ui::Screen::ContactConsent,
        Screen::ContactType(_) => ui::Screen::ContactType,
        Screen::ContactChoose(_) => ui::Screen::ContactChoose,
        Screen::ContactCheck => ui::Screen::ContactCheck,
        Screen::ContactTaken => ui::Screen::ContactTaken,
        Screen::Guides => ui::Screen::Guides,
        Screen::Topic(_) => ui::Screen::Topic,
        Screen::Letter(_) => ui::Screen::Letter,
        Screen::HelpStage => ui::Screen::HelpStage,
        Screen::HelpSearch => ui::Screen::HelpSearch,
        Screen::HelpList => ui::Screen::HelpList,
        Screen::HelpFilters => ui::Screen::HelpFilters,
        Screen::HelpChoose(_) => ui::Screen::HelpChoose,
        Screen::HelpService => ui::Screen::HelpService,
        Screen::HelpTake => ui::Screen::HelpTake,
        Screen::HelpWrong => ui::Screen::HelpWrong,
        Screen::Slip => ui::Screen::Slip,
    }
}

/// Whether what came of a wish has a reference to show.
fn has_reference(session: &Session) -> bool {
    session.draft.days.as_ref().is_some_and(|days| days.taken.is_some())
}

/// Questions that one screen asks one after the other, told apart.
fn part(session: &Session) -> i32 {
    match session.screen {
        Screen::DaysAge(child) | Screen::DaysBorn(BornOf::Child(child)) => 100 + i32::from(child),
        Screen::DaysBorn(BornOf::Lead) => 1,
        Screen::DaysBorn(BornOf::Booked) => 2,
        Screen::DaysChoose(question) => 10 + question as i32,
        Screen::DaysType(field) => 20 + field as i32,
        Screen::TalkChoose(question) => 30 + question as i32,
        Screen::ContactType(field) => 40 + field as i32,
        Screen::ContactChoose(question) => 50 + question as i32,
        Screen::Topic(topic) => 60 + topic as i32,
        Screen::Letter(letter) => 80 + letter as i32,
        Screen::HelpChoose(what) => 90 + what as i32,
        Screen::HelpTake => {
            // Other pages: contacts stand one by one.
            let finding = session.draft.finding.as_ref();
            98 + i32::from(finding.is_some_and(|finding| finding.as_contact))
        }
        _ => 0,
    }
}
